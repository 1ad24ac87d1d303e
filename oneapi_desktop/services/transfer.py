"""Channels and tokens as one JSON document: taking over and giving away.

The document: ``{"format": "oneapi-desktop", "version": 1, "channels": […], "tokens": […]}``;
``format`` and ``version`` may be absent. A channel has the fields of ``channel_draft.NEW_FIELDS``,
a token those of ``tokens.NEW_FIELDS``. Keys and other secrets are exported only when a passphrase
is given, and then stand sealed in ``secrets``: ``{"channels": {name: {key, headers, proxy, config}},
"tokens": {name: key}}``.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from oneapi_desktop.domain.channel import Channel, ChannelSecrets, ChannelStatus
from oneapi_desktop.domain.errors import Conflict, InvalidInput, OneApiError
from oneapi_desktop.domain.money import nano_to_usd_text
from oneapi_desktop.domain.token import KEY_PREFIX, Token, TokenStatus
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.services.channel_draft import new_channel
from oneapi_desktop.services.channel_fields import read_base_url, read_config
from oneapi_desktop.services.channels import ChannelService
from oneapi_desktop.services.json_shapes import iso_time
from oneapi_desktop.services.sealed_document import (
    check_passphrase,
    seal_with_passphrase,
    unseal_with_passphrase,
)
from oneapi_desktop.services.tokens import TokenService

FORMAT = "oneapi-desktop"
VERSION = 1
MAX_ENTRIES = 100_000
_DOCUMENT_KEYS = frozenset({"format", "version", "channels", "tokens", "secrets"})
_SECRET_FIELDS = ("key", "headers", "proxy", "config")

OnConflict = Literal["fail", "skip", "replace"]


@dataclass(slots=True)
class _Plan:
    """What an import would do; drafts, and the old object where there is one."""

    channels: list[tuple[Channel, ChannelSecrets, Channel | None, str]]
    tokens: list[tuple[Token, str, bool, Token | None, str]]


class TransferService:
    """Imports and exports."""

    def __init__(self, channels: ChannelService, tokens: TokenService) -> None:
        self._channels = channels
        self._tokens = tokens

    async def take_over(
        self,
        document: Any,
        *,
        on_conflict: str = "fail",
        dry_run: bool = False,
        passphrase: str | None = None,
    ) -> dict[str, Any]:
        """Store what a document holds, all or nothing: everything is checked before anything is stored.

        ``on_conflict`` says what becomes of names that exist: ``fail``, ``skip`` or ``replace``.
        Raises InvalidInput naming entry and field (``channels[2].base_url``), or Conflict.
        The answer names each entry and what was done; a token's key is told when it was made now.
        """
        if on_conflict not in get_args(OnConflict):
            raise InvalidInput("on_conflict", f"choose one of {', '.join(get_args(OnConflict))}")
        plan = await self._plan(await _with_secrets(document, passphrase), on_conflict)
        if not dry_run:
            await self._carry_out(plan)
        return {
            "dry_run": dry_run,
            "channels": [{"name": c.name, "type": c.provider, "action": a} for c, _, _, a in plan.channels],
            "tokens": [
                {"name": token.name, "action": action, "new_key": made and action == "added"}
                | ({"key": KEY_PREFIX + key} if made and action == "added" and not dry_run else {})
                for token, key, made, _, action in plan.tokens
            ],
        }

    async def _plan(self, document: Mapping[str, Any], on_conflict: str) -> _Plan:
        plan = _Plan([], [])
        channels = {channel.name: channel for channel in await self._channels.list()}
        seen: set[str] = set()
        for place, entry in _entries(document, "channels"):
            with _Placed(place):
                if not entry.get("name"):
                    raise InvalidInput("name", "write a name")
                former = channels.get(str(entry["name"]))
                if former is not None and on_conflict == "replace":
                    entry = await self._with_kept_secrets(entry, former)
                channel, hidden = new_channel(entry)
            action = _action(place, channel.name, channels.get(channel.name), seen, on_conflict)
            plan.channels.append((channel, hidden, channels.get(channel.name), action))
        everyone = await self._tokens.list()
        tokens = {token.name: token for token in everyone if token.status is not TokenStatus.REVOKED}
        hashes = {token.key_hash: token.name for token in everyone}
        seen = set()
        for place, entry in _entries(document, "tokens"):
            with _Placed(place):
                token, key = self._tokens.draft(entry, past=True)
            old = tokens.get(token.name)
            action = _action(place, token.name, old, seen, on_conflict)
            holder = hashes.get(token.key_hash)
            if action != "skipped":
                if holder is not None and not (action == "replaced" and old and holder == old.name):
                    raise InvalidInput(f"{place}.key", "another token has this key already; leave it out for a new one")
                hashes[token.key_hash] = token.name
            plan.tokens.append((token, key, not entry.get("key"), old, action))
        return plan

    async def _with_kept_secrets(self, entry: dict[str, Any], former: Channel) -> dict[str, Any]:
        """An entry that replaces a channel and names no key keeps the present one, but only for the
        same kind of upstream at the same address: a file must not be able to redirect a key."""
        same = find_provider(entry.get("type", "")).name == former.provider
        if entry.get("key") or not same or read_base_url(entry.get("base_url") or "") != former.base_url:
            return entry
        present = await self._channels.secrets_of(former)
        kept = {name: value for name, value in asdict(present).items() if value and name != "config"}
        return kept | entry | {"config": present.config | read_config(entry.get("config") or {})}

    async def _carry_out(self, plan: _Plan) -> None:
        """New things first, each kind in one commit; they are taken back if a later step fails."""
        added = await self._channels.add_drafts([(c, s) for c, s, _, action in plan.channels if action == "added"])
        try:
            await self._tokens.add_drafts([(t, key) for t, key, _, _, action in plan.tokens if action == "added"])
        except BaseException:
            for channel in added:
                await self._channels.remove(channel.id)
            raise
        for channel, hidden, former, action in plan.channels:
            if action == "replaced" and former is not None:
                await self._channels.overwrite(former, channel, hidden)
        for token, key, made, old, action in plan.tokens:
            if action == "replaced" and old is not None:
                await self._tokens.overwrite(old, token, None if made else key)

    async def give_away(self, passphrase: str | None = None) -> dict[str, Any]:
        """All channels and tokens as a document; with a passphrase also their secrets, sealed with it.
        Revoked tokens are left out. Raises InvalidInput for a weak passphrase, VaultError."""
        if passphrase is not None:
            check_passphrase(passphrase)
        channels = await self._channels.list()
        tokens = await self._tokens.list(revoked=False)
        document: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "channels": [_channel_entry(channel) for channel in channels],
            "tokens": [_token_entry(token) for token in tokens],
        }
        if passphrase is not None:
            hidden = {
                "channels": {c.name: asdict(await self._channels.secrets_of(c)) for c in channels if c.secret_ref},
                "tokens": {token.name: await self._tokens.reveal(token.id) for token in tokens},
            }
            plain = json.dumps(hidden).encode()
            document["secrets"] = await asyncio.to_thread(seal_with_passphrase, plain, passphrase)
        return document


class _Placed:
    """Puts the entry's place before the field of an InvalidInput: ``channels[2].base_url``."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, InvalidInput):
            message = str(error).removeprefix(f"{error.field}: ")
            raise InvalidInput(f"{self._place}.{error.field}" if error.field else self._place, message) from None
        if isinstance(error, OneApiError):
            raise InvalidInput(self._place, str(error)) from None


