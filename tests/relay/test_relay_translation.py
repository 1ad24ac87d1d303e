"""Clients of one dialect, upstreams of another: what each sees, and what stands in the ledger."""

import asyncio
from typing import Any

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
    sse,
    stream,
    usage_chunk,
)
from gateway_harness import KEY, Harness, Start, ask
from matrix_upstreams import SAYS, UPSTREAMS

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.domain.channel import ChannelStatus
from oneapi_desktop.relay import answer_stream

MESSAGES = "/v1/messages"


def claude(text: str = "hi", **fields: Any) -> dict[str, Any]:
    """A request of an Anthropic client."""
    return {"model": "gpt-4o", "max_tokens": 100, "messages": [{"role": "user", "content": text}]} | fields


def events_of(body: bytes) -> list[dict[str, Any]]:
    """The events of an Anthropic stream; each has a name equal to its type."""
    found = []
    for block in body.decode().strip().split("\n\n"):
        name, data = block.split("\n")
        event = orjson.loads(data.removeprefix("data: "))
        assert name == f"event: {event['type']}"
        found.append(event)
    return found


async def test_anthropic_client_on_a_chat_upstream(harness: Harness, upstream: FakeUpstream) -> None:
    reply = await harness.ask(
        claude(system="Be brief.", temperature=0.5),
        MESSAGES,
        headers={"x-api-key": KEY, "anthropic-version": "2023-06-01", "Authorization": ""},
    )
    assert reply.status == 200, reply.body
    assert reply.json["type"] == "message"
    assert reply.json["content"] == [{"type": "text", "text": "hello"}]
    assert reply.json["stop_reason"] == "end_turn"
    assert reply.json["model"] == "gpt-4o"
    assert (reply.json["usage"]["input_tokens"], reply.json["usage"]["output_tokens"]) == (10, 5)
    seen = upstream.requests[0]
    assert seen.path == "/v1/chat/completions"
    assert seen.json["messages"] == [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "hi"},
    ]
    assert seen.json["max_tokens"] == 100
    row = await harness.last_row()
    assert (row.dialect, row.endpoint, row.status, row.outcome) == ("anthropic", "chat", 200, "done")
    assert (row.usage.prompt_tokens, row.usage.completion_tokens, row.usage_source) == (10, 5, "measured")
    assert row.cost_nano == 10 * 1_000_000 + 5 * 2_000_000


async def test_anthropic_client_streams_from_a_chat_upstream(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = stream()
    reply = await harness.ask(claude(stream=True), MESSAGES)
    events = events_of(reply.body)
    assert [event["type"] for event in events] == [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert "".join(e["delta"]["text"] for e in events if e["type"] == "content_block_delta") == "one two"
    assert events[-2]["usage"]["output_tokens"] == 5
    assert upstream.requests[0].json["stream_options"] == {"include_usage": True}
    row = await harness.last_row()
    assert (row.stream, row.usage.completion_tokens, row.outcome) == (True, 5, "done")


async def test_openai_client_on_an_anthropic_upstream(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "anthropic"})

    async def script(exchange: Any) -> None:
        if exchange.request.json.get("stream"):
            await exchange.begin_stream()
            for event in (
                {"type": "message_start", "message": {"id": "msg_1", "model": "c", "usage": {"input_tokens": 7}}},
                {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
                {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "hey"}},
                {"type": "content_block_stop", "index": 0},
                {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 3}},
                {"type": "message_stop"},
            ):
                await exchange.event(event)
            await exchange.end_stream()
            return
        await exchange.answer(
            {
                "id": "msg_1",
                "type": "message",
                "role": "assistant",
                "model": "c",
                "content": [{"type": "text", "text": "hey"}],
                "stop_reason": "end_turn",
                "usage": {"input_tokens": 7, "output_tokens": 3},
            }
        )

    upstream.script = script
    reply = await harness.ask()
    assert reply.json["choices"][0]["message"]["content"] == "hey"
    assert reply.json["usage"]["total_tokens"] == 10
    seen = upstream.requests[0]
    assert seen.path == "/v1/messages"
    assert seen.headers["anthropic-version"] == "2023-06-01"
    reply = await harness.stream()
    assert reply.text == "hey"
    assert reply.chunks[-1]["choices"][0]["finish_reason"] == "stop"
    rows = await harness.rows()
    assert [(r.usage.prompt_tokens, r.usage.completion_tokens, r.usage_source) for r in rows] == [
        (7, 3, "measured"),
        (7, 3, "measured"),
    ]


