"""Baidu ERNIE, version 1: tokens for pairs of keys, names in addresses, errors of status 200."""

from dataclasses import replace

import pytest
from fake_upstream import Exchange, FakeUpstream, answer
from recorded import FIXTURES, Recorded, Scene

from oneapi_desktop.domain.channel import ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.baidu import BaiduAdapter, address_name
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import UpstreamClient, UpstreamFault

BAIDU = find_provider("baidu")


@pytest.fixture
def scene(upstream: FakeUpstream, client: UpstreamClient) -> Scene:
    return Scene(Recorded(BAIDU, FIXTURES / "baidu"), upstream, client)


async def test_a_token_is_exchanged_once_for_a_pair_of_keys(scene: Scene, client: UpstreamClient):
    async def script(exchange: Exchange) -> None:
        token = {"access_token": "24.abc", "expires_in": 2592000}
        await exchange.answer(token if "/oauth/" in exchange.request.path else {"result": "hello"})

    adapter = BaiduAdapter()
    scene.upstream.script = script
    for _ in range(3):
        (await adapter.send(client, scene.task(scene.request()))).close()
    exchanges = [request for request in scene.upstream.requests if request.path.startswith("/oauth/2.0/token?")]
    assert len(exchanges) == 1
    assert exchanges[0].path.endswith("?grant_type=client_credentials&client_id=baidu-ak&client_secret=baidu-sk")
    other = replace(scene.task(scene.request()), secrets=ChannelSecrets(key="other|pair"))
    (await adapter.send(client, other)).close()
    assert "client_id=other" in scene.upstream.requests[-2].path


async def test_keys_that_baidu_refuses_are_told_in_its_words(scene: Scene, client: UpstreamClient):
    refusal = {"error": "invalid_client", "error_description": "unknown client id"}
    scene.upstream.script = answer(refusal, 401)
    with pytest.raises(UpstreamFault, match="unknown client id") as caught:
        await BaiduAdapter().send(client, scene.task(scene.request()))
    assert "baidu-sk" not in caught.value.message


async def test_a_key_that_is_no_pair_is_refused_with_advice(scene: Scene, client: UpstreamClient):
    task = replace(scene.task(scene.request()), secrets=ChannelSecrets(key="bce-v3/ALTAK-x/y"))
    with pytest.raises(InvalidInput, match="baidu-v2"):
        await BaiduAdapter().send(client, task)
    assert scene.upstream.requests == []


@pytest.mark.parametrize(
    ("model", "name"),
    [("ERNIE-4.0-8K", "completions_pro"), ("ERNIE-Speed-128K", "ernie-speed-128k"), ("a/../b", "a%2F..%2Fb")],
)
def test_names_in_addresses(model: str, name: str):
    assert address_name(model) == name


async def test_an_error_of_status_200_gets_its_status(scene: Scene, client: UpstreamClient):
    scene.play("error")
    for stream in (False, True):
        found = await BaiduAdapter().send(client, scene.task(scene.request(stream=stream)))
        assert found.status == 429


async def test_a_token_that_is_refused_is_exchanged_anew(scene: Scene, client: UpstreamClient):
    exchanged: list[str] = []

    async def script(exchange: Exchange) -> None:
        if "/oauth/" in exchange.request.path:
            exchanged.append(f"24.{len(exchanged)}")
            await exchange.answer({"access_token": exchanged[-1], "expires_in": 2592000})
        elif exchange.request.path.endswith("24.0"):
            await exchange.answer({"error_code": 110, "error_msg": "Access token invalid or no longer valid"})
        else:
            await exchange.answer({"result": "hello"})

    adapter = BaiduAdapter()
    scene.upstream.script = script
    statuses = [(await adapter.send(client, scene.task(scene.request()))).status for _ in range(3)]
    assert statuses == [401, 200, 200]
    assert exchanged == ["24.0", "24.1"]
