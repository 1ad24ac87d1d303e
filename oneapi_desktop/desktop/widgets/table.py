"""The table of every page: rows of 36 px, no grid, hover, sortable, columns chosen and remembered."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRectF, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from oneapi_desktop.desktop.remembered import Remembered
from oneapi_desktop.desktop.theme import GAP_S, ROW_HEIGHT, Theme
from oneapi_desktop.desktop.widgets.columns import CellRole, Row
from oneapi_desktop.desktop.widgets.list_model import ListModel
from oneapi_desktop.desktop.widgets.paged_model import PagedModel

Model = ListModel | PagedModel

TEXT_MARGIN = 11
"""Where Qt begins the text of cells: the padding of the style sheet and the style's own 3 pixels."""


class DataTable(QTableView):
    """``opened(row)`` comes on double click and Enter, ``chosen(row | None)`` with the current row.

    Delete emits ``removal(rows)``; Ctrl-C copies the rows as tab-separated text. ``name`` is the key under
    which widths, order and visibility of the columns are remembered.
    """

    opened = QtSignal(object)
    chosen = QtSignal(object)
    removal = QtSignal(object)

    def __init__(
        self, name: str, model: Model, theme: Theme, remembered: Remembered, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._model = model
        self._theme = theme
        self._remembered = remembered
        self.setObjectName(f"table-{name}")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        self._size_rows()
        theme.changed.connect(self._size_rows)
        self._delegate = CellDelegate(theme, model, self)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self._set_up_header(self.horizontalHeader())
        self.doubleClicked.connect(self._open)
        self.selectionModel().currentRowChanged.connect(lambda current, _old: self.chosen.emit(model.row_at(current)))
        if isinstance(model, PagedModel):
            model.prepended.connect(self._stay)
            self.setSortingEnabled(False)
        else:
            self.setSortingEnabled(True)

    def selected_rows(self) -> list[Row]:
        """The selected rows that are here, in the order shown."""
        indexes = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        return [row for row in (self._model.row_at(index) for index in indexes) if row is not None]

    def choose_row(self, key: object) -> bool:
        """Select the row with that key and scroll to it; False when it is not shown."""
        if not isinstance(self._model, ListModel):
            return False
        index = self._model.index_of(key)
        if not index.isValid():
            return False
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def columns_menu(self) -> QMenu:
        """A menu that shows and hides columns."""
        menu = QMenu(self)
        header = self.horizontalHeader()
        for section, column in enumerate(self._model.columns):
            action = menu.addAction(column.title())
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(section))
            action.setEnabled(section > 0)
            action.toggled.connect(lambda shown, section=section: self._show_column(section, shown))
        return menu

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own: Enter opens, Delete asks for removal, Copy copies."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.as_text(self.selected_rows()))
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.selected_rows():
            self.removal.emit(self.selected_rows())
        else:
            super().keyPressEvent(event)

    def as_text(self, rows: Sequence[Row]) -> str:
        """Rows as tab-separated text of the columns shown."""
        header = self.horizontalHeader()
        order = sorted(range(header.count()), key=header.visualIndex)
        shown = [self._model.columns[section] for section in order if not header.isSectionHidden(section)]
        return "\n".join("\t".join(column.text(row).replace("\t", " ") for column in shown) for row in rows)

    def event(self, event: QEvent) -> bool:
        """Qt's own: headings follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._model.columns) - 1)
            self.viewport().update()
        return super().event(event)

    def _set_up_header(self, header: QHeaderView) -> None:
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(48)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for section, column in enumerate(self._model.columns):
            self.setColumnWidth(section, self._theme.pixels(column.width))
            header.setSectionHidden(section, column.hidden)
        self._remembered.restore_columns(self._name, header)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionResized.connect(self._fill)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._show_columns_menu)
        header.sectionResized.connect(lambda *_: self._remembered.keep_columns(self._name, header))
        header.sectionMoved.connect(lambda *_: self._remembered.keep_columns(self._name, header))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own: columns that stretch follow."""
        super().resizeEvent(event)
        self._fill(-1)

    def _fill(self, resized: int, *_sizes: int) -> None:
        """Give columns that stretch what the others leave, but never less than their declared width."""
        header = self.horizontalHeader()
        shown = [number for number in range(header.count()) if not header.isSectionHidden(number)]
        elastic = [number for number in shown if self._model.columns[number].stretch]
        if not elastic or resized in elastic:
            return
        taken = sum(header.sectionSize(number) for number in shown if number not in elastic)
        room = (self.viewport().width() - taken) // len(elastic)
        for number in elastic:
            header.resizeSection(number, max(self._theme.pixels(self._model.columns[number].width), room))

    def _show_columns_menu(self, at: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(at))

    def _show_column(self, section: int, shown: bool) -> None:
        header = self.horizontalHeader()
        header.setSectionHidden(section, not shown)
        if shown and header.sectionSize(section) < header.minimumSectionSize():
            header.resizeSection(section, self._theme.pixels(self._model.columns[section].width))
        self._fill(-1)
        self._remembered.keep_columns(self._name, header)

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.pixels(ROW_HEIGHT))
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None:
            self.opened.emit(row)

    def _stay(self, count: int) -> None:
        """Rows came in above: what is in view stays in view, unless the view is at the top."""
        bar = self.verticalScrollBar()
        if bar.value() > 0:
            self.updateGeometries()
            bar.setValue(bar.value() + count * self.verticalHeader().defaultSectionSize())


