"""Errors in Ollama's shape: one string."""

import orjson

from oneapi_desktop.dialects.conversation import DialectError, JsonObject
from oneapi_desktop.dialects.error_shapes import error_status
from oneapi_desktop.dialects.json_reading import as_object, as_text
from oneapi_desktop.domain.errors import ErrorKind, RequestError

__all__ = ["build_error", "error_object", "error_of", "error_status", "parse_error"]

_BY_STATUS = {
    400: ErrorKind.INVALID_REQUEST,
    404: ErrorKind.MODEL_NOT_FOUND,
    408: ErrorKind.TIMEOUT,
    413: ErrorKind.TOO_LARGE,
    429: ErrorKind.RATE_LIMITED,
    501: ErrorKind.NOT_IMPLEMENTED,
    503: ErrorKind.UNAVAILABLE,
    504: ErrorKind.TIMEOUT,
}

LONGEST_MESSAGE = 2000


def error_of(value: object, status: int = 0) -> DialectError:
    """The failure an ``error`` member tells: a string, or an object with a message (compatible
    servers)."""
    message = as_text(value) or as_text(as_object(value).get("message")) or "the upstream reported an error"
    kind = _BY_STATUS.get(status, ErrorKind.BAD_UPSTREAM)
    if not status and "not found" in message and "model" in message:
        kind = ErrorKind.MODEL_NOT_FOUND
    full = kind is ErrorKind.INVALID_REQUEST and "context length" in message
    return DialectError(kind, message[:LONGEST_MESSAGE], code="context_length_exceeded" if full else None)


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    try:
        error = as_object(orjson.loads(body)).get("error")
    except orjson.JSONDecodeError:
        error = None
    if error:
        return error_of(error, status)
    kind = _BY_STATUS.get(status, ErrorKind.BAD_UPSTREAM)
    return DialectError(kind, f"the upstream answered with status {status}")


def error_object(error: RequestError, request_id: str = "") -> JsonObject:
    """An error for a client."""
    return {"error": f"{error.message} (request id: {request_id})" if request_id else error.message}


def build_error(error: RequestError, request_id: str = "") -> bytes:
    """The body of an error for a client."""
    return orjson.dumps(error_object(error, request_id))
