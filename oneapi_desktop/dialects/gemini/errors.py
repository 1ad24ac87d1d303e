"""Errors in Google's shape: an upstream's read, the gateway's own written."""

import re

import orjson

from oneapi_desktop.dialects.conversation import DialectError, JsonObject
from oneapi_desktop.dialects.json_reading import as_int, as_object, as_objects, as_text
from oneapi_desktop.domain.errors import ErrorKind, RequestError

_BY_NAME = {
    "INVALID_ARGUMENT": ErrorKind.INVALID_REQUEST,
    "OUT_OF_RANGE": ErrorKind.INVALID_REQUEST,
    # The account or its country may not use the service: the owner's matter, not the caller's.
    "FAILED_PRECONDITION": ErrorKind.BAD_UPSTREAM,
    "UNAUTHENTICATED": ErrorKind.BAD_UPSTREAM,
    "PERMISSION_DENIED": ErrorKind.BAD_UPSTREAM,
    "NOT_FOUND": ErrorKind.MODEL_NOT_FOUND,
    "ABORTED": ErrorKind.UNAVAILABLE,
    "RESOURCE_EXHAUSTED": ErrorKind.RATE_LIMITED,
    "CANCELLED": ErrorKind.BAD_UPSTREAM,
    "INTERNAL": ErrorKind.BAD_UPSTREAM,
    "UNKNOWN": ErrorKind.BAD_UPSTREAM,
    "UNIMPLEMENTED": ErrorKind.NOT_IMPLEMENTED,
    "UNAVAILABLE": ErrorKind.UNAVAILABLE,
    "DEADLINE_EXCEEDED": ErrorKind.TIMEOUT,
}

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

_SHAPES = {
    ErrorKind.INVALID_REQUEST: (400, "INVALID_ARGUMENT"),
    ErrorKind.UNSUPPORTED: (400, "INVALID_ARGUMENT"),
    ErrorKind.NOT_IMPLEMENTED: (501, "UNIMPLEMENTED"),
    ErrorKind.UNAUTHENTICATED: (401, "UNAUTHENTICATED"),
    ErrorKind.BUDGET_EXHAUSTED: (429, "RESOURCE_EXHAUSTED"),
    ErrorKind.FORBIDDEN: (403, "PERMISSION_DENIED"),
    ErrorKind.NOT_FOUND: (404, "NOT_FOUND"),
    ErrorKind.MODEL_NOT_FOUND: (404, "NOT_FOUND"),
    ErrorKind.TOO_LARGE: (413, "INVALID_ARGUMENT"),
    ErrorKind.RATE_LIMITED: (429, "RESOURCE_EXHAUSTED"),
    ErrorKind.CLIENT_CLOSED: (499, "CANCELLED"),
    ErrorKind.INTERNAL: (500, "INTERNAL"),
    ErrorKind.BAD_UPSTREAM: (502, "INTERNAL"),
    ErrorKind.UNAVAILABLE: (503, "UNAVAILABLE"),
    ErrorKind.TIMEOUT: (504, "DEADLINE_EXCEEDED"),
    ErrorKind.SHUTTING_DOWN: (503, "UNAVAILABLE"),
}

LONGEST_MESSAGE = 2000
_CONTEXT_FULL = re.compile(r"token count.*exceeds the maximum|exceeds the maximum number of tokens", re.IGNORECASE)
_SECONDS = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s")
_RETRY_INFO = "type.googleapis.com/google.rpc.RetryInfo"
_OUR_KEY = ("API_KEY_INVALID", "API_KEY_SERVICE_BLOCKED", "ACCESS_TOKEN_EXPIRED", "BILLING_DISABLED")


def error_of(value: object, status: int = 0) -> DialectError:
    """The failure an ``error`` member tells."""
    error = as_object(value)
    message = as_text(error.get("message")) or as_text(value) or "the upstream reported an error"
    status = status or as_int(error.get("code"))
    kind = _BY_NAME.get(as_text(error.get("status"))) or _BY_STATUS.get(status, ErrorKind.BAD_UPSTREAM)
    retry_after, code = None, None
    for detail in as_objects(error.get("details")):
        delay = _SECONDS.fullmatch(as_text(detail.get("retryDelay")))
        if delay is not None:
            retry_after = float(delay.group(1))
        if as_text(detail.get("reason")) in _OUR_KEY:
            kind = ErrorKind.BAD_UPSTREAM
    if kind is ErrorKind.INVALID_REQUEST and _CONTEXT_FULL.search(message):
        code = "context_length_exceeded"
    return DialectError(kind, message[:LONGEST_MESSAGE], code=code, retry_after=retry_after)


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises. Google wraps the
    object in a list of one where it was not asked for server-sent events."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        value = None
    if isinstance(value, list) and value:
        value = value[0]
    error = as_object(value).get("error")
    if error:
        return error_of(error, status)
    kind = _BY_STATUS.get(status, ErrorKind.BAD_UPSTREAM)
    return DialectError(kind, f"the upstream answered with status {status}")


def error_status(error: RequestError) -> int:
    """The HTTP status of an error for a client of this dialect."""
    return error.status or _SHAPES[error.kind][0]


def error_object(error: RequestError, request_id: str = "") -> JsonObject:
    """An error for a client. ``error`` is the first key, by which the official client knows it."""
    message = f"{error.message} (request id: {request_id})" if request_id else error.message
    inner: JsonObject = {"code": error_status(error), "message": message, "status": _SHAPES[error.kind][1]}
    if error.retry_after is not None:
        inner["details"] = [{"@type": _RETRY_INFO, "retryDelay": f"{error.retry_after:g}s"}]
    return {"error": inner}


def build_error(error: RequestError, request_id: str = "") -> bytes:
    """The body of an error for a client."""
    return orjson.dumps(error_object(error, request_id))
