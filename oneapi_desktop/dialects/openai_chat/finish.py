"""Chat Completions' ``finish_reason``."""

from oneapi_desktop.dialects.conversation import FinishReason

_PARSED = {
    "stop": FinishReason.END,
    "eos": FinishReason.END,
    "length": FinishReason.LENGTH,
    "max_tokens": FinishReason.LENGTH,
    "model_length": FinishReason.LENGTH,
    "tool_calls": FinishReason.TOOL_CALLS,
    "function_call": FinishReason.TOOL_CALLS,
    "content_filter": FinishReason.CONTENT_FILTER,
    "sensitive": FinishReason.CONTENT_FILTER,
}

_BUILT = {
    FinishReason.END: "stop",
    FinishReason.STOP_SEQUENCE: "stop",
    FinishReason.TOOL_CALLS: "tool_calls",
    FinishReason.LENGTH: "length",
    FinishReason.CONTEXT_FULL: "length",
    FinishReason.PAUSED: "length",
    FinishReason.CONTENT_FILTER: "content_filter",
    FinishReason.RECITATION: "content_filter",
    FinishReason.MALFORMED_CALL: "stop",
    FinishReason.CANCELLED: "stop",
    FinishReason.OTHER: "stop",
}


def parse_finish(word: str, *, refused: bool) -> FinishReason:
    """The reason a word means. A refusal's text makes an ordinary end a refusal."""
    reason = _PARSED.get(word, FinishReason.OTHER)
    return FinishReason.REFUSAL if refused and reason is FinishReason.END else reason


def build_finish(reason: FinishReason, *, refusal_text: bool, legacy_functions: bool = False) -> str:
    """The word for a reason. A refusal told in words is an ordinary end; a hard one is a filter's."""
    if reason is FinishReason.REFUSAL:
        return "stop" if refusal_text else "content_filter"
    if reason is FinishReason.TOOL_CALLS and legacy_functions:
        return "function_call"
    return _BUILT[reason]
