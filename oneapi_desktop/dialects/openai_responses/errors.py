"""Errors of the Responses API: OpenAI's usual body, and the ``error`` inside a failed response."""

from oneapi_desktop.dialects.conversation import DialectError, JsonObject, bad_upstream
from oneapi_desktop.dialects.json_reading import as_object, as_text
from oneapi_desktop.dialects.openai_chat.errors import build_error, error_of, parse_error
from oneapi_desktop.domain.errors import ErrorKind

__all__ = ["build_error", "error_of", "failure_of", "malformed_call", "parse_error", "response_error"]

_CODES = frozenset(
    [
        "server_error",
        "rate_limit_exceeded",
        "invalid_prompt",
        "data_residency_mismatch",
        "bio_policy",
        "misalignment_policy_violation",
        "vector_store_timeout",
        "invalid_image",
        "invalid_image_format",
        "invalid_base64_image",
        "invalid_image_url",
        "image_too_large",
        "image_too_small",
        "image_parse_error",
        "image_content_policy_violation",
        "invalid_image_mode",
        "image_file_too_large",
        "unsupported_image_media_type",
        "empty_image_file",
        "failed_to_download_image",
        "image_file_not_found",
    ]
)
"""The closed list of a response's ``error.code`` (openai 3.54, ``ResponseError``)."""

_OF_THE_REQUEST = frozenset({"invalid_prompt", "bio_policy", "misalignment_policy_violation"})


def failure_of(response: JsonObject) -> DialectError:
    """The failure a response object with the status ``failed`` tells."""
    error = as_object(response.get("error"))
    code = as_text(error.get("code"))
    failure = error_of(error)
    if code in _OF_THE_REQUEST or "image" in code:
        return DialectError(ErrorKind.INVALID_REQUEST, failure.message, code=failure.code, param=failure.param)
    return failure


def response_error(error: DialectError) -> JsonObject:
    """The ``error`` member of a failed response, with a code of the closed list."""
    code = error.code if error.code in _CODES else None
    if code is None and error.kind is ErrorKind.RATE_LIMITED:
        code = "rate_limit_exceeded"
    elif code is None and error.kind in (ErrorKind.INVALID_REQUEST, ErrorKind.UNSUPPORTED):
        code = "invalid_prompt"
    return {"code": code or "server_error", "message": error.message}


def malformed_call() -> DialectError:
    """The upstream's model wrote a call that cannot be used, and nothing else."""
    return bad_upstream("the model wrote a tool call that cannot be read", "malformed_function_call")
