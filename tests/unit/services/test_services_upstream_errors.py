"""Upstream errors as they may be stored and shown."""

import json

import pytest

from oneapi_desktop.domain.channel import ChannelSecrets
from oneapi_desktop.services.upstream_errors import MAX_TEXT, error_text, without_secrets

SECRETS = ChannelSecrets(
    key="plainword|anotherpart",
    headers={"X-Key": "headersecret"},
    proxy="http://u:pw@127.0.0.1:1",
    config={"sk": "configsecret"},
)


@pytest.mark.parametrize(
    "secret", ["plainword|anotherpart", "anotherpart", "headersecret", "http://u:pw@127.0.0.1:1", "configsecret"]
)
def test_a_channels_own_secrets_are_masked(secret: str) -> None:
    assert without_secrets(f"before {secret} after", SECRETS) == "before *** after"


@pytest.mark.parametrize(
    "text", ["sk-abcdefgh12345", "AIzaSyA1234567890abcdefghij", "https://x/?key=abc123", "gsk_abcdefgh1234"]
)
def test_what_looks_like_a_key_is_masked(text: str) -> None:
    assert "***" in without_secrets(f"wrong key {text}.", ChannelSecrets())


def test_short_words_stay() -> None:
    assert without_secrets("an EMPTY key", ChannelSecrets(key="EMPTY")) == "an EMPTY key"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ({"error": {"message": "no"}}, "HTTP 400: no"),
        ({"error": "no"}, "HTTP 400: no"),
        ({"message": "no"}, "HTTP 400: no"),
        ({"error_msg": "no"}, "HTTP 400: no"),
        ({"header": {"message": "no"}}, "HTTP 400: no"),
        ([{"error": {"message": "no"}}], "HTTP 400: no"),
        ({"error": {"message": "plainword|anotherpart"}}, "HTTP 400: ***"),
        ({"error": {}}, "HTTP 400"),
        ([], "HTTP 400"),
        (5, "HTTP 400"),
        ({"error": {"message": "a\n\x1b[2J b"}}, "HTTP 400: a [2J b"),
    ],
    ids=str,
)
def test_shapes(body: object, text: str) -> None:
    assert error_text(400, json.dumps(body).encode(), SECRETS) == text


def test_what_is_no_json() -> None:
    assert error_text(502, b"<html><b>Bad</b> gateway\xff", SECRETS) == "HTTP 502: Bad gateway\ufffd"
    assert error_text(500, b"[" * 100_000, SECRETS).startswith("HTTP 500: [[[")
    assert len(error_text(500, b"x " * 100_000, SECRETS)) <= MAX_TEXT + 10
