"""Pictures by address on an upstream that takes bytes only."""

import base64
from typing import Any

from fake_upstream import FakeUpstream, answer
from gateway_harness import Harness, Start, ask

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
GEMINI = {
    "candidates": [{"content": {"role": "model", "parts": [{"text": "seen"}]}, "finishReason": "STOP"}],
    "usageMetadata": {"promptTokenCount": 1, "candidatesTokenCount": 1, "totalTokenCount": 2},
}


def picture(url: str) -> dict[str, Any]:
    return ask(messages=[{"role": "user", "content": [{"type": "image_url", "image_url": {"url": url}}]}])


async def gemini(harness: Harness) -> FakeUpstream:
    upstream = await harness.upstream()
    await harness.channel(upstream, config={"dialects": "gemini"})
    upstream.script = answer(GEMINI)
    return upstream


async def test_fetched_where_the_owner_allows_it(start: Start) -> None:
    harness = await start(fetch_private_addresses=True)
    upstream, origin = await gemini(harness), await harness.upstream()
    origin.script = answer(PNG, headers={"Content-Type": "image/png"})
    reply = await harness.ask(picture(f"{origin.url}/cat.png?secret=1"))
    assert reply.status == 200, reply.body
    part = upstream.requests[0].json["contents"][0]["parts"][0]
    assert part["inlineData"] == {"mimeType": "image/png", "data": base64.b64encode(PNG).decode()}
    assert not {"Authorization", "Cookie"} & set(origin.requests[0].headers)


async def test_refused_before_any_call(harness: Harness) -> None:
    upstream, origin = await gemini(harness), await harness.upstream()
    reply = await harness.ask(picture(f"{origin.url}/cat.png?secret=1"))
    assert (reply.status, reply.error["code"]) == (400, "invalid_image_url")
    assert "fetch_private_addresses" in reply.error["message"]
    assert "secret" not in reply.error["message"]
    assert upstream.requests == origin.requests == []
    assert (await harness.last_row()).outcome == "refused"


async def test_an_upstream_that_takes_addresses_gets_the_address(harness: Harness, upstream: FakeUpstream) -> None:
    body = {
        "model": "gpt-4o",
        "max_tokens": 9,
        "messages": [
            {
                "role": "user",
                "content": [{"type": "image", "source": {"type": "url", "url": "http://10.0.0.1/x.png"}}],
            }
        ],
    }
    assert (await harness.ask(body, "/v1/messages")).status == 200
    part = upstream.requests[0].json["messages"][0]["content"][0]
    assert part["image_url"]["url"] == "http://10.0.0.1/x.png"
