"""What a token has spent and promised: total and calendar budgets, reservations, waiting.

The in-memory truth of admission. The durable truth is the ledger; at start this is read from it.
Amounts are nano-dollars, times Unix milliseconds.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from oneapi_desktop.domain.token import Budgets

PERIODS = ("day", "week", "month")


def period_bounds(period: str, now_ms: int, zone: tzinfo | None) -> tuple[int, int]:
    """[start, end) of the calendar day, week (from Monday) or month around a moment, in a time zone
    (None is the system's)."""
    moment = datetime.fromtimestamp(now_ms / 1000, zone) if zone else datetime.fromtimestamp(now_ms / 1000).astimezone()
    midnight = datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    if period == "day":
        first, following = midnight, midnight + timedelta(days=1)
    elif period == "week":
        first = midnight - timedelta(days=moment.weekday())
        following = first + timedelta(days=7)
    else:
        first = midnight.replace(day=1)
        following = (first + timedelta(days=32)).replace(day=1)

    def to_ms(local: datetime) -> int:
        aware = local.replace(tzinfo=zone) if zone else local.astimezone()
        return round(aware.timestamp() * 1000)

    return to_ms(first), to_ms(following)


@dataclass(slots=True)
class PeriodSpending:
    """What was spent inside one calendar period."""

    start: int = 0
    end: int = 0
    spent: int = 0


@dataclass(slots=True)
class TypicalSize:
    """What recent requests of one model came to: a decaying maximum."""

    cost: int = 0
    completion_tokens: int = 0

    def learn(self, cost: int, completion_tokens: int) -> None:
        """Take in one settled request."""
        self.cost = max(cost, (self.cost * 9 + cost) // 10)
        self.completion_tokens = max(completion_tokens, (self.completion_tokens * 9 + completion_tokens) // 10)


@dataclass(slots=True)
class TightestBudget:
    """The budget with least left. ``free`` has reservations taken off, ``left`` has not.
    ``resets_at`` is when a calendar budget begins anew, None for the total."""

    name: str
    limit: int
    left: int
    free: int
    resets_at: int | None


@dataclass(slots=True)
class TokenAccount:
    """One token's spending."""

    used: int = 0
    reserved: int = 0
    periods: dict[str, PeriodSpending] = field(default_factory=lambda: {p: PeriodSpending() for p in PERIODS})
    typical: dict[str, TypicalSize] = field(default_factory=dict)
    settled: int = 0
    _waiting: list[asyncio.Future[None]] = field(default_factory=list)

    def roll(self, now_ms: int, zone: tzinfo | None) -> None:
        """Begin new calendar periods where the old ones have ended."""
        for name, period in self.periods.items():
            if not period.start <= now_ms < period.end:
                period.start, period.end = period_bounds(name, now_ms, zone)
                period.spent = 0

    def tightest(self, budgets: Budgets, now_ms: int, zone: tzinfo | None) -> TightestBudget | None:
        """The budget that binds first, or None for a token without budgets."""
        self.roll(now_ms, zone)
        found: TightestBudget | None = None
        for name, limit in (
            ("total", budgets.total),
            ("day", budgets.day),
            ("week", budgets.week),
            ("month", budgets.month),
        ):
            if limit is None:
                continue
            period = self.periods.get(name)
            left = limit - (self.used if period is None else period.spent)
            if found is None or left < found.left:
                found = TightestBudget(name, limit, left, left - self.reserved, period.end if period else None)
        return found

    def release(self, reserved: int) -> None:
        """Give a reservation back and wake whoever waits for it."""
        self.reserved -= reserved
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for future in waiting:
                if not future.done():
                    future.set_result(None)

    def settle(self, model: str, cost: int, completion_tokens: int, created_at: int) -> None:
        """Book a cost that is on its way to the ledger."""
        self.used += cost
        self.settled += cost
        for period in self.periods.values():
            if period.start <= created_at < period.end:
                period.spent += cost
        if cost:
            size = self.typical.get(model)
            if size is None:
                if len(self.typical) >= 256:
                    self.typical.clear()
                size = self.typical[model] = TypicalSize()
            size.learn(cost, completion_tokens)

    def released(self) -> asyncio.Future[None]:
        """Done as soon as any reservation is given back."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        return future
