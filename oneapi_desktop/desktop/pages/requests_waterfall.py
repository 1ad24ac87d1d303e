"""Where the time of a request went, drawn: one line per phase, one after the other."""

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_S, GAP_XS, Theme

LINE = 26
BAR = 10
NARROWEST = 2.0


class Waterfall(Translated):
    """Shows the ``timeline`` of ``request.explain``."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._phases: list[dict[str, Any]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)

    @property
    def lines(self) -> list[str]:
        """What is drawn, as text."""
        return [f"{self._name(phase)}: {formats.duration(phase['ms'])}" for phase in self._phases]

    def show_phases(self, phases: list[dict[str, Any]]) -> None:
        """Show these; their places and lengths are in milliseconds."""
        self._phases = phases
        self.setAccessibleName(self.tr("Where the time went"))
        self.setAccessibleDescription("; ".join(self.lines))
        self.setToolTip("\n".join(self.lines))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(280, len(self._phases) * self._theme.pixels(LINE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt's own."""
        if not self._phases:
            return
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = painter.fontMetrics()
        whole = max(self._phases[-1]["begin_ms"] + self._phases[-1]["ms"], 0.001)
        names = min(self.width() // 2, 2 + max(metrics.horizontalAdvance(self._name(phase)) for phase in self._phases))
        figures = max(metrics.horizontalAdvance(formats.duration(phase["ms"])) for phase in self._phases)
        left, right = names + GAP_S, self.width() - figures - GAP_S
        line = self._theme.pixels(LINE)
        for number, phase in enumerate(self._phases):
            area = QRectF(0, number * line, self.width(), line)
            centre = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(QColor(tokens.text))
            name = metrics.elidedText(self._name(phase), Qt.TextElideMode.ElideRight, names)
            painter.drawText(area, centre, name)
            painter.drawText(area, centre | Qt.AlignmentFlag.AlignRight, formats.duration(phase["ms"]))
            painter.setPen(Qt.PenStyle.NoPen)
            track = QRectF(left, area.center().y() - BAR / 2, max(NARROWEST, right - left), BAR)
            painter.setBrush(QColor(tokens.hover))
            painter.drawRoundedRect(track, 3, 3)
            begin = track.left() + track.width() * phase["begin_ms"] / whole
            width = max(NARROWEST, track.width() * phase["ms"] / whole)
            begin = min(begin, track.right() - width)
            painter.setBrush(self._colour(phase["phase"]))
            painter.drawRoundedRect(QRectF(begin, track.top(), width, BAR), min(3.0, width / 2), min(3.0, width / 2))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(left - GAP_XS, 0, left - GAP_XS, self.height())

    def _colour(self, phase: str) -> QColor:
        tokens = self._theme.tokens
        if phase == "failed attempt":
            return QColor(tokens.fail)
        if phase == "first byte":
            return self._theme.series(1)
        return QColor(tokens.accent if phase in ("stream", "answer") else tokens.faint)

    def _name(self, phase: dict[str, Any]) -> str:
        names = {
            "gateway": self.tr("Gateway"),
            "failed attempt": self.tr("Failed: {channel}").format(channel=phase["channel"] or ""),
            "first byte": self.tr("First byte"),
            "answer": self.tr("Answer"),
            "stream": self.tr("Stream"),
            "settle": self.tr("Settling"),
        }
        return names.get(phase["phase"], str(phase["phase"]))
