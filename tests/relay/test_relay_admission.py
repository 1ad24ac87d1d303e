"""Budgets, rates and the other reasons to refuse a known key; a budget is never overspent."""

import asyncio
import datetime
import time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fake_upstream import FakeUpstream, answer, chat_body, completion, gated, stream
from gateway_harness import KEY, USUAL_COST, Harness, Reply, Start, ask

from oneapi_desktop.domain.token import parse_networks
from oneapi_desktop.relay import admission


def refusal(reply: Reply) -> tuple[int, str, str]:
    return reply.status, reply.error["type"], reply.error["code"]


async def test_refusals_of_a_token(harness: Harness, upstream: FakeUpstream) -> None:
    limited = await harness.token("limited", models=["gpt-4o-mini"])
    reply = await harness.ask(key=limited)
    assert refusal(reply) == (403, "permission_error", "model_not_allowed")
    assert reply.error["param"] == "model"
    assert "gpt-4o-mini" in reply.error["message"]
    away = await harness.token("away", subnet="10.0.0.0/8, 192.168.1.1")
    assert refusal(await harness.ask(key=away)) == (403, "permission_error", "address_not_allowed")
    near = await harness.token("near", subnet="127.0.0.0/8")
    assert (await harness.ask(key=near)).status == 200
    assert upstream.requests[0].body
    assert len(upstream.requests) == 1


async def test_expiry(harness: Harness, upstream: FakeUpstream, monkeypatch: pytest.MonkeyPatch) -> None:
    key = await harness.token("brief", expires_at="1h")
    assert (await harness.ask(key=key)).status == 200
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 3601)
    reply = await harness.ask(key=key)
    assert refusal(reply) == (401, "invalid_request_error", "token_expired")
    assert "token edit" in reply.error["message"]


async def test_total_budget(harness: Harness, upstream: FakeUpstream) -> None:
    key = await harness.token("poor", budget_usd="0.05")
    outcomes = [(await harness.ask(ask(max_tokens=5), key=key)).status for _ in range(4)]
    # $0.02 each: the third may start with the cent that is left, and goes over by its own error only.
    assert outcomes == [200, 200, 403, 403]
    reply = await harness.ask(ask(max_tokens=5), key=key)
    assert refusal(reply) == (403, "insufficient_quota", "insufficient_quota")
    assert "$0.01 left of its budget of $0.05" in reply.error["message"]
    assert "Retry-After" not in reply.headers
    rows = await harness.rows()
    assert [row.cost_nano for row in rows] == [USUAL_COST, USUAL_COST, 0, 0, 0]
    assert [row.outcome for row in rows[2:]] == ["refused"] * 3
    await harness.run("token.edit", token="poor", budget_usd="1")
    assert (await harness.ask(ask(max_tokens=5), key=key)).status == 200


@pytest.mark.parametrize("period", ["day", "week", "month"])
async def test_calendar_budgets(harness: Harness, upstream: FakeUpstream, period: str) -> None:
    key = await harness.token("poor", **{f"budget_{period}_usd": "0.02"})
    assert (await harness.ask(ask(max_tokens=5), key=key)).status == 200
    reply = await harness.ask(ask(max_tokens=5), key=key)
    assert refusal(reply) == (429, "rate_limit_error", f"{period}_budget_exhausted")
    assert f"budget for this {period}" in reply.error["message"]
    longest = {"day": 1, "week": 7, "month": 31}[period] * 86400 + 3601
    assert 1 <= int(reply.headers["Retry-After"]) <= longest


