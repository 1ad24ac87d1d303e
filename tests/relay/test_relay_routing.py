"""Which channel is asked, when another one is, and what a channel's behaviour does to its health."""

import asyncio
import email.utils
import random
import time
from collections import Counter
from typing import Any

import orjson
import pytest
from fake_upstream import (
    FakeUpstream,
    answer,
    chat_body,
    chat_chunk,
    completion,
    error,
    gated,
    raw,
    sse,
    stream,
)
from gateway_harness import Harness, Start, ask

from oneapi_desktop.domain.channel import ChannelStatus
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.routing import Router

OPENAI_401 = {"error": {"message": "Incorrect API key", "type": "invalid_request_error", "code": "invalid_api_key"}}


async def two(harness: Harness, **first: Any) -> tuple[FakeUpstream, FakeUpstream]:
    """Channel ``first`` with priority before channel ``second``."""
    upstreams = await harness.upstream(), await harness.upstream()
    await harness.channel(upstreams[0], "first", priority=1, **first)
    await harness.channel(upstreams[1], "second")
    return upstreams


def route(row: Any) -> list[tuple[str, str]]:
    return [(line["channel"], line.get("result") or line["skipped"]) for line in orjson.loads(row.route)]


async def test_priorities_are_strict(harness: Harness) -> None:
    for name, priority in (("low", -3), ("zero", 0), ("high", 7), ("mid", 5)):
        await harness.channel("http://127.0.0.1:9", name, priority=priority)
    router = Router(harness.gateway.directory, random.Random(1))
    for _ in range(50):
        plan = router.plan("default", "gpt-4o", Mode.CHAT, None)
        assert [entry.channel.name for entry in plan.candidates] == ["high", "mid", "zero", "low"]


async def test_weights_share_the_traffic(harness: Harness) -> None:
    weights = {"a": 1, "b": 2, "c": 7, "never-first": 0}
    for name, weight in weights.items():
        await harness.channel("http://127.0.0.1:9", name, weight=weight)
    router = Router(harness.gateway.directory, random.Random(20261124))
    draws = 10_000
    firsts: Counter[str] = Counter()
    for _ in range(draws):
        plan = router.plan("default", "gpt-4o", Mode.CHAT, None)
        names = [entry.channel.name for entry in plan.candidates]
        assert sorted(names) == sorted(weights)
        assert names[-1] == "never-first"
        firsts[names[0]] += 1
    expected = {name: draws * weight / 10 for name, weight in weights.items() if weight}
    chi_square = sum((firsts[name] - count) ** 2 / count for name, count in expected.items())
    assert chi_square < 13.8, firsts  # p = 0.001 with two degrees of freedom


async def test_weights_of_zero_share_alike(harness: Harness) -> None:
    for name in "abc":
        await harness.channel("http://127.0.0.1:9", name, weight=0)
    router = Router(harness.gateway.directory, random.Random(1))
    firsts = Counter(router.plan("default", "gpt-4o", Mode.CHAT, None).candidates[0].channel.name for _ in range(3000))
    assert all(900 < firsts[name] < 1100 for name in "abc"), firsts


