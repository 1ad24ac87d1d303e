"""How long the lists and charts of a long log take."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.store_bench import DAY_MS, MODELS, fill
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories import RequestFilter, RequestRepository, RollupRepository

RUNS = 7


def cases(database: Database, rows: int, now: int) -> dict[str, Callable[[], Awaitable[Any]]]:
    """Queries as the pages ask them, on a log that ends now and goes back 90 days."""
    log, rollups = RequestRepository(database), RollupRepository(database)
    zone = ZoneInfo("Europe/Berlin")

    def found(**wanted: Any) -> Callable[[], Awaitable[Any]]:
        return lambda: log.list(RequestFilter(**wanted))

    return {
        "list: newest": found(),
        "list: page in the middle": found(before_id=rows // 2),
        "list: one day, 60 days ago": found(since_ms=now - 60 * DAY_MS, until_ms=now - 59 * DAY_MS),
        "list: of a token": found(token="token 3"),
        "list: of a model": found(model="gpt-4o"),
        "list: of a token and a rare model": found(token=1, model=MODELS[-1]),
        "list: failed, of a channel": found(status="failed", channel=1),
        "list: text in the names": found(text="sonnet"),
        "chart: by model, all time": lambda: rollups.usage("model"),
        "chart: by token, 30 days": lambda: rollups.usage("token", since_ms=now - 30 * DAY_MS),
        "chart: by day, 90 days": lambda: rollups.usage("day", zone=zone),
        "chart: by day and model, 30 days": lambda: rollups.usage(
            "model", step="day", since_ms=now - 30 * DAY_MS, zone=zone
        ),
        "chart: by hour, 7 days": lambda: rollups.usage("hour", since_ms=now - 7 * DAY_MS, zone=zone),
        "numbers: latency of a day": lambda: log.latency(since_ms=now - DAY_MS, sample=2000),
    }


async def measure(path: Path, rows: int) -> list[dict[str, Any]]:
    """Median and slowest of several runs of each query in milliseconds; the first run is cold."""
    database = Database.open(path)
    now = time.time_ns() // 1_000_000
    found = []
    try:
        await fill(database, rows, now)
        for name, run in cases(database, rows, now).items():
            times = []
            for _ in range(RUNS):
                begin = time.perf_counter()
                result = await run()
                times.append((time.perf_counter() - begin) * 1000)
            found.append(
                {
                    "name": name,
                    "median_ms": statistics.median(times),
                    "slowest_ms": max(times),
                    "rows": len(result) if isinstance(result, list) else 1,
                }
            )
    finally:
        await database.close()
    return found


def queries(rows: int) -> list[dict[str, Any]]:
    """Fill a log of that many requests and measure."""
    with tempfile.TemporaryDirectory(prefix="bench-log-") as directory:
        return asyncio.run(measure(Path(directory, "log.db"), rows))
