"""Replicate: schemas, waiting, streaming, and addresses an upstream names."""

import asyncio
from dataclasses import replace
from typing import Any

import orjson
import pytest
from fake_upstream import Exchange, FakeUpstream, chunk
from recorded import FIXTURES, Recorded, Scene

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.domain.channel import Channel
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.replicate import ReplicateAdapter, _fitted
from oneapi_desktop.providers.upstream import UpstreamClient, UpstreamFault

REPLICATE = find_provider("replicate")
SCHEMA = {
    "prompt": {"type": "string"},
    "max_completion_tokens": {"type": "integer"},
    "image": {"type": "string"},
    "stop": {"type": "array"},
    "aspect_ratio": {"enum": ["1:1", "16:9"]},
}


class Replicate:
    """A prediction that runs for some looks, then has ``ended`` as its state."""

    def __init__(self, upstream: FakeUpstream, *, looks: int = 0, **ended: Any) -> None:
        self.upstream = upstream
        self.looks = looks
        self.ended = {"status": "succeeded", "output": ["done"]} | ended
        self.urls = {"get": f"{upstream.url}/get", "cancel": f"{upstream.url}/cancel"}
        upstream.script = self.script

    async def script(self, exchange: Exchange) -> None:
        path = exchange.request.path
        if path.startswith("/v1/models/a/b") and exchange.request.method == "GET":
            await exchange.answer({"detail": "none"}, 404)
        elif path == "/get":
            self.looks -= 1
            await exchange.answer({"id": "p", "urls": self.urls} | self._state())
        elif path == "/cancel":
            await exchange.answer({"id": "p", "status": "canceled"})
        else:
            await exchange.answer({"id": "p", "urls": self.urls} | self._state(), 201)

    def _state(self) -> dict[str, Any]:
        return self.ended if self.looks <= 0 else {"status": "processing", "output": None}

    def paths(self) -> list[str]:
        return [f"{r.method} {r.path}" for r in self.upstream.requests]


def task_of(upstream: FakeUpstream, client: UpstreamClient, *, model: str = "a/b", stream: bool = False) -> Any:
    scene = Scene(Recorded(REPLICATE, FIXTURES / "replicate"), upstream, client)
    return replace(scene.task(scene.request(stream=stream)), model=model)


async def ended_of(upstream: FakeUpstream, client: UpstreamClient, **options: Any) -> dict[str, Any]:
    answer = await ReplicateAdapter(poll_interval=0).send(client, task_of(upstream, client, **options))
    return orjson.loads(await answer.read_whole(10_000))


async def test_a_prediction_is_waited_for(upstream: FakeUpstream, client: UpstreamClient):
    replicate = Replicate(upstream, looks=3)
    assert (await ended_of(upstream, client))["output"] == ["done"]
    assert replicate.paths() == ["GET /v1/models/a/b", "POST /v1/models/a/b/predictions", *["GET /get"] * 3]
    assert upstream.requests[1].headers["Prefer"] == "wait=60"
    assert upstream.requests[-1].headers["Authorization"] == "Bearer r8_test"


async def test_one_that_ended_at_once_is_not_asked_again(upstream: FakeUpstream, client: UpstreamClient):
    replicate = Replicate(upstream)
    await ended_of(upstream, client)
    assert "GET /get" not in replicate.paths()


async def test_who_leaves_takes_the_prediction_along(upstream: FakeUpstream, client: UpstreamClient):
    replicate = Replicate(upstream, looks=10**9)
    call = asyncio.ensure_future(ReplicateAdapter(poll_interval=0).send(client, task_of(upstream, client)))
    await upstream.until(lambda: "GET /get" in replicate.paths())
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert "POST /cancel" in replicate.paths()


@pytest.mark.parametrize(
    ("model", "path", "version"),
    [
        ("a/b", "/v1/models/a/b/predictions", None),
        ("a/b:5c7d", "/v1/predictions", "5c7d"),
        ("deployments/a/b", "/v1/deployments/a/b/predictions", None),
    ],
)
async def test_where_a_prediction_is_created(
    upstream: FakeUpstream, client: UpstreamClient, model: str, path: str, version: str | None
):
    Replicate(upstream)
    await ended_of(upstream, client, model=model)
    created = next(request for request in upstream.requests if request.method == "POST")
    assert created.path == path
    assert created.json.get("version") == version


@pytest.mark.parametrize("model", ["gpt-4o", "a/", "/b", "a/b/c", "a/b/c/d"])
async def test_a_name_that_is_no_model_is_refused(upstream: FakeUpstream, client: UpstreamClient, model: str):
    Replicate(upstream)
    with pytest.raises(InvalidInput, match="owner/name"):
        await ended_of(upstream, client, model=model)


