"""The line that tells which requests are open now."""

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, Theme

DOT = 8


class OpenRequests(Translated):
    """One line of a steady height, so that the table below never jumps: as many requests as fit, then how
    many more. Its tooltip lists all of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: list[dict[str, Any]] = []
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def texts(self) -> list[str]:
        """One text for each open request, oldest first."""
        return [self._text(row) for row in self._rows]

    def show_rows(self, rows: list[dict[str, Any]]) -> None:
        """Rows of the bridge's live requests."""
        self._rows = rows
        self.setToolTip("\n".join(self.texts))
        self.setAccessibleName(self.tr("%n open now", "", len(rows)) if rows else self.tr("No request is open"))
        self.setAccessibleDescription("; ".join(self.texts))
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(200, self.fontMetrics().height() + GAP_S)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt's own."""
        if not self._rows:
            return
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        height, left, right = self.height(), 0, self.width()
        for number, text in enumerate(self.texts):
            rest = len(self._rows) - number
            more = self.tr("+%n more", "", rest)
            last = number == len(self._rows) - 1
            width = DOT + GAP_S + metrics.horizontalAdvance(text)
            room = right - left - (0 if last else metrics.horizontalAdvance(more) + GAP_M)
            if width > room and number:
                painter.setPen(QColor(tokens.muted))
                painter.drawText(QRectF(left, 0, right - left, height), Qt.AlignmentFlag.AlignVCenter, more)
                return
            answering = self._rows[number]["phase"] == "answering"
            painter.setPen(Qt.PenStyle.NoPen if answering else QColor(tokens.accent))
            painter.setBrush(QColor(tokens.accent) if answering else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(left + 0.5, height / 2 - DOT / 2 + 0.5, DOT - 1, DOT - 1))
            left += DOT + GAP_S
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room - DOT - GAP_S))
            painter.setPen(QColor(tokens.text))
            painter.drawText(QRectF(left, 0, right - left, height), Qt.AlignmentFlag.AlignVCenter, shown)
            left += metrics.horizontalAdvance(shown) + GAP_M

    def _text(self, row: dict[str, Any]) -> str:
        phases = {
            "routing": self.tr("choosing a channel"),
            "waiting": self.tr("waiting for {channel}").format(channel=row["channel"]),
            "answering": self.tr("answering"),
        }
        return f"{row['model']} · {row['token']} · {phases[row['phase']]} {formats.duration(row['elapsed_ms'])}"
