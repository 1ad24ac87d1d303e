"""Everything a request needs to know, in memory: tokens, channels, groups.

Built at start and kept current by the store's change feed; the request path reads no database.
"""

import asyncio
import hmac
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from hashlib import sha256
from urllib.parse import quote, unquote, urlsplit
from zoneinfo import ZoneInfo

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.domain.channel import Channel, ChannelSecrets, ChannelStatus
from oneapi_desktop.domain.errors import InvalidInput, NotFound, VaultError
from oneapi_desktop.domain.money import MILLION
from oneapi_desktop.domain.token import Token, hash_key
from oneapi_desktop.domain.user import User
from oneapi_desktop.providers.adapter import Adapter, adapter_of
from oneapi_desktop.providers.addressing import upstream_headers, upstream_url
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.relay.background import TaskOwner
from oneapi_desktop.relay.budgets import PERIODS, TokenAccount, period_bounds
from oneapi_desktop.relay.health import ChannelHealth
from oneapi_desktop.relay.rate_limits import RateLimiter
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.feed import Change
from oneapi_desktop.store.repositories.channels import ChannelRepository
from oneapi_desktop.store.repositories.groups import GroupRepository
from oneapi_desktop.store.repositories.requests import RequestRepository
from oneapi_desktop.store.repositories.tokens import TokenRepository
from oneapi_desktop.store.repositories.users import UserRepository

log = logging.getLogger(__name__)

HEADER_SAFE = " !#$&'()*+,/:;=?@[]~|<>{}^`\""
"""Printable ASCII that a header value may hold as it is; other characters are percent-encoded."""

LoadSecrets = Callable[[Channel], Awaitable[ChannelSecrets]]


@dataclass(slots=True)
class TokenEntry:
    """One token with what changes while it is used."""

    token: Token
    account: TokenAccount = field(default_factory=TokenAccount)
    limiter: RateLimiter = field(default_factory=RateLimiter)


