"""Streams while the window works: what scrolling, switching pages and drawing charts cost the streams, and what the
streams cost whoever uses the window. The log holds a million requests; window and gateway share one thread."""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import streams
from bench.gateway import configured, gateway
from bench.store_bench import fill
from oneapi_desktop.services.data_directory import DataDirectory
from oneapi_desktop.store.database import Database

STREAMS = 50
SETTLE_SECONDS = 4.0
"""Until the pages have loaded and nothing of the start is left to do."""

IDLE_SECONDS = 10.0
"""How long the window is watched doing nothing, its live tail on."""

_ADDED_UP = ("streams", "complete", "chunks", "lost", "disordered")


async def fill_log(data: Path, rows: int) -> None:
    """Give a gateway that does not run a log of so many requests."""
    database = Database.open(DataDirectory(data).database)
    try:
        await fill(database, rows, time.time_ns() // 1_000_000)
    finally:
        await database.close()


def desktop_streams(upstream_port: int, rows: int, rounds: int, progress: Callable[[str], object]) -> dict[str, Any]:
    """The same streams beside a window that rests and beside one at work."""
    found: dict[str, Any] = {"rows": rows}
    with configured(upstream_port) as data, tempfile.TemporaryDirectory(prefix="bench-report-") as directory:
        progress(f"a log of {rows} requests")
        asyncio.run(fill_log(data, rows))
        for name, acting in (("resting", ()), ("working", ("--acting",))):
            progress(f"the window is {name}")
            report = Path(directory, f"{name}.json")
            command = ("-m", "bench.desktop_window", "--report", str(report), *acting)
            with gateway(data, name, command) as contestant:
                time.sleep(SETTLE_SECONDS)
                process = contestant.process
                assert process is not None
                if not acting:
                    used = process.cpu_seconds()
                    time.sleep(IDLE_SECONDS)
                    found["idle_cpu"] = (process.cpu_seconds() - used) / IDLE_SECONDS
                runs = [streams.paced(contestant, STREAMS) for _ in range(rounds)]
                rss = process.rss_mb()
            found[name] = {
                key: (sum if key in _ADDED_UP else statistics.median)([run[key] for run in runs]) for key in runs[0]
            } | {"rss_mb": rss}
            if acting:
                found["input"] = json.loads(report.read_text(encoding="utf-8"))
    return found
