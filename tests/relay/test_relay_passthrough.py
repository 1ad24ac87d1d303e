"""What goes upstream and what comes back: byte for byte, with the fewest possible edits."""

import asyncio
import gzip
import json
import re
import tracemalloc
from typing import Any

import orjson
import pytest
from fake_upstream import (
    FakeUpstream,
    answer,
    chat_body,
    chat_chunk,
    chat_events,
    completion,
    http_head,
    raw,
    sse,
    stream,
    usage_chunk,
)
from gateway_harness import KEY, UPSTREAM_KEY, Harness, Start, ask

ODD_BODY = (
    b'{ "model" :"gpt-4o",\r\n\t"messages":[ {"role":"user","content":"\\u00e4\\/\\ud83d\\ude00 \xc3\xa4"} ] ,'
    b' "temperature":1.0, "top_p": 1,"seed":12345678901234567890123, "max_tokens":1e2,'
    b' "x_unknown":{"b":1,"a":[1.50,2E5,-0]},"x_unknown":null,"metadata":{"k":"v","k":"w"} }\n'
)


async def test_request_and_answer_pass_byte_for_byte(harness: Harness, upstream: FakeUpstream) -> None:
    body = (
        b'{"id":"x" ,"choices":[{"message":{"content":"\\u00e4\xc3\xa4"}}],\n "usage":'
        b'{"prompt_tokens":1,"completion_tokens":1,"cost":0.10},"z":1.0,"z":1,"big":123456789012345678901234567890}\n '
    )
    upstream.script = answer(body, headers={"Content-Type": "application/json; charset=utf-8"})
    reply = await harness.ask(ODD_BODY)
    assert reply.body == body
    assert reply.headers["Content-Type"] == "application/json; charset=utf-8"
    assert upstream.requests[0].body == ODD_BODY


async def test_what_the_upstream_is_told(harness: Harness, upstream: FakeUpstream) -> None:
    await harness.ask(
        headers={
            "OpenAI-Beta": "x=1",
            "User-Agent": "tool/1",
            "Idempotency-Key": "i1",
            "Cookie": "secret=1",
            "X-Forwarded-For": "10.0.0.1",
            "OpenAI-Organization": "org-client",
        }
    )
    seen = upstream.requests[0]
    assert (seen.method, seen.path) == ("POST", "/v1/chat/completions")
    assert seen.headers["Authorization"] == f"Bearer {UPSTREAM_KEY}"
    assert seen.headers["Content-Type"] == "application/json"
    assert seen.headers["Accept-Encoding"] == "identity"
    assert seen.headers["OpenAI-Beta"] == "x=1"
    assert seen.headers["User-Agent"] == "tool/1"
    assert seen.headers["Idempotency-Key"] == "i1"
    assert not {"Cookie", "X-Forwarded-For", "OpenAI-Organization"} & set(seen.headers)
    assert KEY not in str(seen.headers)


async def test_answer_headers_are_chosen(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = answer(
        chat_body(),
        headers={
            "Set-Cookie": "a=b",
            "Access-Control-Allow-Origin": "https://evil.example",
            "x-ratelimit-remaining-requests": "7",
            "openai-processing-ms": "12",
            "Server": "upstream",
            "Connection": "keep-alive",
        },
    )
    reply = await harness.ask()
    assert reply.headers["x-ratelimit-remaining-requests"] == "7"
    assert reply.headers["openai-processing-ms"] == "12"
    assert "Set-Cookie" not in reply.headers
    assert "Access-Control-Allow-Origin" not in reply.headers
    assert reply.headers["x-oneapi-channel"] == "up"
    assert reply.headers["x-oneapi-attempts"] == "1"
    assert re.fullmatch("[0-9a-f]{32}", reply.headers["x-oneapi-request-id"])
    assert float(reply.headers["x-oneapi-overhead-ms"]) >= 0


@pytest.mark.parametrize(
    ("fields", "pattern", "replacement"),
    [
        ({"model_mapping": {"gpt-4o": "gpt-4o-2024"}}, rb'"model" :"gpt-4o"', b'"model" :"gpt-4o-2024"'),
        ({"param_override": {"temperature": 0.5}}, rb'"temperature":1.0', b'"temperature":0.5'),
        ({"param_override": {"user": "u"}}, rb"^{ ", b'{"user":"u", '),
        (
            {"system_prompt": "Be brief."},
            rb'"messages":\[ ',
            b'"messages":[{"role":"system","content":"Be brief."}, ',
        ),
        (
            {"model_mapping": {"gpt-4o": "m"}, "param_override": {"x_unknown": 1}, "system_prompt": "S"},
            rb'"model" :"gpt-4o"|"x_unknown":null|"messages":\[ ',
            None,
        ),
    ],
)
async def test_an_edit_touches_its_field_only(
    harness: Harness, fields: dict[str, Any], pattern: bytes, replacement: bytes | None
) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, **fields)
    assert (await harness.ask(ODD_BODY)).status == 200
    if replacement is None:
        own = {
            b'"model" :"gpt-4o"': b'"model" :"m"',
            b'"x_unknown":null': b'"x_unknown":1',
            b'"messages":[ ': b'"messages":[{"role":"system","content":"S"}, ',
        }
        expected, count = re.subn(pattern, lambda m: own[m[0]], ODD_BODY)
        assert count == 3
    else:
        expected, count = re.subn(pattern, lambda _: replacement, ODD_BODY)
        assert count == 1
    assert upstream.requests[0].body == expected


