"""Small vocabularies of the Messages API."""

from oneapi_desktop.dialects.conversation import FinishReason

STOP_REASONS = {
    "end_turn": FinishReason.END,
    "max_tokens": FinishReason.LENGTH,
    "stop_sequence": FinishReason.STOP_SEQUENCE,
    "tool_use": FinishReason.TOOL_CALLS,
    "pause_turn": FinishReason.PAUSED,
    "refusal": FinishReason.REFUSAL,
    "model_context_window_exceeded": FinishReason.CONTEXT_FULL,
}

BUILT_STOP_REASONS = {
    FinishReason.END: "end_turn",
    FinishReason.LENGTH: "max_tokens",
    FinishReason.CONTEXT_FULL: "model_context_window_exceeded",
    FinishReason.STOP_SEQUENCE: "stop_sequence",
    FinishReason.TOOL_CALLS: "tool_use",
    FinishReason.PAUSED: "pause_turn",
    FinishReason.REFUSAL: "refusal",
    FinishReason.CONTENT_FILTER: "refusal",
    FinishReason.RECITATION: "refusal",
    FinishReason.MALFORMED_CALL: "end_turn",
    FinishReason.CANCELLED: "end_turn",
    FinishReason.OTHER: "end_turn",
}

TIERS_REPORTED = {"standard": "default", "priority": "priority", "batch": "flex"}
"""What ``usage`` reports, in OpenAI's words."""
TIERS_PARSED = {"auto": "auto", "standard_only": "default"}
TIERS_BUILT = {
    "auto": "auto",
    "default": "standard_only",
    "priority": "auto",
    "fast": "auto",
    "flex": "standard_only",
    "scale": "auto",
    "ultrafast": "auto",
}
"""OpenAI's tiers in Anthropic's words; all but the first two are noted."""

IMAGE_TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})
MOST_CACHE_MARKS = 4
"""Explicit cache marks one request may carry."""
DEFAULT_MAX_TOKENS = 4096
EFFORTS = ("low", "medium", "high", "xhigh", "max")
