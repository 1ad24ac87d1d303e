"""Requests noted as open: being served now, or left by a process that died."""

import json

from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.ledger_rows import COLUMNS, record_of


class OpenRequestRepository:
    """Reads what ``Database.open_request`` noted."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> list[RequestRecord]:
        """All open requests, oldest first; their ``id`` is 0."""
        rows = await self._database.read(
            lambda db: db.execute("SELECT record FROM open_requests ORDER BY created_at, request_id").fetchall()
        )
        records = [json.loads(text) for (text,) in rows]
        return [record_of([*(record[column] for column in COLUMNS), 0]) for record in records]