async def test_a_provider_without_the_endpoint_is_passed_over(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(
        upstream.url, "deep", type="deepseek", key="sk-1234567890abcdef", models=["gpt-4o"], priority=1
    )
    reply = await harness.ask({"model": "gpt-4o", "input": "x"}, "/v1/audio/speech")
    assert (reply.status, reply.error["code"]) == (400, "unsupported_value")
    assert "speech" in reply.error["message"]
    await harness.channel(upstream.url, "open", type="openai", models=["gpt-4o"])
    upstream.script = answer(b"sound", headers={"Content-Type": "audio/mpeg"})
    reply = await harness.ask({"model": "gpt-4o", "input": "x"}, "/v1/audio/speech")
    assert (reply.status, reply.headers["x-oneapi-channel"]) == (200, "open")
    assert route(await harness.last_row()) == [("deep", "DeepSeek has no speech"), ("open", "ok")]


@pytest.mark.parametrize(
    "fault",
    [error(500), error(503), error(404), error(429), error(401), error(402), error(403), error(409), raw(b""),
     raw(b"\x16\x03\x01"), answer(b""), answer(b"<html>"), answer({"error": {"message": "x"}})],
    ids=["500", "503", "404", "429", "401", "402", "403", "409", "cut", "garbage", "empty", "html", "disguised"],
)  # fmt: skip
@pytest.mark.parametrize("streamed", [False, True])
async def test_retries_go_to_other_channels(harness: Harness, fault: Any, streamed: bool) -> None:
    first, second = await two(harness)
    first.script, second.script = fault, stream() if streamed else completion()
    reply = await harness.ask(ask(stream=streamed))
    assert reply.status == 200
    assert (len(first.requests), len(second.requests)) == (1, 1)
    assert reply.headers["x-oneapi-attempts"] == "2"
    assert reply.headers["x-oneapi-channel"] == "second"
    row = await harness.last_row()
    assert (row.outcome, row.attempts, row.channel_name) == ("done", 2, "second")
    assert [name for name, _ in route(row)] == ["first", "second"]
    assert route(row)[0][1] != "ok"
    assert route(row)[1][1] == "ok"


@pytest.mark.parametrize("status", [400, 413, 422, 415])
async def test_the_clients_own_faults_are_not_retried(harness: Harness, status: int) -> None:
    first, second = await two(harness)
    body = {"error": {"message": "your fault", "type": "invalid_request_error", "param": "messages", "code": "bad"}}
    first.script = error(status, body)
    reply = await harness.ask()
    assert reply.status == status
    assert reply.json == body
    assert second.requests == []
    assert harness.entry("first").health.failures == 0


async def test_retry_statuses_are_a_setting(start: Start) -> None:
    harness = await start(retry_statuses=(418,))
    first, second = await two(harness)
    first.script = error(500)
    assert (await harness.ask()).status == 502
    assert second.requests == []
    first.script = error(418)
    assert (await harness.ask()).status == 200


async def test_a_channels_own_mapping_applies_to_its_own_attempt(harness: Harness) -> None:
    first, second = await two(harness, model_mapping={"gpt-4o": "m1"}, system_prompt="P", param_override={"x": 1})
    first.script = error(500)
    body = orjson.dumps(ask())
    await harness.ask(body)
    assert first.requests[0].json["model"] == "m1"
    assert second.requests[0].body == body


async def test_retry_count(start: Start) -> None:
    harness = await start(retry_times=2)
    upstreams = []
    for index in range(5):
        upstream = await harness.upstream()
        upstream.script = error(500)
        upstreams.append(upstream)
        await harness.channel(upstream, f"c{index}", priority=-index)
    reply = await harness.ask()
    assert reply.status == 502
    assert [len(u.requests) for u in upstreams] == [1, 1, 1, 0, 0]
    assert reply.headers["x-oneapi-attempts"] == "3"
    assert reply.headers["x-should-retry"] == "false"
    row = await harness.last_row()
    assert (row.attempts, row.outcome, row.channel_name) == (3, "failed", "c2")
    assert route(row)[3:] == [("c3", "limit of 2 retries reached"), ("c4", "limit of 2 retries reached")]


async def test_no_retries_at_all(start: Start) -> None:
    harness = await start(retry_times=0)
    first, second = await two(harness)
    first.script = error(500)
    reply = await harness.ask()
    assert (reply.status, "x-should-retry" in reply.headers) == (502, False)
    assert second.requests == []


async def test_retry_deadline(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    harness = await start(retry_deadline=1.0)
    first, second = await two(harness)
    gate = asyncio.Event()
    first.script = gated(gate, error(500))
    asking = asyncio.create_task(harness.ask())
    await first.wait_requests(1)
    real = time.perf_counter
    monkeypatch.setattr(time, "perf_counter", lambda: real() + 2)
    gate.set()
    reply = await asking
    assert reply.status == 502
    assert second.requests == []
    assert route(await harness.last_row())[1] == ("second", "retry deadline of 1 s passed")


async def test_never_after_the_first_byte(harness: Harness) -> None:
    first, second = await two(harness)
    first.script = stream([sse(chat_chunk("a")), b"garbage: x\n\n"], end=True)
    reply = await harness.stream()
    assert reply.status == 200
    assert second.requests == []
    assert "error" in reply.chunks[-1]


async def test_a_stream_that_dies_before_its_first_event_is_retried(harness: Harness) -> None:
    first, second = await two(harness)
    second.script = stream()
    for script in (
        stream([]),
        stream([b": comment only\n\n"]),
        stream([sse({"error": {"message": "overloaded", "type": "server_error", "code": None}})]),
        raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nda"),
        answer(chat_body()),
    ):
        first.script = script
        reply = await harness.stream()
        assert reply.text == "one two"
        assert reply.headers["x-oneapi-channel"] == "second"
        harness.entry("first").health.reset()


async def test_speech_that_dies_before_its_first_byte_is_retried(harness: Harness) -> None:
    first, second = await harness.upstream(), await harness.upstream()
    await harness.channel(first.url, "first", type="openai", priority=1, models=["tts-1"])
    await harness.channel(second.url, "second", type="openai", models=["tts-1"])
    second.script = answer(b"sound", headers={"Content-Type": "audio/mpeg"})
    for script in (
        answer(b"", headers={"Content-Type": "audio/mpeg"}),
        raw(b"HTTP/1.1 200 OK\r\nContent-Type: audio/mpeg\r\nContent-Length: 9\r\n\r\n"),
        answer(b"<html>", headers={"Content-Type": "text/html"}),
    ):
        first.script = script
        reply = await harness.ask({"model": "tts-1", "input": "x"}, "/v1/audio/speech")
        assert (reply.status, reply.body) == (200, b"sound")


# Health: rest after 429


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "0.5"}, 0.5),
        ({"retry-after-ms": "2500", "Retry-After": "60"}, 2.5),
        ({"Retry-After": "99999"}, 600),
        ({"Retry-After": "nonsense"}, 1),
        ({}, 1),
    ],
)
async def test_rest_after_429(harness: Harness, headers: dict[str, str], seconds: float) -> None:
    first, second = await two(harness)
    first.script = error(429, headers=headers)
    before = time.monotonic()
    assert (await harness.ask()).status == 200
    health = harness.entry("first").health
    assert before + seconds <= health.resting_until <= time.monotonic() + seconds
    health.resting_until = time.monotonic() + 60
    assert (await harness.ask()).status == 200
    assert (len(first.requests), len(second.requests)) == (1, 2)
    assert route(await harness.last_row())[0][1].startswith("resting for")