def _entries(document: Mapping[str, Any], kind: str) -> list[tuple[str, dict[str, Any]]]:
    found = document.get(kind, [])
    if not isinstance(found, list):
        raise InvalidInput(kind, "write a list")
    if len(found) > MAX_ENTRIES:
        raise InvalidInput(kind, f"use at most {MAX_ENTRIES} entries")
    for number, entry in enumerate(found):
        if not isinstance(entry, dict):
            raise InvalidInput(f"{kind}[{number}]", "write an object")
    return [(f"{kind}[{number}]", entry) for number, entry in enumerate(found)]


def _action(place: str, name: str, old: object | None, seen: set[str], on_conflict: str) -> str:
    if name in seen:
        raise InvalidInput(f"{place}.name", f"{name!r} stands in the file twice")
    seen.add(name)
    if old is None:
        return "added"
    if on_conflict == "fail":
        raise Conflict(
            f"{place}.name: {name!r} exists already; import with --on-conflict skip or replace, or rename it"
        )
    return "skipped" if on_conflict == "skip" else "replaced"


async def _with_secrets(document: Any, passphrase: str | None) -> dict[str, Any]:
    """The document with sealed secrets opened and put back into their entries."""
    if not isinstance(document, dict):
        raise InvalidInput("file", 'write an object like {"channels": [], "tokens": []}')
    for name in document:
        if name not in _DOCUMENT_KEYS:
            raise InvalidInput(str(name), f"is no part of an import file; it has {', '.join(sorted(_DOCUMENT_KEYS))}")
    if document.get("format", FORMAT) != FORMAT:
        raise InvalidInput("format", f"is not {FORMAT!r}; this file is of another program")
    if document.get("version", VERSION) != VERSION:
        raise InvalidInput("version", f"only version {VERSION} can be read; update this program")
    if "secrets" not in document:
        return document
    if not passphrase:
        raise InvalidInput("passphrase", "the file holds sealed keys; give the passphrase they were sealed with")
    plain = await asyncio.to_thread(unseal_with_passphrase, document["secrets"], passphrase)
    try:
        hidden = json.loads(plain)
        of_channels, of_tokens = dict(hidden["channels"]), dict(hidden["tokens"])
    except (ValueError, KeyError, TypeError):
        raise InvalidInput("secrets", "damaged; export the file again") from None
    channels = [
        _with_channel_secrets(place, entry, of_channels.get(str(entry.get("name"))))
        for place, entry in _entries(document, "channels")
    ]
    tokens = []
    for _, entry in _entries(document, "tokens"):
        key = of_tokens.get(str(entry.get("name")))
        tokens.append(entry if key is None else entry | {"key": key})
    return document | {"channels": channels, "tokens": tokens}


