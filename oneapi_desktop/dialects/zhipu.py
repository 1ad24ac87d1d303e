"""Zhipu's former ``model-api`` (version 3), ``…/v3/model-api/{model}/invoke`` and ``sse-invoke``.

Version 4 is OpenAI's format and is spoken as that; only the ``chatglm`` models answer here. Spoken to
upstreams only. Not carried: everything but the texts of the conversation, temperature and top_p; the
instructions are told by the user. Stream events hold plain text; the last one has a ``meta`` line.
"""

import orjson

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
    Role,
    Started,
    TextPart,
    UsageReport,
    bad_upstream,
    disconnected,
)
from oneapi_desktop.dialects.conversion_rules import allowed_sampling
from oneapi_desktop.dialects.json_reading import as_object, as_objects, as_text, load_answer
from oneapi_desktop.dialects.openai_chat.errors import kind_of_status
from oneapi_desktop.dialects.openai_chat.errors import parse_error as parse_openai_error
from oneapi_desktop.dialects.openai_chat.usage import parse_usage
from oneapi_desktop.dialects.plain_text import conversation, note_sampling, refuse_beyond_text
from oneapi_desktop.dialects.sse import SseEvent
from oneapi_desktop.dialects.sse_answers import SseAnswerParser
from oneapi_desktop.dialects.tool_bridge import OPENAI_NAMES, ToolBridge

__all__ = ["StreamParser", "build_request", "parse_error", "parse_response", "tool_bridge"]

DIALECT = Dialect.ZHIPU
LONGEST_MESSAGE = 2000
_FAILED_EVENTS = frozenset({"error", "interrupted"})


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """Nothing to rename: such a request has no tools."""
    return ToolBridge(request, OPENAI_NAMES, custom=False)


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body, whose model is in the address, and what it could not carry. Raises DialectError."""
    notes = Notes()
    refuse_beyond_text(request, DIALECT, notes)
    sampling = allowed_sampling(request.sampling, target, notes)
    note_sampling(request, ("temperature", "top_p"), notes)
    prompt: list[JsonObject] = []
    for said in conversation(request, notes):
        role = "assistant" if said.role is Role.ASSISTANT else "user"
        if said.role is Role.SYSTEM:
            notes.changed("system", "the model knows no instructions: the user tells them")
        if prompt and prompt[-1]["role"] == role:
            prompt[-1]["content"] += "\n\n" + said.text
        else:
            prompt.append({"role": role, "content": said.text})
    body: JsonObject = {"prompt": prompt}
    for name in ("temperature", "top_p"):
        value = getattr(sampling, name)
        if value is not None:
            body[name] = min(max(value, 0), 1)
            if body[name] != value:
                notes.changed(name, f"{value:g} brought between 0 and 1")
    if request.stream:
        body["incremental"] = True
    return body, notes


def _failure(body: JsonObject) -> DialectError | None:
    if body.get("success") is False or (body.get("error") and "data" not in body):
        told = as_text(body.get("msg")) or as_text(as_object(body.get("error")).get("message"))
        code = body.get("code") or as_object(body.get("error")).get("code")
        return bad_upstream(told[:LONGEST_MESSAGE] or "the upstream reported an error", str(code or "")[:100] or None)
    return None


def _said(content: str) -> str:
    """The words of a whole answer, which comes as a JSON string inside the string."""
    if len(content) > 1 and content[0] == content[-1] == '"':
        try:
            return as_text(orjson.loads(content))
        except (orjson.JSONDecodeError, UnicodeEncodeError):
            return content[1:-1]
    return content


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError."""
    body = load_answer(raw)
    error = _failure(body)
    if error is not None:
        raise error
    data = as_object(body.get("data"))
    choices = as_objects(data.get("choices"))
    if not choices:
        raise bad_upstream("the upstream's answer has no choices")
    text = "".join(_said(as_text(choice.get("content"))) for choice in choices)
    parts = (TextPart(text),) if text else ()
    return ChatResponse(
        as_text(data.get("task_id")),
        candidates=(Candidate(parts, Finished(FinishReason.END)),),
        usage=parse_usage(data.get("usage")),
    )


def _meta(raw: bytes) -> JsonObject | None:
    """The object of an event's ``meta`` line, None when it has none."""
    for line in raw.replace(b"\r", b"\n").split(b"\n"):
        name, _, value = line.partition(b":")
        if name == b"meta":
            try:
                return as_object(orjson.loads(value))
            except orjson.JSONDecodeError:
                return {}
    return None


class StreamParser(SseAnswerParser):
    """Reads pieces of text up to the event that has a ``meta`` line."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._parts = ImplicitParts()
        self._started = False

    def _block(self, block: SseEvent) -> None:
        meta = _meta(block.raw)
        if block.data is None and meta is None:
            super()._block(block)
            return
        text = (block.data or b"").decode("utf-8", "replace")
        if block.event in _FAILED_EVENTS:
            raise bad_upstream(text[:LONGEST_MESSAGE] or "the upstream reported an error")
        if not self._started:
            self._started = True
            self._events.append(Started())
        if text:
            self._parts.text(text, self._events)
        if meta is None:
            return
        usage = parse_usage(meta.get("usage"))
        if usage is not None:
            self._events.append(UsageReport(usage))
        self._parts.close(self._events)
        self._events.append(Finished(FinishReason.END))
        self._end()

    def _object(self, value: JsonObject) -> None:
        # Asked for a stream, the upstream sent a bare object, which can only be a failure.
        raise _failure(value) or disconnected()


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    try:
        value = as_object(orjson.loads(body))
    except orjson.JSONDecodeError:
        value = {}
    if not as_text(value.get("msg")):
        return parse_openai_error(status, body)
    code = str(value.get("code") or "")[:100] or None
    return DialectError(kind_of_status(status), as_text(value["msg"])[:LONGEST_MESSAGE], code=code)
