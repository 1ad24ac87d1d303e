"""The health of a channel as traffic shows it: rest after 429, circuit breaker, success rate.

In memory only; a restart begins with everyone healthy. Times are seconds of a monotonic clock.
"""

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum

from oneapi_desktop.settings import Settings


class CircuitState(StrEnum):
    """A breaker's state, as the health page names it."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(slots=True)
class ChannelHealth:
    """One channel's health. ``asked`` tells whether the upstream itself named the rest's length."""

    failures: int = 0
    open_until: float = 0.0
    opened: int = 0
    probing: bool = False
    resting_until: float = 0.0
    rests: int = 0
    results: deque[bool] = field(default_factory=deque)
    last_fault: str = ""

    def state(self, now: float) -> CircuitState:
        """What the breaker lets through now."""
        if not self.opened:
            return CircuitState.CLOSED
        return CircuitState.OPEN if now < self.open_until else CircuitState.HALF_OPEN

    def blocked(self, now: float) -> tuple[str, float] | None:
        """(reason, seconds until it is worth asking again) while no request may be sent, else None."""
        if now < self.resting_until:
            rest = self.resting_until - now
            return f"resting for {rest:.1f} s after 429", rest
        if self.opened:
            if now < self.open_until:
                wait = self.open_until - now
                return f"circuit open for {wait:.1f} s after {self.failures} faults ({self.last_fault})", wait
            if self.probing:
                return "circuit half-open, a probe is under way", 1.0
        return None

    def begin(self, now: float) -> bool:
        """Note that a request goes out. Returns whether it is a half-open probe."""
        if self.opened and now >= self.open_until:
            self.probing = True
            return True
        return False

    def abandon(self) -> None:
        """The request ended without saying anything about the upstream (client left, client's fault)."""
        self.probing = False

    def succeed(self, settings: Settings) -> None:
        """A usable answer came."""
        self.failures = self.opened = self.rests = 0
        self.open_until = self.resting_until = 0.0
        self.probing = False
        self._note(True, settings)

    def fail(self, now: float, reason: str, settings: Settings) -> bool:
        """An upstream fault (5xx, timeout, connection). Returns whether the success rate fell below
        its threshold (only ever True with ``metric_enabled``)."""
        self.failures += 1
        self.last_fault = reason
        # Requests that were on their way when the breaker opened are no failed probes.
        if self.probing or (not self.opened and self.failures >= settings.breaker_failures):
            self.open_until = now + settings.breaker_seconds * min(10, 2**self.opened)
            self.opened += 1
        self.probing = False
        return self._note(False, settings)

    def rest(self, now: float, retry_after: float | None, settings: Settings) -> None:
        """The upstream said 429. Without Retry-After the rest doubles from 1 s to the setting."""
        self.probing = False
        if retry_after is not None:
            seconds = min(retry_after, settings.cooldown_limit_seconds)
        elif now < self.resting_until:
            # Sent before the rest began: one burst is one refusal.
            return
        else:
            seconds = min(settings.cooldown_seconds, float(2 ** min(self.rests, 30)))
            self.rests += 1
        self.resting_until = max(self.resting_until, now + seconds)

    def reset(self) -> None:
        """Forget everything, after the owner changed or enabled the channel or its test passed."""
        self.failures = self.opened = self.rests = 0
        self.open_until = self.resting_until = 0.0
        self.probing = False
        self.results.clear()
        self.last_fault = ""

    def _note(self, success: bool, settings: Settings) -> bool:
        if not settings.metric_enabled:
            return False
        self.results.append(success)
        while len(self.results) > settings.metric_queue_size:
            self.results.popleft()
        if success or len(self.results) < settings.metric_queue_size:
            return False
        if sum(self.results) / len(self.results) >= settings.metric_success_rate:
            return False
        self.results.clear()
        return True
