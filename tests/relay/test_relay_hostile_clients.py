"""Whatever JSON a client sends to whichever endpoint: an answer or a refusal, never a fault of ours.

Valid requests of every dialect, damaged at random; seeded, so that a failure can be repeated with
``HOSTILE_SEED``.
"""

import copy
import os
import random
from typing import Any

import orjson
import pytest
from gateway_harness import Harness

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.endpoints import ENDPOINTS, BodyKind, Endpoint, Streaming

TOOL_SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
OPENAI_CHAT = {
    "model": "echo", "stream": False, "n": 1, "max_tokens": 9, "temperature": 0.5, "stop": ["END"], "user": "me",
    "messages": [
        {"role": "system", "content": "Be brief"},
        {"role": "user", "content": [{"type": "text", "text": "hi"},
                                     {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}}]},
        {"role": "assistant", "content": None, "tool_calls": [
            {"id": "c1", "type": "function", "function": {"name": "get", "arguments": "{}"}}]},
        {"role": "tool", "tool_call_id": "c1", "content": "rain"},
        {"role": "user", "content": "and now?"},
    ],
    "tools": [{"type": "function", "function": {"name": "get", "parameters": TOOL_SCHEMA}}],
    "tool_choice": "auto", "stream_options": {"include_usage": True},
    "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": TOOL_SCHEMA}},
}  # fmt: skip
ANTHROPIC = {
    "model": "echo", "max_tokens": 9, "system": [{"type": "text", "text": "Be brief"}], "stop_sequences": ["END"],
    "messages": [
        {"role": "user", "content": [{"type": "text", "text": "hi"}, {"type": "image", "source": {
            "type": "base64", "media_type": "image/png", "data": PIXEL}}]},
        {"role": "assistant", "content": [{"type": "tool_use", "id": "t1", "name": "get", "input": {"city": "x"}}]},
        {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "t1", "content": "rain"}]},
    ],
    "tools": [{"name": "get", "input_schema": TOOL_SCHEMA}], "tool_choice": {"type": "auto"},
    "thinking": {"type": "enabled", "budget_tokens": 1024}, "metadata": {"user_id": "me"},
}  # fmt: skip
RESPONSES = {
    "model": "echo", "instructions": "Be brief", "max_output_tokens": 99, "store": False,
    "input": [
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]},
        {"type": "function_call", "call_id": "c1", "name": "get", "arguments": "{}"},
        {"type": "function_call_output", "call_id": "c1", "output": "rain"},
    ],
    "tools": [{"type": "function", "name": "get", "parameters": TOOL_SCHEMA}], "tool_choice": "auto",
    "text": {"format": {"type": "text"}}, "reasoning": {"effort": "low"},
}  # fmt: skip
GEMINI = {
    "systemInstruction": {"parts": [{"text": "Be brief"}]},
    "contents": [
        {"role": "user", "parts": [{"text": "hi"}, {"inlineData": {"mimeType": "image/png", "data": PIXEL}}]},
        {"role": "model", "parts": [{"functionCall": {"name": "get", "args": {"city": "x"}}}]},
        {"role": "user", "parts": [{"functionResponse": {"name": "get", "response": {"a": 1}}}]},
    ],
    "tools": [{"functionDeclarations": [{"name": "get", "parameters": TOOL_SCHEMA}]}],
    "toolConfig": {"functionCallingConfig": {"mode": "AUTO"}},
    "generationConfig": {"maxOutputTokens": 9, "temperature": 0.1, "stopSequences": ["END"]},
}  # fmt: skip
OLLAMA = {
    "model": "echo", "stream": False, "options": {"num_predict": 9, "temperature": 0.1},
    "prompt": "hi", "input": ["a", "b"],
    "messages": [{"role": "user", "content": "hi", "images": [PIXEL]},
                 {"role": "assistant", "content": "", "tool_calls": [{"function": {"name": "get", "arguments": {}}}]},
                 {"role": "tool", "content": "rain", "tool_name": "get"}],
    "tools": [{"type": "function", "function": {"name": "get", "parameters": TOOL_SCHEMA}}], "format": TOOL_SCHEMA,
}  # fmt: skip
OPENAI_OTHERS = {
    "model": "echo", "prompt": "hi", "input": ["a", "b"], "instruction": "fix", "n": 1, "size": "1024x1024",
    "quality": "standard", "voice": "alloy", "dimensions": 8, "encoding_format": "float", "query": "q",
    "documents": ["a", {"text": "b"}], "top_n": 1, "stream": False, "response_format": "b64_json",
}  # fmt: skip
GEMINI_EMBED = {
    "content": {"parts": [{"text": "a"}]}, "taskType": "RETRIEVAL_QUERY", "outputDimensionality": 8,
    "requests": [{"model": "models/echo", "content": {"parts": [{"text": "a"}]}}],
}  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**40, -(2**63), 1.5, 1e308, "", "x", "\ud7ff\x00\n", "data:image/png;base64,AA",
    "http://127.0.0.1/x", "x" * 3000, [], {}, [[]], [{}], [None], {"type": "text"}, {"a": {"b": {"c": []}}},
    [1, "a", None, {}], {"role": "user"}, {"type": "function"}, [["a", "b"], 3],
)  # fmt: skip


