"""The shared gateway announced by mDNS (DNS-SD): ``_oneapi._tcp`` for programs, ``_http._tcp`` for people."""

import ipaddress
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from oneapi_desktop.services.lan_addresses import local_name

if TYPE_CHECKING:
    from zeroconf import ServiceInfo
    from zeroconf.asyncio import AsyncZeroconf

log = logging.getLogger(__name__)

SERVICE_TYPES = ("_oneapi._tcp.local.", "_http._tcp.local.")


class Announcement:
    """Tells the local network where the gateway is. Says nothing that needs protecting."""

    def __init__(self) -> None:
        self._zeroconf: AsyncZeroconf | None = None
        self._told: tuple[int, tuple[str, ...]] = (0, ())

    async def tell(self, port: int, addresses: Sequence[str], *, secure: bool) -> str:
        """Announce these addresses in place of the former ones; what hinders it, or ''. None ends it."""
        if (port, tuple(addresses)) == self._told and (self._zeroconf is not None or not addresses):
            return ""
        await self.close()
        if not addresses:
            return ""
        from zeroconf import Error
        from zeroconf.asyncio import AsyncZeroconf

        try:
            self._zeroconf = AsyncZeroconf(interfaces=[*addresses])
            for info in service_infos(port, addresses, secure=secure):
                await self._zeroconf.async_register_service(info, allow_name_change=True)
        except (Error, OSError) as error:
            log.info("the gateway could not be announced by mDNS: %s", error)
            await self.close()
            return f"mDNS does not work here: {error or type(error).__name__}"
        self._told = (port, tuple(addresses))
        return ""

    async def close(self) -> None:
        """Take the announcement back."""
        zeroconf, self._zeroconf = self._zeroconf, None
        self._told = (0, ())
        if zeroconf is not None:
            await zeroconf.async_unregister_all_services()
            await zeroconf.async_close()


def service_infos(port: int, addresses: Sequence[str], *, secure: bool) -> "list[ServiceInfo]":
    """What is announced: where, and that requests go to ``/v1``."""
    from zeroconf import ServiceInfo

    host = local_name()
    label = host.removesuffix(".local")
    return [
        ServiceInfo(
            kind,
            f"One API Desktop on {label}.{kind}",
            port=port,
            addresses=[ipaddress.ip_address(address).packed for address in addresses],
            server=f"{host}.",
            properties={"path": "/v1", "tls": "1" if secure else "0"},
        )
        for kind in SERVICE_TYPES
    ]
