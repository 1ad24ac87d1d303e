"""What the failures of upstreams in other dialects than OpenAI's mean; the rules are those of ``faults``."""

from collections.abc import Mapping

from oneapi_desktop.dialects.conversation import Dialect, DialectError
from oneapi_desktop.dialects.openai_usage import loads
from oneapi_desktop.dialects.registry import codec
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.relay.faults import (
    MESSAGE_LIMIT,
    Failure,
    Mark,
    is_openai_error,
    mask,
    mask_body,
    status_failure,
)
from oneapi_desktop.settings import Settings

_CALLERS_FAULT = frozenset({ErrorKind.INVALID_REQUEST, ErrorKind.UNSUPPORTED, ErrorKind.TOO_LARGE})
_NOT_THERE = frozenset({ErrorKind.MODEL_NOT_FOUND, ErrorKind.NOT_FOUND})


def reported_failure(
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    settings: Settings,
    secrets: tuple[str, ...],
    upstream: Dialect,
    client: Dialect,
) -> Failure:
    """The failure of an error answer in any dialect. A client of the same dialect gets it as it came."""
    error = codec(upstream).parse_error(status, mask_body(body, secrets))
    told = "" if error.message.startswith("the upstream answered with status") else error.message[:MESSAGE_LIMIT]
    shared = upstream is client and has_error_shape(client, body)
    return status_failure(status, headers, body, settings, secrets, message=told, code=error.code, shared_shape=shared)


def dialect_failure(error: DialectError, secrets: tuple[str, ...]) -> Failure:
    """The failure of an answer that is an error in disguise, or that cannot be read."""
    said = RequestError(
        error.kind, mask(error.message, secrets), code=error.code, param=error.param, retry_after=error.retry_after
    )
    if error.kind is ErrorKind.RATE_LIMITED:
        return Failure(said, Mark.REST, True, "429", retry_after=error.retry_after)
    if error.kind in _CALLERS_FAULT:
        return Failure(said, Mark.NEUTRAL, False, error.kind.value)
    if error.kind in _NOT_THERE:
        return Failure(said, Mark.NEUTRAL, True, error.kind.value)
    return Failure(said, Mark.FAULT, True, error.code or error.kind.value)


def has_error_shape(dialect: Dialect, body: bytes) -> bool:
    """True when a body is an error of the dialect and can be passed on as it is."""
    document = loads(body)
    error = document.get("error")
    match dialect:
        case Dialect.OPENAI_CHAT | Dialect.OPENAI_RESPONSES:
            return is_openai_error(body)
        case Dialect.ANTHROPIC:
            return document.get("type") == "error" and isinstance(error, dict) and bool(error.get("message"))
        case Dialect.GEMINI:
            return isinstance(error, dict) and isinstance(error.get("status"), str) and bool(error.get("message"))
        case Dialect.OLLAMA:
            return isinstance(error, str) and bool(error)
    return False
