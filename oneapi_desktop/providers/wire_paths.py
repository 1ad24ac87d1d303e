"""Where each dialect puts its endpoints: the path a client of it would ask for."""

from urllib.parse import quote

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.providers.provider import Mode

_PATHS: dict[tuple[Dialect, Mode], str] = {
    (Dialect.OPENAI_CHAT, Mode.CHAT): "/v1/chat/completions",
    (Dialect.OPENAI_CHAT, Mode.COMPLETIONS): "/v1/completions",
    (Dialect.OPENAI_CHAT, Mode.EMBEDDINGS): "/v1/embeddings",
    (Dialect.OPENAI_CHAT, Mode.EDITS): "/v1/edits",
    (Dialect.OPENAI_CHAT, Mode.MODERATIONS): "/v1/moderations",
    (Dialect.OPENAI_CHAT, Mode.IMAGES): "/v1/images/generations",
    (Dialect.OPENAI_CHAT, Mode.IMAGE_EDITS): "/v1/images/edits",
    (Dialect.OPENAI_CHAT, Mode.IMAGE_VARIATIONS): "/v1/images/variations",
    (Dialect.OPENAI_CHAT, Mode.SPEECH): "/v1/audio/speech",
    (Dialect.OPENAI_CHAT, Mode.TRANSCRIPTION): "/v1/audio/transcriptions",
    (Dialect.OPENAI_CHAT, Mode.TRANSLATION): "/v1/audio/translations",
    (Dialect.OPENAI_CHAT, Mode.RERANK): "/v1/rerank",
    (Dialect.OPENAI_CHAT, Mode.REALTIME): "/v1/realtime",
    (Dialect.OPENAI_RESPONSES, Mode.CHAT): "/v1/responses",
    (Dialect.OPENAI_RESPONSES, Mode.COUNT_TOKENS): "/v1/responses/input_tokens",
    (Dialect.ANTHROPIC, Mode.CHAT): "/v1/messages",
    (Dialect.ANTHROPIC, Mode.COUNT_TOKENS): "/v1/messages/count_tokens",
    (Dialect.GEMINI, Mode.EMBEDDINGS): "/v1beta/models/{model}:batchEmbedContents",
    (Dialect.GEMINI, Mode.COUNT_TOKENS): "/v1beta/models/{model}:countTokens",
    (Dialect.OLLAMA, Mode.CHAT): "/api/chat",
    (Dialect.OLLAMA, Mode.EMBEDDINGS): "/api/embed",
    (Dialect.COHERE, Mode.CHAT): "/v2/chat",
    (Dialect.COHERE, Mode.EMBEDDINGS): "/v2/embed",
    (Dialect.COHERE, Mode.RERANK): "/v2/rerank",
}

_GEMINI_CHAT = "/v1beta/models/{model}:generateContent"
_GEMINI_STREAM = "/v1beta/models/{model}:streamGenerateContent?alt=sse"


def client_path(dialect: Dialect, mode: Mode, model: str, *, stream: bool = False) -> str:
    """The path of a mode in a dialect; "" where the dialect has none of its own (its adapter then knows
    the address)."""
    if dialect is Dialect.GEMINI and mode is Mode.CHAT:
        template = _GEMINI_STREAM if stream else _GEMINI_CHAT
    else:
        template = _PATHS.get((dialect, mode), "")
    # Gemini's model names may hold slashes (tunedModels/x); they stay.
    return template.replace("{model}", quote(model, safe="/")) if "{" in template else template


def has_path(dialect: Dialect, mode: Mode) -> bool:
    """Whether a dialect has an endpoint for the mode that every speaker of it puts at the same place."""
    return (dialect, mode) in _PATHS or (dialect is Dialect.GEMINI and mode is Mode.CHAT)
