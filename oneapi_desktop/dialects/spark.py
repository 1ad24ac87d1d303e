"""iFlytek Spark's WebSocket chat: one JSON message up, answers down until one has the status 2.

The adapter puts in what belongs to the account and the model's version (``header.app_id`` and
``parameter.chat.domain``), and hands messages on as server-sent events, or as one message that holds the
whole. Spoken to upstreams only.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    Pictures, sound and files but texts (refused); several candidates (refused); earlier tool calls and
    their results (told in words); choices of tools; every sampling field but temperature, top_k and the
    limit; response formats (told in words); reasoning controls; users.

From this dialect (answers)
    Plugins' own messages. A model calls one function at a time.
"""

from dataclasses import replace

from oneapi_desktop.dialects.conversation import (
    Candidate,
    Capabilities,
    ChatRequest,
    ChatResponse,
    ChoiceMode,
    Dialect,
    DialectError,
    Finished,
    FinishReason,
    ImplicitParts,
    JsonObject,
    Notes,
    Part,
    ReasoningPart,
    Role,
    Started,
    TextPart,
    ToolCall,
    ToolKind,
    UsageReport,
    bad_upstream,
    settled_finish,
    unsupported,
)
from oneapi_desktop.dialects.conversion_rules import allowed_sampling, output_limit
from oneapi_desktop.dialects.hosted_tools import foreign_concept
from oneapi_desktop.dialects.identifiers import call_id
from oneapi_desktop.dialects.json_reading import (
    arguments_text,
    as_int,
    as_object,
    as_objects,
    as_text,
    load_answer,
)
from oneapi_desktop.dialects.json_schema import object_root
from oneapi_desktop.dialects.openai_chat.errors import kind_of_status, parse_own_error
from oneapi_desktop.dialects.openai_chat.usage import parse_usage
from oneapi_desktop.dialects.plain_text import conversation, note_sampling, refuse_beyond_text
from oneapi_desktop.dialects.sse_answers import SseAnswerParser
from oneapi_desktop.dialects.tool_bridge import OPENAI_NAMES, ToolBridge, custom_as_function

__all__ = ["LAST", "StreamParser", "build_request", "hidden_status", "parse_error", "parse_response", "tool_bridge"]

DIALECT = Dialect.SPARK
LAST = 2
"""The status of the last message of an answer."""
LONGEST_MESSAGE = 2000
LEAST_TEMPERATURE, MOST_TEMPERATURE, MOST_TOP_K = 0.01, 1.0, 6

_ROLES = {Role.SYSTEM: "system", Role.USER: "user", Role.ASSISTANT: "assistant"}
_STATUSES = {
    10003: 400,
    10004: 400,
    10005: 400,
    10006: 429,
    10007: 429,
    10008: 503,
    10009: 400,
    10010: 503,
    10013: 400,
    10014: 400,
    10019: 400,
    10110: 503,
    10163: 400,
    10404: 404,
    10907: 400,
    11200: 401,
    11201: 429,
    11202: 429,
    11203: 429,
}
"""What Spark's codes would be as HTTP statuses, from its list of error codes."""


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """The names of this request's tools at the target; also undoes them in the answer."""
    return ToolBridge(request, OPENAI_NAMES, custom=False)


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The message but for what the adapter knows, and what it could not carry. Raises DialectError."""
    notes = Notes()
    refuse_beyond_text(replace(request, tools=()), DIALECT, notes)
    sampling = allowed_sampling(request.sampling, target, notes)
    note_sampling(request, ("temperature", "top_k", "max_output_tokens"), notes)
    chat: JsonObject = {}
    if sampling.temperature is not None:
        chat["temperature"] = min(max(sampling.temperature, LEAST_TEMPERATURE), MOST_TEMPERATURE)
        if chat["temperature"] != sampling.temperature:
            notes.changed("temperature", f"{sampling.temperature:g} brought to at most {MOST_TEMPERATURE:g}")
    if sampling.top_k is not None:
        chat["top_k"] = min(max(sampling.top_k, 1), MOST_TOP_K)
    limit = output_limit(request, target, notes)
    if limit is not None:
        chat["max_tokens"] = limit
    said = [{"role": _ROLES[one.role], "content": one.text} for one in conversation(request, notes)]
    payload: JsonObject = {"message": {"text": said}}
    functions = _functions(request, target, notes)
    if functions:
        payload["functions"] = {"text": functions}
    return {"header": {}, "parameter": {"chat": chat}, "payload": payload}, notes


def _functions(request: ChatRequest, target: Capabilities, notes: Notes) -> list[JsonObject]:
    choice = request.tool_choice
    if not request.tools or (choice is not None and choice.mode is ChoiceMode.NONE):
        return []
    if not target.tools:
        raise unsupported("this model cannot call tools; remove tools from the request", "tools")
    if choice is not None and choice.mode is not ChoiceMode.AUTO:
        notes.dropped("tool_choice", "Spark decides itself", semantic=True)
    bridge = tool_bridge(request, target)
    functions: list[JsonObject] = []
    for tool in request.tools:
        if tool.kind is ToolKind.HOSTED:
            if foreign_concept(tool, DIALECT, target, notes) is not None:
                notes.dropped(f"tools.{tool.name}", "Spark has no counterpart", semantic=True)
            continue
        schema, description = tool.schema, tool.description
        if tool.kind is ToolKind.CUSTOM:
            schema, description = custom_as_function(tool, notes)
        parameters = object_root(schema or {"type": "object", "properties": {}})[0]
        name = bridge.wire_name(tool.name, tool.namespace)
        functions.append({"name": name, "description": description or name, "parameters": parameters})
    return functions


def hidden_status(message: JsonObject) -> int:
    """The HTTP status that a message's code stands for; 0 for one that tells no error."""
    code = as_object(message.get("header")).get("code")
    return _STATUSES.get(as_int(code), 502) if code else 0


