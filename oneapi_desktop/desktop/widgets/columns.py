"""Columns of tables as declared rows, and how a cell looks."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

from PySide6.QtCore import Qt

Row = dict[str, Any]
"""One row as an operation gives it."""

Tone = Literal["", "muted", "ok", "warn", "fail", "accent"]


class CellRole(IntEnum):
    """What the cells' painter asks the model for beside Qt's own roles."""

    TONE = Qt.ItemDataRole.UserRole + 1
    """A ``Tone``: the colour of the text."""
    BADGE = Qt.ItemDataRole.UserRole + 2
    """True: the text stands on a ground in its tone's colour."""
    MISSING = Qt.ItemDataRole.UserRole + 3
    """True: the row is still being fetched."""
    ROW = Qt.ItemDataRole.UserRole + 4
    """The row's dict; None while it is being fetched."""
    SHARE = Qt.ItemDataRole.UserRole + 5
    """0 to 1: a bar behind the text."""
    TREND = Qt.ItemDataRole.UserRole + 6
    """A list of numbers drawn as a small line."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``title`` gives the heading in the present language: ``lambda: self.tr("Model")``.

    ``text`` makes a cell's text, ``tone`` its colour, ``sort`` the value rows are ordered by (columns
    without it cannot be sorted). ``check`` makes the cell a switch showing that value. ``number``
    aligns right with tabular figures. ``hidden`` ones are shown by the column chooser only.
    """

    key: str
    title: Callable[[], str]
    text: Callable[[Row], str]
    width: int = 120
    number: bool = False
    tone: Callable[[Row], Tone] | None = None
    badge: bool = False
    tooltip: Callable[[Row], str] | None = None
    icon: Callable[[Row], Any] | None = None
    sort: Callable[[Row], Any] | None = None
    check: Callable[[Row], bool] | None = None
    share: Callable[[Row], float | None] | None = None
    trend: Callable[[Row], list[float]] | None = None
    hidden: bool = False
    stretch: bool = False


def cell(column: Column, row: Row, role: int) -> Any:
    """What a model answers for a cell and a role."""
    answer = _ANSWERS.get(role)
    return None if answer is None else answer(column, row)


def _checked(column: Column, row: Row) -> Qt.CheckState | None:
    if column.check is None:
        return None
    return Qt.CheckState.Checked if column.check(row) else Qt.CheckState.Unchecked


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

# A painted cell asks for a dozen roles: comparing with one after the other would cost more than the answers.
_ANSWERS: dict[int, Callable[[Column, Row], Any]] = {
    int(Qt.ItemDataRole.DisplayRole): lambda column, row: column.text(row),
    int(Qt.ItemDataRole.ToolTipRole): lambda column, row: column.tooltip(row) if column.tooltip else None,
    int(Qt.ItemDataRole.TextAlignmentRole): lambda column, _row: _RIGHT if column.number else _LEFT,
    int(Qt.ItemDataRole.DecorationRole): lambda column, row: column.icon(row) if column.icon else None,
    int(Qt.ItemDataRole.CheckStateRole): _checked,
    int(Qt.ItemDataRole.AccessibleTextRole): lambda column, row: f"{column.title()}: {column.text(row)}",
    int(CellRole.TONE): lambda column, row: column.tone(row) if column.tone else "",
    int(CellRole.BADGE): lambda column, _row: column.badge,
    int(CellRole.SHARE): lambda column, row: column.share(row) if column.share else None,
    int(CellRole.TREND): lambda column, row: column.trend(row) if column.trend else None,
    int(CellRole.ROW): lambda _column, row: row,
}


def heading(column: Column, role: int) -> Any:
    """What a model answers for a column's heading."""
    if role == Qt.ItemDataRole.DisplayRole:
        return column.title()
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return _RIGHT if column.number else _LEFT
    return None
