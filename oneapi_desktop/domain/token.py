"""Issued tokens: who may use the gateway, for what and for how much."""

import hashlib
import ipaddress
import re
import secrets
import string
from dataclasses import dataclass
from enum import StrEnum

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.user import OWNER_ID

KEY_PREFIX = "sk-"
KEY_LENGTH = 48
_ALPHABET = string.ascii_letters + string.digits
_OWN_KEY = re.compile(r"[A-Za-z0-9_.~]{16,128}")

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class TokenStatus(StrEnum):
    """Whether the owner lets the token be used. Expiry and budgets are judged at use."""

    ENABLED = "enabled"
    DISABLED = "disabled"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Budgets:
    """Spending limits in nano-dollars; ``None`` is no limit. Day, week and month are calendar
    periods in the owner's time zone; weeks begin on Monday."""

    total: int | None = None
    day: int | None = None
    week: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """One issued token. The key itself is never held here, only its hash and a hint.

    ``expires_at`` and ``created_at`` are Unix milliseconds, ``used_nano`` what was ever spent.
    Empty ``models`` or ``networks`` mean no restriction. ``requests_per_minute`` and
    ``tokens_per_minute`` of 0 mean no limit.
    """

    id: int
    name: str
    key_hash: bytes
    key_hint: str
    user_id: int = OWNER_ID
    status: TokenStatus = TokenStatus.ENABLED
    created_at: int = 0
    expires_at: int | None = None
    budgets: Budgets = Budgets()
    used_nano: int = 0
    models: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    requests_per_minute: int = 0
    tokens_per_minute: int = 0
    last_used_at: int | None = None


def new_key() -> str:
    """A fresh secret without prefix: 48 characters of [0-9A-Za-z] from the system's generator."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(KEY_LENGTH))


def normalise_key(key: str) -> str:
    """A person's own key, without the optional ``sk-``. Raises InvalidInput when unusable.

    A dash is refused because the text after the first dash of a presented key pins a channel.
    """
    bare = key.strip().removeprefix(KEY_PREFIX)
    if not _OWN_KEY.fullmatch(bare):
        raise InvalidInput(
            "key",
            "use 16 to 128 letters, digits, '_', '.' or '~' after an optional 'sk-' "
            "(no further '-': text after a dash selects a channel)",
        )
    return bare


def hash_key(bare_key: str) -> bytes:
    """SHA-256 of a key without prefix: what is stored and looked up. Keys carry ≥ 95 random bits
    when issued here, so a plain hash cannot be searched."""
    return hashlib.sha256(bare_key.encode()).digest()


def key_hint(bare_key: str) -> str:
    """The last four characters, enough to tell keys apart."""
    return bare_key[-4:]


def split_presented_key(presented: str) -> tuple[str, str | None]:
    """(bare key, channel suffix or None) of a key as a client sent it: ``sk-KEY-12`` → ``("KEY", "12")``."""
    bare = presented.strip().removeprefix(KEY_PREFIX)
    key, dash, suffix = bare.partition("-")
    return key, suffix if dash else None


def parse_networks(text: str | list[str]) -> tuple[Network, ...]:
    """CIDR blocks or single addresses from a comma list. Raises InvalidInput naming the bad entry."""
    entries = text.split(",") if isinstance(text, str) else text
    networks: list[Network] = []
    for entry in (e.strip() for e in entries):
        if not entry:
            continue
        try:
            networks.append(ipaddress.ip_network(entry, strict=False))
        except ValueError:
            raise InvalidInput(
                "subnet", f"{entry!r} is not an address or CIDR block; write it like 192.168.1.0/24"
            ) from None
    return tuple(networks)
