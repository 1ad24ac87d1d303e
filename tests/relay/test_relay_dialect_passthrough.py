"""Other dialects than Chat Completions on both sides: byte for byte, watched, and ended after the ledger."""

import asyncio
import base64
from typing import Any

import orjson
import pytest
from fake_upstream import Exchange, FakeUpstream, Script, answer, chunk, gated, http_head, raw, stream
from gateway_harness import KEY, UPSTREAM_KEY, Harness
from matrix_clients import CLIENTS
from matrix_upstreams import SAYS, UPSTREAMS, Says

from oneapi_desktop.dialects.conversation import Dialect

ODD = (
    b'{ "model" :"gpt-4o","max_tokens": 1e2, "x_unknown":{"b":1.50},\r\n "messages":[ {"role":"user","content":'
    b'"\\u00e4 \xc3\xa4"} ] }'
)
CLAUDE: dict[str, Any] = {"model": "gpt-4o", "max_tokens": 9, "messages": [{"role": "user", "content": "hi"}]}
CONTENTS: dict[str, Any] = {"contents": [{"role": "user", "parts": [{"text": "hi"}]}]}
OLLAMA: dict[str, Any] = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]}
RESPONSES: dict[str, Any] = {"model": "gpt-4o", "input": "hi", "store": False}
TEXT = Says(("one ", "two"))


async def channel(harness: Harness, dialect: Dialect, **fields: Any) -> FakeUpstream:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": dialect.value}, **fields)
    return upstream


def streamed(dialect: Dialect, pieces: list[bytes], *, end: bool = True) -> Script:
    """A stream in the dialect's own framing."""
    kind = UPSTREAMS[dialect].content_type
    return stream(pieces, headers={"Content-Type": kind}, end=end)


async def test_request_and_answer_pass_byte_for_byte(harness: Harness) -> None:
    upstream = await channel(harness, Dialect.ANTHROPIC)
    body = orjson.dumps(UPSTREAMS[Dialect.ANTHROPIC].whole(TEXT))[:-1] + b', "new_field" : 1.0 }\n'
    upstream.script = answer(body, headers={"request-id": "req_up", "anthropic-ratelimit-tokens-remaining": "5"})
    reply = await harness.ask(
        ODD,
        "/v1/messages",
        headers={
            "anthropic-version": "2026-10-21",
            "anthropic-beta": "context-1m",
            "x-api-key": KEY,
            "x-stainless-lang": "python",
            "Cookie": "a=b",
        },
    )
    assert reply.body == body
    assert reply.headers["anthropic-ratelimit-tokens-remaining"] == "5"
    seen = upstream.requests[0]
    assert (seen.path, seen.body) == ("/v1/messages", ODD)
    assert seen.headers["anthropic-version"] == "2026-10-21"
    assert seen.headers["anthropic-beta"] == "context-1m"
    assert not {"x-api-key", "x-stainless-lang", "Cookie"} & set(seen.headers)
    assert KEY not in str(seen.headers)
    row = await harness.last_row()
    assert (row.usage.prompt_tokens, row.usage.completion_tokens, row.usage_source) == (10, 5, "measured")
    assert row.notes == "[]"


@pytest.mark.parametrize(
    ("dialect", "path", "body"),
    [
        (Dialect.ANTHROPIC, "/v1/messages", CLAUDE),
        (Dialect.OPENAI_RESPONSES, "/v1/responses", RESPONSES),
        (Dialect.GEMINI, "/v1beta/models/gpt-4o:streamGenerateContent?alt=sse", CONTENTS),
        (Dialect.OLLAMA, "/api/chat", OLLAMA),
    ],
)
async def test_streams_pass_byte_for_byte(harness: Harness, dialect: Dialect, path: str, body: dict[str, Any]) -> None:
    upstream = await channel(harness, dialect)
    for name, says in SAYS.items():
        pieces = UPSTREAMS[dialect].stream(says)
        upstream.script = streamed(dialect, pieces)
        reply = await harness.ask(body | ({} if dialect is Dialect.GEMINI else {"stream": True}), path)
        assert reply.body == b"".join(pieces), name
    rows = await harness.rows()
    assert {(row.usage.prompt_tokens, row.usage.completion_tokens, row.outcome) for row in rows} == {(10, 5, "done")}
    assert all(row.ttft_us for row in rows)


