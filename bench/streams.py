"""Many paced streams at once through each contestant: what is lost, and how much later than sent the rest comes."""

import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

from bench.gateway import Contestant
from bench.processes import BenchError, environment

STREAMS = 200


def paced(contestant: Contestant, streams: int = STREAMS) -> dict[str, Any]:
    """Figures of ``stream_reader`` for that many streams, and the contestant's processor time for each chunk."""
    pace = re.fullmatch(r"paced-(\d+)ms-(\d+)", contestant.paced_model)
    if pace is None:
        raise BenchError(f"{contestant.paced_model!r} is no paced model")
    length = int(pace[1]) / 1000 * int(pace[2])
    job = {
        "host": contestant.host,
        "port": contestant.port,
        "path": contestant.path,
        "headers": contestant.headers(),
        "body": contestant.body(paced=True).decode(),
        "streams": streams,
        "chunks": int(pace[2]),
        "ramp_seconds": 1.0,
        "seconds": length + 30,
    }
    process = contestant.process
    cpu = process.cpu_seconds() if process else 0.0
    done = subprocess.run(
        [sys.executable, "-m", "bench.stream_reader"], input=json.dumps(job), env=environment(),
        cwd=tempfile.gettempdir(), capture_output=True, text=True, timeout=length + 90, check=False,
    )  # fmt: skip
    if done.returncode:
        raise BenchError(f"streams through {contestant.name} failed:\n{done.stderr.strip()[-1000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    if not found["chunks"]:
        raise BenchError(f"{contestant.name} streamed nothing for the model {contestant.paced_model}")
    cpu = (process.cpu_seconds() if process else 0.0) - cpu
    found["cpu_us_per_chunk"] = round(cpu / found["chunks"] * 1e6, 1)
    return found


def rounds(contestants: Sequence[Contestant], count: int, streams: int = STREAMS) -> dict[str, dict[str, Any]]:
    """Every contestant in turn: losses are added up, times are medians over the rounds."""
    runs: dict[str, list[dict[str, Any]]] = {contestant.name: [] for contestant in contestants}
    for number in range(count):
        for contestant in contestants if number % 2 == 0 else tuple(reversed(contestants)):
            runs[contestant.name].append(paced(contestant, streams))
    added = ("streams", "complete", "chunks", "lost", "disordered")
    return {
        name: {
            key: (sum if key in added else statistics.median)([run[key] for run in of]) for key in of[0]
        }
        for name, of in runs.items()
    }  # fmt: skip