async def test_a_leading_system_message_gets_the_channels_prompt_and_others_keep_their_bytes(
    harness: Harness,
) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, system_prompt="Mine.")
    body = (
        b'{"model":"gpt-4o","messages":[ {"role":"developer", "name":"n","content":"theirs"} , '
        b'{"role":"user","content":"\\u00e4","seed":123456789012345678901234,"f":1.0}],"x":1.0}'
    )
    await harness.ask(body)
    assert upstream.requests[0].body == body.replace(b'"theirs"', b'"Mine."')


async def test_mapping_shows_in_the_row_and_not_in_the_answer(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, models=["fast"], model_mapping={"fast": "gpt-4o"})
    reply = await harness.ask(ask(model="fast"))
    assert reply.json["model"] == "gpt-4o"
    row = await harness.last_row()
    assert (row.model, row.upstream_model) == ("fast", "gpt-4o")
    assert row.cost_nano == 20_000_000


async def test_usage_is_asked_for_and_hidden(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = stream()
    reply = await harness.stream()
    sent = upstream.requests[0].json
    assert sent["stream_options"] == {"include_usage": True}
    assert sent["messages"] == ask()["messages"]
    assert reply.body == b"".join(e for e in chat_events() if b"usage" not in e)
    assert reply.headers["Content-Type"] == "text/event-stream"
    row = await harness.last_row()
    assert (row.usage.prompt_tokens, row.usage.completion_tokens, row.usage_source) == (10, 5, "measured")
    assert row.stream
    assert row.cost_nano == 20_000_000


async def test_usage_chunk_without_choices_is_hidden_too(harness: Harness, upstream: FakeUpstream) -> None:
    last = usage_chunk()
    for choices in (None, "absent"):
        body = {k: v for k, v in last.items() if k != "choices"} | ({"choices": None} if choices is None else {})
        upstream.script = stream([sse(chat_chunk("x")), sse(chat_chunk(finish="stop")), sse(body), sse("[DONE]")])
        reply = await harness.stream()
        assert b"usage" not in reply.body
        assert (await harness.last_row()).usage.completion_tokens == 5


@pytest.mark.parametrize("options", [{"include_usage": True}, {"include_usage": True, "x": 1.0}])
async def test_usage_is_shown_when_the_client_asked(
    harness: Harness, upstream: FakeUpstream, options: dict[str, Any]
) -> None:
    upstream.script = stream()
    body = json.dumps(ask(stream=True, stream_options=options), indent=1).encode()
    reply = await harness.ask(body)
    assert upstream.requests[0].body == body
    assert reply.body == b"".join(chat_events())


async def test_other_stream_options_survive(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = stream()
    await harness.stream(ask(stream_options={"include_usage": False, "include_obfuscation": False}))
    assert upstream.requests[0].json["stream_options"] == {"include_usage": True, "include_obfuscation": False}


async def test_usage_is_not_asked_when_the_setting_says_so(start: Start) -> None:
    harness = await start(enforce_include_usage=False)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    upstream.script = stream(chat_events(["one two three"], usage=False))
    body = orjson.dumps(ask(stream=True))
    await harness.ask(body)
    assert upstream.requests[0].body == body
    row = await harness.last_row()
    assert row.usage_source == "estimated"
    assert row.usage.completion_tokens > 0
    assert row.cost_nano == row.usage.prompt_tokens * 1_000_000 + row.usage.completion_tokens * 2_000_000


async def test_usage_beside_choices_stays(harness: Harness, upstream: FakeUpstream) -> None:
    """Some upstreams report running usage on every chunk: those carry text and must arrive."""
    events = [
        sse(chat_chunk("a") | {"usage": {"prompt_tokens": 3, "completion_tokens": 1}}),
        sse(chat_chunk("b", "stop") | {"usage": {"prompt_tokens": 3, "completion_tokens": 2}}),
        sse("[DONE]"),
    ]
    upstream.script = stream(events)
    reply = await harness.stream()
    assert reply.body == b"".join(events)
    assert (await harness.last_row()).usage.completion_tokens == 2


async def test_chunks_arrive_before_the_next_is_sent(harness: Harness, upstream: FakeUpstream) -> None:
    events = chat_events(["a", "b", "c", "d"])
    gates = {index: asyncio.Event() for index in range(1, 6)}
    upstream.script = stream(events, gates=gates)
    async with harness.call(ask(stream=True)) as response:
        for index in range(6):
            received = b""
            async with asyncio.timeout(10):
                while len(received) < len(events[index]):
                    received += await response.content.readany()
            assert received == events[index]
            if index < 5:
                assert not gates[index + 1].is_set()
                gates[index + 1].set()
        assert await response.content.read() == b"data: [DONE]\n\n"


async def test_odd_framing_of_events_is_kept(harness: Harness, upstream: FakeUpstream) -> None:
    raw = (
        b": keep-alive\n\n"
        b'event: message\r\ndata:{"choices":[{"index":0,"delta":{"content":"a"}}]}\r\n\r\n'
        b'id: 7\ndata: {"choices":[{"index":0,\ndata: "delta":{"content":"b"},"finish_reason":"stop"}]}\n\n'
        b": bye\n\n"
    )
    pieces = [raw[i : i + 7] for i in range(0, len(raw), 7)]
    upstream.script = stream([*pieces, sse("[DONE]")])
    reply = await harness.stream()
    assert reply.body == raw + b"data: [DONE]\n\n"


async def test_a_stream_without_done_gets_one(harness: Harness, upstream: FakeUpstream) -> None:
    events = [sse(chat_chunk("a")), sse(chat_chunk(finish="stop"))]
    upstream.script = stream(events)
    reply = await harness.stream()
    assert reply.body == b"".join(events) + b"data: [DONE]\n\n"
    assert (await harness.last_row()).outcome == "done"


async def test_tool_calls_survive(harness: Harness, upstream: FakeUpstream) -> None:
    part = {"tool_calls": [{"index": 0, "id": "c1", "function": {"name": "f", "arguments": '{"a'}}]}
    rest = {"tool_calls": [{"index": 0, "function": {"arguments": '": 1}'}}]}
    events = [
        sse(chat_chunk(choices=[{"index": 0, "delta": part, "finish_reason": None}])),
        sse(chat_chunk(choices=[{"index": 0, "delta": rest, "finish_reason": None}])),
        sse(chat_chunk(finish="tool_calls")),
        sse("[DONE]"),
    ]
    upstream.script = stream(events)
    assert (await harness.stream()).body == b"".join(events)


@pytest.mark.parametrize(
    ("path", "body", "upstream_path", "model"),
    [
        ("/v1/moderations", {"input": "x"}, "/v1/moderations", "text-moderation-latest"),
        ("/v1/images/generations", {"prompt": "x"}, "/v1/images/generations", "dall-e-2"),
        ("/v1/engines/e/m/embeddings", {"input": "x"}, "/v1/embeddings", "e/m"),
        ("/engines/e/m/embeddings", {"input": "x"}, "/v1/embeddings", "e/m"),
        ("/v1/engines/e/m/embeddings", {"input": "x", "model": "other"}, "/v1/embeddings", "other"),
        ("/v1/chat/completions/", ask(model="dall-e-2"), "/v1/chat/completions", "dall-e-2"),
        ("/chat/completions", ask(model="dall-e-2"), "/v1/chat/completions", "dall-e-2"),
        ("/v1/edits", {"instruction": "x", "model": "other"}, "/v1/edits", "other"),
        ("/v1/completions", {"prompt": "", "model": "other"}, "/v1/completions", "other"),
    ],
)
async def test_endpoints_and_default_models(
    harness: Harness, path: str, body: dict[str, Any], upstream_path: str, model: str
) -> None:
    upstream = await harness.upstream()
    models = ["text-moderation-latest", "dall-e-2", "e/m", "other"]
    await harness.channel(upstream.url, type="openai", models=models)
    assert (await harness.ask(body, path)).status == 200
    seen = upstream.requests[0]
    assert seen.path == upstream_path
    assert seen.json == body | {"model": model}
    assert (await harness.last_row()).model == model


async def test_gzip_bodies(start: Start) -> None:
    harness = await start(body_limit_mb=1)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    packed = gzip.compress(ODD_BODY)
    reply = await harness.ask(packed, headers={"Content-Encoding": "gzip"})
    assert reply.status == 200
    assert upstream.requests[0].body == ODD_BODY
    assert "Content-Encoding" not in upstream.requests[0].headers


async def test_gzip_bomb(start: Start) -> None:
    harness = await start(body_limit_mb=1)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    bomb = gzip.compress(b'{"model":"gpt-4o","messages":["' + b"a" * (200 << 20) + b'"]}', 9)
    assert len(bomb) < 1 << 20
    tracemalloc.start()
    try:
        reply = await harness.ask(bomb, headers={"Content-Encoding": "gzip"})
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert reply.status == 413
    assert reply.error["code"] == "request_too_large"
    assert "body_limit_mb" in reply.error["message"]
    assert peak < 40 << 20, f"{peak >> 20} MiB were held for a body limited to 1 MiB"
    assert upstream.requests == []


@pytest.mark.parametrize(
    "body",
    [
        b"no gzip at all, but long enough to be read",
        gzip.compress(b"x" * 5000)[:-9],
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    ],
    ids=["plain", "cut", "header only"],
)
async def test_bad_gzip(harness: Harness, upstream: FakeUpstream, body: bytes) -> None:
    reply = await harness.ask(body, headers={"Content-Encoding": "gzip"})
    assert reply.status == 400
    assert reply.error["type"] == "invalid_request_error"
    assert upstream.requests == []
    assert (await harness.ask()).status == 200


async def test_body_limit(start: Start) -> None:
    harness = await start(body_limit_mb=1)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    large = ask("x" * (1 << 20))
    assert (await harness.ask(large)).status == 413

    async def pieces() -> Any:
        yield orjson.dumps(large)

    async with harness.session.post(
        harness.origin + "/v1/chat/completions", data=pieces(), headers={"Authorization": f"Bearer {KEY}"}
    ) as response:
        assert response.status == 413
    assert upstream.requests == []


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        (b"", "invalid_json", None),
        (b"{", "invalid_json", None),
        (b"[]", "invalid_json", None),
        (b'"x"', "invalid_json", None),
        (b'{"model":"gpt-4o","messages":[{"role":"user","content":"\xff"}]}', "invalid_json", None),
        (b'{"messages":[{}]}', "model_missing", "model"),
        (b'{"model":5,"messages":[{}]}', "model_missing", "model"),
        (b'{"model":"gpt-4o"}', "missing_field", "messages"),
        (b'{"model":"gpt-4o","messages":[]}', "missing_field", "messages"),
        (b'{"model":"gpt-4o","messages":"hi"}', None, "messages"),
        (b'{"model":"gpt-4o","messages":[{}],"n":-1}', None, "n"),
        (b'{"model":"gpt-4o","messages":[{}],"n":true}', None, "n"),
        (b'{"model":"gpt-4o","messages":[{}],"n":"\xc2\xb2"}', None, "n"),
        (b'{"model":"gpt-4o","messages":[{}],"n":1000}', None, "n"),
    ],
)
async def test_bad_requests_name_the_field(
    harness: Harness, upstream: FakeUpstream, body: bytes, code: str | None, param: str | None
) -> None:
    reply = await harness.ask(body)
    assert reply.status == 400
    assert reply.error["type"] == "invalid_request_error"
    assert (reply.error["code"], reply.error["param"]) == (code, param)
    assert upstream.requests == []
    row = await harness.last_row()
    assert (row.outcome, row.status, row.cost_nano) == ("refused", 400, 0)


