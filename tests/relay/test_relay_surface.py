"""Paths, methods, names, browsers and proxies: everything before a request is admitted."""

import asyncio
import logging

import pytest
from fake_upstream import PATIENCE, FakeUpstream
from gateway_harness import CHAT, KEY, Harness, Start, ask

NOT_IMPLEMENTED = [
    ("POST", "/v1/files"), ("GET", "/v1/files/f1/content"), ("DELETE", "/v1/files/f1"),
    ("POST", "/v1/fine_tuning/jobs"), ("GET", "/v1/fine_tuning/jobs/j1/events"), ("POST", "/v1/assistants"),
    ("GET", "/v1/threads/t1/runs/r1/steps"), ("POST", "/v1/threads/t1/runs/r1/submit_tool_outputs"),
    ("POST", "/v1/batches"), ("POST", "/v1/uploads"), ("GET", "/v1/vector_stores"), ("POST", "/v1/evals"),
    ("DELETE", "/v1/models/gpt-4o"), ("POST", "/files"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), NOT_IMPLEMENTED)
async def test_not_implemented_before_any_channel(harness: Harness, method: str, path: str) -> None:
    """No model, no channel for one, not even a key is needed to learn that."""
    reply = await harness.ask(b"{}", path, method=method, key="")
    assert reply.status == 501
    assert (reply.error["type"], reply.error["code"]) == ("one_api_error", "api_not_implemented")


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/nothing", "/nothing", "/v1/chat", "/v2/chat/completions"])
async def test_unknown_paths(harness: Harness, path: str) -> None:
    reply = await harness.ask(b"{}", path)
    assert (reply.status, reply.error["code"]) == (404, "invalid_url")
    assert path in reply.error["message"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
async def test_wrong_method(harness: Harness, method: str) -> None:
    reply = await harness.ask(b"{}", CHAT, method=method)
    assert (reply.status, reply.error["code"]) == (405, "wrong_method")
    assert method in reply.error["message"]


async def test_models_of_a_token(harness: Harness, upstream: FakeUpstream) -> None:
    await harness.channel(upstream, "b", models=["org/model:free", "gpt-4o"])
    key = await harness.token("some", models=["gpt-4o", "nowhere"])
    everything = (await harness.get("/v1/models")).json
    assert everything["object"] == "list"
    names = [entry["id"] for entry in everything["data"]]
    assert names == sorted(set(names))
    assert {"gpt-4o", "org/model:free", "echo"} <= set(names)
    entry = next(e for e in everything["data"] if e["id"] == "gpt-4o")
    assert entry == {"id": "gpt-4o", "object": "model", "created": 1626777600, "owned_by": "openai-compatible"}
    assert [e["id"] for e in (await harness.get("/v1/models", key=key)).json["data"]] == ["gpt-4o"]
    assert (await harness.get("/v1/models/gpt-4o", key=key)).json == entry
    assert (await harness.get("/v1/models/org/model:free")).json["id"] == "org/model:free"
    assert (await harness.get("/models/gpt-4o")).json == entry
    for wanted, token in (("nope", KEY), ("org/model:free", key), ("nowhere", key)):
        reply = await harness.get(f"/v1/models/{wanted}", key=token)
        assert (reply.status, reply.error["code"], reply.error["param"]) == (404, "model_not_found", "model")
    assert (await harness.get("/v1/models", key="sk-wrong")).status == 401


async def test_models_follow_channels(harness: Harness, upstream: FakeUpstream) -> None:
    await harness.run("channel.disable", channel="up")
    assert (await harness.get("/v1/models/gpt-4o")).status == 404
    await harness.run("channel.enable", channel="up")
    assert (await harness.get("/v1/models/gpt-4o")).status == 200
    await harness.run("channel.remove", channel="up")
    assert (await harness.get("/v1/models/gpt-4o")).status == 404


async def test_unknown_model(harness: Harness) -> None:
    reply = await harness.ask(ask(model="gpt-99"))
    assert (reply.status, reply.error["code"], reply.error["param"]) == (404, "model_not_found", "model")
    assert "gpt-99" in reply.error["message"]
    row = await harness.last_row()
    assert (row.outcome, row.error_code, row.attempts, row.cost_nano) == ("refused", "model_not_found", 0, 0)


async def test_model_of_disabled_channels(harness: Harness, upstream: FakeUpstream) -> None:
    await harness.run("channel.disable", channel="up")
    reply = await harness.ask()
    assert (reply.status, reply.error["code"]) == (503, "no_channel_enabled")
    assert "'up'" in reply.error["message"]


async def test_billing_pages(harness: Harness, upstream: FakeUpstream) -> None:
    key = await harness.token("poor", budget_usd="2.5", expires_at="2100-01-01T00:00Z")
    await harness.ask(key=key)
    for prefix in ("", "/v1"):
        subscription = (await harness.get(f"{prefix}/dashboard/billing/subscription", key=key)).json
        assert subscription["hard_limit_usd"] == 2.5
        assert subscription["access_until"] == 4102444800
        usage = (await harness.get(f"{prefix}/dashboard/billing/usage?start_date=x", key=key)).json
        assert usage == {"object": "list", "total_usage": 2.0}
    assert (await harness.get("/dashboard/billing/subscription")).json["hard_limit_usd"] == 100_000_000
    assert (await harness.get("/dashboard/billing/usage", key="")).status == 401


async def test_preflight(harness: Harness) -> None:
    headers = {
        "Origin": "https://app.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,x-custom",
    }
    reply = await harness.ask(b"", CHAT, method="OPTIONS", key="", headers=headers)
    assert reply.status == 204
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in reply.headers["Access-Control-Allow-Methods"]
    assert reply.headers["Access-Control-Allow-Headers"] == "authorization,x-custom"
    assert reply.headers["Access-Control-Max-Age"] == "43200"
    assert "Access-Control-Allow-Credentials" not in reply.headers


async def test_cors_on_answers_errors_and_streams(harness: Harness, upstream: FakeUpstream) -> None:
    from fake_upstream import stream

    origin = {"Origin": "https://app.example"}
    assert (await harness.ask(headers=origin)).headers["Access-Control-Allow-Origin"] == "*"
    assert (await harness.ask(key="sk-no", headers=origin)).headers["Access-Control-Allow-Origin"] == "*"
    upstream.script = stream()
    reply = await harness.stream(headers=origin)
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "x-oneapi-request-id" in reply.headers["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Origin" not in (await harness.stream()).headers


async def test_origins_can_be_limited(start: Start) -> None:
    harness = await start(allowed_origins=("https://app.example",))
    good = await harness.get("/v1/models", headers={"Origin": "https://app.example"})
    assert good.headers["Access-Control-Allow-Origin"] == "https://app.example"
    assert good.headers["Vary"] == "Origin"
    other = await harness.get("/v1/models", headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in other.headers


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:3000", "localhost.evil.example", "127.0.0.1.evil.example"]
)
async def test_foreign_host_names_are_refused(harness: Harness, host: str) -> None:
    reply = await harness.get("/v1/models", headers={"Host": host})
    assert (reply.status, reply.error["code"]) == (403, "host_not_allowed")
    assert "allowed_hosts" in reply.error["message"]


async def test_known_host_names(start: Start) -> None:
    harness = await start(allowed_hosts=("Gateway.example",))
    for host in ("localhost:1", "127.0.0.1", "[::1]:3000", "app.localhost", "GATEWAY.example:8080", "192.168.1.7:3000"):
        assert (await harness.get("/v1/models", headers={"Host": host})).status == 200, host


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {KEY}"},
        {"Authorization": f"bearer  {KEY}"},
        {"Authorization": KEY},
        {"Authorization": KEY.removeprefix("sk-")},
        {"x-api-key": KEY, "Authorization": ""},
        {"api-key": KEY, "Authorization": ""},
    ],
)
async def test_where_the_key_may_stand(harness: Harness, headers: dict[str, str]) -> None:
    assert (await harness.get("/v1/models", headers=headers)).status == 200


