"""The schema and its steps."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
import sqlite_utils

from oneapi_desktop.domain.user import Role
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.ledger_rows import COLUMNS, insert_statement, row_of
from oneapi_desktop.store.migrations import MIGRATIONS, migration_names
from oneapi_desktop.store.repositories import GroupRepository, UserRepository

NAMES = migration_names()


def schema(path: Path) -> list[tuple[str, ...]]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return sorted(
            connection.execute(
                "SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
            )
        )


def migrated_up_to(path: Path, name: str) -> None:
    """A file as the version whose newest migration was ``name`` left it."""
    path.parent.mkdir(exist_ok=True)
    database = sqlite_utils.Database(path)
    later = NAMES[NAMES.index(name) + 1 :]
    MIGRATIONS.apply(database, stop_before=later[:1] or None)
    database.close()


def test_migrations_are_numbered_in_order() -> None:
    assert [name.split("_")[0] for name in NAMES] == [f"m{number:03}" for number in range(1, len(NAMES) + 1)]


@pytest.mark.parametrize("name", NAMES)
async def test_every_earlier_version_becomes_the_present_one(tmp_path: Path, name: str, make_record) -> None:
    fresh, old = tmp_path / "fresh.db", tmp_path / "old" / "old.db"
    Database.open(fresh).close_sync()
    migrated_up_to(old, name)
    database = Database.open(old)
    await database.append(make_record())
    assert await database.verify_ledger() == []
    assert await database.check_integrity() == []
    assert [user.name for user in await UserRepository(database).list()] == ["owner"]
    await database.close()
    assert schema(old) == schema(fresh)


def test_opening_again_changes_nothing(path: Path) -> None:
    Database.open(path).close_sync()
    before = schema(path)
    Database.open(path).close_sync()
    assert schema(path) == before


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also when an earlier one of the same start succeeded."""
    migrations = sqlite_utils.Migrations("oneapi_desktop")

    @migrations()
    def m001_good(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE good (a)")

    @migrations()
    def m002_bad(db: sqlite_utils.Database) -> None:
        db.execute("CREATE TABLE half (a)")
        raise ValueError("bad step")

    monkeypatch.setattr("oneapi_desktop.store.database.MIGRATIONS", migrations)
    with pytest.raises(ValueError, match="bad step"):
        Database.open(path)
    assert schema(path) == []


async def test_the_owner_and_the_default_group_exist(database: Database) -> None:
    owner = await UserRepository(database).get(1)
    assert (owner.name, owner.role, owner.group) == ("owner", Role.ROOT, "default")
    assert await GroupRepository(database).list() == {"default": 1_000_000}


async def test_the_columns_of_the_log_are_those_of_a_record(database: Database, make_record) -> None:
    info = await database.read(lambda db: db.execute("PRAGMA table_info(requests)").fetchall())
    assert [row[1] for row in info] == ["id", *COLUMNS]
    assert len(row_of(make_record())) == len(COLUMNS)


async def test_the_log_is_immutable(database: Database, make_record) -> None:
    await database.append(make_record())
    with pytest.raises(Exception, match="never changed"):
        await database.write(lambda db: db.execute("UPDATE requests SET cost_nano = 0"))


async def test_the_newest_row_is_kept_so_that_ids_are_never_reused(database: Database, make_record) -> None:
    await database.append(make_record())
    with pytest.raises(Exception, match="never given out again"):
        await database.write(lambda db: db.execute("DELETE FROM requests"))
    sql = insert_statement(1).replace("INSERT", "INSERT OR REPLACE", 1)
    with pytest.raises(Exception, match="never given out again"):
        await database.write(lambda db: db.execute(sql, row_of(make_record(request_id=f"{1:032x}"))))
    assert await database.verify_ledger() == []


async def test_tables_are_strict_and_ids_are_never_reused(database: Database) -> None:
    tables = await database.read(
        lambda db: db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
    )
    for name, sql in tables:
        if name.startswith(("sqlite_", "_sqlite_")):
            continue
        assert "STRICT" in sql, name
        if "id INTEGER PRIMARY KEY" in sql and name not in ("requests", "closed_hours"):
            assert "AUTOINCREMENT" in sql, name
