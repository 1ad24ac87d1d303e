"""Hunyuan's answers, whole and streamed, read as the chats of OpenAI's format that they hold."""

from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.conversation import ChatResponse, JsonObject
from oneapi_desktop.dialects.json_reading import as_object, as_objects, as_text, load_answer
from oneapi_desktop.dialects.tencent_hunyuan.errors import failure_of


def as_usage(usage: JsonObject) -> JsonObject:
    """Token counts in Chat Completions' shape."""
    return {
        "prompt_tokens": usage.get("PromptTokens"),
        "completion_tokens": usage.get("CompletionTokens"),
        "total_tokens": usage.get("TotalTokens"),
    }


def _message(message: JsonObject) -> JsonObject:
    told: JsonObject = {
        "content": as_text(message.get("Content")),
        "reasoning_content": as_text(message.get("ReasoningContent")),
    }
    calls = [
        {
            "index": call.get("Index", place),
            "id": as_text(call.get("Id")),
            "type": "function",
            "function": {
                "name": as_text(as_object(call.get("Function")).get("Name")),
                "arguments": as_text(as_object(call.get("Function")).get("Arguments")),
            },
        }
        for place, call in enumerate(as_objects(message.get("ToolCalls")))
    ]
    return told | {"tool_calls": calls} if calls else told


def _as_chat(answer: JsonObject) -> JsonObject:
    choices: list[JsonObject] = []
    for place, choice in enumerate(as_objects(answer.get("Choices"))):
        told: JsonObject = {
            "index": choice.get("Index", place),
            "finish_reason": as_text(choice.get("FinishReason")) or None,
        }
        for name, own in (("Message", "message"), ("Delta", "delta")):
            if isinstance(choice.get(name), dict):
                told[own] = _message(choice[name])
        choices.append(told)
    chat: JsonObject = {
        "id": as_text(answer.get("RequestId")) or as_text(answer.get("Id")),
        "created": answer.get("Created"),
        "choices": choices,
    }
    usage = as_object(answer.get("Usage"))
    return chat | {"usage": as_usage(usage)} if usage else chat


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError."""
    body = load_answer(raw)
    error = failure_of(body)
    if error is not None:
        raise error
    return openai_chat.parse_response(_as_chat(as_object(body.get("Response")) or body), credential)


class StreamParser(openai_chat.StreamParser):
    """Reads ``data:{Choices, Usage}`` events, which have no ``Response`` around them."""

    def _object(self, value: JsonObject) -> None:
        error = failure_of(value)
        if error is not None:
            raise error
        super()._object(_as_chat(as_object(value.get("Response")) or value))