async def test_rest_until_a_date(harness: Harness) -> None:
    first, _ = await two(harness)
    when = time.time() + 500
    first.script = error(429, headers={"Retry-After": email.utils.formatdate(when, usegmt=True)})
    await harness.ask()
    # The header has whole seconds only.
    remaining = harness.entry("first").health.resting_until - time.monotonic()
    assert -1 <= (time.time() + remaining) - when <= 0.1


async def test_all_resting(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = error(429, headers={"Retry-After": "7"})
    reply = await harness.ask()
    assert (reply.status, reply.headers["Retry-After"]) == (429, "7")
    reply = await harness.ask()
    assert len(upstream.requests) == 1
    assert (reply.status, reply.error["type"], reply.error["code"]) == (
        429,
        "rate_limit_error",
        "upstream_rate_limited",
    )
    assert 1 <= int(reply.headers["Retry-After"]) <= 8
    row = await harness.last_row()
    assert (row.outcome, row.attempts, row.error_code) == ("refused", 0, "upstream_rate_limited")
    assert route(row)[0][1].startswith("resting")


async def test_a_rest_ends_and_doubles(start: Start) -> None:
    harness = await start(cooldown_seconds=8)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    upstream.script = error(429)
    health = harness.entry().health
    for expected in (1, 2, 4, 8, 8):
        before = time.monotonic()
        assert (await harness.ask()).status == 429
        assert before + expected <= health.resting_until <= time.monotonic() + expected
        health.resting_until = time.monotonic() - 0.001
    upstream.script = completion()
    assert (await harness.ask()).status == 200
    assert health.rests == 0


async def test_a_burst_of_429_is_one_rest(harness: Harness, upstream: FakeUpstream) -> None:
    gate = asyncio.Event()
    upstream.script = gated(gate, error(429))
    asking = [asyncio.create_task(harness.ask()) for _ in range(10)]
    await upstream.wait_requests(10)
    gate.set()
    await asyncio.gather(*asking)
    assert harness.entry().health.rests == 1
    assert 0 < harness.entry().health.resting_until <= time.monotonic() + 1


# Health: circuit breaker


async def test_breaker_opens_probes_and_closes(start: Start) -> None:
    harness = await start(breaker_failures=3, breaker_seconds=30, retry_times=0)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    upstream.script = error(500)
    assert [(await harness.ask()).status for _ in range(3)] == [502] * 3
    health = harness.entry().health
    assert health.state(time.monotonic()) == "open"
    reply = await harness.ask()
    assert (reply.status, reply.error["code"]) == (503, "no_healthy_channel")
    assert int(reply.headers["Retry-After"]) >= 1
    assert "circuit open" in reply.error["message"]
    assert len(upstream.requests) == 3
    health.open_until = time.monotonic()
    assert health.state(time.monotonic()) == "half_open"
    before = time.monotonic()
    assert (await harness.ask()).status == 502
    assert before + 60 <= health.open_until <= time.monotonic() + 60, "a failed probe doubles the wait"
    health.open_until = time.monotonic()
    gate = asyncio.Event()
    upstream.script = gated(gate, completion())
    probe = asyncio.create_task(harness.ask())
    await upstream.wait_requests(5)
    reply = await harness.ask()
    assert reply.status == 503, "one probe at a time"
    assert "probe" in reply.error["message"]
    gate.set()
    assert (await probe).status == 200
    assert health.state(time.monotonic()) == "closed"
    assert (await harness.ask()).status == 200


async def test_a_burst_of_faults_opens_the_breaker_once(start: Start) -> None:
    harness = await start(breaker_failures=2, breaker_seconds=30)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    gate = asyncio.Event()
    upstream.script = gated(gate, error(500))
    asking = [asyncio.create_task(harness.ask()) for _ in range(20)]
    await upstream.wait_requests(20)
    gate.set()
    await asyncio.gather(*asking)
    assert harness.entry().health.opened == 1
    assert 0 < harness.entry().health.open_until <= time.monotonic() + 30


async def test_a_success_between_keeps_the_breaker_closed(start: Start) -> None:
    harness = await start(breaker_failures=2)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    for _ in range(3):
        upstream.plan(error(500), completion())
        assert [(await harness.ask()).status for _ in range(2)] == [502, 200]


async def test_an_abandoned_probe_makes_way_for_the_next(start: Start) -> None:
    harness = await start(breaker_failures=1, breaker_seconds=0.05)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    upstream.plan(error(500), gated(asyncio.Event(), completion()), completion())
    assert (await harness.ask()).status == 502
    health = harness.entry().health
    await harness.until(lambda: health.state(time.monotonic()) == "half_open")
    probe = asyncio.create_task(harness.ask())
    await upstream.wait_requests(2)
    assert health.probing
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)
    await harness.until(lambda: not health.probing)
    assert (await harness.ask()).status == 200


