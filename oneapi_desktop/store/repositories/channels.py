"""Configured upstreams. Their secrets are in the vault, never here."""

import builtins
import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import sqlite_utils

from oneapi_desktop.domain.channel import Channel, ChannelStatus
from oneapi_desktop.domain.errors import NotFound
from oneapi_desktop.store.database import Database

_EDITABLE = (
    "name", "provider", "secret_ref", "key_hint", "base_url", "models", "model_mapping", "groups",
    "priority", "weight", "config", "param_override", "system_prompt", "test_model", "auto_disable",
)  # fmt: skip
_KEPT = (
    "status", "status_reason", "created_at", "tested_at", "test_ms", "test_error", "balance_nano",
    "balance_currency", "balance_at",
)  # fmt: skip
_SELECT = (
    f"SELECT {', '.join(f'c.{column}' for column in (*_EDITABLE, *_KEPT))}, c.id, ifnull(b.used_nano, 0) "
    "FROM channels c LEFT JOIN balances b ON b.kind = 2 AND b.ref = c.id"
)
_INSERT = (
    f"INSERT INTO channels ({', '.join((*_EDITABLE, *_KEPT))}) "
    f"VALUES ({', '.join('?' * (len(_EDITABLE) + len(_KEPT)))})"
)
_UPDATE = f"UPDATE channels SET {', '.join(f'{column} = ?' for column in _EDITABLE)} WHERE id = ?"
_JSON = frozenset({"models", "model_mapping", "groups", "config", "param_override"})


class ChannelRepository:
    """Channels as domain objects. ``used_nano`` is kept by the ledger and is read-only here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> list[Channel]:
        """All channels in order of id."""
        rows = await self._database.read(lambda db: db.execute(f"{_SELECT} ORDER BY c.id").fetchall())
        return [_channel(row) for row in rows]

    async def get(self, channel_id: int) -> Channel:
        """One channel. Raises NotFound."""
        row = await self._database.read(lambda db: db.execute(f"{_SELECT} WHERE c.id = ?", (channel_id,)).fetchone())
        if row is None:
            raise _missing(channel_id)
        return _channel(row)

    async def add(self, channel: Channel) -> Channel:
        """Store a new channel; the same with the id it got."""
        return (await self.add_many([channel]))[0]

    async def add_many(self, channels: Sequence[Channel]) -> builtins.list[Channel]:
        """Store several channels, all or none."""

        def write(db: sqlite_utils.Database) -> builtins.list[Channel]:
            added = []
            for channel in channels:
                values = _values(channel, (*_EDITABLE, *_KEPT))
                row_id = db.execute(_INSERT, values).lastrowid or 0
                self._database.note("channels", row_id, "insert")
                added.append(replace(channel, id=row_id, used_nano=0))
            return added

        return await self._database.write(write)

    async def update(self, channel: Channel) -> None:
        """Store what its owner edits. Status, test and balance have methods of their own, so that
        saving a form never undoes what the gateway found out meanwhile. Raises NotFound."""
        await self._change(channel.id, _UPDATE, (*_values(channel, _EDITABLE), channel.id))

    async def delete(self, channel_id: int) -> None:
        """Remove a channel. Its ledger rows, and what it has cost, stay. Raises NotFound."""

        def write(db: sqlite_utils.Database) -> None:
            if not db.execute("DELETE FROM channels WHERE id = ?", (channel_id,)).rowcount:
                raise _missing(channel_id)
            self._database.note("channels", channel_id, "delete")

        await self._database.write(write)

    async def set_status(
        self,
        channel_id: int,
        status: ChannelStatus,
        reason: str = "",
        *,
        only_from: Collection[ChannelStatus] | None = None,
    ) -> bool:
        """Switch a channel on or off; False, and nothing changed, when its present status is not among
        ``only_from`` (any, if None). Raises NotFound."""
        allowed = [one.value for one in (ChannelStatus if only_from is None else only_from)]

        def write(db: sqlite_utils.Database) -> bool:
            changed = db.execute(
                "UPDATE channels SET status = ?, status_reason = ? "
                f"WHERE id = ? AND status IN ({', '.join('?' * len(allowed))})",
                (status.value, reason, channel_id, *allowed),
            ).rowcount
            if changed:
                self._database.note("channels", channel_id, "update")
            elif db.execute("SELECT 1 FROM channels WHERE id = ?", (channel_id,)).fetchone() is None:
                raise _missing(channel_id)
            return bool(changed)

        return await self._database.write(write)

    async def record_test(self, channel_id: int, *, tested_at: int, test_ms: int | None, error: str) -> None:
        """Keep the result of a test: when, how long, and the error or an empty text. Raises NotFound."""
        sql = "UPDATE channels SET tested_at = ?, test_ms = ?, test_error = ? WHERE id = ?"
        await self._change(channel_id, sql, (tested_at, test_ms, error, channel_id))

    async def record_balance(self, channel_id: int, *, nano: int | None, currency: str, at: int) -> None:
        """Keep what the upstream says is left, in nano-units of a currency. Raises NotFound."""
        sql = "UPDATE channels SET balance_nano = ?, balance_currency = ?, balance_at = ? WHERE id = ?"
        await self._change(channel_id, sql, (nano, currency, at, channel_id))

    async def _change(self, channel_id: int, sql: str, values: tuple[Any, ...]) -> None:
        def write(db: sqlite_utils.Database) -> None:
            if not db.execute(sql, values).rowcount:
                raise _missing(channel_id)
            self._database.note("channels", channel_id, "update")

        await self._database.write(write)


def _missing(channel_id: int) -> NotFound:
    return NotFound(f"there is no channel {channel_id}")


def _values(channel: Channel, columns: Sequence[str]) -> tuple[Any, ...]:
    values = []
    for column in columns:
        value = getattr(channel, column)
        if column in _JSON:
            value = json.dumps(value)
        elif column == "status":
            value = channel.status.value
        values.append(value)
    return tuple(values)


def _channel(row: tuple[Any, ...]) -> Channel:
    named: dict[str, Any] = dict(zip((*_EDITABLE, *_KEPT, "id", "used_nano"), row, strict=True))
    named |= {column: json.loads(named[column]) for column in _JSON}
    named["models"] = tuple(named["models"])
    named["groups"] = tuple(named["groups"])
    named["status"] = ChannelStatus(named["status"])
    named["auto_disable"] = bool(named["auto_disable"])
    return Channel(**named)
