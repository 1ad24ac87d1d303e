"""Blocks of the detail panel: headed sections, facts beside their names, the lines of a bill."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS, Theme
from oneapi_desktop.desktop.widgets.buttons import CopyButton
from oneapi_desktop.desktop.widgets.labels import ElidedLabel, LabelKind, label, line

NAME_WIDTH = 112
"""Of the names' column, so that the values of all blocks stand below each other."""

MOST_NAME_WIDTH = 184
"""Longer names take two lines."""

TWO_LINES_FROM = 1.25
"""With type scaled up so much, a bill has its amounts in lines of their own."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what stands beside it. With ``act`` it is a link that does something; ``copied`` ones are one
    word without a place to break, and have a button that copies them: ``hint`` says so."""

    name: str
    text: str
    kind: LabelKind = ""
    act: Callable[[], object] | None = None
    hint: str = ""
    copied: bool = False


class Section(QWidget):
    """A heading with content below; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        self.heading = label("section")
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP_XS)
        column.addWidget(self.heading)
        column.addLayout(self.body)


class Facts(QWidget):
    """Facts in two columns; values can be selected and copied."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_M)
        self._grid.setVerticalSpacing(GAP_XS)
        self._grid.setColumnStretch(1, 1)
        self.facts: Sequence[Fact] = ()

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these instead of what was shown."""
        _empty(self._grid)
        self.facts = facts
        widest = max((self.fontMetrics().horizontalAdvance(fact.name) for fact in facts), default=0) + 4
        self._grid.setColumnMinimumWidth(0, min(max(widest, NAME_WIDTH), MOST_NAME_WIDTH))
        for number, fact in enumerate(facts):
            name = label("muted", fact.name, wrap=True)
            name.setAlignment(Qt.AlignmentFlag.AlignVCenter if fact.copied else Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(name, number, 0)
            if fact.act is not None:
                self._grid.addWidget(_link(fact), number, 1)
            else:
                self._grid.addWidget(self._copied(fact) if fact.copied else _value(fact), number, 1)

    def _copied(self, fact: Fact) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_XS)
        row.addWidget(ElidedLabel(fact.text, fact.kind, Qt.TextElideMode.ElideMiddle), 1)
        copy = CopyButton(self._theme, lambda: fact.text)
        copy.name_it(fact.hint)
        row.addWidget(copy)
        return holder


class BillLines(QWidget):
    """Lines of a calculation: what, how much of it, at which price, and what that makes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_S)
        self._grid.setVerticalSpacing(GAP_XS)
        self._grid.setColumnStretch(0, 1)
        self.rows: list[tuple[str, ...]] = []

    def show_lines(self, lines: Sequence[tuple[str, str, str, str]], sums: Sequence[tuple[str, str]]) -> None:
        """Lines, a rule, then what they add up to; the last sum is the result."""
        _empty(self._grid)
        self.rows = [*lines, *sums]
        place = 0
        for kind, units, price, amount in lines:
            if self._theme.scale >= TWO_LINES_FROM:
                self._put(place, 0, label("", kind))
                self._put(place, 3, label("", amount))
                self._put(place + 1, 0, label("muted", f"{units} {price}"), span=4)
                place += 2
                continue
            for column, part in enumerate((label("", kind), label("muted", units), label("muted", price))):
                self._put(place, column, part)
            self._put(place, 3, label("", amount))
            place += 1
        if lines:
            self._grid.addWidget(line(), place, 0, 1, 4)
            place += 1
        for number, (name, text) in enumerate(sums):
            result = number == len(sums) - 1
            for column, value in ((0, name), (3, text)):
                part = label("" if result else "muted", value)
                if result:
                    font = part.font()
                    font.setBold(True)
                    part.setFont(font)
                self._put(place + number, column, part)

    def _put(self, row: int, column: int, part: QLabel, span: int = 1) -> None:
        if column:
            part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(part, row, column, 1, span)


def _value(fact: Fact) -> QLabel:
    made = label(fact.kind, fact.text, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    made.setToolTip(fact.hint)
    return made


class FactLink(QPushButton):
    """A link of one line; what has no room is left out of its middle, and the tooltip has all of it."""

    def __init__(self, text: str, hint: str) -> None:
        super().__init__(text)
        self._whole = text
        self._hint = hint

    def sizeHint(self) -> QSize:
        """Qt's own: room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + GAP_XS, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own."""
        super().resizeEvent(event)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width())
        self.setText(shown)
        self.setToolTip(self._hint if shown == self._whole else f"{self._whole}\n{self._hint}")


def _link(fact: Fact) -> QPushButton:
    made = FactLink(fact.text, fact.hint)
    made.setProperty("kind", "fact-link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    made.setMinimumWidth(24)
    made.setToolTip(fact.hint)
    made.setAccessibleName(f"{fact.name}: {fact.text}")
    assert fact.act is not None
    made.clicked.connect(fact.act)
    return made


def _empty(grid: QGridLayout) -> None:
    while grid.count():
        item = grid.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
