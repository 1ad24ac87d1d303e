"""The ledger, read: lists, one request in full, pages for exports."""

from dataclasses import replace
from typing import Any

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.request_record import RequestRecord
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
        wanted = self._filter(limit, before, filters)
        return [request_row(record) for record in await self._requests.list(wanted)]

    async def page(
        self, *, limit: Any = 200, before: Any = None, skip: Any = 0, recorded: Any = None, **filters: Any
    ) -> dict[str, Any]:
        """One page of a long list, newest first, and how to go on.

        ``skip`` jumps to a place in the list; with ``recorded`` of the first page the list stays as it was then.

        ``next`` is the ``before`` of the following page, None on the last one; ``recorded`` the ``after``
        of ``fresh`` that will tell what was recorded since this page was read.
        """
        newest = await self._requests.newest_id() if recorded is None else read_whole(recorded, "recorded", 0, 2**62)
        wanted = replace(
            self._filter(limit, before, filters), recorded_id=newest, skip=read_whole(skip, "skip", 0, 2**62)
        )
        found = await self._requests.list(wanted)
        return {
            "rows": [request_row(record) for record in found],
            "next": found[-1].id if len(found) == wanted.limit else None,
            "recorded": newest,
        }

    async def fresh(self, after: Any, *, limit: Any = 200, **filters: Any) -> dict[str, Any]:
        """Rows recorded after the row ``after``, oldest first; ``recorded`` is the next ``after``. With
        ``more`` there are further ones. Their place in a list is by ``created_at``, then ``id``."""
        wanted = self._filter(limit, None, filters)
        row_id = read_whole(after, "after", 0, 2**62)
        newest = await self._requests.newest_id()
        found = await self._requests.recorded_after(row_id, wanted)
        more = len(found) == wanted.limit
        return {
            "rows": [request_row(record) for record in found],
            "recorded": found[-1].id if more else max([newest, *(record.id for record in found)]),
            "more": more,
        }

    async def count(self, **filters: Any) -> dict[str, Any]:
        """How many rows match; ``precision`` is exact, estimate or at_least."""
        found = await self._requests.count(self._filter(1, None, filters))
        return {"count": found.rows, "precision": found.precision}

    def _filter(self, limit: Any, before: Any, filters: dict[str, Any]) -> RequestFilter:
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
        return wanted

    async def show(self, request: int | str) -> dict[str, Any]:
        """One request in full, by row id or request id. Raises NotFound."""
        return request_detail(await self.record(request))

    async def record(self, request: int | str) -> RequestRecord:
        """The ledger's row, by row id or request id. Raises NotFound."""
        text = str(request).strip()
        number = text.isascii() and text.isdecimal() and len(text) < 19
        return await self._requests.get(int(text) if number else text)

    def _moment(self, value: Any, field: str) -> int | None:
        return None if value is None else read_moment(value, field, zone=self._settings.time_zone, past=True)


def _text(value: Any, field: str) -> str:
    return "" if value is None else read_line(str(value), field)


def _reference(value: Any, field: str) -> int | str | None:
    if value is None or isinstance(value, int):
        return value
    return read_line(value, field)