async def test_a_gemini_stream_as_an_array(harness: Harness) -> None:
    upstream = await channel(harness, Dialect.GEMINI, model_mapping={"gpt-4o": "tuned/x"})
    pieces = UPSTREAMS[Dialect.GEMINI].stream(TEXT)
    upstream.script = streamed(Dialect.GEMINI, pieces)
    reply = await harness.ask(CONTENTS, "/v1/models/gpt-4o:streamGenerateContent")
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.json == [orjson.loads(piece[6:]) for piece in pieces]
    assert upstream.requests[0].path == "/v1/models/tuned/x:streamGenerateContent?alt=sse"
    upstream.script = streamed(Dialect.GEMINI, pieces[:1])
    broken = await harness.ask(CONTENTS, "/v1/models/gpt-4o:streamGenerateContent")
    assert list(broken.json[-1]) == ["error"]


@pytest.mark.parametrize(
    ("dialect", "path", "body", "field", "value"),
    [
        (Dialect.ANTHROPIC, "/v1/messages", CLAUDE | {"system": "old"}, "system", "Be brief."),
        (Dialect.OPENAI_RESPONSES, "/v1/responses", RESPONSES, "instructions", "Be brief."),
        (
            Dialect.GEMINI,
            "/v1beta/models/gpt-4o:generateContent",
            CONTENTS,
            "systemInstruction",
            {"parts": [{"text": "Be brief."}]},
        ),
        (
            Dialect.OLLAMA,
            "/api/chat",
            OLLAMA | {"stream": False},
            "messages",
            [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hi"}],
        ),
    ],
)
async def test_a_channels_own_fields(
    harness: Harness, dialect: Dialect, path: str, body: dict[str, Any], field: str, value: Any
) -> None:
    upstream = await channel(
        harness,
        dialect,
        system_prompt="Be brief.",
        param_override={"x_own": 1},
        model_mapping={"gpt-4o": "theirs"},
    )
    upstream.script = answer(UPSTREAMS[dialect].whole(TEXT))
    assert (await harness.ask(body, path)).status == 200
    seen = upstream.requests[0]
    assert seen.json[field] == value
    assert seen.json["x_own"] == 1
    assert "theirs" in (seen.path if dialect is Dialect.GEMINI else seen.json["model"])
    kept = {name: what for name, what in body.items() if name not in {field, "model"}}
    assert {name: seen.json[name] for name in kept} == kept


async def test_the_last_event_leaves_after_the_ledger(harness: Harness) -> None:
    upstream = await channel(harness, Dialect.ANTHROPIC)
    gate = asyncio.Event()
    pieces = UPSTREAMS[Dialect.ANTHROPIC].stream(TEXT)
    upstream.script = stream(pieces, gates={len(pieces) - 1: gate}, headers={"Content-Type": "text/event-stream"})
    async with harness.call(CLAUDE | {"stream": True}, "/v1/messages") as response:
        seen = b""
        while b"message_delta" not in seen:
            seen += await response.content.readany()
        assert await harness.rows() == []
        gate.set()
        while b"message_stop" not in seen:
            seen += await response.content.readany()
        assert len(await harness.rows()) == 1


async def test_an_error_passes_as_it_is_with_secrets_masked(harness: Harness) -> None:
    upstream = await channel(harness, Dialect.ANTHROPIC, auto_disable=False)
    error = {"type": "error", "error": {"type": "invalid_request_error", "message": f"no {UPSTREAM_KEY}", "x": 1}}
    upstream.script = answer(error, 400)
    reply = await harness.ask(CLAUDE, "/v1/messages")
    assert reply.status == 400
    assert reply.json["error"]["x"] == 1
    assert UPSTREAM_KEY.encode() not in reply.body
    # In the middle of a stream, too.
    pieces = UPSTREAMS[Dialect.ANTHROPIC].stream(TEXT)[:3]
    overloaded = {"type": "error", "error": {"type": "overloaded_error", "message": f"busy {UPSTREAM_KEY}"}}
    pieces.append(b"event: error\ndata: " + orjson.dumps(overloaded) + b"\n\n")
    gate = asyncio.Event()
    upstream.script = stream(pieces, gates={3: gate}, headers={"Content-Type": "text/event-stream"})
    async with harness.call(CLAUDE | {"stream": True}, "/v1/messages") as response:
        seen = b""
        while seen != b"".join(pieces[:3]):
            seen += await response.content.readany()
        gate.set()
        rest = await response.content.read()
    last = orjson.loads(rest.rstrip().rpartition(b"data: ")[2])
    assert last["error"]["type"] == "overloaded_error"
    assert UPSTREAM_KEY.encode() not in rest
    assert (await harness.last_row()).outcome == "failed"


async def test_an_error_as_the_first_event_tries_the_next_channel(harness: Harness) -> None:
    first = await channel(harness, Dialect.ANTHROPIC)
    second = await harness.upstream()
    await harness.channel(second, "second", priority=-1, config={"dialects": "anthropic"})
    first.script = streamed(
        Dialect.ANTHROPIC,
        [b'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"x"}}\n\n'],
    )
    pieces = UPSTREAMS[Dialect.ANTHROPIC].stream(TEXT)
    second.script = streamed(Dialect.ANTHROPIC, pieces)
    reply = await harness.ask(CLAUDE | {"stream": True}, "/v1/messages")
    assert reply.body == b"".join(pieces)
    assert reply.headers["x-oneapi-channel"] == "second"


async def test_foreign_proofs_of_reasoning_are_left_out(harness: Harness) -> None:
    from oneapi_desktop.dialects.conversation import Seal, SealFamily, SealKind
    from oneapi_desktop.dialects.seals import wrap

    upstream = await channel(harness, Dialect.ANTHROPIC, model_mapping={"gpt-4o": "claude-opus-5"})
    upstream.script = answer(UPSTREAMS[Dialect.ANTHROPIC].whole(TEXT))
    foreign = wrap(Seal(SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, "c2ln"))
    for signature in (foreign, ""):
        blocks = [{"type": "thinking", "thinking": "t", "signature": signature}, {"type": "text", "text": "hello"}]
        messages = [*CLAUDE["messages"], {"role": "assistant", "content": blocks}, *CLAUDE["messages"]]
        reply = await harness.ask(CLAUDE | {"messages": messages, "x_own": 1}, "/v1/messages")
        assert reply.status == 200, reply.body
        sent = upstream.requests[-1].json
        assert "thinking" not in orjson.dumps(sent["messages"]).decode()
        assert sent["messages"][1]["content"] == "hello"
        assert sent["x_own"] == 1
    own = [{"type": "thinking", "thinking": "t", "signature": "EqQB"}, {"type": "text", "text": "hello"}]
    messages = [*CLAUDE["messages"], {"role": "assistant", "content": own}, *CLAUDE["messages"]]
    await harness.ask(CLAUDE | {"messages": messages}, "/v1/messages")
    assert upstream.requests[-1].json["messages"][1]["content"] == own


@pytest.mark.parametrize("dialect", [Dialect.ANTHROPIC, Dialect.OPENAI_CHAT])
async def test_a_client_that_leaves_closes_the_upstream_and_pays_for_what_came(
    harness: Harness, dialect: Dialect
) -> None:
    upstream = await channel(harness, dialect)
    pieces = UPSTREAMS[dialect].stream(Says(tuple(f"word{n} " for n in range(20))))[:15]
    upstream.script = streamed(dialect, pieces, end=False)
    async with harness.call(CLAUDE | {"stream": True}, "/v1/messages") as response:
        seen = b""
        while seen.count(b"text_delta") < 10:
            seen += await response.content.readany()
    await asyncio.wait_for(upstream.requests[0].gone.wait(), 10)
    await harness.idle()
    row = await harness.last_row()
    assert (row.outcome, row.usage_source) == ("cancelled", "estimated")
    assert row.usage.completion_tokens >= 10
    assert row.usage.prompt_tokens > 0
    assert row.cost_nano > 0


async def test_a_stop_ends_open_streams_in_their_dialect(harness: Harness) -> None:
    upstream = await channel(harness, Dialect.OPENAI_CHAT)
    upstream.script = stream(UPSTREAMS[Dialect.OPENAI_CHAT].stream(TEXT)[:3], end=False)
    async with harness.call(CLAUDE | {"stream": True}, "/v1/messages") as response:
        seen = await response.content.readuntil(b"content_block_delta")
        harness.gateway.relay.draining = True
        harness.gateway.relay.in_flight.cut()
        seen += await response.content.read()
    blocks = [block for block in seen.split(b"\n\n") if block]
    assert b"event: content_block_stop" in blocks[-2]
    assert b"event: error" in blocks[-1]
    assert (await harness.last_row()).outcome == "interrupted"


async def test_whole_answers_that_are_errors_or_nonsense(harness: Harness) -> None:
    upstream = await channel(harness, Dialect.ANTHROPIC, auto_disable=False)
    for script, status in (
        (answer(b"<html>busy</html>", headers={"Content-Type": "text/html"}), 502),
        (answer(b""), 502),
        (answer(b"{"), 502),
        (answer({"type": "error", "error": {"type": "rate_limit_error", "message": "slow"}}), 429),
    ):
        upstream.script = script
        reply = await harness.ask(CLAUDE, "/v1/messages")
        assert (reply.status, reply.json["type"]) == (status, "error"), reply.body


async def test_a_line_without_end_is_given_up(harness: Harness) -> None:
    await harness.run("setting.set", key="event_limit_mb", value="1")
    upstream = await channel(harness, Dialect.OLLAMA)

    async def endless(exchange: Any) -> None:
        await exchange.send(http_head(200, {"Content-Type": "application/x-ndjson"}, chunked=True))
        await exchange.send(chunk(UPSTREAMS[Dialect.OLLAMA].stream(TEXT)[0]))
        for _ in range(40):
            await exchange.send(chunk(b"x" * 64 * 1024))
        await exchange.client_gone()

    upstream.script = endless
    reply = await harness.ask(OLLAMA, "/api/chat")
    lines = [orjson.loads(line) for line in reply.body.splitlines()]
    assert "larger than" in lines[-1]["error"]


def events_of(body: bytes) -> list[dict[str, Any]]:
    """The JSON of a stream's events or lines."""
    lines = [line.removeprefix(b"data: ") for line in body.split(b"\n")]
    return [orjson.loads(line) for line in lines if line.startswith(b"{")]


@pytest.mark.parametrize(
    ("dialect", "path", "body"),
    [
        (Dialect.ANTHROPIC, "/v1/messages", CLAUDE | {"stream": True}),
        (Dialect.OPENAI_RESPONSES, "/v1/responses", RESPONSES | {"stream": True}),
        (Dialect.GEMINI, "/v1beta/models/gpt-4o:streamGenerateContent?alt=sse", CONTENTS),
        (Dialect.OLLAMA, "/api/chat", OLLAMA),
    ],
)
async def test_a_connection_lost_inside_a_stream_ends_it_in_its_dialect(
    harness: Harness, dialect: Dialect, path: str, body: dict[str, Any]
) -> None:
    upstream = await channel(harness, dialect)
    pieces = UPSTREAMS[dialect].stream(TEXT)
    begun = asyncio.Event()

    async def script(exchange: Exchange) -> None:
        await exchange.begin_stream({"Content-Type": UPSTREAMS[dialect].content_type})
        if dialect is not Dialect.OLLAMA:
            await exchange.send(chunk(b": a comment has no number\n\n"))
        for piece in pieces[: next(i for i, piece in enumerate(pieces) if b"one " in piece) + 1]:
            await exchange.send(chunk(piece))
        await gated(begun, raw(b"", "rst"))(exchange)

    upstream.script = script
    seen = b""
    async with harness.call(body, path) as response:
        while b"one " not in seen:
            seen += await response.content.readany()
        begun.set()
        seen += await response.content.read()
    *before, last = events_of(seen)
    match dialect:
        case Dialect.ANTHROPIC:
            assert (before[-1]["type"], last["type"]) == ("content_block_stop", "error")
        case Dialect.OPENAI_RESPONSES:
            assert [event["sequence_number"] for event in (*before, last)] == list(range(len(before) + 1))
            assert (before[-1]["type"], last["type"]) == ("response.output_item.done", "response.failed")
            assert [item["status"] for item in last["response"]["output"]] == ["incomplete"]
        case _:
            assert list(last) == ["error"]
    row = await harness.last_row()
    assert (row.outcome, row.error_code, row.usage_source) == ("failed", "upstream_cut", "estimated")
    assert row.usage.completion_tokens > 0


async def test_envelopes_never_reach_a_vendor(harness: Harness) -> None:
    from oneapi_desktop.dialects.conversation import Seal, SealFamily, SealKind
    from oneapi_desktop.dialects.seals import wrap

    envelope = wrap(Seal(SealFamily.ANTHROPIC, SealKind.SIGNATURE, "c2ln"))
    chat = await channel(harness, Dialect.OPENAI_CHAT)
    chat.script = answer(UPSTREAMS[Dialect.OPENAI_CHAT].whole(TEXT))
    details = [{"type": "reasoning.encrypted", "data": envelope, "index": 0}]
    history = [
        {"role": "user", "content": "hi"},
        {"role": "assistant", "content": "hello", "reasoning_details": details},
        {"role": "user", "content": "more"},
    ]
    reply = await harness.ask({"model": "gpt-4o", "messages": history, "x_own": 1})
    assert reply.status == 200, reply.body
    assert b"gw1." not in chat.requests[0].body
    assert chat.requests[0].json["x_own"] == 1
    await harness.run("channel.remove", channel="up")
    google = await channel(harness, Dialect.GEMINI)
    google.script = answer(UPSTREAMS[Dialect.GEMINI].whole(TEXT))
    signed = {"text": "hello", "thoughtSignature": base64.b64encode(envelope.encode()).decode()}
    contents = [CONTENTS["contents"][0], {"role": "model", "parts": [signed]}, CONTENTS["contents"][0]]
    reply = await harness.ask({"contents": contents}, "/v1beta/models/gpt-4o:generateContent")
    assert reply.status == 200, reply.body
    assert b"Z3cx" not in google.requests[0].body


async def test_counting_is_held_to_the_tokens_rate(harness: Harness) -> None:
    key = await harness.token("slow", rpm=1)
    body = {"model": "echo", "messages": [{"role": "user", "content": "x"}]}
    assert (await harness.ask(body, "/v1/messages/count_tokens", key=key)).status == 200
    refused = await harness.ask(body, "/v1/messages/count_tokens", key=key)
    assert (refused.status, refused.json["error"]["type"]) == (429, "rate_limit_error")


@pytest.mark.parametrize(
    ("dialect", "path", "body"),
    [
        (Dialect.ANTHROPIC, "/v1/messages", CLAUDE),
        (Dialect.OPENAI_RESPONSES, "/v1/responses", RESPONSES),
        (Dialect.OLLAMA, "/api/chat", OLLAMA),
    ],
)
async def test_an_upstream_that_answers_in_the_other_form(
    harness: Harness, dialect: Dialect, path: str, body: dict[str, Any]
) -> None:
    client = next(client for client in CLIENTS if client.dialect is dialect)
    upstream = await channel(harness, dialect)
    upstream.script = answer(UPSTREAMS[dialect].whole(TEXT))
    streamed_reply = await harness.ask(body | {"stream": True}, path)
    seen = client.read_stream(streamed_reply.body)
    assert (seen.text, seen.ended, seen.completion) == ("one two", True, 5)
    upstream.script = streamed(dialect, UPSTREAMS[dialect].stream(TEXT))
    whole = await harness.ask(body | {"stream": False}, path)
    assert whole.status == 200, whole.body
    assert client.read(whole.json).text == "one two"
    assert {row.usage.completion_tokens for row in await harness.rows()} == {5}
