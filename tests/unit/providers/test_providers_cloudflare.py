"""Cloudflare Workers AI: addresses, pictures."""

import base64
from dataclasses import replace

import orjson
import pytest
from fake_upstream import FakeUpstream, answer
from recorded import FIXTURES, Recorded, Scene

from oneapi_desktop.dialects.cloudflare import parse_image_response
from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.domain.channel import Channel
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.cloudflare import CloudflareAdapter, workers_root
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import UpstreamClient

CLOUDFLARE = find_provider("cloudflare")
GATEWAY = "https://gateway.ai.cloudflare.com/v1/account/gateway/workers-ai"
PNG = b"\x89PNG\r\n\x1a\nrest"


@pytest.mark.parametrize(
    ("base_url", "account", "root"),
    [
        ("", "acc/1", "https://api.cloudflare.com/client/v4/accounts/acc%2F1/ai"),
        (GATEWAY, "", GATEWAY),
        (GATEWAY + "/v1", "", GATEWAY),
    ],
)
def test_addresses(base_url: str, account: str, root: str):
    channel = Channel(1, "c", "cloudflare", base_url=base_url, config={"user_id": account} if account else {})
    assert workers_root(channel, CLOUDFLARE) == root


def test_a_channel_without_an_account_says_so():
    with pytest.raises(InvalidInput, match="account id"):
        workers_root(Channel(1, "c", "cloudflare"), CLOUDFLARE)


def test_which_format_a_model_is_asked_in():
    adapter, channel = CloudflareAdapter(), Channel(1, "c", "cloudflare")
    assert adapter.dialects(CLOUDFLARE, channel, Mode.CHAT, "@cf/a/b")[0] is Dialect.OPENAI_CHAT
    assert adapter.dialects(CLOUDFLARE, channel, Mode.CHAT, "anthropic/claude-opus-5")[0] is Dialect.ANTHROPIC
    assert adapter.dialects(CLOUDFLARE, channel, Mode.IMAGES, "@cf/a/b") == (Dialect.CLOUDFLARE,)
    chosen = replace(channel, config={"dialects": "cloudflare"})
    assert adapter.dialects(CLOUDFLARE, chosen, Mode.CHAT, "anthropic/x") == (Dialect.CLOUDFLARE,)


@pytest.mark.parametrize("kind", ["bytes", "json"])
async def test_pictures_come_as_bytes_or_as_json(upstream: FakeUpstream, client: UpstreamClient, kind: str):
    encoded = base64.b64encode(PNG).decode()
    if kind == "bytes":
        upstream.script = answer(PNG, headers={"Content-Type": "image/png"})
    else:
        upstream.script = answer({"result": {"image": encoded}, "success": True})
    scene = Scene(Recorded(CLOUDFLARE, FIXTURES / "cloudflare.native"), upstream, client)
    task = replace(scene.task(scene.request()), mode=Mode.IMAGES, body=orjson.dumps({"prompt": "a dot"}))
    found = await scene.adapter.send(client, task)
    assert parse_image_response(await found.read_whole(1000)).images[0].data == encoded
    assert upstream.requests[-1].path.endswith("/ai/run/@cf/meta/llama-3.1-8b-instruct")
