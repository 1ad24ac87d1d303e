"""Every dialect that clients speak, against the built-in echo: chats, embeddings, counts, lists, refusals."""

from typing import Any

import orjson
import pytest
from gateway_harness import KEY, Harness

NO_BEARER = {"Authorization": ""}
GOOGLE = {"x-goog-api-key": KEY, **NO_BEARER}


def lines(body: bytes) -> list[dict[str, Any]]:
    """The objects of a stream of lines."""
    return [orjson.loads(line) for line in body.splitlines() if line]


def events(body: bytes) -> list[dict[str, Any]]:
    """The objects of a stream of events."""
    found = [line.removeprefix(b"data: ") for line in body.splitlines() if line.startswith(b"data: ")]
    return [orjson.loads(data) for data in found if data != b"[DONE]"]


def contents(text: str) -> dict[str, Any]:
    """A request of a Gemini client."""
    return {"contents": [{"role": "user", "parts": [{"text": text}]}]}


async def test_gemini_client(harness: Harness) -> None:
    reply = await harness.ask(contents("hello you"), "/v1beta/models/echo:generateContent", headers=GOOGLE)
    assert reply.status == 200, reply.body
    assert reply.json["candidates"][0]["content"]["parts"] == [{"text": "hello you"}]
    assert reply.json["candidates"][0]["finishReason"] == "STOP"
    assert reply.json["usageMetadata"]["totalTokenCount"] > 0
    assert reply.json["modelVersion"] == "echo"
    row = await harness.last_row()
    assert (row.dialect, row.model, row.usage_source, row.stream) == ("gemini", "echo", "measured", False)


async def test_gemini_streams_as_events_and_as_an_array(harness: Harness) -> None:
    path = "/v1/models/echo:streamGenerateContent"
    reply = await harness.ask(contents("a b c"), f"{path}?alt=sse&key={KEY}", headers=NO_BEARER)
    assert reply.headers["Content-Type"].startswith("text/event-stream")
    said = [e["candidates"][0]["content"]["parts"][0].get("text", "") for e in events(reply.body)]
    assert "".join(said) == "a b c"
    assert events(reply.body)[-1]["candidates"][0]["finishReason"] == "STOP"
    whole = await harness.ask(contents("a b c"), path, headers=GOOGLE)
    assert whole.headers["Content-Type"] == "application/json"
    parts = [e["candidates"][0]["content"]["parts"][0].get("text", "") for e in whole.json]
    assert "".join(parts) == "a b c"


async def test_gemini_embeds_and_counts(harness: Harness) -> None:
    text = {"content": {"parts": [{"text": "word"}]}}
    one = await harness.ask(text, "/v1beta/models/echo-embedding:embedContent", headers=GOOGLE)
    assert len(one.json["embedding"]["values"]) == 256
    many = await harness.ask(
        {"requests": [{"model": "models/echo-embedding", **text}] * 2},
        "/v1beta/models/echo-embedding:batchEmbedContents",
        headers=GOOGLE,
    )
    assert [e["values"] for e in many.json["embeddings"]] == [one.json["embedding"]["values"]] * 2
    count = await harness.ask(contents("one two three"), "/v1beta/models/echo:countTokens", headers=GOOGLE)
    assert 3 <= count.json["totalTokens"] <= 15
    assert count.headers["x-oneapi-estimated"] == "true"
    rows = await harness.rows()
    assert [row.endpoint for row in rows] == ["embeddings", "embeddings", "count-tokens"]
    assert rows[-1].cost_nano == 0


async def test_gemini_refusals(harness: Harness) -> None:
    nobody = await harness.ask(contents("x"), "/v1beta/models/echo:generateContent", key="wrong")
    assert (nobody.status, nobody.json["error"]["status"]) == (401, "UNAUTHENTICATED")
    unknown = await harness.ask(contents("x"), "/v1beta/models/nope:generateContent", headers=GOOGLE)
    assert (unknown.status, unknown.json["error"]["status"]) == (404, "NOT_FOUND")
    wrong = await harness.ask({"contents": 1}, "/v1beta/models/echo:generateContent", headers=GOOGLE)
    assert (wrong.status, wrong.json["error"]["status"]) == (400, "INVALID_ARGUMENT")
    nothing = await harness.ask(b"{}", "/v1beta/nothing", headers=GOOGLE)
    assert (nothing.status, nothing.json["error"]["code"]) == (404, 404)


async def test_ollama_client(harness: Harness) -> None:
    chat = {"model": "echo:latest", "messages": [{"role": "user", "content": "hi there"}]}
    reply = await harness.ask(chat, "/api/chat")
    assert reply.headers["Content-Type"] == "application/x-ndjson"
    said = lines(reply.body)
    assert "".join(line["message"]["content"] for line in said) == "hi there"
    assert [line["done"] for line in said] == [False] * (len(said) - 1) + [True]
    assert said[-1]["eval_count"] > 0
    whole = await harness.ask(chat | {"stream": False}, "/api/chat")
    assert whole.json["message"] == {"role": "assistant", "content": "hi there"}
    assert whole.json["done"] is True
    generated = await harness.ask({"model": "echo", "prompt": "hey", "stream": False}, "/api/generate")
    assert generated.json["response"] == "hey"
    streamed = lines((await harness.ask({"model": "echo", "prompt": "hey"}, "/api/generate")).body)
    assert "".join(line["response"] for line in streamed) == "hey"
    loaded = await harness.ask({"model": "echo", "messages": []}, "/api/chat")
    assert loaded.json["done_reason"] == "load"
    rows = await harness.rows()
    assert {row.dialect for row in rows} == {"ollama"}
    assert [row.stream for row in rows] == [True, False, False, True, True]
    assert rows[-1].channel_id == 0


