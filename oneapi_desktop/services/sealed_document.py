"""Secrets in an export file, locked with a passphrase: scrypt and AES-256-GCM.

The form of a sealed value: ``{"kdf": "scrypt", "n": …, "r": …, "p": …, "salt": base64,
"cipher": "aes-256-gcm", "nonce": base64, "data": base64}``. The work factors are written with
the value, so that a later version may raise them; on reading they are bounded, because a file
from a stranger must not make this machine allocate gigabytes.
"""

import base64
import binascii
import hashlib
import secrets
from typing import Any

from oneapi_desktop.domain.errors import InvalidInput

SCRYPT_N = 2**16
SCRYPT_R = 8
SCRYPT_P = 1
MAX_MEMORY = 256 * 1024 * 1024
MIN_PASSPHRASE = 8
_PURPOSE = b"oneapi-desktop export 1"


def check_passphrase(passphrase: str) -> None:
    """Raise InvalidInput when a passphrase is too short to protect keys."""
    if len(passphrase) < MIN_PASSPHRASE:
        raise InvalidInput("passphrase", f"use at least {MIN_PASSPHRASE} characters")


def seal_with_passphrase(plain: bytes, passphrase: str) -> dict[str, Any]:
    """The sealed form of ``plain``. Takes about 0.2 s of one core: call it in a thread."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    check_passphrase(passphrase)
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    key = _derive(passphrase, salt, SCRYPT_N, SCRYPT_R, SCRYPT_P)
    return {
        "kdf": "scrypt",
        "n": SCRYPT_N,
        "r": SCRYPT_R,
        "p": SCRYPT_P,
        "salt": base64.b64encode(salt).decode(),
        "cipher": "aes-256-gcm",
        "nonce": base64.b64encode(nonce).decode(),
        "data": base64.b64encode(AESGCM(key).encrypt(nonce, plain, _PURPOSE)).decode(),
    }


def unseal_with_passphrase(sealed: Any, passphrase: str) -> bytes:
    """The plain bytes again. Raises InvalidInput for a wrong passphrase or a damaged value."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if not isinstance(sealed, dict) or sealed.get("kdf") != "scrypt" or sealed.get("cipher") != "aes-256-gcm":
        raise InvalidInput("secrets", "written by an unknown version; export the file again with this one")
    try:
        salt, nonce, data = (base64.b64decode(sealed[name], validate=True) for name in ("salt", "nonce", "data"))
        n, r, p = (int(sealed[name]) for name in ("n", "r", "p"))
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise InvalidInput("secrets", "damaged; export the file again") from None
    if len(nonce) != 12 or not _bounded(n, r, p):
        raise InvalidInput("secrets", "asks for impossible work factors; export the file again")
    key = _derive(passphrase, salt, n, r, p)
    try:
        return AESGCM(key).decrypt(nonce, data, _PURPOSE)
    except InvalidTag:
        raise InvalidInput("passphrase", "does not open this file's secrets; check the spelling") from None


def _bounded(n: int, r: int, p: int) -> bool:
    power_of_two = n > 1 and n & (n - 1) == 0
    return power_of_two and 1 <= r <= 32 and 1 <= p <= 4 and 128 * n * r <= MAX_MEMORY - 2**20


def _derive(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=n, r=r, p=p, maxmem=MAX_MEMORY, dklen=32)