async def test_a_new_day_begins_in_the_owners_time_zone(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """23:30 in Tokyo and 00:30 in Tokyo are the same day in UTC, but not the same budget."""
    zone = ZoneInfo("Asia/Tokyo")
    clock = datetime.datetime(2031, 3, 5, 23, 30, tzinfo=zone)
    shift = clock.timestamp() - time.time()
    real = time.time
    real_ns = time.time_ns
    monkeypatch.setattr(time, "time", lambda: real() + shift)
    monkeypatch.setattr(time, "time_ns", lambda: real_ns() + int(shift * 1e9))
    harness = await start(time_zone="Asia/Tokyo")
    upstream = await harness.upstream()
    await harness.channel(upstream)
    day = await harness.token("day", budget_day_usd="0.02")
    month = await harness.token("month", budget_month_usd="0.02")
    for key in (day, month):
        assert (await harness.ask(ask(max_tokens=5), key=key)).status == 200
        reply = await harness.ask(ask(max_tokens=5), key=key)
        assert reply.status == 429
    assert 20 * 86400 < int(reply.headers["Retry-After"]) <= 27 * 86400
    reply = await harness.ask(ask(max_tokens=5), key=day)
    assert 29 * 60 <= int(reply.headers["Retry-After"]) <= 30 * 60 + 1
    assert "begins anew in" in reply.error["message"]
    shift += 3600
    assert (await harness.ask(ask(max_tokens=5), key=day)).status == 200
    assert (await harness.ask(ask(max_tokens=5), key=month)).status == 429


async def test_spent_budgets_survive_a_restart(start: Start, tmp_path: Any) -> None:
    from gateway_harness import start_harness

    first = await start()
    upstream = await first.upstream()
    await first.channel(upstream)
    key = await first.token("poor", budget_usd="1", budget_day_usd="0.02")
    assert (await first.ask(ask(max_tokens=5), key=key)).status == 200
    await first.session.close()
    await first.idle()
    await first.gateway.stop()
    again = await start_harness(first.data_dir)
    first.gateway, first.session = again.gateway, again.session
    assert (await first.ask(ask(max_tokens=5), key=key)).status == 429
    assert first.token_entry("poor").account.used == USUAL_COST


async def test_requests_per_minute(harness: Harness, upstream: FakeUpstream) -> None:
    key = await harness.token("slow", rpm=2)
    replies = [await harness.ask(key=key) for _ in range(3)]
    assert [reply.status for reply in replies] == [200, 200, 429]
    assert refusal(replies[2]) == (429, "rate_limit_error", "rate_limit_exceeded")
    assert 55 <= int(replies[2].headers["Retry-After"]) <= 61
    assert "2 requests per minute" in replies[2].error["message"]
    harness.token_entry("slow").limiter.requests.entries[0] = (time.monotonic() - 61, 1)
    assert (await harness.ask(key=key)).status == 200


async def test_tokens_per_minute(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = completion(usage={"prompt_tokens": 900, "completion_tokens": 50})
    key = await harness.token("slow", tpm=1000)
    assert (await harness.ask(ask(max_tokens=10), key=key)).status == 200
    reply = await harness.ask(ask(max_tokens=100), key=key)
    assert (reply.status, reply.error["code"]) == (429, "rate_limit_exceeded")
    assert "1000 tokens per minute" in reply.error["message"]
    assert harness.token_entry("slow").limiter.tokens.total == 950


async def test_failed_requests_give_their_tokens_back(harness: Harness, upstream: FakeUpstream) -> None:
    upstream.script = answer({"error": {"message": "no"}}, 400)
    key = await harness.token("slow", tpm=1000, budget_usd="1")
    for _ in range(5):
        assert (await harness.ask(ask(max_tokens=300), key=key)).status == 400
    assert harness.token_entry("slow").limiter.tokens.total == 0
    assert harness.token_entry("slow").account.used == 0


async def test_unpriced_models(start: Start) -> None:
    harness = await start()
    upstream = await harness.upstream()
    await harness.channel(upstream, models=["nobody-knows-this-one"])
    key = await harness.token("poor", budget_usd="1")
    assert (await harness.ask(ask(model="nobody-knows-this-one"), key=key)).status == 200
    row = await harness.last_row()
    assert (row.price_source, row.cost_nano, row.usage.prompt_tokens) == ("unpriced", 0, 10)
    await harness.run("setting.set", key="unpriced_models", value="refuse")
    reply = await harness.ask(ask(model="nobody-knows-this-one"), key=key)
    assert refusal(reply) == (403, "permission_error", "model_unpriced")
    assert "price set" in reply.error["message"]
    assert (await harness.ask(ask(model="nobody-knows-this-one"))).status == 200


async def test_group_ratio_multiplies(harness: Harness, upstream: FakeUpstream) -> None:
    await harness.run("price.set_group", group="default", ratio="1.5")
    assert (await harness.ask()).status == 200
    row = await harness.last_row()
    assert (row.cost_nano, row.ratio_millionths) == (USUAL_COST * 3 // 2, 1_500_000)


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_burst_cannot_overspend(harness: Harness, upstream: FakeUpstream, streamed: bool) -> None:
    """200 at once on a budget for 50 of known size: exactly 50 are served."""
    upstream.script = stream() if streamed else completion()
    key = await harness.token("poor", budget_usd="1.00")
    body = ask(max_tokens=5, stream=streamed)
    replies = await asyncio.gather(*(harness.ask(body, key=key) for _ in range(200)))
    good = [reply for reply in replies if reply.status == 200]
    assert len(good) == 50
    for reply in replies:
        if reply.status != 200:
            assert refusal(reply) in {
                (403, "insufficient_quota", "insufficient_quota"),
                (429, "rate_limit_error", "budget_reserved"),
            }
    account = harness.token_entry("poor").account
    assert (account.used, account.reserved) == (50 * USUAL_COST, 0)
    rows = await harness.rows()
    assert sum(row.cost_nano for row in rows) == 1_000_000_000
    assert len(rows) == 200


async def test_a_burst_of_unknown_size_cannot_overspend(harness: Harness, upstream: FakeUpstream) -> None:
    """No maximum is named and answers cost more than anybody could guess from the first ones."""
    sizes = iter(range(1000))
    costs: list[int] = []

    async def script(exchange: Any) -> None:
        tokens = 5 + next(sizes) % 7
        costs.append(tokens)
        await exchange.answer(chat_body(usage={"prompt_tokens": 10, "completion_tokens": tokens}))

    upstream.script = script
    key = await harness.token("poor", budget_usd="1.00")
    replies = await asyncio.gather(*(harness.ask(key=key) for _ in range(200)))
    good = sum(reply.status == 200 for reply in replies)
    used = harness.token_entry("poor").account.used
    # The last one may be larger than any before it: the documented limit is one request's estimate error.
    assert used <= 1_000_000_000 + max(costs) * 2_000_000
    assert 30 <= good <= 50
    assert {reply.status for reply in replies} <= {200, 403, 429}


async def test_waiting_for_a_reservation_ends(
    harness: Harness, upstream: FakeUpstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "RESERVATION_WAIT", 0.05)
    gate = asyncio.Event()
    upstream.script = gated(gate, completion())
    key = await harness.token("poor", budget_usd="0.03", rpm=100, tpm=100_000)
    first = asyncio.create_task(harness.ask(ask(max_tokens=5), key=key))
    await upstream.wait_requests(1)
    reply = await harness.ask(ask(max_tokens=50), key=key)
    assert refusal(reply) == (429, "rate_limit_error", "budget_reserved")
    assert int(reply.headers["Retry-After"]) >= 1
    gate.set()
    assert (await first).status == 200
    assert harness.token_entry("poor").limiter.tokens.total == 15


async def test_a_budget_of_nothing(harness: Harness, upstream: FakeUpstream) -> None:
    key = await harness.token("none", budget_usd="0")
    assert refusal(await harness.ask(key=key)) == (403, "insufficient_quota", "insufficient_quota")
    assert upstream.requests == []


async def test_costs_of_cancelled_streams_count_against_the_budget(harness: Harness, upstream: FakeUpstream) -> None:
    """Who hangs up after the usage was told has spent it: in memory as on disk."""
    from fake_upstream import chat_chunk, sse, usage_chunk

    gate = asyncio.Event()
    upstream.script = stream(
        [sse(chat_chunk("a")), sse(usage_chunk()), sse(chat_chunk("b"))], gates={2: gate}, end=False
    )
    key = await harness.token("poor", budget_usd="1")
    async with harness.call(ask(stream=True), key=key) as response:
        await response.content.readany()
        await harness.until(lambda: any(r.observer and r.observer.usage for r in harness.gateway.relay.in_flight.runs))
    await harness.idle()
    row = await harness.last_row()
    assert (row.outcome, row.cost_nano) == ("cancelled", USUAL_COST)
    assert harness.token_entry("poor").account.used == USUAL_COST


async def test_addresses_in_networks() -> None:
    from types import SimpleNamespace

    token: Any = SimpleNamespace(networks=parse_networks("10.0.0.0/8, fe80::/16, 1.2.3.4"))
    assert admission.in_networks("::ffff:10.1.1.1", token)
    assert admission.in_networks("fe80::1%eth0", token)
    assert admission.in_networks("1.2.3.4", token)
    assert not admission.in_networks("1.2.3.5", token)
    assert not admission.in_networks("", token)
    assert not admission.in_networks("nonsense", token)
    assert KEY
