"""The conversation model into a Hunyuan chat request."""

from dataclasses import replace

from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.alternating import alternating
from oneapi_desktop.dialects.conversation import (
    CacheMarks,
    Capabilities,
    ChatRequest,
    ChatThinking,
    ChatVendor,
    FormatKind,
    JsonObject,
    Notes,
    ResponseFormat,
    TextPart,
)
from oneapi_desktop.dialects.json_reading import as_object, as_objects, as_text, dump_text
from oneapi_desktop.dialects.plain_text import format_sentences
from oneapi_desktop.dialects.tool_bridge import ToolBridge

_VENDOR = ChatVendor(
    max_tokens_field="max_tokens",
    thinking=ChatThinking.FLAG,
    string_content=True,
    stream_usage=False,
    custom_tools=False,
    allowed_tools=False,
    files=False,
    strict=False,
    openai_fields=False,
)
_NAMES = {
    "stream": "Stream",
    "temperature": "Temperature",
    "top_p": "TopP",
    "stop": "Stop",
    "seed": "Seed",
    "enable_thinking": "EnableThinking",
}
_TOLD_OTHERWISE = frozenset({"model", "messages", "tools", "tool_choice", "stream_options"})
_SEMANTIC = frozenset({"logit_bias", "logprobs", "top_logprobs"})


def _target(target: Capabilities) -> Capabilities:
    return replace(target, chat=_VENDOR, cache_marks=CacheMarks.NONE, files=False, audio=False, multiple=False)


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """The names of this request's tools at the target; also undoes them in the answer."""
    return openai_chat.tool_bridge(request, _target(target))


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body and what it could not carry. Raises DialectError."""
    told = Notes()
    if request.response_format.kind is not FormatKind.TEXT:
        sentences = tuple(TextPart(sentence) for sentence in format_sentences(request, told))
        request = replace(request, system=request.system + sentences, response_format=ResponseFormat())
    chat, notes = openai_chat.build_request(request, _target(target))
    for note in told:
        notes.append(note)
    messages = alternating(as_objects(chat.get("messages")), notes)
    body: JsonObject = {"Model": chat["model"], "Messages": list(map(_message, messages))}
    body["Stream"] = False
    body |= {own: chat[name] for name, own in _NAMES.items() if name in chat}
    _build_tools(chat, body, notes)
    for name in chat.keys() - _NAMES.keys() - _TOLD_OTHERWISE:
        notes.dropped(name, "Hunyuan has no such field", semantic=name in _SEMANTIC)
    return body, notes


def _build_tools(chat: JsonObject, body: JsonObject, notes: Notes) -> None:
    tools = [_tool(as_object(tool.get("function"))) for tool in as_objects(chat.get("tools"))]
    if not tools:
        return
    body["Tools"] = tools
    choice = chat.get("tool_choice")
    if isinstance(choice, dict):
        name = as_text(as_object(choice.get("function")).get("name"))
        body["ToolChoice"] = "custom"
        body["CustomTool"] = next((tool for tool in tools if tool["Function"]["Name"] == name), tools[0])
    elif choice == "required":
        notes.changed("tool_choice", "Hunyuan can only be told which tool to call", semantic=True)
    elif choice:
        body["ToolChoice"] = choice


def _tool(function: JsonObject) -> JsonObject:
    parameters = as_object(function.get("parameters")) or {"type": "object", "properties": {}}
    told: JsonObject = {"Name": as_text(function.get("name")), "Parameters": dump_text(parameters)}
    if function.get("description"):
        told["Description"] = function["description"]
    return {"Type": "function", "Function": told}


def _message(message: JsonObject) -> JsonObject:
    content = message.get("content")
    told: JsonObject = {"Role": message["role"]}
    if isinstance(content, list):
        told["Contents"] = [_block(block) for block in as_objects(content)]
    else:
        told["Content"] = as_text(content)
    if message.get("tool_calls"):
        told["ToolCalls"] = [_call(call) for call in as_objects(message["tool_calls"])]
    if message.get("tool_call_id"):
        told["ToolCallId"] = message["tool_call_id"]
    return told


def _block(block: JsonObject) -> JsonObject:
    if block.get("type") == "image_url":
        return {"Type": "image_url", "ImageUrl": {"Url": as_text(as_object(block.get("image_url")).get("url"))}}
    return {"Type": "text", "Text": as_text(block.get("text"))}


def _call(call: JsonObject) -> JsonObject:
    function = as_object(call.get("function"))
    told = {"Name": as_text(function.get("name")), "Arguments": as_text(function.get("arguments"))}
    return {"Id": call.get("id"), "Type": "function", "Function": told}
