"""What is measured: one row for each lane, with how it runs. ``python -m bench LANE …`` chooses by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench import contestants, desktop_streams, load, loops, memory, queries, streams, translation
from bench.contestants import Entrant
from bench.gateway import QT_SERVE, SERVE, Contestant, accounted

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Sizes:
    """How long and how much. ``seconds`` are those of one run of the load generator."""

    rounds: int
    seconds: float
    paced_rounds: int
    paced_streams: int
    memory_requests: int
    starts: int
    rows: int
    callbacks: int
    minutes: float


FULL = Sizes(
    rounds=5, seconds=3, paced_rounds=3, paced_streams=200, memory_requests=100_000, starts=5, rows=1_000_000,
    callbacks=100_000, minutes=10,
)  # fmt: skip
QUICK = Sizes(
    rounds=1, seconds=1, paced_rounds=1, paced_streams=200, memory_requests=5_000, starts=1, rows=50_000,
    callbacks=20_000, minutes=0.2,
)  # fmt: skip


@dataclass(frozen=True)
class Course:
    """What every lane gets: sizes, who takes part, where the upstream listens, whom to tell of progress."""

    sizes: Sizes
    entrants: Sequence[Entrant]
    upstream_port: int
    progress: Progress


@dataclass(frozen=True)
class Lane:
    """One part of the benchmark. ``run`` returns figures that are plain JSON."""

    name: str
    title: str
    run: Callable[[Course], Any]
    usual: bool = True
    """Part of a run that names no lanes."""
    quick: bool = True
    """Part of a quick run that names no lanes."""


def _load_lane(course: Course, *, connections: Sequence[int], stream: bool) -> dict[str, Any]:
    with contestants.running(course.entrants, course.upstream_port) as running:
        found = load.rounds(
            running, count=course.sizes.rounds, seconds=course.sizes.seconds, connections=connections, stream=stream
        )
        ledger = {one.name: _ledger(one, found) for one in running if one.data is not None}
    same_loop = {entrant.name: entrant.same_loop for entrant in course.entrants}

    def yardstick(of: dict[str, list[load.Load]], name: str) -> list[load.Load]:
        return of.get(same_loop[name]) or of["bare"]

    return {
        "connections": {
            str(count): {
                name: load.summary(runs, of["bare"], yardstick(of, name), of["direct"]) for name, runs in of.items()
            }
            for count, of in found.items()
        },
        "ledger": ledger,
    }


def _ledger(contestant: Contestant, found: dict[int, dict[str, list[load.Load]]]) -> dict[str, int]:
    """What the load generator saw answered, beside what the ledger holds (warm-up and open requests too)."""
    assert contestant.data is not None
    recorded, cost = accounted(contestant.data)
    answered = sum(run.answers for of in found.values() for run in of[contestant.name])
    return {"answered": answered, "recorded": recorded, "cost_nano_usd": cost}


def _requests(course: Course) -> dict[str, Any]:
    return _load_lane(course, connections=load.CONNECTIONS, stream=False)


def _streams(course: Course) -> dict[str, Any]:
    return _load_lane(course, connections=(10,), stream=True)


def _paced(course: Course) -> dict[str, Any]:
    with contestants.running(course.entrants, course.upstream_port) as running:
        for contestant in running:
            load.check(contestant)
        return streams.rounds(running, course.sizes.paced_rounds, course.sizes.paced_streams)


def _translation(course: Course) -> dict[str, Any]:
    return translation.translation(course.upstream_port, course.sizes.seconds * course.sizes.rounds)


def _memory(course: Course) -> dict[str, Any]:
    found = {}
    for name, command in (("serve", SERVE), ("qt", QT_SERVE)):
        course.progress(f"memory of {name}")
        found[name] = memory.memory(course.upstream_port, course.sizes.memory_requests, command)
    return found


def _start(course: Course) -> dict[str, Any]:
    return memory.start_times(course.upstream_port, course.sizes.starts)


def _queries(course: Course) -> dict[str, Any]:
    return {"rows": course.sizes.rows, "cases": queries.queries(course.sizes.rows)}


def _window(course: Course) -> dict[str, Any]:
    return desktop_streams.desktop_streams(
        course.upstream_port, course.sizes.rows, course.sizes.paced_rounds, course.progress
    )


def _loops(course: Course) -> dict[str, Any]:
    return loops.loops(course.sizes.callbacks)


def _growth(course: Course) -> dict[str, Any]:
    return memory.long_run(course.upstream_port, course.sizes.minutes)


LANES = (
    Lane("requests", "Whole answers", _requests),
    Lane("streams", "Streams of 100 chunks, 10 connections", _streams),
    Lane("paced", "Paced streams at once: a chunk every 20 ms, 100 chunks each", _paced),
    Lane("translation", "Pass-through and translation, 1 connection", _translation),
    Lane("memory", "Resident memory", _memory),
    Lane("start", "Start to the first 200", _start),
    Lane("queries", "Lists and charts", _queries),
    Lane("window", "Streams while the window works", _window, quick=False),
    Lane("loops", "Event loops by themselves", _loops, quick=False),
    Lane("growth", "Growth under lasting load", _growth, quick=False),
)
"""Every lane, in the order of the report."""
