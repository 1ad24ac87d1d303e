"""Results as text: Markdown tables with aligned columns, so that a terminal and a document show the same."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bench.lanes import LANES
from bench.machine import QUIET

Row = Sequence[str]


def table(head: Row, rows: Iterable[Row]) -> str:
    """A Markdown table; the first column to the left, the others to the right."""
    cells = [list(head), *(list(row) for row in rows)]
    widths = [max(3, *(len(row[column]) for row in cells)) for column in range(len(head))]

    def line(row: Row) -> str:
        padded = [
            row[0].ljust(widths[0]),
            *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
        ]
        return f"| {' | '.join(padded)} |"

    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join([line(cells[0]), f"| {' | '.join(rule)} |", *(line(row) for row in cells[1:])])


def number(value: float, digits: int = 2) -> str:
    """A figure without needless digits; a dash for what was not measured (-1)."""
    return "–" if value == -1 else f"{value:.{digits}f}"


def count(value: float) -> str:
    """A whole number with a thin space between thousands."""
    return f"{round(value):,}".replace(",", "\u2009")


def _load(figures: Mapping[str, Any]) -> str:
    head = (
        "connections", "who", "answers/s", "of bare", "(rounds)", "of bare, same loop", "p50 ms", "p99 ms",
        "added p50 ms", "CPU µs each", "failed",
    )  # fmt: skip
    rows = [
        (
            connections,
            name,
            count(of["per_second"]),
            number(of["ratio_to_bare"]),
            f"{of['ratio_low']:.2f}–{of['ratio_high']:.2f}",
            number(of["ratio_to_same_loop"]),
            number(of["p50_ms"], 3),
            number(of["p99_ms"], 3),
            number(of["added_p50_ms"], 3),
            count(of["cpu_us"]) if of["cpu_us"] else "–",
            str(of["failed"]),
        )
        for connections, by_name in figures["connections"].items()
        for name, of in by_name.items()
    ]
    ledgers = [
        f"Ledger of {name}: {count(of['recorded'])} requests, ${of['cost_nano_usd'] / 1e9:.6f}. The load generator saw "
        f"{count(of['answered'])} answers in the measured rounds; the rest is warm-up and what was open at a round's "
        "end."
        for name, of in figures["ledger"].items()
    ]
    return "\n\n".join([table(head, rows), *ledgers])


def _paced(figures: Mapping[str, Any]) -> str:
    head = ("who", "streams", "complete", "chunks", "lost", "late p50 ms", "late p99 ms", "added gap p99 ms",
            "added gap max ms", "CPU µs/chunk")  # fmt: skip
    return table(
        head,
        [
            (
                name,
                str(of["streams"]),
                str(of["complete"]),
                count(of["chunks"]),
                str(of["lost"]),
                number(of["late_p50_ms"]),
                number(of["late_p99_ms"]),
                number(of["gap_p99_ms"]),
                number(of["gap_max_ms"]),
                number(of["cpu_us_per_chunk"], 1) if of["cpu_us_per_chunk"] else "–",
            )
            for name, of in figures.items()
        ],
    )


def _translation(figures: Mapping[str, Any]) -> str:
    head = ("dialects", "answer", "p50 ms", "p99 ms", "added p50 ms")
    rows = [
        (
            name,
            "whole" if shape == "whole" else "100 chunks",
            number(of["p50_ms"], 3),
            number(of["p99_ms"], 3),
            number(of.get("added_p50_ms", -1), 3),
        )
        for shape in ("whole", "stream")
        for name, of in figures[shape].items()
    ]
    return f"{count(figures['requests'])} requests of each, in turn.\n\n{table(head, rows)}"


def _memory(figures: Mapping[str, Any]) -> str:
    return table(
        ("who", "idle MiB", "loaded MiB", "after requests"),
        [
            (name, number(of["idle_mb"], 1), number(of["loaded_mb"], 1), count(of["requests"]))
            for name, of in figures.items()
        ],
    )


def _start(figures: Mapping[str, Any]) -> str:
    return table(
        ("data directory", "seconds"),
        [("exists", number(figures["warm_s"])), ("made by this start", number(figures["first_s"]))],
    )


def _queries(figures: Mapping[str, Any]) -> str:
    shown = table(
        ("query", "median ms", "slowest ms", "rows returned"),
        [
            (case["name"], number(case["median_ms"]), number(case["slowest_ms"]), str(case["rows"]))
            for case in figures["cases"]
        ],
    )
    size = f"A log of {count(figures['rows'])} requests over 90 days; the first run of a query is on a cold connection."
    return f"{size}\n\n{shown}"


def _window(figures: Mapping[str, Any]) -> str:
    streams = table(
        ("the window", "streams", "complete", "chunks", "lost", "late p99 ms", "added gap p99 ms", "RSS MiB"),
        [
            (
                name,
                str(of["streams"]),
                str(of["complete"]),
                count(of["chunks"]),
                str(of["lost"]),
                number(of["late_p99_ms"]),
                number(of["gap_p99_ms"]),
                number(of["rss_mb"], 1),
            )
            for name, of in ((name, figures[name]) for name in ("resting", "working"))
        ],
    )
    answers = figures["input"]
    return (
        f"A log of {count(figures['rows'])} requests. Resting: the page Requests with its live tail on, which took "
        f"{figures['idle_cpu']:.2%} of a core while nothing came. Working: an event every 40 ms scrolls, jumps, "
        f"switches pages or draws charts; {count(answers['count'])} of them were answered on screen within "
        f"{number(answers['p50_ms'])} ms (median), {number(answers['p99_ms'])} ms (p99), "
        f"{number(answers['max_ms'])} ms (all).\n\n{streams}"
    )


def _loops(figures: Mapping[str, Any]) -> str:
    head = (
        "loop",
        "callbacks/s, chained",
        "callbacks/s, queued",
        "timeout µs",
        "sleep off ms",
        "echoes/s, 1",
        "echoes/s, 10",
    )
    return table(
        head,
        [
            (
                name,
                count(of["chain_per_second"]),
                count(of["crowd_per_second"]),
                number(of["timeout_us"]),
                number(of["sleep_off_ms"]),
                count(of["echo_1_per_second"]),
                count(of["echo_10_per_second"]),
            )
            for name, of in figures.items()
        ],
    )


def _growth(figures: Mapping[str, Any]) -> str:
    return table(
        ("minutes", "requests", "after 10 s, MiB", "half-way MiB", "end MiB", "growth MiB", "WAL MiB"),
        [
            (
                number(figures["minutes"], 1),
                count(figures["requests"]),
                number(figures["start_mb"], 1),
                number(figures["half_mb"], 1),
                number(figures["end_mb"], 1),
                number(figures["growth_mb"], 1),
                number(figures["wal_mb"], 1),
            )
        ],
    )


FORMS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "requests": _load,
    "streams": _load,
    "paced": _paced,
    "translation": _translation,
    "memory": _memory,
    "start": _start,
    "queries": _queries,
    "window": _window,
    "loops": _loops,
    "growth": _growth,
}
"""How each lane's figures are shown."""


