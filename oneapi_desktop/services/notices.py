"""What the owner wants to be told while looking elsewhere: budgets running out, channels that fail or
recover, devices that come for the first time.

Worked out from committed changes, in batches, off the request path. At the start everything counts as
known: only what happens afterwards is told.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from oneapi_desktop.domain.channel import Channel, ChannelStatus
from oneapi_desktop.domain.money import nano_to_usd_text
from oneapi_desktop.domain.token import Token, TokenStatus
from oneapi_desktop.services.time_ranges import owner_zone, period_start
from oneapi_desktop.store.feed import Change
from oneapi_desktop.store.repositories.channels import ChannelRepository
from oneapi_desktop.store.repositories.devices import DeviceRepository
from oneapi_desktop.store.repositories.requests import RequestRepository
from oneapi_desktop.store.repositories.tokens import TokenRepository

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

log = logging.getLogger(__name__)

LEVELS = (80, 100)
"""Percent of a budget at which its owner is told."""

BATCH_SECONDS = 1.0
"""Changes are gathered this long before they are looked at, so that a busy gateway is looked at once."""


_WATCHED = {"channels", "tokens", "requests"}


class NoticeKind(StrEnum):
    """What happened."""

    BUDGET_NEAR = "budget_near"
    BUDGET_EXHAUSTED = "budget_exhausted"
    CHANNEL_DISABLED = "channel_disabled"
    """By the gateway, not by the owner."""
    CHANNEL_RECOVERED = "channel_recovered"
    DEVICE_NEW = "device_new"


TOPICS = {
    NoticeKind.BUDGET_NEAR: "budgets",
    NoticeKind.BUDGET_EXHAUSTED: "budgets",
    NoticeKind.CHANNEL_DISABLED: "channels",
    NoticeKind.CHANNEL_RECOVERED: "channels",
    NoticeKind.DEVICE_NEW: "devices",
}
"""Kind → what can be turned off together (settings ``notify_budgets``, ``notify_channels``, ``notify_devices``)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell. ``subject_id`` is the token's or channel's id, ``subject`` its name (of devices the
    address). ``facts`` are the parts of a sentence: for budgets ``budget`` (total, day, week, month),
    ``percent``, ``spent_usd``, ``limit_usd``; for channels ``reason``; for devices ``token``."""

    kind: NoticeKind
    subject_id: int
    subject: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def topic(self) -> str:
        """What it belongs to."""
        return TOPICS[self.kind]

    @property
    def text(self) -> str:
        """The notice as an English sentence."""
        facts = self.facts
        if self.kind is NoticeKind.CHANNEL_DISABLED:
            return f"Channel {self.subject} was switched off: {facts['reason'] or 'it failed'}"
        if self.kind is NoticeKind.CHANNEL_RECOVERED:
            return f"Channel {self.subject} works again"
        if self.kind is NoticeKind.DEVICE_NEW:
            return f"A new device, {self.subject}, uses token {facts['token']}"
        which = "budget" if facts["budget"] == "total" else f"budget for this {facts['budget']}"
        used = f"${facts['spent_usd']} of ${facts['limit_usd']}"
        if self.kind is NoticeKind.BUDGET_EXHAUSTED:
            return f"Token {self.subject} has used up its {which} ({used})"
        return f"Token {self.subject} has used {facts['percent']} % of its {which} ({used})"


Subscriber = Callable[[Notice], None]


class NoticeService:
    """Watches changes and calls subscribers on the event loop. ``run`` does the work."""

    def __init__(self, workspace: "Workspace") -> None:
        self._settings = workspace.settings
        self._feed = workspace.database.feed
        self._tokens = TokenRepository(workspace.database)
        self._channels = ChannelRepository(workspace.database)
        self._requests = RequestRepository(workspace.database)
        self._devices = DeviceRepository(workspace.database)
        self._subscribers: list[Subscriber] = []
        self._changed: set[str] = set()
        self._woken = asyncio.Event()
        self._known = False
        self.watching = asyncio.Event()
        """Set while what is stored is known, so that every further change is told."""
        self._levels: dict[tuple[int, str, int, int], int] = {}
        self._statuses: dict[int, ChannelStatus] = {}
        self._addresses: set[str] = set()

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call ``callback`` with every notice from now on; the returned function ends that."""
        if not self._subscribers:
            # Nobody listened, so nothing was followed: what is there now counts as known.
            self._known = False
            self.watching.clear()
            self._changed |= _WATCHED
            self._woken.set()
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    async def run(self) -> None:
        """Watch until cancelled. Without subscribers it costs nothing."""
        unsubscribe = self._feed.subscribe(self._on_changes)
        try:
            while True:
                await self._woken.wait()
                if self._known:
                    await asyncio.sleep(BATCH_SECONDS)
                self._woken.clear()
                changed, self._changed = self._changed, set()
                silently, self._known = not self._known, True
                try:
                    await self.look(changed, silently=silently)
                    self.watching.set()
                except Exception:
                    log.exception("notices could not be worked out")
        finally:
            unsubscribe()

    async def look(self, changed: set[str], *, silently: bool = False) -> None:
        """Compare what is stored with what is known, and tell of the difference."""
        notices: list[Notice] = []
        if "channels" in changed:
            notices += self._channel_notices(await self._channels.list())
        if changed & {"tokens", "requests"}:
            notices += await self._budget_notices(await self._tokens.list())
        if "requests" in changed:
            notices += await self._device_notices()
        if not silently:
            for notice in notices:
                self._tell(notice)

    def _on_changes(self, changes: Sequence[Change]) -> None:
        if self._subscribers and (tables := {change.table for change in changes} & _WATCHED):
            self._changed |= tables
            self._woken.set()

    def _tell(self, notice: Notice) -> None:
        for subscriber in tuple(self._subscribers):
            try:
                subscriber(notice)
            except Exception:
                log.exception("a subscriber of notices failed")

    def _channel_notices(self, channels: list[Channel]) -> Iterator[Notice]:
        known, self._statuses = self._statuses, {channel.id: channel.status for channel in channels}
        for channel in channels:
            before = known.get(channel.id)
            if channel.status is ChannelStatus.AUTO_DISABLED and before is not channel.status:
                yield Notice(NoticeKind.CHANNEL_DISABLED, channel.id, channel.name, {"reason": channel.status_reason})
            elif channel.status is ChannelStatus.ENABLED and before is ChannelStatus.AUTO_DISABLED:
                yield Notice(NoticeKind.CHANNEL_RECOVERED, channel.id, channel.name)

    async def _budget_notices(self, tokens: list[Token]) -> list[Notice]:
        notices = []
        levels: dict[tuple[int, str, int, int], int] = {}
        for token in tokens:
            if token.status is not TokenStatus.ENABLED or not token.used_nano:
                continue
            for name in ("total", "day", "week", "month"):
                limit: int | None = getattr(token.budgets, name)
                if not limit:
                    continue
                begin = 0 if name == "total" else period_start(name, owner_zone(self._settings))
                spent = token.used_nano if name == "total" else await self._requests.spend_since(token.id, begin)
                # A budget that was raised, or a new day, is a new beginning.
                key = (token.id, name, limit, begin)
                reached = max((level for level in LEVELS if spent * 100 >= limit * level), default=0)
                levels[key] = reached
                if reached > self._levels.get(key, 0):
                    notices.append(_budget_notice(token, name, spent, limit, reached))
        self._levels = levels
        return notices

    async def _device_notices(self) -> list[Notice]:
        seen = await self._devices.list()
        names = {token.id: token.name for token in await self._tokens.list()} if seen else {}
        notices = []
        for device in reversed(seen):
            if device.address not in self._addresses:
                facts = {"token": names.get(device.token_id, "")}
                notices.append(Notice(NoticeKind.DEVICE_NEW, device.token_id, device.address, facts))
                self._addresses.add(device.address)
        self._addresses &= {device.address for device in seen}
        return notices


def _budget_notice(token: Token, name: str, spent: int, limit: int, level: int) -> Notice:
    kind = NoticeKind.BUDGET_EXHAUSTED if level == LEVELS[-1] else NoticeKind.BUDGET_NEAR
    facts = {
        "budget": name,
        "percent": spent * 100 // limit,
        "spent_usd": nano_to_usd_text(spent),
        "limit_usd": nano_to_usd_text(limit),
    }
    return Notice(kind, token.id, token.name, facts)
