"""A request's cost, written out line by line: units, price, product; group ratio; total."""

from typing import Any

from oneapi_desktop.domain.money import MILLION, charge, nano_to_usd_text
from oneapi_desktop.domain.price import CostPart, Price, PriceSource
from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.domain.usage import UsageSource

UNITS = {"image": "image", "audio": "ms", "characters": "character", "request": "request"}
"""What a line counts; tokens if not named here."""


def bill(record: RequestRecord, price: Price) -> dict[str, Any]:
    """The arithmetic behind ``cost_nano``; ``price`` is what such a request pays today.

    The ledger keeps what was charged, not the price list of that day. ``agrees`` tells whether today's
    prices give that very amount; if not, the lines are left out and ``remark`` says why.
    """
    parts = _matching_parts(record, price)
    sum_per_million = sum(part.units * part.rate for part in parts or [])
    remark = _remark(record, price, agrees=parts is not None)
    return {
        "lines": [_line(part) for part in parts or []],
        "ratio": record.ratio_millionths / MILLION,
        "before_ratio_usd": nano_to_usd_text(charge(sum_per_million)) if parts is not None else None,
        "total_usd": nano_to_usd_text(record.cost_nano),
        "total_nano_usd": record.cost_nano,
        "price_source": record.price_source or None,
        "price_date": price.source_date or None,
        "usage_source": record.usage_source.value,
        "agrees": parts is not None,
        "remark": remark or None,
    }


def _matching_parts(record: RequestRecord, price: Price) -> list[CostPart] | None:
    """The lines that add up to what was charged; the ledger does not keep an image's size, so each
    known one is tried. None when nothing adds up."""
    if record.usage_source is UsageSource.UNKNOWN:
        return [] if record.cost_nano == 0 else None
    for key in ("", *price.per_image):
        quality, _, size = key.rpartition(":")
        parts = price.parts(record.usage, size=size, quality=quality)
        total = charge(sum(part.units * part.rate for part in parts), record.ratio_millionths)
        if total == record.cost_nano:
            return parts
    return None


def _line(part: CostPart) -> dict[str, Any]:
    unit = UNITS.get(part.kind, "token")
    return {
        "kind": part.kind,
        "units": part.units,
        "unit": unit,
        "usd_per_million": nano_to_usd_text(part.rate),
        "nano_usd_per_million": part.rate,
        "usd": nano_to_usd_text(charge(part.units * part.rate)),
    }


def _remark(record: RequestRecord, price: Price, *, agrees: bool) -> str:
    if record.usage_source is UsageSource.UNKNOWN:
        return "nothing was charged: the request ended before anything could be counted"
    if record.price_source == PriceSource.UNPRICED.value:
        return "no price was known for this model, so it was recorded at $0"
    if not agrees:
        return (
            "the price has changed since: what was charged stands, but today's price list "
            f"({price.source.value}) gives another amount"
        )
    if record.usage_source is UsageSource.ESTIMATED:
        return "the upstream reported no usage; the tokens were counted here"
    return ""
