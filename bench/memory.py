"""Memory of a gateway at rest, after many requests and over a long run; time from start to the first answer."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.gateway import BUDGET_KEY, MODEL, SERVE, Contestant, answers, configured, gateway, gateway_environment
from bench.load import load
from bench.processes import Child, child, free_port, wait_for

FIRST_KEY = "sk-benchfirst0123456789abcdef0123456789abcdef"


def _process(contestant: Contestant) -> Child:
    assert contestant.process is not None
    return contestant.process


def memory(upstream_port: int, requests: int, command: Sequence[str] = SERVE) -> dict[str, float]:
    """RSS in MiB of a fresh gateway at rest and after that many requests over 10 connections."""
    with configured(upstream_port) as data, gateway(data, "the gateway", command) as fresh:
        idle = _process(fresh).rss_mb()
        done = 0
        while done < requests:
            done += load(fresh, 10, 10 if requests - done > 30_000 else 2).answers
        return {"idle_mb": idle, "loaded_mb": _process(fresh).rss_mb(), "requests": done}


def long_run(upstream_port: int, minutes: float) -> dict[str, Any]:
    """RSS of ``serve`` under requests and streams in turn, once in each ten seconds.

    ``growth_mb`` compares the median of the last tenth of the run with that of the tenth after its half.
    """
    samples: list[float] = []
    done = 0
    with configured(upstream_port) as data, gateway(data, "serve") as serve:
        until = time.monotonic() + minutes * 60
        while time.monotonic() < until or len(samples) < 10:
            done += load(serve, 10, 8).answers
            done += load(serve, 10, 2, stream=True).answers
            samples.append(_process(serve).rss_mb())
        files = {file.suffix or file.name: file.stat().st_size for file in data.iterdir() if file.is_file()}
    tenth = max(1, len(samples) // 10)
    half = len(samples) // 2
    return {
        "minutes": minutes,
        "requests": done,
        "start_mb": samples[0],
        "half_mb": statistics.median(samples[half : half + tenth]),
        "end_mb": statistics.median(samples[-tenth:]),
        "growth_mb": statistics.median(samples[-tenth:]) - statistics.median(samples[half : half + tenth]),
        "wal_mb": files.get(".db-wal", 0) / 2**20,
    }


def _seconds_to_first_answer(data: Path, key: str, model: str) -> float:
    port = free_port()
    begin = time.monotonic()
    arguments = (*SERVE, "--port", str(port), "--data-dir", str(data))
    with child(arguments, gateway_environment(INITIAL_ROOT_TOKEN=FIRST_KEY)) as process:
        contestant = Contestant("serve", port, "/v1/chat/completions", key, model, process=process)
        wait_for(lambda: answers(contestant), 30, "the gateway did not answer 200", process)
        return time.monotonic() - begin


def start_times(upstream_port: int, times: int) -> dict[str, float]:
    """Seconds from starting the process to the first 200: medians with a data directory that exists, and for the
    very first start, which makes one (answered by the built-in echo)."""
    first = []
    for _ in range(times):
        with tempfile.TemporaryDirectory(prefix="bench-first-") as directory:
            first.append(_seconds_to_first_answer(Path(directory, "data"), FIRST_KEY, "echo"))
    with configured(upstream_port) as data:
        warm = [_seconds_to_first_answer(data, BUDGET_KEY, MODEL) for _ in range(times + 1)][1:]
    return {"first_s": statistics.median(first), "warm_s": statistics.median(warm), "times": times}