class CellDelegate(QStyledItemDelegate):
    """Paints cells from ``CellRole``: tones, badges, bars, trends, and bars in place of missing rows."""

    def __init__(self, theme: Theme, model: Model, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._model = model

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Qt's own: the text's colour is its tone's, also when selected."""
        super().initStyleOption(option, index)
        row = self._model.row_at(index)
        tone_of = self._model.columns[index.column()].tone
        tone = tone_of(row) if row is not None and tone_of is not None else ""
        if tone:
            colour = QColor(getattr(self._theme.tokens, tone if tone == "muted" else f"{tone}_text"))
            for role in (option.palette.ColorRole.Text, option.palette.ColorRole.HighlightedText):
                option.palette.setColor(role, colour)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt's own."""
        row = self._model.row_at(index)
        if row is None:
            if index.data(CellRole.MISSING):
                self._paint_missing(painter, option, index)
            return
        # Asked of the column itself: the way through the model's roles costs more than painting does.
        column = self._model.columns[index.column()]
        trend = column.trend(row) if column.trend else None
        share = column.share(row) if column.share else None
        badge = column.badge
        if not (trend or badge or share is not None):
            super().paint(painter, option, index)
            return
        filled = QStyleOptionViewItem(option)
        self.initStyleOption(filled, index)
        text, filled.text = filled.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, filled, painter, option.widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(option.rect).adjusted(TEXT_MARGIN, 0, -TEXT_MARGIN, 0)
        painter.setFont(filled.font)
        if trend:
            self._paint_trend(painter, inside, trend)
        elif badge and text:
            self._paint_badge(painter, inside, text, column.tone(row) if column.tone else "")
        elif share is not None:
            self._paint_share(painter, inside, text, share, filled)
        painter.restore()

    def _paint_missing(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = QRectF(option.rect)
        # Different lengths look like text; the same row always looks the same.
        part = 0.35 + 0.5 * ((index.row() * 7 + index.column() * 5) % 10) / 10
        bar = QRectF(rect.left() + GAP_S, rect.center().y() - 5, max(12.0, (rect.width() - 2 * GAP_S) * part), 10)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.tokens.line))
        painter.drawRoundedRect(bar, 4, 4)
        painter.restore()

    def _paint_badge(self, painter: QPainter, inside: QRectF, text: str, tone: str) -> None:
        tokens = self._theme.tokens
        ground = getattr(tokens, f"{tone}_soft", tokens.hover)
        colour = getattr(tokens, f"{tone}_text", tokens.muted)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()) - 16)
        width = metrics.horizontalAdvance(shown) + 16
        height = metrics.height() + 4
        pill = QRectF(inside.left(), inside.center().y() - height / 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(colour))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_share(
        self, painter: QPainter, inside: QRectF, text: str, share: float, option: QStyleOptionViewItem
    ) -> None:
        tokens = self._theme.tokens
        colour = tokens.fail if share >= 1 else tokens.warn if share >= 0.8 else tokens.accent
        track = QRectF(inside.left(), inside.bottom() - 7, inside.width(), 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(track, 1.5, 1.5)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(
            QRectF(track.left(), track.top(), track.width() * min(1.0, max(0.0, share)), 3), 1.5, 1.5
        )
        painter.setPen(option.palette.color(option.palette.ColorRole.Text))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside.adjusted(0, 0, 0, -6), int(option.displayAlignment), shown)

    def _paint_trend(self, painter: QPainter, inside: QRectF, values: list[float]) -> None:
        low, high = min(values), max(values)
        span = (high - low) or 1.0
        area = inside.adjusted(0, GAP_S, 0, -GAP_S)
        step = area.width() / max(1, len(values) - 1)
        points = [
            QPointF(area.left() + place * step, area.bottom() - (value - low) / span * area.height())
            for place, value in enumerate(values)
        ]
        painter.setPen(QPen(QColor(self._theme.tokens.accent), 1.5))
        painter.drawPolyline(QPolygonF(points))
