"""Errors in OpenAI's shape: an upstream's read, the gateway's own written."""

from collections.abc import Callable

import orjson

from oneapi_desktop.dialects.conversation import DialectError, JsonObject, bad_upstream
from oneapi_desktop.dialects.error_shapes import openai_error
from oneapi_desktop.dialects.json_reading import as_int, as_object, as_text
from oneapi_desktop.domain.errors import ErrorKind

_BY_STATUS = {
    400: ErrorKind.INVALID_REQUEST,
    401: ErrorKind.BAD_UPSTREAM,
    402: ErrorKind.BAD_UPSTREAM,
    403: ErrorKind.BAD_UPSTREAM,
    404: ErrorKind.MODEL_NOT_FOUND,
    408: ErrorKind.TIMEOUT,
    413: ErrorKind.TOO_LARGE,
    422: ErrorKind.INVALID_REQUEST,
    429: ErrorKind.RATE_LIMITED,
    500: ErrorKind.BAD_UPSTREAM,
    501: ErrorKind.NOT_IMPLEMENTED,
    502: ErrorKind.BAD_UPSTREAM,
    503: ErrorKind.UNAVAILABLE,
    504: ErrorKind.TIMEOUT,
    529: ErrorKind.UNAVAILABLE,
}

_BY_WORD = {
    "invalid_request_error": ErrorKind.INVALID_REQUEST,
    "context_length_exceeded": ErrorKind.INVALID_REQUEST,
    "content_policy_violation": ErrorKind.INVALID_REQUEST,
    "content_filter": ErrorKind.INVALID_REQUEST,
    "model_not_found": ErrorKind.MODEL_NOT_FOUND,
    "rate_limit_error": ErrorKind.RATE_LIMITED,
    "rate_limit_exceeded": ErrorKind.RATE_LIMITED,
    "requests": ErrorKind.RATE_LIMITED,
    "tokens": ErrorKind.RATE_LIMITED,
    "insufficient_quota": ErrorKind.BAD_UPSTREAM,
    "invalid_api_key": ErrorKind.BAD_UPSTREAM,
    "service_unavailable": ErrorKind.UNAVAILABLE,
    "overloaded": ErrorKind.UNAVAILABLE,
    "timeout": ErrorKind.TIMEOUT,
}

LONGEST_MESSAGE = 2000
_REFUSED = (401, 402, 403)
"""Statuses that speak of the gateway's own key or account, whatever the words."""


def kind_of_status(status: int) -> ErrorKind:
    """What an upstream's HTTP status means to the caller. Its 401, 402 and 403 are the gateway's own
    configuration at fault."""
    return _BY_STATUS.get(status, ErrorKind.BAD_UPSTREAM)


def error_of(value: object, status: int = 0) -> DialectError:
    """The failure an ``error`` member tells: an object, or a string alone."""
    error = as_object(value)
    message = as_text(error.get("message")) or as_text(value) or "the upstream reported an error"
    code, type_ = error.get("code"), as_text(error.get("type"))
    if not status and isinstance(code, int):
        status = as_int(code)
    word = as_text(code)
    kind = _BY_WORD.get(word) or (kind_of_status(status) if status else _BY_WORD.get(type_))
    if status in _REFUSED:
        # Some vendors call an empty account an invalid request (DeepSeek).
        kind = ErrorKind.BAD_UPSTREAM
    return DialectError(
        kind or ErrorKind.BAD_UPSTREAM,
        message[:LONGEST_MESSAGE],
        code=word[:100] or None,
        param=as_text(error.get("param"))[:100] or None,
    )


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        return DialectError(kind_of_status(status), f"the upstream answered with status {status}")
    if isinstance(value, list) and value:
        value = value[0]
    answer = as_object(value)
    inner = answer.get("error") or answer.get("message") or answer.get("detail") or answer.get("errors")
    if isinstance(inner, list) and inner:
        inner = inner[0]
    if not inner:
        return DialectError(kind_of_status(status), f"the upstream answered with status {status}")
    return error_of(inner, status)


def parse_own_error(status: int, body: bytes, failure_of: Callable[[JsonObject], DialectError | None]) -> DialectError:
    """``parse_error`` for a vendor that tells failures in its own way, read by ``failure_of``, and sometimes in
    OpenAI's. Never raises."""
    try:
        error = failure_of(as_object(orjson.loads(body)))
    except orjson.JSONDecodeError:
        error = None
    if error is None:
        return parse_error(status, body)
    return DialectError(kind_of_status(status), error.message, code=error.code)


def build_error(error: DialectError, request_id: str = "") -> bytes:
    """The body of an error for a client."""
    return openai_error(error, request_id)


def empty_stream() -> DialectError:
    """The upstream's stream held no answer at all."""
    return bad_upstream("the upstream sent a stream without an answer", "empty_stream")


def hidden_error(answer: JsonObject) -> DialectError | None:
    """The failure in an answer whose status said it was none."""
    error = answer.get("error")
    if error and "choices" not in answer:
        return error_of(error)
    base = answer.get("base_resp")
    if base and as_object(base).get("status_code") and not answer.get("choices"):
        return error_of({"message": as_text(as_object(base).get("status_msg"))})
    return None
