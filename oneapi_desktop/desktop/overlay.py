"""The undo bar and the toasts, above the bottom of a window's page."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oneapi_desktop.desktop.notices import Toasts
from oneapi_desktop.desktop.theme import GAP_L, GAP_S
from oneapi_desktop.desktop.undo_bar import UndoBar

WIDEST = 560


class Overlay(QWidget):
    """Lies in the middle above the bottom edge of ``below`` and is as large as what it shows."""

    def __init__(self, below: QWidget) -> None:
        super().__init__(below)
        self._below = below
        self._parts: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_S)
        below.installEventFilter(self)
        self.hide()

    def hold(self, part: UndoBar | Toasts) -> None:
        """Show a part whenever it has something."""
        self._column.addWidget(part)
        self._parts.append(part)
        part.resized.connect(self.place)

    def place(self) -> None:
        """Take the size of what is shown."""
        shown = any(part.isVisibleTo(self) for part in self._parts)
        self.setVisible(shown)
        if not shown:
            return
        width = min(WIDEST, self._below.width() - 2 * GAP_L)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._below.width() - width) // 2, self._below.height() - self.height() - GAP_L)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own: follows the page's size."""
        if watched is self._below and event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)