def form_bytes(model: str | None = "whisper-1", size: int = 1000, fields: dict[str, str] | None = None) -> bytes:
    parts = [f'Content-Disposition: form-data; name="{k}"\r\n\r\n{v}'.encode() for k, v in (fields or {}).items()]
    if model is not None:
        parts.append(f'Content-Disposition: form-data; name="model"\r\n\r\n{model}'.encode())
    parts.append(
        b'Content-Disposition: form-data; name="file"; filename="a.wav"\r\nContent-Type: audio/wav\r\n\r\n'
        + b"\x00\xff--fo\r\n-" * (size // 9)
    )
    return b"".join(b"--fo.rm\r\n" + part + b"\r\n" for part in parts) + b"--fo.rm--\r\n"


FORM = {"Content-Type": 'multipart/form-data; boundary="fo.rm"'}
TRANSCRIBE = "/v1/audio/transcriptions"


@pytest.mark.parametrize("size", [900, 5 << 20])
async def test_multipart_passes_with_its_model_mapped(harness: Harness, size: int) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream.url, "a", type="openai", models=["whisper-1"], priority=1)
    upstream.script = answer({"text": "said", "usage": {"type": "duration", "seconds": 9}})
    body = form_bytes(size=size, fields={"language": "de"})
    reply = await harness.ask(body, TRANSCRIBE, headers=FORM)
    assert reply.json["text"] == "said"
    assert upstream.requests[0].body == body
    assert upstream.requests[0].headers["Content-Type"] == FORM["Content-Type"]
    row = await harness.last_row()
    assert (row.model, row.usage.audio_milliseconds, row.usage_source) == ("whisper-1", 9000, "measured")
    await harness.run("channel.edit", channel="a", model_mapping={"whisper-1": "whisper-large-v3"})
    await harness.ask(body, TRANSCRIBE, headers=FORM)
    assert upstream.requests[1].body == body.replace(b"\r\nwhisper-1\r\n", b"\r\nwhisper-large-v3\r\n")
    assert (await harness.last_row()).upstream_model == "whisper-large-v3"


