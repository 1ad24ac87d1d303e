"""The relay's endpoints: one declared row each, for every dialect that clients speak."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.providers.provider import Mode


class BodyKind(StrEnum):
    """What a client sends."""

    JSON = "json"
    MULTIPART = "multipart"


class Streaming(StrEnum):
    """What decides whether an answer is streamed."""

    FIELD = "field"
    """``stream: true`` in the body."""
    UNLESS_OFF = "unless off"
    """Streamed unless the body says ``stream: false``."""
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One relayed endpoint.

    ``path`` is what clients ask for; ``{model}`` stands for a model's name, which may hold slashes and
    colons. ``default_model`` serves a body without ``model``. ``binary`` answers are forwarded
    without being read. ``usage_option`` endpoints take ``stream_options.include_usage``.
    ``required`` is the field a body cannot do without. ``single`` endpoints take one text where the
    dialect has another for several.
    """

    mode: Mode
    path: str
    body: BodyKind = BodyKind.JSON
    default_model: str = ""
    required: str = ""
    binary: bool = False
    usage_option: bool = False
    dialect: Dialect = Dialect.OPENAI_CHAT
    streaming: Streaming = Streaming.FIELD
    single: bool = False

    @property
    def routed_mode(self) -> Mode:
        """What a channel must be able to do to serve this."""
        return Mode.CHAT if self.mode is Mode.COUNT_TOKENS else self.mode

    def upstream_path(self, model: str) -> str:
        """The path at an upstream of the same dialect. Gemini's stream is always asked for as events."""
        if "{model}" not in self.path:
            return self.path
        # Gemini's model names may hold slashes (tunedModels/x); they stay.
        path = self.path.replace("{model}", quote(model, safe="/"))
        return f"{path}?alt=sse" if self.streaming is Streaming.ALWAYS else path


def _gemini(
    mode: Mode, action: str, streaming: Streaming = Streaming.NEVER, *, single: bool = False
) -> tuple[Endpoint, ...]:
    return tuple(
        Endpoint(
            mode,
            f"/{version}/models/{{model}}:{action}",
            dialect=Dialect.GEMINI,
            streaming=streaming,
            single=single,
        )
        for version in ("v1beta", "v1", "v1alpha")
    )


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(Mode.CHAT, "/v1/chat/completions", required="messages", usage_option=True),
    Endpoint(Mode.COMPLETIONS, "/v1/completions", required="prompt", usage_option=True),
    Endpoint(Mode.EMBEDDINGS, "/v1/embeddings", required="input"),
    Endpoint(Mode.EDITS, "/v1/edits", required="instruction"),
    Endpoint(Mode.MODERATIONS, "/v1/moderations", default_model="text-moderation-latest", required="input"),
    Endpoint(Mode.IMAGES, "/v1/images/generations", default_model="dall-e-2", required="prompt"),
    Endpoint(Mode.IMAGE_EDITS, "/v1/images/edits", BodyKind.MULTIPART, default_model="dall-e-2"),
    Endpoint(Mode.IMAGE_VARIATIONS, "/v1/images/variations", BodyKind.MULTIPART, default_model="dall-e-2"),
    Endpoint(Mode.SPEECH, "/v1/audio/speech", required="input", binary=True),
    Endpoint(Mode.TRANSCRIPTION, "/v1/audio/transcriptions", BodyKind.MULTIPART, default_model="whisper-1"),
    Endpoint(Mode.TRANSLATION, "/v1/audio/translations", BodyKind.MULTIPART, default_model="whisper-1"),
    Endpoint(Mode.RERANK, "/v1/rerank", required="documents"),
    Endpoint(Mode.CHAT, "/v1/responses", dialect=Dialect.OPENAI_RESPONSES),
    Endpoint(Mode.COUNT_TOKENS, "/v1/responses/input_tokens", dialect=Dialect.OPENAI_RESPONSES,
             streaming=Streaming.NEVER),
    Endpoint(Mode.CHAT, "/v1/messages", required="messages", dialect=Dialect.ANTHROPIC),
    Endpoint(Mode.COUNT_TOKENS, "/v1/messages/count_tokens", required="messages", dialect=Dialect.ANTHROPIC,
             streaming=Streaming.NEVER),
    *_gemini(Mode.CHAT, "generateContent"),
    *_gemini(Mode.CHAT, "streamGenerateContent", Streaming.ALWAYS),
    *_gemini(Mode.COUNT_TOKENS, "countTokens"),
    *_gemini(Mode.EMBEDDINGS, "embedContent", single=True),
    *_gemini(Mode.EMBEDDINGS, "batchEmbedContents"),
    Endpoint(Mode.CHAT, "/api/chat", dialect=Dialect.OLLAMA, streaming=Streaming.UNLESS_OFF),
    Endpoint(Mode.CHAT, "/api/generate", dialect=Dialect.OLLAMA, streaming=Streaming.UNLESS_OFF),
    Endpoint(Mode.EMBEDDINGS, "/api/embed", dialect=Dialect.OLLAMA, streaming=Streaming.NEVER),
    Endpoint(Mode.EMBEDDINGS, "/api/embeddings", dialect=Dialect.OLLAMA, streaming=Streaming.NEVER, single=True),
)  # fmt: skip

