"""Whole Cohere chat answers."""

from oneapi_desktop.dialects.cohere.usage import parse_usage
from oneapi_desktop.dialects.conversation import (
    Candidate,
    ChatResponse,
    Citation,
    CitationKind,
    Dialect,
    Finished,
    FinishReason,
    JsonObject,
    Part,
    ReasoningPart,
    TextPart,
    ToolCall,
    bad_upstream,
    settled_finish,
)
from oneapi_desktop.dialects.identifiers import call_id
from oneapi_desktop.dialects.json_reading import (
    arguments_text,
    as_int,
    as_list,
    as_object,
    as_objects,
    as_text,
    load_answer,
)

DIALECT = Dialect.COHERE

_REASONS = {
    "COMPLETE": FinishReason.END,
    "STOP_SEQUENCE": FinishReason.STOP_SEQUENCE,
    "MAX_TOKENS": FinishReason.LENGTH,
    "TOOL_CALL": FinishReason.TOOL_CALLS,
    "ERROR_TOXIC": FinishReason.CONTENT_FILTER,
    "ERROR_LIMIT": FinishReason.LENGTH,
    "USER_CANCEL": FinishReason.CANCELLED,
}
_FAILED = frozenset({"ERROR", "TIMEOUT"})


def parse_finish(word: str, *, produced: bool) -> FinishReason:
    """Why the answer ended. Raises DialectError for a failure before anything was ``produced``."""
    if word in _FAILED and not produced:
        raise bad_upstream("the model failed before it answered", f"finish_reason_{word.lower()}")
    return _REASONS.get(word, FinishReason.OTHER)


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError."""
    body = load_answer(raw)
    message = body.get("message")
    if not isinstance(message, dict):
        raise bad_upstream(as_text(message) or "the upstream's answer has no message")
    parts: list[Part] = []
    if as_text(message.get("tool_plan")):
        parts.append(ReasoningPart((as_text(message["tool_plan"]),)))
    for block in as_objects(message.get("content")):
        if block.get("type") == "thinking" and as_text(block.get("thinking")):
            parts.append(ReasoningPart((as_text(block["thinking"]),)))
        elif as_text(block.get("text")):
            parts.append(TextPart(as_text(block["text"])))
    citations = tuple(map(parse_citation, as_objects(message.get("citations"))))
    if citations:
        place = next((i for i, part in enumerate(parts) if isinstance(part, TextPart)), None)
        if place is not None:
            parts[place] = TextPart(getattr(parts[place], "text", ""), citations)
    parts += map(parse_call, as_objects(message.get("tool_calls")))
    reason = parse_finish(as_text(body.get("finish_reason")), produced=bool(parts))
    finish = settled_finish(Finished(reason), any(isinstance(part, ToolCall) for part in parts))
    logprobs = tuple(entry for item in as_objects(body.get("logprobs")) for entry in parse_logprobs(item))
    candidate = Candidate(tuple(parts), finish, logprobs)
    return ChatResponse(as_text(body.get("id")), "", 0, (candidate,), parse_usage(body.get("usage")))


def parse_call(call: JsonObject) -> ToolCall:
    """A whole tool call."""
    function = as_object(call.get("function"))
    id = as_text(call.get("id")) or call_id()
    return ToolCall(id, as_text(function.get("name")), arguments_text(function.get("arguments")) or "{}")


def parse_citation(raw: JsonObject) -> Citation:
    """A citation with the title, words and address of its first source."""
    source = next(iter(as_objects(raw.get("sources"))), {})
    document = as_object(source.get("document")) or as_object(source.get("tool_output"))
    start, end = as_int(raw.get("start"), -1), as_int(raw.get("end"), -1)
    known = 0 <= start <= end
    url = as_text(document.get("url"))
    return Citation(
        CitationKind.URL if url else CitationKind.DOCUMENT,
        url,
        as_text(document.get("title")),
        as_text(document.get("snippet")) or as_text(document.get("text")),
        start if known else None,
        end if known else None,
        dialect=DIALECT,
        native=raw,
    )


def parse_logprobs(item: JsonObject) -> list[JsonObject]:
    """Log probabilities in Chat Completions' shape; Cohere tells one per token of a chunk."""
    values = [value for value in as_list(item.get("logprobs")) if isinstance(value, int | float)]
    if len(values) != 1:
        return []
    return [{"token": as_text(item.get("text")), "logprob": values[0], "bytes": None, "top_logprobs": []}]