async def test_the_end_leaves_after_the_ledger(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = stream([sse(chat_chunk("a")), sse(chat_chunk(finish="stop")), sse(usage_chunk()), sse("[DONE]")])
    async with harness.call(claude(stream=True), MESSAGES) as response:
        seen = b""
        while b"message_stop" not in seen:
            seen += await response.content.readany()
        assert len(await harness.rows()) == 1


async def test_an_upstream_cut_ends_with_the_clients_own_error(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = stream(chat_events(usage=False)[:2], end=True)
    reply = await harness.ask(claude(stream=True), MESSAGES)
    events = events_of(reply.body)
    assert events[-1]["type"] == "error"
    assert events[-1]["error"]["type"] == "api_error"
    assert [e["type"] for e in events].count("message_start") == 1
    row = await harness.last_row()
    assert (row.outcome, row.usage_source) == ("failed", "estimated")
    assert row.cost_nano > 0


async def test_errors_wear_the_clients_shape(harness: Harness, upstream: FakeUpstream) -> None:
    refused = await harness.ask(claude(), MESSAGES, key="sk-nobody")
    assert refused.status == 401
    assert refused.json["type"] == "error"
    assert refused.json["error"]["type"] == "authentication_error"
    assert refused.headers["request-id"]
    unknown = await harness.ask(claude(model="nope"), MESSAGES)
    assert (unknown.status, unknown.json["error"]["type"]) == (404, "not_found_error")
    wrong = await harness.ask(b"{}", MESSAGES)
    assert (wrong.status, wrong.json["error"]["type"]) == (400, "invalid_request_error")
    nowhere = await harness.ask(b"{}", "/v1/messages/nothing")
    assert (nowhere.status, nowhere.json["type"]) == (404, "error")


async def test_failure_before_the_first_event_tries_the_next_channel(harness: Harness, upstream: FakeUpstream) -> None:
    second = await harness.upstream()
    await harness.channel(second, "second", priority=-1)
    upstream.script = stream([sse({"error": {"message": "overloaded", "code": 503}})])
    second.script = stream()
    reply = await harness.ask(claude(stream=True), MESSAGES)
    assert events_of(reply.body)[-1]["type"] == "message_stop"
    assert reply.headers["x-oneapi-channel"] == "second"


async def test_what_is_lost_stands_on_the_record_and_in_a_header(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "anthropic"})
    upstream.script = answer(UPSTREAMS[Dialect.ANTHROPIC].whole(SAYS["text"]))
    reply = await harness.ask(ask(seed=1, temperature=1.5))
    assert reply.status == 200
    assert reply.headers["x-oneapi-conversion"] == "changed:temperature,dropped:seed"
    notes = orjson.loads((await harness.last_row()).notes)
    assert [(n["action"], n["field"], n["from"], n["to"], n["semantic"]) for n in notes] == [
        ("changed", "temperature", "openai-chat", "anthropic", True),
        ("dropped", "seed", "openai-chat", "anthropic", False),
    ]


async def test_strict_conversion_refuses_what_changes_the_meaning(start: Start) -> None:
    harness = await start(strict_conversion=True)
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "anthropic"})
    upstream.script = answer(UPSTREAMS[Dialect.ANTHROPIC].whole(SAYS["text"]))
    assert (await harness.ask(ask(seed=1))).status == 200
    reply = await harness.ask(ask(temperature=1.5))
    assert (reply.status, reply.error["param"], reply.error["code"]) == (400, "temperature", "unsupported_value")
    assert "strict_conversion" in reply.error["message"]
    assert len(upstream.requests) == 1


