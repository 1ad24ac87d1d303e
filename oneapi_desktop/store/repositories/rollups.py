"""Usage for charts and bills, from the hourly rollups: the log is never scanned."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, Literal

import sqlite_utils

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.store.closing import SUM_SQL, SUMS
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.migrations import (
    DIMENSION_MODEL,
    DIMENSION_TOTAL,
    HOUR_MS,
    KIND_CHANNEL,
    KIND_TOKEN,
    KIND_USER,
)
from oneapi_desktop.store.names import names_of

By = Literal["model", "token", "channel", "user", "day", "hour", "total"]
Step = Literal["hour", "day"]

_DIMENSIONS = {
    "model": (DIMENSION_MODEL, "model"),
    "token": (KIND_TOKEN, "token_id"),
    "channel": (KIND_CHANNEL, "channel_id"),
    "user": (KIND_USER, "user_id"),
}


LOG_SUM_SQL = (
    "sum(outcome IN ('failed', 'refused', 'interrupted')), sum(prompt_tokens), sum(completion_tokens), "
    "sum(cached_tokens), sum(reasoning_tokens), sum(cost_nano), sum(ttft_us), count(ttft_us), sum(duration_us), "
    "sum(overhead_us)"
)
"""The sums of ``SUMS`` but the number of requests, of rows of the log."""


@dataclass(frozen=True, slots=True)
class UsageRow:
    """Sums over a group of requests. ``key`` is the model, the id as text, the day (``2026-11-24``) or
    the hour (``2026-11-24T13:00+01:00``); ``label`` the name to show. ``since_ms`` is where the day or
    hour begins, else None. Times are sums in microseconds: see ``average_*``."""

    key: str
    label: str
    since_ms: int | None
    requests: int
    errors: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    reasoning_tokens: int
    cost_nano: int
    ttft_us: int
    ttft_count: int
    duration_us: int
    overhead_us: int

    @property
    def average_ttft_us(self) -> int | None:
        """Mean time to the first token, of the requests that had one."""
        return self.ttft_us // self.ttft_count if self.ttft_count else None

    @property
    def average_duration_us(self) -> int | None:
        """Mean duration of a request."""
        return self.duration_us // self.requests if self.requests else None

    @property
    def average_overhead_us(self) -> int | None:
        """Mean time spent in the gateway itself."""
        return self.overhead_us // self.requests if self.requests else None


class RollupRepository:
    """Sums by any dimension. Retention of the log does not touch them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def usage(
        self,
        by: By,
        *,
        since_ms: int | None = None,
        until_ms: int | None = None,
        zone: tzinfo = UTC,
        step: Step | None = None,
        token_id: int | None = None,
        channel_id: int | None = None,
        model: str | None = None,
    ) -> list[UsageRow]:
        """Usage of the hours that touch [since, until), grouped.

        By ``model``, ``token``, ``channel``, ``user``: most expensive first; with ``step``, each split
        into hours or days, in order of time. By ``day`` or ``hour``: in order of time, without the empty
        ones. By ``total``: one row, or none. ``token_id``, ``channel_id`` and ``model`` narrow it down.
        An hour belongs to the day of ``zone`` in which it begins (in zones that are not whole hours off
        UTC a day's edge is therefore up to 45 minutes off).
        """
        if by not in (*_DIMENSIONS, "day", "hour", "total"):
            raise InvalidInput("by", "group by model, token, channel, user, day, hour or total")
        first = 0 if since_ms is None else since_ms // HOUR_MS
        last = 2**53 if until_ms is None else -(-until_ms // HOUR_MS)
        period: Step | None = by if by == "day" or by == "hour" else step
        narrowing = {"token_id": token_id, "channel_id": channel_id, "model": model}
        narrow = {column: value for column, value in narrowing.items() if value is not None}

        def read(db: sqlite_utils.Database) -> list[UsageRow]:
            dimension, column = _DIMENSIONS.get(by, (DIMENSION_TOTAL, None))
            closed_before = 0
            if not narrow:
                closed_before = db.execute("SELECT closed_before FROM closed_hours").fetchone()[0]
            ref = None if column is None else ("model" if column == "model" else "ref")
            log = "".join(["usage_hourly WHERE hour >= ? AND hour < ?", *(f" AND {name} = ?" for name in narrow)])
            found: list[tuple[Any, ...]] = []
            for begin, end, group in _groups(db, first, last, period, zone):
                where = "usage_closed WHERE dimension = ? AND hour >= ? AND hour < ?"
                if begin < closed_before:
                    found += _sums(db, group, ref, where, (dimension, begin, min(end, closed_before)))
                if end > closed_before:
                    found += _sums(db, group, column, log, (max(begin, closed_before), end, *narrow.values()))
            labels = names_of(db, by) if column and by != "model" else {}
            return _rows(found, period, column is not None, zone, labels)

        return await self._database.read(read)

    async def total(self, since_ms: int, until_ms: int) -> UsageRow:
        """Sums over [since, until), to the millisecond: what the log holds of the first and last hour
        outside of the range is taken off. (Of rows that retention has removed, the hours count whole.)"""
        first, last = since_ms // HOUR_MS, -(-until_ms // HOUR_MS)
        edges = ((first * HOUR_MS, since_ms), (until_ms, last * HOUR_MS))

        def read(db: sqlite_utils.Database) -> UsageRow:
            closed_before = db.execute("SELECT closed_before FROM closed_hours").fetchone()[0]
            closed = "usage_closed WHERE dimension = ? AND hour >= ? AND hour < ?"
            found = _sums(db, "", None, closed, (DIMENSION_TOTAL, first, min(last, closed_before)))
            opened = (max(first, closed_before), last)
            found += _sums(db, "", None, "usage_hourly WHERE hour >= ? AND hour < ?", opened)
            sums = [sum(column) for column in zip(*found, strict=True)] or [0] * len(SUMS)
            for begin, end in edges:
                if begin < end:
                    beyond = db.execute(
                        f"SELECT count(*), {LOG_SUM_SQL} FROM requests INDEXED BY requests_by_time "
                        "WHERE created_at >= ? AND created_at < ?",
                        (begin, end),
                    ).fetchone()
                    sums = [max(0, a - (b or 0)) for a, b in zip(sums, beyond, strict=True)]
            return UsageRow("total", "total", None, *sums)

        return await self._database.read(read)


def _groups(
    db: sqlite_utils.Database, first: int, last: int, period: Step | None, zone: tzinfo
) -> list[tuple[int, int, str]]:
    """Runs of hours [first, last) with the SQL that groups each: '' is no grouping by time.

    Days are grouped by SQLite, which is many times faster than here; a day's number follows from the
    hour as long as the zone's offset stays the same, hence a run for each offset.
    """
    if period != "day":
        return [(first, last, "hour" if period else "")]
    least, most = db.execute("SELECT min(hour), max(hour) FROM usage_hourly").fetchone()
    first, last = max(first, least or 0), min(last, (most or 0) + 1)
    runs = []
    begin = first
    while begin < last:
        offset = _offset(begin, zone)
        end = begin
        # Zones keep an offset for weeks at least: look a day ahead at a time, then hour by hour.
        while end < last and _offset(end, zone) == offset:
            end += 24
        end = max(begin, end - 24)
        while end < last and _offset(end, zone) == offset:
            end += 1
        runs.append((begin, end, f"(hour * 3600 + {offset}) / 86400"))
        begin = end
    return runs


def _offset(hour: int, zone: tzinfo) -> int:
    offset = datetime.fromtimestamp(hour * 3600, zone).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())


