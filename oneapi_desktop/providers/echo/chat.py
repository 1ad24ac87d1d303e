"""Chat completions of the echo: text, tool calls, structured output."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import orjson

from oneapi_desktop.providers.echo.answers import JSON_TYPE, EchoAnswer, bad_field, count_tokens, whole
from oneapi_desktop.providers.echo.directives import Directives, read_directives
from oneapi_desktop.providers.echo.reply import (
    Reply,
    Stamp,
    choice_count,
    chunk,
    limit,
    model_of,
    pieces,
    repeated,
    streamed,
    usage_of,
)
from oneapi_desktop.providers.echo.schema import satisfy

IMAGE_TOKENS = 85


def chat_completion(body: dict[str, Any], stamp: Stamp) -> EchoAnswer:
    """Answer a chat completion. Raises EchoRefusal."""
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages:
        raise bad_field("messages", "messages must be a list with at least one message")
    for number, message in enumerate(messages):
        if not isinstance(message, dict) or not isinstance(message.get("role"), str):
            raise bad_field(f"messages[{number}]", "a message must be an object with a role")
    directives = read_directives(_last_user_text(messages), "messages")
    if directives.error is not None and messages[-1]["role"] != "tool":
        raise directives.error
    reply = _reply_to(body, messages, directives, stamp)
    choices = choice_count(body)
    limit(reply, body, choices)
    usage = None
    if directives.usage:
        completion, reasoning = reply.tokens()
        usage = usage_of(_prompt_tokens(body, messages), completion * choices, reasoning * choices)
    common = {"created": stamp.created, "model": model_of(body), "system_fingerprint": "fp_echo"}
    if body.get("stream") is not True:
        document = {"id": stamp.id("chatcmpl-"), "object": "chat.completion", **common}
        document["choices"] = [
            {"index": i, "message": _message(reply), "logprobs": None, "finish_reason": reply.finish}
            for i in range(choices)
        ]
        if usage is not None:
            document["usage"] = usage
        return whole(orjson.dumps(document), JSON_TYPE, directives.delay, directives.cut)
    head = {"id": stamp.id("chatcmpl-"), "object": "chat.completion.chunk", **common}
    return streamed(_chat_frames(head, reply, choices, body), head, usage, directives, body)


def _reply_to(body: dict[str, Any], messages: list[Any], directives: Directives, stamp: Stamp) -> Reply:
    if messages[-1]["role"] == "tool":
        return Reply(text=_tool_results(messages), repeat=directives.repeat, reasoning=directives.reasoning)
    tools = _tools(body)
    calls = _forced_calls(body.get("tool_choice"), tools)
    if body.get("tool_choice") != "none" and directives.calls:
        calls = list(directives.calls)
    if calls:
        made = [
            {
                "id": f"call_echo{stamp.digest[:16]}{i}",
                "type": "function",
                "function": {"name": name, "arguments": _arguments(tools.get(name), written)},
            }
            for i, (name, written) in enumerate(calls)
        ]
        return Reply(calls=made, reasoning=directives.reasoning, finish="tool_calls")
    text, structured = _formatted(body.get("response_format"), directives.text)
    repeat = 1 if structured else directives.repeat
    return Reply(text=text, repeat=repeat, reasoning=directives.reasoning, structured=structured)


def _formatted(wanted: Any, text: str) -> tuple[str, bool]:
    if not isinstance(wanted, dict):
        return text, False
    if wanted.get("type") == "json_schema":
        described = wanted.get("json_schema")
        if not isinstance(described, dict) or not isinstance(described.get("schema"), dict):
            raise bad_field("response_format", "response_format.json_schema needs an object 'schema'")
        return _json_text(satisfy(described["schema"])), True
    if wanted.get("type") == "json_object":
        return _json_text({"echo": text}), True
    return text, False


def _json_text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _tools(body: dict[str, Any]) -> dict[str, Any]:
    declared = body.get("tools")
    if declared is None:
        return {}
    if not isinstance(declared, list):
        raise bad_field("tools", "tools must be a list")
    found: dict[str, Any] = {}
    for number, tool in enumerate(declared):
        function = tool.get("function") if isinstance(tool, dict) else None
        if not isinstance(function, dict) or not isinstance(function.get("name"), str):
            raise bad_field(f"tools[{number}]", "the echo knows tools of type function, which have a name")
        found[function["name"]] = function.get("parameters")
    return found


def _forced_calls(choice: Any, tools: dict[str, Any]) -> list[tuple[str, str | None]]:
    if choice == "required":
        if not tools:
            raise bad_field("tool_choice", "tool_choice 'required' needs tools to choose from")
        return [(next(iter(tools)), None)]
    if not isinstance(choice, dict):
        return []
    function = choice.get("function")
    name = function.get("name") if isinstance(function, dict) else None
    if not isinstance(name, str) or name not in tools:
        raise bad_field("tool_choice", "tool_choice names a function that is not among the tools")
    return [(name, None)]


def _arguments(parameters: Any, written: str | None) -> str:
    if written is not None:
        return written
    if not parameters:
        return "{}"
    return _json_text(satisfy(parameters, field="tools"))


def _tool_results(messages: list[Any]) -> str:
    names: dict[str, str] = {}
    for message in messages:
        calls = message.get("tool_calls")
        for call in calls if isinstance(calls, list) else ():
            function = call.get("function") if isinstance(call, dict) else None
            if isinstance(function, dict):
                names[str(call.get("id"))] = str(function.get("name"))
    first = len(messages)
    while first > 0 and messages[first - 1]["role"] == "tool":
        first -= 1
    return "\n".join(
        f"Result of {names.get(str(message.get('tool_call_id')), 'the tool')}: {_content_text(message.get('content'))}"
        for message in messages[first:]
    )


def _last_user_text(messages: list[Any]) -> str:
    for message in reversed(messages):
        if message["role"] == "user":
            return _content_text(message.get("content"))
    return _content_text(messages[-1].get("content"))


def _content_text(content: Any) -> str:
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return ""
    texts = []
    for part in content:
        if isinstance(part, str):
            texts.append(part)
        elif isinstance(part, dict):
            text = part.get("text")
            texts.append(text if isinstance(text, str) else f"[{part.get('type', 'part')}]")
    return "\n".join(texts)


def _prompt_tokens(body: dict[str, Any], messages: list[Any]) -> int:
    total = 0
    for message in messages:
        content = message.get("content")
        total += 1 + count_tokens(_content_text(content))
        if isinstance(content, list):
            total += sum(IMAGE_TOKENS for part in content if isinstance(part, dict) and part.get("type") == "image_url")
    tools = body.get("tools")
    return total + (count_tokens(_json_text(tools)) if tools else 0)


def _message(reply: Reply) -> dict[str, Any]:
    content = None if reply.calls else reply.whole_text()
    message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": None}
    if reply.reasoning:
        message["reasoning_content"] = reply.reasoning
    if reply.calls:
        message["tool_calls"] = reply.calls
    return message


def _content_frame(frame: Callable[[dict[str, Any]], bytes], piece: str) -> bytes:
    return frame({"content": piece})


def _chat_frames(head: dict[str, Any], reply: Reply, choices: int, body: dict[str, Any]) -> list[bytes]:
    frames: list[bytes] = []
    for index in range(choices):

        def frame(delta: dict[str, Any], finish: str | None = None, index: int = index) -> bytes:
            return chunk(head, [{"index": index, "delta": delta, "logprobs": None, "finish_reason": finish}], body)

        frames.append(frame({"role": "assistant", "content": None if reply.calls else "", "refusal": None}))
        frames += [frame({"reasoning_content": piece}) for piece in pieces(reply.reasoning, False)]
        if reply.calls:
            for number, call in enumerate(reply.calls):
                function = {"name": call["function"]["name"], "arguments": ""}
                begun = {"index": number, "id": call["id"], "type": "function", "function": function}
                frames.append(frame({"tool_calls": [begun]}))
                frames += [
                    frame({"tool_calls": [{"index": number, "function": {"arguments": piece}}]})
                    for piece in pieces(call["function"]["arguments"], True)
                ]
        else:
            frames += repeated(reply, partial(_content_frame, frame))
        frames.append(frame({}, reply.finish))
    return frames
