"""one-api's ratios: read into prices, and shown again for any price.

A model ratio of 1 is 2 dollars per million tokens; the completion ratio multiplies it for output.
Images cost ``ratio x 1000`` quota points each (a point is 2000 nano-dollars), speech the ratio per
character. one-api's table gives transcription by minutes as 200 tokens each.

The built-in table (``resources/prices/one_api_ratios.json``, made by ``tools/build_prices.py``) is
one-api's last one, of 2025-02-21, with its known wrong units corrected. It is used only for models
that no other source knows.

One difference to one-api: it charges at least one point for any call that is not free; here a cost
is exact, so a prompt that costs nothing but has an output ratio of 0 costs nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

import orjson

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.money import NANO_PER_QUOTA_POINT
from oneapi_desktop.domain.price import Price, PriceSource, Rates
from oneapi_desktop.services.price_json import price_from_json
from oneapi_desktop.services.resource_files import resource_directory

NANO_PER_MILLION_AT_RATIO_1 = 2_000_000_000
POINTS_PER_IMAGE_AT_RATIO_1 = 1_000
TRANSCRIPT_TOKENS_PER_MINUTE = 200
MAX_RATIO = 10_000
"""20 000 dollars per million tokens; the dearest row one-api ships has 4750."""
SENTINEL = ("openrouter/auto", Decimal(-500_000))
"""A row of one-api's defaults that is no price (OpenRouter's own mark for "depends"); left out."""

SPEECH_PREFIXES = ("tts-1", "deepl-")
TRANSCRIPTION_MODELS = frozenset({"whisper-1"})
IMAGE_SIZE_RATIOS: dict[str, dict[str, str]] = {
    "dall-e-2": {"256x256": "1", "512x512": "1.125", "1024x1024": "1.25"},
    "dall-e-3": {"1024x1024": "1", "1024x1792": "2", "1792x1024": "2"},
}
HD_RATIOS: dict[str, dict[str, str]] = {"dall-e-3": {"1024x1024": "2", "1024x1792": "3", "1792x1024": "3"}}
"""Size ratio times the multiplier of quality ``hd``: 2 for the square size, 1.5 for the others."""


def prices_from_ratios(
    model_ratios: Mapping[str, Any], completion_ratios: Mapping[str, Any] | None = None, *, date: str = ""
) -> list[Price]:
    """Prices of one-api's ``ModelRatio`` and ``CompletionRatio`` maps, as it stores them.

    Keys may end in a channel type, ``name(33)``; such a price holds for channels of that type. A
    completion ratio is looked up as ``name(33)``, ``name``, then by one-api's rules for names.
    Exact: ratios are read as decimals and rounded to the nano-dollar per million tokens. Raises
    InvalidInput naming the model whose ratio is negative, too large, or no number. one-api's own
    negative default (``is_sentinel``) is passed over.
    """
    completions = {name: read_ratio(ratio, name) for name, ratio in (completion_ratios or {}).items()}
    return [
        _price(name, read_ratio(ratio, name), _completion(name, completions), date)
        for name, ratio in model_ratios.items()
        if not is_sentinel(name, ratio)
    ]


def is_sentinel(name: str, ratio: Any) -> bool:
    """True for the one negative row of one-api's own defaults, which a stored table usually contains."""
    return name == SENTINEL[0] and isinstance(ratio, int | float) and ratio == SENTINEL[1]


def read_ratio(ratio: Any, model: str) -> Decimal:
    """A ratio as an exact decimal. Raises InvalidInput naming the model."""
    value: Decimal | None = None
    if isinstance(ratio, int | float | str | Decimal) and not isinstance(ratio, bool):
        try:
            value = Decimal(str(ratio).strip())
        except InvalidOperation:
            value = None
    if value is None or not value.is_finite():
        raise InvalidInput(model, f"the ratio {ratio!r} is not a number; write it like 1.25")
    if value < 0:
        raise InvalidInput(model, f"the ratio {ratio} is negative; nobody is paid for using a model")
    if value > MAX_RATIO:
        raise InvalidInput(model, f"the ratio {ratio} is larger than {MAX_RATIO}")
    return value


def base_name(name: str) -> str:
    """The model of a key such as ``llama3-8b-8192(33)``."""
    head, bracket, tail = name.rpartition("(")
    return head if bracket and tail.endswith(")") and tail[:-1].isdigit() else name


def ratio_names(model: str, channel_type: int) -> tuple[str, ...]:
    """Keys a model's ratio is looked up by, best first. Search variants share their model's ratio."""
    if model.startswith(("qwen-", "command-")):
        model = model.removesuffix("-internet")
    return (f"{model}({channel_type})", model) if channel_type else (model,)