RAW_PROXY = Endpoint(Mode.RAW_PROXY, "/v1/oneapi/proxy/", streaming=Streaming.NEVER)
"""Calls that are passed on whatever they are; the path begins with this one."""

REALTIME = Endpoint(Mode.REALTIME, "/v1/realtime", streaming=Streaming.ALWAYS)
"""The WebSocket endpoint."""

_BY_PATH = {
    path: endpoint
    for endpoint in ENDPOINTS
    if "{" not in endpoint.path
    for path in (endpoint.path, endpoint.path.removeprefix("/v1"))
}
_BY_ACTION = {
    tuple(endpoint.path.split("/models/{model}:")): endpoint for endpoint in ENDPOINTS if "{model}:" in endpoint.path
}
_ENGINE = re.compile(r"/engines/(?P<model>.+)/(?P<task>embeddings|completions|chat/completions)")
_ACTION = re.compile(r"(?P<version>/v1(?:beta|alpha)?)/(?:models/)?(?P<model>(?!models/:)[^:].*):(?P<action>[A-Za-z]+)")

NOT_IMPLEMENTED = re.compile(
    r"/(?:files|fine_tuning|fine-tunes|assistants|threads|vector_stores|uploads|batches|responses"
    r"|evals|containers|videos|conversations|organization|skills|models/[^/]+/permissions|messages/batches"
    r"|complete)(?:/.*)?"
)
"""Paths of OpenAI and Anthropic that the gateway knows and does not serve."""


def find_endpoint(path: str) -> tuple[Endpoint, str] | None:
    """(endpoint, model named in the path or "") of a request path, with or without ``/v1``."""
    endpoint = _BY_PATH.get(path) or _BY_PATH.get(path.rstrip("/"))
    if endpoint is not None:
        return endpoint, ""
    bare = path.removeprefix("/v1").rstrip("/")
    match = _ENGINE.fullmatch(bare)
    if match:
        return _BY_PATH["/" + match["task"]], match["model"]
    match = _ACTION.fullmatch(path)
    if match:
        endpoint = _BY_ACTION.get((match["version"], match["action"]))
        if endpoint is not None:
            return endpoint, match["model"]
    return None


def dialect_of(path: str, headers: Mapping[str, str]) -> Dialect:
    """Whose words to refuse a request in that belongs to no endpoint."""
    if path.startswith("/api/") or path == "/api":
        return Dialect.OLLAMA
    if path.startswith(("/v1beta", "/v1alpha")) or "x-goog-api-key" in headers:
        return Dialect.GEMINI
    if path.startswith(("/v1/messages", "/messages")) or "anthropic-version" in headers:
        return Dialect.ANTHROPIC
    return Dialect.OPENAI_CHAT