async def test_multipart_is_retried_whole(harness: Harness) -> None:
    bad, good = await harness.upstream(), await harness.upstream()
    bad.script = answer({}, 500)
    good.script = answer({"text": "said"})
    await harness.channel(bad.url, "bad", type="openai", models=["whisper-1"], priority=1)
    await harness.channel(good.url, "good", type="openai", models=["whisper-1"])
    body = form_bytes(size=3 << 20)
    reply = await harness.ask(body, TRANSCRIBE, headers=FORM)
    assert reply.status == 200
    assert bad.requests[0].body == good.requests[0].body == body
    row = await harness.last_row()
    assert row.usage_source == "estimated"
    assert row.usage.audio_milliseconds > 0


async def test_multipart_without_model_uses_the_default(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream.url, type="openai", models=["whisper-1"])
    upstream.script = answer(b"plain words", headers={"Content-Type": "text/plain"})
    reply = await harness.ask(form_bytes(model=None, fields={"response_format": "text"}), TRANSCRIBE, headers=FORM)
    assert (reply.status, reply.body) == (200, b"plain words")
    assert (await harness.last_row()).model == "whisper-1"


async def test_multipart_is_not_held_in_memory(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream.url, type="openai", models=["whisper-1"])
    reading = asyncio.Event()
    upstream.before_body.clear()

    async def pieces() -> Any:
        yield b'--fo.rm\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(50):
            yield bytes(1 << 20)
        yield b'\r\n--fo.rm\r\nContent-Disposition: form-data; name="model"\r\n\r\nwhisper-1\r\n--fo.rm--\r\n'
        reading.set()

    tracemalloc.start()
    try:
        async with asyncio.timeout(60):
            asking = asyncio.create_task(
                harness.session.post(
                    harness.origin + TRANSCRIBE, data=pieces(), headers=FORM | {"Authorization": f"Bearer {KEY}"}
                )
            )
            await reading.wait()
            await upstream.until(lambda: bool(upstream.heads))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    assert peak < 20 << 20, f"{peak >> 20} MiB for an upload of 50 MiB"
    assert upstream.heads[0].headers["Content-Length"] != "0"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"--other\r\n", FORM),
        (b"", FORM),
        (form_bytes()[:-30], FORM),
        (form_bytes(), {"Content-Type": "multipart/form-data"}),
    ],
)
async def test_bad_multipart(harness: Harness, body: bytes, headers: dict[str, str]) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream.url, type="openai", models=["whisper-1"])
    reply = await harness.ask(body, TRANSCRIBE, headers=headers)
    assert reply.status == 400
    assert reply.error["type"] == "invalid_request_error"
    assert upstream.requests == []


