"""Embeddings, reranking and pictures between clients and upstreams of different dialects."""

import base64
import struct
from typing import Any

import orjson
import pytest
from fake_upstream import FakeUpstream, answer
from gateway_harness import Harness

TEXTS = {"model": "gpt-4o", "input": ["a", "b"]}


async def channel(harness: Harness, dialect: str, **fields: Any) -> FakeUpstream:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": dialect}, **fields)
    return upstream


@pytest.mark.parametrize(
    ("dialect", "body", "path", "sent"),
    [
        (
            "gemini",
            {"embeddings": [{"values": [0.5, 1]}, {"values": [0, 2]}]},
            "/v1beta/models/theirs:batchEmbedContents",
            "requests",
        ),
        ("ollama", {"embeddings": [[0.5, 1], [0, 2]], "prompt_eval_count": 8}, "/api/embed", "input"),
        (
            "cohere",
            {"embeddings": {"float": [[0.5, 1], [0, 2]]}, "meta": {"billed_units": {"input_tokens": 8}}},
            "/v2/embed",
            "texts",
        ),
    ],
)
async def test_an_openai_client_embeds_anywhere(
    harness: Harness, dialect: str, body: dict[str, Any], path: str, sent: str
) -> None:
    upstream = await channel(harness, dialect, model_mapping={"gpt-4o": "theirs"})
    upstream.script = answer(body)
    reply = await harness.ask(TEXTS, "/v1/embeddings")
    assert reply.status == 200, reply.body
    assert [row["embedding"] for row in reply.json["data"]] == [[0.5, 1.0], [0.0, 2.0]]
    assert reply.json["model"] == "gpt-4o"
    assert upstream.requests[0].path == path
    assert sent in upstream.requests[0].json
    packed = await harness.ask(TEXTS | {"encoding_format": "base64"}, "/v1/embeddings")
    first = base64.b64decode(packed.json["data"][0]["embedding"])
    assert struct.unpack("<2f", first) == (0.5, 1.0)
    row = await harness.last_row()
    assert (row.endpoint, row.outcome) == ("embeddings", "done")
    assert row.usage.prompt_tokens > 0
    assert row.usage_source == ("estimated" if dialect == "gemini" else "measured")


async def test_other_clients_embed_at_openai(harness: Harness) -> None:
    upstream = await channel(harness, "openai-chat")
    upstream.script = answer({"data": [{"index": 0, "embedding": [1, 2]}], "usage": {"prompt_tokens": 3}})
    google = await harness.ask({"content": {"parts": [{"text": "a"}]}}, "/v1beta/models/gpt-4o:embedContent")
    assert google.json["embedding"] == {"values": [1.0, 2.0]}
    ollama = await harness.ask({"model": "gpt-4o", "input": "a"}, "/api/embed")
    assert ollama.json["embeddings"] == [[1.0, 2.0]]
    assert {row.usage.prompt_tokens for row in await harness.rows()} == {3}
    assert upstream.requests[0].json == {"model": "gpt-4o", "input": "a"}


async def test_token_ids_are_refused_where_only_texts_go(harness: Harness) -> None:
    upstream = await channel(harness, "cohere")
    reply = await harness.ask({"model": "gpt-4o", "input": [1, 2, 3]}, "/v1/embeddings")
    assert (reply.status, reply.error["param"]) == (400, "input")
    assert upstream.requests == []


