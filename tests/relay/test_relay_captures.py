"""Bodies are kept as they passed through the real gateway, and only when the owner wants that."""

import json
from typing import Any

from fake_upstream import FakeUpstream, stream
from gateway_harness import KEY, UPSTREAM_KEY, Harness, ask


async def kept(harness: Harness) -> Any:
    """What was kept of the newest request."""
    row = await harness.last_row()
    await harness.gateway.workspace.captures.flush()
    return await harness.run("request.capture", request=row.id)


async def test_nothing_is_kept_unless_asked_for(harness: Harness, upstream: FakeUpstream) -> None:
    assert (await harness.ask()).status == 200
    assert await kept(harness) is None
    assert not harness.gateway.workspace.directory.captures.exists()


async def test_whole_answers_streams_and_failures_are_kept(harness: Harness, upstream: FakeUpstream) -> None:
    await harness.run("setting.set", key="capture", value="all")
    reply = await harness.ask(ask("what is kept?"))
    found = await kept(harness)
    assert found["request"]["text"] == json.dumps(ask("what is kept?"), separators=(",", ":"))
    assert found["response"]["text"].encode() == reply.body
    assert (found["path"], found["response"]["status"]) == ("/v1/chat/completions", 200)
    upstream.script = stream()
    streamed = await harness.stream(ask("streamed?"))
    assert streamed.status == 200
    found = await kept(harness)
    assert found["response"]["text"].encode() == streamed.body
    assert (found["response"]["content_type"], found["response"]["finished"]) == ("text/event-stream", True)
    refused = await harness.ask(ask() | {"model": "nobody-has-this"})
    found = await kept(harness)
    assert found["response"]["status"] == refused.status == 404
    document = json.dumps(found)
    assert KEY not in document
    assert UPSTREAM_KEY not in document
    explained = await harness.run("request.explain", request=(await harness.last_row()).id)
    assert explained["captured"]


async def test_only_failures_are_kept_when_only_those_are_wanted(harness: Harness, upstream: FakeUpstream) -> None:
    await harness.run("setting.set", key="capture", value="errors")
    await harness.ask()
    assert await kept(harness) is None
    await harness.ask(ask() | {"model": "nobody-has-this"})
    assert (await kept(harness))["response"]["status"] == 404