async def test_speech_passes_binary(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream.url, type="openai", models=["tts-1"])
    sound = bytes(range(256)) * 4000
    upstream.script = answer(sound, headers={"Content-Type": "audio/mpeg"})
    reply = await harness.ask({"model": "tts-1", "input": "\u00e4bc", "voice": "x"}, "/v1/audio/speech")
    assert reply.body == sound
    assert reply.headers["Content-Type"] == "audio/mpeg"
    row = await harness.last_row()
    assert (row.usage.characters, row.usage_source, row.stream) == (3, "measured", False)


async def test_speech_cut_in_its_middle_reaches_the_client_as_cut(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream.url, type="openai", models=["tts-1"])
    head = http_head(200, {"Content-Type": "audio/mpeg", "Content-Length": "900000"})
    upstream.script = raw(head + b"s" * 300_000)
    reply = await harness.ask({"model": "tts-1", "input": "abc", "voice": "x"}, "/v1/audio/speech")
    assert (reply.status, reply.broken, reply.body.strip(b"s")) == (200, True, b"")
    row = await harness.last_row()
    assert (row.outcome, row.error_code, row.usage.characters) == ("failed", "upstream_cut", 3)


async def test_images_are_counted(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream.url, type="openai", models=["dall-e-2"])
    await harness.run("price.set", model="dall-e-2", per_image="0.02")
    upstream.script = answer({"created": 1, "data": [{"url": "u"}, {"url": "v"}]})
    reply = await harness.ask({"prompt": "a cat", "n": 2}, "/v1/images/generations")
    assert reply.status == 200
    row = await harness.last_row()
    assert (row.usage.images, row.cost_nano) == (2, 40_000_000)


