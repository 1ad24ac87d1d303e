"""Filters of the requests: text, time, status, model, token, channel."""

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_S, Theme
from oneapi_desktop.desktop.widgets.buttons import IconButton, SearchBox
from oneapi_desktop.desktop.widgets.labels import restyle
from oneapi_desktop.desktop.widgets.reflow import ColumnGrid, RowOrColumn

SPANS = ("today", "1h", "24h", "7d", "30d")
STATUSES = ("done", "failed", "refused", "cancelled", "interrupted", "429", "4xx", "5xx")
DIMENSIONS = ("model", "token", "channel")
POPUP_WIDTH = 260

Names = Sequence[tuple[int | str, str]]
"""(what the filter takes, what people read)."""


class FilterBox(QComboBox):
    """One filter: everything, or one of its values. ``taken`` comes when the person takes another one."""

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(16)
        self.view().setMinimumWidth(POPUP_WIDTH)
        self.addItem("", None)
        self.activated.connect(lambda _place: self.taken.emit())
        self.currentIndexChanged.connect(lambda _place: self._show_whether_active())

    @property
    def value(self) -> Any:
        """What the filter takes; None for everything."""
        return self.currentData()

    def set_all(self, text: str) -> None:
        """The text for everything."""
        self.setItemText(0, text)

    def offer(self, values: Names) -> None:
        """Offer these values; the one that holds stays, also when it is not among them."""
        held, text = self.currentData(), self.currentText()
        while self.count() > 1:
            self.removeItem(1)
        for value, name in values:
            self.addItem(name, value)
        if held is not None:
            self.take(held, text)

    def take(self, value: Any, text: str = "") -> None:
        """Let a value hold, without ``taken``. One is found by value or by name; an unknown one is added."""
        place = 0 if value in (None, "") else self.findData(value)
        if place < 0:
            place = self.findText(str(value))
        if place < 0:
            self.addItem(text or str(value), value)
            place = self.count() - 1
        self.setCurrentIndex(place)

    def name_values(self, texts: Sequence[tuple[str, str]]) -> None:
        """Write known values in the present language."""
        for value, text in texts:
            place = self.findData(value)
            if place < 0:
                self.addItem(text, value)
            else:
                self.setItemText(place, text)

    def _show_whether_active(self) -> None:
        restyle(self, "active" if self.currentIndex() > 0 else "")


