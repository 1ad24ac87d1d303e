"""AI Proxy's library, ``POST /api/library/ask``: a question answered from uploaded documents.

The library's id is the channel's, so the adapter puts it into the body. Spoken to upstreams only. Not
carried: everything but the user's last message; there is no usage. The documents an answer rests on
become citations of its text.
"""

from oneapi_desktop.dialects.conversation import (
    Candidate,
    Capabilities,
    ChatRequest,
    ChatResponse,
    Citation,
    CitationKind,
    Cited,
    Dialect,
    DialectError,
    Finished,
    FinishReason,
    ImplicitParts,
    JsonObject,
    Notes,
    OpenKind,
    Started,
    TextPart,
    bad_upstream,
    disconnected,
    unfold,
)
from oneapi_desktop.dialects.json_reading import as_objects, as_text, load_answer
from oneapi_desktop.dialects.openai_chat.errors import parse_error
from oneapi_desktop.dialects.plain_text import last_words, note_sampling, refuse_beyond_text
from oneapi_desktop.dialects.sse_answers import SseAnswerParser
from oneapi_desktop.dialects.tool_bridge import OPENAI_NAMES, ToolBridge

__all__ = ["StreamParser", "build_request", "parse_error", "parse_response", "tool_bridge"]

DIALECT = Dialect.AIPROXY_LIBRARY


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """Nothing to rename: such a request has no tools."""
    return ToolBridge(request, OPENAI_NAMES, custom=False)


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body but for ``libraryId``, and what it could not carry. Raises DialectError."""
    notes = Notes()
    refuse_beyond_text(request, DIALECT, notes)
    note_sampling(request, (), notes)
    if request.system:
        notes.dropped("system", "the library has its own instructions", semantic=True)
    query = last_words(request, notes)
    return {"model": target.model or request.model, "query": query, "stream": request.stream}, notes


def _citations(documents: object) -> tuple[Citation, ...]:
    return tuple(
        Citation(CitationKind.URL, as_text(document.get("url")), as_text(document.get("title")))
        for document in as_objects(documents)
        if as_text(document.get("url"))
    )


def _error(body: JsonObject) -> DialectError | None:
    """The failure in an answer whose status said it was none."""
    code = body.get("errCode")
    if code or body.get("success") is False:
        return bad_upstream(as_text(body.get("message")) or "the library reported an error", str(code or "") or None)
    return None


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError."""
    body = load_answer(raw)
    error = _error(body)
    if error is not None:
        raise error
    if not isinstance(body.get("answer"), str):
        raise bad_upstream("the upstream's answer has no text")
    text = TextPart(body["answer"], _citations(body.get("documents")))
    parts = (text,) if text.text else ()
    return ChatResponse(candidates=(Candidate(parts, Finished(FinishReason.END)),))


class StreamParser(SseAnswerParser):
    """Reads pieces up to the one that is ``finish``."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._credential = credential
        self._parts = ImplicitParts()
        self._started = False

    def _object(self, value: JsonObject) -> None:
        error = _error(value)
        if error is not None:
            raise error
        if "answer" in value and not self._started:
            self._events += unfold(parse_response(value, self._credential))
            self.ended = True
            return
        if not self._started:
            self._started = True
            self._events.append(Started(model=as_text(value.get("model"))))
        text = as_text(value.get("content"))
        if text:
            self._parts.text(text, self._events)
        for citation in _citations(value.get("documents")):
            self._events.append(Cited(self._parts.open(OpenKind.TEXT, self._events), citation))
        if value.get("finish") is True:
            self._close()

    def _ending(self) -> None:
        raise disconnected()

    def _close(self) -> None:
        self._parts.close(self._events)
        self._events.append(Finished(FinishReason.END))
        self._end()
