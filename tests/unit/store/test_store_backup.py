"""Backups of a database in use, and restoring them."""

import asyncio
import contextlib
import hashlib
import os
import sqlite3
import stat
from pathlib import Path

import pytest

from oneapi_desktop.domain.errors import StoreError
from oneapi_desktop.store import backup as backup_module
from oneapi_desktop.store.backup import back_up, list_backups, restore, validate
from oneapi_desktop.store.database import Database


def rows(path: Path) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM requests").fetchone()[0]


def contents(directory: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in directory.iterdir()}


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    return tmp_path / "backups"


async def test_a_backup_is_a_sound_copy(database: Database, backups: Path, make_record) -> None:
    await asyncio.gather(*[database.append(make_record()) for _ in range(50)])
    made = await asyncio.to_thread(back_up, database.path, backups)
    assert made.parent == backups
    assert list(backups.iterdir()) == [made], "no partial file, no companions"
    if os.name == "posix":
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
    validate(made)
    assert rows(made) == 50
    copy = Database.open(made)
    assert await copy.verify_ledger() == []
    await copy.close()


async def test_writers_go_on_during_a_backup(
    database: Database, backups: Path, make_record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_module, "PAGES_PER_STEP", 5)
    await asyncio.gather(*[database.append(make_record()) for _ in range(500)])
    loop = asyncio.get_running_loop()
    steps: list[tuple[int, int]] = []
    during: list[int] = []

    def progress(left: int, pages: int) -> None:
        steps.append((left, pages))
        if len(steps) in (1, 5):
            asyncio.run_coroutine_threadsafe(append(), loop).result()

    async def append() -> None:
        await database.append(make_record())
        during.append(len(steps))

    made = await asyncio.to_thread(back_up, database.path, backups, progress=progress)
    assert during == [1, 5]
    assert len(steps) > 10, "the commits in between did not start it anew or end it"
    assert steps == sorted(steps, reverse=True)
    assert rows(made) == 500, "one moment's state"
    validate(made)


async def test_only_the_newest_are_kept(database: Database, backups: Path) -> None:
    backups.mkdir()
    (backups / "notes.txt").write_text("not a backup")
    for name in ("oneapi-20200101-000000.db", "oneapi-20210101-000000.db", "oneapi-20210101-000000-2.db"):
        (backups / name).write_bytes(b"")
    made = [back_up(database.path, backups, keep=4) for _ in range(3)]
    assert list_backups(backups) == [*reversed(made), backups / "oneapi-20210101-000000-2.db"]
    assert (backups / "notes.txt").exists()
    with pytest.raises(ValueError, match="at least one"):
        back_up(database.path, backups, keep=0)


def test_no_directory_holds_no_backups(backups: Path) -> None:
    assert list_backups(backups) == []


def test_what_cannot_be_backed_up_is_reported(path: Path, backups: Path) -> None:
    with pytest.raises(StoreError, match="there is no database"):
        back_up(path, backups)
    path.parent.mkdir()
    path.write_bytes(b"not a database, but long enough to look at" * 10)
    with pytest.raises(StoreError, match="damaged"):
        back_up(path, backups)
    assert list(backups.iterdir()) == []
    backups.rmdir()
    backups.write_text("a file")
    with pytest.raises(StoreError, match="could not be written"):
        back_up(path, backups)


async def test_restoring_puts_the_backup_in_place_and_keeps_the_replaced_file(
    path: Path, backups: Path, make_record
) -> None:
    database = Database.open(path)
    await database.append(make_record())
    made = back_up(path, backups)
    await database.append(make_record())
    await database.close()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).write_bytes(b"")
    before = contents(backups)
    kept = restore(made, path)
    assert kept is not None
    assert rows(path) == 1
    assert rows(kept) == 2
    assert ".before-restore-" in kept.name
    assert contents(backups) == before
    again = restore(made, path)
    assert again is not None
    assert again != kept
    database = Database.open(path)
    assert await database.verify_ledger() == []
    await database.close()


async def test_a_wal_goes_with_its_file(path: Path, backups: Path, make_record) -> None:
    """The replaced database was left by a kill: its last commits are in the WAL."""
    database = Database.open(path)
    made = back_up(path, backups)
    await database.append(make_record())
    crashed = path.parent / "crashed.db"
    for suffix in ("", "-wal"):
        crashed.with_name(crashed.name + suffix).write_bytes(path.with_name(path.name + suffix).read_bytes())
    await database.close()
    kept = restore(made, crashed)
    assert kept is not None
    assert rows(crashed) == 0
    assert rows(kept) == 1


def test_restoring_where_nothing_was(path: Path, tmp_path: Path, backups: Path) -> None:
    Database.open(path).close_sync()
    made = back_up(path, backups)
    target = tmp_path / "elsewhere" / "oneapi.db"
    assert restore(made, target) is None
    Database.open(target).close_sync()


def damaged_index(path: Path) -> None:
    """An index that lacks an entry: only the full check sees it."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master "
            "WHERE name = 'tokens_by_user') WHERE name = 'requests_by_time'"
        )
        connection.commit()


def newer(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('oneapi_desktop', 'm999', '')"
        )
        connection.commit()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda path: path.write_bytes(b"nonsense" * 1000), "not a database"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: path.unlink(), "there is no file"),
        (lambda path: os.truncate(path, 8192), "malformed|damaged"),
        (damaged_index, "damaged|malformed"),
        (newer, "newer version"),
    ],
)
def test_a_bad_backup_changes_nothing(path: Path, backups: Path, spoil, message: str) -> None:
    Database.open(path).close_sync()
    made = back_up(path, backups)
    spoil(made)
    before = contents(path.parent)
    with pytest.raises(StoreError, match=message):
        restore(made, path)
    assert contents(path.parent) == before


def test_a_database_is_no_backup_of_itself(path: Path) -> None:
    Database.open(path).close_sync()
    before = contents(path.parent)
    with pytest.raises(StoreError, match="same file"):
        restore(path, path)
    assert contents(path.parent) == before


def test_a_target_that_cannot_be_written_is_reported(path: Path, backups: Path, tmp_path: Path) -> None:
    Database.open(path).close_sync()
    made = back_up(path, backups)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="could not be replaced"):
        restore(made, tmp_path / "file" / "oneapi.db")


def test_a_copy_that_fails_half_way_leaves_the_target(
    path: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Database.open(path).close_sync()
    made = back_up(path, backups)
    before = contents(path.parent)

    def fail(*_arguments: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backup_module, "_copy", fail)
    with pytest.raises(StoreError, match="full"):
        restore(made, path)
    assert contents(path.parent) == before
    with pytest.raises(StoreError, match="full"):
        back_up(path, backups)
    assert list_backups(backups) == [made]
