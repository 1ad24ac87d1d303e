"""Blocks of the detail panel: headed sections, facts beside their names, the lines of a bill."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.labels import LabelKind, label, line

NAME_WIDTH = 112
"""Of the names' column, so that the values of all blocks stand below each other."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what stands beside it. With ``act`` it is a link that does something."""

    name: str
    text: str
    kind: LabelKind = ""
    act: Callable[[], object] | None = None
    hint: str = ""


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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_M)
        self._grid.setVerticalSpacing(GAP_XS)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, NAME_WIDTH)
        self.facts: Sequence[Fact] = ()

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these instead of what was shown."""
        _empty(self._grid)
        self.facts = facts
        for number, fact in enumerate(facts):
            name = label("muted", fact.name)
            name.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(name, number, 0)
            self._grid.addWidget(_link(fact) if fact.act else _value(fact), number, 1)


class BillLines(QWidget):
    """Lines of a calculation: what, how much of it, at which price, and what that makes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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
        for number, parts in enumerate(lines):
            for column, text in enumerate(parts):
                part = label("" if column in (0, 3) else "muted", text)
                if column:
                    part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(part, number, column)
        place = len(lines)
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
                if column:
                    part.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self._grid.addWidget(part, place + number, column)


def _value(fact: Fact) -> QLabel:
    made = label(fact.kind, fact.text, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setAlignment(Qt.AlignmentFlag.AlignTop)
    made.setToolTip(fact.hint)
    return made


def _link(fact: Fact) -> QPushButton:
    made = QPushButton(fact.text)
    made.setProperty("kind", "fact-link")
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
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
