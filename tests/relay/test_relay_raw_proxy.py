"""The generic proxy channel: what is passed on, what is not, and who may use it."""

from fake_upstream import FakeUpstream, answer, error, http_head, raw, refused_port
from gateway_harness import KEY, UPSTREAM_KEY, Harness


async def proxy_channel(harness: Harness, upstream: FakeUpstream | str, **fields: object) -> int:
    url = upstream if isinstance(upstream, str) else f"{upstream.url}/root"
    given = {"type": "proxy", "key": f"Token {UPSTREAM_KEY}", "models": ["proxy"]} | fields
    return await harness.channel(url, "raw", **given)


async def test_a_call_and_its_answer_pass_as_they_are(harness: Harness) -> None:
    upstream = await harness.upstream()
    number = await proxy_channel(harness, upstream)
    upstream.script = answer(
        b"\x00raw\xff",
        418,
        {"Content-Type": "application/x-thing", "X-Own": "1", "Set-Cookie": "a=b", "Content-Length": "5"},
    )
    reply = await harness.ask(
        b"any bytes",
        f"/v1/oneapi/proxy/{number}/some/Path%20x?q=1&key=theirs",
        method="PUT",
        headers={"X-Client": "c", "Cookie": "secret=1", "x-api-key": KEY, "Content-Type": "text/plain"},
    )
    assert (reply.status, reply.body) == (418, b"\x00raw\xff")
    assert reply.headers["Content-Type"] == "application/x-thing"
    assert reply.headers["X-Own"] == "1"
    assert "Set-Cookie" not in reply.headers
    seen = upstream.requests[0]
    assert (seen.method, seen.path, seen.body) == ("PUT", "/root/some/Path%20x?q=1&key=theirs", b"any bytes")
    assert seen.headers["Authorization"] == f"Token {UPSTREAM_KEY}"
    assert seen.headers["X-Client"] == "c"
    assert seen.headers["Content-Type"] == "text/plain"
    assert not {"Cookie", "x-api-key"} & set(seen.headers)
    assert KEY not in str(seen.headers)
    row = await harness.last_row()
    assert (row.endpoint, row.channel_name, row.status, row.outcome) == ("raw-proxy", "raw", 418, "done")
    assert (row.cost_nano, row.usage_source) == (0, "unknown")


async def test_a_key_in_the_address_stays_here(harness: Harness) -> None:
    upstream = await harness.upstream()
    number = await proxy_channel(harness, upstream)
    async with harness.session.get(f"{harness.origin}/v1/oneapi/proxy/{number}/x?a=1&key={KEY}") as response:
        assert response.status == 200
    assert upstream.requests[0].path == "/root/x?a=1"


async def test_who_may_use_it(harness: Harness) -> None:
    upstream = await harness.upstream()
    number = await proxy_channel(harness, upstream)
    path = f"/v1/oneapi/proxy/{number}/x"
    limited = await harness.token("limited", models=["gpt-4o"])
    named = await harness.token("named", models=["proxy"])
    budgeted = await harness.token("budgeted", budget_usd="1")
    for key, status in ((limited, 403), (named, 200), (budgeted, 403), ("sk-nobody", 401), (KEY, 200)):
        assert (await harness.ask(b"", path, key=key)).status == status
    assert len(upstream.requests) == 2


async def test_what_is_no_proxy_channel(harness: Harness, upstream: FakeUpstream) -> None:
    other = harness.entry("up").channel.id
    for wanted in (str(other), "999", "x"):
        reply = await harness.ask(b"", f"/v1/oneapi/proxy/{wanted}/v1/x")
        assert (reply.status, reply.error["code"]) == (404, "invalid_channel_id")
    number = await proxy_channel(harness, upstream)
    await harness.run("channel.disable", channel="raw")
    assert (await harness.ask(b"", f"/v1/oneapi/proxy/{number}/x")).status == 503
    # It serves no model: a chat that asks for its name finds nobody.
    await harness.run("channel.enable", channel="raw")
    reply = await harness.ask({"model": "proxy", "messages": [{"role": "user", "content": "x"}]})
    assert reply.status == 400


async def test_an_upstream_that_is_not_there(harness: Harness) -> None:
    number = await proxy_channel(harness, f"http://127.0.0.1:{refused_port()}")
    reply = await harness.ask(b"", f"/v1/oneapi/proxy/{number}/x")
    assert (reply.status, reply.error["code"]) == (502, "upstream_unreachable")
    assert (await harness.last_row()).outcome == "failed"


async def test_errors_of_the_upstream_pass(harness: Harness) -> None:
    upstream = await harness.upstream()
    number = await proxy_channel(harness, upstream)
    upstream.script = error(500)
    reply = await harness.ask(b"", f"/v1/oneapi/proxy/{number}/x")
    assert reply.status == 500
    assert "status 500 it is" in reply.error["message"]


async def test_an_answer_cut_in_its_middle_reaches_the_client_as_cut(harness: Harness) -> None:
    upstream = await harness.upstream()
    number = await proxy_channel(harness, upstream)
    upstream.script = raw(http_head(200, {"Content-Length": "900000"}) + b"s" * 300_000)
    reply = await harness.ask(b"", f"/v1/oneapi/proxy/{number}/x")
    assert (reply.status, reply.broken, reply.body.strip(b"s")) == (200, True, b"")
    row = await harness.last_row()
    assert (row.outcome, row.error_code) == ("failed", "cut")


async def test_a_path_does_not_lead_out_of_the_base(harness: Harness) -> None:
    upstream = await harness.upstream()
    number = await proxy_channel(harness, upstream)
    reply = await harness.ask(b"", f"/v1/oneapi/proxy/{number}/a%2F..%2F..%2Fx")
    assert reply.status == 400
    await harness.ask(b"", f"/v1/oneapi/proxy/{number}/a%2Fb/c")
    assert [seen.path for seen in upstream.requests] == ["/root/a%2Fb/c"]