@pytest.mark.parametrize(
    "address", ["https://evil.example/get", "http://replicate.com/get", "/get", "", "https://evilreplicate.com"]
)
async def test_the_key_goes_nowhere_an_answer_names(upstream: FakeUpstream, client: UpstreamClient, address: str):
    replicate = Replicate(upstream, looks=5)
    replicate.urls = {"get": address, "cancel": address}
    with pytest.raises(UpstreamFault, match="not its own"):
        await ended_of(upstream, client)
    assert len(upstream.requests) == 2


async def test_a_model_without_streams_answers_whole(upstream: FakeUpstream, client: UpstreamClient):
    Replicate(upstream, looks=1)
    answer = await ReplicateAdapter(poll_interval=0).send(client, task_of(upstream, client, stream=True))
    assert answer.headers["Content-Type"] == "application/json"


async def test_a_stream_that_is_cut_has_no_metrics(upstream: FakeUpstream, client: UpstreamClient):
    async def script(exchange: Exchange) -> None:
        if exchange.request.path == "/stream":
            await exchange.begin_stream()
            await exchange.send(chunk(b"event: output\ndata: half\n\n"))
            await exchange.end_stream()
        else:
            urls = {"get": f"{upstream.url}/get", "stream": f"{upstream.url}/stream"}
            await exchange.answer({"id": "p", "status": "starting", "urls": urls}, 201)

    upstream.script = script
    answer = await ReplicateAdapter().send(client, task_of(upstream, client, stream=True))
    assert await answer.read_whole(1000) == b"event: output\ndata: half\n\n"
    assert upstream.requests[-1].path == "/stream"


async def test_nonsense_is_a_fault(upstream: FakeUpstream, client: UpstreamClient):
    async def script(exchange: Exchange) -> None:
        await exchange.answer(b"<html>", 201)

    upstream.script = script
    with pytest.raises(UpstreamFault, match="cannot be read"):
        await ended_of(upstream, client)


def test_fields_go_under_the_names_of_the_model():
    inputs = {
        "prompt": "p", "max_tokens": 5, "image_input": ["data:x", "data:y"], "stop_sequences": "a,b", "top_k": 3,
        "aspect_ratio": "4:3",
    }  # fmt: skip
    assert _fitted(inputs, SCHEMA) == {
        "prompt": "p", "max_completion_tokens": 5, "image": "data:x", "stop": ["a", "b"],
    }  # fmt: skip
    assert _fitted(inputs, {}) == inputs


async def test_a_schema_is_read_once(upstream: FakeUpstream, client: UpstreamClient):
    scene = Scene(Recorded(REPLICATE, FIXTURES / "replicate"), upstream, client)
    scene.play("answer")
    adapter = ReplicateAdapter(poll_interval=0)
    for _ in range(2):
        (await adapter.send(client, scene.task(scene.request()))).close()
    paths = [f"{r.method} {r.path}" for r in upstream.requests]
    assert paths.count("GET /v1/models/meta/meta-llama-3-70b-instruct") == 1


def test_modes():
    adapter, channel = ReplicateAdapter(), Channel(1, "r", "replicate")
    assert adapter.dialects(REPLICATE, channel, Mode.IMAGES, "a/b") == (Dialect.REPLICATE,)
    assert adapter.dialects(REPLICATE, channel, Mode.EMBEDDINGS, "a/b") == ()


@pytest.mark.parametrize("after", ["some text", "the end"])
async def test_who_leaves_a_stream_takes_the_prediction_along(
    upstream: FakeUpstream, client: UpstreamClient, after: str
):
    async def script(exchange: Exchange) -> None:
        if exchange.request.path == "/stream":
            await exchange.begin_stream()
            await exchange.send(chunk(b"event: output\ndata: half\n\n"))
            if after == "the end":
                await exchange.send(chunk(b"event: done\ndata: {}\n\n"))
            await exchange.client_gone()
        else:
            urls = {name: f"{upstream.url}/{name}" for name in ("get", "stream", "cancel")}
            await exchange.answer({"id": "p", "status": "starting", "urls": urls}, 201)

    upstream.script = script
    answer = await ReplicateAdapter().send(client, task_of(upstream, client, stream=True))
    wanted, read = (b"done" if after == "the end" else b"half"), b""
    while wanted not in read:
        read += await answer.read()
    answer.close()
    answer.close()
    await client.close()
    assert [r.path for r in upstream.requests].count("/cancel") == (after == "some text")
