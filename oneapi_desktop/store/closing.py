"""Closing hours: sums per token, channel, user, model and in all, so that long charts read little.

``usage_hourly`` has a row for every combination that occurred, far more than a chart by one dimension
needs. Keeping a sum per dimension at every request would cost a fifth of the commit; so an hour is
summed up once, when it is over. A request that ends after its hour was closed is added to both by
trigger. At any moment ``usage_closed`` holds exactly the hours before ``closed_before``.
"""

import sqlite_utils

from oneapi_desktop.store.latency import close_latency
from oneapi_desktop.store.migrations import (
    DIMENSION_MODEL,
    DIMENSION_TOTAL,
    KIND_CHANNEL,
    KIND_TOKEN,
    KIND_USER,
)

SUMS = (
    "requests", "errors", "prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens",
    "cost_nano", "ttft_us", "ttft_count", "duration_us", "overhead_us",
)  # fmt: skip
SUM_SQL = ", ".join(f"sum({column})" for column in SUMS)

KEYS = {
    DIMENSION_TOTAL: ("0", "''"),
    KIND_TOKEN: ("token_id", "''"),
    KIND_CHANNEL: ("channel_id", "''"),
    KIND_USER: ("user_id", "''"),
    DIMENSION_MODEL: ("0", "model"),
}
"""For each dimension, what of ``usage_hourly`` becomes (``ref``, ``model``) of ``usage_closed``."""

HOURS_AT_ONCE = 24


def hours_to_close(db: sqlite_utils.Database, hour: int) -> bool:
    """Whether an hour before ``hour`` (a Unix hour) is not closed yet."""
    closed_before: int = db.execute("SELECT closed_before FROM closed_hours").fetchone()[0]
    return closed_before < hour


def close_hours(db: sqlite_utils.Database, hour: int) -> None:
    """Close hours before ``hour``, a day's worth at most. Runs inside a transaction."""
    if not hours_to_close(db, hour):
        return
    closed_before: int = db.execute("SELECT closed_before FROM closed_hours").fetchone()[0]
    first: int | None = db.execute("SELECT min(hour) FROM usage_hourly WHERE hour >= ?", (closed_before,)).fetchone()[0]
    last = hour if first is None else min(hour, first + HOURS_AT_ONCE)
    for dimension, (ref, model) in KEYS.items():
        grouped = ["hour", *(column for column in (ref, model) if column.isidentifier())]
        db.execute(
            f"INSERT INTO usage_closed SELECT {dimension}, hour, {ref}, {model}, {SUM_SQL} FROM usage_hourly "
            f"WHERE hour >= ? AND hour < ? GROUP BY {', '.join(grouped)}",
            (closed_before, last),
        )
    used = db.execute("SELECT DISTINCT hour FROM usage_hourly WHERE hour >= ? AND hour < ?", (closed_before, last))
    for (used_hour,) in used.fetchall():
        close_latency(db, used_hour)
    db.execute("UPDATE closed_hours SET closed_before = ?", (last,))


def faults_of_closed(db: sqlite_utils.Database) -> list[str]:
    """Sentences about dimensions whose closed sums differ from the rollups they were made of."""
    problems = []
    for dimension, (ref, model) in KEYS.items():
        rows = db.execute(
            f"SELECT count(*) FROM (SELECT hour, ref, model, {', '.join(SUMS)} FROM usage_closed "
            f"WHERE dimension = {dimension} EXCEPT SELECT hour, {ref} AS a, {model} AS b, {SUM_SQL} "
            "FROM usage_hourly WHERE hour < (SELECT closed_before FROM closed_hours) GROUP BY hour, a, b)"
        ).fetchone()[0]
        missing = db.execute(
            f"SELECT (SELECT ifnull(sum(requests), 0) FROM usage_closed WHERE dimension = {dimension}) - "
            "(SELECT ifnull(sum(requests), 0) FROM usage_hourly "
            "WHERE hour < (SELECT closed_before FROM closed_hours))"
        ).fetchone()[0]
        if rows or missing:
            problems.append(f"closed hours: {rows} sums of dimension {dimension} differ from the rollups")
    return problems
