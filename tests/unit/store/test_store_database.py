"""Opening, reading, writing, appending, closing."""

import asyncio
import contextlib
import hashlib
import multiprocessing
import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneapi_desktop.domain.errors import NotFound, StoreError
from oneapi_desktop.domain.request_record import Outcome
from oneapi_desktop.domain.usage import Usage, UsageSource
from oneapi_desktop.store import writer as writer_module
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.feed import Change
from oneapi_desktop.store.repositories import OpenRequestRepository, RequestRepository, SettingRepository


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def count(table: str):
    return lambda db: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


# Opening


@pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")
async def test_only_the_owner_may_read_the_file(database: Database, make_record) -> None:
    await database.append(make_record())
    for suffix in ("", "-wal", "-shm"):
        mode = stat.S_IMODE(Path(f"{database.path}{suffix}").stat().st_mode)
        assert mode == 0o600, suffix


async def test_connections_are_set_up(database: Database) -> None:
    def pragmas(db) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "query_only")
        return [db.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await database.write(pragmas) == ["wal", 1, 1, 1, 0]
    assert await database.read(pragmas) == ["wal", 1, 1, 1, 1]


@pytest.mark.parametrize(
    "content",
    [
        b"this is a text file, longer than a hundred bytes" * 10,
        b"SQLite format 3\x00 and nothing else",
        b"SQLite format 3\x00" + bytes(range(256)) * 40,
    ],
)
def test_a_file_that_is_no_database_is_refused_and_untouched(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"damaged.*oneapi-desktop restore FILE"):
        Database.open(path)
    assert path.read_bytes() == content


def test_an_empty_file_becomes_a_database(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    Database.open(path).close_sync()
    assert path.stat().st_size > 0


def test_a_damaged_page_is_found(path: Path) -> None:
    Database.open(path).close_sync()
    content = bytearray(path.read_bytes())
    content[4096:8192] = os.urandom(4096)
    path.write_bytes(content)
    before = digest(path)
    with pytest.raises(StoreError, match="damaged"):
        Database.open(path)
    assert digest(path) == before


def test_a_cut_file_is_found(path: Path) -> None:
    Database.open(path).close_sync()
    os.truncate(path, path.stat().st_size - 4096 * 3)
    before = digest(path)
    with pytest.raises(StoreError, match="it ends after"):
        Database.open(path)
    assert digest(path) == before


def test_another_programs_database_is_refused_and_untouched(path: Path) -> None:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE photos (id INTEGER)")
    before = digest(path)
    with pytest.raises(StoreError, match="another program"):
        Database.open(path)
    assert digest(path) == before


def test_a_newer_schema_is_refused_and_untouched(path: Path) -> None:
    Database.open(path).close_sync()
    with contextlib.closing(sqlite3.connect(path)) as newer:
        newer.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
            "VALUES ('oneapi_desktop', 'm999_later', '')"
        )
        newer.commit()
    before = digest(path)
    with pytest.raises(StoreError, match=r"newer version.*m999_later"):
        Database.open(path)
    assert digest(path) == before


def test_a_locked_file_is_reported(path: Path) -> None:
    path.parent.mkdir()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("CREATE TABLE t (a)")
        holder.execute("DROP TABLE t")
        holder.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="in use by another program"):
            Database.open(path, busy_timeout_ms=0)
        holder.execute("ROLLBACK")
    Database.open(path).close_sync()


def test_a_directory_in_its_place_is_reported(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreError):
        Database.open(path)


def test_a_file_where_the_directory_should_be_is_reported(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("not a directory")
    with pytest.raises(StoreError):
        Database.open(tmp_path / "data" / "oneapi.db")


def test_an_old_sqlite_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 30, 0))
    with pytest.raises(StoreError, match="too old"):
        Database.open(path)


def open_and_close(path: Path) -> None:
    Database.open(path).close_sync()


