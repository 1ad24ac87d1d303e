"""Ranges of time as people choose them, what they are compared with, and the buckets of a chart.

Days are those of the owner's time zone: a day in which clocks change has 23 or 25 hours.
"""

import bisect
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.token_fields import read_moment
from oneapi_desktop.settings import Settings

HOUR_MS = 3_600_000
DAYS = {"today": 1, "7d": 7, "30d": 30, "90d": 90}
"""Ranges of whole days that end with today."""

RANGES = (*DAYS, "yesterday", "24h", "custom")
BUCKETS = ("hour", "day", "week", "month")
MOST_BUCKETS = 1500
_FEWEST_OF_BUCKET = {"hour": HOUR_MS, "day": 23 * HOUR_MS, "week": 167 * HOUR_MS, "month": 27 * 24 * HOUR_MS}


class SystemZone(tzinfo):
    """The time zone of this machine, with its clock changes."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """The offset at a local time; ``fold`` tells which of two equal ones is meant."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, _moment: datetime | None) -> timedelta | None:
        """Not known apart from the offset."""
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        """The system's abbreviation."""
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: datetime) -> datetime:
        """The local time of a moment in UTC."""
        local = moment.replace(tzinfo=UTC).astimezone()
        naive = local.replace(tzinfo=None, fold=0)
        fold = naive.astimezone().utcoffset() != local.utcoffset()
        return naive.replace(tzinfo=self, fold=int(fold))


def owner_zone(settings: Settings) -> tzinfo:
    """The time zone of days, weeks and months: the setting's, else the system's."""
    return ZoneInfo(settings.time_zone) if settings.time_zone else SystemZone()


@dataclass(frozen=True, slots=True)
class TimeRange:
    """[since, until) and the range before it that it is compared with, in Unix milliseconds."""

    since: int
    until: int
    previous_since: int
    previous_until: int


def read_range(
    chosen: Any,
    since: Any,
    until: Any,
    zone: tzinfo,
    *,
    now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
) -> TimeRange:
    """The range a person chose. ``today``, ``7d``, ``30d`` and ``90d`` are calendar days up to now and are
    compared with as many days before, up to the same time of day; ``yesterday`` with the day before;
    ``24h`` and ``custom`` (``since`` to ``until``, which is now if left out) with the same length of time
    before, or as many days if they begin and end at midnight. Raises InvalidInput naming the field.
    """
    if chosen not in RANGES:
        raise InvalidInput("range", f"choose one of {', '.join(RANGES)}")
    now = now_ms()
    if chosen != "custom" and (since is not None or until is not None):
        raise InvalidInput("since" if since is not None else "until", "goes with the range 'custom' only")
    if chosen == "24h":
        return TimeRange(now - 24 * HOUR_MS, now, now - 48 * HOUR_MS, now - 24 * HOUR_MS)
    if chosen == "custom":
        return _custom(since, until, zone, now)
    today = _day_of(now, zone)
    if chosen == "yesterday":
        edges = [_midnight(today - timedelta(days=n), zone) for n in (1, 0, 2, 1)]
        return TimeRange(*edges)
    days = DAYS[chosen]
    begin = today - timedelta(days=days - 1)
    before = _midnight(begin - timedelta(days=days), zone)
    return TimeRange(_midnight(begin, zone), now, before, max(before, _days_earlier(now, days, zone)))


def _custom(since: Any, until: Any, zone: tzinfo, now: int) -> TimeRange:
    name = zone.key if isinstance(zone, ZoneInfo) else ""
    if since is None:
        raise InvalidInput("since", "say where the range begins, like 2026-11-01 or 7d")
    begin = read_moment(since, "since", zone=name, past=True)
    end = now if until is None else read_moment(until, "until", zone=name, past=True)
    if begin is None or end is None:
        raise InvalidInput("since" if begin is None else "until", "write a moment like 2026-11-01 or 7d")
    if end <= begin:
        raise InvalidInput("until", "must lie after the beginning of the range")
    first, last = _day_of(begin, zone), _day_of(end, zone)
    if _midnight(first, zone) == begin and _midnight(last, zone) == end:
        return TimeRange(begin, end, _midnight(first - (last - first), zone), begin)
    return TimeRange(begin, end, max(0, begin - (end - begin)), begin)