@pytest.mark.parametrize(
    ("key", "code"),
    [("", "missing_api_key"), ("   ", "missing_api_key"), ("sk-", "invalid_api_key"), ("sk-nope", "invalid_api_key"),
     (KEY + "x", "invalid_api_key"), ("\u00e4" * 5, "invalid_api_key"), ("a" * 5000, "invalid_api_key")],
)  # fmt: skip
async def test_bad_keys(harness: Harness, upstream: FakeUpstream, key: str, code: str) -> None:
    reply = await harness.ask(key=key)
    assert (reply.status, reply.error["type"], reply.error["code"]) == (401, "invalid_request_error", code)
    assert reply.headers["x-oneapi-request-id"] in reply.error["message"]
    assert await harness.rows() == []
    assert upstream.requests == []


async def test_forwarded_addresses_are_believed_only_from_proxies(start: Start) -> None:
    forged = {"X-Forwarded-For": "10.1.2.3"}
    plain = await start()
    key = await plain.token("lan", subnet="10.0.0.0/8")
    reply = await plain.get("/v1/models", key=key, headers=forged)
    assert (reply.status, reply.error["code"]) == (403, "address_not_allowed")
    assert "127.0.0.1" in reply.error["message"]
    behind = await start(trusted_proxies=("127.0.0.1", "10.9.0.0/16"))
    key = await behind.token("lan", subnet="10.0.0.0/8")
    for forwarded, status in (
        ("10.1.2.3", 200),
        ("8.8.8.8, 10.1.2.3, 10.9.0.1", 200),
        ("10.1.2.3, 8.8.8.8", 403),
        ("10.1.2.3, nonsense", 403),
        ("", 403),
    ):
        reply = await behind.get("/v1/models", key=key, headers={"X-Forwarded-For": forwarded})
        assert reply.status == status, forwarded


