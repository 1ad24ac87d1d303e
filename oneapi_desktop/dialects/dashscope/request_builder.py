"""The conversation model into a DashScope generation request."""

import re
from dataclasses import replace

from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.conversation import (
    CacheMarks,
    Capabilities,
    ChatRequest,
    ChatThinking,
    ChatVendor,
    Dialect,
    JsonObject,
    Notes,
    ReasoningReplay,
)
from oneapi_desktop.dialects.json_reading import as_object, as_objects, as_text
from oneapi_desktop.dialects.tool_bridge import ToolBridge

DIALECT = Dialect.DASHSCOPE
SEARCHING = "-internet"
"""Ending of a model's name that asks for a search of the web."""
HIGHEST_TOP_P = 0.9999

_VENDOR = ChatVendor(
    max_tokens_field="max_tokens",
    thinking=ChatThinking.FLAG,
    replay=ReasoningReplay.CONTENT,
    string_content=True,
    stream_usage=False,
    custom_tools=False,
    allowed_tools=False,
    files=False,
    openai_fields=False,
)
_PARAMETERS = frozenset(
    {
        "max_tokens", "temperature", "top_p", "top_k", "seed", "stop", "n", "presence_penalty", "tools", "tool_choice",
        "parallel_tool_calls", "response_format", "enable_thinking", "thinking_budget", "logprobs", "top_logprobs",
        "enable_search", "search_options", "repetition_penalty",
    }
)  # fmt: skip
_SEMANTIC = frozenset({"logit_bias"})
_MULTIMODAL = re.compile(r"-vl\b|-vl-|-ocr|-omni|-audio|^qvq|^qwen3\.[5-9]-|^qwen[4-9]")
"""Models that answer at the multimodal address even when they are asked in words only."""


_HYBRID = re.compile(r"qwen3-\d+(?:\.\d+)?b(?:-a\d+b)?$")
"""Open models that think unless they are told not to, and refuse to do so outside a stream."""


def is_multimodal(model: str) -> bool:
    """Whether a model belongs to multimodal generation."""
    return _MULTIMODAL.search(model.lower()) is not None


def _target(target: Capabilities) -> Capabilities:
    return replace(target, chat=_VENDOR, cache_marks=CacheMarks.NONE)


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """The names of this request's tools at the target; also undoes them in the answer."""
    return openai_chat.tool_bridge(request, _target(target))


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body for the target and what it could not carry. Raises DialectError."""
    chat, notes = openai_chat.build_request(request, _target(target))
    model = as_text(chat["model"])
    parameters: JsonObject = {"result_format": "message"}
    if model.endswith(SEARCHING):
        model = model.removesuffix(SEARCHING)
        parameters["enable_search"] = True
    if request.stream:
        parameters["incremental_output"] = True
    parameters |= {name: value for name, value in chat.items() if name in _PARAMETERS}
    if not request.stream and _HYBRID.match(model):
        if parameters.get("enable_thinking"):
            notes.changed("reasoning", "the model thinks in streams only", semantic=True)
        parameters["enable_thinking"] = False
    for name in chat.keys() - _PARAMETERS - {"model", "messages", "stream", "stream_options"}:
        notes.dropped(name, "DashScope has no such field", semantic=name in _SEMANTIC)
    if parameters.get("tool_choice") == "required":
        notes.changed("tool_choice", "DashScope can only be told which tool to call", semantic=True)
        parameters["tool_choice"] = "auto"
    top_p = parameters.get("top_p")
    if isinstance(top_p, int | float) and top_p > HIGHEST_TOP_P:
        parameters["top_p"] = HIGHEST_TOP_P
    messages = as_objects(chat.get("messages"))
    if is_multimodal(model) or any(_has_media(message) for message in messages):
        messages = [_multimodal(message) for message in messages]
    else:
        messages = [_plain(message) for message in messages]
    return {"model": model, "input": {"messages": messages}, "parameters": parameters}, notes


def _has_media(message: JsonObject) -> bool:
    return any(block.get("type") in ("image_url", "input_audio") for block in as_objects(message.get("content")))


def _plain(message: JsonObject) -> JsonObject:
    """A message of text generation: its content is a string."""
    content = message.get("content")
    if isinstance(content, list):
        content = "\n\n".join(as_text(block.get("text")) for block in as_objects(content))
    return {**message, "content": content or ""}


def _multimodal(message: JsonObject) -> JsonObject:
    """A message of multimodal generation: its content is a list of one-key objects."""
    content = message.get("content")
    if isinstance(content, list):
        return {**message, "content": [_block(block) for block in as_objects(content)]}
    return {**message, "content": [{"text": content}] if content else []}


def _block(block: JsonObject) -> JsonObject:
    if block.get("type") == "image_url":
        return {"image": as_text(as_object(block.get("image_url")).get("url"))}
    if block.get("type") == "input_audio":
        audio = as_object(block.get("input_audio"))
        return {"audio": f"data:audio/{as_text(audio.get('format'))};base64,{as_text(audio.get('data'))}"}
    return {"text": as_text(block.get("text"))}
