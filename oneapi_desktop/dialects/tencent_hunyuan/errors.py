"""Errors of Tencent Cloud: ``Response.Error{Code, Message}`` in answers of status 200, and ``ErrorMsg`` in
the events of a stream."""

from oneapi_desktop.dialects.conversation import DialectError, JsonObject
from oneapi_desktop.dialects.json_reading import as_object, as_text
from oneapi_desktop.dialects.openai_chat.errors import kind_of_status, parse_own_error

LONGEST_MESSAGE = 2000

_STATUSES = (
    ("AuthFailure", 401),
    ("UnauthorizedOperation", 403),
    ("RequestLimitExceeded", 429),
    ("LimitExceeded", 429),
    ("FailedOperation.EngineServerLimitExceeded", 429),
    ("FailedOperation.ResourcePackExhausted", 402),
    ("FailedOperation.FreeResourcePackExhausted", 402),
    ("FailedOperation.ServiceNotActivated", 403),
    ("ResourceInsufficient", 402),
    ("ResourceUnavailable", 503),
    ("ResourceNotFound", 404),
    ("InvalidParameter", 400),
    ("MissingParameter", 400),
    ("UnknownParameter", 400),
    ("UnsupportedOperation", 400),
    ("OperationDenied", 400),
)
"""What codes that begin so would be as HTTP statuses; the first match counts."""


def _told(body: JsonObject) -> tuple[str, str] | None:
    """Code and message of the failure in an answer or an event."""
    error = as_object(as_object(body.get("Response")).get("Error")) or as_object(body.get("Error"))
    if error:
        return as_text(error.get("Code")), as_text(error.get("Message"))
    error = as_object(body.get("ErrorMsg"))
    if error:
        return str(error.get("Code") or ""), as_text(error.get("Msg"))
    return None


def hidden_status(body: JsonObject) -> int:
    """The status that an answer of status 200 should have had; 0 when it tells no error."""
    told = _told(body)
    if told is None:
        return 0
    return next((status for start, status in _STATUSES if told[0].startswith(start)), 502)


def failure_of(body: JsonObject) -> DialectError | None:
    """The failure an answer tells, None when it is none."""
    told = _told(body)
    if told is None:
        return None
    code, message = told
    words = message or f"the upstream reported {code or 'an error'}"
    return DialectError(kind_of_status(hidden_status(body)), words[:LONGEST_MESSAGE], code=code[:100] or None)


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    return parse_own_error(status, body, failure_of)
