"""Clients of the five spoken dialects, written by hand: what each sends, and how each reads its answers.

Nothing here uses the codecs under test.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson

from oneapi_desktop.dialects.conversation import Dialect

PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
SCHEMA = {
    "type": "object",
    "properties": {"marker_city": {"type": "string"}},
    "required": ["marker_city"],
    "additionalProperties": False,
}
TOOLS = {
    "get_weather": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    "get_time": {"type": "object", "properties": {"zone": {"type": "string"}}, "required": ["zone"]},
}

Json = dict[str, Any]


@dataclass
class Seen:
    """What a client understood of an answer. ``ended`` is how its dialect says that a stream is over."""

    text: str = ""
    reasoning: str = ""
    calls: list[tuple[str, Json]] = field(default_factory=list)
    finish: str = ""
    prompt: int = 0
    completion: int = 0
    error: str = ""
    ended: bool = False


@dataclass(frozen=True)
class Client:
    """One dialect from outside. ``path`` holds {model}; ``streamed_path`` where streams differ."""

    dialect: Dialect
    path: str
    streamed_path: str
    body: Callable[[str, str, bool], Json]
    read: Callable[[Json], Seen]
    read_stream: Callable[[bytes], Seen]
    error_of: Callable[[Json], str]


def events(body: bytes) -> list[tuple[str, bytes]]:
    """Names and data of a stream of events."""
    found = []
    for block in body.split(b"\n\n"):
        name, data = "", b""
        for line in block.split(b"\n"):
            if line.startswith(b"event: "):
                name = line[7:].decode()
            elif line.startswith(b"data: "):
                data = line[6:]
        if data:
            found.append((name, data))
    return found


# OpenAI Chat Completions


def chat_request(scenario: str, model: str, stream: bool) -> Json:
    content: Any = "marker question"
    body: Json = {"model": model}
    if scenario == "image":
        content = [
            {"type": "text", "text": content},
            {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PICTURE}"}},
        ]
    body["messages"] = [{"role": "user", "content": content}]
    if scenario in ("tools", "parallel tools"):
        body["tools"] = [
            {"type": "function", "function": {"name": n, "description": n, "parameters": s}} for n, s in TOOLS.items()
        ]
    if scenario == "reasoning":
        body["reasoning_effort"] = "high"
    if scenario == "structured output":
        body["response_format"] = {"type": "json_schema", "json_schema": {"name": "city", "schema": SCHEMA}}
    if stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    return body


def chat_answer(body: Json) -> Seen:
    message, usage = body["choices"][0]["message"], body.get("usage") or {}
    calls = [(c["function"]["name"], orjson.loads(c["function"]["arguments"])) for c in message.get("tool_calls") or []]
    return Seen(
        message.get("content") or "",
        message.get("reasoning_content") or "",
        calls,
        body["choices"][0]["finish_reason"],
        usage.get("prompt_tokens", 0),
        usage.get("completion_tokens", 0),
    )


def chat_stream(body: bytes) -> Seen:
    seen, calls = Seen(), {}
    for _, data in events(body):
        assert not seen.ended
        if data == b"[DONE]":
            seen.ended = True
            continue
        chunk = orjson.loads(data)
        if "error" in chunk:
            seen.error = chunk["error"]["message"]
            continue
        usage = chunk.get("usage") or {}
        seen.prompt = usage.get("prompt_tokens", seen.prompt)
        seen.completion = usage.get("completion_tokens", seen.completion)
        for choice in chunk["choices"]:
            delta = choice["delta"]
            seen.text += delta.get("content") or ""
            seen.reasoning += delta.get("reasoning_content") or ""
            seen.finish = choice["finish_reason"] or seen.finish
            for call in delta.get("tool_calls") or []:
                entry = calls.setdefault(call["index"], ["", ""])
                function = call.get("function") or {}
                entry[0] += function.get("name") or ""
                entry[1] += function.get("arguments") or ""
    seen.calls = [(name, orjson.loads(arguments)) for _, (name, arguments) in sorted(calls.items())]
    return seen


# OpenAI Responses


def responses_request(scenario: str, model: str, stream: bool) -> Json:
    content: list[Json] = [{"type": "input_text", "text": "marker question"}]
    if scenario == "image":
        content.append({"type": "input_image", "image_url": f"data:image/png;base64,{PICTURE}"})
    body: Json = {"model": model, "input": [{"role": "user", "content": content}], "store": False}
    if scenario in ("tools", "parallel tools"):
        body["tools"] = [{"type": "function", "name": n, "description": n, "parameters": s} for n, s in TOOLS.items()]
    if scenario == "reasoning":
        body["reasoning"] = {"effort": "high", "summary": "auto"}
    if scenario == "structured output":
        body["text"] = {"format": {"type": "json_schema", "name": "city", "schema": SCHEMA}}
    return body | ({"stream": True} if stream else {})


def responses_answer(body: Json) -> Seen:
    seen = Seen(finish=body["status"], ended=True)
    for item in body["output"]:
        if item["type"] == "message":
            seen.text += "".join(part.get("text", "") for part in item["content"])
        elif item["type"] == "reasoning":
            seen.reasoning += "".join(part["text"] for part in item["summary"] + (item.get("content") or []))
        elif item["type"] == "function_call":
            seen.calls.append((item["name"], orjson.loads(item["arguments"])))
    usage = body.get("usage") or {}
    seen.prompt, seen.completion = usage.get("input_tokens", 0), usage.get("output_tokens", 0)
    if body.get("error"):
        seen.error = body["error"]["message"]
    return seen


def responses_stream(body: bytes) -> Seen:
    found = events(body)
    sequence = [orjson.loads(data) for _, data in found]
    assert [name for name, _ in found] == [event["type"] for event in sequence]
    assert [event["sequence_number"] for event in sequence] == list(range(len(sequence)))
    last = sequence[-1]
    if last["type"] == "error":
        return Seen(error=last["message"], ended=True)
    assert last["type"] in ("response.completed", "response.incomplete", "response.failed")
    seen = responses_answer(last["response"])
    deltas = "".join(event["delta"] for event in sequence if event["type"] == "response.output_text.delta")
    added = [event["item"]["id"] for event in sequence if event["type"] == "response.output_item.added"]
    if last["type"] != "response.failed":
        assert deltas == seen.text
        assert added == [item["id"] for item in last["response"]["output"]]
    return seen


# Anthropic Messages


def messages_request(scenario: str, model: str, stream: bool) -> Json:
    content: list[Json] = [{"type": "text", "text": "marker question"}]
    if scenario == "image":
        source = {"type": "base64", "media_type": "image/png", "data": PICTURE}
        content.append({"type": "image", "source": source})
    body: Json = {"model": model, "max_tokens": 8000, "messages": [{"role": "user", "content": content}]}
    if scenario in ("tools", "parallel tools"):
        body["tools"] = [{"name": n, "description": n, "input_schema": s} for n, s in TOOLS.items()]
    if scenario == "reasoning":
        body["thinking"] = {"type": "enabled", "budget_tokens": 4096}
    if scenario == "structured output":
        body["output_config"] = {"format": {"type": "json_schema", "schema": SCHEMA}}
    return body | ({"stream": True} if stream else {})


def messages_answer(body: Json) -> Seen:
    seen = Seen(finish=body["stop_reason"] or "", ended=True)
    for block in body["content"]:
        if block["type"] == "text":
            seen.text += block["text"]
        elif block["type"] == "thinking":
            seen.reasoning += block["thinking"]
        elif block["type"] == "tool_use":
            seen.calls.append((block["name"], block["input"]))
    seen.prompt, seen.completion = body["usage"]["input_tokens"], body["usage"]["output_tokens"]
    return seen


def messages_stream(body: bytes) -> Seen:
    message: Json = {}
    blocks: list[Json] = []
    texts: list[str] = []
    error, ended, is_open = "", False, False
    for name, data in events(body):
        event = orjson.loads(data)
        assert name == event["type"]
        assert not ended
        match event["type"]:
            case "message_start":
                assert not message
                message = event["message"]
            case "content_block_start":
                assert event["index"] == len(blocks)
                assert not is_open
                is_open = True
                blocks.append(event["content_block"])
                texts.append("")
            case "content_block_delta":
                assert is_open
                delta = event["delta"]
                texts[event["index"]] += delta.get("text") or delta.get("thinking") or delta.get("partial_json") or ""
            case "content_block_stop":
                is_open = False
            case "message_delta":
                message |= event["delta"]
                message["usage"] |= event["usage"]
            case "message_stop":
                ended = True
            case "error":
                error, ended = event["error"]["message"], True
    assert not is_open
    for block, text in zip(blocks, texts, strict=True):
        if block["type"] == "tool_use":
            block["input"] = orjson.loads(text)
        elif block["type"] in ("text", "thinking"):
            block[block["type"]] += text
    seen = messages_answer(message | {"content": blocks}) if message else Seen()
    seen.error, seen.ended = error, ended
    return seen


# Gemini


def gemini_request(scenario: str, model: str, stream: bool) -> Json:
    parts: list[Json] = [{"text": "marker question"}]
    if scenario == "image":
        parts.append({"inlineData": {"mimeType": "image/png", "data": PICTURE}})
    body: Json = {"contents": [{"role": "user", "parts": parts}]}
    if scenario in ("tools", "parallel tools"):
        declarations = [{"name": n, "description": n, "parametersJsonSchema": s} for n, s in TOOLS.items()]
        body["tools"] = [{"functionDeclarations": declarations}]
    if scenario == "reasoning":
        body["generationConfig"] = {"thinkingConfig": {"includeThoughts": True, "thinkingLevel": "HIGH"}}
    if scenario == "structured output":
        body["generationConfig"] = {"responseMimeType": "application/json", "responseJsonSchema": SCHEMA}
    return body


def gemini_answer(body: Json) -> Seen:
    return _gemini_seen([body])


def _gemini_seen(answers: list[Json]) -> Seen:
    seen = Seen(ended=True)
    for body in answers:
        if "error" in body:
            assert next(iter(body)) == "error"
            seen.error = body["error"]["message"]
            continue
        for candidate in body.get("candidates", []):
            seen.finish = candidate.get("finishReason", seen.finish)
            for part in candidate.get("content", {}).get("parts", []):
                if part.get("thought"):
                    seen.reasoning += part["text"]
                elif "functionCall" in part:
                    seen.calls.append((part["functionCall"]["name"], part["functionCall"]["args"]))
                else:
                    seen.text += part.get("text", "")
        usage = body.get("usageMetadata") or {}
        seen.prompt = usage.get("promptTokenCount", seen.prompt)
        seen.completion = usage.get("candidatesTokenCount", 0) + usage.get("thoughtsTokenCount", 0) or seen.completion
    return seen


def gemini_stream(body: bytes) -> Seen:
    seen = _gemini_seen([orjson.loads(data) for _, data in events(body)])
    seen.ended = bool(seen.finish or seen.error)
    return seen


# Ollama


def ollama_request(scenario: str, model: str, stream: bool) -> Json:
    message: Json = {"role": "user", "content": "marker question"}
    if scenario == "image":
        message["images"] = [PICTURE]
    body: Json = {"model": model, "messages": [message], "stream": stream}
    if scenario in ("tools", "parallel tools"):
        body["tools"] = [
            {"type": "function", "function": {"name": n, "description": n, "parameters": s}} for n, s in TOOLS.items()
        ]
    if scenario == "reasoning":
        body["think"] = True
    if scenario == "structured output":
        body["format"] = SCHEMA
    return body


def ollama_answer(body: Json) -> Seen:
    return _ollama_seen([body])


def _ollama_seen(lines: list[Json]) -> Seen:
    seen = Seen()
    for line in lines:
        assert not seen.ended
        if "error" in line:
            seen.error, seen.ended = line["error"], True
            continue
        message = line["message"]
        seen.text += message.get("content") or ""
        seen.reasoning += message.get("thinking") or ""
        seen.calls += [(c["function"]["name"], c["function"]["arguments"]) for c in message.get("tool_calls") or []]
        if line["done"]:
            seen.ended, seen.finish = True, line.get("done_reason", "")
            seen.prompt, seen.completion = line.get("prompt_eval_count", 0), line.get("eval_count", 0)
    return seen


def ollama_stream(body: bytes) -> Seen:
    return _ollama_seen([orjson.loads(line) for line in body.splitlines() if line])


def _error_message(body: Json) -> str:
    error = body["error"]
    return error if isinstance(error, str) else str(error["message"])


CLIENTS = (
    Client(
        Dialect.OPENAI_CHAT,
        "/v1/chat/completions",
        "/v1/chat/completions",
        chat_request,
        chat_answer,
        chat_stream,
        _error_message,
    ),
    Client(
        Dialect.OPENAI_RESPONSES,
        "/v1/responses",
        "/v1/responses",
        responses_request,
        responses_answer,
        responses_stream,
        _error_message,
    ),
    Client(
        Dialect.ANTHROPIC,
        "/v1/messages",
        "/v1/messages",
        messages_request,
        messages_answer,
        messages_stream,
        _error_message,
    ),
    Client(
        Dialect.GEMINI,
        "/v1beta/models/{model}:generateContent",
        "/v1beta/models/{model}:streamGenerateContent?alt=sse",
        gemini_request,
        gemini_answer,
        gemini_stream,
        _error_message,
    ),
    Client(Dialect.OLLAMA, "/api/chat", "/api/chat", ollama_request, ollama_answer, ollama_stream, _error_message),
)
