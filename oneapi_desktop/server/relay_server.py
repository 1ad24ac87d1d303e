"""The listening side of the relay: an aiohttp application on one address and port."""

import asyncio
import contextlib
import errno
import socket
import ssl
from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from oneapi_desktop.domain.errors import Conflict, InvalidInput
from oneapi_desktop.relay.endpoints import ENDPOINTS
from oneapi_desktop.server.http_log import http_log
from oneapi_desktop.server.relay_routes import RelayRoutes

HEADER_LIMIT = 64 * 1024
STOP_GRACE = 5.0
"""Seconds handlers get to finish after they have been cancelled."""


class RelayServer:
    """Listens, hands requests to the routes, and stops in two steps: no new connections, then none."""

    def __init__(self, routes: RelayRoutes) -> None:
        application = web.Application(client_max_size=1 << 40)
        # Plain routes are found by one look into a dictionary, the pattern by trying.
        for endpoint in ENDPOINTS:
            if "{" in endpoint.path:
                continue
            application.router.add_route("*", endpoint.path, routes.handle)
            if endpoint.path.startswith("/v1/"):
                application.router.add_route("*", endpoint.path.removeprefix("/v1"), routes.handle)
        application.router.add_route("*", "/{path:.*}", routes.handle)
        self._runner = web.AppRunner(
            application,
            handle_signals=False,
            access_log=None,
            logger=http_log,
            handler_cancellation=True,
            shutdown_timeout=STOP_GRACE,
            keepalive_timeout=75,
            max_line_size=HEADER_LIMIT,
            max_field_size=HEADER_LIMIT,
        )
        self._site: web.SockSite | None = None
        self._shared: dict[str, web.SockSite] = {}
        self._context: ssl.SSLContext | None = None
        self._listener: socket.socket | None = None
        self.addresses: list[tuple[str, int]] = []

    async def reserve(self, host: str, port: int, tls_cert: str = "", tls_key: str = "") -> None:
        """Take the port without answering yet, so that a start that cannot have it changes nothing.
        Raises Conflict when it is taken, InvalidInput for a bad host or certificate."""
        self._context = await asyncio.to_thread(tls_context, tls_cert, tls_key) if tls_cert else None
        self._listener = bind(host, port)

    async def start(self, host: str, port: int, tls_cert: str = "", tls_key: str = "") -> None:
        """Begin to serve, on the reserved port if there is one. Raises as ``reserve`` does."""
        if self._listener is None:
            await self.reserve(host, port, tls_cert, tls_key)
        listener, self._listener = self._listener, None
        assert listener is not None
        await self._runner.setup()
        self._site = await self._listen_on(listener)
        self.addresses = [listener.getsockname()[:2]]

    async def _listen_on(self, listener: socket.socket) -> web.SockSite:
        site = web.SockSite(self._runner, listener, ssl_context=self._context, backlog=1024)
        await site.start()
        return site

    async def share(self, addresses: Sequence[str]) -> dict[str, str]:
        """Listen on exactly these further addresses of this machine, at the same port; why it failed, by
        address. Connections to addresses given up end as soon as their request under way has ended."""
        for address in [address for address in self._shared if address not in addresses]:
            with contextlib.suppress(RuntimeError):
                await self._shared.pop(address).stop()
            self._let_go(address)
        failed: dict[str, str] = {}
        main = self.addresses[0][0] if self.addresses else ""
        if self._site is None or main in ("0.0.0.0", "::"):
            # Not serving (any more), or listening everywhere already.
            return failed
        for address in addresses:
            if address in self._shared or address == main:
                continue
            try:
                self._shared[address] = await self._listen_on(bind(address, self.port))
            except (Conflict, InvalidInput) as error:
                failed[address] = str(error)
        return failed

    def _let_go(self, address: str) -> None:
        """Close what is connected to an address: idle connections now, others after their answer."""
        server = self._runner.server
        for connection in server.connections if server is not None else ():
            transport = connection.transport
            name = transport.get_extra_info("sockname") if transport is not None else None
            if name and name[0] == address:
                # aiohttp's close() leaves an idle connection open; only it knows which ones are idle.
                if connection._current_request is None:
                    connection.force_close()
                else:
                    connection.close()

    @property
    def port(self) -> int:
        """The port listened on."""
        return self.addresses[0][1]

    async def stop_accepting(self) -> None:
        """Close the listening sockets; open connections go on."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for site in self._shared.values():
            with contextlib.suppress(RuntimeError):
                await site.stop()
        self._shared.clear()
        if self._site is not None:
            with contextlib.suppress(RuntimeError):
                await self._site.stop()
            self._site = None

    async def stop(self) -> None:
        """End every connection; requests still open are cancelled."""
        await self.stop_accepting()
        await self._runner.cleanup()


def bind(host: str, port: int) -> socket.socket:
    """A listening socket; ``::`` and ``0.0.0.0`` listen on all interfaces. Raises Conflict, InvalidInput."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError):
        raise InvalidInput("host", f"{host!r} is not an address of this machine; write 127.0.0.1 or 0.0.0.0") from None
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6 and host == "::":
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind(address)
        listener.listen(1024)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        if error.errno in {errno.EADDRINUSE, errno.EACCES}:
            free = next_free_port(host, port)
            hint = f"; port {free} is free: start with --port {free}" if free else ""
            why = "already in use by another program" if error.errno == errno.EADDRINUSE else "not permitted to you"
            raise Conflict(f"port {port} on {host} is {why}{hint}") from None
        raise InvalidInput("host", f"{host!r} is not an address of this machine ({error.strerror})") from None
    return listener


def next_free_port(host: str, port: int) -> int | None:
    """The next port above that could be listened on, or None."""
    for candidate in range(max(1024, port + 1), min(65536, port + 200)):
        with contextlib.closing(socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)) as probe:
            try:
                probe.bind((host, candidate))
            except OSError:
                continue
            return candidate
    return None


def tls_context(cert: str, key: str) -> ssl.SSLContext:
    """A server context from PEM files. Raises InvalidInput naming the file's setting."""
    for name, path in (("tls_cert", cert), ("tls_key", key)):
        if path and not Path(path).is_file():
            raise InvalidInput(name, f"there is no file {path}")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(cert, key or None)
    except (ssl.SSLError, OSError) as error:
        raise InvalidInput("tls_cert", f"certificate and key cannot be used: {error}") from None
    return context
