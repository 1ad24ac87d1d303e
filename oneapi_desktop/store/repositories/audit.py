"""Who changed what, when."""

import json
import time
from dataclasses import dataclass
from typing import Any

from oneapi_desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change. ``created_at`` is Unix milliseconds; ``object`` names what was changed, such as
    ``channel 3``; ``before`` and ``after`` are plain JSON values and hold no secret."""

    actor: str
    action: str
    object: str
    before: Any = None
    after: Any = None
    created_at: int = 0
    id: int = 0


class AuditRepository:
    """The trail of management actions. Entries are added and read, never changed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, entry: AuditEntry) -> int:
        """Keep an entry, dated now if it bears no date; its id."""
        created_at = entry.created_at or time.time_ns() // 1_000_000
        before, after = json.dumps(entry.before), json.dumps(entry.after)
        values = (created_at, entry.actor, entry.action, entry.object, before, after)
        sql = "INSERT INTO audit (created_at, actor, action, object, before, after) VALUES (?, ?, ?, ?, ?, ?)"
        return await self._database.write(lambda db: db.execute(sql, values).lastrowid or 0)

    async def list(self, *, limit: int = 100, before_id: int | None = None) -> list[AuditEntry]:
        """The newest entries first; those with smaller ids than ``before_id``, for the next page."""
        rows = await self._database.read(
            lambda db: db.execute(
                "SELECT actor, action, object, before, after, created_at, id FROM audit "
                "WHERE id < ? ORDER BY id DESC LIMIT ?",
                (2**63 - 1 if before_id is None else before_id, limit),
            ).fetchall()
        )
        return [_entry(row) for row in rows]


def _entry(row: tuple[Any, ...]) -> AuditEntry:
    actor, action, name, before, after, created_at, entry_id = row
    return AuditEntry(actor, action, name, json.loads(before), json.loads(after), created_at, entry_id)
