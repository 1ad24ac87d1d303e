"""Errors of Cohere: a status and ``{"message": …}``."""

import orjson

from oneapi_desktop.dialects.conversation import DialectError
from oneapi_desktop.dialects.json_reading import as_object, as_text
from oneapi_desktop.dialects.openai_chat.errors import kind_of_status
from oneapi_desktop.domain.errors import ErrorKind

LONGEST_MESSAGE = 2000
_INVALID_TOKEN, _CLIENT_CLOSED = 498, 499
_CONTEXT_FULL = "too many tokens"


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    try:
        value = as_object(orjson.loads(body))
    except orjson.JSONDecodeError:
        value = {}
    message = as_text(value.get("message")) or f"the upstream answered with status {status}"
    kind = kind_of_status(status)
    if status in (_INVALID_TOKEN, _CLIENT_CLOSED):
        kind = ErrorKind.BAD_UPSTREAM
    full = kind is ErrorKind.INVALID_REQUEST and _CONTEXT_FULL in message
    return DialectError(kind, message[:LONGEST_MESSAGE], code="context_length_exceeded" if full else None)
