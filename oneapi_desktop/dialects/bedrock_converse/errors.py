"""Errors of the Bedrock runtime: a status, an exception's name and ``{"message": …}``."""

import orjson

from oneapi_desktop.dialects.conversation import DialectError
from oneapi_desktop.dialects.json_reading import as_object, as_text
from oneapi_desktop.domain.errors import ErrorKind

_BY_NAME = {
    "accessdenied": ErrorKind.BAD_UPSTREAM,
    "unrecognizedclient": ErrorKind.BAD_UPSTREAM,
    "invalidsignature": ErrorKind.BAD_UPSTREAM,
    "expiredtoken": ErrorKind.BAD_UPSTREAM,
    "validation": ErrorKind.INVALID_REQUEST,
    "resourcenotfound": ErrorKind.MODEL_NOT_FOUND,
    "modeltimeout": ErrorKind.TIMEOUT,
    "modelerror": ErrorKind.BAD_UPSTREAM,
    "modelstreamerror": ErrorKind.BAD_UPSTREAM,
    "throttling": ErrorKind.RATE_LIMITED,
    "modelnotready": ErrorKind.UNAVAILABLE,
    "servicequotaexceeded": ErrorKind.RATE_LIMITED,
    "internalserver": ErrorKind.BAD_UPSTREAM,
    "serviceunavailable": ErrorKind.UNAVAILABLE,
}

_BY_STATUS = {
    400: ErrorKind.INVALID_REQUEST,
    404: ErrorKind.MODEL_NOT_FOUND,
    408: ErrorKind.TIMEOUT,
    413: ErrorKind.TOO_LARGE,
    429: ErrorKind.RATE_LIMITED,
    503: ErrorKind.UNAVAILABLE,
    504: ErrorKind.TIMEOUT,
}

EXCEPTION = "Exception"
LONGEST_MESSAGE = 2000
_CONTEXT_FULL = ("too long", "too many input tokens", "maximum context")


def exception_error(name: str, message: str, status: int = 0) -> DialectError:
    """The failure of an exception such as ``throttlingException``, with or without that ending.

    An unknown name falls back on the HTTP status.
    """
    word = name.rpartition("#")[2].partition(":")[0].removesuffix(EXCEPTION).lower()
    kind = _BY_NAME.get(word) or _BY_STATUS.get(status, ErrorKind.BAD_UPSTREAM)
    told = message.strip() or f"the upstream reported {name or f'the status {status}'}"
    full = kind is ErrorKind.INVALID_REQUEST and any(words in told.lower() for words in _CONTEXT_FULL)
    return DialectError(kind, told[:LONGEST_MESSAGE], code="context_length_exceeded" if full else None)


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises.

    The exception's name stands in ``__type`` or ``code`` where the adapter or AWS put it there.
    """
    try:
        value = as_object(orjson.loads(body))
    except orjson.JSONDecodeError:
        value = {}
    name = as_text(value.get("__type")) or as_text(value.get("code"))
    message = as_text(value.get("message")) or as_text(value.get("Message"))
    return exception_error(name, message or f"the upstream answered with status {status}", status)
