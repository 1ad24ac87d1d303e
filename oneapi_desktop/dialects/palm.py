"""Google PaLM 2's ``generateMessage``, the wire format before Gemini; kept for mirrors that still speak it.

Google itself has shut it down. Spoken to upstreams only. Not carried: everything but texts, roles,
temperature, top_p, top_k; there is no limit of output, no stream and no usage.
"""

from oneapi_desktop.dialects.conversation import (
    Candidate,
    Capabilities,
    ChatRequest,
    ChatResponse,
    Dialect,
    Finished,
    FinishReason,
    JsonObject,
    Notes,
    Role,
    TextPart,
    bad_upstream,
    unfold,
)
from oneapi_desktop.dialects.conversion_rules import allowed_sampling
from oneapi_desktop.dialects.json_reading import as_objects, as_text, load_answer
from oneapi_desktop.dialects.openai_chat.errors import error_of, parse_error
from oneapi_desktop.dialects.plain_text import conversation, note_sampling, refuse_beyond_text
from oneapi_desktop.dialects.sse_answers import SseAnswerParser
from oneapi_desktop.dialects.tool_bridge import OPENAI_NAMES, ToolBridge

__all__ = ["StreamParser", "build_request", "parse_error", "parse_response", "tool_bridge"]

DIALECT = Dialect.PALM
_AUTHORS = {Role.USER: "0", Role.ASSISTANT: "1"}


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """Nothing to rename: such a request has no tools."""
    return ToolBridge(request, OPENAI_NAMES, custom=False)


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body and what it could not carry. Raises DialectError."""
    notes = Notes()
    refuse_beyond_text(request, DIALECT, notes)
    note_sampling(request, ("temperature", "top_p", "top_k"), notes)
    said = conversation(request, notes)
    prompt: JsonObject = {}
    if said[0].role is Role.SYSTEM:
        prompt["context"] = said.pop(0).text
    prompt["messages"] = [{"author": _AUTHORS.get(message.role, "0"), "content": message.text} for message in said]
    sampling = allowed_sampling(request.sampling, target, notes)
    fields = {"temperature": sampling.temperature, "topP": sampling.top_p, "topK": sampling.top_k}
    return {"prompt": prompt, **{key: value for key, value in fields.items() if value is not None}}, notes


def parse_response(raw: bytes | JsonObject, credential: str = "") -> ChatResponse:
    """The answer of an upstream's body. Raises DialectError."""
    body = load_answer(raw)
    if body.get("error"):
        raise error_of(body["error"])
    candidates = as_objects(body.get("candidates"))
    if not candidates and body.get("filters"):
        return ChatResponse(candidates=(Candidate((), Finished(FinishReason.CONTENT_FILTER)),))
    if not candidates:
        raise bad_upstream("the upstream's answer has no candidates")
    text = as_text(candidates[0].get("content"))
    return ChatResponse(candidates=(Candidate((TextPart(text),) if text else (), Finished(FinishReason.END)),))


class StreamParser(SseAnswerParser):
    """Gives the events of the one whole answer this upstream sends."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._credential = credential

    def _object(self, value: JsonObject) -> None:
        self._events += unfold(parse_response(value, self._credential))
        self.ended = True
