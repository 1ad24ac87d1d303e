"""ERNIE's answers, whole and streamed."""

from oneapi_desktop.dialects.baidu_ernie.errors import failure_of
from oneapi_desktop.dialects.conversation import (
    Candidate,
    ChatResponse,
    Finished,
    FinishReason,
    ImplicitParts,
    JsonObject,
    Part,
    ReasoningPart,
    Started,
    TextPart,
    ToolCall,
    UsageReport,
    bad_upstream,
    settled_finish,
)
from oneapi_desktop.dialects.identifiers import call_id
from oneapi_desktop.dialects.json_reading import arguments_text, as_int, as_object, as_text, load_answer
from oneapi_desktop.dialects.openai_chat.usage import parse_usage
from oneapi_desktop.dialects.sse_answers import SseAnswerParser

_REASONS = {
    "normal": FinishReason.END,
    "stop": FinishReason.STOP_SEQUENCE,
    "length": FinishReason.LENGTH,
    "content_filter": FinishReason.CONTENT_FILTER,
    "function_call": FinishReason.TOOL_CALLS,
}


def _finish(body: JsonObject) -> FinishReason:
    if body.get("is_truncated") is True:
        return FinishReason.LENGTH
    return _REASONS.get(as_text(body.get("finish_reason")) or "normal", FinishReason.OTHER)


def _call(body: JsonObject) -> tuple[ToolCall, str] | None:
    """The function that is called, and the thoughts behind it."""
    call = as_object(body.get("function_call"))
    name = as_text(call.get("name"))
    if not name:
        return None
    return ToolCall(call_id(), name, arguments_text(call.get("arguments")) or "{}"), as_text(call.get("thoughts"))


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError."""
    body = load_answer(raw)
    error = failure_of(body)
    if error is not None:
        raise error
    called = _call(body)
    text = as_text(body.get("result"))
    if called is None and not isinstance(body.get("result"), str):
        raise bad_upstream("the upstream's answer has no result")
    parts: list[Part] = []
    if called is not None and called[1]:
        parts.append(ReasoningPart((called[1],)))
    if text:
        parts.append(TextPart(text))
    if called is not None:
        parts.append(called[0])
    finish = settled_finish(Finished(_finish(body)), called is not None)
    return ChatResponse(
        as_text(body.get("id")),
        created=as_int(body.get("created")),
        candidates=(Candidate(tuple(parts), finish),),
        usage=parse_usage(body.get("usage")),
    )


class StreamParser(SseAnswerParser):
    """Reads ``result`` pieces up to the one that ``is_end``."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._parts = ImplicitParts()
        self._started = False

    def _object(self, value: JsonObject) -> None:
        error = failure_of(value)
        if error is not None:
            raise error
        if not self._started:
            self._started = True
            self._events.append(Started(as_text(value.get("id")), created=as_int(value.get("created"))))
        called = _call(value)
        if called is not None and called[1]:
            self._parts.reasoning(called[1], self._events)
        text = as_text(value.get("result"))
        if text:
            self._parts.text(text, self._events)
        if called is not None:
            call = called[0]
            number = self._parts.call(call.id, call.name, self._events)
            self._parts.arguments(number, call.arguments, self._events)
            self._parts.close_call(number, self._events)
        # A whole answer in place of a stream has no is_end at all.
        if value.get("is_end", "result" in value and "sentence_id" not in value) is True:
            self._close(value)

    def _close(self, value: JsonObject) -> None:
        usage = parse_usage(value.get("usage"))
        if usage is not None:
            self._events.append(UsageReport(usage))
        self._parts.close(self._events)
        self._events.append(settled_finish(Finished(_finish(value)), self._parts.called))
        self._end()