def test_several_processes_may_make_the_same_database(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=open_and_close, args=(path,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4


# Reading and writing


async def test_a_write_returns_its_result_after_commit(database: Database) -> None:
    assert await database.write(lambda db: db.execute("SELECT 41 + 1").fetchone()[0]) == 42
    await database.write(lambda db: db.execute("INSERT INTO settings VALUES ('a', 'b')"))
    with contextlib.closing(sqlite3.connect(database.path)) as other:
        assert other.execute("SELECT * FROM settings").fetchall() == [("a", "b")]


async def test_a_failing_function_fails_alone(database: Database, make_record) -> None:
    """All of these fall into one commit: the writer is held until they are queued."""
    held, release = threading.Event(), threading.Event()

    def hold(_db: object) -> None:
        held.set()
        release.wait()

    def half(db) -> None:
        db.execute("INSERT INTO settings VALUES ('half', 'done')")
        raise NotFound("no such thing")

    async with asyncio.TaskGroup() as group:
        group.create_task(database.write(hold))
        await asyncio.to_thread(held.wait)
        before = group.create_task(database.write(lambda db: db.execute("INSERT INTO settings VALUES ('a', '')")))
        failing = asyncio.gather(database.write(half), return_exceptions=True)
        after = group.create_task(database.write(lambda db: db.execute("INSERT INTO settings VALUES ('b', '')")))
        await asyncio.sleep(0)
        appended = database.append(make_record())
        release.set()
        await asyncio.gather(before, after, appended)
        assert [type(error) for error in await failing] == [NotFound]
    assert await SettingRepository(database).list() == {"a": "", "b": ""}
    assert await database.read(count("requests")) == 1


async def test_errors_of_sqlite_arrive_as_store_errors(database: Database) -> None:
    with pytest.raises(StoreError, match="no such table: nowhere"):
        await database.write(lambda db: db.execute("DELETE FROM nowhere"))
    with pytest.raises(StoreError, match="no such table: nowhere"):
        await database.read(lambda db: db.execute("SELECT * FROM nowhere"))


async def test_a_read_cannot_write_and_sees_one_moment(database: Database) -> None:
    with pytest.raises(StoreError, match="cannot be written"):
        await database.read(lambda db: db.execute("DELETE FROM settings"))
    started, go_on = threading.Event(), threading.Event()

    def twice(db) -> tuple[int, int]:
        first = count("settings")(db)
        started.set()
        go_on.wait()
        return first, count("settings")(db)

    async with asyncio.TaskGroup() as group:
        reading = group.create_task(database.read(twice))
        await asyncio.to_thread(started.wait)
        await SettingRepository(database).set("a", "b")
        go_on.set()
    assert reading.result() == (0, 0)


@pytest.mark.allow_warnings("group commit failed")
async def test_a_function_that_ends_the_transaction_is_refused(database: Database) -> None:
    with pytest.raises(StoreError, match="ended the transaction"):
        await database.write(lambda db: db.conn.execute("ROLLBACK"))

    def roll_back_and_fail(db) -> None:
        db.conn.execute("ROLLBACK")
        raise sqlite3.OperationalError("database or disk is full")

    with pytest.raises(StoreError, match=r"disk that holds .* is full"):
        await database.write(roll_back_and_fail)
    await SettingRepository(database).set("a", "b")


@pytest.mark.allow_warnings("group commit failed")
async def test_a_lock_of_another_process_fails_the_commit_and_the_next_one_works(path: Path, make_record) -> None:
    database = Database.open(path, busy_timeout_ms=0)
    record = make_record()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="in use by another program"):
            await database.append(record)
        with pytest.raises(StoreError, match="in use by another program"):
            await SettingRepository(database).set("a", "b")
        other.execute("ROLLBACK")
    await database.append(record)
    assert await database.verify_ledger() == []
    await database.close()


async def test_another_process_waits_for_the_lock(path: Path, make_record) -> None:
    first, second = Database.open(path), Database.open(path)
    futures = [database.append(make_record()) for _ in range(200) for database in (first, second)]
    for future in futures:
        await future
    assert await first.read(count("requests")) == 400
    assert await second.verify_ledger() == []
    await first.close()
    await second.close()


async def test_statements_are_traced_without_their_values(path: Path, make_record) -> None:
    statements: list[str] = []
    database = Database.open(path, trace=statements.append)
    await SettingRepository(database).set("key", "hush-hush")
    await database.append(make_record(error="hush-hush"))
    await SettingRepository(database).list()
    await database.close()
    text = "\n".join(statements)
    assert "INSERT INTO settings" in text
    assert "INSERT INTO requests" in text
    assert "SELECT key, value" in text
    assert "hush" not in text


# Appending


async def test_a_record_comes_back_as_it_was(database: Database, make_record) -> None:
    usage = Usage(*range(1, 13))
    record = make_record(
        outcome=Outcome.FAILED, status=502, usage=usage, usage_source=UsageSource.ESTIMATED, ttft_us=None,
        error="bad gateway", error_code="bad_upstream", route='[{"channel": 1}]', notes='["x"]', stream=False,
        ratio_millionths=800_000,
    )  # fmt: skip
    await database.append(record)
    stored = await RequestRepository(database).get(record.request_id)
    record.id = stored.id
    assert stored == record
    assert await RequestRepository(database).get(stored.id) == record


async def test_appends_are_committed_when_their_future_is_done(database: Database, make_record) -> None:
    with contextlib.closing(sqlite3.connect(database.path)) as other:
        for number in range(1, 20):
            await database.append(make_record())
            assert other.execute("SELECT count(*) FROM requests").fetchone()[0] == number


@pytest.mark.parametrize("amount", [1, 2, 31, 32, 33, 65, 600])
async def test_a_burst_is_recorded_whole(database: Database, make_record, amount: int) -> None:
    futures = [database.append(make_record()) for _ in range(amount)]
    await asyncio.gather(*futures)
    assert await database.read(count("requests")) == amount
    assert await database.verify_ledger() == []


@pytest.mark.allow_warnings("could not be recorded")
@pytest.mark.parametrize("others", [0, 10, 100])
async def test_a_row_that_cannot_be_stored_fails_alone(database: Database, make_record, others: int) -> None:
    record = make_record()
    heard: list[Change] = []
    await database.append(record)
    database.feed.subscribe(heard.extend)
    futures = [database.append(make_record()) for _ in range(others)]
    futures.insert(others // 2, database.append(record))
    results = await asyncio.gather(*futures, return_exceptions=True)
    assert [type(result) for result in results if result is not None] == [StoreError]
    assert await database.read(count("requests")) == 1 + others
    assert await database.verify_ledger() == []
    assert len(heard) == others


async def test_text_that_is_not_unicode_and_huge_numbers_are_mended(database: Database, make_record) -> None:
    record = make_record(model="gpt-\ud800", error="a\x00b", duration_us=2**70)
    other = make_record()
    await asyncio.gather(database.append(record), database.append(other))
    stored = await RequestRepository(database).get(record.request_id)
    assert stored.model == "gpt-?"
    assert stored.error == "a\x00b"
    assert stored.duration_us == 2**63 - 1
    assert (await RequestRepository(database).get(other.request_id)).model == "gpt-4o"


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(st.text(st.characters()), min_size=3, max_size=3))
async def test_any_text_is_recorded(database: Database, make_record, texts: list[str]) -> None:
    record = make_record(request_id=os.urandom(16).hex(), model=texts[0], error=texts[1], token_name=texts[2])
    await database.append(record)
    stored = await RequestRepository(database).get(record.request_id)
    assert [stored.model, stored.error, stored.token_name] == [
        text.encode("utf-8", "replace").decode() for text in texts
    ]


async def test_a_cancelled_waiters_row_is_recorded(database: Database, make_record) -> None:
    record = make_record()
    database.append(record).cancel()
    writing = asyncio.gather(SettingRepository(database).set("a", "b"))
    await asyncio.sleep(0)
    writing.cancel()
    await database.flush()
    assert (await RequestRepository(database).get(record.request_id)).model == record.model
    assert await SettingRepository(database).list() == {"a": "b"}


@pytest.mark.allow_warnings("nobody waits for")
async def test_a_failure_nobody_waits_for_is_logged(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    def fail(_db: object) -> None:
        raise ZeroDivisionError

    writing = asyncio.gather(database.write(fail))
    await asyncio.sleep(0)
    writing.cancel()
    await database.flush()
    assert "nobody waits for" in caplog.text


def test_a_loop_that_closed_meanwhile_does_no_harm(path: Path, make_record) -> None:
    database = Database.open(path)

    async def leave() -> None:
        database.append(make_record())
        database.append(make_record())

    asyncio.run(leave())

    async def look() -> int:
        await asyncio.gather(database.append(make_record()))
        return await database.read(count("requests"))

    assert asyncio.run(look()) == 3
    database.close_sync()


def test_futures_of_two_loops_are_told_on_their_own(path: Path, make_record) -> None:
    database = Database.open(path)
    held, release, queued = threading.Event(), threading.Event(), threading.Barrier(3)

    def hold(_db: object) -> None:
        held.set()
        release.wait()

    async def wait_for_append() -> None:
        future = database.append(make_record())
        await asyncio.to_thread(queued.wait)
        await future

    threads = [threading.Thread(target=lambda: asyncio.run(wait_for_append())) for _ in range(2)]

    async def run() -> None:
        holding = asyncio.gather(database.write(hold))
        await asyncio.to_thread(held.wait)
        for thread in threads:
            thread.start()
        await asyncio.to_thread(queued.wait)
        release.set()
        await holding
        for thread in threads:
            await asyncio.to_thread(thread.join)

    asyncio.run(run())
    database.close_sync()


# Requests that are open


async def test_the_final_record_ends_an_open_request(database: Database, make_record) -> None:
    record, other = make_record(), make_record()
    database.open_request(record)
    database.open_request(other)
    database.open_request(other)
    await database.flush()
    assert [r.request_id for r in await OpenRequestRepository(database).list()] == [
        record.request_id, other.request_id,
    ]  # fmt: skip
    record.status = 499
    await database.append(record)
    assert [r.request_id for r in await OpenRequestRepository(database).list()] == [other.request_id]


async def test_opening_and_ending_in_the_same_commit_leaves_nothing_open(database: Database, make_record) -> None:
    record = make_record()
    database.open_request(record)
    await database.append(record)
    assert await OpenRequestRepository(database).list() == []


async def test_what_a_dead_process_left_open_becomes_interrupted(path: Path, make_record) -> None:
    database = Database.open(path)
    record = make_record(cost_nano=77, status=200)
    database.open_request(record)
    await database.close()
    database = Database.open(path)
    assert len(await OpenRequestRepository(database).list()) == 1, "opening alone recovers nothing"
    assert await database.recover_interrupted() == 1
    assert await database.recover_interrupted() == 0
    stored = await RequestRepository(database).get(record.request_id)
    assert stored.outcome is Outcome.INTERRUPTED
    assert (stored.status, stored.cost_nano, stored.usage_source) == (0, 0, UsageSource.UNKNOWN)
    assert stored.error == "the gateway stopped while this request was open"
    assert (stored.model, stored.token_name, stored.created_at) == ("gpt-4o", "laptop", record.created_at)
    assert await OpenRequestRepository(database).list() == []
    assert await database.verify_ledger() == []
    await database.close()


async def test_recovery_fills_in_what_an_older_version_did_not_note(database: Database) -> None:
    await database.write(
        lambda db: db.execute(
            "INSERT INTO open_requests VALUES ('r1', 5, ?)", ('{"request_id": "r1", "created_at": 5, "gone": 1}',)
        )
    )
    assert await database.recover_interrupted() == 1
    stored = await RequestRepository(database).get("r1")
    assert (stored.model, stored.route, stored.outcome) == ("", "[]", Outcome.INTERRUPTED)


@pytest.mark.allow_warnings("could not be noted")
async def test_an_open_request_that_cannot_be_noted_does_no_harm(database: Database, make_record) -> None:
    database.open_request(make_record(request_id=None))
    record = make_record(model="\udfff")
    database.open_request(record)
    await database.flush()
    assert [r.model for r in await OpenRequestRepository(database).list()] == ["?"]


# Closing


async def test_closing_commits_everything_and_leaves_one_file(path: Path, make_record) -> None:
    database = Database.open(path)
    futures = [database.append(make_record()) for _ in range(3000)]
    closing = asyncio.gather(database.close())
    await asyncio.gather(closing, *futures)
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    with contextlib.closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM requests").fetchone()[0] == 3000


async def test_a_closed_database_says_so(path: Path, make_record) -> None:
    database = Database.open(path)
    await database.close()
    await database.close()
    database.close_sync()
    with pytest.raises(StoreError, match="closed"):
        await database.append(make_record())
    with pytest.raises(StoreError, match="closed"):
        database.open_request(make_record())
    with pytest.raises(StoreError, match="closed"):
        await database.write(lambda db: None)
    with pytest.raises(StoreError, match="closed"):
        await database.read(lambda db: None)


async def test_a_faulty_integrity_is_reported(database: Database) -> None:
    assert await database.check_integrity() == []

    with contextlib.closing(sqlite3.connect(database.path)) as other:
        other.execute("UPDATE users SET inviter_id = 99")
        other.commit()
    assert await database.check_integrity() == ["1 rows of users point to a row that is gone"]


def restarts(path: Path) -> int:
    """How often the write-ahead log began anew: the checkpoint sequence number in its header (SQLite's file format,
    section 4.1)."""
    with Path(f"{path}-wal").open("rb") as log:
        return int.from_bytes(log.read(16)[12:])


async def test_the_wal_stays_small_under_load(path: Path, make_record, monkeypatch: pytest.MonkeyPatch) -> None:
    """How far it grows meanwhile depends on how slow the disk is; under unbroken load it must start again from
    its beginning all the same. Without checkpoints it never does."""
    monkeypatch.setattr("oneapi_desktop.store.checkpoints.PAGES_BETWEEN", 100)
    monkeypatch.setattr("oneapi_desktop.store.checkpoints.LOG_LIMIT", 300)
    database = Database.open(path)
    first = restarts(path)
    while restarts(path) < first + 2:
        await asyncio.gather(*[database.append(make_record()) for _ in range(10)])
    await database.close()


def test_the_largest_group_fits_one_statement() -> None:
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        limit = connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    assert writer_module.ROWS_PER_STATEMENT * len(writer_module.COLUMNS) < min(limit, 32_766)
