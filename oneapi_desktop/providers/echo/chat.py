"""Chat and legacy completions: echoed text, tool calls, structured output, streams."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

import orjson

from oneapi_desktop.providers.echo.answers import (
    DONE,
    JSON_TYPE,
    EchoAnswer,
    bad_field,
    count_tokens,
    cut_to_tokens,
    event,
    stream,
    whole,
)
from oneapi_desktop.providers.echo.directives import Directives, read_directives
from oneapi_desktop.providers.echo.schema import satisfy

MAX_CHOICES = 128
MAX_STOPS = 16
MAX_ANSWER_CHARACTERS = 16_000_000
MAX_STREAM_CHUNKS = 100_000
IMAGE_TOKENS = 85
FRAGMENT = 8
"""Characters of a fragment of JSON (tool arguments, structured output) in a stream."""

_WORD = re.compile(r"\s*\S+\s*|\s+")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What marks all parts of one answer. ``digest`` is hex of the request's hash."""

    digest: str
    created: int

    def id(self, prefix: str) -> str:
        """An id of OpenAI's shape, such as ``chatcmpl-…``."""
        return f"{prefix}echo{self.digest[:24]}"


@dataclass(slots=True)
class _Reply:
    """What one answer says, before it is shaped."""

    text: str = ""
    repeat: int = 1
    calls: list[dict[str, Any]] = field(default_factory=list)
    reasoning: str = ""
    structured: bool = False
    finish: str = "stop"

    def whole_text(self) -> str:
        return self.text if self.repeat == 1 else " ".join([self.text] * self.repeat)

    def tokens(self) -> tuple[int, int]:
        """(tokens of all, tokens of the reasoning among them)."""
        reasoning = count_tokens(self.reasoning)
        spoken = count_tokens(self.text) * self.repeat
        for call in self.calls:
            spoken += count_tokens(call["function"]["name"]) + count_tokens(call["function"]["arguments"])
        return spoken + reasoning, reasoning


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
    choices = _choice_count(body)
    _limit(reply, body, choices)
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
    return _streamed(_chat_frames(head, reply, choices, body), head, usage, directives, body)


def text_completion(body: dict[str, Any], stamp: Stamp) -> EchoAnswer:
    """Answer a legacy completion; each prompt of a list gets its own choice. Raises EchoRefusal."""
    prompts = _prompts(body.get("prompt"))
    directives = read_directives(prompts[0], "prompt")
    if directives.error is not None:
        raise directives.error
    count = _choice_count(body)
    replies: list[_Reply] = []
    for number, prompt in enumerate(prompts):
        reply = _Reply(text=directives.text if number == 0 else prompt, repeat=directives.repeat)
        _limit(reply, body, count * len(prompts))
        replies += [reply] * count
    usage = None
    if directives.usage:
        usage = usage_of(sum(map(count_tokens, prompts)), sum(reply.tokens()[0] for reply in replies), 0)
    common = {
        "id": stamp.id("cmpl-"), "object": "text_completion", "created": stamp.created, "model": model_of(body),
    }  # fmt: skip
    if body.get("stream") is not True:
        choices = [
            {"text": reply.whole_text(), "index": i, "logprobs": None, "finish_reason": reply.finish}
            for i, reply in enumerate(replies)
        ]
        document = {**common, "choices": choices}
        if usage is not None:
            document["usage"] = usage
        return whole(orjson.dumps(document), JSON_TYPE, directives.delay, directives.cut)
    frames: list[bytes] = []
    for i, reply in enumerate(replies):

        def frame(text: str, finish: str | None = None, index: int = i) -> bytes:
            choice = {"text": text, "index": index, "logprobs": None, "finish_reason": finish}
            return _chunk(common, [choice], body)

        frames += _repeated(reply, frame)
        frames.append(frame("", reply.finish))
    return _streamed(frames, common, usage, directives, body)


def _reply_to(body: dict[str, Any], messages: list[Any], directives: Directives, stamp: Stamp) -> _Reply:
    if messages[-1]["role"] == "tool":
        return _Reply(text=_tool_results(messages), repeat=directives.repeat, reasoning=directives.reasoning)
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
        return _Reply(calls=made, reasoning=directives.reasoning, finish="tool_calls")
    text, structured = _formatted(body.get("response_format"), directives.text)
    repeat = 1 if structured else directives.repeat
    return _Reply(text=text, repeat=repeat, reasoning=directives.reasoning, structured=structured)


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


def _prompts(prompt: Any) -> list[str]:
    if isinstance(prompt, str):
        return [prompt]
    if isinstance(prompt, list) and prompt:
        if all(isinstance(one, str) for one in prompt):
            if len(prompt) > MAX_CHOICES:
                raise bad_field("prompt", f"at most {MAX_CHOICES} prompts")
            return prompt
        if all(isinstance(one, int) for one in prompt):
            return [" ".join(map(str, prompt))]
    raise bad_field("prompt", "prompt must be a text, a list of texts, or a list of tokens")


def _choice_count(body: dict[str, Any]) -> int:
    count = body.get("n")
    if count is None:
        return 1
    if not isinstance(count, int) or not 1 <= count <= MAX_CHOICES:
        raise bad_field("n", f"n must be a whole number from 1 to {MAX_CHOICES}")
    return count


