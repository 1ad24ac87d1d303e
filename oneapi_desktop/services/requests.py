"""The ledger, read: lists, one request in full, pages for exports."""

from typing import Any

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.channel_fields import read_line, read_whole
from oneapi_desktop.services.json_shapes import request_detail, request_row
from oneapi_desktop.services.token_fields import read_moment
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories.requests import RequestFilter, RequestRepository

MAX_LIMIT = 1000
FILTERS = ("since", "until", "token", "model", "channel", "status", "text")


class RequestService:
    """Reads request rows as JSON."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._requests = RequestRepository(database)
        self._settings = settings

    async def list(self, *, limit: Any = 50, before: Any = None, **filters: Any) -> list[dict[str, Any]]:
        """Rows that match, newest first; ``before`` is the id of the last row of the page before.

        ``since`` and ``until`` are moments as people write them (``24h``, ``2026-11-01``); see
        ``RequestFilter`` for the others. Raises InvalidInput naming the filter.
        """
        wanted = RequestFilter(
            since_ms=self._moment(filters.pop("since", None), "since"),
            until_ms=self._moment(filters.pop("until", None), "until"),
            token=_reference(filters.pop("token", None), "token"),
            model=_text(filters.pop("model", None), "model"),
            channel=_reference(filters.pop("channel", None), "channel"),
            status=_text(filters.pop("status", None), "status"),
            text=_text(filters.pop("text", None), "text"),
            before_id=None if before is None else read_whole(before, "before", 0, 2**62),
            limit=read_whole(limit, "limit", 1, MAX_LIMIT),
        )
        if filters:
            raise InvalidInput(next(iter(filters)), f"is no filter; filters are {', '.join(FILTERS)}")
        return [request_row(record) for record in await self._requests.list(wanted)]

    async def show(self, request: int | str) -> dict[str, Any]:
        """One request in full, by row id or request id. Raises NotFound."""
        text = str(request).strip()
        number = text.isascii() and text.isdecimal() and len(text) < 19
        return request_detail(await self._requests.get(int(text) if number else text))

    def _moment(self, value: Any, field: str) -> int | None:
        return None if value is None else read_moment(value, field, zone=self._settings.time_zone, past=True)


def _text(value: Any, field: str) -> str:
    return "" if value is None else read_line(str(value), field)


def _reference(value: Any, field: str) -> int | str | None:
    if value is None or isinstance(value, int):
        return value
    return read_line(value, field)
