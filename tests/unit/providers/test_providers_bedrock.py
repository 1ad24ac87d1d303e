"""AWS Bedrock: model ids, credentials, bodies."""

from dataclasses import replace
from typing import Any
from urllib.parse import unquote

import orjson
import pytest
from fake_upstream import FakeUpstream, answer
from hypothesis import given
from hypothesis import strategies as st
from recorded import FIXTURES, Recorded, Scene

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.dialects.registry import codec
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.bedrock import BedrockAdapter, authorized, region_of, runtime_url
from oneapi_desktop.providers.bedrock_models import base_id, is_claude, is_llama_3_0, model_id
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import UpstreamClient

AWS = find_provider("aws")
ARN = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123"


@pytest.mark.parametrize(
    ("name", "prefix", "id"),
    [
        ("claude-3-5-sonnet-20241022", "", "anthropic.claude-3-5-sonnet-20241022-v2:0"),
        ("claude-opus-5-5", "", "anthropic.claude-opus-5-5"),
        ("claude-opus-5-5", "global", "global.anthropic.claude-opus-5-5"),
        ("llama3-8b-8192", "us", "us.meta.llama3-8b-instruct-v1:0"),
        ("eu.anthropic.claude-opus-5", "us", "eu.anthropic.claude-opus-5"),
        ("us-gov.anthropic.claude-opus-5", "us", "us-gov.anthropic.claude-opus-5"),
        ("amazon.nova-pro-v1:0", "apac", "apac.amazon.nova-pro-v1:0"),
        ("amazon.nova-pro-v1:0", "", "amazon.nova-pro-v1:0"),
        (ARN, "us", ARN),
        ("my-imported-model", "us", "my-imported-model"),
    ],
)
def test_model_ids(name: str, prefix: str, id: str):
    assert model_id(name, prefix) == id


@given(st.text(max_size=40), st.sampled_from(["", "us", "global"]))
def test_an_id_is_stable(name: str, prefix: str):
    assert model_id(model_id(name, prefix), prefix) == model_id(name, prefix)


def test_which_format_a_model_is_asked_in():
    adapter, channel = BedrockAdapter(), Channel(1, "a", "aws", config={"profile_prefix": "us"})

    def spoken(model: str) -> tuple[Dialect, ...]:
        return adapter.dialects(AWS, channel, Mode.CHAT, model)

    assert spoken("claude-opus-5") == (Dialect.ANTHROPIC,)
    assert spoken("llama3-70b-8192") == (Dialect.BEDROCK_LLAMA,)
    assert spoken("meta.llama3-1-70b-instruct-v1:0") == (Dialect.BEDROCK_CONVERSE,)
    assert spoken("amazon.nova-2-lite-v1:0") == (Dialect.BEDROCK_CONVERSE,)
    assert spoken(ARN) == (Dialect.BEDROCK_CONVERSE,)
    assert adapter.dialects(AWS, channel, Mode.EMBEDDINGS, "claude-opus-5") == ()
    assert is_claude("us.anthropic.claude-opus-5")
    assert not is_llama_3_0("meta.llama3-3-70b-instruct-v1:0")
    assert base_id("eu.meta.llama3-70b-instruct-v1:0") == "meta.llama3-70b-instruct-v1:0"


def test_capabilities_are_those_of_the_model_whatever_its_prefix():
    adapter = BedrockAdapter()
    plain = adapter.capabilities(AWS, Channel(1, "a", "aws"), Dialect.ANTHROPIC, "claude-opus-4-7")
    through = adapter.capabilities(
        AWS, Channel(1, "a", "aws", config={"profile_prefix": "eu"}), Dialect.ANTHROPIC, "claude-opus-4-7"
    )
    assert plain == through
    assert not plain.sampling
    assert not plain.image_urls
    nova = adapter.capabilities(AWS, Channel(1, "a", "aws"), Dialect.BEDROCK_CONVERSE, "amazon.nova-micro-v1:0")
    assert not nova.images
    assert not nova.structured_output


@pytest.mark.parametrize(
    ("config", "key", "region"),
    [
        ({"region": "eu-central-1"}, "AK|SK|us-west-2", "eu-central-1"),
        ({}, "AK|SK|us-west-2", "us-west-2"),
        ({}, "api-key", "us-east-1"),
    ],
)
def test_the_region(config: dict[str, str], key: str, region: str):
    channel, secrets = Channel(1, "a", "aws", config=config), ChannelSecrets(key=key)
    assert region_of(channel, secrets) == region
    assert runtime_url(channel, AWS, secrets) == f"https://bedrock-runtime.{region}.amazonaws.com"


