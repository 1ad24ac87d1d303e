"""Columns of the table of models and what they cost."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP
from oneapi_desktop.desktop.widgets.columns import Column, Row, Tone
from oneapi_desktop.domain.price import PriceSource

SOURCES = {
    PriceSource.OWNER: QT_TRANSLATE_NOOP("ModelColumns", "your own"),
    PriceSource.ONE_API: QT_TRANSLATE_NOOP("ModelColumns", "one-api ratios"),
    PriceSource.GENAI_PRICES: QT_TRANSLATE_NOOP("ModelColumns", "price list"),
    PriceSource.BUILT_IN: QT_TRANSLATE_NOOP("ModelColumns", "built in"),
    PriceSource.UNPRICED: QT_TRANSLATE_NOOP("ModelColumns", "unpriced"),
}

RATES = {
    "input": QT_TRANSLATE_NOOP("ModelColumns", "Input"),
    "output": QT_TRANSLATE_NOOP("ModelColumns", "Output"),
    "cached_input": QT_TRANSLATE_NOOP("ModelColumns", "Cached input"),
    "cache_write": QT_TRANSLATE_NOOP("ModelColumns", "Cache write"),
    "reasoning": QT_TRANSLATE_NOOP("ModelColumns", "Reasoning"),
    "audio_input": QT_TRANSLATE_NOOP("ModelColumns", "Audio input"),
    "audio_output": QT_TRANSLATE_NOOP("ModelColumns", "Audio output"),
    "image_input": QT_TRANSLATE_NOOP("ModelColumns", "Image input"),
    "image_output": QT_TRANSLATE_NOOP("ModelColumns", "Image output"),
}
"""Rates in dollars per million tokens, as ``price.set`` names them."""

FLAT = {
    "per_request": QT_TRANSLATE_NOOP("ModelColumns", "Per request"),
    "per_image": QT_TRANSLATE_NOOP("ModelColumns", "Per image"),
    "per_audio_second": QT_TRANSLATE_NOOP("ModelColumns", "Per second of audio"),
    "per_million_characters": QT_TRANSLATE_NOOP("ModelColumns", "Per million characters"),
}
"""Dollars per other unit."""


def rate_name(name: str) -> str:
    """What a rate is called."""
    return _text((RATES | FLAT)[name])


def source_text(row: Row) -> str:
    """Where the price is from."""
    return _text(SOURCES[PriceSource(row["source"])])


def source_tone(row: Row) -> Tone:
    """Its colour: an unpriced model needs somebody's attention."""
    if row["unpriced"]:
        return "warn"
    return "accent" if row["source"] == PriceSource.OWNER else "muted"


def rate_text(row: Row, name: str) -> str:
    """A rate per million tokens; nothing where the model has none."""
    rate = row["rates_nano_usd"].get(name)
    return formats.NOTHING if row["unpriced"] or not rate else formats.money(rate, exact=True)


def further_text(row: Row) -> str:
    """What else it costs, shortly."""
    parts = []
    if row["per_request_usd"]:
        parts.append(
            _text(QT_TRANSLATE_NOOP("ModelColumns", "{price} a request")).format(price=_usd(row["per_request_usd"]))
        )
    if row["per_image_usd"]:
        low = min(map(float, row["per_image_usd"].values()))
        words = (
            QT_TRANSLATE_NOOP("ModelColumns", "from {price} an image")
            if len(set(row["per_image_usd"].values())) > 1
            else QT_TRANSLATE_NOOP("ModelColumns", "{price} an image")
        )
        parts.append(_text(words).format(price=_usd(low)))
    if row["per_audio_second_usd"]:
        minute = _usd(row["per_audio_second_usd"] * 60)
        parts.append(_text(QT_TRANSLATE_NOOP("ModelColumns", "{price} a minute")).format(price=minute))
    if row["per_million_characters_usd"]:
        price = _usd(row["per_million_characters_usd"])
        parts.append(_text(QT_TRANSLATE_NOOP("ModelColumns", "{price} per 1M characters")).format(price=price))
    if row["tiers"]:
        above = formats.compact(row["tiers"][0]["above_prompt_tokens"])
        parts.append(_text(QT_TRANSLATE_NOOP("ModelColumns", "dearer above {count}")).format(count=above))
    return " · ".join(parts)


def columns() -> list[Column]:
    """The columns in order; headings follow the language."""
    return [
        Column(
            "model", _title(QT_TRANSLATE_NOOP("ModelColumns", "Model")), lambda row: row["model"], 180, stretch=True,
            tone=lambda row: "" if row["enabled"] else "muted", sort=lambda row: row["model"].casefold(),
            tooltip=_model_tooltip,
        ),
        Column(
            "channels", _title(QT_TRANSLATE_NOOP("ModelColumns", "Channels")), _channels_text, 132,
            tone=lambda _row: "muted", tooltip=lambda row: "\n".join(row["channels"]),
            sort=lambda row: ", ".join(row["channels"]).casefold(),
        ),
        *(_rate_column(name) for name in ("input", "output", "cached_input")),
        *(_rate_column(name, hidden=True) for name in RATES if name not in ("input", "output", "cached_input")),
        Column(
            "further", _title(QT_TRANSLATE_NOOP("ModelColumns", "Further")), further_text, 168,
            tone=lambda _row: "muted", tooltip=further_text,
        ),
        Column(
            "source", _title(QT_TRANSLATE_NOOP("ModelColumns", "Price from")), source_text, 118, badge=True,
            tone=source_tone, sort=source_text,
        ),
        Column(
            "date", _title(QT_TRANSLATE_NOOP("ModelColumns", "Price of")),
            lambda row: row["source_date"] or formats.NOTHING, 96, tone=lambda _row: "muted",
            sort=lambda row: row["source_date"],
        ),
    ]  # fmt: skip


def _rate_column(name: str, *, hidden: bool = False) -> Column:
    def exact(row: Row) -> str:
        rate = row["rates_nano_usd"].get(name)
        return "" if rate is None else formats.money(rate, exact=True)

    return Column(
        name, lambda: rate_name(name), lambda row: rate_text(row, name), 92, number=True, hidden=hidden, tooltip=exact,
        sort=lambda row: None if row["unpriced"] else row["rates_nano_usd"].get(name),
    )  # fmt: skip


def _usd(dollars: float) -> str:
    return formats.money(round(dollars * 1_000_000_000))


def _channels_text(row: Row) -> str:
    channels = row["channels"]
    if not channels:
        return _text(QT_TRANSLATE_NOOP("ModelColumns", "none"))
    return str(channels[0]) if len(channels) == 1 else f"{channels[0]} +{len(channels) - 1}"


def _model_tooltip(row: Row) -> str:
    if row["upstream_model"] == row["model"]:
        return str(row["model"])
    return f"{row['model']} → {row['upstream_model']}"


def _text(source: str) -> str:
    return QCoreApplication.translate("ModelColumns", source)


def _title(source: str) -> Callable[[], str]:
    return lambda: _text(source)
