"""Sharing the gateway on the local network: further listeners, announced, while the setting says so.

The listener on this machine's own loopback is never touched, so switching on and off drops nothing.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Protocol

from oneapi_desktop.services.lan_addresses import LanAddress, chosen_addresses, lan_addresses
from oneapi_desktop.settings import Settings

LOOK_AGAIN_SECONDS = 30.0
"""How often the machine's addresses are looked at while the gateway is shared: laptops change networks."""

CLOSE_SECONDS = 3.0

WARNING = (
    "Everyone on this network can reach the gateway. They still need a token you issued, and what they send is "
    "not encrypted unless you set a certificate. Share on networks you trust only, and give each device a token of "
    "its own with a budget."
)


class Listener(Protocol):
    """What sharing needs of the server."""

    @property
    def port(self) -> int:
        """The port listened on."""

    async def share(self, addresses: Sequence[str]) -> dict[str, str]:
        """Listen on exactly these further addresses; why it failed, by address."""


class Announcer(Protocol):
    """What sharing needs of the announcement."""

    async def tell(self, port: int, addresses: Sequence[str], *, secure: bool) -> str:
        """Announce these addresses in place of the former ones; what hinders it, or ''."""

    async def close(self) -> None:
        """Take the announcement back."""


class LanSharing:
    """Keeps listeners and announcement in step with the settings and the machine's addresses."""

    def __init__(
        self,
        settings: Settings,
        listener: Listener,
        announcer: Announcer,
        find: Callable[[], list[LanAddress]] = lan_addresses,
    ) -> None:
        self._settings = settings
        self._listener = listener
        self._announcer = announcer
        self._find = find
        self._refreshing = asyncio.Lock()
        self._woken = asyncio.Event()
        self._to_announce = asyncio.Event()
        self._closed = False
        self.addresses: list[LanAddress] = []
        """Where the gateway is listened for now, besides loopback."""
        self.problems: list[str] = []
        """Sentences about addresses that cannot be listened on."""
        self.announced = False
        """Whether mDNS tells of the gateway now."""
        self.hindrance = ""
        """Why mDNS does not tell of it, if it should."""

    @property
    def port(self) -> int:
        """The port, on every address the same."""
        return self._listener.port

    async def refresh(self) -> None:
        """Listen where the settings and the machine's present addresses say; ``announce`` tells of it."""
        async with self._refreshing:
            if self._closed:
                return
            settings = self._settings
            wanted: list[LanAddress] = []
            problems: list[str] = []
            if settings.lan_share:
                wanted = chosen_addresses(await asyncio.to_thread(self._find), settings.lan_interface)
                if not wanted:
                    problems.append(nothing_to_share(settings.lan_interface))
            failed = await self._listener.share([one.address for one in wanted])
            problems += [f"{address}: {why}" for address, why in failed.items()]
            self.addresses = [one for one in wanted if one.address not in failed]
            self.problems = problems
            self._to_announce.set()

    async def announce(self) -> None:
        """Announce what is shared, now and after each change, until cancelled."""
        while True:
            await self._to_announce.wait()
            self._to_announce.clear()
            settings = self._settings
            told = [one.address for one in self.addresses] if settings.lan_announce else []
            hindrance = await self._announcer.tell(self.port, told, secure=bool(settings.tls_cert))
            self.announced = bool(told) and not hindrance
            self.hindrance = hindrance

    async def run(self) -> None:
        """Follow changed settings and addresses until cancelled."""
        while True:
            try:
                async with asyncio.timeout(LOOK_AGAIN_SECONDS if self._settings.lan_share else None):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()
            await self.refresh()

    def wake(self) -> None:
        """Settings have changed: let ``run`` refresh."""
        self._woken.set()

    async def close(self) -> None:
        """End sharing for good."""
        async with self._refreshing:
            self._closed = True
            await self._listener.share(())
            self.addresses = []
            # What the network is told last is a courtesy; stopping does not wait long for it.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self._announcer.close()


def nothing_to_share(interface: str) -> str:
    """Why there is no address to share on, and what to do."""
    if interface:
        return f"there is no interface or address {interface!r} now; 'oneapi-desktop lan status' lists those there are"
    return (
        "this machine has no private address; connect it to a network, or name an address with "
        "'oneapi-desktop lan on --interface'"
    )
