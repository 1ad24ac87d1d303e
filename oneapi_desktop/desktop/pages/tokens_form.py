"""The form of a token: what it may spend, until when, on what, from where."""

import datetime
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP
from oneapi_desktop.desktop.pages.tokens_models import ModelNames
from oneapi_desktop.desktop.theme import Theme
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.form import Form
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.domain.money import nano_to_usd_text, usd_to_nano

MOST_PER_MINUTE = 1_000_000_000

BUDGETS = {"budget_usd": "", "budget_day_usd": "", "budget_week_usd": "", "budget_month_usd": ""}

SPANS = (
    ("never", QT_TRANSLATE_NOOP("TokenForm", "never")),
    ("1d", QT_TRANSLATE_NOOP("TokenForm", "in a day")),
    ("7d", QT_TRANSLATE_NOOP("TokenForm", "in a week")),
    ("30d", QT_TRANSLATE_NOOP("TokenForm", "in 30 days")),
    ("365d", QT_TRANSLATE_NOOP("TokenForm", "in a year")),
)
"""Usual lifetimes as ``token.add`` takes them, with their words."""


class TokenForm(Form):
    """Fields are named like the arguments of ``token.add`` and ``token.edit``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = QLineEdit()
        name.setMaxLength(100)
        self.add("name", name, lambda: self.tr("Name"), lambda: self.tr("The tool, person or device it is for."))
        self._section(lambda: self.tr("Budget in US dollars"))
        self.unlimited = QCheckBox()
        self.add("unlimited", self.unlimited, lambda: self.tr("No limit in total"))
        self._amounts: list[QLineEdit] = []
        self._amount("budget_usd", lambda: self.tr("In total"))
        self._amount("budget_day_usd", lambda: self.tr("Per day"))
        self._amount("budget_week_usd", lambda: self.tr("Per week, from Monday"))
        self._amount("budget_month_usd", lambda: self.tr("Per month"))
        self.unlimited.toggled.connect(self._amounts[0].setDisabled)
        self._section(lambda: self.tr("Limits"))
        self.expiry = QComboBox()
        self.expiry.setEditable(True)
        for _span, text in SPANS:
            self.expiry.addItem(text)
        self.add(
            "expires_at", self.expiry, lambda: self.tr("Expires"),
            lambda: self.tr("Or a span such as 12h, or a date such as 2027-01-31 18:00."),
        )  # fmt: skip
        self.models = ModelNames(theme)
        self.add("models", self.models, lambda: self.tr("Models"))
        networks = QLineEdit()
        networks.setPlaceholderText("192.168.1.0/24, 10.0.0.7")
        self.add(
            "subnet", networks, lambda: self.tr("Networks"),
            lambda: self.tr("Addresses it may be used from; empty is any."),
        )  # fmt: skip
        self._rates: list[QSpinBox] = []
        self._rate("rpm", lambda: self.tr("Requests per minute"))
        self._rate("tpm", lambda: self.tr("Tokens per minute"))
        self.retranslate()

    def retranslate(self) -> None:
        """Texts of items, too."""
        super().retranslate()
        if not hasattr(self, "_rates"):
            return
        chosen = self.expiry.currentIndex()
        written = self.expiry.currentText()
        known = chosen >= 0 and written == self.expiry.itemText(chosen)
        for number, (_span, _text) in enumerate(SPANS):
            self.expiry.setItemText(number, self._words(number))
        if not known:
            self.expiry.setEditText(written)
        for rate in self._rates:
            rate.setSpecialValueText(self.tr("no limit"))

    def show_token(self, row: Row | None) -> None:
        """Fill in a token, or what a new one begins with."""
        if row is None:
            blank = {"name": "", "unlimited": False, "expires_at": self._words(0), "models": [], "subnet": ""}
            self.fill(blank | BUDGETS | {"rpm": 0, "tpm": 0})
        else:
            filled = {name: row[name] for name in ("name", "unlimited", "models", "subnet", "rpm", "tpm")}
            filled |= {name: _dollars(row[name]) for name in BUDGETS}
            self.fill(filled | {"expires_at": _until(row["expires_at"]) or self._words(0)})
        self._amounts[0].setDisabled(self.unlimited.isChecked())

    def arguments(self, *, new: bool) -> dict[str, Any]:
        """What to hand to ``token.add`` (everything that says something) or ``token.edit`` (what changed)."""
        written = self.values() if new else self.changes()
        if new:
            written = {name: value for name, value in written.items() if value or name == "name"}
        if self.unlimited.isChecked():
            written.pop("budget_usd", None)
        elif not new and "unlimited" in written:
            # The amount must come along when the total is limited again, changed or not.
            written["budget_usd"] = self.fields["budget_usd"].value() or None
        if "expires_at" in written:
            written["expires_at"] = self._span(written["expires_at"])
        return written

    def _section(self, text: Callable[[], str]) -> None:
        heading = label("section")
        self.say(heading.setText, text)
        self.add_row(heading)

    def _amount(self, name: str, caption: Callable[[], str]) -> None:
        line = QLineEdit()
        line.setMaxLength(24)
        self.say(line.setPlaceholderText, lambda: self.tr("no limit") if name != "budget_usd" else "10.00")
        self._amounts.append(line)
        self.add(name, line, caption)

    def _rate(self, name: str, caption: Callable[[], str]) -> None:
        box = QSpinBox()
        box.setRange(0, MOST_PER_MINUTE)
        box.setGroupSeparatorShown(True)
        self._rates.append(box)
        self.add(name, box, caption)

    def _words(self, number: int) -> str:
        return QCoreApplication.translate("TokenForm", SPANS[number][1])

    def _span(self, written: str) -> str:
        for number, (span, _text) in enumerate(SPANS):
            if written.strip() == self._words(number):
                return span
        return written


def _dollars(amount: float | None) -> str:
    """An amount as a person would write it."""
    if amount is None:
        return ""
    return nano_to_usd_text(usd_to_nano(amount))


def _until(iso: str | None) -> str:
    """A moment as the field takes it back, in the machine's time zone."""
    if iso is None:
        return ""
    return datetime.datetime.fromisoformat(iso).astimezone().isoformat(sep=" ", timespec="minutes")
