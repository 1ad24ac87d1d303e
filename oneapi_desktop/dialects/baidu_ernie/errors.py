"""Errors of Baidu: ``{error_code, error_msg}`` in answers of status 200."""

from oneapi_desktop.dialects.conversation import DialectError, JsonObject
from oneapi_desktop.dialects.json_reading import as_int, as_text
from oneapi_desktop.dialects.openai_chat.errors import kind_of_status, parse_own_error

LONGEST_MESSAGE = 2000

_STATUSES = {
    2: 503,
    4: 429,
    6: 403,
    13: 401,
    14: 401,
    15: 401,
    17: 429,
    18: 429,
    19: 429,
    100: 400,
    110: 401,
    111: 401,
    336100: 503,
    336103: 400,
    336501: 429,
    336502: 429,
    **dict.fromkeys(range(336001, 336008), 400),
}
"""What Baidu's codes would be as HTTP statuses, from its list of error codes."""


def hidden_status(body: JsonObject) -> int:
    """The status that an answer of status 200 should have had; 0 when it tells no error."""
    if not body.get("error_code") and not as_text(body.get("error_msg")):
        return 0
    return _STATUSES.get(as_int(body.get("error_code")), 502)


def failure_of(body: JsonObject) -> DialectError | None:
    """The failure an answer tells, None when it is none."""
    status = hidden_status(body)
    if not status:
        return None
    message = as_text(body.get("error_msg")) or "the upstream reported an error"
    code = str(as_int(body.get("error_code")) or "") or None
    return DialectError(kind_of_status(status), message[:LONGEST_MESSAGE], code=code)


def parse_error(status: int, body: bytes) -> DialectError:
    """The failure an upstream's answer with an error status tells. Never raises."""
    return parse_own_error(status, body, failure_of)
