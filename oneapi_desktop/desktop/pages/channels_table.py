"""The table of channels: rows are dragged to another place, and the last day is drawn as bars."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from oneapi_desktop.desktop.charts.sparkline import paint_sparkline
from oneapi_desktop.desktop.remembered import Remembered
from oneapi_desktop.desktop.theme import GAP_S, Theme
from oneapi_desktop.desktop.widgets.columns import CellRole, Column
from oneapi_desktop.desktop.widgets.list_model import Index, ListModel
from oneapi_desktop.desktop.widgets.table import TEXT_MARGIN, CellDelegate, DataTable

HOURS = 24


class ChannelModel(ListModel):
    """The rows; they can be dragged."""

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt's own."""
        flags = super().flags(index)
        # Only the room between rows takes a drop: it shows as a line there.
        return flags | (Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else Qt.ItemFlag.ItemIsDropEnabled)

    def supportedDragActions(self) -> Qt.DropAction:
        """Qt's own."""
        return Qt.DropAction.MoveAction

    def supportedDropActions(self) -> Qt.DropAction:
        """Qt's own."""
        return Qt.DropAction.MoveAction


class TrafficDelegate(CellDelegate):
    """Draws requests and errors of each hour in place of the cell's words."""

    def __init__(self, theme: Theme, model: ListModel, view: "ChannelTable") -> None:
        super().__init__(theme, model, view)
        self._colours = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Qt's own."""
        super().initStyleOption(option, index)
        option.text = ""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's own."""
        super().paint(painter, option, index)
        row = index.data(CellRole.ROW)
        line = row["traffic"] if row else None
        area = QRectF(option.rect).adjusted(TEXT_MARGIN, GAP_S + 1, -TEXT_MARGIN, -GAP_S - 1)
        requests = line["requests"] if line else [0] * HOURS
        errors = line["errors"] if line else [0] * HOURS
        paint_sparkline(painter, area, requests, errors, self._colours)


class ChannelTable(DataTable):
    """``dropped(id, place)``: the row with that id was put before the one at ``place``. ``stepped(id, up)``
    with Alt+Up and Alt+Down. Both only while the rows stand in the order in which channels are tried."""

    dropped = Signal(int, int)
    stepped = Signal(int, bool)

    def __init__(self, model: ListModel, columns: list[Column], theme: Theme, remembered: Remembered) -> None:
        super().__init__("channels", model, theme, remembered)
        self._rows = model
        self._dragged: int | None = None
        place = [column.key for column in columns].index("traffic")
        self._traffic = TrafficDelegate(theme, model, self)
        self.setItemDelegateForColumn(place, self._traffic)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropOverwriteMode(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        # A third click on a heading brings the order of trying back.
        self.horizontalHeader().setSortIndicatorClearable(True)

    @property
    def in_order(self) -> bool:
        """Whether all rows stand in the order in which channels are tried."""
        whole = len(self._rows.rows) == len(self._rows.all_rows)
        return whole and self.horizontalHeader().sortIndicatorSection() < 0

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Qt's own."""
        rows = self.selected_rows()
        if self.in_order and len(rows) == 1:
            self._dragged = rows[0]["id"]
            super().startDrag(actions)
            self._dragged = None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt's own: nothing from elsewhere."""
        if event.source() is self:
            super().dragEnterEvent(event)
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Qt's own."""
        super().dragMoveEvent(event)
        if event.source() is self:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt's own: the page moves the row."""
        if self._dragged is not None:
            self.drop_at(self._dragged, event.position().toPoint().y())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    def drop_at(self, key: int, y: int) -> None:
        """A row was let go at that height of the viewport."""
        row = self.rowAt(y)
        if row < 0:
            row = len(self._rows.rows)
        elif y > self.rowViewportPosition(row) + self.rowHeight(row) / 2:
            row += 1
        self.dropped.emit(key, row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own: Alt+Up and Alt+Down move the row, the space bar flips its switch."""
        row = self._rows.row_at(self.currentIndex())
        steps = {Qt.Key.Key_Up: True, Qt.Key.Key_Down: False}
        if row is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            if self.in_order:
                self.stepped.emit(row["id"], steps[Qt.Key(event.key())])
        elif row is not None and event.key() == Qt.Key.Key_Space:
            self._rows.switched.emit(row, row["status"] != "enabled")
        else:
            super().keyPressEvent(event)