def lane(name: str, figures: Mapping[str, Any]) -> str:
    """One lane with its heading."""
    title = next(row.title for row in LANES if row.name == name)
    return f"### {title} (`{name}`)\n\n{FORMS[name](figures)}"


def targets(judged: Sequence[Mapping[str, Any]]) -> str:
    """Limits and what was reached."""
    rows = [
        (one["text"], one["limit"], f"{one['found']:g} {one['unit']}".rstrip(), "yes" if one["held"] else "**no**")
        for one in judged
    ]
    return f"### Targets\n\n{table(('figure', 'to reach', 'reached', 'held'), rows)}"


def circumstances(results: Mapping[str, Any]) -> str:
    """When, on what, and how far the figures can be trusted."""
    machine, sizes = results["machine"], results["sizes"]
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    share, others = results["neighbours"], "Other programs (peers among them)" if results["peers"] else "Other programs"
    if share is None:
        quiet = "What else the machine had to do is not known here."
    elif share <= QUIET:
        quiet = f"{others} took {share:.0%} of the processors' time: a quiet machine."
    else:
        quiet = (
            f"**{others} took {share:.0%} of the processors' time: the machine was loaded.** Ratios within a "
            "round still mean something, absolute figures and percentiles do not."
        )
    return (
        f"Taken {results['begun']} (in {results['minutes']:.1f} minutes) on {machine['processor']}, {machine['cores']} "
        f"cores, {machine['memory_gib']} GiB, {machine['system']}; Python {machine['python']}, SQLite "
        f"{machine['sqlite']}, {versions}; load from {machine['generator']}. {sizes['rounds']} rounds of "
        f"{sizes['seconds']:g} s each. {quiet}"
    )


def whole(results: Mapping[str, Any]) -> str:
    """Everything, as it goes into a document."""
    parts = [circumstances(results)]
    if results["targets"]:
        parts.append(targets(results["targets"]))
    parts += [lane(name, figures) for name, figures in results["lanes"].items()]
    return "\n\n".join(parts)
