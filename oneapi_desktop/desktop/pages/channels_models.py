"""The models of a channel: written, filled in, or ticked off a list that the upstream gave."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QSize, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QPlainTextEdit, QVBoxLayout

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_S, GAP_XS, Theme
from oneapi_desktop.desktop.widgets.buttons import IconButton, SearchBox, button
from oneapi_desktop.desktop.widgets.cards import Card
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.reflow import RowOrColumn

TEXT_HEIGHT = 76
LIST_HEIGHT, LINE_HEIGHT = 196, 28
EXAMPLES = 4
"""How many of a provider's usual models stand in an empty field."""


class ModelPicker(Translated):
    """What an upstream offers, to be ticked off. ``ticked(name, on)``; ``closed`` by its button."""

    ticked = Signal(str, bool)
    ticked_all = Signal(object, bool)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._line_height = theme.pixels(LINE_HEIGHT)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        card = Card()
        column.addWidget(card)
        head = QHBoxLayout()
        head.setSpacing(GAP_XS)
        self.count = label("section")
        self.every, self.none = button(theme, "link"), button(theme, "link")
        self.say(self.every.setText, lambda: self.tr("All"))
        self.say(self.every.setToolTip, lambda: self.tr("Take all that are listed"))
        self.say(self.none.setText, lambda: self.tr("None"))
        self.say(self.none.setToolTip, lambda: self.tr("Take none of those that are listed"))
        close = IconButton(theme, "close")
        self.say(close.name_it, lambda: self.tr("Close the list"))
        close.clicked.connect(self.closed)
        head.addWidget(self.count, 1)
        for part in (self.every, self.none, close):
            head.addWidget(part)
        card.body.addLayout(head)
        self.search = SearchBox(theme)
        self.say(self.search.name_it, lambda: self.tr("Search models"))
        card.body.addWidget(self.search)
        self.items = QStandardItemModel(self)
        self.items.itemChanged.connect(self._on_item)
        self.shown = QSortFilterProxyModel(self)
        self.shown.setSourceModel(self.items)
        self.shown.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.search.searched.connect(self.shown.setFilterFixedString)
        self.view = QListView()
        self.view.setModel(self.shown)
        self.view.setFixedHeight(LIST_HEIGHT)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setUniformItemSizes(True)
        self.say(self.view.setAccessibleName, lambda: self.tr("Models of the upstream"))
        card.body.addWidget(self.view)
        self.every.clicked.connect(lambda: self.ticked_all.emit(self._listed(), True))
        self.none.clicked.connect(lambda: self.ticked_all.emit(self._listed(), False))

    def offer(self, names: Sequence[str], chosen: Sequence[str]) -> None:
        """List names; the chosen ones are ticked."""
        self.search.clear()
        self.items.clear()
        for name in names:
            item = QStandardItem(name)
            item.setCheckable(True)
            item.setSizeHint(QSize(0, self._line_height))
            self.items.appendRow(item)
        self.tick(chosen)

    def tick(self, chosen: Sequence[str]) -> None:
        """Tick exactly the chosen ones."""
        wanted = set(chosen)
        self.items.blockSignals(True)
        for place in range(self.items.rowCount()):
            item = self.items.item(place)
            item.setCheckState(Qt.CheckState.Checked if item.text() in wanted else Qt.CheckState.Unchecked)
        self.items.blockSignals(False)
        self.view.viewport().update()
        self._tell()

    def retranslate(self) -> None:
        """The count, too."""
        super().retranslate()
        if hasattr(self, "items"):
            self._tell()

    def _tell(self) -> None:
        self.count.setText(self.tr("%n offered", "", self.items.rowCount()))

    def _on_item(self, item: QStandardItem) -> None:
        self.ticked.emit(item.text(), item.checkState() == Qt.CheckState.Checked)

    def _listed(self) -> list[str]:
        return [str(self.shown.index(place, 0).data()) for place in range(self.shown.rowCount())]


class ChannelModels(Translated):
    """``value()`` is the list of names as written, commas or lines between them. ``fetch`` asks the page
    for the upstream's list, which it hands to ``offer``."""

    changed = Signal()
    fetch = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._known: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.pixels(TEXT_HEIGHT))
        self.text.textChanged.connect(self._on_text)
        column.addWidget(self.text)
        row = RowOrColumn(GAP_S)
        self.fetch_button = button(theme, "", "cloud-download-outline")
        self.say(self.fetch_button.setText, lambda: self.tr("Fetch models"))
        self.say(self.fetch_button.setToolTip, lambda: self.tr("Ask the upstream which models it has"))
        self.fetch_button.clicked.connect(self.fetch)
        self.fill_button = button(theme, "link")
        self.say(self.fill_button.setText, lambda: self.tr("Fill in the usual ones"))
        self.fill_button.clicked.connect(lambda: self.add(self._known))
        self.count = label("small")
        row.add(self.fetch_button)
        row.add(self.fill_button)
        row.space()
        row.add(self.count)
        column.addWidget(row)
        self.picker = ModelPicker(theme)
        self.picker.hide()
        self.picker.ticked.connect(lambda name, on: self._toggle([name], on))
        self.picker.ticked_all.connect(self._toggle)
        self.picker.closed.connect(self._close_picker)
        column.addWidget(self.picker)
        self.setFocusProxy(self.text)
        self.know((), fetches=True)

    def value(self) -> list[str]:
        """The names, each once, in the order written."""
        parts = re.split(r"[,\n]", self.text.toPlainText())
        return list(dict.fromkeys(name for part in parts if (name := part.strip())))

    def set_value(self, names: Sequence[str] | None) -> None:
        """Show names."""
        self.text.setPlainText(", ".join(names or ()))

    def add(self, names: Sequence[str]) -> None:
        """Put names behind those that are written."""
        self._toggle(names, True)

    def know(self, usual: Sequence[str], *, fetches: bool) -> None:
        """The usual models of the provider, and whether it tells what it has."""
        self._known = list(usual)
        examples = ", ".join(usual[:EXAMPLES])
        self.text.setPlaceholderText(f"{examples} …" if len(usual) > EXAMPLES else examples or "gpt-4o, gpt-4o-mini")
        self.fill_button.setVisible(bool(usual))
        self.fetch_button.setVisible(fetches)

    def offer(self, names: Sequence[str]) -> None:
        """The upstream's list."""
        self.picker.offer(names, self.value())
        self.picker.show()
        self.picker.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_picker(self) -> None:
        """Another channel is shown: its upstream's list is not this one's."""
        self.picker.hide()

    def setAccessibleName(self, name: str) -> None:
        """Qt's own: the text has it, too."""
        super().setAccessibleName(name)
        self.text.setAccessibleName(name)

    def retranslate(self) -> None:
        """The count, too."""
        super().retranslate()
        if hasattr(self, "count"):
            self._tell()

    def _toggle(self, names: Sequence[str], on: bool) -> None:
        changed = set(names)
        kept = [name for name in self.value() if on or name not in changed]
        self.set_value(list(dict.fromkeys([*kept, *names] if on else kept)))

    def _close_picker(self) -> None:
        self.picker.hide()
        self.fetch_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_text(self) -> None:
        self._tell()
        if self.picker.isVisible():
            self.picker.tick(self.value())
        self.changed.emit()

    def _tell(self) -> None:
        self.count.setText(self.tr("%n model(s)", "", len(self.value())))
