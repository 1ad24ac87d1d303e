"""Small vocabularies of the Gemini API."""

from oneapi_desktop.dialects.conversation import Effort, FinishReason

FINISH_REASONS = {
    "STOP": FinishReason.END,
    "MAX_TOKENS": FinishReason.LENGTH,
    "CONTINUATION": FinishReason.LENGTH,
    "SAFETY": FinishReason.CONTENT_FILTER,
    "BLOCKLIST": FinishReason.CONTENT_FILTER,
    "PROHIBITED_CONTENT": FinishReason.CONTENT_FILTER,
    "SPII": FinishReason.CONTENT_FILTER,
    "LANGUAGE": FinishReason.CONTENT_FILTER,
    "IMAGE_SAFETY": FinishReason.CONTENT_FILTER,
    "IMAGE_PROHIBITED_CONTENT": FinishReason.CONTENT_FILTER,
    "IMAGE_OTHER": FinishReason.CONTENT_FILTER,
    "NO_IMAGE": FinishReason.CONTENT_FILTER,
    "MODEL_ARMOR": FinishReason.CONTENT_FILTER,
    "ESCALATION": FinishReason.CONTENT_FILTER,
    "OTHER": FinishReason.CONTENT_FILTER,
    "RECITATION": FinishReason.RECITATION,
    "IMAGE_RECITATION": FinishReason.RECITATION,
    "MALFORMED_FUNCTION_CALL": FinishReason.MALFORMED_CALL,
    "UNEXPECTED_TOOL_CALL": FinishReason.MALFORMED_CALL,
    "TOO_MANY_TOOL_CALLS": FinishReason.MALFORMED_CALL,
    "MISSING_THOUGHT_SIGNATURE": FinishReason.MALFORMED_CALL,
    "MALFORMED_RESPONSE": FinishReason.MALFORMED_CALL,
}

MALFORMED_CALL = "MALFORMED_FUNCTION_CALL"

BUILT_FINISH_REASONS = {
    FinishReason.END: "STOP",
    FinishReason.STOP_SEQUENCE: "STOP",
    FinishReason.TOOL_CALLS: "STOP",
    FinishReason.PAUSED: "STOP",
    FinishReason.LENGTH: "MAX_TOKENS",
    FinishReason.CONTEXT_FULL: "MAX_TOKENS",
    FinishReason.REFUSAL: "SAFETY",
    FinishReason.CONTENT_FILTER: "SAFETY",
    FinishReason.RECITATION: "RECITATION",
    FinishReason.MALFORMED_CALL: MALFORMED_CALL,
    FinishReason.CANCELLED: "OTHER",
    FinishReason.OTHER: "OTHER",
}

LEVELS = (Effort.MINIMAL, Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH)
"""The thinking levels there are; a model knows some of them. None switches thinking off."""

TIERS_PARSED = {"standard": "default", "flex": "flex", "priority": "priority"}
"""Google's service tiers in OpenAI's words."""
TIERS_BUILT = {"default": "standard", "flex": "flex", "priority": "priority", "fast": "priority"}

RESOLUTIONS = {
    "MEDIA_RESOLUTION_LOW": "low",
    "MEDIA_RESOLUTION_HIGH": "high",
    "MEDIA_RESOLUTION_ULTRA_HIGH": "original",
}
"""How closely one picture is looked at, in OpenAI's words."""
RESOLUTIONS_BUILT = {word: level for level, word in RESOLUTIONS.items()}