async def test_what_one_channel_cannot_express_another_may(harness: Harness, upstream: FakeUpstream) -> None:
    other = await harness.upstream()
    await harness.channel(other, "narrow", priority=5, config={"dialects": "anthropic"})
    reply = await harness.ask(ask(n=2))
    assert reply.status == 200
    assert reply.headers["x-oneapi-channel"] == "up"
    assert other.requests == []
    refused = await harness.ask(claude(messages=[{"role": "user", "content": 5}]), MESSAGES)
    assert refused.status == 400


async def test_an_upstream_that_only_streams_is_folded(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "anthropic"})
    for name, says in SAYS.items():
        upstream.script = stream(UPSTREAMS[Dialect.ANTHROPIC].stream(says))
        reply = await harness.ask()
        assert reply.status == 200, reply.body
        message = reply.json["choices"][0]["message"]
        assert (message["content"] or "") == "".join(says.pieces), name
        assert [call["function"]["name"] for call in message.get("tool_calls") or []] == list(says.tools)
        assert reply.json["usage"]["total_tokens"] == 15
    upstream.script = stream(UPSTREAMS[Dialect.ANTHROPIC].stream(SAYS["text"])[:3])
    assert (await harness.ask()).status == 502


async def test_an_upstream_that_never_streams_is_unfolded(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "anthropic"})
    upstream.script = answer(UPSTREAMS[Dialect.ANTHROPIC].whole(SAYS["text"]))
    reply = await harness.stream()
    assert reply.text == "bonjour monde"
    row = await harness.last_row()
    assert (row.stream, row.usage.total_tokens, row.usage_source) == (True, 15, "measured")


async def test_usage_that_nobody_reports_is_estimated(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "gemini"})
    whole = UPSTREAMS[Dialect.GEMINI].whole(SAYS["text"])
    del whole["usageMetadata"]
    upstream.script = answer(whole)
    await harness.ask()
    row = await harness.last_row()
    assert row.usage_source == "estimated"
    assert row.usage.prompt_tokens > 0
    assert row.usage.completion_tokens > 0
    assert row.cost_nano > 0


@pytest.mark.parametrize("reported", [{}, {"prompt_tokens": 0, "completion_tokens": 0}])
async def test_clients_are_told_the_estimate(harness: Harness, upstream: FakeUpstream, reported: Any) -> None:
    upstream.script = completion("hello", usage=reported)
    whole = await harness.ask(claude(), MESSAGES)
    row = await harness.last_row()
    counts = (row.usage.prompt_tokens, row.usage.completion_tokens)
    assert row.usage_source == "estimated"
    assert counts[1] == 1
    assert (whole.json["usage"]["input_tokens"], whole.json["usage"]["output_tokens"]) == counts
    assert whole.headers["x-oneapi-estimated"] == "true"

    upstream.script = stream(chat_events(["hello"], usage=False))
    told = events_of((await harness.ask(claude(stream=True), MESSAGES)).body)[-2]
    assert told["type"] == "message_delta"
    assert (told["usage"]["input_tokens"], told["usage"]["output_tokens"]) == counts


async def test_a_measured_count_is_not_called_an_estimate(harness: Harness, upstream: FakeUpstream) -> None:
    assert "x-oneapi-estimated" not in (await harness.ask(claude(), MESSAGES)).headers


async def test_a_chat_stream_has_the_estimate_only_for_those_who_asked(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "gemini"})
    whole = UPSTREAMS[Dialect.GEMINI].whole(SAYS["text"])
    del whole["usageMetadata"]
    upstream.script = answer(whole)
    plain = await harness.ask(ask(stream=True))
    assert b"total_tokens" not in plain.body
    asked = await harness.ask(ask(stream=True, stream_options={"include_usage": True}))
    row = await harness.last_row()
    assert orjson.loads(asked.body.split(b"\n\n")[-3][6:])["usage"]["total_tokens"] == row.usage.total_tokens > 0


