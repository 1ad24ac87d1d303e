"""Listening on further addresses and giving them up, without disturbing requests under way."""

import asyncio
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from oneapi_desktop.server.relay_server import RelayServer

pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="macOS has one loopback address only")

OTHER = "127.0.0.2"


class SlowRoutes:
    """Answers ``/quick`` at once and everything else in two pieces, the second when let go."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.go = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one request."""
        if request.path == "/quick":
            return web.Response(text="quick")
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"one ")
        self.begun.set()
        await self.go.wait()
        await response.write(b"two")
        return response


@pytest.fixture
def routes() -> SlowRoutes:
    return SlowRoutes()


@pytest.fixture
async def server(routes: SlowRoutes) -> AsyncIterator[RelayServer]:
    found = RelayServer(routes)  # type: ignore[arg-type]
    await found.start("127.0.0.1", 0)
    yield found
    routes.go.set()
    await found.stop()


async def ask(client: aiohttp.ClientSession, address: str, server: RelayServer, path: str = "/quick") -> str:
    async with client.get(f"http://{address}:{server.port}{path}") as answer:
        return await answer.text()


async def test_a_shared_address_serves_and_ceases_to(server: RelayServer) -> None:
    async with aiohttp.ClientSession() as client:
        with pytest.raises(aiohttp.ClientConnectionError):
            await ask(client, OTHER, server)
        assert await server.share([OTHER]) == {}
        assert await server.share([OTHER]) == {}, "again is no harm"
        assert await ask(client, OTHER, server) == "quick"
        assert await server.share([]) == {}
        # The idle connection of the request before was closed, so this one is refused.
        with pytest.raises(aiohttp.ClientConnectionError):
            await ask(client, OTHER, server)
        assert await ask(client, "127.0.0.1", server) == "quick"


async def test_switching_off_lets_answers_under_way_end(server: RelayServer, routes: SlowRoutes) -> None:
    await server.share([OTHER])
    async with aiohttp.ClientSession() as client:
        shared = asyncio.ensure_future(ask(client, OTHER, server, "/slow"))
        await routes.begun.wait()
        await server.share([])
        routes.go.set()
        assert await shared == "one two"


async def test_switching_on_and_off_leaves_this_machines_streams_alone(server: RelayServer, routes: SlowRoutes) -> None:
    async with aiohttp.ClientSession() as client:
        own = asyncio.ensure_future(ask(client, "127.0.0.1", server, "/slow"))
        await routes.begun.wait()
        await server.share([OTHER])
        await server.share([])
        routes.go.set()
        assert await own == "one two"
        assert await ask(client, "127.0.0.1", server) == "quick"


async def test_addresses_that_cannot_be_listened_on_are_named(server: RelayServer) -> None:
    taken = RelayServer(SlowRoutes())  # type: ignore[arg-type]
    await taken.start(OTHER, server.port)
    try:
        failed = await server.share([OTHER, "127.0.0.3", "127.0.0.1"])
        assert set(failed) == {OTHER}
        assert "in use" in failed[OTHER]
        async with aiohttp.ClientSession() as client:
            assert await ask(client, "127.0.0.3", server) == "quick"
    finally:
        await taken.stop()


async def test_a_server_on_all_addresses_needs_no_sharing(server: RelayServer) -> None:
    server.addresses = [("0.0.0.0", server.port)]
    assert await server.share([OTHER]) == {}
    async with aiohttp.ClientSession() as client:
        with pytest.raises(aiohttp.ClientConnectionError):
            await ask(client, OTHER, server)


async def test_a_server_that_stopped_accepting_shares_nothing(server: RelayServer) -> None:
    await server.share([OTHER])
    await server.stop_accepting()
    assert await server.share([OTHER]) == {}
    async with aiohttp.ClientSession() as client:
        for address in (OTHER, "127.0.0.1"):
            with pytest.raises(aiohttp.ClientConnectionError):
                await ask(client, address, server)