def _with_channel_secrets(place: str, entry: dict[str, Any], hidden: Any) -> dict[str, Any]:
    if not isinstance(hidden, dict):
        return entry
    opened = {name: hidden[name] for name in _SECRET_FIELDS if hidden.get(name)}
    with _Placed(place):
        config = read_config(entry.get("config") or {}) | read_config(hidden.get("config") or {})
    return entry | opened | {"config": config}


def _channel_entry(channel: Channel) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": channel.name,
        "type": channel.provider,
        "base_url": channel.base_url,
        "models": [*channel.models],
        "model_mapping": dict(channel.model_mapping),
        "groups": [*channel.groups],
        "priority": channel.priority,
        "weight": channel.weight,
        "config": dict(channel.config),
    }
    optional: dict[str, Any] = {
        "param_override": dict(channel.param_override),
        "system_prompt": channel.system_prompt,
        "test_model": channel.test_model,
    }
    entry |= {name: value for name, value in optional.items() if value}
    if not channel.auto_disable:
        entry["auto_disable"] = False
    if channel.status is not ChannelStatus.ENABLED:
        entry["enabled"] = False
    return entry


def _token_entry(token: Token) -> dict[str, Any]:
    """A token's entry; amounts as decimal text, so that no digit is lost."""
    budgets = token.budgets
    entry: dict[str, Any] = {"name": token.name}
    if budgets.total is None:
        entry["unlimited"] = True
    else:
        entry["budget_usd"] = nano_to_usd_text(budgets.total)
    amounts = {"budget_day_usd": budgets.day, "budget_week_usd": budgets.week, "budget_month_usd": budgets.month}
    entry |= {name: nano_to_usd_text(nano) for name, nano in amounts.items() if nano is not None}
    optional: dict[str, Any] = {
        "expires_at": iso_time(token.expires_at),
        "models": sorted(token.models),
        "subnet": ",".join(str(network) for network in token.networks),
        "rpm": token.requests_per_minute,
        "tpm": token.tokens_per_minute,
    }
    entry |= {name: value for name, value in optional.items() if value}
    if token.status is TokenStatus.DISABLED:
        entry["status"] = "disabled"
    return entry
