"""Cloudflare Workers AI's own format, ``POST …/ai/run/{model}``: chats and pictures.

Answers are wrapped in ``{result, success, errors}``; a stream has a ``response`` piece in each event.
Spoken to upstreams only; chats usually go by Workers AI's compatible endpoint instead. The request is
that of Chat Completions without the model, so what that cannot carry is not carried here either, nor
are reasoning controls, log probabilities and OpenAI's own fields.
"""

from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.conversation import (
    Candidate,
    Capabilities,
    ChatRequest,
    ChatResponse,
    Dialect,
    DialectError,
    Finished,
    FinishReason,
    ImplicitParts,
    JsonObject,
    Notes,
    Part,
    Started,
    TextPart,
    ToolCall,
    UsageReport,
    bad_upstream,
    disconnected,
    settled_finish,
    unfold,
)
from oneapi_desktop.dialects.identifiers import call_id
from oneapi_desktop.dialects.json_reading import arguments_text, as_object, as_objects, as_text, load_answer
from oneapi_desktop.dialects.openai_chat import parse_error, tool_bridge
from oneapi_desktop.dialects.openai_chat.usage import parse_usage
from oneapi_desktop.dialects.sse import DONE
from oneapi_desktop.dialects.sse_answers import SseAnswerParser
from oneapi_desktop.dialects.unary import ImageRequest, ImageResponse, MadeImage

__all__ = [
    "StreamParser",
    "build_image_request",
    "build_request",
    "parse_error",
    "parse_image_response",
    "parse_response",
    "tool_bridge",
]

DIALECT = Dialect.CLOUDFLARE

_KEPT = frozenset(
    {
        "messages", "tools", "tool_choice", "stream", "max_tokens", "temperature", "top_p", "top_k", "seed",
        "frequency_penalty", "presence_penalty", "response_format",
    }
)  # fmt: skip


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body and what it could not carry. Raises DialectError."""
    body, notes = openai_chat.build_request(request, target)
    if "max_completion_tokens" in body:
        body["max_tokens"] = body.pop("max_completion_tokens")
    if request.reasoning.wanted and "reasoning_effort" not in body:
        notes.dropped("reasoning", "Workers AI has no such field")
    for name in body.keys() - _KEPT - {"model", "stream_options"}:
        notes.dropped(name, "Workers AI has no such field", semantic=name in ("stop", "n"))
    return {name: value for name, value in body.items() if name in _KEPT}, notes


def _failure(answer: JsonObject) -> DialectError | None:
    if answer.get("success") is False or answer.get("errors"):
        errors = as_objects(answer.get("errors"))
        told = as_text(errors[0].get("message")) if errors else ""
        return bad_upstream(told or "the upstream reported an error", str(errors[0].get("code")) if errors else None)
    return None


def _parse_call(raw: JsonObject) -> ToolCall:
    inner = as_object(raw.get("function")) or raw
    return ToolCall(
        as_text(raw.get("id")) or call_id(),
        as_text(inner.get("name")),
        arguments_text(inner.get("arguments")) or "{}",
    )


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body, wrapped or not. Raises DialectError."""
    body = load_answer(raw)
    error = _failure(body)
    if error is not None:
        raise error
    result = as_object(body.get("result")) or body
    if "choices" in result:
        # Newer models answer as Chat Completions inside the wrapper.
        return openai_chat.parse_response(result, credential)
    text, calls = result.get("response"), as_objects(result.get("tool_calls"))
    if text is None and not calls:
        raise bad_upstream("the upstream's answer has no response")
    told = text if isinstance(text, str) else arguments_text(text)
    parts: list[Part] = [TextPart(told)] if told else []
    parts += map(_parse_call, calls)
    finish = settled_finish(Finished(FinishReason.END), bool(calls))
    return ChatResponse(candidates=(Candidate(tuple(parts), finish),), usage=parse_usage(result.get("usage")))


class StreamParser(SseAnswerParser):
    """Reads ``response`` pieces up to ``[DONE]``."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._credential = credential
        self._parts = ImplicitParts()
        self._started = False

    def _is_end(self, data: bytes) -> bool:
        if data != DONE:
            return False
        if not self._started:
            raise bad_upstream("the upstream sent a stream without an answer", "empty_stream")
        self._parts.close(self._events)
        self._events.append(settled_finish(Finished(FinishReason.END), self._parts.called))
        self._end()
        return True

    def _object(self, value: JsonObject) -> None:
        error = _failure(value)
        if error is not None:
            raise error
        if "result" in value and not self._started:
            self._events += unfold(parse_response(value, self._credential))
            self.ended = True
            return
        if not self._started:
            self._started = True
            self._events.append(Started())
        text = value.get("response")
        told = text if isinstance(text, str) else arguments_text(text)
        if told:
            self._parts.text(told, self._events)
        for call in map(_parse_call, as_objects(value.get("tool_calls"))):
            number = self._parts.call(call.id, call.name, self._events)
            self._parts.arguments(number, call.arguments, self._events)
            self._parts.close_call(number, self._events)
        usage = parse_usage(value.get("usage"))
        if usage is not None:
            self._events.append(UsageReport(usage))

    def _ending(self) -> None:
        raise disconnected()


def build_image_request(request: ImageRequest) -> JsonObject:
    """The body of a picture; models ignore what they do not know."""
    body: JsonObject = {"prompt": request.prompt}
    width, _, height = request.size.lower().partition("x")
    if width.isdecimal() and height.isdecimal():
        body |= {"width": int(width), "height": int(height)}
    if request.negative_prompt:
        body["negative_prompt"] = request.negative_prompt
    if request.seed is not None:
        body["seed"] = request.seed
    return {**body, **request.extras}


def parse_image_response(raw: bytes | JsonObject) -> ImageResponse:
    """The picture of an upstream's body. Raises DialectError."""
    body = load_answer(raw)
    error = _failure(body)
    if error is not None:
        raise error
    data = as_text(as_object(body.get("result")).get("image"))
    if not data:
        raise bad_upstream("the upstream's answer has no picture")
    return ImageResponse((MadeImage(data=data),))