def authorization(config: dict[str, str], secrets: ChannelSecrets) -> dict[str, str]:
    return authorized(Channel(1, "a", "aws", config=config), secrets, "POST", "https://x.example/a", {}, b"{}")


def test_credentials_of_every_form():
    fields = authorization({"ak": "AKFIELD"}, ChannelSecrets(config={"sk": "s", "session_token": "t"}))
    assert "Credential=AKFIELD/" in fields["Authorization"]
    assert fields["X-Amz-Security-Token"] == "t"
    assert "Credential=AKKEY/" in authorization({}, ChannelSecrets(key="AKKEY|sk|eu-west-1"))["Authorization"]
    assert authorization({}, ChannelSecrets(key="bedrock-key"))["Authorization"] == "Bearer bedrock-key"


@pytest.mark.parametrize("secrets", [ChannelSecrets(), ChannelSecrets(key="AK|SK|region|more")])
def test_without_credentials_the_owner_is_told(secrets: ChannelSecrets):
    with pytest.raises(InvalidInput, match="no AWS credentials"):
        authorization({}, secrets)


@pytest.mark.parametrize("key", ["AK|SK|us-east-1", "AK|SK", "ABSKQmVkcm9jaw=="])
def test_keys_that_look_right(key: str):
    AWS.check_key(key)


@pytest.mark.parametrize("key", ["AK|SK|us east", "|SK|us-east-1", "AK||us-east-1", "a b"])
def test_keys_that_do_not(key: str):
    with pytest.raises(InvalidInput, match="Bedrock API key"):
        AWS.check_key(key)


async def sent_body(upstream: FakeUpstream, client: UpstreamClient, body: dict[str, Any], **task: Any) -> Any:
    scene = Scene(Recorded(AWS, FIXTURES / "aws.claude"), upstream, client)
    scene.play("answer")
    request = replace(scene.task(scene.request()), body=orjson.dumps(body), **task)
    (await scene.adapter.send(client, request)).close()
    return upstream.requests[-1].json


async def test_an_anthropic_clients_own_body_is_made_bedrocks(upstream: FakeUpstream, client: UpstreamClient):
    body = {"model": "claude-opus-5", "stream": False, "max_tokens": 5, "messages": [], "service_tier": "auto"}
    sent = await sent_body(upstream, client, body, headers={"anthropic-beta": "one,two, one"})
    assert sent == {
        "max_tokens": 5,
        "messages": [],
        "anthropic_version": "bedrock-2023-05-31",
        "anthropic_beta": ["one", "two"],
    }


async def test_a_client_that_knows_bedrock_keeps_its_version(upstream: FakeUpstream, client: UpstreamClient):
    assert (await sent_body(upstream, client, {"anthropic_version": "2026-10-21"}))["anthropic_version"] == "2026-10-21"


async def test_an_arn_is_one_part_of_the_path_and_signed_as_sent(upstream: FakeUpstream, client: UpstreamClient):
    scene = Scene(Recorded(AWS, FIXTURES / "aws"), upstream, client)
    scene.play("answer")
    task = replace(scene.task(scene.request()), model=ARN)
    (await scene.adapter.send(client, task)).close()
    path = upstream.requests[-1].path
    assert path.count("/") == 3
    assert unquote(path) == f"/model/{ARN}/converse"


async def test_a_stream_that_is_none_is_given_on(upstream: FakeUpstream, client: UpstreamClient):
    scene = Scene(Recorded(AWS, FIXTURES / "aws"), upstream, client)
    upstream.script = answer({"message": "no such region"}, headers={"x-amzn-RequestId": "1"})
    found = await scene.adapter.send(client, scene.task(scene.request(stream=True)))
    assert await found.read_whole(1000) == b'{"message":"no such region"}'


@pytest.mark.parametrize(
    ("fixtures", "body", "says"),
    [
        ("aws", {"error": {"message": "proxy says no"}}, "proxy says no"),
        ("aws.claude", {"error": "proxy says no"}, "proxy says no"),
        ("aws.claude", b"<html>proxy</html>", "<html>proxy</html>"),
        ("aws", {"Message": "signature expired"}, "signature expired"),
    ],
)
async def test_the_words_of_an_error_are_kept_whoever_said_them(
    upstream: FakeUpstream, client: UpstreamClient, fixtures: str, body: Any, says: str
):
    scene = Scene(Recorded(AWS, FIXTURES / fixtures), upstream, client)
    upstream.script = answer(body, 400)
    found = await scene.adapter.send(client, scene.task(scene.request()))
    error = codec(scene.dialect).parse_error(found.status, await found.read_whole(1000))
    assert error.message == says
