"""How each dialect phrases an error of the gateway's own.

Statuses, types and codes follow the table in ``docs/errors.md``.
"""

from dataclasses import dataclass

import orjson

from oneapi_desktop.domain.errors import ErrorKind, RequestError


@dataclass(frozen=True, slots=True)
class OpenAIShape:
    """Status, ``type`` and usual ``code`` of one kind of error in OpenAI's shape."""

    status: int
    type: str
    code: str | None


OPENAI: dict[ErrorKind, OpenAIShape] = {
    ErrorKind.INVALID_REQUEST: OpenAIShape(400, "invalid_request_error", None),
    ErrorKind.UNSUPPORTED: OpenAIShape(400, "invalid_request_error", "unsupported_value"),
    ErrorKind.NOT_IMPLEMENTED: OpenAIShape(501, "one_api_error", "api_not_implemented"),
    ErrorKind.UNAUTHENTICATED: OpenAIShape(401, "invalid_request_error", "invalid_api_key"),
    ErrorKind.BUDGET_EXHAUSTED: OpenAIShape(403, "insufficient_quota", "insufficient_quota"),
    ErrorKind.FORBIDDEN: OpenAIShape(403, "permission_error", "forbidden"),
    ErrorKind.NOT_FOUND: OpenAIShape(404, "invalid_request_error", None),
    ErrorKind.MODEL_NOT_FOUND: OpenAIShape(404, "invalid_request_error", "model_not_found"),
    ErrorKind.TOO_LARGE: OpenAIShape(413, "invalid_request_error", "request_too_large"),
    ErrorKind.RATE_LIMITED: OpenAIShape(429, "rate_limit_error", "rate_limit_exceeded"),
    ErrorKind.CLIENT_CLOSED: OpenAIShape(499, "server_error", "client_closed_request"),
    ErrorKind.INTERNAL: OpenAIShape(500, "server_error", "internal_error"),
    ErrorKind.BAD_UPSTREAM: OpenAIShape(502, "server_error", "bad_upstream"),
    ErrorKind.UNAVAILABLE: OpenAIShape(503, "server_error", "service_unavailable"),
    ErrorKind.TIMEOUT: OpenAIShape(504, "server_error", "timeout"),
    ErrorKind.SHUTTING_DOWN: OpenAIShape(503, "server_error", "shutting_down"),
}


def error_status(error: RequestError) -> int:
    """The HTTP status a refusal is answered with."""
    return error.status or OPENAI[error.kind].status


def openai_error(error: RequestError, request_id: str = "") -> bytes:
    """The JSON body of an error in OpenAI's shape; all four keys are always present.

    The message ends with the request id, so that a person can find the row in the log.
    """
    shape = OPENAI[error.kind]
    message = f"{error.message} (request id: {request_id})" if request_id else error.message
    return orjson.dumps(
        {
            "error": {
                "message": message,
                "type": shape.type,
                "param": error.param,
                "code": error.code or shape.code,
            }
        }
    )