async def test_health_is_forgotten_when_the_owner_changes_the_channel(start: Start) -> None:
    harness = await start(breaker_failures=1)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    upstream.plan(error(500))
    assert (await harness.ask()).status == 502
    assert (await harness.ask()).status == 503
    await harness.run("channel.edit", channel="up", key="sk-another-key-0123456789")
    assert (await harness.ask()).status == 200
    assert upstream.requests[-1].headers["Authorization"] == "Bearer sk-another-key-0123456789"


async def test_health_page(start: Start) -> None:
    harness = await start(breaker_failures=1)
    upstream = await harness.upstream()
    await harness.channel(upstream)
    upstream.script = error(500)
    await harness.ask()
    page = await harness.run("gateway.health")
    assert page["open_requests"] == 0
    line = next(c for c in page["channels"] if c["name"] == "up")
    assert (line["circuit"], line["failures"], line["last_fault"]) == ("open", 1, "500")
    assert 0 < line["retry_in_s"] <= 30


# Switching off by itself


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, OPENAI_401),
        (401, b""),
        (402, {"error": {"message": "pay"}}),
        (403, {"error": {"message": "x", "code": "account_deactivated"}}),
        (429, {"error": {"message": "You exceeded your current quota", "type": "insufficient_quota"}}),
        (400, {"error": {"message": "x", "code": "Arrearage"}}),
        (400, [{"error": {"message": "x", "details": [{"reason": "API_KEY_INVALID"}]}}]),
        (200, {"error": {"message": "x", "code": "billing_not_active"}}),
    ],
)
async def test_definite_account_faults_switch_a_channel_off(harness: Harness, status: int, body: Any) -> None:
    first, _second = await two(harness)
    first.script = answer(body, status)
    assert (await harness.ask()).status == 200
    await harness.status_of("first", ChannelStatus.AUTO_DISABLED)
    assert harness.entry("first").channel.status_reason
    first.script = completion()
    assert (await harness.ask()).headers["x-oneapi-channel"] == "second"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"error": {"message": "Your account balance is insufficient; invalid_api_key", "code": "x"}}),
        (500, {"error": {"message": "load balancer: credit, quota, billing"}}),
        (403, {"error": {"message": "Cloudflare says no: insufficient_quota"}}),
        (429, {"error": {"message": "insufficient_quota", "type": "tokens", "code": "rate_limit_exceeded"}}),
        (
            404,
            {"error": {"message": "no such model for this key", "type": "permission_error", "code": "model_not_found"}},
        ),
        (400, b"insufficient_quota"),
        (200, chat_body("invalid_api_key insufficient_quota")),
    ],
)
async def test_words_in_messages_switch_nothing_off(harness: Harness, status: int, body: Any) -> None:
    first, _second = await two(harness)
    first.script = answer(body, status)
    await harness.ask()
    await harness.gateway._watch.close()
    await harness.gateway.directory.caught_up()
    assert harness.entry("first").channel.status is ChannelStatus.ENABLED


