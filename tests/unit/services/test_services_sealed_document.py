"""Sealing with a passphrase."""

from typing import Any

import pytest

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services import sealed_document
from oneapi_desktop.services.sealed_document import seal_with_passphrase, unseal_with_passphrase

PASSPHRASE = "correct horse"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small work factor; it is written with the value."""
    monkeypatch.setattr(sealed_document, "SCRYPT_N", 2**10)


def test_round_trip_and_no_repetition() -> None:
    first, second = seal_with_passphrase(b"secret", PASSPHRASE), seal_with_passphrase(b"secret", PASSPHRASE)
    assert first["data"] != second["data"]
    assert unseal_with_passphrase(first, PASSPHRASE) == b"secret"


@pytest.mark.parametrize(
    "damage",
    [
        {"kdf": "argon2"},
        {"cipher": "rot13"},
        {"salt": "***"},
        {"nonce": "AAAA"},
        {"data": "AAAA"},
        {"data": None},
        {"n": 2**40},
        {"n": 1000},
        {"n": "many"},
        {"r": 0},
        {"p": 1000},
    ],
    ids=str,
)
def test_damage_is_refused(damage: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        unseal_with_passphrase(seal_with_passphrase(b"secret", PASSPHRASE) | damage, PASSPHRASE)


@pytest.mark.parametrize("value", [None, [], "text", {}])
def test_other_shapes_are_refused(value: Any) -> None:
    with pytest.raises(InvalidInput, match="secrets"):
        unseal_with_passphrase(value, PASSPHRASE)


def test_passphrases() -> None:
    with pytest.raises(InvalidInput, match="8 characters"):
        seal_with_passphrase(b"x", "short")
    with pytest.raises(InvalidInput, match="passphrase"):
        unseal_with_passphrase(seal_with_passphrase(b"x", PASSPHRASE), "wrong horse")
