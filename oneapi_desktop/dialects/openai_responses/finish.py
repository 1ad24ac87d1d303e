"""How a response ended: ``status`` and ``incomplete_details``."""

from oneapi_desktop.dialects.conversation import FinishReason, JsonObject
from oneapi_desktop.dialects.json_reading import as_object, as_text

COMPLETED, INCOMPLETE, CANCELLED = "completed", "incomplete", "cancelled"

_INCOMPLETE = {
    "max_output_tokens": FinishReason.LENGTH,
    "content_filter": FinishReason.CONTENT_FILTER,
}

_BUILT = {
    FinishReason.LENGTH: "max_output_tokens",
    FinishReason.CONTEXT_FULL: "max_output_tokens",
    FinishReason.CONTENT_FILTER: "content_filter",
    FinishReason.RECITATION: "content_filter",
}

CUT_SHORT = frozenset({FinishReason.LENGTH, FinishReason.CONTEXT_FULL, FinishReason.MALFORMED_CALL})
"""Reasons that leave the last item unfinished."""


def parse_finish(response: JsonObject, *, refused: bool) -> FinishReason:
    """The reason a response object tells. A refusal's text makes an ordinary end a refusal."""
    status = as_text(response.get("status"))
    if status == INCOMPLETE:
        word = as_text(as_object(response.get("incomplete_details")).get("reason"))
        return _INCOMPLETE.get(word, FinishReason.OTHER)
    if status == CANCELLED:
        return FinishReason.CANCELLED
    if status not in (COMPLETED, ""):
        return FinishReason.OTHER
    return FinishReason.REFUSAL if refused else FinishReason.END


def build_finish(reason: FinishReason, *, refusal_text: bool) -> tuple[str, str]:
    """The status for a reason, and why it is incomplete or "". A refusal told in words is an ordinary
    end; a hard one is a filter's."""
    if reason is FinishReason.CANCELLED:
        return CANCELLED, ""
    if reason is FinishReason.REFUSAL and not refusal_text:
        return INCOMPLETE, "content_filter"
    word = _BUILT.get(reason, "")
    return (INCOMPLETE, word) if word else (COMPLETED, "")
