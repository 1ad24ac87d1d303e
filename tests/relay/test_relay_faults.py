"""The fault table: everything an upstream ever did to a caller, and what the gateway makes of it.

Each row states the answer, the channel's health afterwards and what stands in the ledger. Whatever
happened, nothing hangs, nothing stays open, and the next request on the same gateway is served.
The same rules stand in ``docs/errors.md``.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest
from fake_upstream import (
    Exchange,
    FakeUpstream,
    Script,
    UnacceptingPort,
    answer,
    chat_body,
    chat_chunk,
    chat_events,
    chunk,
    completion,
    error,
    gated,
    gzipped,
    hang,
    http_head,
    raw,
    refused_port,
    self_signed,
    sse,
    stream,
    usage_chunk,
)
from gateway_harness import INPUT_NANO, OUTPUT_NANO, UPSTREAM_KEY, USUAL_COST, Harness, Reply, Start, ask

from oneapi_desktop.domain.channel import ChannelStatus
from oneapi_desktop.domain.request_record import Outcome
from oneapi_desktop.relay.in_flight import InFlight

SHORT = 0.15
"""Seconds of the timeout that a row is about; all others stay long."""
LONGER = 1.0
"""The same where something must have happened before."""


@dataclass(frozen=True)
class Place:
    """Where a channel points: an address, or a scripted upstream."""

    upstream: FakeUpstream | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """One row. Both a whole and a streamed answer are asked for unless ``request`` says which. ``says`` is
    part of the message; ``health`` one of fault, rest, account, neutral; ``passed_on`` the upstream's own
    error, which the client gets as it is."""

    name: str
    script: Script
    code: str | None
    status: int = 502
    health: str = "fault"
    says: str = ""
    at: str = "upstream"
    settings: Mapping[str, Any] = field(default_factory=dict)
    request: Mapping[str, Any] = field(default_factory=dict)
    passed_on: Mapping[str, Any] | None = None


HTML = b"<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
OK_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
SSE_HEAD = http_head(200, {"Content-Type": "text/event-stream"}, chunked=True)
WHOLE = orjson.dumps(chat_body())
LIMITED = {"error": {"message": "slow", "type": "rate_limit_error"}}
REFUSED = {"error": {"message": "no", "type": "invalid_request_error"}}
HUGE = b'{"x":"' + b"y" * (5 << 20) + b'"}'


def google(status: int, word: str) -> dict[str, Any]:
    """An error in the shape of Google's APIs."""
    return {"error": {"code": status, "message": "of Google's shape", "status": word}}


def trickle(head: bytes, piece: bytes) -> Script:
    """A head, then the same bytes for ever: never silent, never done."""

    async def script(exchange: Exchange) -> None:
        await exchange.send(head)
        while not exchange.request.gone.is_set():
            await exchange.send(piece)
            # Often enough never to be silent, seldom enough not to fill the machine.
            await asyncio.sleep(0.01)

    return script


