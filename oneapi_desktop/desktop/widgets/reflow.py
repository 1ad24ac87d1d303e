"""Layouts that follow the width: a row that becomes a column, a grid with as many columns as there is room for,
small things in as many lines as they need."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QWidget

from oneapi_desktop.desktop.theme import GAP_M, GAP_S


class RowOrColumn(QWidget):
    """Widgets side by side, or below each other where the width does not do for all of them."""

    def __init__(self, spacing: int = GAP_M, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(spacing)
        self._parts: list[QWidget] = []

    @property
    def stacked(self) -> bool:
        """Whether they are below each other now."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def add(self, part: QWidget, stretch: int = 0, *, top: bool = False) -> None:
        """Append a widget; at the top of the row, or as high as the row."""
        self._parts.append(part)
        self._box.addWidget(part, stretch)
        if top:
            self._box.setAlignment(part, Qt.AlignmentFlag.AlignTop)

    def replace(self, old: QWidget, new: QWidget) -> None:
        """Put a widget in another's place."""
        self._parts[self._parts.index(old)] = new
        self._box.replaceWidget(old, new)

    def space(self) -> None:
        """Free room between what was added and what comes."""
        self._box.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        """Qt's own: as narrow as the widest part."""
        widest = max((_least(part).width() for part in self._parts), default=0)
        return QSize(widest, self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own."""
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        """Qt's own: parts ask for another size after a change of language or font."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()
        return done

    def _turn(self) -> None:
        needed = sum(_least(part).width() for part in self._parts) + self._box.spacing() * (len(self._parts) - 1)
        direction = QBoxLayout.Direction
        wanted = direction.LeftToRight if needed <= self.width() else direction.TopToBottom
        if wanted != self._box.direction():
            self._box.setDirection(wanted)
            self.updateGeometry()


class Flow(QWidget):
    """Small widgets one after the other, in as many lines as they need: badges, chips."""

    def __init__(self, spacing: int = GAP_S, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spacing = spacing
        self._parts: list[QWidget] = []
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def add(self, part: QWidget) -> None:
        """Append a widget."""
        part.setParent(self)
        self._parts.append(part)

    def hasHeightForWidth(self) -> bool:
        """Qt's own."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt's own."""
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        """Qt's own: all in one line."""
        shown = [part.sizeHint() for part in self._parts if not part.isHidden()]
        width = sum(hint.width() + self._spacing for hint in shown) - self._spacing
        return QSize(max(0, width), max((hint.height() for hint in shown), default=0))

    def minimumSizeHint(self) -> QSize:
        """Qt's own: as narrow as the widest."""
        shown = [part.sizeHint() for part in self._parts if not part.isHidden()]
        return QSize(max((hint.width() for hint in shown), default=0), max((h.height() for h in shown), default=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own."""
        super().resizeEvent(event)
        self._place(self.width(), move=True)

    def event(self, event: QEvent) -> bool:
        """Qt's own: parts changed their size, or whether they are shown."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place(self.width(), move=True)
        return done

    def _place(self, width: int, *, move: bool) -> int:
        """Lay the parts out for a width; the height they take."""
        left = top = line = 0
        for part in self._parts:
            if part.isHidden():
                continue
            hint = part.sizeHint()
            if left and left + hint.width() > width:
                left, top, line = 0, top + line + self._spacing, 0
            if move:
                part.setGeometry(left, top, hint.width(), hint.height())
            left += hint.width() + self._spacing
            line = max(line, hint.height())
        return top + line


class ColumnGrid(QWidget):
    """Widgets of equal width in rows; a row has as many as fit with their narrowest width."""

    def __init__(self, spacing: int = GAP_M, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(spacing)
        self._parts: list[QWidget] = []
        self._columns = 0

    @property
    def columns(self) -> int:
        """How many there are now."""
        return self._columns

    def put(self, parts: Sequence[QWidget]) -> None:
        """Hold exactly these, in this order."""
        for part in self._parts:
            if part not in parts:
                self._grid.removeWidget(part)
        self._parts = list(parts)
        self._columns = 0
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Qt's own: as narrow as the widest part."""
        return QSize(self._narrowest(), self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Qt's own."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return done

    def _narrowest(self) -> int:
        return max((_least(part).width() for part in self._parts), default=0)

    def _arrange(self) -> None:
        if not self._parts:
            return
        gap = self._grid.spacing()
        columns = max(1, min(len(self._parts), (self.width() + gap) // (self._narrowest() + gap)))
        # As many rows, but none of them nearly empty.
        columns = -(-len(self._parts) // -(-len(self._parts) // columns))
        if columns == self._columns:
            return
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for number, part in enumerate(self._parts):
            row, column = divmod(number, columns)
            self._grid.addWidget(part, row, column)
            self._grid.setColumnStretch(column, 1)
            part.show()
        self.updateGeometry()


def _least(part: QWidget) -> QSize:
    return part.minimumSizeHint().expandedTo(part.minimumSize())
