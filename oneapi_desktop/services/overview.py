"""The figures of the overview: tiles, charts, latency, rankings, all from rollups.

Money stands in nano-dollars and, for reading, in dollars beside it; latencies in milliseconds.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any, cast

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.channel_fields import read_whole
from oneapi_desktop.services.json_shapes import iso_time, milliseconds, usd
from oneapi_desktop.services.time_ranges import (
    HOUR_MS,
    Buckets,
    TimeRange,
    bucket_for,
    buckets_of,
    owner_zone,
    read_range,
)
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.latency import percentile
from oneapi_desktop.store.repositories.latency import HourLatency, LatencyRepository
from oneapi_desktop.store.repositories.rollups import By, RollupRepository, Step, UsageRow

SERIES = ("model", "channel", "token", "total")
MEASURES = ("cost", "requests", "tokens")
MOST_SERIES = 20
_RANKED: tuple[By, ...] = ("model", "token", "channel")

Json = dict[str, Any]


class OverviewService:
    """Reads figures as JSON."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._rollups = RollupRepository(database)
        self._latency = LatencyRepository(database)
        self._settings = settings

    async def tiles(self, chosen: Any = "today", since: Any = None, until: Any = None) -> Json:
        """Headline figures of a range and of the one before it.

        Each tile is ``{"value", "previous", "change"}``; ``change`` is relative (0.25 is a quarter more)
        and None where there is nothing to compare with; of ``success_ratio`` it is the plain difference.
        Raises InvalidInput.
        """
        span = self._range(chosen, since, until)
        now = await self._rollups.total(span.since, span.until)
        before = await self._rollups.total(span.previous_since, span.previous_until)
        ttft = await self._median_ttft(span.since, span.until)
        former = await self._median_ttft(span.previous_since, span.previous_until)
        return {
            "since": iso_time(span.since),
            "until": iso_time(span.until),
            "previous_since": iso_time(span.previous_since),
            "previous_until": iso_time(span.previous_until),
            "spend_usd": _tile(usd(now.cost_nano), usd(before.cost_nano)),
            "spend_nano_usd": _tile(now.cost_nano, before.cost_nano),
            "requests": _tile(now.requests, before.requests),
            "errors": _tile(now.errors, before.errors),
            "tokens": _tile(_tokens(now), _tokens(before)),
            "prompt_tokens": _tile(now.prompt_tokens, before.prompt_tokens),
            "completion_tokens": _tile(now.completion_tokens, before.completion_tokens),
            "success_ratio": _difference(_success(now), _success(before)),
            "ttft_ms": _tile(ttft, former),
        }

    async def series(
        self,
        chosen: Any = "today",
        by: Any = "model",
        bucket: Any = None,
        measure: Any = "cost",
        top: Any = 6,
        since: Any = None,
        until: Any = None,
    ) -> Json:
        """Stacked bars: a value per bucket for each of the ``top`` models, channels or tokens, ranked by
        ``measure``, and for all others together (the last series, ``key`` None) if there are any.

        Every bucket of the range is there, empty ones as 0. Raises InvalidInput.
        """
        if by not in SERIES:
            raise InvalidInput("by", f"choose one of {', '.join(SERIES)}")
        if measure not in MEASURES:
            raise InvalidInput("measure", f"choose one of {', '.join(MEASURES)}")
        most = read_whole(top, "top", 1, MOST_SERIES)
        span = self._range(chosen, since, until)
        width = bucket_for(bucket, span)
        grid = buckets_of(span, width, owner_zone(self._settings))
        step: Step = "hour" if width == "hour" else "day"
        rows = await self._rollups.usage(
            cast(By, step if by == "total" else by),
            since_ms=span.since,
            until_ms=span.until,
            zone=owner_zone(self._settings),
            step=None if by == "total" else step,
        )
        lines: dict[str, _Line] = {}
        for row in rows:
            key, label = ("total", "total") if by == "total" else (row.key, row.label)
            line = lines.get(key)
            if line is None:
                line = lines[key] = _Line(key, label or "(none)", len(grid))
            line.add(grid.index_of(row.since_ms or span.since), row)
        ranked = sorted(lines.values(), key=lambda line: (-line.rank(measure), -sum(line.requests), line.label))
        shown, rest = ranked[:most], ranked[most:]
        if len(rest) == 1:
            shown, rest = ranked, []
        if rest:
            shown.append(_sum_of(rest, len(grid)))
        return {
            **_grid_json(span, width, grid),
            "by": by,
            "measure": measure,
            "series": [line.json() for line in shown],
        }

    async def latency(
        self,
        chosen: Any = "today",
        bucket: Any = None,
        channel: int | None = None,
        model: str | None = None,
        since: Any = None,
        until: Any = None,
    ) -> Json:
        """Requests, errors and the 50th and 95th percentiles of time to first token and of duration, per
        bucket and (``total``) over the whole range; of one channel or one model if named. Raises InvalidInput.
        """
        if channel is not None and model is not None:
            raise InvalidInput("model", "name a channel or a model, not both")
        span = self._range(chosen, since, until)
        width = bucket_for(bucket, span)
        zone = owner_zone(self._settings)
        grid = buckets_of(span, width, zone)
        hours = await self._latency.hours(span.since, span.until, channel_id=channel, model=model)
        rows = await self._rollups.usage(
            "hour" if width == "hour" else "day",
            since_ms=span.since, until_ms=span.until, zone=zone, channel_id=channel, model=model,
        )  # fmt: skip
        requests, errors = [0] * len(grid), [0] * len(grid)
        for row in rows:
            place = grid.index_of(row.since_ms or span.since)
            requests[place] += row.requests
            errors[place] += row.errors
        grouped: list[list[HourLatency]] = [[] for _ in range(len(grid))]
        for hour in hours:
            grouped[grid.index_of(hour.since_ms)].append(hour)
        columns = [_percentiles(group) for group in grouped]
        return {
            **_grid_json(span, width, grid),
            "requests": requests,
            "errors": errors,
            **{name: [column[name] for column in columns] for name in _percentiles([])},
            "total": {"requests": sum(requests), "errors": sum(errors), **_percentiles(hours)},
        }

    async def top(self, chosen: Any = "today", limit: Any = 5, since: Any = None, until: Any = None) -> Json:
        """The dearest models, tokens and channels of a range. ``share`` is their part of all spending, or
        of all requests while nothing was spent. Raises InvalidInput."""
        most = read_whole(limit, "limit", 1, 100)
        span = self._range(chosen, since, until)
        found: Json = {"since": iso_time(span.since), "until": iso_time(span.until)}
        for by in _RANKED:
            rows = await self._rollups.usage(by, since_ms=span.since, until_ms=span.until)
            cost = sum(row.cost_nano for row in rows)
            requests = sum(row.requests for row in rows)
            found[f"{by}s"] = [
                {
                    "key": row.key,
                    "label": row.label or "(none)",
                    "requests": row.requests,
                    "errors": row.errors,
                    "tokens": _tokens(row),
                    "cost_usd": usd(row.cost_nano),
                    "cost_nano_usd": row.cost_nano,
                    "share": row.cost_nano / cost if cost else row.requests / requests if requests else 0.0,
                }
                for row in rows[:most]
            ]
        return found

    async def sparklines(self, hours: Any = 24) -> Json:
        """Requests, errors and mean duration of every channel in each of the last hours, the present one
        included; channels without traffic are left out."""
        count = read_whole(hours, "hours", 1, 24 * 31)
        span = self._range("24h", None, None)
        last = -(-span.until // HOUR_MS)
        first = last - count
        rows = await self._rollups.usage(
            "channel", since_ms=first * HOUR_MS, until_ms=last * HOUR_MS, step="hour"
        )  # fmt: skip
        lines: dict[int, Json] = {}
        for row in rows:
            if row.key == "0" or row.since_ms is None:
                continue
            line = lines.setdefault(
                int(row.key),
                {
                    "id": int(row.key), "channel": row.label, "requests": [0] * count, "errors": [0] * count,
                    "duration_ms": [None] * count, "success_ratio": None,
                },
            )  # fmt: skip
            place = row.since_ms // HOUR_MS - first
            line["requests"][place] = row.requests
            line["errors"][place] = row.errors
            line["duration_ms"][place] = milliseconds(row.average_duration_us)
        for line in lines.values():
            line["success_ratio"] = 1 - sum(line["errors"]) / sum(line["requests"])
        return {
            "since": iso_time(first * HOUR_MS),
            "hours": count,
            "channels": [lines[key] for key in sorted(lines)],
        }

    def _range(self, chosen: Any, since: Any, until: Any) -> TimeRange:
        return read_range(chosen, since, until, owner_zone(self._settings))

    async def _median_ttft(self, since: int, until: int) -> float | None:
        return cast("float | None", _percentiles(await self._latency.hours(since, until))["ttft_p50_ms"])


class _Line:
    """One series of a chart, under way."""

    def __init__(self, key: str | None, label: str, buckets: int) -> None:
        self.key = key
        self.label = label
        self.cost = [0] * buckets
        self.requests = [0] * buckets
        self.errors = [0] * buckets
        self.tokens = [0] * buckets

    def add(self, place: int, row: UsageRow) -> None:
        self.cost[place] += row.cost_nano
        self.requests[place] += row.requests
        self.errors[place] += row.errors
        self.tokens[place] += _tokens(row)

    def rank(self, measure: str) -> int:
        return sum(getattr(self, measure))

    def json(self) -> Json:
        return {
            "key": self.key,
            "label": self.label,
            "cost_nano_usd": self.cost,
            "cost_usd": [usd(nano) for nano in self.cost],
            "requests": self.requests,
            "errors": self.errors,
            "tokens": self.tokens,
            "total": {
                "cost_nano_usd": sum(self.cost),
                "cost_usd": usd(sum(self.cost)),
                "requests": sum(self.requests),
                "errors": sum(self.errors),
                "tokens": sum(self.tokens),
            },
        }


def _sum_of(lines: Sequence[_Line], buckets: int) -> _Line:
    other = _Line(None, f"{len(lines)} others", buckets)
    for name in ("cost", "requests", "errors", "tokens"):
        setattr(other, name, [sum(values) for values in zip(*(getattr(line, name) for line in lines), strict=True)])
    return other


def _grid_json(span: TimeRange, width: str, grid: Buckets) -> Json:
    return {
        "since": iso_time(span.since),
        "until": iso_time(span.until),
        "bucket": width,
        "buckets": [
            {"since": iso_time(begin), "until": iso_time(end), "label": label}
            for begin, end, label in zip(grid.edges, grid.edges[1:], grid.labels, strict=False)
        ],
    }


def _percentiles(hours: Sequence[HourLatency]) -> Json:
    ttft: Counter[int] = Counter()
    duration: Counter[int] = Counter()
    for hour in hours:
        ttft.update(hour.ttft)
        duration.update(hour.duration)
    return {
        f"{name}_p{percent}_ms": milliseconds(percentile(histogram, percent))
        for name, histogram in (("ttft", ttft), ("duration", duration))
        for percent in (50, 95)
    }


def _tokens(row: UsageRow) -> int:
    return row.prompt_tokens + row.completion_tokens


def _success(row: UsageRow) -> float | None:
    return 1 - row.errors / row.requests if row.requests else None


def _tile(value: float | None, previous: float | None) -> Json:
    change = (value - previous) / previous if value is not None and previous else None
    return {"value": value, "previous": previous, "change": change}


def _difference(value: float | None, previous: float | None) -> Json:
    change = value - previous if value is not None and previous is not None else None
    return {"value": value, "previous": previous, "change": change}