def valid_body(endpoint: Endpoint) -> dict[str, Any]:
    """A request with every field that the endpoint's dialect knows."""
    if endpoint.dialect is Dialect.GEMINI:
        return GEMINI_EMBED if endpoint.mode is Mode.EMBEDDINGS else GEMINI
    if endpoint.dialect is not Dialect.OPENAI_CHAT:
        return {Dialect.ANTHROPIC: ANTHROPIC, Dialect.OPENAI_RESPONSES: RESPONSES, Dialect.OLLAMA: OLLAMA}[
            endpoint.dialect
        ]
    if endpoint.mode is Mode.CHAT:
        return OPENAI_CHAT
    return OPENAI_OTHERS | ({"input": "hi"} if endpoint.mode is Mode.SPEECH else {})


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) inside a JSON value."""
    found: list[tuple[Any, Any]] = []
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        found += [(value, key), *places(member)]
    return found


def damaged(body: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The body with one to three places changed, removed or doubled."""
    body = copy.deepcopy(body)
    for _ in range(chance.randrange(1, 4)):
        found = places(body)
        if not found:
            break
        container, key = chance.choice(found)
        what = chance.random()
        if what < 0.7:
            container[key] = copy.deepcopy(chance.choice(VALUES))
        elif what < 0.85:
            del container[key]
        elif isinstance(container, list):
            container.insert(key, copy.deepcopy(container[key]))
        else:
            container[f"{key}_unknown"] = container[key]
    return body


JSON_ENDPOINTS = [
    endpoint for endpoint in ENDPOINTS if endpoint.body is BodyKind.JSON and endpoint.mode is not Mode.RERANK
]
"""The echo, which answers here, does not rank."""


@pytest.mark.parametrize("endpoint", JSON_ENDPOINTS, ids=lambda endpoint: endpoint.path)
async def test_any_json_is_answered_or_refused(harness: Harness, endpoint: Endpoint) -> None:
    seed = int(os.environ.get("HOSTILE_SEED") or random.SystemRandom().randrange(1 << 32))
    print(f"HOSTILE_SEED={seed}")
    chance = random.Random(seed)
    key = await harness.token("budgeted", budget_usd="100000", tpm=10**9)
    path = endpoint.path.replace("{model}", "echo")
    good = await harness.ask(valid_body(endpoint), path)
    assert good.status == 200, (path, good.body)
    answered = 0
    for _ in range(60):
        body = damaged(valid_body(endpoint), chance)
        if "stream" in body and chance.random() < 0.5 and endpoint.streaming is Streaming.FIELD:
            body["stream"] = True
        raw = orjson.dumps(body)
        reply = await harness.ask(raw, path, key=key)
        assert reply.status in {200, 400, 403, 404, 413, 422, 429, 501}, (path, reply.status, raw, reply.body[:500])
        assert not reply.broken
        if reply.status != 200:
            assert orjson.loads(reply.body)["error"], raw
        answered += reply.status == 200
    assert answered
    await harness.idle()
