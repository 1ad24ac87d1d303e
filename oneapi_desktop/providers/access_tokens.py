"""Access tokens that are exchanged for a channel's credentials and kept until shortly before they
expire."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

EARLY = 300.0
"""Seconds before its end at which a token is renewed."""
MOST_KEPT = 256


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A bearer token and the seconds it is good for, counted from now."""

    value: str = field(repr=False)
    lifetime: float


@dataclass(slots=True)
class _Kept:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    value: str = field(default="", repr=False)
    until: float = 0.0


class TokenCache:
    """Tokens by the digest of the credentials they were exchanged for; one exchange at a time for each."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, _Kept] = {}

    async def get(self, key: str, exchange: Callable[[], Awaitable[AccessToken]]) -> str:
        """The token for these credentials. Whatever ``exchange`` raises is raised here."""
        kept = self._kept.get(key)
        if kept is None:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            kept = self._kept[key] = _Kept()
        if self._clock() < kept.until:
            return kept.value
        async with kept.lock:
            if self._clock() >= kept.until:
                token = await exchange()
                kept.value = token.value
                # A token with a short life is used for most of it.
                kept.until = self._clock() + token.lifetime - min(EARLY, token.lifetime / 2)
            return kept.value

    def forget(self, key: str) -> None:
        """Exchange anew next time: the token was refused before its end."""
        kept = self._kept.get(key)
        if kept is not None:
            kept.until = 0.0