async def test_rerank_passes_and_crosses(harness: Harness) -> None:
    body = {"model": "gpt-4o", "query": "q", "documents": ["x", "y"], "return_documents": True, "top_n": 2}
    own = await channel(harness, "openai-chat", name="own")
    jina = {"results": [{"index": 1, "relevance_score": 0.9}], "usage": {"total_tokens": 6}, "extra": 1}
    own.script = answer(jina)
    reply = await harness.ask(body, "/v1/rerank")
    assert reply.json == jina
    assert own.requests[0].json == body
    await harness.run("channel.disable", channel="own")
    other = await channel(harness, "cohere", name="other")
    other.script = answer({"id": "r", "results": [{"index": 1, "relevance_score": 0.8}, {"index": 0,
                                                                                       "relevance_score": 0.1}],
                           "meta": {"billed_units": {"search_units": 1}}})  # fmt: skip
    reply = await harness.ask(body, "/v1/rerank")
    assert reply.status == 200, reply.body
    assert [(r["index"], r["relevance_score"], r["document"]) for r in reply.json["results"]] == [
        (1, 0.8, {"text": "y"}),
        (0, 0.1, {"text": "x"}),
    ]
    assert other.requests[0].path == "/v2/rerank"
    assert [row.endpoint for row in await harness.rows()] == ["rerank", "rerank"]


async def test_pictures_of_another_dialect(harness: Harness) -> None:
    upstream = await harness.upstream()
    await harness.channel(
        f"{upstream.url}/v1", "r", type="replicate", key="r8_" + "x" * 37, models=["gpt-4o"],
        model_mapping={"gpt-4o": "black-forest-labs/flux-schnell"},
    )  # fmt: skip
    prediction = {"id": "p", "status": "succeeded", "output": ["http://x/1.png", "http://x/2.png"]}
    upstream.script = answer(prediction, 201)
    reply = await harness.ask({"model": "gpt-4o", "prompt": "p", "n": 2}, "/v1/images/generations")
    assert reply.status == 200, reply.body
    assert [row["url"] for row in reply.json["data"]] == ["http://x/1.png", "http://x/2.png"]
    row = await harness.last_row()
    assert (row.endpoint, row.usage.images, row.usage_source) == ("images", 2, "measured")


async def test_a_channel_without_the_mode_says_so(harness: Harness) -> None:
    await channel(harness, "anthropic")
    reply = await harness.ask(TEXTS, "/v1/embeddings")
    assert reply.status == 400
    assert "embeddings" in reply.error["message"]


async def test_errors_of_another_dialect(harness: Harness) -> None:
    upstream = await channel(harness, "cohere")
    for status, expected in ((400, 400), (429, 429), (500, 502)):
        upstream.script = answer({"message": f"why {status}"}, status)
        reply = await harness.ask(TEXTS, "/v1/embeddings")
        assert reply.status == expected, orjson.dumps(reply.json)
        assert f"why {status}" in reply.error["message"]
        await harness.run("channel.enable", channel="up")
        harness.entry("up").health.reset()


@pytest.mark.parametrize(
    ("dialect", "path", "body", "whole", "tokens"),
    [
        (
            "gemini",
            "/v1beta/models/gpt-4o:batchEmbedContents",
            {"requests": [{"content": {"parts": [{"text": "a"}]}}], "x_own": 1},
            {"embeddings": [{"values": [1, 2]}], "usageMetadata": {"promptTokenCount": 4}, "more": 1},
            4,
        ),
        (
            "gemini",
            "/v1/models/gpt-4o:embedContent",
            {"content": {"parts": [{"text": "a"}]}},
            {"embedding": {"values": [1, 2]}},
            None,
        ),
        ("ollama", "/api/embed", {"model": "gpt-4o", "input": "a"}, {"embeddings": [[1]], "prompt_eval_count": 3}, 3),
    ],
)
async def test_the_same_dialect_on_both_sides_passes(
    harness: Harness, dialect: str, path: str, body: dict[str, Any], whole: dict[str, Any], tokens: int | None
) -> None:
    upstream = await channel(harness, dialect)
    upstream.script = answer(whole)
    reply = await harness.ask(body, path)
    assert reply.json == whole
    assert (upstream.requests[0].path, upstream.requests[0].json) == (path, body)
    row = await harness.last_row()
    assert row.usage_source == ("estimated" if tokens is None else "measured")
    assert row.usage.prompt_tokens == tokens or tokens is None
    upstream.script = answer(b"nonsense")
    assert (await harness.ask(body, path)).status == 502
