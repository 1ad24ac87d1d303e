"""Errors in Anthropic's shape: an upstream's read, the gateway's own written."""

import orjson

from oneapi_desktop.dialects.conversation import DialectError
from oneapi_desktop.dialects.json_reading import as_object, as_text
from oneapi_desktop.domain.errors import ErrorKind, RequestError

_PARSED = {
    "invalid_request_error": ErrorKind.INVALID_REQUEST,
    "authentication_error": ErrorKind.BAD_UPSTREAM,
    "billing_error": ErrorKind.BAD_UPSTREAM,
    "permission_error": ErrorKind.BAD_UPSTREAM,
    "not_found_error": ErrorKind.MODEL_NOT_FOUND,
    "request_too_large": ErrorKind.TOO_LARGE,
    "rate_limit_error": ErrorKind.RATE_LIMITED,
    "timeout_error": ErrorKind.TIMEOUT,
    "api_error": ErrorKind.BAD_UPSTREAM,
    "overloaded_error": ErrorKind.UNAVAILABLE,
}

_SHAPES = {
    ErrorKind.INVALID_REQUEST: (400, "invalid_request_error"),
    ErrorKind.UNSUPPORTED: (400, "invalid_request_error"),
    ErrorKind.NOT_IMPLEMENTED: (501, "api_error"),
    ErrorKind.UNAUTHENTICATED: (401, "authentication_error"),
    ErrorKind.BUDGET_EXHAUSTED: (402, "billing_error"),
    ErrorKind.FORBIDDEN: (403, "permission_error"),
    ErrorKind.NOT_FOUND: (404, "not_found_error"),
    ErrorKind.MODEL_NOT_FOUND: (404, "not_found_error"),
    ErrorKind.TOO_LARGE: (413, "request_too_large"),
    ErrorKind.RATE_LIMITED: (429, "rate_limit_error"),
    ErrorKind.CLIENT_CLOSED: (499, "api_error"),
    ErrorKind.INTERNAL: (500, "api_error"),
    ErrorKind.BAD_UPSTREAM: (502, "api_error"),
    ErrorKind.UNAVAILABLE: (503, "overloaded_error"),
    ErrorKind.TIMEOUT: (504, "timeout_error"),
    ErrorKind.SHUTTING_DOWN: (503, "overloaded_error"),
}

LONGEST_MESSAGE = 2000
_CONTEXT_FULL = "prompt is too long"


def error_of(value: object) -> DialectError:
    """The failure an ``error`` member tells."""
    error = as_object(value)
    message = as_text(error.get("message")) or "the upstream reported an error"
    kind = _PARSED.get(as_text(error.get("type")), ErrorKind.BAD_UPSTREAM)
    full = kind is ErrorKind.INVALID_REQUEST and _CONTEXT_FULL in message
    return DialectError(kind, message[:LONGEST_MESSAGE], code="context_length_exceeded" if full else None)


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    try:
        error = as_object(as_object(orjson.loads(body)).get("error"))
    except orjson.JSONDecodeError:
        error = {}
    if error:
        return error_of(error)
    by_status = {status_: kind for kind, (status_, _) in reversed(_SHAPES.items())}
    by_status |= {529: ErrorKind.UNAVAILABLE, 404: ErrorKind.MODEL_NOT_FOUND}
    by_status |= dict.fromkeys((401, 402, 403, 500), ErrorKind.BAD_UPSTREAM)
    kind = by_status.get(status, ErrorKind.BAD_UPSTREAM)
    return DialectError(kind, f"the upstream answered with status {status}")


def error_status(error: RequestError) -> int:
    """The HTTP status of an error for a client of this dialect."""
    return error.status or _SHAPES[error.kind][0]


def build_error(error: RequestError, request_id: str = "") -> bytes:
    """The body of an error for a client; ``request_id`` also belongs into the header
    ``request-id``."""
    message = error.message
    if error.code == "context_length_exceeded" and _CONTEXT_FULL not in message:
        message = f"{_CONTEXT_FULL}: {message}"
    inner = {"type": _SHAPES[error.kind][1], "message": message}
    body: dict[str, object] = {"type": "error", "error": inner}
    if request_id:
        body["request_id"] = request_id
    return orjson.dumps(body)
