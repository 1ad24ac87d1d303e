"""Issued tokens: adding, editing, revealing and revoking them."""

import asyncio
import builtins
import difflib
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound
from oneapi_desktop.domain.token import (
    KEY_PREFIX,
    Token,
    TokenStatus,
    hash_key,
    key_hint,
    new_key,
    normalise_key,
    parse_networks,
)
from oneapi_desktop.services.channel_fields import read_name, read_names, read_whole
from oneapi_desktop.services.token_fields import (
    BUDGET_FIELDS,
    MAX_PER_MINUTE,
    read_budgets,
    read_expiry,
)
from oneapi_desktop.services.vault_on_demand import SecretStore
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories.tokens import TokenRepository

NEW_FIELDS = frozenset(
    {"name", "key", "unlimited", *BUDGET_FIELDS, "expires_at", "models", "subnet", "rpm", "tpm", "status"}
)
"""What a new token may be given; also the keys of a token in an import file."""

EDIT_FIELDS = NEW_FIELDS - {"key"}


class TokenService:
    """The one place where tokens change. Keys leave it with their ``sk-`` prefix."""

    def __init__(self, database: Database, vault: SecretStore, settings: Settings) -> None:
        self._tokens = TokenRepository(database)
        self._vault = vault
        self._settings = settings
        self._changing = asyncio.Lock()

    async def list(self, *, revoked: bool = True) -> builtins.list[Token]:
        """All tokens in order of id, without revoked ones if so wished."""
        found = await self._tokens.list()
        return [token for token in found if revoked or token.status is not TokenStatus.REVOKED]

    async def find(self, wanted: int | str) -> Token:
        """A token by id or by its name; of several with one name the one not revoked. Raises NotFound,
        or Conflict when a name is ambiguous."""
        text = str(wanted).strip()
        if text.isascii() and text.isdecimal() and len(text) < 19:
            return await self._tokens.get(int(text))
        tokens = await self._tokens.list()
        named = [token for token in tokens if token.name == text]
        living = [token for token in named if token.status is not TokenStatus.REVOKED]
        chosen = living or named
        if len(chosen) > 1:
            ids = ", ".join(str(token.id) for token in chosen)
            raise Conflict(f"several tokens are called {text!r}; use an id: {ids}")
        if not chosen:
            near = difflib.get_close_matches(text, [token.name for token in tokens], n=2)
            hint = f"did you mean {' or '.join(near)}?" if near else "see 'oneapi-desktop token list'"
            raise NotFound(f"there is no token {text!r}; {hint}")
        return chosen[0]

    def draft(self, fields: Mapping[str, Any], *, past: bool = False) -> tuple[Token, str]:
        """A token without id, and its bare key. Touches nothing. ``past`` allows an expiry that is over
        (an export of such a token can be imported). Raises InvalidInput."""
        _refuse_unknown(fields, NEW_FIELDS)
        if fields.get("name") is None:
            raise InvalidInput("name", "write a name")
        given = fields.get("key")
        if given is not None and not isinstance(given, str):
            raise InvalidInput("key", "write text")
        key = new_key() if not given else normalise_key(given)
        token = Token(
            id=0,
            name=read_name(fields["name"]),
            key_hash=hash_key(key),
            key_hint=key_hint(key),
            created_at=time.time_ns() // 1_000_000,
        )
        return self._apply(token, fields, new=True, past=past), key

    async def add(self, fields: Mapping[str, Any]) -> tuple[Token, str]:
        """Store a new token; it and its key with prefix. Raises InvalidInput, Conflict for a name or
        key in use, VaultError."""
        return (await self.add_drafts([self.draft(fields)]))[0]

    async def add_drafts(self, drafts: Sequence[tuple[Token, str]]) -> builtins.list[tuple[Token, str]]:
        """Store drafted tokens, all or none."""
        async with self._changing:
            taken = {token.name for token in await self.list(revoked=False)}
            for token, _ in drafts:
                if token.name in taken:
                    raise Conflict(f"name: there is a token {token.name!r} already; choose another name")
                taken.add(token.name)
            sealed = await asyncio.to_thread(lambda: [(token, self._vault.seal(key.encode())) for token, key in drafts])
            added = await self._tokens.add_many(sealed)
            return [(token, KEY_PREFIX + key) for token, (_, key) in zip(added, drafts, strict=True)]

    async def edit(self, token_id: int, fields: Mapping[str, Any]) -> Token:
        """Change what is named. Raises InvalidInput, NotFound, Conflict."""
        _refuse_unknown(fields, EDIT_FIELDS)
        async with self._changing:
            old = await self._tokens.get(token_id)
            if old.status is TokenStatus.REVOKED:
                raise Conflict(f"token {old.name!r} is revoked for ever; add a new one")
            token = self._apply(old, fields, new=False)
            if fields.get("name") is not None:
                token = replace(token, name=read_name(fields["name"]))
            if token.name != old.name and any(t.name == token.name for t in await self.list(revoked=False)):
                raise Conflict(f"name: there is a token {token.name!r} already; choose another name")
            await self._tokens.update(token)
            return token

    async def overwrite(self, old: Token, draft: Token, key: str | None) -> Token:
        """Put a drafted token in the place of an old one; id and spending stay, the key is replaced
        when one is given (bare)."""
        async with self._changing:
            token = replace(
                draft,
                id=old.id,
                name=old.name,
                created_at=old.created_at,
                used_nano=old.used_nano,
                key_hash=old.key_hash,
                key_hint=old.key_hint,
            )
            await self._tokens.update(token)
            if key is not None:
                sealed = await asyncio.to_thread(self._vault.seal, key.encode())
                await self._tokens.set_key(old.id, hash_key(key), key_hint(key), sealed)
            return await self._tokens.get(old.id)

    async def revoke(self, token_id: int) -> Token:
        """Make a token useless for ever; its requests stay in the ledger. Raises NotFound."""
        async with self._changing:
            token = replace(await self._tokens.get(token_id), status=TokenStatus.REVOKED)
            await self._tokens.update(token)
            return token

    async def reveal(self, token_id: int) -> str:
        """A token's key with prefix. Raises NotFound, VaultError."""
        sealed = await self._tokens.sealed_key(token_id)
        return KEY_PREFIX + (await asyncio.to_thread(self._vault.unseal, sealed)).decode()

    def _apply(self, token: Token, fields: Mapping[str, Any], *, new: bool, past: bool = False) -> Token:
        given = {name: value for name, value in fields.items() if value is not None}
        changes: dict[str, Any] = {"budgets": read_budgets(given, None if new else token.budgets)}
        if "expires_at" in given:
            zone = self._settings.time_zone
            changes["expires_at"] = read_expiry(given["expires_at"], zone=zone, past=past)
        if "models" in given:
            changes["models"] = frozenset(read_names(given["models"], "models", longest=256))
        if "subnet" in given:
            if not isinstance(given["subnet"], str | list):
                raise InvalidInput("subnet", "write addresses or CIDR blocks like 192.168.1.0/24")
            entries = given["subnet"]
            changes["networks"] = parse_networks(entries if isinstance(entries, str) else [*map(str, entries)])
        for field, name in (("rpm", "requests_per_minute"), ("tpm", "tokens_per_minute")):
            if field in given:
                changes[name] = read_whole(given[field], field, 0, MAX_PER_MINUTE)
        if "status" in given:
            changes["status"] = _read_status(given["status"])
        return replace(token, **changes)


def _read_status(value: Any) -> TokenStatus:
    if value not in (TokenStatus.ENABLED.value, TokenStatus.DISABLED.value):
        raise InvalidInput("status", "write enabled or disabled")
    return TokenStatus(value)


def _refuse_unknown(fields: Mapping[str, Any], known: frozenset[str]) -> None:
    for name in fields:
        if name not in known:
            raise InvalidInput(name, f"a token has no such field; it takes {', '.join(sorted(known))}")