async def test_ollama_embeds_and_tells_models(harness: Harness) -> None:
    new = await harness.ask({"model": "echo-embedding", "input": ["a", "b"]}, "/api/embed")
    assert [len(vector) for vector in new.json["embeddings"]] == [256, 256]
    old = await harness.ask({"model": "echo-embedding", "prompt": "a"}, "/api/embeddings")
    assert old.json["embedding"] == new.json["embeddings"][0]
    tags = await harness.get("/api/tags")
    assert "echo" in [model["name"] for model in tags.json["models"]]
    assert (await harness.get("/api/version", key="")).json["version"]
    assert (await harness.get("/api/ps")).json == {"models": []}
    assert "completion" in (await harness.ask({"model": "echo"}, "/api/show")).json["capabilities"]
    missing = await harness.ask({"model": "nope"}, "/api/show")
    assert (missing.status, "nope" in missing.json["error"]) == (404, True)
    refused = await harness.ask({"model": "nope", "messages": [{"role": "user", "content": "x"}]}, "/api/chat")
    assert (refused.status, "nope" in refused.json["error"]) == (404, True)


async def test_model_lists(harness: Harness) -> None:
    anthropic = await harness.get("/v1/models?limit=2", headers={"anthropic-version": "2023-06-01", "x-api-key": KEY})
    assert [model["type"] for model in anthropic.json["data"]] == ["model", "model"]
    assert anthropic.json["has_more"] is True
    last = anthropic.json["last_id"]
    following = await harness.get(f"/v1/models?limit=2&after_id={last}", headers={"anthropic-version": "2023-06-01"})
    assert following.json["first_id"] != anthropic.json["first_id"]
    google = await harness.get("/v1beta/models?pageSize=3", headers=GOOGLE)
    assert len(google.json["models"]) == 3
    rest = await harness.get(f"/v1/models?pageToken={google.json['nextPageToken']}", headers=GOOGLE)
    names = [model["name"] for model in google.json["models"] + rest.json["models"]]
    assert "models/echo" in names
    assert len(names) == len(set(names))
    assert (await harness.get("/v1beta/models/echo", headers=GOOGLE)).json["name"] == "models/echo"
    assert (await harness.get("/v1beta/models/nope", headers=GOOGLE)).json["error"]["code"] == 404
    usual = await harness.get("/v1/models")
    assert usual.json["object"] == "list"
    assert (await harness.get("/v1/models?limit=x", headers={"anthropic-version": "1"})).status == 400


async def test_anthropic_counts_tokens(harness: Harness) -> None:
    body = {"model": "echo", "messages": [{"role": "user", "content": "one two three"}]}
    reply = await harness.ask(body, "/v1/messages/count_tokens")
    assert 3 <= reply.json["input_tokens"] <= 15
    assert set(reply.json) == {"input_tokens"}


async def test_an_upstream_of_the_same_dialect_counts_itself(harness: Harness) -> None:
    from fake_upstream import answer

    upstream = await harness.upstream()
    await harness.channel(
        upstream, config={"dialects": "anthropic"}, model_mapping={"gpt-4o": "claude-x"}, models=["gpt-4o"]
    )
    upstream.script = answer({"input_tokens": 4711})
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]}
    reply = await harness.ask(body, "/v1/messages/count_tokens")
    assert reply.json == {"input_tokens": 4711}
    assert "x-oneapi-estimated" not in reply.headers
    assert upstream.requests[0].path == "/v1/messages/count_tokens"
    assert upstream.requests[0].json["model"] == "claude-x"
    upstream.script = answer({"error": {"message": "no"}}, 404)
    estimated = await harness.ask(body, "/v1/messages/count_tokens")
    assert estimated.status == 200
    assert estimated.headers["x-oneapi-estimated"] == "true"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/messages", {"model": "echo", "max_tokens": 9, "messages": [{"role": "user", "content": "/error 503 x"}]}),
        ("/v1beta/models/echo:generateContent", contents("/error 503 x")),
        ("/api/chat", {"model": "echo", "messages": [{"role": "user", "content": "/error 503 x"}]}),
    ],
)
async def test_upstream_errors_in_every_shape(harness: Harness, path: str, body: dict[str, Any]) -> None:
    reply = await harness.ask(body, path)
    assert reply.status == 503
    error = reply.json["error"]
    message = error if isinstance(error, str) else error["message"]
    assert "x" in message
    row = await harness.last_row()
    assert (row.outcome, row.cost_nano) == ("failed", 0)


async def test_who_asks_at_the_root_learns_that_somebody_is_there(harness: Harness) -> None:
    found = await harness.get("/", key="")
    assert (found.status, found.body) == (200, b"One API Desktop is running\n")
    async with harness.session.head(f"{harness.origin}/") as response:
        assert response.status == 200
    assert (await harness.ask(b"{}", "/", key="")).status == 404
