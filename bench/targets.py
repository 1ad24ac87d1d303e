"""What the figures are to reach, declared once; the report and the documents say which are held."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

GROWTH_MB = 3.0
"""What a run may seem to grow by: the allocator's arenas come and go by about this much."""


@dataclass(frozen=True)
class Target:
    """A limit for one figure of a lane. ``at_least`` tells a lower limit from an upper one."""

    lane: str
    text: str
    limit: float
    unit: str
    find: Callable[[Any], float]
    at_least: bool = False

    def holds(self, found: float) -> bool:
        """Whether a figure keeps to the limit."""
        return found >= self.limit if self.at_least else found <= self.limit


def _chart(figures: Any) -> float:
    return float(max(case["median_ms"] for case in figures["cases"]))


def _translated(by_case: Any) -> float:
    return float(max(case["added_p50_ms"] for case in by_case.values() if "added_p50_ms" in case))


TARGETS = (
    Target(
        "requests", "requests/s of serve over those of the bare relay, 10 connections", 0.65, "×",
        lambda figures: float(figures["connections"]["10"]["serve"]["ratio_to_bare"]), at_least=True,
    ),
    Target(
        "requests", "added p50 of serve, 1 connection", 0.5, "ms",
        lambda figures: float(figures["connections"]["1"]["serve"]["added_p50_ms"]),
    ),
    Target(
        "requests", "answers of serve that its ledger lacks", 0, "",
        lambda figures: float(max(0, figures["ledger"]["serve"]["answered"] - figures["ledger"]["serve"]["recorded"])),
    ),
    Target("paced", "chunks lost by serve", 0, "", lambda figures: float(figures["serve"]["lost"])),
    Target("paced", "added gap p99 of serve", 10, "ms", lambda figures: float(figures["serve"]["gap_p99_ms"])),
    Target("paced", "chunks lost on the Qt loop", 0, "", lambda figures: float(figures["qt"]["lost"])),
    Target("paced", "added gap p99 on the Qt loop", 10, "ms", lambda figures: float(figures["qt"]["gap_p99_ms"])),
    Target("translation", "added p50 of a translated whole answer", 0.3, "ms", lambda f: _translated(f["whole"])),
    Target("translation", "added p50 of a translated stream", 0.3, "ms", lambda f: _translated(f["stream"])),
    Target("memory", "RSS of serve after the requests", 90, "MiB", lambda f: float(f["serve"]["loaded_mb"])),
    Target("start", "start to the first 200, data directory exists", 1, "s", lambda figures: float(figures["warm_s"])),
    Target("start", "very first start to the first 200", 1, "s", lambda figures: float(figures["first_s"])),
    Target("queries", "slowest list or chart query (median of its runs)", 50, "ms", _chart),
    Target("window", "chunks lost while the window works", 0, "", lambda figures: float(figures["working"]["lost"])),
    Target("window", "added gap p99 while the window works", 30, "ms", lambda f: float(f["working"]["gap_p99_ms"])),
    Target("window", "input answered on screen, p99", 100, "ms", lambda figures: float(figures["input"]["p99_ms"])),
    Target("window", "processor while the window rests", 0.5, "%", lambda f: float(f["idle_cpu"]) * 100),
    Target("window", "RSS with the window open", 220, "MiB", lambda figures: float(figures["working"]["rss_mb"])),
    Target("growth", "growth of RSS over the run's second half", GROWTH_MB, "MiB", lambda f: float(f["growth_mb"])),
)  # fmt: skip


def judge(lanes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every target whose figure was measured: text, limit, what was found, and whether it is held."""
    judged = []
    for target in TARGETS:
        try:
            found = target.find(lanes[target.lane])
        except KeyError:
            continue
        judged.append(
            {
                "text": target.text,
                "limit": f"{'≥' if target.at_least else '≤'} {target.limit:g} {target.unit}".rstrip(),
                "found": round(found, 3),
                "unit": target.unit,
                "held": target.holds(found),
            }
        )
    return judged