def bucket_for(wanted: Any, span: TimeRange) -> str:
    """The width of a chart's buckets: as wished, else what suits the range. Raises InvalidInput."""
    length = span.until - span.since
    if wanted is None:
        for bucket, days in (("hour", 2), ("day", 120), ("week", 800)):
            if length <= days * 25 * HOUR_MS:
                return bucket
        return "month"
    if wanted not in BUCKETS:
        raise InvalidInput("bucket", f"choose one of {', '.join(BUCKETS)}")
    if length / _FEWEST_OF_BUCKET[wanted] > MOST_BUCKETS:
        raise InvalidInput("bucket", f"{wanted}s are too small for this range; choose a wider bucket")
    return str(wanted)


@dataclass(frozen=True, slots=True)
class Buckets:
    """Buckets of a chart: the i-th is [edges[i], edges[i+1]), the last one ends with the last edge."""

    edges: tuple[int, ...]
    labels: tuple[str, ...]
    """Where each begins, in local time: ``2026-11-25T13:00+01:00`` for hours, ``2026-11-25`` for all else."""

    def __len__(self) -> int:
        return len(self.labels)

    def index_of(self, moment: int) -> int:
        """The bucket of a moment; moments beyond either end count to the nearest."""
        return min(max(0, bisect.bisect_right(self.edges, moment) - 1), len(self.labels) - 1)


def buckets_of(span: TimeRange, bucket: str, zone: tzinfo) -> Buckets:
    """Every bucket that touches the range, empty ones too. The first begins at or before ``since``."""
    if bucket == "hour":
        first = span.since // HOUR_MS
        last = max(first + 1, -(-span.until // HOUR_MS))
        edges = [hour * HOUR_MS for hour in range(first, last + 1)]
        labels = [datetime.fromtimestamp(edge / 1000, zone).isoformat(timespec="minutes") for edge in edges[:-1]]
        return Buckets(tuple(edges), tuple(labels))
    day = _day_of(span.since, zone)
    if bucket == "week":
        day -= timedelta(days=day.weekday())
    elif bucket == "month":
        day = day.replace(day=1)
    days = [day]
    while _midnight(days[-1], zone) < span.until or len(days) == 1:
        days.append(_following(days[-1], bucket))
    edges = [_midnight(day, zone) for day in days]
    assert all(a < b for a, b in pairwise(edges))
    return Buckets(tuple(edges), tuple(day.isoformat() for day in days[:-1]))


def period_start(period: str, zone: tzinfo, now_ms: int | None = None) -> int:
    """Where the present calendar day, week (from Monday) or month began, in Unix milliseconds."""
    today = _day_of(time.time_ns() // 1_000_000 if now_ms is None else now_ms, zone)
    if period == "week":
        today -= timedelta(days=today.weekday())
    elif period == "month":
        today = today.replace(day=1)
    return _midnight(today, zone)


def _following(day: date, bucket: str) -> date:
    if bucket == "month":
        return (day + timedelta(days=32)).replace(day=1)
    return day + timedelta(days=7 if bucket == "week" else 1)


def _day_of(moment: int, zone: tzinfo) -> date:
    return datetime.fromtimestamp(moment / 1000, zone).date()


def _midnight(day: date, zone: tzinfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp() * 1000)


def _days_earlier(moment: int, days: int, zone: tzinfo) -> int:
    """The same time of day, some days before."""
    local = datetime.fromtimestamp(moment / 1000, zone)
    return int((local - timedelta(days=days)).timestamp() * 1000)
