"""The tools as cards: what each is, whether it is here, and where it points."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.icons import icon
from oneapi_desktop.desktop.pages.connect_texts import ICONS, recipe_text
from oneapi_desktop.desktop.theme import GAP_L, GAP_M, GAP_S, GAP_XS, Theme
from oneapi_desktop.desktop.widgets.cards import EmptyState
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.labels import Badge, BadgeKind, label
from oneapi_desktop.desktop.widgets.reflow import ColumnGrid

CARD_WIDTH = 250
"""The narrowest a card gets."""


class ToolCard(Translated):
    """One tool. Clicked, Enter or Space: ``activated(name)``."""

    activated = Signal(str)

    def __init__(self, theme: Theme, row: Row) -> None:
        super().__init__()
        self._theme = theme
        self.row = row
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._frame = QFrame(self)
        self._frame.setProperty("kind", "tile")
        self._frame.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self._frame)
        self.setMinimumWidth(CARD_WIDTH)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        outer.addWidget(self._frame)
        column = QVBoxLayout(self._frame)
        column.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        column.setSpacing(GAP_XS)
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        self._sign = QLabel()
        self.name = label("section")
        self.state = Badge()
        head.addWidget(self._sign)
        head.addWidget(self.name, 1)
        head.addWidget(self.state)
        column.addLayout(head)
        self.text = label("small", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.text, 1)
        theme.changed.connect(self._paint_sign)
        self.show_tool(row)
        self._paint_sign()

    def show_tool(self, row: Row) -> None:
        """Another state of the same tool."""
        self.row = row
        self.name.setText(row["label"])
        self.text.setText(recipe_text(row["text"]))
        text, kind = self._state(row)
        self.state.show_state(text, kind)
        self.state.setVisible(bool(text))
        self.state.setToolTip(row["address"] or "")
        self._frame.setAccessibleName(f"{row['label']}, {text}" if text else row["label"])
        self._frame.setAccessibleDescription(self.text.text())

    def retranslate(self) -> None:
        """Texts of the tool."""
        super().retranslate()
        self.show_tool(self.row)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's own."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.activated.emit(self.row["tool"])
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit(self.row["tool"])
        else:
            super().keyPressEvent(event)

    def _state(self, row: Row) -> tuple[str, BadgeKind]:
        if row["points"] == "here" or (row["chosen_directory"] and row["applied_at"]):
            return self.tr("connected"), "badge-ok"
        if row["problem"] or row["points"] == "unknown":
            return self.tr("look at it"), "badge-warn"
        if row["points"] == "elsewhere":
            return self.tr("points elsewhere"), "badge-warn"
        return (self.tr("installed"), "badge") if row["installed"] else ("", "badge")

    def _paint_sign(self) -> None:
        name = ICONS.get(self.row["tool"], "application-outline")
        self._sign.setPixmap(icon(name, self._theme, "muted").pixmap(QSize(20, 20)))


class ToolGrid(QWidget):
    """All cards; those that are connected or installed come first. ``chosen(name)``."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, nothing: EmptyState) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[Row] = []
        self._words: list[str] = []
        self.cards: dict[str, ToolCard] = {}
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GAP_XS, 0)
        self._grid = ColumnGrid()
        column.addWidget(self._grid)
        column.addStretch(1)
        scroll.setWidget(content)
        self._views = QStackedLayout(self)
        self._views.addWidget(scroll)
        self._views.addWidget(nothing)

    def show_tools(self, rows: list[Row]) -> None:
        """Show these tools; cards that are there stay."""
        self._rows = rows
        for row in rows:
            card = self.cards.get(row["tool"])
            if card is None:
                card = self.cards[row["tool"]] = ToolCard(self._theme, row)
                card.activated.connect(self.chosen)
            else:
                card.show_tool(row)
        self._arrange()

    def filter(self, text: str) -> None:
        """Only tools in whose name or text every word occurs."""
        self._words = text.casefold().split()
        self._arrange()

    def shown(self) -> list[str]:
        """Names of the tools that are shown, in their order."""
        return [row["tool"] for row in sorted(self._rows, key=_rank) if self._matches(row)]

    def _matches(self, row: Row) -> bool:
        text = f"{row['label']} {row['tool']} {row['text']} {recipe_text(row['text'])}".casefold()
        return all(word in text for word in self._words)

    def _arrange(self) -> None:
        names = self.shown()
        for name, card in self.cards.items():
            if name not in names:
                card.hide()
        self._grid.put([self.cards[name] for name in names])
        for before, after in pairwise(names):
            QWidget.setTabOrder(self.cards[before], self.cards[after])
        self._views.setCurrentIndex(0 if names or not self._rows else 1)


def _rank(row: dict[str, Any]) -> int:
    if row["points"] == "here":
        return 0
    return 1 if row["installed"] else 2
