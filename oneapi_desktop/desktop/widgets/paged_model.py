"""A table over a log of any length: rows are fetched in windows where the view looks, and forgotten again.

The order is newest first. What is there when the model is loaded keeps its place; rows that come later
are put above it, so that selection and scroll position stay on their rows.
"""

from collections import OrderedDict
from collections.abc import Sequence
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer, Signal

from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.widgets.columns import CellRole, Column, Row, cell, heading
from oneapi_desktop.desktop.widgets.list_model import ROOT, Index
from oneapi_desktop.domain.errors import OneApiError

PAGE = 200
"""Rows fetched at once."""

PAGES_KEPT = 60
"""Pages in memory; the one looked at longest ago is forgotten first."""

MOST_LIVE = 5000
"""Live rows above the loaded ones; beyond, the model asks to be loaded again (``stale``)."""


class RowSource(Protocol):
    """Where a paged model gets its rows: newest first, frozen at the moment of ``begin``."""

    async def begin(self) -> int:
        """Freeze the present state; the number of rows (an estimate will do)."""

    async def rows(self, offset: int, limit: int, after: Row | None) -> list[Row]:
        """Rows from that place in the frozen order. ``after`` is the row just before, when it is known:
        then it is enough to go on from there. Fewer than ``limit`` rows mean the end."""

    async def newer(self, ids: frozenset[int]) -> list[Row]:
        """Those of the rows that came since and belong here (filters!), newest first."""


class PagedModel(QAbstractTableModel):
    """Signals: ``prepended(count)`` after live rows came; ``loaded(count)`` after a (re)load; ``stale()`` when
    a reload is due; ``fault(OneApiError)`` when fetching failed."""

    prepended = Signal(int)
    loaded = Signal(int)
    stale = Signal()
    fault = Signal(object)

    def __init__(
        self, bridge: Bridge, columns: Sequence[Column], key: str = "id", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.columns = tuple(columns)
        self._key = key
        self._source: RowSource | None = None
        self._live: list[Row] = []
        self._pages: OrderedDict[int, list[Row]] = OrderedDict()
        self._count = 0
        self._generation = 0
        self._wanted: OrderedDict[int, None] = OrderedDict()
        self._fetching: set[int] = set()
        self._ask = QTimer(self, singleShot=True, interval=0)
        self._ask.timeout.connect(self._fetch_wanted)

    def load(self, source: RowSource) -> None:
        """Show what this source has; everything shown before is dropped once its first page is here."""
        self._generation += 1
        generation = self._generation
        self._wanted.clear()
        self._fetching.clear()

        async def first() -> tuple[int, list[Row]]:
            count = await source.begin()
            return count, await source.rows(0, PAGE, None)

        def put(found: tuple[int, list[Row]]) -> None:
            if generation != self._generation:
                return
            count, rows = found
            self.beginResetModel()
            self._source = source
            self._live = []
            self._count = len(rows) if len(rows) < PAGE else max(count, len(rows) + 1)
            self._pages = OrderedDict({0: rows})
            self.endResetModel()
            self.loaded.emit(self._count)

        self._bridge.start(first(), put, self.fault.emit, owner=self)

    def refresh_rows(self, ids: frozenset[int]) -> None:
        """Rows were added: put those above that belong here. Connect the bridge's changes to this."""
        source, generation = self._source, self._generation
        if source is None or not ids:
            return

        def put(rows: list[Row]) -> None:
            known = {row[self._key] for row in self._live}
            fresh = [row for row in rows if row[self._key] not in known]
            if generation != self._generation or not fresh:
                return
            self.beginInsertRows(QModelIndex(), 0, len(fresh) - 1)
            self._live[:0] = fresh
            self.endInsertRows()
            self.prepended.emit(len(fresh))
            if len(self._live) > MOST_LIVE:
                self.stale.emit()

        self._bridge.start(source.newer(ids), put, self.fault.emit, owner=self)

    def row_at(self, index: Index) -> Row | None:
        """The row of an index; None while it is being fetched."""
        return self._row(index.row()) if index.isValid() else None

    @property
    def pages_in_memory(self) -> int:
        """How many pages are held now."""
        return len(self._pages)

    # Qt's own

    def rowCount(self, parent: Index = ROOT) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else len(self._live) + self._count

    def columnCount(self, parent: Index = ROOT) -> int:
        """Qt's own."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's own; a row that is not here is asked for."""
        if not index.isValid():
            return None
        row = self._row(index.row())
        if row is not None:
            return cell(self.columns[index.column()], row, role)
        if role in (Qt.ItemDataRole.DisplayRole, CellRole.MISSING):
            self._want((index.row() - len(self._live)) // PAGE)
        return True if role == CellRole.MISSING else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt's own."""
        return heading(self.columns[section], role) if orientation == Qt.Orientation.Horizontal else None

    def _row(self, number: int) -> Row | None:
        if number < len(self._live):
            return self._live[number]
        page, place = divmod(number - len(self._live), PAGE)
        rows = self._pages.get(page)
        if rows is None:
            return None
        self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    def _want(self, page: int) -> None:
        if page in self._fetching or page in self._pages:
            return
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        self._ask.start()

    def _fetch_wanted(self) -> None:
        """Fetch what was looked at last; what was only passed on the way there is forgotten."""
        source, generation = self._source, self._generation
        if source is None:
            return
        while len(self._wanted) > 2:
            self._wanted.popitem(last=False)
        while self._wanted and len(self._fetching) < 2:
            page, _ = self._wanted.popitem()
            self._fetching.add(page)
            before = self._pages.get(page - 1)
            after = before[-1] if before and len(before) == PAGE else None
            self._bridge.start(
                source.rows(page * PAGE, PAGE, after),
                partial(self._put, generation, page),
                partial(self._failed, generation, page),
                owner=self,
            )

    def _put(self, generation: int, page: int, rows: list[Row]) -> None:
        if generation != self._generation:
            return
        self._fetching.discard(page)
        self._pages[page] = rows
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        end = page * PAGE + len(rows)
        if len(rows) < PAGE:
            self._end_at(end)
        elif end >= self._count:
            self._go_on_to(end + PAGE)
        top = len(self._live) + page * PAGE
        last = min(top + PAGE, self.rowCount()) - 1
        if last >= top:
            self.dataChanged.emit(self.index(top, 0), self.index(last, len(self.columns) - 1))
        if self._wanted:
            self._ask.start()

    def _go_on_to(self, count: int) -> None:
        """The estimate was too low: there may be another page."""
        bottom = self.rowCount()
        self.beginInsertRows(QModelIndex(), bottom, bottom + count - self._count - 1)
        self._count = count
        self.endInsertRows()

    def _end_at(self, count: int) -> None:
        """The estimate was too high: the log ends here."""
        if count < self._count:
            top = len(self._live)
            self.beginRemoveRows(QModelIndex(), top + count, top + self._count - 1)
            self._count = count
            self.endRemoveRows()

    def _failed(self, generation: int, page: int, error: OneApiError) -> None:
        if generation == self._generation:
            self._fetching.discard(page)
            self.fault.emit(error)
