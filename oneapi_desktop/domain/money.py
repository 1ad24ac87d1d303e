"""Money as integers: one unit is a nano-dollar (10⁻⁹ USD).

Prices are integers too, in nano-dollars per *million* units, so that $0.0375 per million tokens
(37 500 000) needs no fraction. Ratios (group multipliers) are integers in millionths.
One quota point of one-api is 2 000 nano-dollars ($1 = 500 000 points).
"""

from decimal import Decimal, InvalidOperation, localcontext

NANO_PER_USD = 1_000_000_000
NANO_PER_QUOTA_POINT = 2_000
MILLION = 1_000_000
MAX_NANO = 2**62
"""Largest amount accepted anywhere, below SQLite's 64-bit integer limit with room for sums."""


class MoneyError(ValueError):
    """An amount that cannot be read or is out of range. The message names what is wrong."""


def usd_to_nano(amount: str | int | float | Decimal) -> int:
    """Nano-dollars of a dollar amount; ``"0.1"`` → ``100_000_000``.

    Floats are read through their shortest decimal text. More than nine decimals are rounded
    half up. Raises MoneyError for text that is no finite number, or beyond MAX_NANO.
    """
    try:
        value = Decimal(str(amount).strip())
    except InvalidOperation:
        raise MoneyError(f"{amount!r} is not an amount of dollars; write it like 12.50") from None
    if not value.is_finite():
        raise MoneyError(f"{amount!r} is not a finite amount of dollars")
    if value and value.adjusted() > 18:
        raise MoneyError(f"{amount} USD is out of range")
    with localcontext() as context:
        context.prec = 60
        nano = int((value * NANO_PER_USD).to_integral_value(rounding="ROUND_HALF_UP"))
    if abs(nano) > MAX_NANO:
        raise MoneyError(f"{amount} USD is out of range")
    return nano


def nano_to_usd(nano: int) -> Decimal:
    """Exact dollars of an amount in nano-dollars."""
    return Decimal(nano).scaleb(-9)


def nano_to_usd_text(nano: int) -> str:
    """Plain decimal text without exponent or trailing zeros: ``100_000_000`` → ``"0.1"``."""
    sign = "-" if nano < 0 else ""
    whole, fraction = divmod(abs(nano), NANO_PER_USD)
    return f"{sign}{whole}.{fraction:09d}".rstrip("0").rstrip(".") if fraction else f"{sign}{whole}"


def parse_ratio(ratio: str | int | float | Decimal) -> int:
    """Millionths of a ratio: ``"0.8"`` → ``800_000``. Raises MoneyError when negative or unreadable."""
    try:
        value = Decimal(str(ratio).strip())
    except InvalidOperation:
        raise MoneyError(f"{ratio!r} is not a ratio; write it like 0.8") from None
    if not value.is_finite() or value < 0 or value > MILLION:
        raise MoneyError(f"a ratio must lie between 0 and 1000000, not {ratio}")
    return int((value * MILLION).to_integral_value(rounding="ROUND_HALF_UP"))


def charge(amount_per_million: int, ratio_millionths: int = MILLION) -> int:
    """Nano-dollars of Σ(units x price per million units), multiplied by a ratio.

    Rounded up to the next nano-dollar once, at the end, so a priced request is never free
    by rounding and a sum of parts never drifts.
    """
    return -(-amount_per_million * ratio_millionths // (MILLION * MILLION))
