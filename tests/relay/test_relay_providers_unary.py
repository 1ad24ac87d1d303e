"""Embeddings, reranking and pictures of native providers, asked by an OpenAI client of a real gateway."""

import base64
from typing import Any

import pytest
from fake_upstream import Exchange, FakeUpstream, answer
from gateway_harness import Harness, Start, ask

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()


async def channel(harness: Harness, upstream: FakeUpstream, type_: str, model: str, **fields: Any) -> None:
    await harness.channel(upstream.url, type=type_, key="key-0123456789ab", models=[model], **fields)


async def test_embeddings_of_cohere(harness: Harness):
    upstream = await harness.upstream()
    await channel(harness, upstream, "cohere", "embed-v4.0")
    meta = {"billed_units": {"input_tokens": 4}}
    upstream.script = answer({"id": "e", "embeddings": {"float": [[0.5, 1.0], [2.0, 3.0]]}, "meta": meta})
    reply = await harness.ask({"model": "embed-v4.0", "input": ["a", "b"], "dimensions": 256}, "/v1/embeddings")
    assert reply.status == 200, reply.body
    assert [entry["embedding"] for entry in reply.json["data"]] == [[0.5, 1.0], [2.0, 3.0]]
    sent = upstream.requests[-1]
    assert sent.path == "/v2/embed"
    assert sent.json["output_dimension"] == 256
    row = await harness.last_row()
    assert (row.usage.prompt_tokens, row.usage_source) == (4, "measured")


async def test_reranking_of_cohere(harness: Harness):
    upstream = await harness.upstream()
    await channel(harness, upstream, "cohere", "rerank-v3.5")
    results = [{"index": 1, "relevance_score": 0.9}, {"index": 0, "relevance_score": 0.1}]
    upstream.script = answer({"id": "r", "results": results, "meta": {"billed_units": {"search_units": 1}}})
    body = {"model": "rerank-v3.5", "query": "q", "documents": ["a", "b"], "return_documents": True}
    reply = await harness.ask(body, "/v1/rerank")
    assert reply.status == 200, reply.body
    assert [entry["index"] for entry in reply.json["results"]] == [1, 0]
    assert upstream.requests[-1].path == "/v2/rerank"


@pytest.mark.parametrize(("type_", "model"), [("jina", "jina-reranker-v3"), ("voyage", "rerank-2.5")])
async def test_reranking_hosts(harness: Harness, type_: str, model: str):
    upstream = await harness.upstream()
    await channel(harness, upstream, type_, model)
    listed = [{"index": 1, "relevance_score": 0.9}]
    upstream.script = answer({"results" if type_ == "jina" else "data": listed, "usage": {"total_tokens": 7}})
    reply = await harness.ask({"model": model, "query": "q", "documents": ["a", "b"], "top_n": 1}, "/v1/rerank")
    assert reply.status == 200, reply.body
    assert reply.json["results"][0]["index"] == 1
    assert upstream.requests[-1].path == "/v1/rerank"
    assert upstream.requests[-1].json.get("top_n" if type_ == "jina" else "top_k") == 1


async def test_pictures_of_workers_ai(harness: Harness):
    upstream = await harness.upstream()
    await channel(harness, upstream, "cloudflare", "@cf/flux", config={"user_id": "account"})
    upstream.script = answer({"result": {"image": PNG}, "success": True})
    body = {"model": "@cf/flux", "prompt": "a dot", "size": "512x512", "response_format": "b64_json"}
    reply = await harness.ask(body, "/v1/images/generations")
    assert reply.status == 200, reply.body
    assert reply.json["data"][0]["b64_json"] == PNG
    assert upstream.requests[-1].path == "/client/v4/accounts/account/ai/run/@cf/flux"


async def test_pictures_of_replicate(harness: Harness):
    upstream = await harness.upstream()
    await channel(harness, upstream, "replicate", "a/flux")

    async def script(exchange: Exchange) -> None:
        if exchange.request.method == "GET":
            await exchange.answer({"detail": "none"}, 404)
        else:
            output = ["https://replicate.delivery/a.webp"]
            await exchange.answer({"id": "p", "status": "succeeded", "output": output}, 201)

    upstream.script = script
    reply = await harness.ask({"model": "a/flux", "prompt": "a dot", "n": 2}, "/v1/images/generations")
    assert reply.status == 200, reply.body
    assert reply.json["data"][0]["url"] == "https://replicate.delivery/a.webp"
    assert upstream.requests[-1].json == {"input": {"prompt": "a dot", "num_outputs": 2}}