async def test_budgets_hold_in_every_dialect(harness: Harness, upstream: FakeUpstream) -> None:
    key = await harness.token("poor", budget_usd="0.01")
    assert (await harness.ask(claude(max_tokens=5), MESSAGES, key=key)).status == 200
    refused = await harness.ask(claude(), MESSAGES, key=key)
    assert (refused.status, refused.json["error"]["type"]) == (402, "billing_error")
    google = {"contents": [{"parts": [{"text": "x"}]}]}
    refused = await harness.ask(google, "/v1beta/models/gpt-4o:generateContent", key=key)
    assert (refused.status, refused.json["error"]["status"]) == (429, "RESOURCE_EXHAUSTED")


async def test_an_account_fault_of_another_dialect_switches_the_channel_off(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "anthropic"})
    upstream.script = answer({"type": "error", "error": {"type": "authentication_error", "message": "bad key"}}, 401)
    reply = await harness.ask(claude(), MESSAGES)
    assert (reply.status, reply.json["error"]["type"]) == (502, "api_error")
    await harness.status_of("up", ChannelStatus.AUTO_DISABLED)


@pytest.mark.parametrize("dialect", [Dialect.ANTHROPIC, Dialect.OPENAI_CHAT])
async def test_a_reset_after_the_end_was_said_is_no_failure(harness: Harness, dialect: Dialect) -> None:
    """Both ways: passed through (Anthropic on Anthropic) and translated."""
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": dialect.value})
    pieces = UPSTREAMS[dialect].stream(SAYS["text"])[:-1]

    async def reset(exchange: Exchange) -> None:
        await exchange.begin_stream()
        for piece in pieces:
            await exchange.send(chunk(piece))
        exchange.fin()

    upstream.script = reset
    reply = await harness.ask(claude(stream=True), MESSAGES)
    assert [event["type"] for event in events_of(reply.body)][-2:] == ["message_delta", "message_stop"]
    row = await harness.last_row()
    assert (row.outcome, row.usage.completion_tokens) == ("done", 5)


async def test_signs_of_life_cross(harness: Harness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_stream, "HEARTBEAT", 0.0)
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "anthropic"})
    pieces = UPSTREAMS[Dialect.ANTHROPIC].stream(SAYS["text"])
    gates = {3: asyncio.Event(), 4: asyncio.Event()}
    upstream.script = stream([*pieces[:3], b'event: ping\ndata: {"type":"ping"}\n\n', *pieces[3:]], gates=gates)
    async with harness.call(ask(stream=True)) as response:
        seen = b""
        while b"bonjour" not in seen:
            seen += await response.content.readany()
        gates[3].set()
        while b": keep-alive" not in seen:
            seen += await response.content.readany()
        gates[4].set()
        seen += await response.content.read()
    assert seen.endswith(b"data: [DONE]\n\n")


async def test_large_bodies_are_read_off_the_loop(harness: Harness, upstream: FakeUpstream) -> None:
    text = "x" * (600 * 1024)
    upstream.script = completion("y" * (600 * 1024))
    reply = await harness.ask(claude(text), MESSAGES)
    assert reply.status == 200
    assert len(reply.json["content"][0]["text"]) == 600 * 1024
    assert len(upstream.requests[0].json["messages"][0]["content"]) == len(text)


async def test_a_field_of_any_name_makes_a_short_note(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "anthropic"})
    upstream.script = answer(UPSTREAMS[Dialect.ANTHROPIC].whole(SAYS["text"]))
    names = {f"evil\r\nX-Injected: {number} ä{'x' * 50_000}": 1 for number in range(30)}
    reply = await harness.ask(ask(**names))
    assert reply.status == 200
    header = reply.headers["x-oneapi-conversion"]
    assert len(header) < 2000
    assert "X-Injected" not in reply.headers
    notes = orjson.loads((await harness.last_row()).notes)
    assert all(len(note["field"]) <= 60 for note in notes)