def _limit(reply: _Reply, body: dict[str, Any], copies: int) -> None:
    """Apply max_tokens and stop, and refuse answers no memory should hold."""
    if (len(reply.text) + 1) * reply.repeat * copies > MAX_ANSWER_CHARACTERS:
        raise bad_field("messages", f"the answer would exceed {MAX_ANSWER_CHARACTERS} characters")
    if reply.calls:
        return
    stops = body.get("stop")
    stops = [stops] if isinstance(stops, str) else stops if isinstance(stops, list) else []
    if len(stops) > MAX_STOPS:
        raise bad_field("stop", f"at most {MAX_STOPS} stop sequences")
    found = [reply.whole_text().find(stop) for stop in stops if isinstance(stop, str) and stop]
    hit = min((position for position in found if position >= 0), default=None)
    if hit is not None:
        reply.text, reply.repeat = reply.whole_text()[:hit], 1
    most = body.get("max_completion_tokens", body.get("max_tokens"))
    if isinstance(most, int) and not isinstance(most, bool):
        if most < 1:
            raise bad_field("max_tokens", "max_tokens must be at least 1")
        if reply.tokens()[0] > most:
            # Reasoning counts against the limit, as it does upstream.
            left = max(0, most - count_tokens(reply.reasoning))
            reply.reasoning = cut_to_tokens(reply.reasoning, most)
            reply.text, reply.repeat = cut_to_tokens(reply.whole_text(), left), 1
            reply.finish = "length"


def _message(reply: _Reply) -> dict[str, Any]:
    content = None if reply.calls else reply.whole_text()
    message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": None}
    if reply.reasoning:
        message["reasoning_content"] = reply.reasoning
    if reply.calls:
        message["tool_calls"] = reply.calls
    return message


def usage_of(prompt: int, completion: int, reasoning: int) -> dict[str, Any]:
    return {
        "prompt_tokens": prompt,
        "completion_tokens": completion,
        "total_tokens": prompt + completion,
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": reasoning},
    }


def model_of(body: dict[str, Any]) -> str:
    model = body.get("model")
    return model if isinstance(model, str) and model else "echo"


def _wants_usage(body: dict[str, Any]) -> bool:
    options = body.get("stream_options")
    return isinstance(options, dict) and options.get("include_usage") is True


def _chunk(head: dict[str, Any], choices: list[Any], body: dict[str, Any]) -> bytes:
    document = {**head, "choices": choices}
    if _wants_usage(body):
        document["usage"] = None
    return event(document)


def _pieces(text: str, fragments: bool) -> list[str]:
    if fragments:
        return [text[i : i + FRAGMENT] for i in range(0, len(text), FRAGMENT)]
    return _WORD.findall(text)


def _repeated(reply: _Reply, frame: Any) -> list[bytes]:
    last = [frame(piece) for piece in _pieces(reply.text, reply.structured)]
    if reply.repeat == 1:
        return last
    spaced = [frame(piece) for piece in _pieces(reply.text + " ", reply.structured)]
    if len(spaced) * reply.repeat > MAX_STREAM_CHUNKS:
        raise bad_field("messages", f"/repeat would make a stream of more than {MAX_STREAM_CHUNKS} chunks")
    return spaced * (reply.repeat - 1) + last


def _chat_frames(head: dict[str, Any], reply: _Reply, choices: int, body: dict[str, Any]) -> list[bytes]:
    frames: list[bytes] = []
    for index in range(choices):

        def frame(delta: dict[str, Any], finish: str | None = None, index: int = index) -> bytes:
            return _chunk(head, [{"index": index, "delta": delta, "logprobs": None, "finish_reason": finish}], body)

        frames.append(frame({"role": "assistant", "content": None if reply.calls else "", "refusal": None}))
        frames += [frame({"reasoning_content": piece}) for piece in _pieces(reply.reasoning, False)]
        if reply.calls:
            for number, call in enumerate(reply.calls):
                function = {"name": call["function"]["name"], "arguments": ""}
                begun = {"index": number, "id": call["id"], "type": "function", "function": function}
                frames.append(frame({"tool_calls": [begun]}))
                frames += [
                    frame({"tool_calls": [{"index": number, "function": {"arguments": piece}}]})
                    for piece in _pieces(call["function"]["arguments"], True)
                ]
        else:
            frames += _repeated(reply, lambda piece, frame=frame: frame({"content": piece}))
        frames.append(frame({}, reply.finish))
    return frames


def _streamed(
    frames: list[bytes], head: dict[str, Any], usage: dict[str, Any] | None, directives: Directives,
    body: dict[str, Any],
) -> EchoAnswer:  # fmt: skip
    if usage is not None and _wants_usage(body):
        frames.append(event({**head, "choices": [], "usage": usage}))
    frames.append(DONE)
    paced = [(directives.pace, frame) for frame in frames]
    # The first chunk follows at once; only /delay holds it back.
    paced[0] = (0.0, frames[0])
    return stream(paced, directives.delay, directives.cut)
