"""AES-256-GCM with random 96-bit nonces (NIST SP 800-38D), and the master key of a vault.

Sealed form: ``b"OAD1"`` + nonce (12 bytes) + ciphertext with its 16-byte tag. The version prefix lets
a later form be told apart.
"""

import base64
import binascii
import secrets
from collections.abc import Callable

from oneapi_desktop.domain.errors import VaultError

KEY_BYTES = 32
MASTER_REF = ".master-key"
_PREFIX = b"OAD1"
_NONCE_BYTES = 12
_TAG_BYTES = 16
_SEAL_PURPOSE = b"oneapi-desktop seal 1"


class TamperedError(Exception):
    """Sealed bytes that are damaged or belong to another key or purpose."""


def encrypt(key: bytes, plain: bytes, purpose: bytes) -> bytes:
    """The sealed form of ``plain``. ``purpose`` must be given again to read it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _PREFIX + nonce + AESGCM(key).encrypt(nonce, plain, purpose)


def decrypt(key: bytes, sealed: bytes, purpose: bytes) -> bytes:
    """The plain bytes again. Raises TamperedError."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    start = len(_PREFIX) + _NONCE_BYTES
    if not sealed.startswith(_PREFIX) or len(sealed) < start + _TAG_BYTES:
        raise TamperedError
    try:
        return AESGCM(key).decrypt(sealed[len(_PREFIX) : start], sealed[start:], purpose)
    except InvalidTag:
        raise TamperedError from None


def new_key() -> str:
    """A fresh 256-bit key as text."""
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def key_from_text(text: str) -> bytes:
    """The key a text stands for. Raises ValueError (without the text) when it is none."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("no base64") from None
    if len(key) != KEY_BYTES:
        raise ValueError(f"{len(key)} bytes instead of {KEY_BYTES}")
    return key


class MasterSeal:
    """Seals values for the database with a master key that is an entry of the vault itself.

    ``obtain`` returns the key's text and makes it when ``create`` is set; it must do so under the
    vault's lock, so that two processes never make two keys.
    """

    def __init__(self, obtain: Callable[[bool], str | None]) -> None:
        self._obtain = obtain
        self._key: bytes | None = None

    def seal(self, plain: bytes) -> bytes:
        """The sealed form; the master key is made on first use. Raises VaultError."""
        return encrypt(self._master(create=True), plain, _SEAL_PURPOSE)

    def unseal(self, sealed: bytes) -> bytes:
        """The plain bytes. Raises VaultError for anything this vault did not seal."""
        try:
            return decrypt(self._master(create=False), sealed, _SEAL_PURPOSE)
        except TamperedError:
            raise VaultError(
                "a sealed value is damaged or was sealed with another vault's master key; "
                "restore the database and the vault of the same installation, or enter the value again"
            ) from None

    def _master(self, *, create: bool) -> bytes:
        if self._key is None:
            text = self._obtain(create)
            if text is None:
                raise VaultError(
                    "the vault has no master key, so nothing sealed earlier can be read; "
                    "restore the vault, or enter the values again"
                )
            try:
                self._key = key_from_text(text)
            except ValueError as error:
                raise VaultError(
                    f"the vault's master key is damaged ({error}); restore the vault from a backup"
                ) from None
        return self._key

    def __repr__(self) -> str:
        return "MasterSeal()"
