"""Responses kept for their callers, with the items that went in and came out.

A response belongs to the token that made it; nobody else can see that it exists. What was said is
sealed by the service above; only ids, times and sizes can be read here.
"""

import builtins
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlite_utils

from oneapi_desktop.store.database import Database

LONGEST_CHAIN = 1000
"""Responses that are followed back from one; a client that made more starts anew."""

_COLUMNS = "id, token_id, channel_id, upstream, previous_id, created_at, response"

_CHAIN = """
WITH RECURSIVE chain (id, previous_id, step) AS (
  SELECT id, previous_id, 1 FROM stored_responses WHERE id = :id AND token_id = :token_id
  UNION ALL
  SELECT r.id, r.previous_id, chain.step + 1 FROM chain
  JOIN stored_responses r ON r.id = chain.previous_id AND r.token_id = :token_id
  WHERE chain.step < :most
)
SELECT item FROM chain JOIN stored_items i ON i.response_id = chain.id ORDER BY chain.step DESC, i.place
"""

_OWN_ITEM = """
SELECT i.item FROM stored_items i JOIN stored_responses r ON r.id = i.response_id
WHERE i.item_id = ? AND r.token_id = ? ORDER BY r.created_at DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class StoredItem:
    """One item of a conversation; ``made`` tells that the model made it."""

    id: str
    made: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """One response as its caller saw it.

    ``upstream`` tells that the channel's provider keeps it, too, under the same id. ``created_at`` is
    Unix milliseconds. ``items`` are the request's own, then the answer's; those of earlier responses
    are found through ``previous_id``. Reading one leaves ``items`` empty.
    """

    id: str
    token_id: int
    channel_id: int
    upstream: bool
    previous_id: str
    created_at: int
    response: bytes
    items: Sequence[StoredItem] = field(default_factory=tuple)


class StoredResponseRepository:
    """Responses as they are written, found and forgotten."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, stored: StoredResponse) -> None:
        """Keep a response and its items. One with an id kept before replaces it, if it is the same token's."""
        rows = [(stored.id, place, item.made, item.id, item.content) for place, item in enumerate(stored.items)]
        size = len(stored.response) + sum(len(item.content) for item in stored.items)
        values = (stored.id, stored.token_id, stored.channel_id, stored.upstream, stored.previous_id,
                  stored.created_at, size, stored.response)  # fmt: skip

        def write(db: sqlite_utils.Database) -> None:
            _delete(db, stored.id, stored.token_id)
            added = db.execute(
                "INSERT OR IGNORE INTO stored_responses (id, token_id, channel_id, upstream, previous_id, created_at, "
                "bytes, response) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            if added.rowcount:
                db.conn.executemany(
                    "INSERT INTO stored_items (response_id, place, made, item_id, item) VALUES (?, ?, ?, ?, ?)", rows
                )

        await self._database.write(write)

    async def get(self, id: str, token_id: int) -> StoredResponse | None:
        """A token's response without its input, None when there is none of this id."""
        row = await self._database.read(
            lambda db: db.execute(
                f"SELECT {_COLUMNS} FROM stored_responses WHERE id = ? AND token_id = ?", (id, token_id)
            ).fetchone()
        )
        if row is None:
            return None
        found, owner, channel_id, upstream, previous_id, created_at, response = row
        return StoredResponse(found, owner, channel_id, bool(upstream), previous_id, created_at, response)

    async def conversation(self, id: str, token_id: int) -> builtins.list[bytes]:
        """Every item of a token's response and of those before it, oldest first: what went in and what came
        out."""
        values = {"id": id, "token_id": token_id, "most": LONGEST_CHAIN}
        rows = await self._database.read(lambda db: db.execute(_CHAIN, values).fetchall())
        return [content for (content,) in rows]

    async def input_items(self, id: str, token_id: int) -> builtins.list[bytes] | None:
        """The items that went in, in their order; None when the token has no such response."""

        def read(db: sqlite_utils.Database) -> builtins.list[tuple[bytes]] | None:
            owner = db.execute("SELECT 1 FROM stored_responses WHERE id = ? AND token_id = ?", (id, token_id))
            if owner.fetchone() is None:
                return None
            sql = "SELECT item FROM stored_items WHERE response_id = ? AND NOT made ORDER BY place"
            return db.execute(sql, (id,)).fetchall()

        rows = await self._database.read(read)
        return None if rows is None else [content for (content,) in rows]

    async def item(self, item_id: str, token_id: int) -> bytes | None:
        """The newest item of this id in a token's responses."""
        row = await self._database.read(lambda db: db.execute(_OWN_ITEM, (item_id, token_id)).fetchone())
        if row is None:
            return None
        content: bytes = row[0]
        return content

    async def delete(self, id: str, token_id: int) -> bool:
        """Forget a token's response; False when there was none."""
        return await self._database.write(lambda db: _delete(db, id, token_id))

    async def prune(self, before_ms: int, most_bytes: int) -> int:
        """Forget what is older than a moment, and the oldest of what is more than ``most_bytes``; how many."""

        def write(db: sqlite_utils.Database) -> int:
            gone = db.execute("DELETE FROM stored_responses WHERE created_at < ?", (before_ms,)).rowcount
            total = 0
            # Newest first along the index, which alone holds what is read here.
            rows = db.execute("SELECT created_at, bytes FROM stored_responses ORDER BY created_at DESC").fetchall()
            for created_at, size in rows:
                total += size
                if total > most_bytes:
                    sql = "DELETE FROM stored_responses WHERE created_at <= ?"
                    return gone + db.execute(sql, (created_at,)).rowcount
            return gone

        return await self._database.write(write)


def _delete(db: sqlite_utils.Database, id: str, token_id: int) -> bool:
    # The items go with it by the schema's cascade.
    return bool(db.execute("DELETE FROM stored_responses WHERE id = ? AND token_id = ?", (id, token_id)).rowcount)
