"""Requests per second and latency, asked in alternating rounds so that the machine's drift cancels.

wrk puts the load on where it is installed, ``bench/load_client.py`` elsewhere.
"""

import http.client
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.gateway import Contestant
from bench.processes import BenchError, environment

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
    """What one run of the load generator found. Times in milliseconds.

    ``cpu_us`` is the contestant's processor time for each answer in microseconds (0 when its process is not ours).
    """

    answers: int
    per_second: float
    p50_ms: float
    p99_ms: float
    max_ms: float
    failed: int
    cpu_us: float


def find_wrk() -> str:
    """wrk's path; empty where it is not installed."""
    return shutil.which("wrk") or ""


def generator_name() -> str:
    """What puts the load on, for the report."""
    wrk = find_wrk()
    if not wrk:
        return "bench/load_client.py (wrk is not installed)"
    text = subprocess.run([wrk, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+\.\d+(?:\.\d+)?", text)
    return f"wrk {found[0]}" if found else "wrk"


def _with_wrk(contestant: Contestant, connections: int, seconds: float, stream: bool) -> str:
    headers = "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in contestant.headers().items())
    script = SCRIPT.format(body=contestant.body(stream=stream).decode(), headers=headers)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        done = subprocess.run(
            [find_wrk(), "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "10s",
             "-s", Path(file.name), f"http://{contestant.host}:{contestant.port}{contestant.path}"],
            capture_output=True, text=True, timeout=seconds + 60, check=False,
        )  # fmt: skip
    return f"{done.stdout}\n{done.stderr}"


def _with_own(contestant: Contestant, connections: int, seconds: float, stream: bool) -> str:
    job = {
        "host": contestant.host,
        "port": contestant.port,
        "path": contestant.path,
        "headers": contestant.headers(),
        "body": contestant.body(stream=stream).decode(),
        "connections": connections,
        "seconds": seconds,
    }
    done = subprocess.run(
        [sys.executable, "-m", "bench.load_client"], input=json.dumps(job), env=environment(),
        cwd=tempfile.gettempdir(), capture_output=True, text=True, timeout=seconds + 60, check=False,
    )  # fmt: skip
    return f"{done.stdout}\n{done.stderr}"


def load(contestant: Contestant, connections: int, seconds: float, *, stream: bool = False) -> Load:
    """One run of the load generator. Raises BenchError when it fails or nothing was answered."""
    process = contestant.process
    cpu = process.cpu_seconds() if process else 0.0
    shown = (_with_wrk if find_wrk() else _with_own)(contestant, connections, seconds, stream)
    cpu = (process.cpu_seconds() if process else 0.0) - cpu
    found = re.search(r"^RESULT (\{.*\})$", shown, re.MULTILINE)
    if found is None:
        raise BenchError(f"the load generator failed on {contestant.name}: {shown.strip()[-500:]}")
    result = json.loads(found[1])
    answered = result["requests"] - result["failed"]
    if answered <= 0:
        raise BenchError(f"{contestant.name} answered no request of the load generator with success")
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
    try:
        status, body = contestant.ask()
        streamed_status, streamed = contestant.ask(stream=True)
    except (OSError, http.client.HTTPException) as error:
        raise BenchError(f"{contestant.name} at {contestant.host}:{contestant.port} does not answer: {error}") from None
    if status != 200 or b'"choices"' not in body:
        raise BenchError(f"{contestant.name} answers {status}: {body[:300]!r}")
    status, body = streamed_status, streamed
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


def summary(
    runs: Sequence[Load], bare: Sequence[Load], same_loop: Sequence[Load], direct: Sequence[Load]
) -> dict[str, float]:
    """Medians over the rounds; ratio and difference are taken within each round first.

    ``bare`` is the yardstick of everybody, ``same_loop`` the bare relay on the contestant's own kind of loop.
    ``ratio_low`` and ``ratio_high`` are the rounds farthest off: far apart, the machine was not quiet.
    """
    middle = statistics.median
    ratios = [run.per_second / other.per_second for run, other in zip(runs, bare, strict=True)]
    return {
        "per_second": middle(run.per_second for run in runs),
        "p50_ms": middle(run.p50_ms for run in runs),
        "p99_ms": middle(run.p99_ms for run in runs),
        "cpu_us": middle(run.cpu_us for run in runs),
        "ratio_to_bare": middle(ratios),
        "ratio_low": min(ratios),
        "ratio_high": max(ratios),
        "ratio_to_same_loop": middle(
            run.per_second / other.per_second for run, other in zip(runs, same_loop, strict=True)
        ),
        "added_p50_ms": middle(run.p50_ms - other.p50_ms for run, other in zip(runs, direct, strict=True)),
        "added_to_bare_p50_ms": middle(run.p50_ms - other.p50_ms for run, other in zip(runs, bare, strict=True)),
        "failed": sum(run.failed for run in runs),
        "answers": sum(run.answers for run in runs),
    }
