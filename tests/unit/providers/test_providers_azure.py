"""Azure OpenAI: surfaces and ways to sign in."""

from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from fake_upstream import Exchange, FakeUpstream
from recorded import FIXTURES, Recorded, Scene

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.azure import AzureAdapter
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import UpstreamClient

AZURE = find_provider("azure")
ENTRA = {"tenant_id": "tenant 1", "client_id": "app"}


def scene_of(upstream: FakeUpstream, client: UpstreamClient) -> Scene:
    scene = Scene(Recorded(AZURE, FIXTURES / "azure"), upstream, client)

    async def script(exchange: Exchange) -> None:
        if "/oauth2/" in exchange.request.path:
            await exchange.answer({"access_token": "entra", "expires_in": 3600})
        else:
            await exchange.answer(scene.recorded.load("answer"))

    upstream.script = script
    return scene


async def send(scene: Scene, secrets: ChannelSecrets, **config: str) -> None:
    channel = replace(scene.channel, config=config)
    task = replace(scene.task(scene.request()), channel=channel, secrets=secrets)
    (await AzureAdapter().send(scene.client, task)).close()


async def test_client_credentials_are_exchanged_for_a_bearer(upstream: FakeUpstream, client: UpstreamClient):
    scene = scene_of(upstream, client)
    secrets = ChannelSecrets(config={"client_secret": "hush"})
    await send(scene, secrets, authority=upstream.url, **ENTRA)
    exchange, call = upstream.requests
    assert exchange.path == "/tenant%201/oauth2/v2.0/token"
    form = parse_qs(exchange.body.decode())
    assert form["client_id"] == ["app"]
    assert form["client_secret"] == ["hush"]
    assert form["scope"] == ["https://cognitiveservices.azure.com/.default"]
    assert call.headers["Authorization"] == "Bearer entra"
    assert "api-key" not in call.headers


async def test_one_exchange_serves_many_requests(upstream: FakeUpstream, client: UpstreamClient):
    scene, adapter = scene_of(upstream, client), AzureAdapter()
    channel = replace(scene.channel, config={"authority": upstream.url, **ENTRA})
    secrets = ChannelSecrets(config={"client_secret": "hush"})
    for _ in range(3):
        task = replace(scene.task(scene.request()), channel=channel, secrets=secrets)
        (await adapter.send(client, task)).close()
    assert len([request for request in upstream.requests if "/oauth2/" in request.path]) == 1


async def test_a_token_of_the_owners_own_goes_as_it_is(upstream: FakeUpstream, client: UpstreamClient):
    await send(scene_of(upstream, client), ChannelSecrets(key="k", config={"entra_token": "own"}))
    assert upstream.requests[-1].headers["Authorization"] == "Bearer own"
    assert "api-key" not in upstream.requests[-1].headers


@pytest.mark.parametrize(
    ("config", "secrets", "says"),
    [
        ({}, ChannelSecrets(), "neither a key nor an Entra ID"),
        ({"client_id": "a"}, ChannelSecrets(config={"client_secret": "x"}), "config.tenant_id"),
        ({"tenant_id": "a"}, ChannelSecrets(config={"client_secret": "x"}), "config.client_id"),
        ({"authority": "http://evil.example", **ENTRA}, ChannelSecrets(config={"client_secret": "x"}), "https"),
    ],
)
async def test_an_incomplete_sign_in_is_named(
    upstream: FakeUpstream, client: UpstreamClient, config: dict[str, str], secrets: ChannelSecrets, says: str
):
    with pytest.raises(InvalidInput, match=says):
        await send(scene_of(upstream, client), secrets, **config)
    assert upstream.requests == []


def test_deployments_know_chat_completions_only():
    adapter = AzureAdapter()
    dated = Channel(1, "a", "azure", base_url="https://x.openai.azure.com", config={"api_version": "2024-10-21"})
    assert adapter.dialects(AZURE, dated, Mode.CHAT, "gpt-5.5") == (Dialect.OPENAI_CHAT,)
    current = replace(dated, config={"api_version": "v1"})
    assert Dialect.OPENAI_RESPONSES in adapter.dialects(AZURE, current, Mode.CHAT, "gpt-5.5")