async def pictures_by_address(harness: Harness, output: list[str]) -> None:
    """A channel to a Replicate whose predictions end with these addresses."""
    upstream = await harness.upstream()
    await channel(harness, upstream, "replicate", "a/flux")
    upstream.script = answer({"id": "p", "status": "succeeded", "output": output}, 201)


async def test_pictures_by_address_come_as_bytes_for_who_asked_for_bytes(start: Start):
    harness = await start(fetch_private_addresses=True)
    origin = await harness.upstream()
    origin.script = answer(base64.b64decode(PNG), headers={"Content-Type": "image/png"})
    await pictures_by_address(harness, [f"{origin.url}/a.png", f"{origin.url}/b.png"])
    body = {"model": "a/flux", "prompt": "a dot", "n": 2, "response_format": "b64_json"}
    reply = await harness.ask(body, "/v1/images/generations")
    assert reply.json["data"] == [{"b64_json": PNG}, {"b64_json": PNG}]
    assert [request.path for request in origin.requests] == ["/a.png", "/b.png"]
    assert not any("Authorization" in request.headers for request in origin.requests)
    row = await harness.last_row()
    assert (row.usage.images, row.notes) == (2, "[]")


async def test_a_picture_in_a_private_network_is_not_fetched_and_keeps_its_address(harness: Harness):
    origin = await harness.upstream()
    address = f"{origin.url}/a.png?signature=1"
    await pictures_by_address(harness, [address])
    body = {"model": "a/flux", "prompt": "a dot", "response_format": "b64_json"}
    reply = await harness.ask(body, "/v1/images/generations")
    assert reply.json["data"] == [{"url": address}]
    assert reply.headers["x-oneapi-conversion"] == "changed:response_format"
    assert origin.requests == []
    row = await harness.last_row()
    assert (row.outcome, row.usage.images) == ("done", 1)
    assert "private network" in row.notes
    assert "signature" not in row.notes


async def test_embeddings_a_provider_does_not_have_are_refused_in_words(harness: Harness):
    upstream = await harness.upstream()
    await channel(harness, upstream, "replicate", "a/b")
    reply = await harness.ask({"model": "a/b", "input": "x"}, "/v1/embeddings")
    assert reply.status >= 400
    assert "Replicate" in reply.error["message"] or "embeddings" in reply.error["message"]
    assert upstream.requests == []


async def test_deepl_streams_what_it_has_whole(harness: Harness):
    upstream = await harness.upstream()
    await channel(harness, upstream, "deepl", "deepl-de")
    upstream.script = answer({"translations": [{"detected_source_language": "EN", "text": "Hallo"}]})
    reply = await harness.stream(ask("Hello", model="deepl-de"))
    assert reply.status == 200, reply.body
    assert reply.text == "Hallo"
    assert reply.chunks[-1]["choices"] == [] or reply.chunks[-1]["choices"][0]["finish_reason"] == "stop"


async def test_embeddings_of_dashscope(harness: Harness):
    upstream = await harness.upstream()
    await channel(harness, upstream, "ali", "text-embedding-v4")
    rows = [{"text_index": 1, "embedding": [2.0, 3.0]}, {"text_index": 0, "embedding": [0.5, 1.0]}]
    upstream.script = answer({"output": {"embeddings": rows}, "usage": {"total_tokens": 6}, "request_id": "q"})
    reply = await harness.ask({"model": "text-embedding-v4", "input": ["a", "b"], "dimensions": 256}, "/v1/embeddings")
    assert reply.status == 200, reply.body
    assert [entry["embedding"] for entry in reply.json["data"]] == [[0.5, 1.0], [2.0, 3.0]]
    sent = upstream.requests[-1]
    assert sent.path == "/api/v1/services/embeddings/text-embedding/text-embedding"
    assert sent.json["input"] == {"texts": ["a", "b"]}
    assert sent.json["parameters"] == {"dimension": 256}
    row = await harness.last_row()
    assert (row.usage.prompt_tokens, row.usage_source) == (6, "measured")


