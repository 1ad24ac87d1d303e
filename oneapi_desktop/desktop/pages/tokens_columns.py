"""Columns of the table of tokens."""

import datetime
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP
from oneapi_desktop.desktop.widgets.columns import Column, Row, Tone
from oneapi_desktop.domain.token import KEY_PREFIX

SOON = datetime.timedelta(days=3)
"""A token that expires within this stands out."""


def is_expired(row: Row) -> bool:
    """Whether its time is over."""
    return row["expires_at"] is not None and _moment(row["expires_at"]) <= datetime.datetime.now(datetime.UTC)


def is_spent(row: Row) -> bool:
    """Whether its total budget is used up."""
    return row["budget_nano_usd"] is not None and row["used_nano_usd"] >= row["budget_nano_usd"]


def state_text(row: Row) -> str:
    """What it is good for now, in a word."""
    if row["status"] != "enabled":
        return _text(QT_TRANSLATE_NOOP("TokenColumns", "off"))
    if is_expired(row):
        return _text(QT_TRANSLATE_NOOP("TokenColumns", "expired"))
    if is_spent(row):
        return _text(QT_TRANSLATE_NOOP("TokenColumns", "spent"))
    return _text(QT_TRANSLATE_NOOP("TokenColumns", "active"))


def state_tone(row: Row) -> Tone:
    """The colour of that word."""
    if row["status"] != "enabled":
        return "muted"
    return "fail" if is_expired(row) or is_spent(row) else "ok"


def spent_text(row: Row) -> str:
    """What was spent, of what."""
    spent = formats.money(row["used_nano_usd"])
    return spent if row["budget_nano_usd"] is None else f"{spent} / {formats.money(row['budget_nano_usd'])}"


def expiry_text(row: Row) -> str:
    """When it ends."""
    if row["expires_at"] is None:
        return _text(QT_TRANSLATE_NOOP("TokenColumns", "never"))
    return formats.moment(row["expires_at"])


def masked_key(row: Row) -> str:
    """Its key with all but the end left out."""
    return f"{KEY_PREFIX}…{row['key_hint']}"


def columns() -> list[Column]:
    """The columns in order; headings follow the language."""
    return [
        Column(
            "name", _title(QT_TRANSLATE_NOOP("TokenColumns", "Name")), lambda row: row["name"], 150, stretch=True,
            check=lambda row: row["status"] == "enabled", sort=lambda row: row["name"].casefold(),
            tooltip=lambda row: row["name"],
        ),
        Column(
            "state", _title(QT_TRANSLATE_NOOP("TokenColumns", "State")), state_text, 92, badge=True, tone=state_tone,
            sort=state_text,
        ),
        Column(
            "key", _title(QT_TRANSLATE_NOOP("TokenColumns", "Key")), masked_key, 112,
            tone=lambda _row: "muted",
        ),
        Column(
            "spent", _title(QT_TRANSLATE_NOOP("TokenColumns", "Spent / budget")), spent_text, 144, number=True,
            share=_share, sort=lambda row: row["used_nano_usd"],
            tooltip=lambda row: formats.money(row["used_nano_usd"], exact=True),
        ),
        Column(
            "expires", _title(QT_TRANSLATE_NOOP("TokenColumns", "Expires")), expiry_text, 128, tone=_expiry_tone,
            sort=lambda row: row["expires_at"],
        ),
        Column(
            "models", _title(QT_TRANSLATE_NOOP("TokenColumns", "Models")), _models_text, 128,
            tone=lambda row: "" if row["models"] else "muted",
            tooltip=lambda row: "\n".join(row["models"][:40]), sort=lambda row: len(row["models"]),
        ),
        Column(
            "networks", _title(QT_TRANSLATE_NOOP("TokenColumns", "Networks")),
            lambda row: row["subnet"] or _text(QT_TRANSLATE_NOOP("TokenColumns", "any")), 120, hidden=True,
            tone=lambda row: "" if row["subnet"] else "muted", tooltip=lambda row: row["subnet"].replace(",", "\n"),
        ),
        Column(
            "limits", _title(QT_TRANSLATE_NOOP("TokenColumns", "Per minute")), _limits_text, 140, hidden=True,
            tone=lambda row: "" if row["rpm"] or row["tpm"] else "muted",
        ),
        Column(
            "last_used", _title(QT_TRANSLATE_NOOP("TokenColumns", "Last used")),
            lambda row: formats.ago(row["last_used_at"]), 104, tone=lambda _row: "muted",
            sort=lambda row: row["last_used_at"], tooltip=lambda row: formats.moment(row["last_used_at"]),
        ),
        Column(
            "created", _title(QT_TRANSLATE_NOOP("TokenColumns", "Issued")),
            lambda row: formats.moment(row["created_at"]), 128, tone=lambda _row: "muted", hidden=True,
            sort=lambda row: row["created_at"],
        ),
    ]  # fmt: skip


def _share(row: Row) -> float | None:
    budget = row["budget_nano_usd"]
    return None if budget is None else row["used_nano_usd"] / budget if budget else 1.0


def _expiry_tone(row: Row) -> Tone:
    if row["expires_at"] is None:
        return "muted"
    left = _moment(row["expires_at"]) - datetime.datetime.now(datetime.UTC)
    return "fail" if left <= datetime.timedelta(0) else "warn" if left < SOON else ""


def _models_text(row: Row) -> str:
    models = row["models"]
    if not models:
        return _text(QT_TRANSLATE_NOOP("TokenColumns", "all"))
    return models[0] if len(models) == 1 else f"{models[0]} +{len(models) - 1}"


def _limits_text(row: Row) -> str:
    parts = []
    if row["rpm"]:
        parts.append(
            _text(QT_TRANSLATE_NOOP("TokenColumns", "{count} requests")).format(count=formats.compact(row["rpm"]))
        )
    if row["tpm"]:
        parts.append(
            _text(QT_TRANSLATE_NOOP("TokenColumns", "{count} tokens")).format(count=formats.compact(row["tpm"]))
        )
    return " · ".join(parts) or _text(QT_TRANSLATE_NOOP("TokenColumns", "no limit"))


def _moment(iso: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(iso)


def _text(source: str) -> str:
    return QCoreApplication.translate("TokenColumns", source)


def _title(source: str) -> Callable[[], str]:
    return lambda: _text(source)
