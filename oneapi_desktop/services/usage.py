"""Totals out of the hourly rollups."""

from typing import Any, cast, get_args

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.json_shapes import iso_time, milliseconds, usd
from oneapi_desktop.services.time_ranges import owner_zone
from oneapi_desktop.services.token_fields import read_moment
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories.rollups import By, RollupRepository, UsageRow


class UsageService:
    """Reads usage as JSON."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._rollups = RollupRepository(database)
        self._settings = settings

    async def report(self, by: str = "model", since: Any = None, until: Any = None) -> list[dict[str, Any]]:
        """Sums by model, token, channel, user, day, hour or total. Days and hours are those of the
        owner's time zone, bounds are widened to whole hours. Raises InvalidInput."""
        if by not in get_args(By):
            raise InvalidInput("by", f"group by {', '.join(get_args(By))}")
        zone = self._settings.time_zone
        rows = await self._rollups.usage(
            cast(By, by),
            since_ms=None if since is None else read_moment(since, "since", zone=zone, past=True),
            until_ms=None if until is None else read_moment(until, "until", zone=zone, past=True),
            zone=owner_zone(self._settings),
        )
        return [_row(by, row) for row in rows]


def _row(by: str, row: UsageRow) -> dict[str, Any]:
    return {
        by: row.label or "(none)",
        "key": row.key,
        "since": iso_time(row.since_ms),
        "requests": row.requests,
        "errors": row.errors,
        "prompt_tokens": row.prompt_tokens,
        "completion_tokens": row.completion_tokens,
        "cached_tokens": row.cached_tokens,
        "reasoning_tokens": row.reasoning_tokens,
        "cost_usd": usd(row.cost_nano),
        "cost_nano_usd": row.cost_nano,
        "ttft_ms": milliseconds(row.average_ttft_us),
        "duration_ms": milliseconds(row.average_duration_us),
        "overhead_ms": milliseconds(row.average_overhead_us),
    }
