"""Coze: streams added up to whole answers, tokens of OAuth applications, bots as models."""

from dataclasses import replace
from typing import Any

import jwt
import orjson
import pytest
from cryptography.hazmat.primitives import serialization
from fake_upstream import Exchange, FakeUpstream, answer
from recorded import FIXTURES, Recorded, Scene, private_key

from oneapi_desktop.dialects import coze
from oneapi_desktop.dialects.conversation import (
    Base64Source,
    Capabilities,
    DialectError,
    ImagePart,
    ReasoningPart,
    Role,
    TextPart,
    Turn,
    UrlSource,
)
from oneapi_desktop.domain.channel import ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Task
from oneapi_desktop.providers.coze import CozeAdapter
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import FaultKind, UpstreamClient, UpstreamFault

COZE = find_provider("coze")
APPLICATION = {"client_id": "app1", "public_key_id": "kid1"}


@pytest.fixture
def scene(upstream: FakeUpstream, client: UpstreamClient) -> Scene:
    return Scene(Recorded(COZE, FIXTURES / "coze"), upstream, client)


def events(*named: tuple[str, dict[str, Any]]) -> Any:
    body = b"".join(f"event:{name}\ndata:{orjson.dumps(value).decode()}\n\n".encode() for name, value in named)
    return answer(body, headers={"Content-Type": "text/event-stream"})


async def test_a_stream_is_added_up_to_a_whole_answer(scene: Scene, client: UpstreamClient):
    scene.play("stream")
    found = await CozeAdapter().send(client, scene.task(scene.request()))
    response = coze.parse_response(await found.read_whole(100_000))
    assert response.candidates[0].parts == (ReasoningPart(("Hm.",)), TextPart("Grüezi!"))
    assert response.usage is not None
    assert (response.usage.prompt, response.usage.completion) == (19, 10)
    assert scene.upstream.requests[-1].json["stream"] is True


@pytest.mark.parametrize(
    ("event", "status", "words"),
    [
        (("conversation.chat.failed", {"last_error": {"code": 4009, "msg": "too often"}}), 429, "too often"),
        (("error", {"code": 5000, "msg": "inner"}), 502, "inner"),
        (("conversation.chat.requires_action", {"last_error": {"code": 0}}), 502, "waits for a tool"),
    ],
)
async def test_a_bot_that_fails_tells_why(
    scene: Scene, client: UpstreamClient, event: tuple[str, Any], status: int, words: str
):
    scene.upstream.script = events(event)
    found = await CozeAdapter().send(client, scene.task(scene.request()))
    assert found.status == status
    assert words in coze.parse_error(found.status, await found.read_whole(1000)).message


async def test_a_stream_that_ends_too_soon_is_a_cut(scene: Scene, client: UpstreamClient):
    scene.upstream.script = events(("conversation.chat.created", {"id": "t1"}))
    with pytest.raises(UpstreamFault) as caught:
        await CozeAdapter().send(client, scene.task(scene.request()))
    assert caught.value.kind is FaultKind.CUT


def as_application(scene: Scene, key: str, **fields: str) -> Task:
    task = scene.task(scene.request())
    channel = replace(scene.channel, config={**APPLICATION, **fields})
    return replace(task, channel=channel, secrets=ChannelSecrets(config={"private_key": key}))


async def test_an_application_exchanges_its_assertion_once(scene: Scene, client: UpstreamClient):
    async def script(exchange: Exchange) -> None:
        if exchange.request.path == "/api/permission/oauth2/token":
            await exchange.answer({"access_token": "czs_token", "expires_in": 4_000_000_000})
        else:
            await exchange.answer(scene.recorded.load("answer"))

    scene.upstream.script = script
    adapter, task = CozeAdapter(), as_application(scene, private_key().replace("\n", "\\n"))
    for _ in range(2):
        (await adapter.send(client, task)).close()
    exchange, *chats = scene.upstream.requests
    assert [chat.headers["Authorization"] for chat in chats] == ["Bearer czs_token"] * 2
    assert exchange.json["grant_type"] == "urn:ietf:params:oauth:grant-type:jwt-bearer"
    key = serialization.load_pem_private_key(private_key().encode(), None)
    assertion = exchange.headers["Authorization"].removeprefix("Bearer ")
    audience = f"127.0.0.1:{scene.upstream.port}"
    claims = jwt.decode(assertion, key.public_key(), algorithms=["RS256"], audience=audience)  # type: ignore[arg-type]
    assert claims["iss"] == "app1"
    assert jwt.get_unverified_header(assertion)["kid"] == "kid1"


async def test_an_application_that_is_refused_is_told_so(scene: Scene, client: UpstreamClient):
    scene.upstream.script = answer({"error_code": "invalid_client", "error_message": "no such application"}, 400)
    with pytest.raises(UpstreamFault, match="no such application"):
        await CozeAdapter().send(client, as_application(scene, private_key()))


async def test_a_key_that_is_none_is_refused(scene: Scene, client: UpstreamClient):
    with pytest.raises(InvalidInput, match="private_key") as caught:
        await CozeAdapter().send(client, as_application(scene, "not a key"))
    assert "not a key" not in str(caught.value)


async def test_a_channel_without_any_access_says_what_to_give(scene: Scene, client: UpstreamClient):
    with pytest.raises(InvalidInput, match="personal access token"):
        await CozeAdapter().send(client, replace(scene.task(scene.request()), secrets=ChannelSecrets()))
    assert scene.upstream.requests == []


def test_pictures_go_by_their_address(scene: Scene):
    request = scene.request()
    said = (TextPart("What is it?"), ImagePart(UrlSource("https://x/1.png")))
    body, _ = coze.build_request(replace(request, turns=(Turn(Role.USER, said),)), Capabilities())
    message = body["additional_messages"][-1]
    assert message["content_type"] == "object_string"
    told = [{"type": "text", "text": "What is it?"}, {"type": "image", "file_url": "https://x/1.png"}]
    assert orjson.loads(message["content"]) == told
    bytes_ = (TextPart("What is it?"), ImagePart(Base64Source("QQ==", "image/png")))
    with pytest.raises(DialectError, match="address"):
        coze.build_request(replace(request, turns=(Turn(Role.USER, bytes_),)), Capabilities())
