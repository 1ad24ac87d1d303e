"""The ledger's rows: finding, exporting, summing and retiring them. They are written by
``Database.append`` alone and never changed."""

import builtins
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import sqlite_utils

from oneapi_desktop.domain.errors import NotFound
from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.ledger_rows import SELECT, record_of
from oneapi_desktop.store.migrations import HOUR_MS, KIND_TOKEN
from oneapi_desktop.store.request_count import Count, count
from oneapi_desktop.store.request_search import RequestFilter, find, find_recorded_after

__all__ = ["Latency", "RequestFilter", "RequestRepository"]


@dataclass(frozen=True, slots=True)
class Latency:
    """Percentiles in microseconds of the newest ``sample`` answered requests of a range; None when there is
    nothing to measure."""

    sample: int
    ttft_p50_us: int | None
    ttft_p99_us: int | None
    duration_p50_us: int | None
    duration_p99_us: int | None
    overhead_p50_us: int | None
    overhead_p99_us: int | None


class RequestRepository:
    """Reads the ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, wanted: RequestFilter | None = None) -> list[RequestRecord]:
        """Rows that match, newest beginning first. Raises InvalidInput for a status that is none."""
        sought = wanted or RequestFilter()
        return await self._database.read(lambda db: find(db, sought))

    async def get(self, request: int | str) -> RequestRecord:
        """The row of an id (int) or of a request id (str). Raises NotFound."""
        column = "id" if isinstance(request, int) else "request_id"
        row = await self._database.read(lambda db: db.execute(f"{SELECT} WHERE {column} = ?", (request,)).fetchone())
        if row is None:
            raise NotFound(f"there is no request {request}")
        return record_of(row)

    async def recorded_after(self, row_id: int, wanted: RequestFilter | None = None) -> builtins.list[RequestRecord]:
        """Rows that match and were recorded after that row, oldest first, at most ``limit``."""
        sought = wanted or RequestFilter()
        return await self._database.read(lambda db: find_recorded_after(db, sought, row_id))

    async def count(self, wanted: RequestFilter | None = None) -> Count:
        """How many rows match, quickly (page and limit do not matter). Raises InvalidInput for a status
        that is none."""
        sought = wanted or RequestFilter()
        return await self._database.read(lambda db: count(db, sought))

    async def newest_id(self) -> int:
        """The id of the row recorded last; 0 in an empty log."""
        return await self._database.read(lambda db: db.execute("SELECT ifnull(max(id), 0) FROM requests").fetchone()[0])

    async def iterate(
        self, wanted: RequestFilter | None = None, *, page: int = 1000
    ) -> AsyncIterator[builtins.list[RequestRecord]]:
        """All rows that match, in pages, newest first; ``limit`` bounds their number if it is less
        than all. Rows recorded meanwhile are not included."""
        sought = wanted or RequestFilter(limit=2**62)
        left = sought.limit
        while left > 0:
            rows = await self.list(replace(sought, limit=min(page, left)))
            if rows:
                yield rows
            if len(rows) < min(page, left):
                return
            left -= len(rows)
            sought = replace(sought, before_id=rows[-1].id)

    async def spend_since(self, token_id: int, since_ms: int) -> int:
        """Nano-dollars a token spent on requests that began at or after a moment."""
        hour = since_ms // HOUR_MS

        def read(db: sqlite_utils.Database) -> int:
            closed_before: int = db.execute("SELECT closed_before FROM closed_hours").fetchone()[0]
            whole: int = db.execute(
                "SELECT (SELECT ifnull(sum(cost_nano), 0) FROM usage_closed "
                "WHERE dimension = ? AND hour >= ? AND hour < ? AND ref = ?) + "
                "(SELECT ifnull(sum(cost_nano), 0) FROM usage_hourly WHERE hour >= ? AND token_id = ?)",
                (KIND_TOKEN, hour, closed_before, token_id, max(hour, closed_before), token_id),
            ).fetchone()[0]
            # Taken off rather than added on: rows that retention removed then count as spent, so a
            # budget is never exceeded because the log was shortened.
            before: int = db.execute(
                "SELECT ifnull(sum(cost_nano), 0) FROM requests INDEXED BY requests_by_token "
                "WHERE token_id = ? AND created_at >= ? AND created_at < ?",
                (token_id, hour * HOUR_MS, since_ms),
            ).fetchone()[0]
            return whole - before

        return await self._database.read(read)

    async def latency(
        self,
        *,
        since_ms: int | None = None,
        until_ms: int | None = None,
        channel_id: int | None = None,
        model: str = "",
        sample: int = 5_000,
    ) -> Latency:
        """Percentiles over the newest ``sample`` rows of a range that have outcome ``done``."""
        along, tests, values = "requests_by_time", ["outcome = 'done'"], list[int | str]()
        for index, test, value in (
            (along, "created_at >= ?", since_ms),
            (along, "created_at < ?", until_ms),
            ("requests_by_channel", "channel_id = ?", channel_id),
            ("requests_by_model", "model = ?", model or None),
        ):
            if value is not None:
                along = index
                tests.append(test)
                values.append(value)
        sql = (
            f"SELECT ttft_us, duration_us, overhead_us FROM requests INDEXED BY {along} "
            f"WHERE {' AND '.join(tests)} ORDER BY created_at DESC LIMIT ?"
        )
        rows = await self._database.read(lambda db: db.execute(sql, (*values, sample)).fetchall())
        ttft = sorted(row[0] for row in rows if row[0] is not None)
        duration, overhead = sorted(row[1] for row in rows), sorted(row[2] for row in rows)
        return Latency(
            len(rows),
            _percentile(ttft, 50), _percentile(ttft, 99),
            _percentile(duration, 50), _percentile(duration, 99),
            _percentile(overhead, 50), _percentile(overhead, 99),
        )  # fmt: skip

    async def prune(self, before_ms: int, *, batch: int = 200) -> int:
        """Delete rows of requests that began before a moment; how many. Balances and rollups keep what
        they were charged. Works in small commits, so that settling never waits long. The newest row of
        all stays, so that its id is never given out again. The feed tells ``("requests", 0, "delete")``
        once per batch."""

        def write(db: sqlite_utils.Database) -> int:
            deleted = db.execute(
                "DELETE FROM requests WHERE id IN (SELECT id FROM requests INDEXED BY requests_by_time "
                "WHERE created_at < ? AND id <> (SELECT max(id) FROM requests) ORDER BY created_at LIMIT ?)",
                (before_ms, batch),
            ).rowcount
            if deleted:
                self._database.note("requests", 0, "delete")
            return deleted

        total = 0
        while deleted := await self._database.write(write):
            total += deleted
        return total


def _percentile(ordered: list[int], percent: int) -> int | None:
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else None
