"""What a chart says about the place one points at: a heading, and one line for each figure."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from oneapi_desktop.desktop.theme import GAP_L, GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.labels import label


@dataclass(frozen=True, slots=True)
class Figure:
    """One line. ``colour`` is the series' own; None for sums and for what is not drawn."""

    name: str
    text: str
    colour: QColor | None = None


class Swatch(QWidget):
    """A small square in a series' colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour: QColor | None = None
        self.setFixedSize(10, 10)

    def show_colour(self, colour: QColor | None) -> None:
        """Take a colour; None leaves the place empty."""
        self._colour = colour
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt's own."""
        if self._colour is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawRoundedRect(self.rect(), 2, 2)


class Readout(QFrame):
    """Floats over the window beside the pointer, and lets the pointer through."""

    def __init__(self, chart: QWidget) -> None:
        super().__init__(chart)
        self._chart = chart
        self.setProperty("kind", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_S)
        self._grid.setHorizontalSpacing(GAP_S)
        self._grid.setVerticalSpacing(GAP_XS)
        self._grid.setColumnStretch(1, 1)
        self._heading = label("small", parent=self)
        self._grid.addWidget(self._heading, 0, 0, 1, 3)
        self._lines: list[tuple[Swatch, QLabel, QLabel]] = []
        self.hide()

    @property
    def text(self) -> str:
        """All of it, as a screen reader is told."""
        lines = [f"{name.text()} {text.text()}" for _swatch, name, text in self._lines]
        return "; ".join([self._heading.text(), *lines])

    def tell(self, heading: str, figures: Sequence[Figure], at: QPoint) -> None:
        """Show figures beside a place of the chart."""
        self._heading.setText(heading)
        while len(self._lines) < len(figures):
            self._add_line()
        while len(self._lines) > len(figures):
            for part in self._lines.pop():
                self._grid.removeWidget(part)
                part.hide()
                part.deleteLater()
        for figure, (swatch, name, text) in zip(figures, self._lines, strict=True):
            swatch.show_colour(figure.colour)
            name.setText(figure.name)
            text.setText(figure.text)
        window = self._chart.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            self._chart.destroyed.connect(self.deleteLater)
        self.adjustSize()
        place = self._chart.mapTo(window, at)
        left = place.x() + GAP_L
        if left + self.width() > window.width() - GAP_S:
            left = place.x() - GAP_L - self.width()
        top = min(place.y() - self.height() // 2, window.height() - self.height() - GAP_S)
        self.move(max(0, left), max(GAP_S, top))
        self.show()
        self.raise_()

    def _add_line(self) -> None:
        swatch, name, text = Swatch(self), label(parent=self), label(parent=self)
        text.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for column, widget in enumerate((swatch, name, text)):
            self._grid.addWidget(widget, len(self._lines) + 1, column)
            # The grid shows only what is added while it is shown itself.
            widget.show()
        self._lines.append((swatch, name, text))
