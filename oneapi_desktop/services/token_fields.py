"""Reading a token's fields: budgets, times and limits as people and files give them."""

import datetime
import re
import time
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.money import MoneyError, usd_to_nano
from oneapi_desktop.domain.token import Budgets

BUDGET_FIELDS = {
    "budget_usd": "total",
    "budget_day_usd": "day",
    "budget_week_usd": "week",
    "budget_month_usd": "month",
}
"""Names people use → fields of ``Budgets``."""

MAX_PER_MINUTE = 1_000_000_000
UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_NEVER = frozenset({"", "never", "-1"})
_LATEST_MS = 253_402_300_799_000
_MS_FLOOR = 100_000_000_000
"""Numbers from here on are milliseconds: as seconds they would lie beyond the year 5138."""


def read_amount(value: Any, field: str) -> int:
    """Nano-dollars of a positive amount of dollars, given as text or JSON number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise InvalidInput(field, "write an amount of dollars like 12.50")
    try:
        nano = usd_to_nano(value)
    except MoneyError as error:
        raise InvalidInput(field, str(error)) from None
    if nano < 0:
        raise InvalidInput(field, "must not be negative")
    return nano


def read_budgets(values: Mapping[str, Any], old: Budgets | None) -> Budgets:
    """The budgets after a change. ``unlimited: true`` lifts the total; ``""`` or ``"none"`` lifts a
    budget. A new token needs some budget or ``unlimited``, so that nobody hands out an unlimited token
    by forgetting a word.
    """
    unlimited = values.get("unlimited")
    if unlimited is not None and not isinstance(unlimited, bool):
        raise InvalidInput("unlimited", "write true or false")
    before = old or Budgets()
    amounts: dict[str, int | None] = {
        "total": before.total, "day": before.day, "week": before.week, "month": before.month,
    }  # fmt: skip
    given = values.get("budget_usd")
    if unlimited and given is not None:
        raise InvalidInput("budget_usd", "contradicts 'unlimited'; give one of the two")
    if old is None and not unlimited and all(values.get(field) is None for field in BUDGET_FIELDS):
        raise InvalidInput("budget_usd", "say how much this token may spend, or say 'unlimited'")
    if unlimited is False and given is None and amounts["total"] is None:
        raise InvalidInput("budget_usd", "say how much this token may spend")
    if unlimited:
        amounts["total"] = None
    for field, name in BUDGET_FIELDS.items():
        value = values.get(field)
        if value is None:
            continue
        lifted = isinstance(value, str) and value.strip().lower() in ("", "none", "unlimited")
        amounts[name] = None if lifted else read_amount(value, field)
    return Budgets(**amounts)


def read_moment(value: Any, field: str, *, zone: str = "", past: bool = False) -> int | None:
    """Unix milliseconds of a moment, or None for "never".

    Takes ISO dates and times (without offset: in ``zone``, empty = the system's; a bare date means
    its first moment, or its last one for a time limit in the future), Unix seconds or milliseconds,
    ``now`` and spans such as ``30d`` or ``12h``: from now on, or back from now when ``past``.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise InvalidInput(field, _moment_remedy(past))
    text = str(value).strip().lower()
    if text in _NEVER:
        return None
    if text == "now":
        return _checked(time.time() * 1000, field)
    span = re.fullmatch(r"(\d{1,9})\s*([smhdw])", text)
    if span:
        shift = int(span[1]) * UNITS[span[2]] * 1000
        return _checked(time.time() * 1000 + (-shift if past else shift), field)
    if re.fullmatch(r"\d{1,15}(\.\d+)?", text):
        number = float(text)
        return _checked(number if number >= _MS_FLOOR else number * 1000, field)
    return _read_iso(text.upper(), field, zone, past)


def _read_iso(text: str, field: str, zone: str, past: bool) -> int:
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        raise InvalidInput(field, _moment_remedy(past)) from None
    if len(text) <= 10 and not past:
        moment = moment.replace(hour=23, minute=59, second=59, microsecond=999_000)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone)) if zone else moment.astimezone()
    return _checked(moment.timestamp() * 1000, field)


def _moment_remedy(past: bool) -> str:
    return "write a date like 2027-01-31 or 2027-01-31T18:00, Unix seconds, or a span like " + (
        "24h or 7d" if past else "30d, 12h or 'never'"
    )


def _checked(milliseconds: float, field: str) -> int:
    if not 0 <= milliseconds <= _LATEST_MS:
        raise InvalidInput(field, "lies outside the years 1970 to 9999")
    return int(milliseconds)


def read_expiry(value: Any, *, zone: str = "", past: bool = False) -> int | None:
    """Like ``read_moment``, but a moment already past is refused unless ``past``: the token would be
    born dead."""
    moment = read_moment(value, "expires_at", zone=zone)
    if moment is not None and not past and moment <= time.time() * 1000:
        raise InvalidInput("expires_at", "lies in the past; write a later moment or 'never'")
    return moment
