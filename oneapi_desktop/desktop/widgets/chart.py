"""Charts of pyqtgraph in the theme's colours. Import it lazily: pyqtgraph costs a tenth of a second."""

import pyqtgraph as pg  # type: ignore[import-untyped]
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oneapi_desktop.desktop.theme import SIZE_SMALL, Theme

pg.setConfigOptions(antialias=True)


class Chart(QWidget):
    """A plot without frame, menu or dragging, with a light grid; ``plot`` is pyqtgraph's PlotItem.

    Colours of axes and grid follow the theme. Curves and bars are drawn by the page with ``pen(series)``
    and ``brush(series)``, again on ``theme.changed``.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.view = pg.PlotWidget(self)
        self.view.setFrameStyle(0)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.view)
        self.plot = self.view.getPlotItem()
        self.plot.setMenuEnabled(False)
        self.plot.hideButtons()
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.showGrid(x=False, y=True, alpha=0.18)
        self.plot.getAxis("bottom").setStyle(tickLength=0)
        self.plot.getAxis("left").setStyle(tickLength=0)
        theme.changed.connect(self._colour)
        self._colour()

    def pen(self, series: int, width: float = 2.0) -> object:
        """The pen of a series."""
        return pg.mkPen(self.theme.series(series), width=width)

    def brush(self, series: int) -> object:
        """The fill of a series."""
        return pg.mkBrush(self.theme.series(series))

    def _colour(self) -> None:
        tokens = self.theme.tokens
        self.view.setBackground(QColor(tokens.surface))
        font = QFont(self.font())
        font.setPixelSize(self.theme.pixels(SIZE_SMALL))
        for name in ("bottom", "left"):
            axis = self.plot.getAxis(name)
            axis.setPen(pg.mkPen(QColor(tokens.line)))
            axis.setTextPen(pg.mkPen(QColor(tokens.muted)))
            axis.setTickFont(font)
