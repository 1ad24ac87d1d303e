"""Leaving, committing, stopping: what is on disk when, and what is closed when."""

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import aiohttp
import orjson
import pytest
from fake_upstream import (
    Exchange,
    FakeUpstream,
    answer,
    chat_chunk,
    chat_events,
    chunk,
    completion,
    error,
    gated,
    hang,
    http_head,
    raw,
    sse,
    stream,
)
from gateway_harness import CHAT, KEY, UPSTREAM_KEY, USUAL_COST, Harness, Start, ask

from oneapi_desktop.domain.errors import StoreError
from oneapi_desktop.store.database import Database


async def gone_within_a_second(upstream: FakeUpstream, index: int = 0) -> None:
    """A second as this loop lives it: while the machine gives it no time, none passes."""
    gone = upstream.requests[index].gone
    for _ in range(50):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(gone.wait(), 0.02)
            return
    assert gone.is_set()


# The client leaves


async def test_leaving_before_the_answer_cancels_the_upstream(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = hang()
    asking = asyncio.create_task(harness.ask())
    await upstream.wait_requests(1)
    asking.cancel()
    await gone_within_a_second(upstream)
    await harness.idle()
    row = await harness.last_row()
    assert (row.outcome, row.status, row.cost_nano, row.usage_source) == ("cancelled", 499, 0, "unknown")
    assert (row.channel_name, row.attempts, row.model) == ("up", 1, "gpt-4o")
    assert harness.entry().health.failures == 0


async def test_leaving_inside_a_whole_answer(harness: Harness, upstream: FakeUpstream) -> None:
    async def script(exchange: Exchange) -> None:
        await exchange.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99999\r\n\r\n{")
        await exchange.client_gone()

    upstream.script = script
    asking = asyncio.create_task(harness.ask())
    await upstream.wait_requests(1)
    asking.cancel()
    await gone_within_a_second(upstream)
    assert (await harness.last_row()).cost_nano == 0


@pytest.mark.parametrize("how", ["fin", "rst"])
async def test_leaving_inside_a_stream_bills_what_was_produced(
    harness: Harness, upstream: FakeUpstream, how: str
) -> None:
    words = [f"word{i} " for i in range(20)]
    events = [sse(chat_chunk(word)) for word in words]
    upstream.script = stream(events, gates={19: asyncio.Event()}, end=False)
    body = orjson.dumps(ask("please", stream=True))
    reader, writer = await asyncio.open_connection("127.0.0.1", harness.gateway.server.port)
    writer.write(
        f"POST {CHAT} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {KEY}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    received = b""
    while b"word18" not in received:
        received += await reader.read(65536)
    if how == "rst":
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        writer.transport.abort()
    else:
        writer.close()
    await gone_within_a_second(upstream)
    await harness.idle()
    row = await harness.last_row()
    assert (row.outcome, row.status, row.usage_source) == ("cancelled", 499, "estimated")
    assert row.usage.completion_tokens >= 19
    assert row.usage.prompt_tokens > 0
    assert row.cost_nano == row.usage.prompt_tokens * 1_000_000 + row.usage.completion_tokens * 2_000_000
    assert row.ttft_us is not None


async def test_leaving_a_stream_that_produced_nothing_is_free(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = stream([b": warming up\n\n"], end=False)
    asking = asyncio.create_task(harness.stream())
    await upstream.wait_requests(1)
    asking.cancel()
    await gone_within_a_second(upstream)
    row = await harness.last_row()
    assert (row.outcome, row.cost_nano) == ("cancelled", 0)


async def test_leaving_while_waiting_for_a_budget(harness: Harness, upstream: FakeUpstream) -> None:
    gate = asyncio.Event()
    upstream.script = gated(gate, completion())
    key = await harness.token("poor", budget_usd="0.03")
    first = asyncio.create_task(harness.ask(ask(max_tokens=5), key=key))
    await upstream.wait_requests(1)
    second = asyncio.create_task(harness.ask(ask(max_tokens=50), key=key))
    await harness.until(lambda: len(harness.gateway.relay.in_flight) == 2)
    second.cancel()
    await harness.until(lambda: len(harness.gateway.relay.in_flight) == 1)
    gate.set()
    assert (await first).status == 200
    assert sorted(row.outcome for row in await harness.rows()) == ["cancelled", "done"]
    assert len(upstream.requests) == 1


async def test_leaving_inside_an_upload(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream.url, type="openai", models=["whisper-1"])

    async def pieces() -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n' + bytes(2 << 20)
        raise ConnectionResetError

    with pytest.raises(aiohttp.ClientError):
        await harness.session.post(
            f"{harness.origin}/v1/audio/transcriptions",
            data=pieces(),
            headers={"Content-Type": "multipart/form-data; boundary=b", "Authorization": f"Bearer {KEY}"},
        )
    await harness.idle()
    assert upstream.requests == []


async def test_a_slow_reader_holds_the_upstream_back(harness: Harness, upstream: FakeUpstream) -> None:
    """A client that does not read must not make the gateway buffer the whole stream."""
    sent = 0
    big = sse(chat_chunk("x" * 100_000))

    async def script(exchange: Exchange) -> None:
        nonlocal sent
        await exchange.begin_stream()
        for _ in range(1000):
            await exchange.event(big[6:-2])
            sent += len(big)

    upstream.script = script
    reader, writer = await asyncio.open_connection("127.0.0.1", harness.gateway.server.port, limit=1000)
    body = orjson.dumps(ask(stream=True))
    writer.write(
        f"POST {CHAT} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {KEY}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )
    await reader.readuntil(b"\r\n\r\n")
    before = -1
    while sent != before:
        before = sent
        await asyncio.sleep(0.15)
    assert sent < 60_000_000
    writer.transport.abort()
    await gone_within_a_second(upstream)
    await harness.idle()


# The commit comes before the last byte


@contextmanager
def writer_blocked(database: Database) -> Iterator[threading.Event]:
    """The one writing thread sits in a commit until the event is set."""
    entered, release = threading.Event(), threading.Event()

    def block(_db: object) -> None:
        entered.set()
        release.wait(20)

    task = asyncio.ensure_future(database.write(block))

    async def done() -> None:
        await task

    try:
        yield release
    finally:
        release.set()
        assert entered is not None
        assert not task.cancelled()


@asynccontextmanager
async def nothing_commits(harness: Harness) -> AsyncIterator[threading.Event]:
    database = harness.gateway.workspace.database
    with writer_blocked(database) as release:
        await asyncio.sleep(0)
        yield release
    await database.flush()


async def settled(harness: Harness) -> None:
    await harness.until(lambda: any(run.settled for run in harness.gateway.relay.in_flight.runs))


async def test_a_whole_answer_waits_for_its_commit(harness: Harness, upstream: FakeUpstream) -> None:
    async with nothing_commits(harness) as release:
        asking = asyncio.create_task(harness.ask())
        await settled(harness)
        await asyncio.sleep(0.05)
        assert not asking.done()
        release.set()
        assert (await asking).status == 200
    assert len(await harness.rows()) == 1


@pytest.mark.parametrize("fault", [False, True])
async def test_the_end_of_a_stream_waits_for_its_commit(harness: Harness, upstream: FakeUpstream, fault: bool) -> None:
    events = [sse(chat_chunk("a"))] if fault else chat_events()
    upstream.script = stream(events)
    async with nothing_commits(harness) as release, harness.call(ask(stream=True)) as response:
        received = b""

        async def read_on() -> None:
            nonlocal received
            while piece := await response.content.readany():
                received += piece

        await settled(harness)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(read_on(), 0.1)
        assert b"[DONE]" not in received
        assert b"error" not in received
        assert received.startswith(events[0])
        release.set()
        rest = await response.content.read()
        assert rest.endswith(b"data: [DONE]\n\n")
        assert (b"error" in rest) is fault


async def test_the_end_of_speech_waits_for_its_commit(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream.url, type="openai", models=["tts-1"])
    upstream.script = answer(b"sound", headers={"Content-Type": "audio/mpeg"})
    speech = {"model": "tts-1", "input": "x"}
    async with nothing_commits(harness) as release, harness.call(speech, "/v1/audio/speech") as response:
        await settled(harness)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(response.content.readany(), 0.1)
        release.set()
        assert await response.read() == b"sound"


async def test_who_leaves_during_the_commit_is_billed_once(harness: Harness, upstream: FakeUpstream) -> None:
    async with nothing_commits(harness) as release:
        asking = asyncio.create_task(harness.ask())
        await settled(harness)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await harness.until(lambda: len(harness.gateway.relay.in_flight) == 0)
        release.set()
    rows = await harness.rows()
    assert [(row.outcome, row.cost_nano) for row in rows] == [("done", USUAL_COST)]


@pytest.mark.allow_warnings
@pytest.mark.parametrize("streamed", [False, True])
async def test_a_ledger_that_cannot_be_written(
    harness: Harness, upstream: FakeUpstream, monkeypatch: pytest.MonkeyPatch, streamed: bool
) -> None:
    """No answer passes for complete that is not on disk."""
    upstream.script = stream() if streamed else completion()
    key = await harness.token("poor", budget_usd="1")
    real = Database.append

    def failing(self: Database, record: Any) -> Any:
        future = asyncio.get_running_loop().create_future()
        future.set_exception(StoreError("the disk is full"))
        return future

    monkeypatch.setattr(Database, "append", failing)
    reply = await harness.ask(ask(stream=streamed), key=key)
    if streamed:
        assert reply.chunks[-1]["error"]["code"] == "internal_error"
        assert len(reply.chunks) > 2
    else:
        assert (reply.status, reply.error["code"]) == (500, "internal_error")
    monkeypatch.setattr(Database, "append", real)
    await harness.idle()
    upstream.script = completion()
    assert (await harness.ask(key=key)).status == 200


@pytest.mark.allow_warnings("failed inside the gateway")
@pytest.mark.parametrize("streamed", [False, True])
async def test_a_fault_of_our_own(
    harness: Harness, upstream: FakeUpstream, monkeypatch: pytest.MonkeyPatch, streamed: bool
) -> None:
    from oneapi_desktop.relay.metering import Meter

    async def explode(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Meter, "stream" if streamed else "whole", explode)
    upstream.script = stream() if streamed else completion()
    reply = await harness.ask(ask(stream=streamed))
    found = reply.chunks[-1]["error"] if streamed else reply.error
    assert (found["type"], found["code"]) == ("server_error", "internal_error")
    assert "ZeroDivision" not in found["message"]
    row = await harness.last_row()
    assert (row.outcome, row.error_code, row.cost_nano) == ("failed", "internal", 0)
    await harness.idle()


# Stopping


async def test_stopping_drains(start: Start) -> None:
    harness = await start(drain_seconds=20)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    gate = asyncio.Event()
    upstream.script = stream(gates={2: gate})
    streaming = asyncio.create_task(harness.stream())
    await upstream.wait_requests(1)
    idle_reader, idle_writer = await asyncio.open_connection("127.0.0.1", harness.gateway.server.port)
    port = harness.gateway.server.port
    stopping = asyncio.create_task(harness.stop())
    await harness.until(lambda: harness.gateway.relay.draining)

    def refused() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) != 0

    await harness.until(refused)
    head = f"POST {CHAT} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {KEY}\r\nContent-Length: 2\r\n\r\n"
    idle_writer.write(f"{head}{{}}".encode())
    answered = await idle_reader.read(65536)
    if answered:
        assert b" 503 " in answered
        assert b"shutting_down" in answered
    idle_writer.close()
    assert not stopping.done()
    gate.set()
    reply = await streaming
    assert reply.text == "one two"
    await asyncio.wait_for(stopping, 20)
    rows = await harness.rows_on_disk()
    assert [(r.outcome, r.cost_nano) for r in rows if r.stream] == [("done", USUAL_COST)]


@pytest.mark.allow_warnings("still open")
async def test_stopping_cuts_what_does_not_end(start: Start) -> None:
    harness = await start(drain_seconds=0.1)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    upstream.script = stream([sse(chat_chunk("a"))], end=False)
    async with harness.call(ask(stream=True)) as response:
        await response.content.readany()
        async with asyncio.timeout(4):
            await harness.stop()
        rest = await response.content.read()
    assert rest.endswith(b"data: [DONE]\n\n")
    assert b"shutting_down" in rest
    assert upstream.requests[0].gone.is_set()
    (row,) = await harness.rows_on_disk()
    assert (row.outcome, row.status) == ("interrupted", 0)


@pytest.mark.allow_warnings("still open")
async def test_stopping_inside_speech_does_not_pretend_that_it_is_whole(start: Start) -> None:
    harness = await start(drain_seconds=0.1)
    upstream = await harness.upstream()
    await harness.channel(upstream.url, type="openai", models=["tts-1"])
    upstream.script = raw(http_head(200, {"Content-Type": "audio/mpeg"}, chunked=True) + chunk(b"sound"), "hang")
    async with harness.call({"model": "tts-1", "input": "x"}, "/v1/audio/speech") as response:
        async with asyncio.timeout(4):
            await harness.stop()
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()
    (row,) = await harness.rows_on_disk()
    assert (row.outcome, row.usage.characters) == ("interrupted", 1)


async def test_a_second_signal_ends_the_drain(start: Start) -> None:
    harness = await start(drain_seconds=600)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    upstream.script = hang()
    asking = asyncio.create_task(harness.ask())
    await upstream.wait_requests(1)
    stopping = asyncio.create_task(harness.stop())
    await harness.until(lambda: harness.gateway.relay.draining)
    await asyncio.sleep(0)
    harness.gateway.relay.in_flight.give_up()
    await asyncio.wait_for(stopping, 4)
    reply = await asking
    assert (reply.status, reply.error["code"]) == (503, "shutting_down")
    (row,) = await harness.rows_on_disk()
    assert row.outcome == "interrupted"


async def test_lasting_requests_stand_on_disk_as_open(harness: Harness, upstream: FakeUpstream) -> None:
    gate = asyncio.Event()
    upstream.script = stream(gates={3: gate})
    streaming = asyncio.create_task(harness.stream())
    await upstream.wait_requests(1)
    await harness.until(lambda: any(run.noted for run in harness.gateway.relay.in_flight.runs))
    database = harness.gateway.workspace.database
    await database.flush()

    def count(db: Any) -> int:
        return int(db.execute("SELECT count(*) FROM open_requests").fetchone()[0])

    assert await database.read(count) == 1
    gate.set()
    await streaming
    await database.flush()
    assert await database.read(count) == 0


# Rows


async def test_a_row_says_everything(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = stream()
    reply = await harness.stream()
    row = await harness.last_row()
    assert row.request_id == reply.headers["x-oneapi-request-id"]
    assert (row.user_id, row.token_name, row.channel_name, row.attempts) == (1, "first", "up", 1)
    assert (row.token_id, row.channel_id) == (harness.token_entry("first").token.id, harness.entry().channel.id)
    assert (row.model, row.upstream_model, row.dialect, row.endpoint) == ("gpt-4o", "gpt-4o", "openai-chat", "chat")
    assert (row.stream, row.status, row.outcome) == (True, 200, "done")
    assert row.ttft_us is not None
    assert 0 < row.overhead_us <= row.duration_us
    assert 0 < row.ttft_us <= row.duration_us
    assert (row.error, row.error_code, row.client_address) == ("", "", "127.0.0.1")
    assert (row.price_source, row.ratio_millionths) == ("owner", 1_000_000)
    assert orjson.loads(row.route)[0].keys() == {"channel", "channel_id", "result", "at_ms", "ms"}
    shown = (await harness.run("request.list", limit=1))[0]
    assert {
        "id", "request_id", "created_at", "token", "channel", "model", "upstream_model", "dialect", "stream", "status",
        "attempts", "prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens", "cost_usd",
        "cost_nano_usd", "usage_source", "ttft_ms", "duration_ms", "overhead_ms", "error",
    } <= set(shown)  # fmt: skip


async def test_waiting_for_the_upstream_is_no_overhead(harness: Harness, upstream: FakeUpstream) -> None:
    async def slowly(exchange: Exchange) -> None:
        await asyncio.sleep(0.3)
        await exchange.begin_stream()
        for event in chat_events():
            await asyncio.sleep(0.1)
            await exchange.event(event[6:-2])
        await exchange.end_stream()

    upstream.script = slowly
    await harness.stream()
    row = await harness.last_row()
    # Sleeping never ends early: so much at least was spent waiting.
    assert row.duration_us - row.overhead_us > 600_000


# Secrets


async def test_secrets_stay_secret(start: Start, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    harness = await start(debug=True, debug_sql=True, automatic_disable=False)
    upstream = await harness.upstream()
    header, password = "header-secret-4711-value", "proxypassword4711"
    await harness.channel(upstream, headers={"X-Team-Secret": header})
    await harness.channel(
        upstream, "proxied", models=["other"], proxy=f"http://user:{password}@127.0.0.1:{upstream.port}"
    )
    token = await harness.token("t", budget_usd="1")
    leak = f"bad key {UPSTREAM_KEY} and {header} for https://host/v1?key=AIzaSyA1234567890123456789012345678901234"
    seen: list[bytes] = []

    async def keep(body: Any, **options: Any) -> None:
        reply = await harness.ask(body, key=token, **options)
        seen.append(reply.body + str(reply.headers).encode())

    for status in (200, 400, 401, 403, 404, 418, 429, 500, 503, 302):
        for body in ({"error": {"message": leak, "type": "x", "code": leak}}, leak.encode(), {"error": leak}):
            upstream.script = answer(body, status, headers={"x-ratelimit-x": "1"})
            for streamed in (False, True):
                harness.entry().health.reset()
                await keep(ask("prompt-text-4711", stream=streamed))
    upstream.script = stream([sse(chat_chunk("a")), sse({"error": {"message": leak}})])
    harness.entry().health.reset()
    await keep(ask(stream=True))
    upstream.script = error(502, leak.replace(header, password).encode())
    await keep(ask(model="other"))
    assert upstream.requests[-1].path.startswith("http://127.0.0.1")
    upstream.script = error(401, leak.encode())
    await harness.run("channel.test", channel="up")
    shown = [
        orjson.dumps(await harness.run(op))
        for op in ("channel.list", "token.list", "request.list", "provider.list", "setting.list", "gateway.health")
    ]
    await harness.stop()
    secrets = [UPSTREAM_KEY, header, password, token.removeprefix("sk-"), KEY.removeprefix("sk-")]
    on_disk = {path.name: path.read_bytes() for path in harness.data_dir.rglob("*") if path.is_file()}
    assert any(name.endswith(".db") for name in on_disk)
    for secret in [*secrets, "AIzaSyA12345678901234567890", "prompt-text-4711"]:
        for name, content in on_disk.items():
            assert secret.encode() not in content, f"{secret} in {name}"
        assert secret not in caplog.text, f"{secret} in the log"
        for answered in [*seen, *shown]:
            assert secret.encode() not in answered, answered
