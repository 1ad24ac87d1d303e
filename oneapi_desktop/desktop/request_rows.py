"""The ledger as the source of a paged table."""

from typing import Any

from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.widgets.columns import Row

MOST_AT_ONCE = 1000


class RequestRows:
    """A ``RowSource`` of the requests that match filters: since, until, token, model, channel, status, text."""

    def __init__(self, bridge: Bridge, filters: dict[str, Any]) -> None:
        self._bridge = bridge
        self._filters = filters
        self._recorded = 0
        self._shown = 0
        self.precision = "exact"
        """Of the count: exact, estimate or at_least."""

    async def begin(self) -> int:
        """Freeze at the newest row."""
        first = await self._bridge.run("request.page", limit=1, **self._filters)
        self._recorded = self._shown = int(first["recorded"])
        counted = await self._bridge.run("request.count", **self._filters)
        self.precision = counted["precision"]
        return int(counted["count"])

    async def rows(self, offset: int, limit: int, after: Row | None) -> list[Row]:
        """Rows of the frozen state."""
        place = {"skip": offset} if after is None else {"before": after["id"]}
        page = await self._bridge.run("request.page", limit=limit, recorded=self._recorded, **place, **self._filters)
        return list(page["rows"])

    async def newer(self, ids: frozenset[int]) -> list[Row]:
        """Matching rows that were recorded since; nothing when these were told before."""
        if max(ids) <= self._shown:
            return []
        fresh = await self._bridge.run("request.fresh", after=self._shown, limit=MOST_AT_ONCE, **self._filters)
        self._shown = max(self._shown, int(fresh["recorded"]))
        return list(reversed(fresh["rows"]))
