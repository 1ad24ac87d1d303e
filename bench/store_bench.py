"""How fast the ledger is: appends through the group commit, and queries on a long log.

    python bench/store_bench.py [--rows 1000000] [--seconds 2] [--switch-interval 0.005,0.001] [--busy-us 200]

Prints one table per part. Nothing is asserted here: figures belong to a machine.
"""

import argparse
import asyncio
import itertools
import random
import resource
import secrets
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from oneapi_desktop.domain.request_record import Outcome, RequestRecord
from oneapi_desktop.domain.usage import Usage, UsageSource
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.ledger_rows import insert_statement, row_of
from oneapi_desktop.store.repositories import RequestFilter, RequestRepository, RollupRepository

DAY_MS = 86_400_000
MODELS = ["gpt-4o", "gpt-4o-mini", "claude-sonnet-4", "claude-haiku-4", "gemini-2.5-pro", "deepseek-chat"]


def random_id(_created_at: int) -> str:
    """128 random bits."""
    return secrets.token_hex(16)


def ordered_id(created_at: int) -> str:
    """48 bits of time, then 80 random ones, as in UUID version 7."""
    return f"{created_at:012x}{secrets.token_hex(10)}"


def record(created_at: int, make_id: Callable[[int], str], index: int) -> RequestRecord:
    """A typical row; the first token and the last model hardly ever meet."""
    token = 1 + index % 12
    rare = index % 100_003 == 0
    model = MODELS[-1] if rare else MODELS[index // 12 % (len(MODELS) - 1)]
    failed = index % 50 == 7
    return RequestRecord(
        request_id=make_id(created_at),
        created_at=created_at,
        user_id=1,
        token_id=1 if rare else token,
        token_name=f"token {token}",
        channel_id=1 + index % 5,
        channel_name=f"channel {1 + index % 5}",
        model=model,
        upstream_model=model,
        dialect="openai",
        endpoint="/v1/chat/completions",
        stream=bool(index % 2),
        status=(502 if index % 100 == 7 else 429) if failed else 200,
        outcome=Outcome.FAILED if failed else Outcome.DONE,
        attempts=1,
        usage=Usage(prompt_tokens=812, completion_tokens=211, cached_tokens=512),
        usage_source=UsageSource.MEASURED,
        cost_nano=1_234_567,
        price_source="genai-prices",
        ttft_us=350_000 + index % 1000,
        duration_us=2_300_000 + index % 10_000,
        overhead_us=400 + index % 100,
        error="the upstream answered 502 Bad Gateway" if failed else "",
        client_address="127.0.0.1",
        route='[{"channel":1,"status":200,"ms":2300}]',
    )


def work(microseconds: int) -> None:
    """Hold the loop, and the GIL, as a request's own Python code does."""
    until = time.perf_counter_ns() + microseconds * 1000
    while time.perf_counter_ns() < until:
        pass


async def appends(directory: Path, seconds: float, make_id: Callable[[int], str], busy_us: int) -> None:
    """Rate and latency at 1, 10 and 100 callers that each wait for their own commit, after ``busy_us`` of
    work on the loop."""
    database = Database.open(directory / "appends.db")
    try:
        for callers in (1, 10, 100):
            latencies: list[float] = []
            stop_at = time.perf_counter() + seconds

            async def caller(latencies: list[float] = latencies, stop_at: float = stop_at) -> None:
                numbers = itertools.count(random.randrange(1000))
                while (begin := time.perf_counter()) < stop_at:
                    if busy_us:
                        work(busy_us)
                        begin = time.perf_counter()
                    await database.append(record(time.time_ns() // 1_000_000, make_id, next(numbers)))
                    latencies.append(time.perf_counter() - begin)

            cpu = time.process_time()
            begin = time.perf_counter()
            async with asyncio.TaskGroup() as group:
                for _ in range(callers):
                    group.create_task(caller())
            elapsed, cpu = time.perf_counter() - begin, time.process_time() - cpu
            latencies.sort()
            p50, p99 = (latencies[int(len(latencies) * part)] * 1000 for part in (0.5, 0.99))
            print(
                f"  {callers:4} callers {len(latencies) / elapsed:9.0f} appends/s   p50 {p50:6.3f} ms   "
                f"p99 {p99:6.3f} ms   max {latencies[-1] * 1000:6.1f} ms   "
                f"{cpu / len(latencies) * 1e6:5.1f} µs CPU each (making the record included)"
            )
        problems = await database.verify_ledger()
        print(f"  ledger: {problems or 'proved'}; WAL {_size(database.path, '-wal'):.0f} MB")
    finally:
        await database.close()


def _size(path: Path, suffix: str = "") -> float:
    return path.with_name(path.name + suffix).stat().st_size / 1e6


async def fill(database: Database, rows: int, now: int) -> None:
    """A log of the past 90 days, through the real triggers."""
    step = 90 * DAY_MS / rows
    sql = insert_statement(1)

    def write(first: int, last: int) -> Callable[..., None]:
        batch = [
            row_of(record(int(now - 90 * DAY_MS + index * step), random_id, index)) for index in range(first, last)
        ]
        return lambda db: db.conn.executemany(sql, batch) and None

    for first in range(0, rows, 20_000):
        await database.write(write(first, min(rows, first + 20_000)))


async def queries(directory: Path, rows: int) -> None:
    """The slowest of five runs of each query; the first is cold for that connection."""
    database = Database.open(directory / "queries.db")
    now = time.time_ns() // 1_000_000
    try:
        begin = time.perf_counter()
        await fill(database, rows, now)
        print(f"  filled {rows} rows in {time.perf_counter() - begin:.0f} s, {_size(database.path):.0f} MB")
        log, rollups = RequestRepository(database), RollupRepository(database)
        some = (await log.list(RequestFilter(until_ms=now - 45 * DAY_MS, limit=1)))[0]
        zone = ZoneInfo("Europe/Berlin")

        def found(**wanted: object) -> Callable[[], Awaitable[object]]:
            return lambda: log.list(RequestFilter(**wanted))  # type: ignore[arg-type]

        cases: dict[str, Callable[[], Awaitable[object]]] = {
            "list newest": found(),
            "list before an id in the middle": found(before_id=rows // 2),
            "list one day 60 days ago": found(since_ms=now - 60 * DAY_MS, until_ms=now - 59 * DAY_MS),
            "list by token name": found(token="token 3"),
            "list by model": found(model="gpt-4o"),
            "list by rare model": found(model=MODELS[-1]),
            "list by busy token and busy model that hardly meet": found(token=7, model="gpt-4o", channel=1),
            "list by token and rare model": found(token=1, model=MODELS[-1]),
            "list 5xx": found(status="5xx"),
            "list 200": found(status="200"),
            "list failed of a channel": found(status="failed", channel=1),
            "list interrupted (none)": found(status="interrupted"),
            "list status 404 (none)": found(status="404"),
            "search text in names": found(text="sonnet"),
            "search text in errors": found(text="bad gateway"),
            "search text that is nowhere": found(text="zzzzzzzz"),
            "search request id": found(text=some.request_id[:12]),
            "get by request id": lambda: log.get(some.request_id),
            "spend of a token this month": lambda: log.spend_since(3, now - 30 * DAY_MS - 1234),
            "latency percentiles": lambda: log.latency(since_ms=now - DAY_MS, sample=2000),
            "chart by model": lambda: rollups.usage("model"),
            "chart by token, 30 days": lambda: rollups.usage("token", since_ms=now - 30 * DAY_MS),
            "chart by day, 90 days": lambda: rollups.usage("day", zone=zone),
            "chart by day and model, 30 days": lambda: rollups.usage(
                "model", step="day", since_ms=now - 30 * DAY_MS, zone=zone
            ),
            "chart by hour, 7 days": lambda: rollups.usage("hour", since_ms=now - 7 * DAY_MS, zone=zone),
        }
        for name, run in cases.items():
            times = []
            for _ in range(5):
                begin = time.perf_counter()
                result = await run()
                times.append((time.perf_counter() - begin) * 1000)
            count = len(result) if isinstance(result, list) else 1
            print(f"  {name:52} slowest {max(times):8.2f} ms   median {sorted(times)[2]:8.2f} ms   {count} rows")
        rollup = await database.read(lambda db: db.execute("SELECT count(*) FROM usage_hourly").fetchone()[0])
        begin = time.perf_counter()
        problems = await database.verify_ledger()
        print(f"  {rollup} rollup rows; ledger {problems or 'proved'} in {time.perf_counter() - begin:.1f} s")
        begin = time.perf_counter()
        deleted = await log.prune(now - 89 * DAY_MS)
        print(f"  pruned {deleted} rows in {time.perf_counter() - begin:.2f} s")
    finally:
        begin = time.perf_counter()
        await database.close()
        print(f"  closed in {time.perf_counter() - begin:.2f} s")
    begin = time.perf_counter()
    Database.open(directory / "queries.db").close_sync()
    print(f"  opened and closed again in {time.perf_counter() - begin:.3f} s")


def main() -> None:
    """Parse the command line and run both parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--switch-interval", default="0.005,0.001,0.0005")
    parser.add_argument("--busy-us", type=int, default=0, help="work on the loop before each append")
    parser.add_argument("--directory", type=Path, help="where to put the databases; default: a temporary one")
    options = parser.parse_args()
    try:
        from uvloop import run
    except ImportError:
        from asyncio import run
    with tempfile.TemporaryDirectory(dir=options.directory) as directory:
        for interval in options.switch_interval.split(","):
            sys.setswitchinterval(float(interval))
            for make_id in (random_id, ordered_id):
                place = Path(directory, f"{interval}-{make_id.__name__}")
                print(
                    f"appends, switch interval {interval} s, {make_id.__name__.replace('_', ' ')}s, "
                    f"after {options.busy_us} µs of work on the loop"
                )
                run(appends(place, options.seconds, make_id, options.busy_us))
        if options.rows:
            print("queries")
            run(queries(Path(directory), options.rows))
    if sys.platform == "linux":
        print(f"peak RSS {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
