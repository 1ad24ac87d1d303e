import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets.sealing import (
    MasterSeal,
    TamperedError,
    decrypt,
    encrypt,
    key_from_text,
    new_key,
)

KEY = bytes(range(32))


@given(st.binary(max_size=2000), st.binary(max_size=50))
def test_decrypt_gives_back_what_was_encrypted(plain: bytes, purpose: bytes) -> None:
    assert decrypt(KEY, encrypt(KEY, plain, purpose), purpose) == plain


@given(st.binary(max_size=100), st.data())
def test_any_changed_bit_is_noticed(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(encrypt(KEY, plain, b"purpose"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(TamperedError):
        decrypt(KEY, bytes(sealed), b"purpose")


@given(st.binary(max_size=100))
def test_any_bytes_are_refused(sealed: bytes) -> None:
    with pytest.raises(TamperedError):
        decrypt(KEY, sealed, b"purpose")


def test_another_purpose_or_key_is_refused() -> None:
    sealed = encrypt(KEY, b"plain", b"one")
    with pytest.raises(TamperedError):
        decrypt(KEY, sealed, b"two")
    with pytest.raises(TamperedError):
        decrypt(bytes(32), sealed, b"one")


def test_equal_values_are_sealed_differently() -> None:
    assert encrypt(KEY, b"same", b"p") != encrypt(KEY, b"same", b"p")


@pytest.mark.parametrize("text", ["", "abc", "c2hvcnQ=", "ü" * 44, "A" * 43 + "\N{EURO SIGN}"])
def test_a_text_that_is_no_key_is_not_shown(text: str) -> None:
    with pytest.raises(ValueError) as caught:
        key_from_text(text)
    assert text == "" or text not in str(caught.value)


def test_without_a_master_key_nothing_is_made_by_unsealing() -> None:
    asked: list[bool] = []

    def obtain(create: bool) -> str | None:
        asked.append(create)
        return None

    with pytest.raises(VaultError, match="no master key"):
        MasterSeal(obtain).unseal(b"anything")
    assert asked == [False]


def test_the_master_key_is_asked_for_once() -> None:
    asked: list[bool] = []
    key = new_key()

    def obtain(create: bool) -> str | None:
        asked.append(create)
        return key

    seal = MasterSeal(obtain)
    assert seal.unseal(seal.seal(b"token")) == b"token"
    assert asked == [True]


def test_a_damaged_master_key_is_reported_without_it() -> None:
    with pytest.raises(VaultError, match="master key is damaged") as caught:
        MasterSeal(lambda create: "not-a-key").seal(b"x")
    assert "not-a-key" not in str(caught.value)
