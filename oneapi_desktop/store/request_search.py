"""Finding rows of the log quickly, whatever the filter and however long the log.

Rows come newest first by (created_at, id), and every index ends in created_at, so any single
condition gives its rows in order and a query stops after ``limit`` of them. Three things keep that
true for combined conditions:

* SQLite knows no counts of single values, so the index to walk is chosen here: each condition's
  matches are counted up to a small bound, and the rarest is walked.
* The indexes of failed requests also hold what is compared with them, so that finding none among
  many reads no rows.
* Where even the rarest is common (a busy token *and* a busy model that hardly meet), the hourly
  rollups tell in which hours they met, and only those hours are walked.

A condition that stands for several values (``5xx``, a text that many names contain) is walked once
per value, and the results are merged.
"""

import heapq
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlite_utils

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.request_record import Outcome, RequestRecord
from oneapi_desktop.store.ledger_rows import SELECT, record_of
from oneapi_desktop.store.migrations import HOUR_MS
from oneapi_desktop.store.names import models_seen, names_of

_RARE = 2_000
_MOST_WALKS = 100
_HOURS_PER_WALK = 48
_SHORTEST_ID_PREFIX = 6
_CREATED_AT = 1  # position in a selected row
_FAILURES = [outcome.value for outcome in Outcome if outcome is not Outcome.DONE]
_DIMENSION_COLUMNS = ("token_id", "channel_id", "model")


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which rows of the log to list; what is None or empty does not restrict.

    ``since_ms`` (inclusive) and ``until_ms`` (exclusive) are Unix milliseconds of the request's
    beginning. ``token`` and ``channel`` are an id or a name (of deleted ones too). ``status`` is an HTTP
    status (``429``), a class (``5xx``) or an outcome (``failed``). ``text`` is looked for, without
    regard to case, in names of models, tokens and channels and in error messages, and as the beginning
    (six characters or more) of the request id. ``before_id``: only rows that are listed after this one,
    for the next page. ``recorded_id``: only rows recorded up to this one, so that a list stays as it is while
    requests come in. ``skip``: leave out so many rows at the front; steps over an index only, but reaching
    the millionth takes its time: go on with ``before_id`` where that is known.
    """

    since_ms: int | None = None
    until_ms: int | None = None
    token: int | str | None = None
    model: str = ""
    channel: int | str | None = None
    status: str = ""
    text: str = ""
    before_id: int | None = None
    recorded_id: int | None = None
    skip: int = 0
    limit: int = 100


class Condition(NamedTuple):
    """One of several values of a column; ``column = value AND extra`` walks the index ``along`` in order."""

    along: str
    column: str
    values: tuple[Any, ...]
    extra: str = ""

    def test(self) -> tuple[str, tuple[Any, ...]]:
        return f"{self.column} IN ({', '.join('?' * len(self.values))})", self.values


class Walk(NamedTuple):
    """A query over one index that yields its rows in order."""

    along: str
    where: str
    values: tuple[Any, ...]


def find(db: sqlite_utils.Database, wanted: RequestFilter) -> list[RequestRecord]:
    """The newest rows that match. Raises InvalidInput for a status that is none."""
    conditions = conditions_of(db, wanted)
    if wanted.limit <= 0 or any(not condition.values for condition in conditions):
        return []
    bounds, bound_values = bounds_of(db, wanted)
    walks, rare = walks_of_filter(db, wanted, conditions)
    tests = [condition.test() for condition in conditions]
    where = " AND ".join([*bounds, *(test for test, _values in tests)])
    values = (*bound_values, *itertools.chain.from_iterable(values for _test, values in tests))
    dimensions = [condition for condition in conditions if condition.column in _DIMENSION_COLUMNS]
    if rare or len(dimensions) < 2:
        return [record_of(row) for row in _merge(db, walks, where, values, wanted.limit, wanted.skip)]
    end = wanted.skip + wanted.limit
    rows: list[tuple[Any, ...]] = []
    for first, last in _hours_met(db, wanted, dimensions):
        window = " AND ".join([*([where] if where else []), "created_at >= ?", "created_at < ?"])
        within = (*values, first * HOUR_MS, (last + 1) * HOUR_MS)
        rows += _merge(db, walks, window, within, end - len(rows))
        if len(rows) >= end:
            break
    return [record_of(row) for row in rows[wanted.skip :]]


def find_recorded_after(db: sqlite_utils.Database, wanted: RequestFilter, row_id: int) -> list[RequestRecord]:
    """The rows that match and were recorded after a row, oldest first: a live view asks for them again
    and again. (A request is recorded when it ends: by its beginning it may belong further down a list.)
    """
    conditions = conditions_of(db, wanted)
    if wanted.limit <= 0 or any(not condition.values for condition in conditions):
        return []
    walk = Walk("", "id > ?", (row_id,))
    if wanted.text:
        (walk,) = _narrowed([walk], wanted.text)
    bounds, bound_values = bounds_of(db, wanted)
    tests = [condition.test() for condition in conditions]
    where = " AND ".join([walk.where, *bounds, *(test for test, _values in tests)])
    values = (*walk.values, *bound_values, *itertools.chain.from_iterable(values for _test, values in tests))
    sql = f"{SELECT} NOT INDEXED WHERE {where} ORDER BY id LIMIT ?"
    return [record_of(row) for row in db.execute(sql, (*values, wanted.limit)).fetchall()]


def conditions_of(db: sqlite_utils.Database, wanted: RequestFilter) -> list[Condition]:
    conditions = []
    if wanted.token is not None and wanted.token != "":
        ids = _ids(db, "token", wanted.token)
        conditions.append(Condition("requests_by_token", "token_id", ids))
    if wanted.channel is not None and wanted.channel != "":
        ids = _ids(db, "channel", wanted.channel)
        conditions.append(Condition("requests_by_channel", "channel_id", ids))
    if wanted.model:
        conditions.append(Condition("requests_by_model", "model", (wanted.model,)))
    if wanted.status:
        conditions.append(_status(wanted.status))
    return conditions


def _ids(db: sqlite_utils.Database, dimension: str, wanted: int | str) -> tuple[int, ...]:
    if isinstance(wanted, int):
        return (wanted,)
    named = tuple(ref for ref, name in names_of(db, dimension).items() if name == wanted)
    if not named and wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
        return (int(wanted),)
    return named


def _status(word: str) -> Condition:
    text = word.strip().lower()
    if text in set(Outcome):
        return Condition("requests_by_outcome", "outcome", (text,), "outcome <> 'done'")
    if text.isascii() and len(text) == 3 and text.endswith("xx") and text[0] in "12345":
        hundred = int(text[0]) * 100
        return Condition("requests_by_status", "status", (*range(hundred, hundred + 100),), "status <> 200")
    if text.isascii() and text.isdecimal() and len(text) <= 3:
        return Condition("requests_by_status", "status", (int(text),), "status <> 200")
    raise InvalidInput("status", f"{word!r}: write a status (429), a class (5xx) or one of {', '.join(Outcome)}")


def bounds_of(db: sqlite_utils.Database, wanted: RequestFilter) -> tuple[list[str], tuple[int, ...]]:
    bounds: list[str] = []
    values: tuple[int, ...] = ()
    if wanted.since_ms is not None:
        bounds.append("created_at >= ?")
        values += (wanted.since_ms,)
    if wanted.until_ms is not None:
        bounds.append("created_at < ?")
        values += (wanted.until_ms,)
    if wanted.recorded_id is not None:
        bounds.append("id <= ?")
        values += (wanted.recorded_id,)
    if wanted.before_id is not None:
        row = db.execute("SELECT created_at FROM requests WHERE id = ?", (wanted.before_id,)).fetchone()
        if row is None:
            bounds.append("id < ?")
            values += (wanted.before_id,)
        else:
            bounds += ["created_at <= ?", "(created_at, id) < (?, ?)"]
            values += (row[0], row[0], wanted.before_id)
    return bounds, values


def walks_of_filter(
    db: sqlite_utils.Database, wanted: RequestFilter, conditions: list[Condition]
) -> tuple[list[Walk], bool]:
    """The index walks that together cover the filter, and whether they are known to be short."""
    best = [Walk("requests_by_time", "", ())]
    fewest = _RARE
    for condition in conditions:
        if condition.extra and not set(condition.values).isdisjoint({200, "done"}):
            continue  # those rows are most of the log, and their partial index leaves them out
        walks = _walks_of(condition)
        count = _count(db, walks, fewest)
        if count < fewest:
            best, fewest = walks, count
    if fewest < _RARE:
        if wanted.text:
            best = _narrowed(best, wanted.text)
        return best, True
    if wanted.text:
        return _text_walks(db, wanted.text), False
    for condition in conditions:
        if condition.extra and set(condition.values).isdisjoint({200, "done"}):
            return _walks_of(condition), False
    for condition in conditions:
        if condition.column in _DIMENSION_COLUMNS:
            return _walks_of(condition), False
    return best, False


def _walks_of(condition: Condition) -> list[Walk]:
    where = f"{condition.column} = ?" + (f" AND {condition.extra}" if condition.extra else "")
    return [Walk(condition.along, where, (value,)) for value in condition.values]


def _count(db: sqlite_utils.Database, walks: list[Walk], most: int) -> int:
    total = 0
    for walk in walks:
        matches = f"SELECT 1 FROM requests INDEXED BY {walk.along} WHERE {walk.where} LIMIT ?"
        total += db.execute(f"SELECT count(*) FROM ({matches})", (*walk.values, most - total)).fetchone()[0]
        if total >= most:
            break
    return total


def _narrowed(walks: list[Walk], text: str) -> list[Walk]:
    """Few rows to look at: every one is compared with the text itself."""
    like = _like(text)
    tests = [
        f"{column} LIKE ? ESCAPE '\\'" for column in ("model", "token_name", "channel_name", "error", "error_code")
    ]
    where = "(" + " OR ".join([*tests, "substr(request_id, 1, ?) = ?"]) + ")"
    values = (like,) * len(tests) + (len(text) if len(text) >= _SHORTEST_ID_PREFIX else 0, text)
    return [
        Walk(walk.along, f"{walk.where} AND {where}" if walk.where else where, walk.values + values) for walk in walks
    ]


def _text_walks(db: sqlite_utils.Database, text: str) -> list[Walk]:
    """Resolve the text to the few names that contain it, and walk each name's index."""
    needle = text.casefold()
    walks: list[Walk] = []
    walks += [
        Walk("requests_by_model", "model = ?", (model,)) for model in models_seen(db) if needle in model.casefold()
    ]
    for dimension, index, column in (
        ("token", "requests_by_token", "token_id"),
        ("channel", "requests_by_channel", "channel_id"),
    ):
        names = names_of(db, dimension)
        walks += [Walk(index, f"{column} = ?", (ref,)) for ref, name in names.items() if needle in name.casefold()]
    like = _like(text)
    walks = walks[:_MOST_WALKS] + [
        Walk(
            "requests_by_outcome",
            "outcome = ? AND outcome <> 'done' AND (error LIKE ? ESCAPE '\\' OR error_code LIKE ? ESCAPE '\\')",
            (outcome, like, like),
        )
        for outcome in _FAILURES
    ]
    if len(text) >= _SHORTEST_ID_PREFIX:
        walks.append(Walk("requests_by_request_id", "request_id >= ? AND request_id < ?", (text, text + "\U0010ffff")))
    return walks


