"""Errors of DashScope: ``{code, message, request_id}``, also inside answers of status 200."""

from oneapi_desktop.dialects.conversation import DialectError, JsonObject
from oneapi_desktop.dialects.json_reading import as_object, as_text
from oneapi_desktop.dialects.openai_chat.errors import parse_own_error
from oneapi_desktop.domain.errors import ErrorKind

LONGEST_MESSAGE = 2000

_KINDS = (
    ("Throttling", ErrorKind.RATE_LIMITED),
    ("LimitRequests", ErrorKind.RATE_LIMITED),
    ("InvalidParameter", ErrorKind.INVALID_REQUEST),
    ("DataInspectionFailed", ErrorKind.INVALID_REQUEST),
    ("BadRequest", ErrorKind.INVALID_REQUEST),
    ("ModelNotFound", ErrorKind.MODEL_NOT_FOUND),
    ("RequestTimeOut", ErrorKind.TIMEOUT),
)
"""What the beginning of a code means where no status tells it."""


def failure_of(body: JsonObject) -> DialectError | None:
    """The failure an answer or a finished task tells, None when it is none."""
    output = as_object(body.get("output"))
    teller = body if as_text(body.get("code")) else output
    code = as_text(teller.get("code"))
    if not code:
        return None
    kind = next((kind for start, kind in _KINDS if code.startswith(start)), ErrorKind.BAD_UPSTREAM)
    message = as_text(teller.get("message")) or f"the upstream reported {code}"
    return DialectError(kind, message[:LONGEST_MESSAGE], code=code[:100])


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    return parse_own_error(status, body, failure_of)