def _price(name: str, ratio: Decimal, completion: Decimal, date: str) -> Price:
    model = base_name(name)
    nano = _whole(ratio * NANO_PER_MILLION_AT_RATIO_1)
    if model.startswith(SPEECH_PREFIXES):
        return Price(name, PriceSource.ONE_API, per_million_characters=nano, source_date=date)
    if model in TRANSCRIPTION_MODELS:
        second = ratio * NANO_PER_MILLION_AT_RATIO_1 * TRANSCRIPT_TOKENS_PER_MINUTE / 60_000_000
        return Price(name, PriceSource.ONE_API, per_audio_second=_whole(second), source_date=date)
    if model in image_models():
        return Price(name, PriceSource.ONE_API, per_image=_image_prices(model, ratio), source_date=date)
    output = _whole(ratio * completion * NANO_PER_MILLION_AT_RATIO_1)
    return Price(name, PriceSource.ONE_API, Rates(nano, output), source_date=date)


def _image_prices(model: str, ratio: Decimal) -> dict[str, int]:
    each = ratio * POINTS_PER_IMAGE_AT_RATIO_1 * NANO_PER_QUOTA_POINT
    prices = {"": _whole(each)}
    for size, factor in IMAGE_SIZE_RATIOS.get(model, {}).items():
        prices[size] = _whole(each * Decimal(factor))
    for size, factor in HD_RATIOS.get(model, {}).items():
        prices[f"hd:{size}"] = _whole(each * Decimal(factor))
    return prices


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(rounding="ROUND_HALF_UP"))


def _completion(name: str, given: Mapping[str, Decimal]) -> Decimal:
    model = base_name(name)
    if model.startswith("qwen-"):
        model = model.removesuffix("-internet")
    built_in = _table().completion_ratios
    for key in (name, model):
        if key in given:
            return given[key]
        if key in built_in:
            return Decimal(built_in[key])
    return completion_by_rule(model)


def completion_by_rule(model: str) -> Decimal:
    """one-api's completion ratio for a name that no table lists; 1 when no rule fits."""
    if model.startswith("gpt-3.5"):
        if model == "gpt-3.5-turbo" or model.endswith("0125"):
            return Decimal(3)
        return Decimal(2) if model.endswith("1106") else Decimal(4) / 3
    if model.startswith("gpt-4o"):
        return Decimal(3) if model == "gpt-4o-2024-05-13" else Decimal(4)
    if model.startswith("gpt-4"):
        return Decimal(3) if model.startswith("gpt-4-turbo") or model.endswith("preview") else Decimal(2)
    for prefix, ratio in (("o1", 4), ("claude-3", 5), ("claude-", 3), ("mistral-", 3), ("gemini-", 3),
                          ("deepseek-", 2)):  # fmt: skip
        if model.startswith(prefix):
            return Decimal(ratio)
    return Decimal(_table().completion_by_name.get(model, "1"))


@dataclass(frozen=True, slots=True)
class RatioView:
    """How one-api would write a price: ratios with at most six decimals."""

    model_ratio: Decimal
    completion_ratio: Decimal


def ratio_view(price: Price) -> RatioView:
    """The ratios of a price's plain input and output rates (or of its price per character or image).

    The completion ratio is 1 where it has no meaning: no input price, or not priced by tokens.
    """
    rates = price.rates
    base = Decimal(rates.input or price.per_million_characters) / NANO_PER_MILLION_AT_RATIO_1
    completion = Decimal(rates.output) / rates.input if rates.input else Decimal(1)
    if not base and price.per_image:
        image = price.image_price("", "") or next(iter(price.per_image.values()))
        base = Decimal(image) / (POINTS_PER_IMAGE_AT_RATIO_1 * NANO_PER_QUOTA_POINT)
    if not base and price.per_audio_second:
        tokens = Decimal(price.per_audio_second) * 60_000_000 / TRANSCRIPT_TOKENS_PER_MINUTE
        base, completion = tokens / NANO_PER_MILLION_AT_RATIO_1, Decimal(0)
    return RatioView(_short(base), _short(completion))


def _short(value: Decimal) -> Decimal:
    rounded = value.quantize(Decimal("0.000001"))
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()


@dataclass(frozen=True, slots=True)
class _Table:
    date: str
    models: dict[str, Any]
    completion_ratios: dict[str, str]
    completion_by_name: dict[str, str]
    images: frozenset[str]


@cache
def _table() -> _Table:
    found = orjson.loads((resource_directory("prices") / "one_api_ratios.json").read_bytes())
    models = found["models"]
    images = frozenset(name for name, price in models.items() if isinstance(price, dict) and "per_image" in price)
    return _Table(found["date"], models, found["completion_ratios"], found["completion_by_name"], images)


def image_models() -> frozenset[str]:
    """Models whose ratio one-api counts per image."""
    return _table().images


def table_price(model: str, channel_type: int = 0) -> Price | None:
    """The price in the built-in table; its ``source_date`` tells how old it is."""
    table = _table()
    for key in ratio_names(model, channel_type):
        found = table.models.get(key)
        if isinstance(found, str):
            rate_in, _, rate_out = found.partition(" ")
            found = {"input": rate_in, "output": rate_out}
        if found is not None:
            return price_from_json(found, model=key, source=PriceSource.ONE_API, source_date=table.date)
    return None