def _sums(
    db: sqlite_utils.Database, group: str, column: str | None, where: str, values: tuple[Any, ...]
) -> list[tuple[Any, ...]]:
    """Rows of (first hour if grouped by time, column if there is one, sums)."""
    keys = ", ".join(key for key in ("min(hour)" if group else "", column) if key)
    grouping = ", ".join(key for key in (group, column) if key)
    tail = f"GROUP BY {grouping}" if grouping else "HAVING count(*) > 0"
    return db.execute(f"SELECT {keys + ', ' if keys else ''}{SUM_SQL} FROM {where} {tail}", values).fetchall()


def _rows(
    found: list[tuple[Any, ...]],
    period: Step | None,
    has_dimension: bool,
    zone: tzinfo,
    labels: dict[int, str],
) -> list[UsageRow]:
    place = _Periods(period, zone) if period else None
    sums: dict[tuple[tuple[int, str] | None, Any], tuple[int, ...]] = {}
    for row in found:
        when = place.of(row[0]) if place else None
        what = row[1 if place else 0] if has_dimension else None
        values = row[-len(SUMS) :]
        former = sums.get((when, what))
        sums[when, what] = values if former is None else tuple(map(int.__add__, former, values))
    rows = []
    for (when, what), values in sums.items():
        if what is None:
            key = label = when[1] if when else "total"
        else:
            key, label = str(what), labels.get(what, str(what))
        rows.append(UsageRow(key, label, when[0] if when else None, *values))
    if period:
        rows.sort(key=lambda row: (row.since_ms or 0, row.key))
    else:
        rows.sort(key=lambda row: (-row.cost_nano, -row.requests, row.key))
    return rows


class _Periods:
    """Which day or hour of a zone a Unix hour belongs to: (its beginning in ms, its name)."""

    def __init__(self, period: Step, zone: tzinfo) -> None:
        self._period = period
        self._zone = zone
        self._begins: dict[str, int] = {}
        self._known: dict[int, tuple[int, str]] = {}

    def of(self, hour: int) -> tuple[int, str]:
        found = self._known.get(hour)
        if found is None:
            found = self._known[hour] = self._find(hour)
        return found

    def _find(self, hour: int) -> tuple[int, str]:
        local = datetime.fromtimestamp(hour * 3600, self._zone)
        if self._period == "hour":
            return hour * HOUR_MS, local.isoformat(timespec="minutes")
        name = local.date().isoformat()
        begin = self._begins.get(name)
        if begin is None:
            midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
            begin = self._begins[name] = int(midnight.timestamp()) * 1000
        return begin, name