async def test_pinning_a_channel(harness: Harness, upstream: FakeUpstream) -> None:
    other = await harness.upstream()
    second = await harness.channel(other, "other", models=["else"], priority=-5)
    reply = await harness.ask(key=f"{KEY}-{second}")
    assert reply.status == 200
    assert reply.headers["x-oneapi-channel"] == "other"
    assert (len(upstream.requests), len(other.requests)) == (0, 1)
    for pin in ("999", "", "x", "1x", "\u00b2"):
        reply = await harness.ask(key=f"{KEY}-{pin}")
        assert (reply.status, reply.error["code"]) == (400, "invalid_channel_id"), pin
    await harness.run("channel.disable", channel="other")
    reply = await harness.ask(key=f"{KEY}-{second}")
    assert (reply.status, reply.error["code"]) == (403, "channel_disabled")


async def test_a_pinned_channel_is_the_only_one_tried(harness: Harness, upstream: FakeUpstream) -> None:
    from fake_upstream import error

    broken = await harness.upstream()
    broken.script = error(500)
    second = await harness.channel(broken, "broken")
    reply = await harness.ask(key=f"{KEY}-{second}")
    assert reply.status == 502
    assert upstream.requests == []
    assert len(broken.requests) == 1


async def test_only_owners_may_pin(harness: Harness, upstream: FakeUpstream) -> None:
    def demote(db: object) -> None:
        db.execute("UPDATE users SET role = 1 WHERE id = 1")  # type: ignore[attr-defined]

    database = harness.gateway.workspace.database
    await database.write(demote)
    await harness.gateway.directory._reload({"users"}, set())
    reply = await harness.ask(key=f"{KEY}-{harness.entry().channel.id}")
    assert (reply.status, reply.error["code"]) == (403, "channel_pin_not_allowed")
    assert (await harness.ask()).status == 200


async def test_a_disabled_owner(harness: Harness, upstream: FakeUpstream) -> None:
    await harness.gateway.workspace.database.write(lambda db: db.execute("UPDATE users SET status = 2"))
    await harness.gateway.directory._reload({"users"}, set())
    reply = await harness.ask()
    assert (reply.status, reply.error["code"]) == (403, "user_disabled")


async def test_changes_are_live_at_once(harness: Harness, upstream: FakeUpstream) -> None:
    key = await harness.token("t")
    assert (await harness.ask(key=key)).status == 200
    await harness.run("token.edit", token="t", status="disabled")
    reply = await harness.ask(key=key)
    assert (reply.status, reply.error["code"]) == (401, "token_disabled")
    await harness.run("token.edit", token="t", status="enabled")
    assert (await harness.ask(key=key)).status == 200
    await harness.run("token.revoke", token="t")
    assert (await harness.ask(key=key)).error["code"] == "token_revoked"


async def test_a_connection_serves_many_requests(harness: Harness, upstream: FakeUpstream) -> None:
    """Refusals in between do not cost the connection, here and upstream."""
    reader, writer = await asyncio.open_connection("127.0.0.1", harness.gateway.server.port)

    async def ask_raw(key: str) -> bytes:
        body = b'{"model":"gpt-4o","messages":[{"role":"user","content":"x"}]}'
        writer.write(
            b"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key.encode()
            + b"\r\nContent-Type: application/json\r\nContent-Length: " + str(len(body)).encode() + b"\r\n\r\n" + body
        )  # fmt: skip
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(x.split(b":")[1]) for x in head.split(b"\r\n") if x.lower().startswith(b"content-length"))
        await reader.readexactly(length)
        return head.split(b" ")[1]

    async with asyncio.timeout(20):
        answers = [await ask_raw(key) for key in (KEY, "sk-wrong", KEY, KEY)]
    assert answers == [b"200", b"401", b"200", b"200"]
    assert upstream.accepted == 1
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GARBAGE\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n",
        b"GET /v1/models HTTP/1.1\r\nHost: x\r\nX-Long: " + b"y" * 100_000 + b"\r\n\r\n",
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
    ids=["no HTTP", "TLS", "content-length", "long header", "chunk size"],
)
async def test_bytes_that_are_no_http_are_refused_without_a_noise(
    harness: Harness, caplog: pytest.LogCaptureFixture, request_bytes: bytes
) -> None:
    """Whoever can reach the port could fill the log otherwise."""
    reader, writer = await asyncio.open_connection("127.0.0.1", harness.gateway.server.port)
    writer.write(request_bytes)
    head = await asyncio.wait_for(reader.readline(), PATIENCE)
    assert head.split()[1] == b"400"
    writer.close()
    assert [record for record in caplog.records if record.levelno >= logging.INFO] == []
