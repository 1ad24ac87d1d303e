"""The conversation model into an ERNIE chat request."""

from dataclasses import replace

from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.alternating import alternating, text_of
from oneapi_desktop.dialects.conversation import (
    CacheMarks,
    Capabilities,
    ChatRequest,
    ChatVendor,
    JsonObject,
    Notes,
    ThinkingStyle,
)
from oneapi_desktop.dialects.json_reading import as_object, as_objects, as_text
from oneapi_desktop.dialects.tool_bridge import ToolBridge

LEAST_OUTPUT = 2
LEAST_TEMPERATURE, MOST_TEMPERATURE = 0.01, 1.0
LEAST_PENALTY, MOST_PENALTY = 1.0, 2.0

_VENDOR = ChatVendor(
    max_tokens_field="max_output_tokens",
    string_content=True,
    stream_usage=False,
    custom_tools=False,
    allowed_tools=False,
    files=False,
    json_schema=False,
    strict=False,
    openai_fields=False,
)
_SAME = frozenset({"max_output_tokens", "top_p", "stop", "stream"})
_TOLD_OTHERWISE = frozenset(
    {"model", "messages", "tools", "tool_choice", "temperature", "frequency_penalty", "response_format", "user",
     "stream_options", "parallel_tool_calls"}
)  # fmt: skip
_SEMANTIC = frozenset({"logit_bias", "logprobs", "top_logprobs"})


def _target(target: Capabilities) -> Capabilities:
    return replace(
        target,
        chat=_VENDOR,
        cache_marks=CacheMarks.NONE,
        images=False,
        files=False,
        audio=False,
        multiple=False,
        thinking=ThinkingStyle.NONE,
    )


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """The names of this request's tools at the target; also undoes them in the answer."""
    return openai_chat.tool_bridge(request, _target(target))


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body, whose model is in the address, and what it could not carry. Raises DialectError."""
    chat, notes = openai_chat.build_request(request, _target(target))
    messages = alternating(as_objects(chat.get("messages")), notes)
    body: JsonObject = {}
    if messages[0]["role"] == "system":
        body["system"] = as_text(messages.pop(0)["content"])
    body["messages"] = _turns(messages, notes)
    body |= {name: value for name, value in chat.items() if name in _SAME}
    if "max_output_tokens" in body:
        body["max_output_tokens"] = max(body["max_output_tokens"], LEAST_OUTPUT)
    for name, own, least, most in (
        ("temperature", "temperature", LEAST_TEMPERATURE, MOST_TEMPERATURE),
        ("frequency_penalty", "penalty_score", LEAST_PENALTY, MOST_PENALTY),
    ):
        value = chat.get(name)
        if value is not None:
            body[own] = min(max(value, least), most)
            if body[own] != value:
                notes.changed(name, f"{value:g} brought between {least:g} and {most:g}")
    if chat.get("user"):
        body["user_id"] = chat["user"]
    if chat.get("response_format"):
        body["response_format"] = "json_object"
    _build_functions(chat, body, notes)
    for name in chat.keys() - _SAME - _TOLD_OTHERWISE:
        notes.dropped(name, "ERNIE has no such field", semantic=name in _SEMANTIC)
    return body, notes


def _build_functions(chat: JsonObject, body: JsonObject, notes: Notes) -> None:
    functions = [as_object(tool.get("function")) for tool in as_objects(chat.get("tools"))]
    choice = chat.get("tool_choice")
    if not functions or choice == "none":
        return
    if len(functions) > 1 and chat.get("parallel_tool_calls") is not False:
        notes.dropped("parallel_tool_calls", "ERNIE calls one function at a time")
    empty: JsonObject = {"type": "object", "properties": {}}
    body["functions"] = [{"description": one["name"], "parameters": empty, **one} for one in functions]
    if isinstance(choice, dict):
        body["tool_choice"] = choice
    elif choice == "required":
        notes.changed("tool_choice", "ERNIE can only be told which function to call", semantic=True)


def _turns(messages: list[JsonObject], notes: Notes) -> list[JsonObject]:
    """The messages with each call and its result as a pair of turns."""
    turns: list[JsonObject] = []
    called: dict[str, JsonObject] = {}
    for message in messages:
        if message["role"] == "tool":
            function = called.pop(as_text(message.get("tool_call_id")), {})
            _append_pair(turns, function, text_of(message))
        elif message["role"] == "assistant" and message.get("tool_calls"):
            text = text_of(message)
            if text:
                notes.changed("messages", "words beside a function call are told with its result")
            for call in as_objects(message["tool_calls"]):
                called[as_text(call.get("id"))] = as_object(call.get("function"))
        elif turns and turns[-1]["role"] == "function":
            notes.changed("messages", "words behind a function's result are told with it")
            turns[-1]["content"] += "\n\n" + text_of(message)
        else:
            turns.append({"role": message["role"], "content": text_of(message)})
    return turns


def _append_pair(turns: list[JsonObject], function: JsonObject, result: str) -> None:
    name = as_text(function.get("name"))
    call = {"name": name, "arguments": as_text(function.get("arguments")) or "{}"}
    turns.append({"role": "assistant", "content": "", "function_call": call})
    turns.append({"role": "function", "name": name, "content": result or "(no output)"})