def _like(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _merge(
    db: sqlite_utils.Database, walks: list[Walk], where: str, values: tuple[Any, ...], limit: int, skip: int = 0
) -> list[tuple[Any, ...]]:
    """The newest rows of all walks together, each row once, without the first ``skip``."""
    if len(walks) == 1:
        return _walk(db, walks[0], where, values, limit, skip)
    found: list[tuple[Any, ...]] = []
    limit += skip
    for walk in walks:
        if len(found) >= limit:
            # What this walk adds must be as new as the oldest row that is listed so far.
            floor = (*values, found[-1][_CREATED_AT])
            more = _walk(db, walk, f"{where + ' AND ' if where else ''}created_at >= ?", floor, limit)
        else:
            more = _walk(db, walk, where, values, limit)
        merged = heapq.merge(found, more, key=lambda row: (row[_CREATED_AT], row[-1]), reverse=True)
        unique = (next(same) for _row_id, same in itertools.groupby(merged, key=lambda row: row[-1]))
        found = list(itertools.islice(unique, limit))
    return found[skip:]


def _walk(
    db: sqlite_utils.Database, walk: Walk, where: str, values: tuple[Any, ...], limit: int, skip: int = 0
) -> list[tuple[Any, ...]]:
    clause = " AND ".join(part for part in (walk.where, where) if part)
    filtered = f"{SELECT} INDEXED BY {walk.along} WHERE {clause or 'TRUE'}"
    newest = f"{filtered} ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?"
    return db.execute(newest, (*walk.values, *values, limit, skip)).fetchall()


def _hours_met(
    db: sqlite_utils.Database, wanted: RequestFilter, dimensions: list[Condition]
) -> Iterator[tuple[int, int]]:
    """Runs of hours, newest first, in which all these conditions met, as (first, last)."""
    tests = [condition.test() for condition in dimensions]
    where = " AND ".join(["hour >= ?", "hour <= ?", *(test for test, _values in tests)])
    values = (
        0 if wanted.since_ms is None else wanted.since_ms // HOUR_MS,
        2**53 if wanted.until_ms is None else wanted.until_ms // HOUR_MS,
        *itertools.chain.from_iterable(values for _test, values in tests),
    )
    run: tuple[int, int] | None = None
    for (hour,) in db.execute(f"SELECT DISTINCT hour FROM usage_hourly WHERE {where} ORDER BY hour DESC", values):
        if run is not None and hour == run[0] - 1 and run[1] - hour < _HOURS_PER_WALK:
            run = (hour, run[1])
        else:
            if run is not None:
                yield run
            run = (hour, hour)
    if run is not None:
        yield run
