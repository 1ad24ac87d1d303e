"""DashScope's answers, whole and streamed, read as the chats of OpenAI's format that they hold."""

from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.conversation import ChatResponse, JsonObject, bad_upstream
from oneapi_desktop.dialects.dashscope.errors import failure_of
from oneapi_desktop.dialects.json_reading import as_list, as_object, as_objects, as_text, load_answer

UNFINISHED = "null"
"""What ``finish_reason`` says, as a string, while there is more to come."""


def as_usage(usage: JsonObject) -> JsonObject:
    """Token counts in Chat Completions' shape."""
    inputs, outputs = as_object(usage.get("prompt_tokens_details")), as_object(usage.get("output_tokens_details"))
    return {
        "prompt_tokens": usage.get("input_tokens", usage.get("total_tokens")),
        "completion_tokens": usage.get("output_tokens"),
        "prompt_tokens_details": inputs,
        "completion_tokens_details": outputs,
    }


def _message(message: JsonObject) -> JsonObject:
    """A message whose content is a string, also where it came as a list of texts."""
    content = message.get("content")
    if isinstance(content, list):
        texts = [
            as_text(piece if isinstance(piece, str) else as_object(piece).get("text")) for piece in as_list(content)
        ]
        return {**message, "content": "".join(texts)}
    return message


def _choices(output: JsonObject, key: str) -> list[JsonObject]:
    found = as_objects(output.get("choices"))
    if not found and isinstance(output.get("text"), str):
        # Old models answer with a bare text whatever result_format says.
        found = [{"message": {"content": output["text"]}, "finish_reason": output.get("finish_reason")}]
    choices: list[JsonObject] = []
    for index, choice in enumerate(found):
        finish = as_text(choice.get("finish_reason"))
        choices.append(
            {
                "index": choice.get("index", index),
                key: _message(as_object(choice.get("message"))),
                "finish_reason": None if finish in ("", UNFINISHED) else finish,
                "logprobs": choice.get("logprobs"),
            }
        )
    return choices


def _as_chat(body: JsonObject, key: str) -> JsonObject:
    chat: JsonObject = {
        "id": as_text(body.get("request_id")),
        "choices": _choices(as_object(body.get("output")), key),
    }
    usage = as_object(body.get("usage"))
    if usage:
        chat["usage"] = as_usage(usage)
    return chat


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError."""
    body = load_answer(raw)
    error = failure_of(body)
    if error is not None:
        raise error
    if not as_object(body.get("output")):
        raise bad_upstream(as_text(body.get("message")) or "the upstream's answer has no output")
    return openai_chat.parse_response(_as_chat(body, "message"), credential)


class StreamParser(openai_chat.StreamParser):
    """Reads ``data:{output, usage}`` events; the stream ends when the upstream closes."""

    def _object(self, value: JsonObject) -> None:
        error = failure_of(value)
        if error is not None:
            raise error
        super()._object(_as_chat(value, "delta"))
