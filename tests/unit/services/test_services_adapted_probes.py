"""Tests of channels whose providers are called by adapters."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fake_upstream import FakeUpstream, answer, hang

from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import FaultKind, Timeouts, UpstreamClient, UpstreamFault
from oneapi_desktop.services.adapted_probes import adapted_exchange, is_adapted
from oneapi_desktop.services.channel_probes import build_probe, read_answer

KEY = "key-planted-0123456789"


@pytest.fixture
async def upstream() -> AsyncIterator[FakeUpstream]:
    fake = await FakeUpstream().start()
    yield fake
    await fake.stop()


@pytest.fixture
async def client() -> AsyncIterator[UpstreamClient]:
    made = UpstreamClient(Timeouts(connect=2.0, first_byte=5.0, idle=5.0))
    yield made
    await made.close()


async def probe(
    client: UpstreamClient, upstream: FakeUpstream, type_: str, model: str, *, timeout: float = 10.0, **fields: Any
) -> tuple[Mode, Any]:
    channel = Channel(1, "c", type_, base_url=upstream.url, models=(model,), **fields)
    provider = find_provider(type_)
    built = build_probe(channel, provider, model, "Who are you?")
    assert is_adapted(channel, provider, built, model)
    secrets = ChannelSecrets(key=KEY)
    found = await adapted_exchange(client, channel, secrets, provider, built, model, "Who are you?", timeout=timeout)
    return built.mode, found


async def test_a_chat_is_judged_like_any_other(client: UpstreamClient, upstream: FakeUpstream):
    upstream.script = answer({"type": "message", "content": [{"type": "text", "text": "Claude"}], "usage": {}})
    mode, found = await probe(client, upstream, "anthropic", "claude-opus-5", param_override={"top_k": 3})
    assert read_answer(mode, found.headers, found.body) == "Claude"
    sent = upstream.requests[-1].json
    assert sent["messages"] == [{"role": "user", "content": "Who are you?"}]
    assert sent["top_k"] == 3


async def test_embeddings_and_pictures_are_tested_too(client: UpstreamClient, upstream: FakeUpstream):
    upstream.script = answer({"embeddings": {"float": [[1, 2, 3]]}})
    mode, found = await probe(client, upstream, "cohere", "embed-v4.0")
    assert read_answer(mode, found.headers, found.body) == "a vector of 3"
    upstream.script = answer({"status": "succeeded", "output": ["https://replicate.delivery/x.png"]}, 201)
    mode, found = await probe(client, upstream, "replicate", "black-forest-labs/flux-schnell")
    assert read_answer(mode, found.headers, found.body) == "an image"


async def test_an_error_stays_as_the_upstream_wrote_it(client: UpstreamClient, upstream: FakeUpstream):
    body = {"type": "error", "error": {"type": "authentication_error", "message": "invalid x-api-key"}}
    upstream.script = answer(body, 401)
    _, found = await probe(client, upstream, "anthropic", "claude-opus-5")
    assert (found.status, found.json()) == (401, body)


@pytest.mark.parametrize("body", [b"<html>", {"error": {"message": "no"}}])
async def test_nonsense_with_a_good_status_is_a_fault(client: UpstreamClient, upstream: FakeUpstream, body: Any):
    upstream.script = answer(body)
    with pytest.raises(UpstreamFault) as caught:
        await probe(client, upstream, "anthropic", "claude-opus-5")
    assert caught.value.kind is FaultKind.GARBAGE


async def test_a_silent_upstream_ends_with_the_tests_own_limit(client: UpstreamClient, upstream: FakeUpstream):
    upstream.script = hang()
    with pytest.raises(UpstreamFault) as caught:
        await probe(client, upstream, "anthropic", "claude-opus-5", timeout=0.05)
    assert caught.value.kind is FaultKind.TOTAL_TIMEOUT


async def test_a_channel_that_lacks_a_field_names_it(client: UpstreamClient, upstream: FakeUpstream):
    with pytest.raises(InvalidInput, match="account id"):
        await probe(client, upstream, "cloudflare", "@cf/x")
    with pytest.raises(InvalidInput, match="write deepl-de"):
        await probe(client, upstream, "deepl", "deepl-a-b-c")
    assert upstream.requests == []


def test_plain_providers_need_no_adapter():
    channel = Channel(1, "c", "openai", models=("gpt-4o",))
    provider = find_provider("openai")
    assert not is_adapted(channel, provider, build_probe(channel, provider, "gpt-4o", "x"), "gpt-4o")
