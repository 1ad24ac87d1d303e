"""Requests per second and latency, asked by wrk in alternating rounds so that the machine's drift cancels."""

import json
import re
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.gateway import Contestant
from bench.processes import BenchError

CONNECTIONS = (1, 10, 32)

SCRIPT = """
wrk.method = "POST"
wrk.body = [==[{body}]==]
{headers}
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\\nRESULT {{"requests":%d,"microseconds":%d,"bytes":%d,"failed":%d,"p50":%.1f,"p99":%.1f,"max":%.1f}}\\n',
    summary.requests, summary.duration, summary.bytes, e.connect + e.read + e.write + e.status + e.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
"""


@dataclass(frozen=True)
class Load:
    """What one run of wrk found. Times in milliseconds; ``cpu_us`` is the contestant's processor time for each
    answer in microseconds (0 when its process is not ours)."""

    answers: int
    per_second: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    failed: int
    cpu_us: float


def find_wrk() -> str:
    """wrk's path. Raises BenchError saying how to get it."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise BenchError("wrk is missing: 'python3 dev.py bench' installs it as root, or: apt-get install wrk")
    return wrk


def wrk_version() -> str:
    """wrk's version."""
    text = subprocess.run([find_wrk(), "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+\.\d+(?:\.\d+)?", text)
    return found[0] if found else "?"


def load(contestant: Contestant, connections: int, seconds: float, *, stream: bool = False) -> Load:
    """One run of wrk. Raises BenchError when wrk fails or nothing was answered."""
    headers = "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in contestant.headers().items())
    script = SCRIPT.format(body=contestant.body(stream=stream).decode(), headers=headers)
    process = contestant.process
    cpu = process.cpu_seconds() if process else 0.0
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        done = subprocess.run(
            [find_wrk(), "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "10s",
             "-s", Path(file.name), f"http://{contestant.host}:{contestant.port}{contestant.path}"],
            capture_output=True, text=True, timeout=seconds + 60, check=False,
        )  # fmt: skip
    cpu = (process.cpu_seconds() if process else 0.0) - cpu
    found = re.search(r"^RESULT (\{.*\})$", done.stdout, re.MULTILINE)
    if found is None:
        raise BenchError(f"wrk failed on {contestant.name}: {(done.stderr or done.stdout).strip()[-500:]}")
    result = json.loads(found[1])
    answered = result["requests"] - result["failed"]
    if answered <= 0:
        raise BenchError(f"{contestant.name} answered no request of wrk with success")
    return Load(
        answers=answered,
        per_second=answered / result["microseconds"] * 1e6,
        p50_ms=result["p50"] / 1000,
        p99_ms=result["p99"] / 1000,
        max_ms=result["max"] / 1000,
        failed=result["failed"],
        cpu_us=cpu / answered * 1e6,
    )


def check(contestant: Contestant) -> None:
    """One answer and one stream, read to the end and looked at. Raises BenchError."""
    status, body = contestant.ask()
    if status != 200 or b'"choices"' not in body:
        raise BenchError(f"{contestant.name} answers {status}: {body[:300]!r}")
    status, body = contestant.ask(stream=True)
    if status != 200 or b"[DONE]" not in body:
        raise BenchError(f"{contestant.name} streams {status}: {body[:300]!r}")


def rounds(
    contestants: Sequence[Contestant],
    *,
    count: int,
    seconds: float,
    connections: Sequence[int] = CONNECTIONS,
    stream: bool = False,
) -> dict[int, dict[str, list[Load]]]:
    """Every contestant at every number of connections, ``count`` times in turn: connections → name → runs."""
    found: dict[int, dict[str, list[Load]]] = {n: {c.name: [] for c in contestants} for n in connections}
    for contestant in contestants:
        check(contestant)
        load(contestant, max(connections), 1, stream=stream)
    for number in range(count):
        # Every other round in the opposite order: whoever runs after a heavy neighbour changes too.
        order = contestants if number % 2 == 0 else tuple(reversed(contestants))
        for connections_now in connections:
            for contestant in order:
                found[connections_now][contestant.name].append(
                    load(contestant, connections_now, seconds, stream=stream)
                )
    return found


def summary(runs: Sequence[Load], baseline: Sequence[Load], direct: Sequence[Load]) -> dict[str, float]:
    """Medians over the rounds; ratio and difference are taken within each round first."""
    middle = statistics.median
    pairs = list(zip(runs, baseline, direct, strict=True))
    return {
        "per_second": middle(run.per_second for run in runs),
        "p50_ms": middle(run.p50_ms for run in runs),
        "p99_ms": middle(run.p99_ms for run in runs),
        "cpu_us": middle(run.cpu_us for run in runs),
        "ratio_to_bare": middle(run.per_second / bare.per_second for run, bare, _ in pairs),
        "added_p50_ms": middle(run.p50_ms - straight.p50_ms for run, _, straight in pairs),
        "added_to_bare_p50_ms": middle(run.p50_ms - bare.p50_ms for run, bare, _ in pairs),
        "failed": sum(run.failed for run in runs),
        "answers": sum(run.answers for run in runs),
    }
