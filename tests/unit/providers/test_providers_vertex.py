"""Vertex AI: places, publishers, bodies."""

from dataclasses import replace

import orjson
import pytest
from fake_upstream import FakeUpstream
from recorded import FIXTURES, Recorded, Scene, google_credentials

from oneapi_desktop.dialects.conversation import Dialect, SealFamily
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import UpstreamClient
from oneapi_desktop.providers.vertex import VertexAdapter, VertexPlace, host_of, place_of
from oneapi_desktop.services.channel_fields import read_key

VERTEX = find_provider("vertexai")
JSON = google_credentials("@service-account", "https://oauth2.googleapis.com/token")


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("us-central1", "https://us-central1-aiplatform.googleapis.com"),
        ("global", "https://aiplatform.googleapis.com"),
        ("eu", "https://aiplatform.eu.rep.googleapis.com"),
        ("evil.example/x", "https://evil.example%2Fx-aiplatform.googleapis.com"),
    ],
)
def test_hosts(region: str, host: str):
    assert host_of(region) == host


@pytest.mark.parametrize(
    ("config", "secrets", "place"),
    [
        ({"region": "us-east5"}, ChannelSecrets(config={"vertex_ai_adc": JSON}), ("us-east5", "project-1", JSON, "")),
        ({}, ChannelSecrets(key=f"europe-west1|project-9|{JSON}"), ("europe-west1", "project-9", JSON, "")),
        ({}, ChannelSecrets(key=JSON), ("global", "project-1", JSON, "")),
        ({}, ChannelSecrets(key="AIza-express"), ("global", "", "", "AIza-express")),
        (
            {"region": "eu", "vertex_ai_project_id": "p"},
            ChannelSecrets(key="AIza-express"),
            ("eu", "p", "", "AIza-express"),
        ),
    ],
)
def test_places(config: dict[str, str], secrets: ChannelSecrets, place: tuple[str, str, str, str]):
    found = place_of(Channel(1, "v", "vertexai", config=config), secrets)
    assert found == VertexPlace(*place)
    assert "private_key" not in repr(found)


def test_a_channel_without_credentials_says_what_to_give():
    with pytest.raises(InvalidInput, match="service account's JSON, or an API key"):
        place_of(Channel(1, "v", "vertexai"), ChannelSecrets())


def test_credentials_without_a_project_need_its_id():
    user = google_credentials("@authorized-user", "https://oauth2.googleapis.com/token")
    with pytest.raises(InvalidInput, match="vertex_ai_project_id"):
        place_of(Channel(1, "v", "vertexai"), ChannelSecrets(key=user))


def test_which_format_a_model_is_asked_in():
    adapter, channel = VertexAdapter(), Channel(1, "v", "vertexai")

    def spoken(model: str, mode: Mode = Mode.CHAT) -> tuple[Dialect, ...]:
        return adapter.dialects(VERTEX, channel, mode, model)

    assert spoken("gemini-3.7-flash") == spoken("google/gemini-3.7-flash") == (Dialect.GEMINI,)
    assert spoken("claude-opus-5@default") == (Dialect.ANTHROPIC,)
    assert spoken("meta/llama-4") == (Dialect.OPENAI_CHAT,)
    assert spoken("claude-opus-5", Mode.COUNT_TOKENS) == (Dialect.ANTHROPIC,)
    assert spoken("meta/llama-4", Mode.COUNT_TOKENS) == spoken("x", Mode.EMBEDDINGS) == ()


def test_capabilities_are_found_under_the_name_without_its_date():
    adapter, channel = VertexAdapter(), Channel(1, "v", "vertexai")
    claude = adapter.capabilities(VERTEX, channel, Dialect.ANTHROPIC, "claude-opus-4-7@default")
    assert (claude.model, claude.sampling, claude.image_urls) == ("claude-opus-4-7@default", False, False)
    gemini = adapter.capabilities(VERTEX, channel, Dialect.GEMINI, "gemini-3.7-flash")
    assert gemini.seal_family is SealFamily.GOOGLE


async def test_counting_tokens_of_claude_names_the_model_inside(upstream: FakeUpstream, client: UpstreamClient):
    scene = Scene(Recorded(VERTEX, FIXTURES / "vertexai.claude"), upstream, client)
    scene.play("answer")
    task = replace(
        scene.task(scene.request()),
        mode=Mode.COUNT_TOKENS,
        body=orjson.dumps({"model": "claude-opus-5", "messages": []}),
        headers={"Anthropic-Version": "2026-10-21", "anthropic-beta": "x"},
    )
    (await scene.adapter.send(client, task)).close()
    sent = upstream.requests[-1]
    assert sent.path.endswith("/publishers/anthropic/models/count-tokens:rawPredict")
    assert sent.json["model"] == "claude-opus-5"
    assert "anthropic-version" not in sent.headers
    assert sent.headers["anthropic-beta"] == "x"


async def test_a_mode_vertex_does_not_have_is_refused(upstream: FakeUpstream, client: UpstreamClient):
    scene = Scene(Recorded(VERTEX, FIXTURES / "vertexai.openai"), upstream, client)
    task = replace(scene.task(scene.request()), mode=Mode.IMAGES, dialect=Dialect.GEMINI)
    with pytest.raises(InvalidInput, match="no endpoint for images"):
        await scene.adapter.send(client, task)


async def test_express_mode_knows_no_project(upstream: FakeUpstream, client: UpstreamClient):
    scene = Scene(Recorded(VERTEX, FIXTURES / "vertexai.openai"), upstream, client)
    scene.play("answer")
    channel = replace(scene.channel, config={})
    task = replace(
        scene.task(scene.request()), channel=channel, dialect=Dialect.GEMINI, model="models/gemini-3.7-flash"
    )
    (await scene.adapter.send(client, task)).close()
    assert upstream.requests[-1].path == "/v1/publishers/google/models/gemini-3.7-flash:generateContent"


@pytest.mark.parametrize(
    "key", ["AIza-express", JSON, f"us-east5|project-1|{JSON}", 'us-east5|project-1|{\n  "type": "service_account"\n}']
)
def test_keys_that_look_right(key: str):
    VERTEX.check_key(key)
    read_key(key)


@pytest.mark.parametrize("key", ["two words", "us-east5|project-1", "us\n|p|{}", "us-east5|project-1|{unfinished"])
def test_keys_that_do_not(key: str):
    with pytest.raises(InvalidInput):
        VERTEX.check_key(key)
