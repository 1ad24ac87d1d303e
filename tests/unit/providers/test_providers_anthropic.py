"""Anthropic: headers of client and channel."""

from dataclasses import replace

import pytest
from fake_upstream import Exchange, FakeUpstream
from recorded import FIXTURES, Recorded, Scene

from oneapi_desktop.domain.channel import ChannelSecrets
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import UpstreamClient

ANTHROPIC = find_provider("anthropic")


@pytest.fixture
def scene(upstream: FakeUpstream, client: UpstreamClient) -> Scene:
    found = Scene(Recorded(ANTHROPIC, FIXTURES / "anthropic"), upstream, client)
    found.play("answer")
    return found


async def sent(scene: Scene, secrets: ChannelSecrets, headers: dict[str, str]):
    task = replace(scene.task(scene.request()), secrets=secrets, headers=headers)
    (await scene.adapter.send(scene.client, task)).close()
    return scene.upstream.requests[-1].headers


async def test_betas_of_client_and_channel_go_together(scene: Scene):
    secrets = ChannelSecrets(key="sk-ant-x", headers={"Anthropic-Beta": "one, two"})
    found = await sent(scene, secrets, {"anthropic-beta": "two,three"})
    assert found.getall("anthropic-beta") == ["one,two,three"]


async def test_no_beta_is_invented(scene: Scene):
    assert "anthropic-beta" not in await sent(scene, ChannelSecrets(key="sk-ant-x"), {})


async def test_the_clients_version_wins(scene: Scene):
    found = await sent(scene, ChannelSecrets(key="sk-ant-x"), {"anthropic-version": "2026-10-21"})
    assert found["anthropic-version"] == "2026-10-21"


async def test_an_access_token_goes_as_bearer(scene: Scene):
    found = await sent(scene, ChannelSecrets(key="sk-ant-oat01-x"), {})
    assert found["Authorization"] == "Bearer sk-ant-oat01-x"
    assert "x-api-key" not in found


async def test_the_model_list_is_read_page_by_page(upstream: FakeUpstream, client: UpstreamClient):
    async def script(exchange: Exchange) -> None:
        more = "after_id" not in exchange.request.path
        name = "claude-b" if more else "claude-a"
        await exchange.answer({"data": [{"id": name}], "has_more": more, "last_id": name})

    upstream.script = script
    scene = Scene(Recorded(ANTHROPIC, FIXTURES / "anthropic"), upstream, client)
    assert await scene.adapter.list_models(client, scene.channel, scene.secrets) == ["claude-a", "claude-b"]
    assert upstream.requests[1].path == "/v1/models?limit=1000&after_id=claude-b"


async def test_an_endless_list_ends(upstream: FakeUpstream, client: UpstreamClient):
    async def script(exchange: Exchange) -> None:
        await exchange.answer({"data": [{"id": "claude"}], "has_more": True, "last_id": "claude"})

    upstream.script = script
    scene = Scene(Recorded(ANTHROPIC, FIXTURES / "anthropic"), upstream, client)
    assert await scene.adapter.list_models(client, scene.channel, scene.secrets) == ["claude"]
    assert len(upstream.requests) == 50
