"""Sum of the log = change of balances = sum of the rollups, whatever happens."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_clock import BASE_MS, HOUR_MS

from oneapi_desktop.domain.request_record import Outcome
from oneapi_desktop.domain.usage import Usage
from oneapi_desktop.store.closing import close_hours, faults_of_closed, hours_to_close
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories import RequestRepository, RollupRepository

BASE_HOUR = BASE_MS // HOUR_MS

_APPENDER = """
import asyncio, itertools, sys, time
from pathlib import Path
from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.store.database import Database

async def caller(database, name, numbers):
    for number in numbers:
        record = RequestRecord(f"{name}-{number}", time.time_ns() // 1_000_000, 1, 1 + number % 3, cost_nano=number + 1)
        if number % 4 == 0:
            database.open_request(record)
        await database.append(record)
        print(record.request_id, flush=True)

async def main():
    database = Database.open(Path(sys.argv[1]))
    for number in range(5):
        database.open_request(RequestRecord(f"open-{sys.argv[2]}-{number}", 1))
    async with asyncio.TaskGroup() as group:
        for caller_number in range(20):
            group.create_task(caller(database, f"{sys.argv[2]}-{caller_number}", itertools.count()))

asyncio.run(main())
"""


async def tamper(database: Database, sql: str) -> list[str]:
    await database.write(lambda db: db.execute(sql))
    return await database.verify_ledger()


async def test_a_charge_reaches_every_balance_and_rollup(database: Database, make_record) -> None:
    await database.append(make_record(cost_nano=5, token_id=7, channel_id=8, user_id=1, created_at=BASE_MS + 5))
    await database.append(make_record(cost_nano=6, token_id=7, channel_id=9, user_id=1, created_at=BASE_MS + 3))
    rows = await database.read(
        lambda db: db.execute(
            "SELECT kind, ref, used_nano, archived_nano, requests, last_used_at FROM balances"
        ).fetchall()
    )
    assert rows == [
        (1, 7, 11, 0, 2, BASE_MS + 5),
        (2, 8, 5, 0, 1, BASE_MS + 5),
        (2, 9, 6, 0, 1, BASE_MS + 3),
        (3, 1, 11, 0, 2, BASE_MS + 5),
    ]


async def test_strangers_cannot_make_the_rollups_grow(database: Database, make_record) -> None:
    for number in range(5):
        await database.append(
            make_record(model=f"random-{number}", channel_id=0, status=404, outcome=Outcome.REFUSED, cost_nano=0)
        )
    rows = await RollupRepository(database).usage("model")
    assert [(row.key, row.requests, row.errors) for row in rows] == [("", 5, 5)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
async def test_any_history_proves_itself(tmp_path: Path, make_record, data: st.DataObject) -> None:
    """Appends, prunings and closings of hours in any order, with times in any order."""
    database = Database.open(tmp_path / os.urandom(8).hex() / "oneapi.db")
    logged: list[tuple[int, int]] = []
    for _ in range(data.draw(st.integers(1, 8))):
        action = data.draw(st.sampled_from(["append", "append", "prune", "close"]))
        hour = data.draw(st.integers(0, 60))
        if action == "append":
            records = [
                make_record(
                    created_at=BASE_MS + hour * HOUR_MS + index,
                    token_id=data.draw(st.integers(0, 2)),
                    channel_id=data.draw(st.integers(0, 2)),
                    model=data.draw(st.sampled_from(["a", "b"])),
                    cost_nano=data.draw(st.integers(0, 10**12)),
                    outcome=data.draw(st.sampled_from(Outcome)),
                    ttft_us=data.draw(st.none() | st.integers(0, 100)),
                )
                for index in range(data.draw(st.integers(1, 4)))
            ]
            await asyncio.gather(*[database.append(record) for record in records])
            logged += [(record.created_at // HOUR_MS, record.cost_nano) for record in records]
        elif action == "prune":
            await RequestRepository(database).prune(BASE_MS + hour * HOUR_MS, batch=2)
        else:
            await database.write(lambda db, hour=hour: close_hours(db, BASE_HOUR + hour))
        assert await database.verify_ledger() == []
    rollups = RollupRepository(database)
    for by in ("model", "token", "channel", "user", "day", "hour", "total"):
        assert sum(row.cost_nano for row in await rollups.usage(by)) == sum(cost for _hour, cost in logged)
    by_hour = {row.since_ms // HOUR_MS: row.requests for row in await rollups.usage("hour") if row.since_ms}
    assert by_hour == {hour: [h for h, _ in logged].count(hour) for hour, _ in logged}
    await database.close()


async def test_retention_moves_spending_to_the_archive(database: Database, make_record) -> None:
    for hour in range(10):
        await database.append(make_record(created_at=BASE_MS + hour * HOUR_MS, cost_nano=1 + hour))
    requests = RequestRepository(database)
    assert await requests.prune(BASE_MS + 4 * HOUR_MS, batch=3) == 4
    assert await requests.prune(BASE_MS + 4 * HOUR_MS) == 0
    row = await database.read(
        lambda db: db.execute("SELECT used_nano, archived_nano FROM balances WHERE kind = 1").fetchone()
    )
    assert row == (55, 10)
    assert await database.verify_ledger() == []
    assert await requests.prune(BASE_MS * 2) == 5, "the newest row stays"
    assert [row.created_at for row in await requests.list()] == [BASE_MS + 9 * HOUR_MS]


async def test_discrepancies_are_found(database: Database, make_record) -> None:
    await database.append(make_record(cost_nano=1000, created_at=BASE_MS))
    assert await tamper(database, "UPDATE balances SET used_nano = 999 WHERE kind = 1") == [
        "token 1: spent 999 nano-dollars, but the log holds 1000 and 0 are archived",
        "token 1: spent 999 nano-dollars, but the rollups hold 1000",
    ]
    assert await tamper(database, "UPDATE balances SET used_nano = 1000") == []
    assert await tamper(database, "UPDATE balances SET archived_nano = 1 WHERE kind = 3") == [
        "user 1: spent 1000 nano-dollars, but the log holds 1000 and 1 are archived"
    ]
    assert await tamper(database, "UPDATE balances SET archived_nano = 0") == []
    found = await tamper(database, "UPDATE usage_hourly SET cost_nano = 998")
    assert found == [
        f"{what} 1: spent 1000 nano-dollars, but the rollups hold 998" for what in ("token", "channel", "user")
    ]
    assert await tamper(database, "UPDATE usage_hourly SET cost_nano = 1000") == []
    found = await tamper(database, "DELETE FROM balances WHERE kind = 2")
    assert len(found) == 2


async def test_wrong_closed_hours_are_found(database: Database, make_record) -> None:
    await database.append(make_record(created_at=BASE_MS))
    await database.append(make_record(created_at=BASE_MS + HOUR_MS))
    await database.write(lambda db: close_hours(db, BASE_HOUR + 1))
    closed = await database.read(lambda db: db.execute("SELECT DISTINCT hour FROM usage_closed").fetchall())
    assert closed == [(BASE_HOUR,)]
    assert not await database.read(lambda db: hours_to_close(db, BASE_HOUR + 1))
    assert await database.read(faults_of_closed) == []
    found = await tamper(database, "UPDATE usage_closed SET errors = 5 WHERE dimension = 4")
    assert found == ["closed hours: 1 sums of dimension 4 differ from the rollups"]
    assert await tamper(database, "UPDATE usage_closed SET errors = 0") == []
    assert len(await tamper(database, "DELETE FROM usage_closed WHERE dimension = 0")) == 1


async def test_hours_are_closed_a_day_at_a_time(database: Database, make_record) -> None:
    for hour in (0, 10, 30, 100):
        await database.append(make_record(created_at=BASE_MS + hour * HOUR_MS))
    await database.flush()
    steps = 0
    while await database.read(lambda db: hours_to_close(db, BASE_HOUR + 101)):
        await database.write(lambda db: close_hours(db, BASE_HOUR + 101))
        steps += 1
        assert await database.verify_ledger() == []
    assert steps == 3
    await database.write(lambda db: close_hours(db, BASE_HOUR + 101))
    assert await database.read(lambda db: db.execute("SELECT count(*) FROM usage_closed").fetchone()[0]) == 20


async def test_hours_that_cannot_be_closed_now_are_closed_later(
    path: Path, make_record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise sqlite3.OperationalError("disk I/O error")

    with monkeypatch.context() as patch:
        patch.setattr("oneapi_desktop.store.writer.close_hours", fail)
        database = Database.open(path)
        await database.append(make_record(created_at=1_700_000_000_000))
        assert await database.verify_ledger() == []
        await database.close()
    database = Database.open(path)
    await database.append(make_record(created_at=1_700_000_000_000))
    await database.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        closed = connection.execute("SELECT sum(requests) FROM usage_closed WHERE dimension = 0").fetchone()
    assert closed == (2,)


async def test_past_hours_close_by_themselves(path: Path, make_record) -> None:
    database = Database.open(path)
    for hour in range(60):
        await database.append(make_record(created_at=1_700_000_000_000 + hour * HOUR_MS, usage=Usage(1, 2)))
    await database.close()
    database = Database.open(path)
    await database.close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        closed = connection.execute("SELECT sum(requests) FROM usage_closed WHERE dimension = 0").fetchone()
    assert closed == (60,)


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
def test_what_was_acknowledged_survives_kill_9(path: Path) -> None:
    """Several lives, each killed at another moment; nothing acknowledged is ever missing."""
    acknowledged: set[str] = set()
    for life in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", _APPENDER, str(path), str(life)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for _ in range(20 + life * 97):
                acknowledged.add(process.stdout.readline().strip())
            process.send_signal(signal.SIGKILL)
            acknowledged |= {line.strip() for line in process.stdout if line.endswith("\n")}
        asyncio.run(_prove(path, acknowledged, life))


async def _prove(path: Path, acknowledged: set[str], life: int) -> None:
    database = Database.open(path)
    try:
        assert await database.check_integrity() == []
        assert await database.verify_ledger() == []
        assert await database.recover_interrupted() >= 5
        assert await database.verify_ledger() == []
        rows = await database.read(lambda db: db.execute("SELECT request_id, outcome FROM requests").fetchall())
        assert acknowledged <= {row[0] for row in rows}
        interrupted = {row[0] for row in rows if row[1] == "interrupted"}
        assert {f"open-{life}-{number}" for number in range(5)} <= interrupted
        assert not acknowledged & interrupted
        totals = await database.read(
            lambda db: db.execute(
                "SELECT sum(cost_nano), (SELECT sum(used_nano) FROM balances WHERE kind = 3) FROM requests"
            ).fetchone()
        )
        assert totals[0] == totals[1] > 0
    finally:
        await database.close()