def failure_of(message: JsonObject) -> DialectError | None:
    """The failure a message tells, None when it is none."""
    status = hidden_status(message)
    if not status:
        return None
    header = as_object(message.get("header"))
    told = as_text(header.get("message")) or "the upstream reported an error"
    return DialectError(kind_of_status(status), told[:LONGEST_MESSAGE], code=str(as_int(header.get("code"))))


def _call(piece: JsonObject) -> ToolCall | None:
    call = as_object(piece.get("function_call"))
    name = as_text(call.get("name"))
    return ToolCall(call_id(), name, arguments_text(call.get("arguments")) or "{}") if name else None


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of one message that holds the whole. Raises DialectError."""
    body = load_answer(raw)
    error = failure_of(body)
    if error is not None:
        raise error
    payload = as_object(body.get("payload"))
    pieces = as_objects(as_object(payload.get("choices")).get("text"))
    if not pieces:
        raise bad_upstream("the upstream's answer has no text")
    reasoning = "".join(as_text(piece.get("reasoning_content")) for piece in pieces)
    text = "".join(as_text(piece.get("content")) for piece in pieces)
    calls = [call for call in map(_call, pieces) if call is not None]
    parts: list[Part] = [ReasoningPart((reasoning,))] if reasoning else []
    parts += [TextPart(text)] if text else []
    parts += calls
    finish = settled_finish(Finished(FinishReason.END), bool(calls))
    return ChatResponse(
        as_text(as_object(body.get("header")).get("sid")),
        candidates=(Candidate(tuple(parts), finish),),
        usage=parse_usage(as_object(payload.get("usage")).get("text")),
    )


class StreamParser(SseAnswerParser):
    """Reads messages up to the one whose status is 2."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._parts = ImplicitParts()
        self._started = False

    def _object(self, value: JsonObject) -> None:
        error = failure_of(value)
        if error is not None:
            raise error
        header, payload = as_object(value.get("header")), as_object(value.get("payload"))
        if not self._started:
            self._started = True
            self._events.append(Started(as_text(header.get("sid"))))
        choices = as_object(payload.get("choices"))
        for piece in as_objects(choices.get("text")):
            reasoning, text = as_text(piece.get("reasoning_content")), as_text(piece.get("content"))
            if reasoning:
                self._parts.reasoning(reasoning, self._events)
            if text:
                self._parts.text(text, self._events)
            call = _call(piece)
            if call is not None:
                number = self._parts.call(call.id, call.name, self._events)
                self._parts.arguments(number, call.arguments, self._events)
                self._parts.close_call(number, self._events)
        usage = parse_usage(as_object(payload.get("usage")).get("text"))
        if usage is not None:
            self._events.append(UsageReport(usage))
        if choices.get("status", header.get("status")) == LAST:
            self._parts.close(self._events)
            self._events.append(settled_finish(Finished(FinishReason.END), self._parts.called))
            self._end()


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    return parse_own_error(status, body, failure_of)
