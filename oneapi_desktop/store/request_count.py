"""How many rows of the log match a filter, in milliseconds however long the log.

Few matches are counted. Many are summed from the hourly rollups, with the parts of the first and
last hour beyond the range counted and taken off; failures are counted in their small indexes.
"""

import itertools
from dataclasses import replace
from typing import Literal, NamedTuple

import sqlite_utils

from oneapi_desktop.domain.request_record import Outcome
from oneapi_desktop.store.migrations import DIMENSION_MODEL, DIMENSION_TOTAL, HOUR_MS, KIND_CHANNEL, KIND_TOKEN
from oneapi_desktop.store.request_search import (
    Condition,
    RequestFilter,
    Walk,
    bounds_of,
    conditions_of,
    walks_of_filter,
)

MOST_COUNTED = 50_000
"""Entries of an index of failures that are counted before the answer is "at least so many"."""

MOST_OF_TEXT = 5_000

_CLOSED = {"token_id": (KIND_TOKEN, "ref"), "channel_id": (KIND_CHANNEL, "ref"), "model": (DIMENSION_MODEL, "model")}
_COMMON = {200, Outcome.DONE.value}


class Count(NamedTuple):
    """A number of rows. ``estimate`` may be off where retention has removed part of an hour; ``at_least``
    means counting was given up."""

    rows: int
    precision: Literal["exact", "estimate", "at_least"]


def count(db: sqlite_utils.Database, wanted: RequestFilter) -> Count:
    """How many rows match; ``before_id`` and ``limit`` do not matter. Raises InvalidInput for a status
    that is none."""
    wanted = replace(wanted, before_id=None)
    conditions = conditions_of(db, wanted)
    oldest = db.execute("SELECT min(created_at) FROM requests").fetchone()[0]
    if oldest is None or any(not condition.values for condition in conditions):
        return Count(0, "exact")
    walks, rare = walks_of_filter(db, wanted, conditions)
    if rare or wanted.text:
        return _walked(db, wanted, walks, conditions)
    failures = [condition for condition in conditions if condition.extra]
    if not failures:
        return _rolled(db, wanted, conditions, oldest)
    (status,) = failures
    if _COMMON.isdisjoint(status.values):
        walks = [Walk(status.along, status.extra, ())]
        return _walked(db, wanted, walks, conditions)
    # Nearly all rows: those of any status less those that failed otherwise.
    others = [condition for condition in conditions if condition is not status]
    rest = Walk(
        status.along,
        f"{status.extra} AND {status.column} NOT IN ({', '.join('?' * len(status.values))})",
        status.values,
    )
    whole, failed = _rolled(db, wanted, others, oldest), _walked(db, wanted, [rest], others)
    return Count(max(0, whole.rows - failed.rows), "estimate")


def _walked(db: sqlite_utils.Database, wanted: RequestFilter, walks: list[Walk], conditions: list[Condition]) -> Count:
    bounds, bound_values = bounds_of(db, wanted)
    tests = [condition.test() for condition in conditions]
    values = (*bound_values, *itertools.chain.from_iterable(values for _test, values in tests))
    most = MOST_OF_TEXT if wanted.text else MOST_COUNTED
    total = 0
    for walk in walks:
        where = " AND ".join(part for part in (walk.where, *bounds, *(test for test, _values in tests)) if part)
        matches = f"SELECT 1 FROM requests INDEXED BY {walk.along} WHERE {where or 'TRUE'} LIMIT ?"
        found = db.execute(f"SELECT count(*) FROM ({matches})", (*walk.values, *values, most - total)).fetchone()
        total += found[0]
        if total >= most:
            return Count(total, "at_least")
    # A row whose names and error all contain the text is met by several walks.
    return Count(total, "estimate" if wanted.text and len(walks) > 1 else "exact")


def _rolled(db: sqlite_utils.Database, wanted: RequestFilter, conditions: list[Condition], oldest: int) -> Count:
    since = max(oldest, wanted.since_ms or 0)
    newest: int = db.execute("SELECT max(created_at) FROM requests").fetchone()[0]
    until = min(newest + 1, newest + 1 if wanted.until_ms is None else wanted.until_ms)
    if until <= since:
        return Count(0, "exact")
    first, last = since // HOUR_MS, -(-until // HOUR_MS)
    tests = [condition.test() for condition in conditions]
    values = tuple(itertools.chain.from_iterable(values for _test, values in tests))
    total = 0
    opened = first
    if len(conditions) < 2:
        closed_before = db.execute("SELECT closed_before FROM closed_hours").fetchone()[0]
        opened = max(first, closed_before)
        dimension, column = _CLOSED[conditions[0].column] if conditions else (DIMENSION_TOTAL, "ref")
        named = f" AND {column} IN ({', '.join('?' * len(values))})" if conditions else ""
        total += db.execute(
            f"SELECT ifnull(sum(requests), 0) FROM usage_closed WHERE dimension = ? AND hour >= ? AND hour < ?{named}",
            (dimension, first, min(last, closed_before), *values),
        ).fetchone()[0]
    where = " AND ".join(["hour >= ?", "hour < ?", *(test for test, _values in tests)])
    total += db.execute(
        f"SELECT ifnull(sum(requests), 0) FROM usage_hourly WHERE {where}", (opened, last, *values)
    ).fetchone()[0]
    for begin, end in ((first * HOUR_MS, since), (until, last * HOUR_MS)):
        if begin < end:
            beyond = " AND ".join(["created_at >= ?", "created_at < ?", *(test for test, _values in tests)])
            total -= db.execute(
                f"SELECT count(*) FROM requests INDEXED BY requests_by_time WHERE {beyond}", (begin, end, *values)
            ).fetchone()[0]
    return Count(max(0, total), "estimate")
