"""What failures of other dialects mean: whose fault, another channel or not, and in whose shape."""

import orjson
import pytest

from oneapi_desktop.dialects.conversation import Dialect, DialectError
from oneapi_desktop.domain.errors import ErrorKind
from oneapi_desktop.relay.dialect_faults import dialect_failure, has_error_shape, reported_failure
from oneapi_desktop.relay.faults import Mark
from oneapi_desktop.settings import Settings

SETTINGS = Settings({}, {})
SECRET = "topsecretkey123"
SHAPES = {
    Dialect.OPENAI_CHAT: {"error": {"message": "m", "type": "t"}},
    Dialect.OPENAI_RESPONSES: {"error": {"message": "m", "type": "t"}},
    Dialect.ANTHROPIC: {"type": "error", "error": {"type": "api_error", "message": "m"}},
    Dialect.GEMINI: {"error": {"code": 400, "message": "m", "status": "INVALID_ARGUMENT"}},
    Dialect.OLLAMA: {"error": "m"},
}


@pytest.mark.parametrize("dialect", SHAPES)
def test_the_shape_of_an_error(dialect: Dialect) -> None:
    assert has_error_shape(dialect, orjson.dumps(SHAPES[dialect]))
    for other in (b"", b"[]", b"{}", b'{"error":{}}', b'{"error":null}', b"<html>"):
        assert not has_error_shape(dialect, other)
    assert not has_error_shape(Dialect.COHERE, b'{"message":"m"}')


@pytest.mark.parametrize("dialect", SHAPES)
def test_only_the_same_dialect_gets_the_body(dialect: Dialect) -> None:
    body = orjson.dumps(SHAPES[dialect])
    own = reported_failure(422, {}, body, SETTINGS, (), dialect, dialect)
    assert own.body == body
    other = Dialect.ANTHROPIC if dialect is not Dialect.ANTHROPIC else Dialect.GEMINI
    foreign = reported_failure(422, {}, body, SETTINGS, (), dialect, other)
    assert foreign.body is None
    assert "m" in foreign.error.message
    assert (foreign.error.status, foreign.mark) == (422, Mark.NEUTRAL)


def test_secrets_are_masked_and_codes_kept() -> None:
    error = {"type": "error", "error": {"type": "invalid_request_error", "message": f"prompt is too long {SECRET}"}}
    failure = reported_failure(
        400, {}, orjson.dumps(error), SETTINGS, (SECRET,), Dialect.ANTHROPIC, Dialect.OPENAI_CHAT
    )
    assert failure.error.code == "context_length_exceeded"
    assert SECRET not in failure.error.message
    nothing = reported_failure(500, {}, b"<html>busy</html>", SETTINGS, (), Dialect.ANTHROPIC, Dialect.OPENAI_CHAT)
    assert "busy" in nothing.error.message
    assert nothing.mark is Mark.FAULT


@pytest.mark.parametrize(
    ("kind", "mark", "retry"),
    [
        (ErrorKind.RATE_LIMITED, Mark.REST, True),
        (ErrorKind.INVALID_REQUEST, Mark.NEUTRAL, False),
        (ErrorKind.UNSUPPORTED, Mark.NEUTRAL, False),
        (ErrorKind.TOO_LARGE, Mark.NEUTRAL, False),
        (ErrorKind.MODEL_NOT_FOUND, Mark.NEUTRAL, True),
        (ErrorKind.BAD_UPSTREAM, Mark.FAULT, True),
        (ErrorKind.UNAVAILABLE, Mark.FAULT, True),
        (ErrorKind.TIMEOUT, Mark.FAULT, True),
    ],
)
def test_errors_in_disguise(kind: ErrorKind, mark: Mark, retry: bool) -> None:
    failure = dialect_failure(DialectError(kind, f"why {SECRET}", code="c", retry_after=3), (SECRET,))
    assert (failure.mark, failure.retry) == (mark, retry)
    assert failure.error.message == "why ***"
    assert (failure.error.code, failure.error.retry_after) == ("c", 3)
