"""Columns of the table of channels.

A row is a channel of ``channel.list`` with ``label`` (its provider's name), ``health`` (its row of
``gateway.health`` or None) and ``traffic`` (its row of ``overview.sparklines`` or None).
"""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP
from oneapi_desktop.desktop.pages.overview_channels import TONES, state_of
from oneapi_desktop.desktop.provider_marks import provider_mark
from oneapi_desktop.desktop.provider_texts import provider_text
from oneapi_desktop.desktop.widgets.columns import Column, Row, Tone
from oneapi_desktop.domain.money import usd_to_nano

WORDS = {
    "well": QT_TRANSLATE_NOOP("ChannelColumns", "well"),
    "resting": QT_TRANSLATE_NOOP("ChannelColumns", "resting"),
    "off": QT_TRANSLATE_NOOP("ChannelColumns", "off"),
    "switched_off": QT_TRANSLATE_NOOP("ChannelColumns", "failed"),
}
"""How a channel is, in a word."""

MOST_IN_TOOLTIP = 30


def health_of(row: Row) -> Row:
    """What the gateway says of it; of one it does not know yet, what is stored."""
    return row["health"] or {"status": row["status"], "blocked": None, "last_fault": None}


def state_text(row: Row) -> str:
    """How it is."""
    return _text(WORDS[state_of(health_of(row))])


def state_tone(row: Row) -> Tone:
    """The colour of that word."""
    tone: Tone = TONES[state_of(health_of(row))]  # type: ignore[assignment]
    return tone


def state_reason(row: Row) -> str:
    """Why it is so, as far as that is known."""
    health = health_of(row)
    return row["status_reason"] or health["blocked"] or health["last_fault"] or ""


def balance_text(row: Row) -> str:
    """What is left upstream."""
    if row["balance"] is None:
        return formats.NOTHING
    amount, currency = Decimal(row["balance"]), row["balance_currency"] or ""
    if currency == "USD":
        return formats.money(usd_to_nano(amount))
    return f"{formats.number(float(amount), 2)} {currency}".strip()


def test_text(row: Row) -> str:
    """How the last test went, and when."""
    if row["tested_at"] is None:
        return formats.NOTHING
    outcome = _text(QT_TRANSLATE_NOOP("ChannelColumns", "failed"))
    if not row["test_error"]:
        outcome = formats.duration(row["test_ms"])
    return f"{outcome} · {formats.ago(row['tested_at'])}"


def traffic_text(row: Row) -> str:
    """The last day in words: drawn as bars, read out by screen readers."""
    line = row["traffic"]
    if line is None:
        return _text(QT_TRANSLATE_NOOP("ChannelColumns", "no requests in the last 24 hours"))
    words = _text(QT_TRANSLATE_NOOP("ChannelColumns", "{count} requests in the last 24 hours, {share} answered"))
    return words.format(count=formats.number(sum(line["requests"])), share=formats.percent(line["success_ratio"]))


def columns() -> list[Column]:
    """The columns in order; headings follow the language."""
    return [
        Column(
            "name", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Name")), lambda row: row["name"], 150, stretch=True,
            check=lambda row: row["status"] == "enabled", icon=lambda row: provider_mark(row["type"], row["label"]),
            sort=lambda row: row["name"].casefold(),
            tooltip=lambda row: f"{row['name']}\n{provider_text(row['label'])}\n{row['base_url']}".strip(),
        ),
        Column(
            "state", _title(QT_TRANSLATE_NOOP("ChannelColumns", "State")), state_text, 78, badge=True,
            tone=state_tone, sort=state_text, tooltip=state_reason,
        ),
        Column(
            "traffic", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Last 24 h")), traffic_text, 88,
            sort=lambda row: sum(row["traffic"]["requests"]) if row["traffic"] else 0, tooltip=traffic_text,
        ),
        Column(
            "models", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Models")), _models_text, 104,
            tooltip=_models_tooltip, sort=lambda row: len(row["models"]),
        ),
        Column(
            "provider", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Provider")),
            lambda row: provider_text(row["label"]), 130, hidden=True, sort=lambda row: row["label"].casefold(),
        ),
        Column(
            "groups", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Groups")), lambda row: ", ".join(row["groups"]), 96,
            hidden=True, sort=lambda row: ", ".join(row["groups"]),
        ),
        Column(
            "priority", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Priority")),
            lambda row: formats.number(row["priority"]), 82, number=True, sort=lambda row: row["priority"],
            tooltip=lambda _row: _text(
                QT_TRANSLATE_NOOP(
                    "ChannelColumns",
                    "The highest is tried first. Drag a row to move it, or press Alt+Up and Alt+Down.",
                )
            ),
        ),
        Column(
            "weight", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Weight")),
            lambda row: formats.number(row["weight"]), 74, number=True, sort=lambda row: row["weight"],
            tooltip=lambda _row: _text(
                QT_TRANSLATE_NOOP("ChannelColumns", "Channels of one priority share the requests by weight.")
            ),
        ),
        Column(
            "test", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Last test")), test_text, 142, tone=_test_tone,
            sort=lambda row: row["tested_at"], tooltip=_test_tooltip,
        ),
        Column(
            "balance", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Balance")), balance_text, 98, number=True,
            tone=lambda row: "muted" if row["balance"] is None else "",
            sort=lambda row: None if row["balance"] is None else Decimal(row["balance"]), tooltip=_balance_tooltip,
        ),
        Column(
            "spent", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Spent")),
            lambda row: formats.money(row["used_nano_usd"]), 80, number=True, sort=lambda row: row["used_nano_usd"],
            tooltip=lambda row: formats.money(row["used_nano_usd"], exact=True),
        ),
        Column(
            "key", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Key")),
            lambda row: f"…{row['key_hint']}" if row["key_hint"] else formats.NOTHING, 80, hidden=True,
            tone=lambda _row: "muted",
        ),
        Column(
            "address", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Base URL")), lambda row: row["base_url"], 220,
            hidden=True, tone=lambda _row: "muted", sort=lambda row: row["base_url"],
        ),
        Column(
            "created", _title(QT_TRANSLATE_NOOP("ChannelColumns", "Added")),
            lambda row: formats.moment(row["created_at"]), 128, hidden=True, tone=lambda _row: "muted",
            sort=lambda row: row["created_at"],
        ),
    ]  # fmt: skip


def _models_text(row: Row) -> str:
    models = row["models"]
    return models[0] if len(models) == 1 else f"{models[0]} +{len(models) - 1}" if models else formats.NOTHING


def _models_tooltip(row: Row) -> str:
    shown = row["models"][:MOST_IN_TOOLTIP]
    return "\n".join([*shown, "…"] if len(shown) < len(row["models"]) else shown)


def _test_tone(row: Row) -> Tone:
    return "fail" if row["test_error"] else "muted" if row["tested_at"] is None else ""


def _test_tooltip(row: Row) -> str:
    return "\n".join(part for part in (formats.moment(row["tested_at"]), row["test_error"]) if part)


def _balance_tooltip(row: Row) -> str:
    if row["balance_at"] is None:
        return ""
    return _text(QT_TRANSLATE_NOOP("ChannelColumns", "As the provider said {ago}")).format(
        ago=formats.ago(row["balance_at"])
    )


def _text(source: str) -> str:
    return QCoreApplication.translate("ChannelColumns", source)


def _title(source: str) -> Callable[[], str]:
    return lambda: _text(source)
