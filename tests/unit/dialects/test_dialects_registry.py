"""The registry: every dialect has a row, every installed module what its row promises."""

import pytest

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.dialects.registry import (
    all_dialects,
    codec,
    dialect_row,
    error_answer,
    holds_chats,
    unary_function,
)
from oneapi_desktop.domain.errors import ErrorKind, RequestError

OUTBOUND = ("build_request", "parse_response", "parse_error", "tool_bridge", "StreamParser")
INBOUND = ("parse_request", "build_response", "build_error", "StreamBuilder")


def test_every_dialect_has_one_row() -> None:
    assert {row.dialect for row in all_dialects()} == set(Dialect)
    assert len(all_dialects()) == len(Dialect)
    assert [row.spoken for row in all_dialects()] == sorted((row.spoken for row in all_dialects()), reverse=True)


@pytest.mark.parametrize("row", all_dialects(), ids=lambda row: row.dialect.value)
def test_a_module_has_what_its_row_promises(row: object) -> None:
    found = next(one for one in all_dialects() if one is row)
    module = codec(found.dialect)
    assert module.__doc__
    if holds_chats(found.dialect):
        assert all(hasattr(module, name) for name in OUTBOUND)
    if found.spoken:
        assert all(hasattr(module, name) for name in INBOUND)


def test_simpler_shapes_are_found_by_name() -> None:
    assert unary_function(Dialect.OPENAI_CHAT, "parse_embedding_request") is not None
    assert unary_function(Dialect.ANTHROPIC, "parse_embedding_request") is None


@pytest.mark.parametrize("dialect", [row.dialect for row in all_dialects() if row.spoken])
@pytest.mark.parametrize("kind", list(ErrorKind))
def test_every_refusal_can_be_told_in_every_dialect(dialect: Dialect, kind: ErrorKind) -> None:
    status, body = error_answer(dialect, RequestError(kind, "why it is so"), "id1")
    assert 400 <= status < 600
    assert b"why it is so" in body
    assert dialect_row(dialect).spoken
