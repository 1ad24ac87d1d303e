"""Every provider is proven from recorded answers: what "supported" means.

A provider that has no fixture for an item of the checklist must declare why.
"""

from typing import Any

import orjson
import pytest
from fake_upstream import FakeUpstream
from recorded import Recorded, Scene, all_recorded, compare, recorded_for, told

from oneapi_desktop.dialects.conversation import DialectError
from oneapi_desktop.providers.provider import CHECKLIST, Provider, UrlRule
from oneapi_desktop.providers.registry import all_providers, find_provider
from oneapi_desktop.providers.upstream import UpstreamClient

NETWORKED = [
    provider
    for provider in all_providers()
    # The echo has no network, the raw proxy no wire format.
    if provider.url_rule is not UrlRule.IN_PROCESS and provider.dialects
]
IMITATORS = [provider for provider in NETWORKED if provider.fixtures_of]


def cases() -> list[Any]:
    """Every directory by itself, and every imitator with the directory that stands for it."""
    found = [*all_recorded(), *map(recorded_for, IMITATORS)]
    return [
        pytest.param(recorded, id=f"{recorded.provider.name}-by-{recorded.name}")
        for recorded in found
        if recorded.directory.exists()
    ]


@pytest.fixture
def scene(recorded: Recorded, upstream: FakeUpstream, client: UpstreamClient) -> Scene:
    return Scene(recorded, upstream, client)


@pytest.mark.parametrize("provider", NETWORKED, ids=lambda provider: provider.name)
def test_a_provider_has_every_item_of_the_checklist_or_says_why_not(provider: Provider):
    recorded = recorded_for(provider)
    assert recorded.directory.exists(), f"write fixtures/{provider.name}, or declare fixtures_of"
    assert not set(provider.exempt) - set(CHECKLIST)
    for item in CHECKLIST:
        if item == "models" and not provider.lists_models:
            continue
        if item in provider.exempt:
            assert provider.exempt[item].strip()
            assert provider.fixtures_of or not recorded.has(item), f"{item} is recorded and exempt at once"
        else:
            assert recorded.has(item), f"fixtures/{recorded.name} lacks {item}"


@pytest.mark.parametrize("provider", IMITATORS, ids=lambda provider: provider.name)
def test_an_imitator_stands_behind_a_provider_with_fixtures_of_its_own(provider: Provider):
    original = find_provider(provider.fixtures_of)
    assert not original.fixtures_of
    assert original.dialects[0] is provider.dialects[0]


def check_sent(scene: Scene, kind: str) -> None:
    """What went out is what the provider's documents ask for. Imitators have addresses of their own."""
    sends = scene.recorded.call["sends"].get(kind)
    if sends is None or scene.provider.fixtures_of:
        return
    request = scene.seen(kind)
    for name, value in sends.get("headers", {}).items():
        assert request.headers.get(name, "").startswith(value), name
    if sends.get("body") or sends.get("without"):
        body = orjson.loads(request.body)
        for name, value in sends.get("body", {}).items():
            assert body[name] == value, name
        assert not set(sends.get("without", ())) & set(body)


@pytest.mark.parametrize("recorded", cases())
async def test_a_plain_answer_is_read(scene: Scene):
    if not scene.recorded.has("answer"):
        pytest.skip("not recorded")
    compare(told(await scene.whole("answer")), scene.recorded.expected["answer"])
    check_sent(scene, "answer")


@pytest.mark.parametrize("recorded", cases())
async def test_a_stream_is_read(scene: Scene):
    if not scene.recorded.has("stream"):
        pytest.skip("not recorded")
    compare(told(await scene.streamed()), scene.recorded.expected["stream"])
    check_sent(scene, "stream")


@pytest.mark.parametrize("recorded", cases())
async def test_a_tool_call_is_read(scene: Scene):
    if not scene.recorded.has("tools") or "tools" in scene.provider.exempt:
        pytest.skip("not recorded")
    found = told(await scene.whole("tools", tools=True))
    compare(found, scene.recorded.expected["tools"])
    assert found["finish"] == "tool_calls"
    assert b"get_weather" in scene.upstream.requests[-1].body


@pytest.mark.parametrize("recorded", cases())
async def test_an_error_is_read(scene: Scene):
    if not scene.recorded.has("error") or not scene.recorded.load("answer"):
        pytest.skip("not recorded")
    expected = scene.recorded.expected["error"]
    with pytest.raises(DialectError) as caught:
        await scene.whole("error")
    assert caught.value.kind.value == expected["kind"]
    assert expected["says"] in caught.value.message
    assert scene.secrets.key not in caught.value.message or not scene.secrets.key


@pytest.mark.parametrize("recorded", cases())
async def test_the_model_list_is_read(scene: Scene):
    if not scene.recorded.has("models") or not scene.provider.lists_models or "models" in scene.provider.exempt:
        pytest.skip("not recorded, or the provider has none")
    scene.play("models")
    listed = await scene.adapter.list_models(scene.client, scene.channel, scene.secrets)
    assert listed == scene.recorded.expected["models"]
    check_sent(scene, "models")