async def test_embeddings(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream.url, type="openai", models=["gpt-4o"])
    upstream.script = answer({"data": [{"embedding": [0.1]}], "usage": {"prompt_tokens": 8, "total_tokens": 8}})
    assert (await harness.ask({"model": "gpt-4o", "input": ["a", "b"]}, "/v1/embeddings")).status == 200
    row = await harness.last_row()
    assert (row.usage.prompt_tokens, row.cost_nano) == (8, 8_000_000)


async def test_unpacked_answers_are_limited(start: Start) -> None:
    """A packed answer of a megabyte must not unpack to a gigabyte in memory."""
    harness = await start(answer_limit_mb=1, retry_times=0)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    packed = gzip.compress(b'{"choices":[],"x":"' + b"a" * (100 << 20) + b'"}', 9)
    upstream.script = answer(packed, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        reply = await harness.ask()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert reply.status == 502
    assert peak < 60 << 20, f"{peak >> 20} MiB for an answer limited to 1 MiB"


async def test_prices_and_usage_kinds_reach_the_row(harness: Harness, upstream: FakeUpstream) -> None:
    await harness.run("price.set", model="gpt-4o", cached_input=100, reasoning=3000)
    usage = {
        "prompt_tokens": 100,
        "completion_tokens": 20,
        "prompt_tokens_details": {"cached_tokens": 40},
        "completion_tokens_details": {"reasoning_tokens": 5},
    }
    upstream.script = completion(usage=usage)
    await harness.ask()
    row = await harness.last_row()
    assert (row.usage.cached_tokens, row.usage.reasoning_tokens) == (40, 5)
    assert row.cost_nano == 60 * 1_000_000 + 40 * 100_000 + 15 * 2_000_000 + 5 * 3_000_000
    assert row.price_source == "owner"
