"""The relay's endpoints of the OpenAI dialect: one declared row each."""

import re
from dataclasses import dataclass
from enum import StrEnum

from oneapi_desktop.providers.provider import Mode


class BodyKind(StrEnum):
    """What a client sends."""

    JSON = "json"
    MULTIPART = "multipart"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One relayed endpoint.

    ``path`` is what goes upstream. ``default_model`` serves a body without ``model``.
    ``binary`` answers are forwarded without being read. ``usage_option`` endpoints take
    ``stream_options.include_usage``. ``required`` is the field a body cannot do without.
    """

    mode: Mode
    path: str
    body: BodyKind = BodyKind.JSON
    default_model: str = ""
    required: str = ""
    binary: bool = False
    usage_option: bool = False
    dialect: str = "openai"


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
)

_BY_PATH = {endpoint.path.removeprefix("/v1"): endpoint for endpoint in ENDPOINTS}
_ENGINE = re.compile(r"/engines/(?P<model>.+)/(?P<task>embeddings|completions|chat/completions)")

NOT_IMPLEMENTED = re.compile(
    r"/(?:files|fine_tuning|fine-tunes|assistants|threads|vector_stores|uploads|batches|responses|realtime"
    r"|evals|containers|videos|conversations|organization|skills|rerank|models/[^/]+/permissions)(?:/.*)?"
)
"""OpenAI paths the gateway knows and does not serve."""


def find_endpoint(path: str) -> tuple[Endpoint, str] | None:
    """(endpoint, model named in the path or "") of a request path, with or without ``/v1``."""
    bare = path.removeprefix("/v1").rstrip("/")
    endpoint = _BY_PATH.get(bare)
    if endpoint is not None:
        return endpoint, ""
    match = _ENGINE.fullmatch(bare)
    if match:
        return _BY_PATH["/" + match["task"]], match["model"]
    return None
