"""The range of time the overview is about."""

from typing import Any

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QWidget

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.remembered import Remembered
from oneapi_desktop.desktop.theme import GAP_S
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.segments import Segments

RANGES = ("today", "7d", "30d", "custom")


class RangeChoice(Translated):
    """Today, 7 or 30 days, or from one day to another; remembered. ``changed`` comes when another one holds."""

    changed = Signal()

    def __init__(self, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remembered = remembered
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        self.days = QWidget(self)
        inside = QHBoxLayout(self.days)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GAP_S)
        today = QDate.currentDate()
        self.first, self.last = QDateEdit(today.addDays(-6)), QDateEdit(today)
        dash = label("muted", "–")
        for part in (self.first, dash, self.last):
            inside.addWidget(part)
        for edit in (self.first, self.last):
            edit.setCalendarPopup(True)
            edit.setMaximumDate(today)
            edit.dateChanged.connect(self._on_day)
        self.choice = Segments(
            (
                ("today", lambda: self.tr("Today")),
                ("7d", lambda: self.tr("7 days")),
                ("30d", lambda: self.tr("30 days")),
                ("custom", lambda: self.tr("Custom")),
            )
        )
        row.addWidget(self.days)
        row.addWidget(self.choice)
        self.say(self.first.setAccessibleName, lambda: self.tr("First day"))
        self.say(self.first.setToolTip, lambda: self.tr("First day"))
        self.say(self.last.setAccessibleName, lambda: self.tr("Last day"))
        self.say(self.last.setToolTip, lambda: self.tr("Last day"))
        self.say(self.choice.setAccessibleName, lambda: self.tr("Range"))
        kept = remembered.get("overview/range", RANGES[0])
        self.choice.choose(kept if kept in RANGES[:-1] else RANGES[0])
        self.days.setVisible(False)
        self.choice.chosen.connect(self._on_chosen)

    @property
    def value(self) -> str:
        """today, 7d, 30d or custom."""
        return self.choice.value

    def arguments(self) -> dict[str, Any]:
        """The range as the overview's operations take it."""
        if self.value != "custom":
            return {"range": self.value}
        until = self.last.date().addDays(1)
        iso = Qt.DateFormat.ISODate
        return {"range": "custom", "since": self.first.date().toString(iso), "until": until.toString(iso)}

    def target(self) -> dict[str, Any]:
        """The range as the page Requests takes it."""
        chosen = self.arguments()
        name = chosen.pop("range")
        return chosen or {"span": name}

    def retranslate(self) -> None:
        """Dates are written as the language does."""
        super().retranslate()
        for edit in (self.first, self.last):
            edit.setLocale(QLocale())
            edit.setDisplayFormat(QLocale().dateFormat(QLocale.FormatType.ShortFormat))

    def _on_chosen(self, value: str) -> None:
        self.days.setVisible(value == "custom")
        self._remembered.put("overview/range", value)
        self.changed.emit()

    def _on_day(self) -> None:
        # The other end gives way: a range that ends before it begins cannot be chosen.
        moved = self.sender()
        first, last = self.first.date(), self.last.date()
        if first > last:
            other = self.last if moved is self.first else self.first
            other.blockSignals(True)
            other.setDate(first if moved is self.first else last)
            other.blockSignals(False)
        self.changed.emit()
