"""The shapes every endpoint of the echo answers in: whole bodies, streams, errors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

JSON_TYPE = "application/json"
STREAM_TYPE = "text/event-stream; charset=utf-8"
DONE = b"data: [DONE]\n\n"

_TOKEN = re.compile(r"[A-Za-z0-9]+|[^\sA-Za-z0-9]")

_ERRORS: dict[int, tuple[str, str | None]] = {
    400: ("invalid_request_error", None),
    401: ("invalid_request_error", "invalid_api_key"),
    402: ("insufficient_quota", "insufficient_quota"),
    403: ("invalid_request_error", "unsupported_country_region_territory"),
    404: ("invalid_request_error", "model_not_found"),
    413: ("invalid_request_error", "request_too_large"),
    429: ("requests", "rate_limit_exceeded"),
}


@dataclass(frozen=True, slots=True)
class EchoAnswer:
    """What the echo answers. ``chunks`` are (seconds to wait before it, bytes).

    ``cut`` True means that the answer breaks off after the last chunk, as a lost connection does.
    """

    status: int
    content_type: str
    headers: dict[str, str] = field(default_factory=dict)
    chunks: Sequence[tuple[float, bytes]] = ()
    cut: bool = False


class EchoRefusal(Exception):
    """A request the echo answers with an error body, after ``delay`` seconds."""

    def __init__(self, status: int, message: str, *, param: str | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.param = param
        self.code = code
        self.delay = 0.0


def bad_field(param: str, message: str) -> EchoRefusal:
    """A 400 that names the field."""
    return EchoRefusal(400, message, param=param)


def error_answer(refusal: EchoRefusal) -> EchoAnswer:
    """An error in OpenAI's shape."""
    usual = "server_error" if refusal.status >= 500 else "invalid_request_error"
    kind, code = _ERRORS.get(refusal.status, (usual, None))
    error = {"message": refusal.message, "type": kind, "param": refusal.param, "code": refusal.code or code}
    headers = {"Retry-After": "1"} if refusal.status == 429 else {}
    return EchoAnswer(refusal.status, JSON_TYPE, headers, [(refusal.delay, orjson.dumps({"error": error}))])


def whole(body: bytes, content_type: str, delay: float, cut_after: int | None) -> EchoAnswer:
    """An answer in one piece; ``cut_after`` is how many bytes of it arrive."""
    if cut_after is None:
        return EchoAnswer(200, content_type, {}, [(delay, body)])
    return EchoAnswer(200, content_type, {}, [(delay, body[:cut_after])], cut=True)


def stream(frames: list[tuple[float, bytes]], delay: float, cut_after: int | None) -> EchoAnswer:
    """A stream of events; ``cut_after`` is how many of its chunks arrive."""
    if cut_after is not None:
        frames = frames[:cut_after]
    if frames and delay:
        frames[0] = (delay, frames[0][1])
    return EchoAnswer(200, STREAM_TYPE, {}, frames, cut=cut_after is not None)


def event(document: dict[str, Any]) -> bytes:
    """One server-sent event."""
    return b"data: " + orjson.dumps(document) + b"\n\n"


def count_tokens(text: str) -> int:
    """Tokens by the echo's rule: runs of ASCII letters and digits, and every other visible character."""
    return len(_TOKEN.findall(text))


def cut_to_tokens(text: str, limit: int) -> str:
    """The beginning of a text that has at most ``limit`` tokens."""
    for number, match in enumerate(_TOKEN.finditer(text)):
        if number == limit:
            return text[: match.start()].rstrip()
    return text