@dataclass(slots=True)
class ChannelEntry:
    """One channel, ready to be called. ``credential`` names its key in seals without telling it;
    ``secret_words`` is everything of it that must not reach a client or a log."""

    channel: Channel
    provider: Provider
    secrets: ChannelSecrets
    headers: dict[str, str]
    health: ChannelHealth
    header_name: str = ""
    credential: str = ""
    secret_words: tuple[str, ...] = field(init=False, repr=False)
    adapter: Adapter = field(init=False)
    urls: dict[tuple[str, str], str] = field(default_factory=dict)
    spoken: dict[tuple[Mode, str], tuple[Dialect, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.header_name = quote(self.channel.name, safe=HEADER_SAFE)
        self.adapter = adapter_of(self.provider)
        self.secret_words = secret_words_of(self.secrets)
        if self.secrets.key:
            self.credential = sha256(self.secrets.key.encode()).hexdigest()[:12]

    def dialects(self, mode: Mode, model: str) -> tuple[Dialect, ...]:
        """The wire formats this channel can be asked in, the best first; remembered. Raises InvalidInput."""
        key = (mode, model)
        found = self.spoken.get(key)
        if found is None:
            if len(self.spoken) > 256:
                self.spoken.clear()
            found = self.spoken[key] = self.adapter.dialects(self.provider, self.channel, mode, model)
        return found

    def url(self, mode: Mode, path: str, model: str) -> str:
        """The upstream's address for a client path; remembered. Raises InvalidInput."""
        key = (path, model)
        found = self.urls.get(key)
        if found is None:
            if len(self.urls) > 256:
                self.urls.clear()
            found = self.urls[key] = upstream_url(self.channel, self.provider, mode, path, model)
        return found


def secret_words_of(secrets: ChannelSecrets) -> tuple[str, ...]:
    """Every secret of a channel as it might turn up in an upstream's text."""
    try:
        password = urlsplit(secrets.proxy).password or ""
    except ValueError:
        password = ""
    words = (secrets.key, *secrets.headers.values(), *secrets.config.values(), secrets.proxy, unquote(password))
    return tuple(word for word in words if word)


class Directory:
    """Tokens by key hash, channels by (group, model)."""

    def __init__(self, database: Database, settings: Settings, load_secrets: LoadSecrets) -> None:
        self.channels: dict[int, ChannelEntry] = {}
        self.tokens: dict[int, TokenEntry] = {}
        self.users: dict[int, User] = {}
        self.group_ratios: dict[str, int] = {}
        self._by_hash: dict[bytes, TokenEntry] = {}
        self._routes: dict[tuple[str, str], list[ChannelEntry]] = {}
        self._database = database
        self._settings = settings
        self._load_secrets = load_secrets
        self._tokens = TokenRepository(database)
        self._channels = ChannelRepository(database)
        self._users = UserRepository(database)
        self._groups = GroupRepository(database)
        self._requests = RequestRepository(database)
        self._reloads = TaskOwner()
        self._reload_lock = asyncio.Lock()
        self._unsubscribe: Callable[[], None] | None = None
        self._zone_name: str | None = None
        self._zone: tzinfo | None = None

    @property
    def zone(self) -> tzinfo | None:
        """The owner's time zone; None is the system's."""
        if self._zone_name != self._settings.time_zone:
            self._zone_name = self._settings.time_zone
            self._zone = ZoneInfo(self._zone_name) if self._zone_name else None
        return self._zone

    async def load(self) -> None:
        """Read everything and follow changes from now on."""
        self._unsubscribe = self._database.feed.subscribe(self._on_changes)
        await self._reload({"users", "groups", "tokens", "channels"}, set())

    async def close(self) -> None:
        """Stop following changes."""
        if self._unsubscribe:
            self._unsubscribe()
        await self._reloads.finish()

    async def caught_up(self) -> None:
        """Returns when every change committed so far is in effect."""
        await self._reloads.finish()

    def _on_changes(self, changes: Sequence[Change]) -> None:
        tables = {change.table for change in changes} & {"users", "groups", "tokens", "channels"}
        if tables:
            touched = {change.id for change in changes if change.table == "channels"}
            self._reloads.start(self._reload(tables, touched), "directory reload")

    async def _reload(self, tables: set[str], channel_ids: set[int]) -> None:
        async with self._reload_lock:
            if "users" in tables:
                self.users = {user.id: user for user in await self._users.list()}
            if "groups" in tables:
                self.group_ratios = await self._groups.list()
            if "tokens" in tables:
                await self._reload_tokens()
            if "channels" in tables:
                await self._reload_channels(channel_ids)

    async def _reload_tokens(self) -> None:
        found = await self._tokens.list()
        entries: dict[int, TokenEntry] = {}
        for token in found:
            entry = self.tokens.get(token.id)
            if entry is None:
                entry = TokenEntry(token)
                entry.account.used = token.used_nano
                await self._load_periods(entry)
            elif token.budgets != entry.token.budgets:
                await self._load_periods(entry)
            entry.token = token
            entries[token.id] = entry
        self.tokens = entries
        self._by_hash = {entry.token.key_hash: entry for entry in entries.values()}

    async def _load_periods(self, entry: TokenEntry) -> None:
        """Read what the calendar periods have spent so far; what settles meanwhile is added."""
        account = entry.account
        now = int(time.time() * 1000)
        account.roll(now, self.zone)
        if account.used == 0:
            return
        before = account.settled
        spent: dict[str, int] = {}
        for name in PERIODS:
            start, _ = period_bounds(name, now, self.zone)
            await self._database.flush()
            spent[name] = await self._requests.spend_since(entry.token.id, start)
        for name, amount in spent.items():
            account.periods[name].spent = amount + (account.settled - before)

    async def _reload_channels(self, touched: set[int]) -> None:
        entries: dict[int, ChannelEntry] = {}
        for channel in await self._channels.list():
            old = self.channels.get(channel.id)
            if old is not None and old.channel == channel and channel.id not in touched:
                entries[channel.id] = old
                continue
            try:
                provider = find_provider(channel.provider)
                if provider.adapter:
                    # Its libraries may take a while to import.
                    await asyncio.to_thread(adapter_of, provider)
                secrets = await self._load_secrets(channel)
            except (InvalidInput, VaultError, NotFound) as error:
                log.warning("channel %s cannot be used: %s", channel.name, error)
                continue
            health = old.health if old else ChannelHealth()
            if old and _configuration(old.channel) != _configuration(channel):
                health.reset()
            entries[channel.id] = ChannelEntry(channel, provider, secrets, upstream_headers(provider, secrets), health)
        self.channels = entries
        routes: dict[tuple[str, str], list[ChannelEntry]] = {}
        for entry in entries.values():
            if entry.channel.status is ChannelStatus.ENABLED:
                for group in dict.fromkeys(entry.channel.groups):
                    for model in dict.fromkeys(entry.channel.models):
                        routes.setdefault((group, model), []).append(entry)
        self._routes = routes

    def token_by_key(self, bare_key: str) -> TokenEntry | None:
        """The token of a presented key without prefix. The look-up is by hash, and the hashes are
        compared in constant time, so timing tells nothing about other keys."""
        digest = hash_key(bare_key)
        entry = self._by_hash.get(digest)
        if entry is None or not hmac.compare_digest(entry.token.key_hash, digest):
            return None
        return entry

    def user_of(self, token: Token) -> User | None:
        """The token's owner."""
        return self.users.get(token.user_id)

    def ratio_of(self, group: str) -> int:
        """A group's price ratio in millionths; unknown groups pay the plain price."""
        return self.group_ratios.get(group, MILLION)

    def serving(self, group: str, model: str) -> list[ChannelEntry]:
        """Enabled channels of a group that offer a model."""
        return self._routes.get((group, model), [])

    def disabled_serving(self, group: str, model: str) -> list[ChannelEntry]:
        """Channels that would offer the model if they were enabled, for explaining a refusal."""
        return [
            entry
            for entry in self.channels.values()
            if entry.channel.status is not ChannelStatus.ENABLED
            and group in entry.channel.groups
            and model in entry.channel.models
        ]

    def models_of(self, group: str) -> dict[str, str]:
        """Model names a group can reach, sorted, with the provider that offers each first."""
        found: dict[str, str] = {}
        for (owner, model), entries in self._routes.items():
            if owner == group:
                found.setdefault(model, entries[0].provider.name)
        return dict(sorted(found.items()))


def _configuration(channel: Channel) -> tuple[object, ...]:
    """What decides whether old health still says anything about the channel."""
    return (channel.provider, channel.base_url, channel.secret_ref, channel.key_hint, channel.status, channel.config,
            channel.tested_at if not channel.test_error else None)  # fmt: skip
