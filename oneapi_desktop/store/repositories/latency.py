"""Latency histograms of past hours and of the hour under way."""

from collections import Counter
from typing import NamedTuple

import sqlite_utils

from oneapi_desktop.store.database import Database
from oneapi_desktop.store.latency import answered, histograms_of, read_histogram
from oneapi_desktop.store.migrations import DIMENSION_MODEL, DIMENSION_TOTAL, HOUR_MS, KIND_CHANNEL

_OPEN_HOURS = 24


class HourLatency(NamedTuple):
    """Answered requests of one hour by bucket (see ``store.latency``); ``since_ms`` is where it begins."""

    since_ms: int
    ttft: Counter[int]
    duration: Counter[int]


class LatencyRepository:
    """Reads histograms; the log itself only for hours that are not closed yet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def hours(
        self, since_ms: int, until_ms: int, *, channel_id: int | None = None, model: str | None = None
    ) -> list[HourLatency]:
        """The hours that touch [since, until) and had answered requests, in order: of all requests, or
        of one channel, or of one model."""
        dimension, ref, name = DIMENSION_TOTAL, 0, ""
        if channel_id is not None:
            dimension, ref = KIND_CHANNEL, channel_id
        elif model is not None:
            dimension, name = DIMENSION_MODEL, model
        first, last = since_ms // HOUR_MS, -(-until_ms // HOUR_MS)

        def read(db: sqlite_utils.Database) -> list[HourLatency]:
            closed_before: int = db.execute("SELECT closed_before FROM closed_hours").fetchone()[0]
            rows = db.execute(
                "SELECT hour, ttft, duration FROM latency_closed "
                "WHERE dimension = ? AND hour >= ? AND hour < ? AND ref = ? AND model = ?",
                (dimension, first, min(last, closed_before), ref, name),
            ).fetchall()
            found = [
                HourLatency(hour * HOUR_MS, read_histogram(ttft), read_histogram(duration))
                for hour, ttft, duration in rows
            ]
            # More hours than the present one are open only until closing has caught up, after an update.
            opened = max(first, closed_before)
            for hour in range(max(opened, last - _OPEN_HOURS), last):
                made = histograms_of(answered(db, hour * HOUR_MS, (hour + 1) * HOUR_MS)).get((dimension, ref, name))
                if made is not None:
                    found.append(HourLatency(hour * HOUR_MS, *made))
            return found

        return await self._database.read(read)
