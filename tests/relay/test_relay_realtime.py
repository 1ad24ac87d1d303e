"""The realtime endpoint: a WebSocket passed through, metered, and closed from either side."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import orjson
import pytest
from aiohttp import WSMsgType, web
from gateway_harness import KEY, UPSTREAM_KEY, Harness, Start

DONE = {
    "type": "response.done",
    "response": {
        "usage": {
            "total_tokens": 30,
            "input_tokens": 20,
            "output_tokens": 10,
            "input_token_details": {"cached_tokens": 4, "audio_tokens": 6, "text_tokens": 10},
            "output_token_details": {"audio_tokens": 7, "text_tokens": 3},
        }
    },
}


class SocketUpstream:
    """Echoes texts, answers ``done`` with an answer's usage, closes at ``bye`` and breaks off
    at ``vanish``."""

    def __init__(self) -> None:
        self.requests: list[web.Request] = []
        self.seen: list[Any] = []
        self.closed = asyncio.Event()
        self.refuse = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        if self.refuse:
            return web.Response(status=self.refuse)
        socket = web.WebSocketResponse(protocols=("realtime",))
        await socket.prepare(request)
        try:
            async for message in socket:
                self.seen.append(message.data)
                if message.data == "done":
                    await socket.send_str(orjson.dumps(DONE).decode())
                elif message.data == "vanish":
                    assert request.transport is not None
                    request.transport.abort()
                elif message.data == "bye":
                    await socket.close(code=4001)
                elif message.type is WSMsgType.BINARY:
                    await socket.send_bytes(message.data)
                else:
                    await socket.send_str(f"echo {message.data}")
        finally:
            self.closed.set()
        return socket


@pytest.fixture
async def sockets() -> AsyncIterator[tuple[SocketUpstream, str]]:
    upstream = SocketUpstream()
    application = web.Application()
    application.router.add_get("/v1/realtime", upstream.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield upstream, f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    await runner.cleanup()


def connect(harness: Harness, query: str = "model=gpt-4o", key: str = KEY, **options: Any) -> Any:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return harness.session.ws_connect(f"{harness.origin}/v1/realtime?{query}", headers=headers, **options)


async def test_messages_pass_both_ways_and_are_metered(harness: Harness, sockets: tuple[SocketUpstream, str]) -> None:
    upstream, url = sockets
    await harness.channel(url, model_mapping={"gpt-4o": "gpt-realtime"})
    async with connect(harness, "model=gpt-4o&intent=x&key=nothing") as socket:
        await socket.send_str("hello")
        assert await socket.receive_str() == "echo hello"
        await socket.send_bytes(b"\x00\x01")
        assert await socket.receive_bytes() == b"\x00\x01"
        for _ in range(2):
            await socket.send_str("done")
            assert (await socket.receive_json())["type"] == "response.done"
        await socket.close()
    await asyncio.wait_for(upstream.closed.wait(), 10)
    request = upstream.requests[0]
    assert request.headers["Authorization"] == f"Bearer {UPSTREAM_KEY}"
    assert dict(request.query) == {"model": "gpt-realtime", "intent": "x"}
    await harness.idle()
    row = await harness.last_row()
    assert (row.endpoint, row.model, row.upstream_model) == ("realtime", "gpt-4o", "gpt-realtime")
    assert (row.usage.prompt_tokens, row.usage.completion_tokens) == (40, 20)
    assert (row.usage.cached_tokens, row.usage.audio_prompt_tokens, row.usage.audio_completion_tokens) == (8, 12, 14)
    assert row.usage_source == "measured"
    assert row.cost_nano > 0


async def test_the_upstream_closes(harness: Harness, sockets: tuple[SocketUpstream, str]) -> None:
    _, url = sockets
    await harness.channel(url)
    async with connect(harness) as socket:
        await socket.send_str("bye")
        message = await socket.receive()
        assert message.type is WSMsgType.CLOSE
        assert socket.close_code == 4001
    await harness.idle()
    row = await harness.last_row()
    assert (row.outcome, row.status, row.usage_source) == ("done", 101, "unknown")


async def test_the_upstream_vanishes(harness: Harness, sockets: tuple[SocketUpstream, str]) -> None:
    _, url = sockets
    await harness.channel(url)
    async with connect(harness) as socket:
        # A text that only looks like an answer's end counts nothing.
        await socket.send_str('"usage"')
        assert await socket.receive_str() == 'echo "usage"'
        await socket.send_str("vanish")
        assert (await socket.receive()).type is WSMsgType.CLOSE
        assert socket.close_code == 1011
    await harness.idle()
    row = await harness.last_row()
    assert (row.outcome, row.error_code, row.usage_source) == ("failed", "realtime", "unknown")


async def test_refused_before_the_upgrade(harness: Harness, sockets: tuple[SocketUpstream, str]) -> None:
    upstream, url = sockets
    await harness.channel(url)
    for query, key, status in (("model=gpt-4o", "sk-nobody", 401), ("model=nope", KEY, 404), ("", KEY, 400)):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with connect(harness, query, key):
                pass
        assert refused.value.status == status
    assert (await harness.get("/v1/realtime?model=gpt-4o")).status == 426
    upstream.refuse = 503
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with connect(harness):
            pass
    assert refused.value.status == 503
    assert (await harness.last_row()).outcome == "failed"


async def test_the_next_channel_is_tried(harness: Harness, sockets: tuple[SocketUpstream, str]) -> None:
    _, url = sockets
    await harness.channel("http://127.0.0.1:1/v1", "dead", priority=1)
    await harness.channel(url)
    async with connect(harness) as socket:
        await socket.send_str("x")
        assert await socket.receive_str() == "echo x"
    await harness.idle()
    row = await harness.last_row()
    assert (row.channel_name, row.attempts) == ("up", 2)


async def test_a_browser_hands_its_key_over_as_a_subprotocol(
    harness: Harness, sockets: tuple[SocketUpstream, str]
) -> None:
    upstream, url = sockets
    await harness.channel(url)
    protocols = ("realtime", f"openai-insecure-api-key.{KEY}")
    async with connect(harness, key="", protocols=protocols) as socket:
        assert socket.protocol == "realtime"
        await socket.send_str("x")
        assert await socket.receive_str() == "echo x"
    assert KEY not in str(upstream.requests[0].headers)


async def test_a_spent_budget_ends_the_session(start: Start, sockets: tuple[SocketUpstream, str]) -> None:
    _, url = sockets
    harness = await start()
    await harness.channel(url)
    key = await harness.token("poor", budget_usd="0.05")
    async with connect(harness, key=key) as socket:
        for _ in range(2):
            await socket.send_str("done")
            assert (await socket.receive_json())["type"] == "response.done"
        error = await socket.receive_json()
        assert error["error"]["type"] == "insufficient_quota"
        assert (await socket.receive()).type is WSMsgType.CLOSE
    await harness.idle()
    assert (await harness.last_row()).outcome == "failed"


async def test_a_client_that_vanishes(harness: Harness, sockets: tuple[SocketUpstream, str]) -> None:
    upstream, url = sockets
    await harness.channel(url)
    async with connect(harness) as socket:
        await socket.send_str("done")
        await socket.receive_json()
        transport = socket._writer.transport
        transport.abort()
        await asyncio.wait_for(upstream.closed.wait(), 10)
    await harness.idle()
    row = await harness.last_row()
    assert row.usage.prompt_tokens == 20
    assert row.cost_nano > 0
