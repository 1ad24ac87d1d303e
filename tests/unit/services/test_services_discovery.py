"""Finding local model servers, played by scriptable upstreams on loopback."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import pytest
from fake_upstream import Exchange, FakeUpstream, refused_port

from oneapi_desktop.domain.channel import Channel
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import Timeouts, UpstreamClient
from oneapi_desktop.services.discovery import LOCAL_PROBES, FoundServer, LocalProbe, discover

Serve = Callable[[Mapping[str, Any]], Any]


@pytest.fixture
async def client() -> AsyncIterator[UpstreamClient]:
    made = UpstreamClient(Timeouts(connect=2.0, first_byte=5.0, idle=5.0))
    yield made
    await made.close()


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Starts servers that answer paths as given; an integer is a status, anything else a body."""
    started: list[FakeUpstream] = []

    async def begin(paths: Mapping[str, Any]) -> FakeUpstream:
        server = await FakeUpstream().start()
        started.append(server)

        async def script(exchange: Exchange) -> None:
            found = paths.get(exchange.request.path, 404)
            if isinstance(found, int):
                await exchange.answer({"error": "no"}, found)
            else:
                await exchange.answer(found)

        server.script = script
        return server

    yield begin
    for server in started:
        await server.stop()


def at(provider: str, url: str) -> list[LocalProbe]:
    """The probes of a provider, at another address than its usual one."""
    return [LocalProbe(p.provider, p.path, p.keys, url) for p in LOCAL_PROBES if p.provider == provider]


def test_every_probe_asks_a_known_provider_on_loopback():
    for probe in LOCAL_PROBES:
        assert find_provider(probe.provider).base_url.startswith("http://localhost:")
        assert not find_provider(probe.provider).needs_key


async def test_servers_are_found_with_their_models(client: UpstreamClient, serve: Serve):
    ollama = await serve({"/api/version": {"version": "0.15.0"}, "/api/tags": {"models": [{"name": "qwen3:8b"}]}})
    jan = await serve({"/v1/models": {"data": [{"id": "jan-v3"}, {"id": "gemma"}]}})
    found = await discover(client, [], probes=[*at("ollama", ollama.url), *at("jan", jan.url)])
    assert found == [
        FoundServer("ollama", ollama.url, ("qwen3:8b",)),
        FoundServer("jan", jan.url, ("gemma", "jan-v3")),
    ]


async def test_two_servers_of_one_port_are_told_apart(client: UpstreamClient, serve: Serve):
    both = ("llama-cpp", "localai")
    llama = await serve({"/props": {"total_slots": 4}, "/v1/models": {"data": [{"id": "gemma"}]}})
    localai = await serve({"/system": {"backends": ["llama-cpp"]}, "/v1/models": {"data": [{"id": "phi"}]}})
    for server, name, model in ((llama, "llama-cpp", "gemma"), (localai, "localai", "phi")):
        probes = [probe for provider in both for probe in at(provider, server.url)]
        assert await discover(client, [], probes=probes) == [FoundServer(name, server.url, (model,))]


async def test_an_older_lm_studio_is_found_by_its_older_address(client: UpstreamClient, serve: Serve):
    server = await serve({"/api/v0/models": {"data": []}, "/v1/models": {"data": [{"id": "granite"}]}})
    found = await discover(client, [], probes=at("lmstudio", server.url))
    assert found == [FoundServer("lmstudio", server.url, ("granite",))]


async def test_a_server_behind_a_key_is_found_without_its_models(client: UpstreamClient, serve: Serve):
    server = await serve({"/v1/models": 401})
    assert await discover(client, [], probes=at("jan", server.url)) == [
        FoundServer("jan", server.url, asks_key=True),
    ]


@pytest.mark.parametrize("body", [b"<html>hello</html>", b"[1]", {"hello": "world"}, 500, 404])
async def test_something_else_at_the_port_is_left_alone(client: UpstreamClient, serve: Serve, body: Any):
    server = await serve({"/api/version": body})
    assert await discover(client, [], probes=at("ollama", server.url)) == []


async def test_nothing_at_the_port_is_no_error(client: UpstreamClient):
    assert await discover(client, [], probes=at("vllm", f"http://127.0.0.1:{refused_port()}")) == []


async def test_a_server_without_models_is_still_told(client: UpstreamClient, serve: Serve):
    server = await serve({"/api/version": {"version": "1"}, "/api/tags": {"models": []}})
    assert await discover(client, [], probes=at("ollama", server.url)) == [FoundServer("ollama", server.url)]


async def test_the_channel_that_uses_a_server_is_named(client: UpstreamClient, serve: Serve):
    server = await serve({"/api/version": {"version": "1"}, "/api/tags": {"models": []}})
    used = Channel(1, "my ollama", "ollama", base_url=server.url.replace("127.0.0.1", "localhost"))
    other = Channel(2, "other", "openai")
    found = await discover(client, [other, used], probes=at("ollama", server.url))
    assert [entry.channel for entry in found] == ["my ollama"]


async def test_the_gateway_never_finds_itself(client: UpstreamClient, serve: Serve):
    server = await serve({"/api/version": {"version": "1"}, "/api/tags": {"models": []}})
    own = server.url.replace("127.0.0.1", "localhost")
    assert await discover(client, [], served_at=own, probes=at("ollama", server.url)) == []
    assert server.requests == []
