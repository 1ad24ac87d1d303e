"""A table of rows that are all at hand: channels, tokens, prices. New rows keep selection and scroll."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from oneapi_desktop.desktop.widgets.columns import Column, Row, cell, heading

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class ListModel(QAbstractTableModel):
    """``switched(row, on)`` comes when the person flips a column's switch; the page then acts and the
    model shows what the gateway answers."""

    switched = Signal(object, bool)

    def __init__(self, columns: Sequence[Column], key: str = "id", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._rows: list[Row] = []
        self._all: list[Row] = []
        self._sorted_by: tuple[int, Qt.SortOrder] | None = None
        self._words: list[str] = []
        self._fields: tuple[str, ...] = ()

    @property
    def rows(self) -> list[Row]:
        """The rows shown, in their order."""
        return self._rows

    @property
    def all_rows(self) -> list[Row]:
        """All rows, also those the filter hides."""
        return self._all

    def row_at(self, index: Index) -> Row | None:
        """The row of an index."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, key: Any) -> QModelIndex:
        """The first cell of the row with that key; invalid when it is not shown."""
        for number, row in enumerate(self._rows):
            if row[self._key] == key:
                return self.index(number, 0)
        return QModelIndex()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows. Those that were there stay selected and in view."""
        self._all = list(rows)
        self._arrange()

    def update_row(self, row: Row) -> None:
        """Show a newer state of one row; adds it when it is new."""
        keys = [known[self._key] for known in self._all]
        if row[self._key] in keys:
            self._all[keys.index(row[self._key])] = row
        else:
            self._all.append(row)
        self._arrange()

    def remove_row(self, key: Any) -> None:
        """Take a row away."""
        self._all = [row for row in self._all if row[self._key] != key]
        self._arrange()

    def filter(self, text: str, fields: Sequence[str] = ()) -> None:
        """Show only rows in whose texts (or in these keys of theirs) every word of the text occurs."""
        self._words = text.casefold().split()
        self._fields = tuple(fields)
        self._arrange()

    # Qt's own

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's own."""
        row = self.row_at(index)
        return None if row is None else cell(self.columns[index.column()], row, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's own."""
        return heading(self.columns[section], role) if orientation == Qt.Orientation.Horizontal else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt's own."""
        flags = super().flags(index)
        if index.isValid() and self.columns[index.column()].check is not None:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Qt's own: a switch was flipped."""
        row = self.row_at(index)
        if row is None or role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.switched.emit(row, Qt.CheckState(value) == Qt.CheckState.Checked)
        return True

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt's own."""
        known = 0 <= column < len(self.columns) and self.columns[column].sort is not None
        self._sorted_by = (column, order) if known else None
        self._arrange()

    def _arrange(self) -> None:
        """Filter and sort, then tell views the smallest truth: same keys are changes, others a new layout."""
        shown = [row for row in self._all if self._matches(row)]
        if self._sorted_by is not None:
            column, order = self._sorted_by
            sort = self.columns[column].sort
            assert sort is not None
            # None sorts last in either order.
            known = [row for row in shown if sort(row) is not None]
            known.sort(key=sort, reverse=order == Qt.SortOrder.DescendingOrder)
            shown = known + [row for row in shown if sort(row) is None]
        old_keys = [row[self._key] for row in self._rows]
        new_keys = [row[self._key] for row in shown]
        if old_keys == new_keys:
            changed = [number for number, row in enumerate(shown) if row != self._rows[number]]
            self._rows = shown
            for number in changed:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))
            return
        self.layoutAboutToBeChanged.emit()
        places = {key: number for number, key in enumerate(new_keys)}
        before = self.persistentIndexList()
        self._rows = shown
        after = []
        for index in before:
            place = places.get(old_keys[index.row()])
            after.append(QModelIndex() if place is None else self.index(place, index.column()))
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _matches(self, row: Row) -> bool:
        if not self._words:
            return True
        if self._fields:
            text = " ".join(str(row.get(name)) for name in self._fields).casefold()
        else:
            text = " ".join(column.text(row) for column in self.columns).casefold()
        return all(word in text for word in self._words)
