"""How long answers took, as histograms per hour: percentiles of any range without reading the log.

An hour's histograms are made once, when it is over (``store/closing.py``), of its newest answered
requests, so that nothing is added to the commit of a request. One that ends after its hour was closed
is added by trigger.

A bucket is named by its lower bound in microseconds. Bounds grow by the eighth root of two, so that
a percentile is off by less than a tenth.
"""

import bisect
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import sqlite_utils

from oneapi_desktop.store.latency_schema import LATENCY_BOUNDS
from oneapi_desktop.store.migrations import (
    DIMENSION_MODEL,
    DIMENSION_TOTAL,
    HOUR_MS,
    KIND_CHANNEL,
)

ROWS_PER_HOUR = 10_000
"""How many requests of one hour are looked at, the newest."""

Histogram = Mapping[int, int]
"""Lower bound of a bucket → requests in it."""

Key = tuple[int, int, str]
"""(dimension, ref, model) as in ``usage_closed``."""


def bucket_of(microseconds: int) -> int:
    """The bucket a time falls into."""
    return LATENCY_BOUNDS[max(0, bisect.bisect_right(LATENCY_BOUNDS, microseconds) - 1)]


def percentile(histogram: Histogram, percent: float) -> int | None:
    """The time in microseconds that so many percent of the requests stayed within; None of nothing."""
    total = sum(histogram.values())
    if not total:
        return None
    rank = total * percent / 100
    seen = 0
    for bound in sorted(histogram):
        count = histogram[bound]
        if seen + count >= rank:
            following = bisect.bisect_right(LATENCY_BOUNDS, bound)
            upper = LATENCY_BOUNDS[following] if following < len(LATENCY_BOUNDS) else bound * 2
            return round(bound + (upper - bound) * (rank - seen) / count)
        seen += count
    return max(histogram)


def histograms_of(rows: Iterable[tuple[int, str, int | None, int]]) -> dict[Key, tuple[Counter[int], Counter[int]]]:
    """(time to first token, duration) by key, of rows of (channel id, model, ttft_us, duration_us)."""
    found: dict[Key, tuple[Counter[int], Counter[int]]] = defaultdict(lambda: (Counter(), Counter()))
    for channel_id, model, ttft, duration in rows:
        first = None if ttft is None else bucket_of(ttft)
        whole = bucket_of(duration)
        for key in ((DIMENSION_TOTAL, 0, ""), (KIND_CHANNEL, channel_id, ""), (DIMENSION_MODEL, 0, model)):
            if first is not None:
                found[key][0][first] += 1
            found[key][1][whole] += 1
    return found


def answered(db: sqlite_utils.Database, since_ms: int, until_ms: int) -> list[tuple[int, str, int | None, int]]:
    """The newest answered requests that began in [since, until), as ``histograms_of`` takes them."""
    return db.execute(
        "SELECT channel_id, model, ttft_us, duration_us FROM requests INDEXED BY requests_by_time "
        "WHERE created_at >= ? AND created_at < ? AND outcome = 'done' ORDER BY created_at DESC LIMIT ?",
        (since_ms, until_ms, ROWS_PER_HOUR),
    ).fetchall()


def close_latency(db: sqlite_utils.Database, hour: int) -> None:
    """Store the histograms of one hour. Runs inside a transaction."""
    made = histograms_of(answered(db, hour * HOUR_MS, (hour + 1) * HOUR_MS))
    for (dimension, ref, model), (ttft, duration) in made.items():
        db.execute(
            "INSERT OR REPLACE INTO latency_closed (dimension, hour, ref, model, ttft, duration) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (dimension, hour, ref, model, json.dumps(ttft), json.dumps(duration)),
        )


def read_histogram(text: str) -> Counter[int]:
    """A stored histogram."""
    return Counter({int(bound): count for bound, count in json.loads(text).items()})
