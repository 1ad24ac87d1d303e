"""Issued tokens with their sealed keys and what they have spent."""

import builtins
import ipaddress
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import sqlite_utils

from oneapi_desktop.domain.errors import Conflict, NotFound
from oneapi_desktop.domain.token import Budgets, Token, TokenStatus
from oneapi_desktop.store.database import Database

_EDITABLE = (
    "user_id", "name", "status", "expires_at", "budget_total", "budget_day", "budget_week", "budget_month",
    "models", "networks", "requests_per_minute", "tokens_per_minute",
)  # fmt: skip
_COLUMNS = (*_EDITABLE, "key_hash", "key_hint", "created_at", "id")
_SELECT = (
    f"SELECT {', '.join(f't.{column}' for column in _COLUMNS)}, ifnull(b.used_nano, 0), b.last_used_at "
    "FROM tokens t LEFT JOIN balances b ON b.kind = 1 AND b.ref = t.id"
)
_INSERT = (
    f"INSERT INTO tokens ({', '.join(_EDITABLE)}, key_hash, key_hint, created_at, key_sealed) "
    f"VALUES ({', '.join('?' * (len(_EDITABLE) + 4))})"
)
_UPDATE = f"UPDATE tokens SET {', '.join(f'{column} = ?' for column in _EDITABLE)} WHERE id = ?"


class TokenRepository:
    """Tokens as domain objects. ``used_nano`` and ``last_used_at`` are kept by the ledger and are
    read-only here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> list[Token]:
        """All tokens, revoked ones too, in order of id."""
        rows = await self._database.read(lambda db: db.execute(f"{_SELECT} ORDER BY t.id").fetchall())
        return [_token(row) for row in rows]

    async def get(self, token_id: int) -> Token:
        """One token. Raises NotFound."""
        row = await self._database.read(lambda db: db.execute(f"{_SELECT} WHERE t.id = ?", (token_id,)).fetchone())
        if row is None:
            raise _missing(token_id)
        return _token(row)

    async def add(self, token: Token, key_sealed: bytes) -> Token:
        """Store a new token; the same with the id it got. Raises Conflict if its key exists already."""
        return (await self.add_many([(token, key_sealed)]))[0]

    async def add_many(self, tokens: Sequence[tuple[Token, bytes]]) -> builtins.list[Token]:
        """Store several tokens, all or none; see ``add``."""

        def write(db: sqlite_utils.Database) -> builtins.list[Token]:
            added = []
            for token, key_sealed in tokens:
                values = (*_editable(token), token.key_hash, token.key_hint, token.created_at, key_sealed)
                row_id = _checked(db, _INSERT, values, token).lastrowid or 0
                self._database.note("tokens", row_id, "insert")
                added.append(replace(token, id=row_id, used_nano=0, last_used_at=None))
            return added

        return await self._database.write(write)

    async def update(self, token: Token) -> None:
        """Store everything that may be edited: all but key, creation time and spending. Raises NotFound."""

        def write(db: sqlite_utils.Database) -> None:
            if not _checked(db, _UPDATE, (*_editable(token), token.id), token).rowcount:
                raise _missing(token.id)
            self._database.note("tokens", token.id, "update")

        await self._database.write(write)

    async def set_key(self, token_id: int, key_hash: bytes, key_hint: str, key_sealed: bytes) -> None:
        """Give a token another key. Raises NotFound, or Conflict if the key exists already."""

        def write(db: sqlite_utils.Database) -> None:
            sql = "UPDATE tokens SET key_hash = ?, key_hint = ?, key_sealed = ? WHERE id = ?"
            if not _checked(db, sql, (key_hash, key_hint, key_sealed, token_id), None).rowcount:
                raise _missing(token_id)
            self._database.note("tokens", token_id, "update")

        await self._database.write(write)

    async def delete(self, token_id: int) -> None:
        """Remove a token. Its ledger rows, and what it has spent, stay. Raises NotFound."""

        def write(db: sqlite_utils.Database) -> None:
            if not db.execute("DELETE FROM tokens WHERE id = ?", (token_id,)).rowcount:
                raise _missing(token_id)
            self._database.note("tokens", token_id, "delete")

        await self._database.write(write)

    async def sealed_key(self, token_id: int) -> bytes:
        """The key as the vault sealed it. Raises NotFound."""
        row = await self._database.read(
            lambda db: db.execute("SELECT key_sealed FROM tokens WHERE id = ?", (token_id,)).fetchone()
        )
        if row is None:
            raise _missing(token_id)
        return bytes(row[0])


def _checked(db: sqlite_utils.Database, sql: str, values: tuple[Any, ...], token: Token | None) -> sqlite3.Cursor:
    try:
        return db.execute(sql, values)
    except sqlite3.IntegrityError as error:
        if "key_hash" in str(error):
            raise Conflict("a token with this key exists already") from None
        if token is not None and "FOREIGN KEY" in str(error):
            raise NotFound(f"there is no user {token.user_id}") from None
        raise


def _missing(token_id: int) -> NotFound:
    return NotFound(f"there is no token {token_id}")


def _editable(token: Token) -> tuple[Any, ...]:
    budgets = token.budgets
    return (
        token.user_id, token.name, token.status.value, token.expires_at,
        budgets.total, budgets.day, budgets.week, budgets.month,
        json.dumps(sorted(token.models)), json.dumps([str(network) for network in token.networks]),
        token.requests_per_minute, token.tokens_per_minute,
    )  # fmt: skip


def _token(row: tuple[Any, ...]) -> Token:
    return Token(
        id=row[15],
        name=row[1],
        key_hash=row[12],
        key_hint=row[13],
        user_id=row[0],
        status=TokenStatus(row[2]),
        created_at=row[14],
        expires_at=row[3],
        budgets=Budgets(*row[4:8]),
        used_nano=row[16],
        models=frozenset(json.loads(row[8])),
        networks=tuple(ipaddress.ip_network(text) for text in json.loads(row[9])),
        requests_per_minute=row[10],
        tokens_per_minute=row[11],
        last_used_at=row[17] or None,
    )