async def test_account_fault_as_the_client_sees_it(harness: Harness, upstream: FakeUpstream) -> None:
    """The caller's own key is fine, so a 401 of the upstream must not look like one of ours."""
    upstream.script = answer(OPENAI_401, 401)
    reply = await harness.ask()
    assert (reply.status, reply.error["type"], reply.error["code"]) == (502, "server_error", "upstream_account")
    await harness.status_of("up", ChannelStatus.AUTO_DISABLED)
    reply = await harness.ask()
    assert (reply.status, reply.error["code"]) == (503, "no_channel_enabled")


@pytest.mark.parametrize("how", ["setting", "channel"])
async def test_switching_off_can_be_forbidden(start: Start, how: str) -> None:
    harness = await start(automatic_disable=how != "setting")
    upstream = await harness.upstream()
    await harness.channel(upstream, auto_disable=how != "channel")
    upstream.script = answer(OPENAI_401, 401)
    await harness.ask()
    await harness.gateway._watch.close()
    assert harness.entry().channel.status is ChannelStatus.ENABLED
    assert harness.entry().health.failures == 1


async def test_a_passed_test_switches_on_again_what_was_switched_off_by_itself(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(upstream, "auto")
    await harness.channel(upstream, "hand", priority=-1)
    upstream.plan(answer(OPENAI_401, 401), completion())
    assert (await harness.ask()).status == 200
    await harness.status_of("auto", ChannelStatus.AUTO_DISABLED)
    await harness.run("channel.disable", channel="hand")
    upstream.plan(answer(OPENAI_401, 401))
    assert (await harness.run("channel.test", channel="auto"))["result"] == "failed"
    assert harness.entry("auto").channel.status is ChannelStatus.AUTO_DISABLED
    for name in ("auto", "hand"):
        assert (await harness.run("channel.test", channel=name))["result"] == "passed"
    assert harness.entry("auto").channel.status is ChannelStatus.ENABLED
    assert harness.entry("hand").channel.status is ChannelStatus.DISABLED
    assert (await harness.ask()).headers["x-oneapi-channel"] == "auto"


async def test_success_rate_rule(start: Start) -> None:
    harness = await start(
        metric_enabled=True, metric_queue_size=4, metric_success_rate=0.6, breaker_failures=1000, retry_times=0
    )
    upstream = await harness.upstream()
    await harness.channel(upstream)
    good, refused, failed = completion(), error(400), error(500)
    # Of the last four that say something about the channel, three are good, then two.
    upstream.plan(failed, good, good, refused, refused, good, failed, failed)
    for _ in range(7):
        await harness.ask()
    await harness.gateway._watch.close()
    assert harness.entry().channel.status is ChannelStatus.ENABLED
    await harness.ask()
    await harness.status_of("up", ChannelStatus.AUTO_DISABLED)
    assert "60%" in harness.entry().channel.status_reason


async def test_no_channel_for_a_group(harness: Harness) -> None:
    await harness.channel("http://127.0.0.1:9", groups=["vip"])
    router = Router(harness.gateway.directory)
    with pytest.raises(RequestError) as found:
        router.plan("default", "gpt-4o", Mode.CHAT, None)
    assert found.value.kind is ErrorKind.MODEL_NOT_FOUND
    assert router.plan("vip", "gpt-4o", Mode.CHAT, None).candidates
