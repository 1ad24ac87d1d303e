"""What traffic teaches about channels: health marks at once, switching off in the background."""

import logging
import time
from collections.abc import Awaitable, Callable

from oneapi_desktop.domain.channel import ChannelStatus
from oneapi_desktop.relay.background import TaskOwner
from oneapi_desktop.relay.directory import ChannelEntry
from oneapi_desktop.relay.faults import Failure, Mark
from oneapi_desktop.settings import Settings

log = logging.getLogger(__name__)

DisableChannel = Callable[[int, str], Awaitable[bool]]


class ChannelWatch:
    """Marks channels. ``disable`` switches one off if it is enabled, and says whether it did."""

    def __init__(self, settings: Settings, disable: DisableChannel) -> None:
        self._settings = settings
        self._disable = disable
        self._tasks = TaskOwner()
        self._disabling: set[int] = set()

    def succeeded(self, entry: ChannelEntry) -> None:
        """A channel gave a usable answer."""
        entry.health.succeed(self._settings)

    def failed(self, entry: ChannelEntry, failure: Failure) -> None:
        """An attempt failed."""
        now = time.monotonic()
        health = entry.health
        if failure.mark is Mark.NEUTRAL:
            health.abandon()
        elif failure.mark is Mark.REST:
            health.rest(now, failure.retry_after, self._settings)
        elif failure.mark is Mark.ACCOUNT and self._settings.automatic_disable and entry.channel.auto_disable:
            health.abandon()
            self._switch_off(entry, failure.reason)
        elif health.fail(now, failure.summary, self._settings) and entry.channel.auto_disable:
            self._switch_off(
                entry,
                f"fewer than {self._settings.metric_success_rate:.0%} of its last "
                f"{self._settings.metric_queue_size} requests succeeded",
            )

    async def close(self) -> None:
        """Wait for what is under way."""
        await self._tasks.finish()

    def _switch_off(self, entry: ChannelEntry, reason: str) -> None:
        channel = entry.channel
        if channel.status is not ChannelStatus.ENABLED or channel.id in self._disabling:
            return
        self._disabling.add(channel.id)
        self._tasks.start(self._do_switch_off(channel.id, channel.name, reason), f"disable channel {channel.name}")

    async def _do_switch_off(self, channel_id: int, name: str, reason: str) -> None:
        try:
            if await self._disable(channel_id, reason):
                log.info("channel %s switched off: %s", name, reason)
        finally:
            self._disabling.discard(channel_id)
