"""Every native provider as a channel of a real gateway: an OpenAI client asks, and the owner tests it."""

import pytest
from fake_upstream import FakeUpstream
from gateway_harness import Harness, ask
from recorded import Recorded, Scene, all_recorded

NATIVE = [pytest.param(recorded, id=recorded.name) for recorded in all_recorded() if recorded.has("answer")]


async def channel_of(recorded: Recorded, harness: Harness) -> Scene:
    """The provider's channel, and its upstream."""
    upstream: FakeUpstream = await harness.upstream()
    scene = Scene(recorded, upstream)
    fields = {"config": {**scene.channel.config, **scene.secrets.config}} if recorded.call["config"] else {}
    if not fields and scene.secrets.config:
        fields = {"config": dict(scene.secrets.config)}
    url = upstream.url + recorded.call["base"]
    type_, key = scene.provider.name, scene.secrets.key
    await harness.channel(url, type=type_, key=key, models=[scene.model], **fields)
    return scene


@pytest.mark.parametrize("recorded", NATIVE)
async def test_an_openai_client_gets_a_whole_answer(recorded: Recorded, harness: Harness):
    scene = await channel_of(recorded, harness)
    scene.play("answer")
    reply = await harness.ask(ask("Hello", model=scene.model))
    assert reply.status == 200, reply.body
    expected = recorded.expected["answer"]
    # What an upstream of OpenAI's own dialect says is passed on as it is.
    content = reply.json["choices"][0]["message"]["content"]
    text = content if isinstance(content, str) else content[-1]["text"]
    assert text == expected["text"]
    row = await harness.last_row()
    assert (row.status, row.outcome) == (200, "done")
    if "usage" in expected:
        counted = (row.usage.prompt_tokens, row.usage.completion_tokens, row.usage_source)
        assert counted == (expected["usage"]["prompt"], expected["usage"]["completion"], "measured")
    else:
        assert row.usage_source == "estimated"


@pytest.mark.parametrize("recorded", [case for case in NATIVE if case.values[0].has("stream")])
async def test_an_openai_client_gets_a_stream(recorded: Recorded, harness: Harness):
    scene = await channel_of(recorded, harness)
    scene.play("stream")
    reply = await harness.stream(ask("Hello", model=scene.model))
    assert reply.status == 200, reply.body
    assert not reply.broken
    if recorded.name != "mistral":
        assert reply.text == recorded.expected["stream"]["text"]
    row = await harness.last_row()
    usage = recorded.expected["stream"].get("usage")
    if usage:
        counted = (row.usage.prompt_tokens, row.usage.completion_tokens, row.usage_source)
        assert counted == (usage["prompt"], usage["completion"], "measured")


@pytest.mark.parametrize("recorded", NATIVE)
async def test_an_owner_tests_the_channel(recorded: Recorded, harness: Harness):
    scene = await channel_of(recorded, harness)
    scene.play("answer")
    found = await harness.run("channel.test", channel="up")
    result = found[0] if isinstance(found, list) else found
    assert result["result"] == "passed", result
    if recorded.has("models") and scene.provider.lists_models:
        scene.play("models")
        listed = await harness.run("channel.models", channel="up")
        assert [entry["model"] for entry in listed] == recorded.expected["models"]


@pytest.mark.parametrize("recorded", [case for case in NATIVE if case.values[0].has("error")])
async def test_a_vendors_words_for_an_error_reach_the_client(recorded: Recorded, harness: Harness):
    scene = await channel_of(recorded, harness)
    scene.play("error")
    reply = await harness.ask(ask("Hello", model=scene.model))
    assert reply.status >= 400
    assert recorded.expected["error"]["says"] in reply.json["error"]["message"]
    if len(scene.secrets.key) >= 4:
        assert scene.secrets.key.encode() not in reply.body
    row = await harness.last_row()
    assert row.cost_nano == 0
