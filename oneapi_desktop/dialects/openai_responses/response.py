"""Whole responses, read and written."""

from oneapi_desktop.dialects.conversation import (
    Candidate,
    ChatResponse,
    Dialect,
    Finished,
    FinishReason,
    JsonObject,
    Part,
    RefusalPart,
    Reply,
    Started,
    ToolCall,
    bad_upstream,
    settled_finish,
    unfold,
)
from oneapi_desktop.dialects.json_reading import as_int, as_objects, as_text, load_answer
from oneapi_desktop.dialects.openai_responses.envelope import ECHO_FIELDS, Envelope
from oneapi_desktop.dialects.openai_responses.errors import error_of, failure_of, malformed_call
from oneapi_desktop.dialects.openai_responses.finish import build_finish, parse_finish
from oneapi_desktop.dialects.openai_responses.items_parser import parse_output_item
from oneapi_desktop.dialects.openai_responses.output_items import OutputItems
from oneapi_desktop.dialects.openai_responses.usage import parse_usage

DIALECT = Dialect.OPENAI_RESPONSES

_KNOWN = ECHO_FIELDS | {
    "id",
    "object",
    "created_at",
    "completed_at",
    "status",
    "error",
    "incomplete_details",
    "model",
    "output",
    "usage",
    "tool_usage",
    "service_tier",
}


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError for nonsense and for a response that
    failed or is an error with a status of success."""
    body = load_answer(raw)
    if body.get("status") == "failed":
        raise failure_of(body)
    if not isinstance(body.get("output"), list):
        if body.get("error"):
            raise error_of(body["error"])
        raise bad_upstream("the upstream's answer has no output")
    model = as_text(body.get("model"))
    parts: list[Part] = []
    logprobs: list[JsonObject] = []
    for item in as_objects(body["output"]):
        parts += parse_output_item(item, model, credential)
        for content in as_objects(item.get("content")):
            logprobs += as_objects(content.get("logprobs"))
    return ChatResponse(
        as_text(body.get("id")),
        model,
        as_int(body.get("created_at")),
        (Candidate(tuple(parts), parse_end(body, parts), tuple(logprobs)),),
        parse_usage(body),
        as_text(body.get("service_tier")),
        {key: value for key, value in body.items() if key not in _KNOWN},
    )


def parse_end(body: JsonObject, parts: list[Part]) -> Finished:
    """Why a response with these parts ended."""
    refused = any(isinstance(part, RefusalPart) for part in parts)
    called = any(isinstance(part, ToolCall) for part in parts)
    return settled_finish(Finished(parse_finish(body, refused=refused)), called)


def build_response(response: ChatResponse, reply: Reply) -> JsonObject:
    """The body for a client: the first candidate. Raises DialectError when a model produced nothing
    but a malformed call."""
    items = OutputItems(reply)
    started = Started()
    reason = FinishReason.END
    for event in unfold(response):
        if isinstance(event, Started):
            started = event
        elif isinstance(event, Finished) and event.candidate == 0:
            reason = event.reason
            items.feed(event)
        elif getattr(event, "candidate", -1) == 0:
            items.feed(event)
    if reason is FinishReason.MALFORMED_CALL and items.empty:
        raise malformed_call()
    items.close()
    status, incomplete = build_finish(reason, refusal_text=items.refused)
    body = Envelope(reply, started).response(status, items.output(), usage=response.usage, incomplete=incomplete)
    if reply.upstream is DIALECT:
        body |= response.extras
    return body
