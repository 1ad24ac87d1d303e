"""A QR code, drawn sharp at any size and always dark on light, as scanners expect it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

QUIET_ZONE = 4
"""Modules of white around the code (ISO/IEC 18004 §6.3.8)."""

GROUND, MODULE = QColor("#FFFFFF"), QColor("#111418")


class QrCode(QWidget):
    """Shows rows of ``0`` and ``1`` as ``lan.card`` gives them."""

    def __init__(self, side: int = 232, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modules: tuple[str, ...] = ()
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_modules(self, modules: Sequence[str]) -> None:
        """Show another code; none without rows."""
        self._modules = tuple(modules)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(GROUND)
        painter.drawRoundedRect(self.rect(), 8, 8)
        if not self._modules:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(MODULE)
        # Whole pixels per module: a blurred edge is what scanners fail on.
        ratio = self.devicePixelRatioF()
        count = len(self._modules) + 2 * QUIET_ZONE
        step = max(1, int(min(self.width(), self.height()) * ratio / count)) / ratio
        left = (self.width() - step * len(self._modules)) / 2
        top = (self.height() - step * len(self._modules)) / 2
        for row, modules in enumerate(self._modules):
            for place, module in enumerate(modules):
                if module == "1":
                    painter.drawRect(QRectF(left + place * step, top + row * step, step, step))
