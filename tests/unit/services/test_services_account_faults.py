"""Only a definite fault of key or account counts."""

import json

import pytest

from oneapi_desktop.services.account_faults import account_fault


def error(**fields: object) -> bytes:
    """An error body in OpenAI's shape."""
    return json.dumps({"error": fields}).encode()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (401, b""),
        (401, b"<html>no</html>"),
        (402, b"{}"),
        (429, error(type="insufficient_quota", message="You exceeded your current quota")),
        (400, error(code="invalid_api_key")),
        (403, error(type="permission_error")),
        (403, error(code="account_deactivated")),
        (400, error(code="Arrearage")),
        (400, json.dumps([{"error": {"code": 400, "status": "INVALID_ARGUMENT",
                                     "details": [{"reason": "API_KEY_INVALID"}]}}]).encode()),
        (400, json.dumps({"code": "Arrearage", "message": "x"}).encode()),
    ],
)  # fmt: skip
def test_faults(status: int, body: bytes) -> None:
    assert account_fault(status, body)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, error(type="insufficient_quota")),
        (400, error(message="the credit balance of my character is too low, permission denied")),
        (403, b"blocked by a firewall"),
        (404, error(code="model_not_found")),
        (401, error(code="model_not_found")),
        (429, error(type="rate_limit_error", code="rate_limit_exceeded")),
        (500, b"x" * 1000),
        (400, b"[" * 100_000),
        (400, b'{"error": "text"}'),
        (400, b"[]"),
        (400, b"5"),
    ],
)
def test_no_faults(status: int, body: bytes) -> None:
    assert account_fault(status, body) is None
