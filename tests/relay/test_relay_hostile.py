"""What strangers send: every endpoint answers nonsense with a refusal of its own, never with a failure."""

import logging
from typing import Any

import orjson
import pytest
from gateway_harness import Harness

from oneapi_desktop.relay.endpoints import ENDPOINTS, BodyKind

MODEL = "echo"
PATHS = [endpoint.path.replace("{model}", MODEL) for endpoint in ENDPOINTS if endpoint.body is BodyKind.JSON]

NESTED = b'{"a":' * 3000 + b"1" + b"}" * 3000
BODIES: list[bytes] = [
    b"",
    b"null",
    b"[]",
    b'"x"',
    b"{",
    b"{}",
    b'{"model":NaN}',
    b"\xff\xfe{}",
    b'{"model":"\xff"}',
    b'{"model":"echo"}',
    b'{"model":["echo"]}',
    b'{"model":{}}',
    NESTED,
    b'{"model":"echo","messages":' + b"[" * 3000 + b"]" * 3000 + b"}",
    b'{"model":"echo","model":5}',
]
VALUES: list[Any] = [
    None, True, 0, -1, 10**30, 1.5, "", "x", "\ud7ff", [], [None], [[]], [{}], {}, {"type": "x"}, [{"role": "user"}],
    [{"role": "user", "content": 5}], [{"role": "wizard", "content": "x"}], [{"role": "user", "content": [{}]}],
    [{"role": "user", "content": [{"type": "image_url", "image_url": "nothing"}]}],
    [{"role": "user", "content": [{"type": "image", "source": {"type": "base64", "data": "!!", "media_type": 5}}]}],
    [{"role": "tool", "tool_call_id": "nowhere", "content": "x"}],
    [{"role": "assistant", "tool_calls": [{"function": {"arguments": {}}}]}],
    [{"role": "user", "parts": [{"functionCall": {"name": "f", "args": "x"}}]}],
    [{"type": "function", "function": {"name": "", "parameters": {"$ref": "#"}}}],
]  # fmt: skip
FIELDS = [
    "messages", "input", "contents", "prompt", "tools", "tool_choice", "stream", "system", "max_tokens", "temperature",
    "stop", "thinking", "response_format", "generationConfig", "options", "n", "documents", "query", "requests",
    "content", "format", "text", "reasoning", "metadata", "stream_options",
]  # fmt: skip
GOOD: dict[str, Any] = {
    "messages": [{"role": "user", "content": "x"}],
    "contents": [{"parts": [{"text": "x"}]}],
    "content": {"parts": [{"text": "x"}]},
    "requests": [{"content": {"parts": [{"text": "x"}]}}],
    "input": "x",
    "prompt": "x",
    "query": "x",
    "documents": ["x"],
    "instruction": "x",
    "max_tokens": 5,
}
NEEDED = {
    "/v1/messages": ("messages", "max_tokens"),
    "/v1/messages/count_tokens": ("messages",),
    "/v1/chat/completions": ("messages",),
    "/api/chat": ("messages",),
    "/api/generate": ("prompt",),
    "/api/embeddings": ("prompt",),
    "/v1/completions": ("prompt",),
    "/v1/images/generations": ("prompt",),
    "/v1/rerank": ("query", "documents"),
    "/v1/edits": ("instruction", "input"),
    "generateContent": ("contents",),
    "streamGenerateContent": ("contents",),
    "countTokens": ("contents",),
    "embedContent": ("content",),
    "batchEmbedContents": ("requests",),
}


def usual(path: str) -> dict[str, Any]:
    """A body that the endpoint takes."""
    names = NEEDED.get(path) or NEEDED.get(path.rpartition(":")[2]) or ("input",)
    return {"model": MODEL, **{name: GOOD[name] for name in names}}


def written(body: dict[str, Any]) -> bytes:
    try:
        return orjson.dumps(body)
    except TypeError:
        return b'{"model":"echo","n":1000000000000000000000000000000}'


@pytest.mark.parametrize("path", PATHS)
async def test_nonsense_is_refused_in_the_endpoints_own_words(
    harness: Harness, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    good = usual(path)
    if path != "/v1/rerank":
        # The echo has no reranking.
        assert (await harness.ask(good, path)).status == 200
    bodies = [*BODIES, *(written(good | {field: value}) for field in FIELDS for value in VALUES)]
    with caplog.at_level(logging.ERROR):
        for body in bodies:
            reply = await harness.ask(body, path)
            assert reply.status < 500, (body[:300], reply.body[:500])
            if reply.status >= 400:
                assert "error" in reply.json, body[:300]
            assert not reply.broken
    assert not caplog.records, caplog.records[0].getMessage()