class RequestFilters(Translated):
    """``changed`` comes when other rows are wanted. ``arguments`` are those of ``request.page``."""

    changed = Signal()

    def __init__(self, theme: Theme, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._between: tuple[str, str] = ("", "")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        row = RowOrColumn(GAP_S)
        outer.addWidget(row, 1)
        self.search = SearchBox(theme)
        self.say(self.search.name_it, lambda: self.tr("Name, error or request id"))
        self.search.searched.connect(lambda _text: self.changed.emit())
        row.add(self.search, 3, top=True)
        names: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
            "span": (lambda: self.tr("Any time"), lambda: self.tr("Time")),
            "status": (lambda: self.tr("Any status"), lambda: self.tr("Status")),
            "model": (lambda: self.tr("All models"), lambda: self.tr("Model")),
            "token": (lambda: self.tr("All tokens"), lambda: self.tr("Token")),
            "channel": (lambda: self.tr("All channels"), lambda: self.tr("Channel")),
        }
        self.boxes = {name: FilterBox(self) for name in names}
        self.span, self.status = self.boxes["span"], self.boxes["status"]
        for name, (everything, title) in names.items():
            box = self.boxes[name]
            self.say(box.set_all, everything)
            self.say(box.setAccessibleName, title)
            self.say(box.setToolTip, title)
            box.taken.connect(self._on_taken)
        grid = ColumnGrid(GAP_S)
        grid.put(list(self.boxes.values()))
        row.add(grid, 10)
        self._name_choices()
        self.clear_button = IconButton(theme, "filter-off-outline", "accent_text")
        outer.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignTop)
        self._show_clear()
        self.changed.connect(self._show_clear)

    @property
    def active(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.search.text().strip()) or any(box.value is not None for box in self.boxes.values())

    def arguments(self) -> dict[str, Any]:
        """The filters as the operations take them; spans of days begin with the owner's midnight."""
        found: dict[str, Any] = {}
        text = self.search.text().strip()
        if text:
            found["text"] = text
        for name in ("status", *DIMENSIONS):
            if self.boxes[name].value is not None:
                found[name] = self.boxes[name].value
        span = self.span.value
        if span == "between":
            since, until = self._between
            found |= {"since": since, "until": until}
        elif span in ("today", "7d", "30d"):
            days = {"today": 1, "7d": 7, "30d": 30}[span]
            found["since"] = (self._today() - datetime.timedelta(days=days - 1)).isoformat()
        elif span is not None:
            found["since"] = span
        return found

    def point_at(self, **target: Any) -> None:
        """Filter by exactly this: span, or since and until (ISO); status, text, model, token, channel."""
        self.search.blockSignals(True)
        self.search.setText(str(target.get("text") or ""))
        self.search.blockSignals(False)
        since, until = target.get("since"), target.get("until")
        if since:
            self._between = (str(since), str(until or "now"))
            self.span.name_values([("between", self._between_text())])
            self.span.take("between")
        else:
            self.span.take(target.get("span"))
        for name in ("status", *DIMENSIONS):
            self.boxes[name].take(target.get(name))
        self.changed.emit()

    def clear(self) -> None:
        """Show everything."""
        self.point_at()

    def offer_names(self) -> None:
        """Fetch the models, tokens and channels that the ledger knows, those of deleted ones too."""
        for name in DIMENSIONS:
            self._bridge.start(
                self._bridge.run("usage.report", by=name), partial(self._offer, name), lambda _error: None, owner=self
            )

    def _offer(self, name: str, rows: list[dict[str, Any]]) -> None:
        self.boxes[name].offer(_names(name, rows))

    def retranslate(self) -> None:
        """Choices follow the language."""
        super().retranslate()
        self._name_choices()

    def _name_choices(self) -> None:
        spans = {
            "today": self.tr("Today"),
            "1h": self.tr("Last hour"),
            "24h": self.tr("Last 24 hours"),
            "7d": self.tr("Last 7 days"),
            "30d": self.tr("Last 30 days"),
        }
        self.span.name_values([(span, spans[span]) for span in SPANS])
        if self._between[0]:
            self.span.name_values([("between", self._between_text())])
        statuses = {
            "done": self.tr("Answered"),
            "failed": self.tr("Failed"),
            "refused": self.tr("Refused"),
            "cancelled": self.tr("Client left"),
            "interrupted": self.tr("Cut off"),
            "429": self.tr("429, too many"),
            "4xx": self.tr("4xx, the client's"),
            "5xx": self.tr("5xx, the upstream's"),
        }
        self.status.name_values([(status, statuses[status]) for status in STATUSES])

    def _between_text(self) -> str:
        since, until = self._between
        return f"{formats.moment(since)} – {formats.moment(until)}" if until != "now" else formats.moment(since)

    def _today(self) -> datetime.date:
        name = self._bridge.settings.time_zone
        return datetime.datetime.now(ZoneInfo(name) if name else None).date()

    def _on_taken(self) -> None:
        self.changed.emit()

    def _show_clear(self) -> None:
        self.clear_button.setVisible(self.active)


def _names(dimension: str, rows: list[dict[str, Any]]) -> Names:
    """What a filter box offers: models by name, the others by id, in the order of the alphabet."""
    found = [(row["key"] if dimension == "model" else int(row["key"]), str(row[dimension])) for row in rows]
    return sorted(found, key=lambda part: part[1].casefold())
