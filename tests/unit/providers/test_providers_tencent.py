"""Tencent: signatures against its documented example, TokenHub and the former interface."""

from dataclasses import replace

import pytest
from fake_upstream import FakeUpstream
from recorded import FIXTURES, Recorded, Scene

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.tencent import TencentAdapter
from oneapi_desktop.providers.tencent_signing import tc3_authorization
from oneapi_desktop.providers.upstream import UpstreamClient

TENCENT = find_provider("tencent")
FORMER = Channel(1, "t", "tencent", base_url="https://hunyuan.tencentcloudapi.com")


def test_the_documented_example_of_signature_version_3():
    # Tencent prints its keys with asterisks, and has signed with them as they stand there.
    body = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    headers = {"Host": "cvm.tencentcloudapi.com", "Content-Type": "application/json; charset=utf-8"}
    found = tc3_authorization("AKID", "Gu5t9xGARNpq86cd98joQYCN3*******", "cvm", headers, body, 1551113065)
    assert found == (
        "TC3-HMAC-SHA256 Credential=AKID/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, "
        "Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c"
    )


async def test_a_call_is_signed_over_what_is_sent(upstream: FakeUpstream, client: UpstreamClient):
    scene = Scene(Recorded(TENCENT, FIXTURES / "tencent.hunyuan"), upstream, client)
    scene.play("answer")
    (await scene.adapter.send(client, scene.task(scene.request()))).close()
    sent = upstream.requests[-1]
    assert sent.headers["Host"] == f"127.0.0.1:{upstream.port}"
    signed = {name: sent.headers[name] for name in ("Content-Type", "Host", "X-TC-Action")}
    timestamp = int(sent.headers["X-TC-Timestamp"])
    expected = tc3_authorization("AKIDtest", "secret-test", "hunyuan", signed, sent.body, timestamp)
    assert sent.headers["Authorization"] == expected


async def test_an_error_of_status_200_gets_its_status(upstream: FakeUpstream, client: UpstreamClient):
    scene = Scene(Recorded(TENCENT, FIXTURES / "tencent.hunyuan"), upstream, client)
    scene.play("error")
    for stream in (False, True):
        answer = await scene.adapter.send(client, scene.task(scene.request(stream=stream)))
        assert answer.status == 401


async def test_a_key_of_the_former_interface_is_refused_at_tokenhub(upstream: FakeUpstream, client: UpstreamClient):
    scene = Scene(Recorded(TENCENT, FIXTURES / "tencent"), upstream, client)
    secrets = ChannelSecrets(key="1|AKID|secret")
    with pytest.raises(InvalidInput, match="TokenHub"):
        await scene.adapter.send(client, replace(scene.task(scene.request()), secrets=secrets))
    with pytest.raises(InvalidInput, match="TokenHub"):
        await scene.adapter.list_models(client, scene.channel, secrets)
    assert upstream.requests == []


async def test_a_bearer_key_is_refused_at_the_former_interface(upstream: FakeUpstream, client: UpstreamClient):
    scene = Scene(Recorded(TENCENT, FIXTURES / "tencent.hunyuan"), upstream, client)
    secrets = ChannelSecrets(key="sk-bearer")
    with pytest.raises(InvalidInput, match="SecretId"):
        await scene.adapter.send(client, replace(scene.task(scene.request()), secrets=secrets))


def test_which_format_a_channel_is_asked_in():
    adapter, plain = TencentAdapter(), Channel(1, "t", "tencent")
    assert adapter.dialects(TENCENT, plain, Mode.CHAT, "m") == (Dialect.OPENAI_CHAT,)
    named = replace(plain, config={"dialects": "anthropic,openai-chat"})
    assert adapter.dialects(TENCENT, named, Mode.CHAT, "m") == (Dialect.ANTHROPIC, Dialect.OPENAI_CHAT)
    assert adapter.dialects(TENCENT, FORMER, Mode.CHAT, "m") == (Dialect.TENCENT_HUNYUAN,)
    assert adapter.dialects(TENCENT, FORMER, Mode.EMBEDDINGS, "m") == (Dialect.TENCENT_HUNYUAN,)
    assert adapter.dialects(TENCENT, FORMER, Mode.IMAGES, "m") == ()


@pytest.mark.parametrize("key", ["sk-tokenhub", "1250000000|AKID|secret"])
def test_keys_that_look_right(key: str):
    TENCENT.check_key(key)


@pytest.mark.parametrize("key", ["AKID|secret", "a|b|c|d", "two words", "|AKID|secret"])
def test_keys_that_do_not(key: str):
    with pytest.raises(InvalidInput, match="TokenHub"):
        TENCENT.check_key(key)
