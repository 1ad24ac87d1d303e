"""A line with a name and a figure that can be clicked: legends and rankings."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from oneapi_desktop.desktop.theme import GAP_S, GAP_XS, Theme

SWATCH = 10


class FigureRow(QAbstractButton):
    """``clicked`` as of any button. A colour puts a swatch before the name, a share a bar below."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._figure = ""
        self._note = ""
        self._colour: QColor | None = None
        self._share: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.updateGeometry)

    @property
    def figure(self) -> str:
        """What stands at the right."""
        return self._figure

    def tell(
        self, name: str, figure: str, colour: QColor | None = None, share: float | None = None, note: str = ""
    ) -> None:
        """Say something else. A note stands after the figure, in a column of its own."""
        self.setText(name)
        self._figure, self._colour, self._share, self._note = figure, colour, share, note
        self.setAccessibleName(f"{name}: {figure} {note}".strip())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's own."""
        line = self.fontMetrics().height()
        return QSize(160, line + (GAP_S + GAP_XS if self._share is not None else GAP_XS + 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt's own."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() or self.hasFocus():
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(self.rect(), 4, 4)
        area = QRectF(self.rect()).adjusted(GAP_XS, 0, -GAP_XS, 0)
        line = QRectF(area.left(), area.top(), area.width(), area.height() - (6 if self._share is not None else 0))
        left = line.left()
        if self._colour is not None:
            painter.setBrush(self._colour)
            painter.drawRoundedRect(QRectF(left, line.center().y() - SWATCH / 2, SWATCH, SWATCH), 2, 2)
            left += SWATCH + GAP_S
        metrics = self.fontMetrics()
        centre = Qt.AlignmentFlag.AlignVCenter
        if self._note:
            painter.setPen(QColor(tokens.muted))
            painter.drawText(line, centre | Qt.AlignmentFlag.AlignRight, self._note)
            line.setRight(line.right() - metrics.horizontalAdvance("100 %") - GAP_S)
        width = metrics.horizontalAdvance(self._figure)
        name = metrics.elidedText(self.text(), Qt.TextElideMode.ElideMiddle, int(line.right() - width - GAP_S - left))
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRectF(left, line.top(), line.right() - left, line.height()), centre, name)
        painter.drawText(line, centre | Qt.AlignmentFlag.AlignRight, self._figure)
        if self._share is not None:
            track = QRectF(area.left(), area.bottom() - 4, area.width(), 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.line))
            painter.drawRoundedRect(track, 1.5, 1.5)
            painter.setBrush(QColor(tokens.accent))
            filled = max(2.0, track.width() * min(1.0, self._share)) if self._share else 0.0
            painter.drawRoundedRect(QRectF(track.topLeft(), QPointF(track.left() + filled, track.bottom())), 1.5, 1.5)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(tokens.accent))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)


class FigureRows(QWidget):
    """A column of as many rows as are asked for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_XS)
        self._column.addStretch(1)
        self.rows: list[FigureRow] = []
        """Those that are shown."""

    def row(self, number: int) -> FigureRow:
        """The row at that place; it is made if it is the next one."""
        if number == len(self.rows):
            made = FigureRow(self._theme, self)
            self._column.insertWidget(number, made)
            self.rows.append(made)
        return self.rows[number]

    def keep(self, count: int) -> None:
        """Take away the rows beyond a number."""
        for row in self.rows[count:]:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self.rows[count:]
