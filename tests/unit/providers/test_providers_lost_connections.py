"""Readers of a body are woken when its connection is lost, whatever the parser forgot."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import aiohttp
import pytest

from oneapi_desktop.providers.lost_connections import LostConnections

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as found:
        yield found


async def serve(answer: Answer) -> tuple[asyncio.Server, str]:
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    return server, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def test_bytes_that_are_no_chunk_end_the_body(session: aiohttp.ClientSession) -> None:
    """The first answer on the connection is whole, so that the watch has to follow to the second."""
    begun = asyncio.Event()
    left = asyncio.Event()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(HEAD + b"2\r\nhi\r\n")
        await begun.wait()
        writer.write(b"0\r\n\r\n")
        await reader.readuntil(b"\r\n\r\n")
        begun.clear()
        writer.write(HEAD + b"2\r\nhi\r\n")
        await begun.wait()
        writer.write(b"nonsense\r\n")
        await reader.read()
        writer.close()
        left.set()

    server, url = await serve(answer)
    watch = LostConnections()
    for whole in (True, False):
        response = await session.get(url)
        watch.watch(response)
        assert await response.content.readany() == b"hi"
        begun.set()
        if whole:
            assert await response.content.readany() == b""
        else:
            async with asyncio.timeout(10):
                with pytest.raises(aiohttp.ClientPayloadError):
                    await response.content.readany()
        response.release()
    await left.wait()
    server.close()


async def test_a_body_that_came_whole_is_left_alone(session: aiohttp.ClientSession) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi")
        writer.close()

    server, url = await serve(answer)
    watch = LostConnections()
    response = await session.get(url)
    watch.watch(response)
    assert await response.read() == b"hi"
    assert response.content.exception() is None
    server.close()
