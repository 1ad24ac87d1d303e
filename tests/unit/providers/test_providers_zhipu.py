"""Zhipu: tokens signed with the key's secret, both versions' addresses."""

from dataclasses import replace

import jwt
import pytest
from fake_upstream import FakeUpstream
from recorded import FIXTURES, Recorded, Scene

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.domain.channel import Channel
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import UpstreamClient
from oneapi_desktop.providers.zhipu import ZhipuAdapter, api_root, signed_token

ZHIPU = find_provider("zhipu")
SECRET = "secretsecret0001"
KEY = f"0123456789abcdef.{SECRET}"


@pytest.fixture
def scene(upstream: FakeUpstream, client: UpstreamClient) -> Scene:
    made = Scene(Recorded(ZHIPU, FIXTURES / "zhipu"), upstream, client)
    made.play("answer")
    return made


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_token_is_signed_with_the_secret_and_counts_milliseconds():
    token = signed_token(KEY, 1_790_000_000.0)
    header = jwt.get_unverified_header(token)
    assert header == {"alg": "HS256", "sign_type": "SIGN", "typ": "JWT"}
    claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_exp": False})
    assert claims == {"api_key": "0123456789abcdef", "exp": 1_790_003_600_000, "timestamp": 1_790_000_000_000}
    assert SECRET not in token


async def test_a_token_serves_many_calls(scene: Scene, client: UpstreamClient):
    adapter = ZhipuAdapter()
    for _ in range(2):
        (await adapter.send(client, scene.task(scene.request()))).close()
    first, second = (request.headers["Authorization"] for request in scene.upstream.requests)
    assert first == second != f"Bearer {KEY}"


async def test_a_header_of_the_channels_own_wins(scene: Scene, client: UpstreamClient):
    secrets = replace(scene.secrets, headers={"Authorization": "Bearer mine"})
    (await ZhipuAdapter().send(client, replace(scene.task(scene.request()), secrets=secrets))).close()
    assert scene.upstream.requests[-1].headers["Authorization"] == "Bearer mine"


@pytest.mark.parametrize(
    ("base", "root"),
    [
        ("", "https://open.bigmodel.cn/api/paas/v4"),
        ("https://api.z.ai", "https://api.z.ai/api/paas/v4"),
        ("https://open.bigmodel.cn/api/coding/paas/v4/", "https://open.bigmodel.cn/api/coding/paas/v4"),
    ],
)
def test_where_version_4_begins(base: str, root: str):
    assert api_root(Channel(1, "z", "zhipu", base_url=base), ZHIPU) == root


@pytest.mark.parametrize("base", ["", "/api/coding/paas/v4", "/prefix"])
async def test_the_anthropic_address_gets_the_key_itself(scene: Scene, client: UpstreamClient, base: str):
    channel = replace(scene.channel, base_url=scene.upstream.url + base)
    task = replace(scene.task(scene.request()), channel=channel, dialect=Dialect.ANTHROPIC, path="/v1/messages")
    (await ZhipuAdapter().send(client, task)).close()
    sent = scene.upstream.requests[-1]
    prefix = "/prefix" if base == "/prefix" else ""
    assert sent.path == f"{prefix}/api/anthropic/v1/messages"
    assert sent.headers["Authorization"] == f"Bearer {KEY}"
    assert sent.headers["anthropic-version"]


def test_which_format_a_model_is_asked_in():
    adapter, channel = ZhipuAdapter(), Channel(1, "z", "zhipu")
    assert adapter.dialects(ZHIPU, channel, Mode.CHAT, "glm-5.3") == (Dialect.OPENAI_CHAT, Dialect.ANTHROPIC)
    assert adapter.dialects(ZHIPU, channel, Mode.CHAT, "chatglm_turbo") == (Dialect.ZHIPU,)
    assert adapter.dialects(ZHIPU, channel, Mode.EMBEDDINGS, "embedding-3") == (Dialect.OPENAI_CHAT,)


@pytest.mark.parametrize("key", ["without-a-dot", "id.", ".secret", "a.b.c", "a b.c"])
def test_keys_that_cannot_be_zhipus(key: str):
    with pytest.raises(InvalidInput, match=r"id\.secret"):
        ZHIPU.check_key(key)
