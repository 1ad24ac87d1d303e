"""Voyage: the few names that differ."""

from dataclasses import replace
from typing import Any

import orjson
import pytest
from fake_upstream import FakeUpstream, answer
from recorded import FIXTURES, Recorded, Scene

from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import UpstreamClient

VOYAGE = find_provider("voyage")


async def send(upstream: FakeUpstream, client: UpstreamClient, mode: Mode, body: dict[str, Any]) -> Any:
    scene = Scene(Recorded(VOYAGE, FIXTURES / "voyage"), upstream, client)
    path = "/v1/rerank" if mode is Mode.RERANK else "/v1/embeddings"
    task = replace(scene.task(scene.request()), mode=mode, path=path, body=orjson.dumps(body))
    found = await scene.adapter.send(client, task)
    return orjson.loads(await found.read_whole(10_000))


async def test_embeddings(upstream: FakeUpstream, client: UpstreamClient):
    upstream.script = answer(
        {"object": "list", "data": [{"embedding": [1.0], "index": 0}], "usage": {"total_tokens": 5}}
    )
    body = {"model": "voyage-4", "input": ["a"], "dimensions": 256, "encoding_format": "float", "user": "u"}
    await send(upstream, client, Mode.EMBEDDINGS, body)
    assert upstream.requests[-1].path == "/v1/embeddings"
    assert upstream.requests[-1].json == {"model": "voyage-4", "input": ["a"], "output_dimension": 256}


@pytest.mark.parametrize("status", [200, 400])
async def test_reranking(upstream: FakeUpstream, client: UpstreamClient, status: int):
    given = {"object": "list", "data": [{"index": 1, "relevance_score": 0.9}], "usage": {"total_tokens": 7}}
    upstream.script = answer(given, status)
    found = await send(upstream, client, Mode.RERANK, {"query": "q", "documents": ["a", "b"], "top_n": 1})
    assert upstream.requests[-1].json == {"query": "q", "documents": ["a", "b"], "top_k": 1}
    if status == 200:
        assert found["results"] == given["data"]
        assert found["usage"] == given["usage"]
    else:
        assert found == given