BEFORE_THE_ANSWER: tuple[Fault, ...] = (
    # The connection
    Fault("connection refused", hang(), "upstream_unreachable", at="refused", says="could not be reached"),
    Fault("no such name", hang(), "upstream_unreachable", at="no such name", says="could not be resolved"),
    Fault("proxy refused", hang(), "upstream_unreachable", at="proxy refused", says="proxy"),
    Fault("SOCKS proxy refused", hang(), "upstream_unreachable", at="socks proxy refused", says="proxy"),
    Fault("proxy that is none", raw(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"), "upstream_unreachable",
          at="no proxy for TLS", says="proxy"),
    Fault("certificate nobody knows", hang(), "upstream_tls", at="self-signed", says="certificate"),
    Fault("TLS to a plain port", hang(), "upstream_tls", at="plain as TLS", says="TLS"),
    # Time
    Fault("connect timeout", hang(), "upstream_connect_timeout", 504, at="unaccepting",
          settings={"connect_timeout": SHORT}, says="could not connect"),
    Fault("silence during the TLS handshake", hang(), "upstream_connect_timeout", 504, at="silent TLS",
          settings={"connect_timeout": SHORT}, says="could not connect"),
    Fault("silence before the status line", hang(), "upstream_first_byte_timeout", 504,
          settings={"connect_timeout": LONGER, "first_byte_timeout": SHORT}, says="did not begin to answer"),
    Fault("silence inside the headers", raw(b"HTTP/1.1 200 OK\r\nContent-Ty", "hang"), "upstream_first_byte_timeout",
          504, settings={"connect_timeout": LONGER, "first_byte_timeout": SHORT}),
    Fault("silence after the headers", raw(OK_HEAD + b"Content-Length: 9\r\n\r\n", "hang"), "upstream_idle_timeout",
          504, settings={"idle_timeout": SHORT}, says="was silent"),
    Fault("silence inside the body", raw(OK_HEAD + b'Content-Length: 9\r\n\r\n{"id":', "hang"), "upstream_idle_timeout",
          504, settings={"idle_timeout": SHORT}),
    Fault("silence before the first event", raw(SSE_HEAD, "hang"), "upstream_idle_timeout", 504,
          settings={"idle_timeout": SHORT}, request={"stream": True}),
    Fault("silence inside the first event", raw(SSE_HEAD + b"5\r\ndata:\r\n", "hang"), "upstream_idle_timeout", 504,
          settings={"idle_timeout": SHORT}, request={"stream": True}),
    Fault("silence inside an error's body", raw(b"HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\n{", "hang"),
          "upstream_idle_timeout", 504, settings={"idle_timeout": SHORT}),
    Fault("an answer that never ends", trickle(OK_HEAD + b"\r\n", b" "), "upstream_total_timeout", 504,
          settings={"relay_timeout": SHORT * 2}, says="in all"),
    Fault("comments that never end", trickle(SSE_HEAD, chunk(b": still thinking\n\n")), "upstream_total_timeout", 504,
          settings={"relay_timeout": SHORT * 2}, request={"stream": True}),
    # Cuts
    Fault("closed without an answer", raw(b""), "upstream_cut", says="closed the connection without an answer"),
    Fault("reset without an answer", raw(b"", "rst"), "upstream_cut"),
    Fault("half-closed without an answer", raw(b"", "half"), "upstream_cut"),
    Fault("cut in the status line", raw(b"HTTP/1.1 2"), "upstream_cut"),
    Fault("cut in the headers", raw(b"HTTP/1.1 200 OK\r\nContent-Type: app"), "upstream_cut"),
    Fault("cut before the body", raw(OK_HEAD + b"Content-Length: 90\r\n\r\n"), "upstream_cut", says="cut off"),
    Fault("cut in the body", raw(OK_HEAD + b'Content-Length: 90\r\n\r\n{"id":'), "upstream_cut"),
    Fault("cut in a chunk", raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n{"), "upstream_cut"),
    Fault("cut between chunks", raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"), "upstream_cut"),
    Fault("cut in the first event", raw(SSE_HEAD + b"5\r\ndata:\r\n"), "upstream_cut", request={"stream": True}),
    # No HTTP
    Fault("TLS on a plain connection", raw(b"\x15\x03\x01\x00\x02\x02\x50"), "upstream_garbage", says="not valid HTTP"),
    Fault("any bytes", raw(b"SSH-2.0-OpenSSH_9.7\r\n"), "upstream_garbage"),
    Fault("a status that is no number", raw(b"HTTP/1.1 abc OK\r\n\r\n"), "upstream_garbage"),
    Fault("content-length that is no number", raw(OK_HEAD + b"Content-Length: many\r\n\r\n{}"), "upstream_garbage"),
    Fault("two content-lengths", raw(OK_HEAD + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
          "upstream_garbage"),
    Fault("a chunk size that is no number", raw(OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}"), None),
    Fault("a header line without end", raw(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 200_000), "upstream_garbage"),
    Fault("headers without end", trickle(b"HTTP/1.1 200 OK\r\n", b"X-More: x\r\n" * 2000), None,
          settings={"first_byte_timeout": 3.0}),
    # A body that is no answer
    Fault("HTML", answer(HTML, headers={"Content-Type": "text/html"}), "bad_upstream", request={"stream": False},
          says="no JSON object"),
    Fault("HTML that claims to be JSON", answer(HTML), "bad_upstream"),
    Fault("an empty answer", answer(b""), "bad_upstream", request={"stream": False}, says="empty answer"),
    Fault("white space", answer(b" \n "), "bad_upstream", request={"stream": False}, says="empty answer"),
    Fault("no content", raw(b"HTTP/1.1 204 No Content\r\n\r\n"), "bad_upstream"),
    Fault("cut JSON", answer(WHOLE[:-20]), "bad_upstream"),
    Fault("JSON that is no object", answer(b"[1,2]"), "bad_upstream"),
    Fault("null", answer(b"null"), "bad_upstream"),
    Fault("a number", answer(b"12"), "bad_upstream"),
    Fault("bad UTF-8", answer(WHOLE.replace(b"hello", b"\xff\xfe\xc3")), "bad_upstream"),
    Fault("JSON nested without end", answer(b"[" * 100_000), "bad_upstream"),
    Fault("content-length too small", raw(OK_HEAD + b"Content-Length: 20\r\n\r\n" + WHOLE), None),
    Fault("content-length too large", raw(OK_HEAD + b"Content-Length: 9999\r\n\r\n" + WHOLE), "upstream_cut"),
    Fault("packed and damaged", raw(gzipped(WHOLE, damaged=True)), None),
    Fault("larger than allowed", answer(HUGE), "upstream_garbage", settings={"answer_limit_mb": 1},
          request={"stream": False}, says="larger than"),
    Fault("larger than allowed, unannounced", raw(OK_HEAD + b"\r\n" + HUGE), "upstream_garbage",
          settings={"answer_limit_mb": 1}, request={"stream": False}, says="larger than"),
    Fault("a stream that nobody asked for", stream(), "bad_upstream", request={"stream": False}, says="nobody asked"),
    # A stream that is none
    Fault("JSON instead of a stream", completion(), "bad_upstream", request={"stream": True}, says="without a stream"),
    Fault("HTML instead of a stream", answer(HTML, headers={"Content-Type": "text/html"}), "bad_upstream",
          request={"stream": True}),
    Fault("an empty stream", stream([]), "bad_upstream", request={"stream": True}, says="without any event"),
    Fault("only comments", stream([b": ping\n\n", b": ping\n\n"]), "bad_upstream", request={"stream": True}),
    Fault("a first line of 5 MB", raw(SSE_HEAD + chunk(b"data: " + HUGE)), "upstream_garbage",
          settings={"event_limit_mb": 1}, request={"stream": True}, says="larger than"),
    Fault("a first event that is no JSON", stream([sse("<html>"), *chat_events()]), "upstream_garbage",
          request={"stream": True}),
    Fault("a first event with bad UTF-8", stream([sse(b'{"choices":"\xff"}'), *chat_events()]), "upstream_garbage",
          request={"stream": True}),
    Fault("a first event cut by a line end", stream([sse('{"choices":'), *chat_events()]), "upstream_garbage",
          request={"stream": True}),
    # Errors in disguise
    Fault("an error with status 200", answer({"error": {"message": "broken inside"}}), "bad_upstream",
          says="broken inside"),
    Fault("an error text with status 200", answer({"error": "broken inside"}), "bad_upstream", says="broken inside"),
    Fault("an error's own status inside 200", answer(google(503, "UNAVAILABLE")), "service_unavailable", 503),
    Fault("a rate limit inside 200", answer(LIMITED), None, 429, health="rest", passed_on=LIMITED),
    Fault("the client's fault inside 200", answer(REFUSED), None, 400, health="neutral", passed_on=REFUSED),
    Fault("an error as first event", stream([sse({"error": {"message": "broken inside"}})]), "bad_upstream",
          request={"stream": True}, says="broken inside"),
    Fault("an error named as event", stream([b'event: error\ndata: {"error":{"message":"broken inside"}}\n\n']),
          "bad_upstream", request={"stream": True}, says="broken inside"),
    # Redirects would carry the key elsewhere
    Fault("a redirect", answer(b"", 302, {"Location": "http://127.0.0.1:9/"}), "bad_upstream", says="base URL"),
    Fault("a permanent redirect", answer(b"", 308, {"Location": "/v2"}), "bad_upstream", says="redirect (308)"),
)  # fmt: skip


@contextlib.asynccontextmanager
async def place(harness: Harness, at: str, directory: Path) -> AsyncIterator[Place]:
    """Where the channel of a row points."""
    if at == "refused":
        yield Place(fields={"base_url": f"http://127.0.0.1:{refused_port()}/v1"})
    elif at == "no such name":
        yield Place(fields={"base_url": "http://upstream.invalid/v1"})
    elif at == "proxy refused":
        yield Place(fields={"base_url": "http://127.0.0.1:9/v1", "proxy": f"http://127.0.0.1:{refused_port()}"})
    elif at == "socks proxy refused":
        yield Place(fields={"base_url": "http://127.0.0.1:9/v1", "proxy": f"socks5://127.0.0.1:{refused_port()}"})
    elif at == "unaccepting":
        with UnacceptingPort() as port:
            yield Place(fields={"base_url": f"http://127.0.0.1:{port}/v1"})
    elif at == "self-signed":
        upstream = await harness.upstream(context=self_signed(directory))
        yield Place(upstream, {"base_url": f"{upstream.url}/v1"})
    elif at == "no proxy for TLS":
        upstream = await harness.upstream()
        yield Place(upstream, {"base_url": "https://127.0.0.1:9/v1", "proxy": upstream.url})
    elif at == "plain as TLS":
        upstream = await harness.upstream()
        upstream.greeting = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
        yield Place(upstream, {"base_url": f"https://127.0.0.1:{upstream.port}/v1"})
    elif at == "silent TLS":
        upstream = await harness.upstream()
        yield Place(upstream, {"base_url": f"https://127.0.0.1:{upstream.port}/v1"})
    else:
        upstream = await harness.upstream()
        yield Place(upstream, {"base_url": f"{upstream.url}/v1"})


def health_of(harness: Harness) -> str:
    """What the channel's health shows, in the words of the table."""
    entry = harness.entry()
    if entry.health.failures:
        return "fault"
    if entry.health.resting_until:
        return "rest"
    return "neutral"


async def hold_health(harness: Harness, health: str) -> None:
    """Hold the channel to the table's word."""
    entry = harness.entry()
    if health == "account":
        await harness.status_of("up", ChannelStatus.AUTO_DISABLED)
        return
    assert entry.channel.status is ChannelStatus.ENABLED
    assert health_of(harness) == health


async def serves_again(harness: Harness, upstream: FakeUpstream) -> None:
    """The next request on the same gateway is served: nothing of the fault is left on a connection."""
    harness.entry().health.reset()
    upstream.script = completion()
    for _ in range(2):
        reply = await harness.ask()
        assert (reply.status, reply.json) == (200, chat_body())


@pytest.mark.parametrize("fault", BEFORE_THE_ANSWER, ids=lambda fault: fault.name.replace(" ", "-"))
async def test_before_the_answer(start: Start, tmp_path: Path, fault: Fault) -> None:
    """Nothing of the answer has reached the client yet: it gets a whole error in its own shape."""
    harness = await start(**({"retry_times": 0} | dict(fault.settings)))
    key = await harness.token("budgeted", budget_usd="10")
    async with place(harness, fault.at, tmp_path) as found:
        await harness.run(
            "channel.add", name="up", type="openai-compatible", key=UPSTREAM_KEY, models=["gpt-4o"], **found.fields
        )
        if found.upstream is not None:
            found.upstream.script = fault.script
        kinds = [fault.request] if "stream" in fault.request else [{"stream": False}, {"stream": True}]
        for fields in kinds:
            harness.entry().health.reset()
            reply = await harness.ask(ask(**fields), key=key)
            assert reply.status == fault.status, reply.body
            assert not reply.broken
            if fault.passed_on:
                assert reply.json == fault.passed_on
            else:
                assert fault.code is None or reply.error["code"] == fault.code
                assert fault.says in reply.error["message"]
            assert UPSTREAM_KEY not in reply.body.decode()
            assert "127.0.0.1" not in reply.body.decode(), "no address of an upstream is told"
            assert reply.headers["Content-Type"].startswith("application/json")
            await hold_health(harness, fault.health)
            row = await harness.last_row()
            assert (row.outcome, row.status, row.cost_nano) == (Outcome.FAILED, fault.status, 0)
            assert row.usage.total_tokens == 0, "errors are never billed"
            assert row.request_id == reply.headers["x-oneapi-request-id"]
        await harness.idle()
        assert harness.token_entry("budgeted").account.reserved == 0
        if found.upstream is not None and fault.at == "upstream":
            await serves_again(harness, found.upstream)


# Error statuses, with every shape of body that vendors send

MESSAGE = "words of the upstream"
OPENAI_SHAPE = {"error": {"message": MESSAGE, "type": "some_error", "param": None, "code": "some_code"}}
SHAPES: Mapping[str, bytes] = {
    name: body if isinstance(body, bytes) else orjson.dumps(body)
    for name, body in {
        "openai": OPENAI_SHAPE,
        "google": {"error": {"code": 0, "message": MESSAGE, "status": "WHATEVER"}},
        "list": [{"error": {"message": MESSAGE}}],
        "anthropic": {"type": "error", "error": {"type": "whatever_error", "message": MESSAGE}},
        "text": {"error": MESSAGE},
        "flat": {"message": MESSAGE, "code": 12},
        "msg": {"code": 1002, "msg": MESSAGE},
        "detail": {"detail": MESSAGE},
        "aws": {"__type": "ThrottlingException", "message": MESSAGE},
        "header": {"header": {"code": 10, "message": MESSAGE}},
        "nested": {"response": {"error": {"message": MESSAGE}}},
        "plain": MESSAGE.encode(),
        "html": b"<html><h1>" + MESSAGE.encode() + b"</h1></html>",
        "empty": b"",
        "null": b"null",
        "number": b"5",
        "cut": orjson.dumps(OPENAI_SHAPE)[:-9],
        "bad utf-8": b'{"error":{"message":"\xff\xfe"}}',
        "wrong types": {"error": {"message": {"a": 1}, "type": ["x"], "code": {"b": 2}}},
        "large": {"error": {"message": MESSAGE + "x" * 300_000}},
        "larger than is read": b"x" * (3 << 20),
    }.items()
}  # fmt: skip
PASSED_ON = {"openai", "google", "anthropic", "large"}
"""Shapes that an OpenAI client can read as they are."""
TELLING = SHAPES.keys() - {"empty", "null", "number", "bad utf-8", "wrong types", "larger than is read"}
"""Shapes whose words the client gets to see."""

STATUSES: Mapping[int, tuple[int, str, str]] = {
    # upstream: (answer, code, health)
    302: (502, "bad_upstream", "fault"),
    400: (400, "upstream_error", "neutral"),
    401: (502, "upstream_account", "account"),
    402: (502, "upstream_account", "account"),
    403: (502, "bad_upstream", "neutral"),
    404: (404, "upstream_error", "neutral"),
    405: (405, "upstream_error", "neutral"),
    407: (502, "bad_upstream", "neutral"),
    408: (502, "bad_upstream", "fault"),
    409: (409, "upstream_error", "neutral"),
    413: (413, "upstream_error", "neutral"),
    415: (415, "upstream_error", "neutral"),
    418: (418, "upstream_error", "neutral"),
    422: (422, "upstream_error", "neutral"),
    429: (429, "rate_limit_exceeded", "rest"),
    451: (451, "upstream_error", "neutral"),
    499: (499, "upstream_error", "neutral"),
    500: (502, "bad_upstream", "fault"),
    501: (502, "bad_upstream", "fault"),
    502: (502, "bad_upstream", "fault"),
    503: (503, "service_unavailable", "fault"),
    504: (504, "timeout", "fault"),
    520: (502, "bad_upstream", "fault"),
    529: (503, "service_unavailable", "fault"),
    599: (502, "bad_upstream", "fault"),
    700: (502, "bad_upstream", "fault"),
}


@pytest.mark.parametrize("status", STATUSES)
async def test_error_statuses_with_every_shape_of_body(start: Start, status: int) -> None:
    harness = await start(retry_times=0, breaker_failures=1000)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    expected, code, health = STATUSES[status]
    for shape, body in SHAPES.items():
        for streamed in (False, True):
            upstream.script = answer(body, status, {"Retry-After": "9"})
            reply = await harness.ask(ask(stream=streamed))
            assert reply.status == expected, (shape, reply.body)
            passed_on = shape in PASSED_ON and 400 <= status < 500 and health in {"neutral", "rest"}
            passed_on = passed_on and status not in {403, 407, 408}
            if passed_on:
                assert reply.body == body or reply.json == orjson.loads(body), shape
            else:
                assert reply.error["code"] == code, shape
                assert (MESSAGE in reply.error["message"]) is (shape in TELLING and status != 302), shape
                assert len(reply.body) < 3000, shape
            assert ("Retry-After" in reply.headers) is (status == 429 or (status >= 500))
            await hold_health(harness, health)
            if health == "account":
                await harness.run("channel.enable", channel="up")
            harness.entry().health.reset()
    rows = await harness.rows()
    assert {(row.outcome, row.status, row.cost_nano) for row in rows} == {(Outcome.FAILED, expected, 0)}
    await serves_again(harness, upstream)


ACCOUNT_FAULTS: Mapping[str, tuple[int, Any]] = {
    "quota": (429, {"error": {"message": "x", "type": "insufficient_quota", "code": "insufficient_quota"}}),
    "billing": (400, {"error": {"message": "x", "type": "x", "code": "billing_not_active"}}),
    "deactivated": (403, {"error": {"message": "x", "type": "x", "code": "account_deactivated"}}),
    "permission": (403, {"type": "error", "error": {"type": "permission_error", "message": "x"}}),
    "google key": (400, {"error": {"code": 400, "message": "x", "status": "INVALID_ARGUMENT",
                                   "details": [{"reason": "API_KEY_INVALID"}]}}),
    "arrears": (400, {"code": "Arrearage", "message": "x"}),
    "stream": (200, [sse({"error": {"message": "x", "code": 401}})]),
}  # fmt: skip


@pytest.mark.parametrize("case", ACCOUNT_FAULTS)
async def test_definite_account_faults(harness: Harness, upstream: FakeUpstream, case: str) -> None:
    """Neither the client's key nor its request is at fault, so it is told so, and by another status."""
    status, body = ACCOUNT_FAULTS[case]
    upstream.script = stream(body) if case == "stream" else answer(body, status)
    reply = await harness.ask(ask(stream=case == "stream"))
    assert (reply.status, reply.error["code"]) == (502, "upstream_account")
    await hold_health(harness, "account")


# Faults inside an answer that has begun


@dataclass(frozen=True)
class Inside:
    """One row: what follows the first event, and what the client's stream ends with."""

    name: str
    events: tuple[bytes, ...]
    code: str | None
    then: str = "fin"
    settings: Mapping[str, Any] = field(default_factory=dict)
    health: str = "fault"
    cost: int | None = None
    says: str = ""


FIRST = sse(chat_chunk("partly"))
INSIDE: tuple[Inside, ...] = (
    Inside("closed", (), "upstream_cut", says="cut off"),
    Inside("reset", (), "upstream_cut", "rst"),
    Inside("closed properly without an end", (b"",), "upstream_cut", "end", says="before the answer was complete"),
    Inside("silent", (), "upstream_idle_timeout", "hang", {"idle_timeout": LONGER}),
    Inside("too long in all", (), "upstream_total_timeout", "hang", {"relay_timeout": LONGER}),
    Inside("half an event", (b'data: {"choices":[{"del',), "upstream_cut"),
    Inside("half an event, closed properly", (b'data: {"choices":[{"del',), "upstream_cut", "end"),
    Inside("a line of 5 MB", (b"data: " + HUGE,), "upstream_garbage", "hang", {"event_limit_mb": 1}),
    Inside("an event that is no JSON", (sse("<html>"),), "upstream_garbage", "hang"),
    Inside("an event cut by a line end", (sse('{"choices":[{"delta":'),), "upstream_garbage", "hang"),
    Inside("bad UTF-8", (sse(b'{"choices":[{"delta":{"content":"\xff"}}]}'),), "upstream_garbage", "hang"),
    Inside("an error", (sse({"error": {"message": "broken inside"}}),), None, "hang", says="broken inside"),
    Inside("an error named as event", (b'event: error\ndata: {"error":{"message":"broken inside"}}\n\n',), None, "hang",
           says="broken inside"),
    Inside("an error as text", (sse({"error": "broken inside"}),), None, "hang"),
    Inside("a rate limit", (sse({"error": {"message": "slow", "type": "rate_limit_error"}}),), None, "hang",
           health="rest"),
    Inside("an account fault", (sse({"error": {"message": "x", "type": "insufficient_quota",
                                               "code": "insufficient_quota"}}),), None, "hang", health="account"),
    Inside("usage, then closed", (sse(usage_chunk(10, 5)),), "upstream_cut", cost=USUAL_COST),
    Inside("bytes that are no chunk", (), "upstream_cut", "no chunk"),
)  # fmt: skip


@pytest.mark.parametrize("fault", INSIDE, ids=lambda fault: fault.name.replace(" ", "-"))
async def test_inside_a_stream(start: Start, fault: Inside) -> None:
    """The client has begun to read: it gets an error event and the terminal event, and another channel
    is not tried. What was produced is billed."""
    harness = await start(**fault.settings)
    upstream, other = await harness.upstream(), await harness.upstream()
    await harness.channel(upstream, priority=1)
    await harness.channel(other, "other")

    begun = asyncio.Event()

    async def script(exchange: Exchange) -> None:
        await exchange.begin_stream()
        await exchange.send(chunk(FIRST))
        await gated(begun, rest_of_it)(exchange)

    async def rest_of_it(exchange: Exchange) -> None:
        for event in filter(None, fault.events):
            await exchange.send(chunk(event))
        if fault.then == "end":
            await exchange.end_stream()
            exchange.fin()
        elif fault.then == "no chunk":
            await raw(b"nonsense\r\n", "hang")(exchange)
        else:
            await raw(b"", fault.then)(exchange)

    upstream.script = script
    async with harness.call(ask(stream=True)) as response:
        assert (response.status, await response.content.readany()) == (200, FIRST)
        begun.set()
        reply = Reply(response.status, response.headers, FIRST + await response.content.read())
    assert reply.text == "partly"
    last = reply.chunks[-1]["error"]
    assert fault.code is None or last["code"] == fault.code
    assert fault.says in str(last)
    assert other.requests == []
    await hold_health(harness, fault.health)
    row = await harness.last_row()
    assert (row.outcome, row.status) == (Outcome.FAILED, 200)
    if fault.cost is None:
        # Counted: one to three tokens of "partly", and the prompt.
        assert row.usage_source == "estimated"
        assert 0 < row.cost_nano <= 30 * INPUT_NANO + 3 * OUTPUT_NANO
    else:
        assert (row.usage_source, row.cost_nano) == ("measured", fault.cost)
    await upstream.until(lambda: not upstream.connections)
    await harness.idle()


# Cut at every byte

SAMPLE = b"".join(
    chunk(event)
    for event in (b": hello\n\n", sse(chat_chunk("")), sse(chat_chunk("Größe ")), sse(chat_chunk("two")),
                  sse(chat_chunk(finish="stop")), sse(usage_chunk()), sse("[DONE]"))
)  # fmt: skip


def stream_ends_well(sent: bytes) -> bool:
    """Whether the sample's first bytes hold the chunk that says why the model stopped."""
    return b'"finish_reason":"stop"}]}\n\n' in sent


@pytest.mark.parametrize("how", ["fin", "rst"])
@pytest.mark.parametrize("framing", ["chunked", "until the end"])
async def test_a_stream_cut_at_every_byte(start: Start, how: str, framing: str) -> None:
    """Whatever was cut, the client gets whole events only and an end it understands."""
    harness = await start(retry_times=0, breaker_failures=1000)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    head, body = SSE_HEAD, SAMPLE + b"0\r\n\r\n"
    if framing != "chunked":
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
        body = b"".join(part for part in SAMPLE.split(b"\r\n")[1::2])
    whole = head + body
    outcomes: list[str] = []
    step = 1 if how == "fin" else 3
    for cut in range(0, len(whole), step):
        upstream.script = raw(whole[:cut], how)
        reply = await harness.stream()
        assert not reply.broken, cut
        if reply.status != 200:
            assert reply.status == 502, cut
            assert reply.error["code"] in {"upstream_cut", "upstream_garbage", "bad_upstream"}, (cut, reply.error)
            outcomes.append("failed")
            continue
        failed = "error" in reply.chunks[-1]
        assert reply.text in {"", "Größe ", "Größe two"}, cut
        if failed:
            assert reply.chunks[-1]["error"]["code"] == "upstream_cut", cut
            if how == "fin":
                assert not stream_ends_well(whole[:cut]), cut
        else:
            assert reply.text == "Größe two", cut
        outcomes.append("broke off" if failed else "done")
    rows = await harness.rows()
    assert len(rows) == len(outcomes)
    assert [row.outcome == Outcome.DONE for row in rows] == [outcome == "done" for outcome in outcomes]
    assert [row.cost_nano > 0 for row in rows] == [outcome != "failed" for outcome in outcomes]
    assert set(outcomes) == {"failed", "broke off", "done"}
    await harness.idle()
    await serves_again(harness, upstream)


@pytest.mark.parametrize("how", ["fin", "rst"])
@pytest.mark.parametrize("framing", ["length", "chunked", "until the end"])
async def test_an_answer_cut_at_every_byte(start: Start, how: str, framing: str) -> None:
    """A whole answer is whole, or an error."""
    harness = await start(retry_times=0, breaker_failures=1000)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    frames: Mapping[str, Callable[[], bytes]] = {
        "length": lambda: OK_HEAD + f"Content-Length: {len(WHOLE)}\r\n\r\n".encode() + WHOLE,
        "chunked": lambda: OK_HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(WHOLE[:50]) + chunk(WHOLE[50:]),
        "until the end": lambda: OK_HEAD + b"Connection: close\r\n\r\n" + WHOLE,
    }
    whole = frames[framing]()
    for cut in range(0, len(whole), 1 if how == "fin" else 3):
        upstream.script = raw(whole[:cut], how)
        reply = await harness.ask()
        assert (reply.status, reply.broken) == (502, False), (cut, reply.body)
        assert reply.error["code"] in {"upstream_cut", "upstream_garbage", "bad_upstream"}, cut
    rows = await harness.rows()
    assert all((row.outcome, row.cost_nano) == (Outcome.FAILED, 0) for row in rows)
    await serves_again(harness, upstream)


async def test_open_requests_are_counted_down_whatever_happens(
    harness: Harness, upstream: FakeUpstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A guard of this module itself: ``idle`` would see a request that is never taken off the list."""
    real = InFlight.remove
    monkeypatch.setattr(InFlight, "remove", lambda self, run: None)
    upstream.script = error(500)
    assert (await harness.ask()).status == 502
    assert len(harness.gateway.relay.in_flight) == 1
    monkeypatch.setattr(InFlight, "remove", real)
    for run in list(harness.gateway.relay.in_flight.runs):
        real(harness.gateway.relay.in_flight, run)
