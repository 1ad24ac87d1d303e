"""Requests and tokens per minute, over a sliding minute, per issued token."""

from collections import deque
from dataclasses import dataclass, field

WINDOW = 60.0


@dataclass(slots=True)
class SlidingMinute:
    """Amounts of the last sixty seconds."""

    entries: deque[tuple[float, int]] = field(default_factory=deque)
    total: int = 0

    def expire(self, now: float) -> None:
        """Forget what is older than a minute."""
        while self.entries and self.entries[0][0] <= now - WINDOW:
            self.total -= self.entries.popleft()[1]

    def add(self, now: float, amount: int) -> None:
        """Count an amount (negative to correct an estimate)."""
        self.entries.append((now, amount))
        self.total += amount

    def wait_for(self, now: float, limit: int, amount: int) -> float:
        """Seconds until ``amount`` more would fit under ``limit``; 0 when it fits now."""
        self.expire(now)
        excess = self.total + amount - limit
        if excess <= 0:
            return 0.0
        for moment, size in self.entries:
            excess -= size
            if excess <= 0:
                return max(0.05, moment + WINDOW - now)
        return WINDOW


@dataclass(slots=True)
class RateLimiter:
    """One token's request and token rates. Token counts are reserved by estimate and corrected
    when the request is settled."""

    requests: SlidingMinute = field(default_factory=SlidingMinute)
    tokens: SlidingMinute = field(default_factory=SlidingMinute)

    def check(self, now: float, per_minute: int, tokens_per_minute: int, tokens: int) -> tuple[str, float] | None:
        """(what is exceeded, seconds to wait), or None after counting the request in."""
        if per_minute:
            wait = self.requests.wait_for(now, per_minute, 1)
            if wait:
                return f"{per_minute} requests per minute", wait
        if tokens_per_minute:
            # A single request larger than the whole limit is let through an empty minute, or it never could run.
            asked = min(tokens, tokens_per_minute)
            wait = self.tokens.wait_for(now, tokens_per_minute, asked)
            if wait:
                return f"{tokens_per_minute} tokens per minute", wait
        if per_minute:
            self.requests.add(now, 1)
        if tokens_per_minute:
            self.tokens.add(now, tokens)
        return None

    def correct(self, now: float, tokens_per_minute: int, estimated: int, actual: int) -> None:
        """Replace a request's estimated tokens by what it really used."""
        if tokens_per_minute and actual != estimated:
            self.tokens.expire(now)
            self.tokens.add(now, actual - estimated)
