"""Small vocabularies of Converse, and the counts of its ``usage``."""

from oneapi_desktop.dialects.conversation import FinishReason, TokenUsage, count
from oneapi_desktop.dialects.json_reading import as_object, as_objects

STOP_REASONS = {
    "end_turn": FinishReason.END,
    "stop_sequence": FinishReason.STOP_SEQUENCE,
    "max_tokens": FinishReason.LENGTH,
    "model_context_window_exceeded": FinishReason.CONTEXT_FULL,
    "tool_use": FinishReason.TOOL_CALLS,
    "guardrail_intervened": FinishReason.CONTENT_FILTER,
    "content_filtered": FinishReason.CONTENT_FILTER,
    "malformed_model_output": FinishReason.OTHER,
    "malformed_tool_use": FinishReason.MALFORMED_CALL,
}

IMAGE_FORMATS = {
    "image/png": "png",
    "image/jpeg": "jpeg",
    "image/jpg": "jpeg",
    "image/gif": "gif",
    "image/webp": "webp",
}

DOCUMENT_FORMATS = {
    "application/pdf": "pdf",
    "text/csv": "csv",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/html": "html",
    "text/plain": "txt",
    "text/markdown": "md",
}

AUDIO_FORMATS = frozenset({"mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "m4a", "mpeg", "pcm", "webm"})

VIDEO_FORMATS = {
    "video/mp4": "mp4",
    "video/quicktime": "mov",
    "video/x-matroska": "mkv",
    "video/webm": "webm",
    "video/x-flv": "flv",
    "video/mpeg": "mpeg",
    "video/x-ms-wmv": "wmv",
    "video/3gpp": "three_gp",
}


def parse_usage(value: object) -> TokenUsage | None:
    """The counts of a usage object; None when it tells nothing. ``inputTokens`` are without the
    cached ones."""
    usage = as_object(value)
    if not usage:
        return None
    hour = sum(count(d.get("inputTokens")) for d in as_objects(usage.get("cacheDetails")) if d.get("ttl") == "1h")
    written = count(usage.get("cacheWriteInputTokens"))
    hour = min(hour, written)
    counts = TokenUsage(
        input_plain=count(usage.get("inputTokens")),
        cache_read=count(usage.get("cacheReadInputTokens")),
        cache_write_5m=written - hour,
        cache_write_1h=hour,
        output_visible=count(usage.get("outputTokens")),
    )
    return counts if counts.total else None
