"""Prices as JSON for people: dollars as decimal text, rates per million tokens.

``{"input": "2.5", "output": "10", "cached_input": "1.25", "per_image": {"1024x1024": "0.04"},
"tiers": [{"above": 200000, "input": "5", "output": "15"}]}``. Absent rates are 0 (``input``,
``output``, the flat ones) or fall back as ``Price`` says.
"""

from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import Any

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.money import MoneyError, nano_to_usd_text, usd_to_nano
from oneapi_desktop.domain.price import Price, PriceSource, Rates

RATE_NAMES = tuple(field.name for field in fields(Rates))
FLAT_NAMES = ("per_request", "per_audio_second", "per_million_characters")
MAX_RATE_USD = 1_000_000
"""Dollars per million tokens or characters: dearer than anything sold."""
MAX_FLAT_USD = 1_000
"""Dollars per request, image or second."""
MAX_TIERS = 16
MAX_IMAGE_KINDS = 200

_REQUIRED_RATES = ("input", "output")
_KEYS = frozenset({"model", "source", "source_date", "tiers", "per_image", *RATE_NAMES, *FLAT_NAMES})


def price_to_json(price: Price) -> dict[str, Any]:
    """A price as JSON; ``price_from_json`` reads it back as an equal one. Zeros are left out."""
    document: dict[str, Any] = {"model": price.model, "source": price.source.value}
    if price.source_date:
        document["source_date"] = price.source_date
    document |= _rates_to_json(price.rates)
    for name in FLAT_NAMES:
        if getattr(price, name):
            document[name] = nano_to_usd_text(getattr(price, name))
    if price.per_image:
        document["per_image"] = {kind: nano_to_usd_text(nano) for kind, nano in price.per_image.items()}
    if price.tiers:
        document["tiers"] = [{"above": above, **_rates_to_json(rates)} for above, rates in price.tiers]
    return document


def _rates_to_json(rates: Rates) -> dict[str, str]:
    found = {name: getattr(rates, name) for name in RATE_NAMES}
    return {
        name: nano_to_usd_text(nano)
        for name, nano in found.items()
        if nano is not None and (nano or name not in _REQUIRED_RATES)
    }


def price_from_json(
    document: Mapping[str, Any], *, model: str = "", source: PriceSource = PriceSource.OWNER, source_date: str = ""
) -> Price:
    """The price that JSON describes. What the document says of model, source and date wins over the
    arguments. Raises InvalidInput naming the field that is missing, unknown or no amount of dollars.
    """
    if not isinstance(document, Mapping):
        raise InvalidInput("price", 'write an object like {"input": "2.5", "output": "10"}')
    for key in document:
        if key not in _KEYS:
            raise InvalidInput(str(key), f"a price has no such field; it has {', '.join(sorted(_KEYS))}")
    name = document.get("model", model)
    if not isinstance(name, str) or not name.strip():
        raise InvalidInput("model", "name the model this price is for")
    try:
        found = PriceSource(document.get("source", source))
    except ValueError:
        raise InvalidInput("source", f"write one of {', '.join(PriceSource)}") from None
    date = document.get("source_date", source_date)
    if not isinstance(date, str):
        raise InvalidInput("source_date", "write a date like 2026-11-01")
    return Price(
        model=name,
        source=found,
        rates=_rates_from_json(document, ""),
        tiers=_tiers(document.get("tiers", [])),
        per_request=_dollars(document.get("per_request", 0), "per_request", MAX_FLAT_USD),
        per_image=_images(document.get("per_image", {})),
        per_audio_second=_dollars(document.get("per_audio_second", 0), "per_audio_second", MAX_FLAT_USD),
        per_million_characters=_dollars(
            document.get("per_million_characters", 0), "per_million_characters", MAX_RATE_USD
        ),
        source_date=date,
    )


def _rates_from_json(document: Mapping[str, Any], prefix: str) -> Rates:
    return Rates(**{
        name: _dollars(document[name], f"{prefix}{name}", MAX_RATE_USD) for name in RATE_NAMES if name in document
    })  # fmt: skip


def _tiers(given: Any) -> tuple[tuple[int, Rates], ...]:
    if not isinstance(given, list) or len(given) > MAX_TIERS:
        raise InvalidInput("tiers", f'write a list of at most {MAX_TIERS} like [{{"above": 200000, "input": "5"}}]')
    tiers: list[tuple[int, Rates]] = []
    for number, tier in enumerate(given):
        field = f"tiers[{number}]."
        above = tier.get("above") if isinstance(tier, Mapping) else None
        if not isinstance(above, int) or isinstance(above, bool) or above < 0:
            raise InvalidInput(f"{field}above", "write the number of prompt tokens above which this tier applies")
        if tiers and above <= tiers[-1][0]:
            raise InvalidInput(f"{field}above", "write the tiers in ascending order")
        for key in tier:
            if key != "above" and key not in RATE_NAMES:
                raise InvalidInput(f"{field}{key}", f"a tier has no such field; it has above, {', '.join(RATE_NAMES)}")
        tiers.append((above, _rates_from_json(tier, field)))
    return tuple(tiers)


def _images(given: Any) -> dict[str, int]:
    if not isinstance(given, Mapping) or len(given) > MAX_IMAGE_KINDS:
        raise InvalidInput("per_image", 'write an object like {"1024x1024": "0.04", "hd:1024x1024": "0.08"}')
    return {str(kind): _dollars(value, f"per_image.{kind}", MAX_FLAT_USD) for kind, value in given.items()}


def _dollars(given: Any, field: str, most: int) -> int:
    if isinstance(given, bool) or not isinstance(given, str | int | float | Decimal):
        raise InvalidInput(field, "write an amount of dollars like 2.50")
    try:
        nano = usd_to_nano(given)
        positive = nano > 0 or Decimal(str(given).strip()) != 0
    except (MoneyError, InvalidOperation) as error:
        raise InvalidInput(field, str(error)) from None
    if nano < 0 or nano > most * 1_000_000_000:
        raise InvalidInput(field, f"write an amount from 0 to {most} dollars")
    if positive and nano == 0:
        raise InvalidInput(field, "amounts below 0.000000001 dollars cannot be kept; write 0 for free")
    return nano