async def test_reranking_of_dashscope(harness: Harness):
    upstream = await harness.upstream()
    await channel(harness, upstream, "ali", "gte-rerank-v2")
    results = [{"index": 0, "relevance_score": 0.1}, {"index": 1, "relevance_score": 0.9}]
    upstream.script = answer({"output": {"results": results}, "usage": {"total_tokens": 9}, "request_id": "q"})
    body = {"model": "gte-rerank-v2", "query": "q", "documents": ["a", "b"], "top_n": 2}
    reply = await harness.ask(body, "/v1/rerank")
    assert reply.status == 200, reply.body
    assert [entry["index"] for entry in reply.json["results"]] == [1, 0]
    assert upstream.requests[-1].json["input"] == {"query": "q", "documents": ["a", "b"]}


async def test_embeddings_and_pictures_of_zhipu_are_openais(harness: Harness):
    upstream = await harness.upstream()
    await harness.channel(upstream.url, type="zhipu", key="id0123456789.secret", models=["embedding-3", "cogview-4"])
    upstream.script = answer({"data": [{"index": 0, "embedding": [0.5]}], "usage": {"prompt_tokens": 3}})
    reply = await harness.ask({"model": "embedding-3", "input": ["a"]}, "/v1/embeddings")
    assert reply.status == 200, reply.body
    assert upstream.requests[-1].path == "/api/paas/v4/embeddings"
    upstream.script = answer({"created": 1, "data": [{"url": "https://x/1.png"}]})
    reply = await harness.ask({"model": "cogview-4", "prompt": "a dot"}, "/v1/images/generations")
    assert reply.status == 200, reply.body
    assert upstream.requests[-1].path == "/api/paas/v4/images/generations"


async def test_embeddings_of_baidu(harness: Harness):
    upstream = await harness.upstream()

    async def script(exchange: Exchange) -> None:
        if "/oauth/" in exchange.request.path:
            await exchange.answer({"access_token": "24.abc", "expires_in": 2592000})
        else:
            row = {"object": "embedding", "index": 0, "embedding": [0.5, 1.0]}
            await exchange.answer({"id": "as-1", "data": [row], "usage": {"prompt_tokens": 2, "total_tokens": 2}})

    upstream.script = script
    await harness.channel(upstream.url, type="baidu", key="access-key|secret-key", models=["Embedding-V1"])
    reply = await harness.ask({"model": "Embedding-V1", "input": "a"}, "/v1/embeddings")
    assert reply.status == 200, reply.body
    assert reply.json["data"][0]["embedding"] == [0.5, 1.0]
    sent = upstream.requests[-1]
    assert sent.path == "/rpc/2.0/ai_custom/v1/wenxinworkshop/embeddings/embedding-v1?access_token=24.abc"
    assert sent.json == {"input": ["a"]}


async def test_embeddings_of_hunyuan(harness: Harness):
    upstream = await harness.upstream()
    rows = [{"Index": 1, "Embedding": [2.0]}, {"Index": 0, "Embedding": [1.0]}]
    usage = {"PromptTokens": 4, "TotalTokens": 4}
    upstream.script = answer({"Response": {"Data": rows, "Usage": usage, "RequestId": "q"}})
    fields = {"type": "tencent", "key": "1|AKIDtest|secret-test", "models": ["hunyuan-embedding"]}
    await harness.channel(upstream.url, config={"dialects": "tencent-hunyuan"}, **fields)
    reply = await harness.ask({"model": "hunyuan-embedding", "input": ["a", "b"]}, "/v1/embeddings")
    assert reply.status == 200, reply.body
    assert [entry["embedding"] for entry in reply.json["data"]] == [[1.0], [2.0]]
    sent = upstream.requests[-1]
    assert sent.headers["X-TC-Action"] == "GetEmbedding"
    assert sent.json == {"InputList": ["a", "b"]}


async def test_a_limit_told_in_an_answer_of_status_200_passes_the_channel_over(harness: Harness):
    limited, other = await harness.upstream(), await harness.upstream()
    error = {"Code": "RequestLimitExceeded", "Message": "too often"}
    limited.script = answer({"Response": {"Error": error, "RequestId": "q"}})
    fields = {"type": "tencent", "key": "1|AKIDtest|secret-test", "models": ["m"]}
    await harness.channel(limited.url, "first", config={"dialects": "tencent-hunyuan"}, priority=10, **fields)
    await harness.channel(other.url, "second", models=["m"])
    reply = await harness.ask(ask("Hello", model="m"))
    assert reply.status == 200, reply.body
    assert len(limited.requests) == len(other.requests) == 1
