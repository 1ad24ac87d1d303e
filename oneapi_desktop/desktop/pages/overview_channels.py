"""The strip of channels: how each of them is, and its traffic of the last day."""

from typing import Any, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.charts.sparkline import paint_sparkline
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, RADIUS, SIZE_SMALL, Theme
from oneapi_desktop.desktop.widgets.reflow import ColumnGrid

State = Literal["well", "resting", "off", "switched_off"]
TONES: dict[State, str] = {"well": "ok", "resting": "warn", "off": "muted", "switched_off": "fail"}
CELL_WIDTH = 176


def state_of(channel: dict[str, Any]) -> State:
    """How a channel is, from its row of ``gateway.health``."""
    if channel["status"] == "auto_disabled":
        return "switched_off"
    if channel["status"] != "enabled":
        return "off"
    return "resting" if channel["blocked"] else "well"


class ChannelCell(QAbstractButton):
    """One channel; ``clicked`` as of any button."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._requests: list[int] = []
        self._errors: list[int] = []
        self._state: State = "well"
        self._word = ""
        self._share = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, name: str, state: State, word: str, share: str, line: dict[str, Any] | None) -> None:
        """Show a channel; ``line`` is its row of ``overview.sparklines``, None without traffic."""
        self.setText(name)
        self._state, self._word, self._share = state, word, share
        self._requests = line["requests"] if line else []
        self._errors = line["errors"] if line else []
        self.setAccessibleName(" · ".join(part for part in (name, word, share) if part))
        self.update()

    @property
    def word(self) -> str:
        """The state in words."""
        return self._word

    def sizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(self._theme.pixels(CELL_WIDTH), 2 * self.fontMetrics().height() + GAP_S + 2 * GAP_S)

    def minimumSizeHint(self) -> QSize:
        """Qt's own."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt's own."""
        tokens, theme = self._theme.tokens, self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.accent if self.hasFocus() or self.underMouse() else tokens.line))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        area = QRectF(self.rect()).adjusted(GAP_M, GAP_S, -GAP_M, -GAP_S)
        height = self.fontMetrics().height()
        tone = TONES[self._state]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.faint if tone == "muted" else getattr(tokens, tone)))
        dot = QRectF(area.left(), area.top() + height / 2 - 4, 8, 8)
        # Shape tells as well as colour: only what is well is a full disc.
        painter.drawEllipse(dot) if self._state == "well" else painter.drawRoundedRect(dot, 1.5, 1.5)
        small = self.font()
        small.setPixelSize(theme.pixels(SIZE_SMALL))
        left = dot.right() + GAP_S
        painter.setPen(QColor(tokens.text))
        line = QRectF(left, area.top(), area.right() - left, height)
        name = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        below = QRectF(area.left(), area.bottom() - height, area.width(), height)
        painter.setFont(small)
        said = self._share if self._state == "well" else self._word
        painter.setPen(QColor(tokens.muted if tone in ("ok", "muted") else getattr(tokens, f"{tone}_text")))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, said)
        taken = painter.fontMetrics().horizontalAdvance(said)
        spark = below.adjusted(0, 2, -taken - GAP_S if said else 0, 0)
        paint_sparkline(painter, spark, self._requests or [0] * 24, self._errors or [0] * 24, theme)


class ChannelStrip(Translated):
    """All channels side by side, in as many columns as there is room for. ``picked(id)`` with a click."""

    picked = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cells: list[ChannelCell] = []
        self._ids: list[int] = []
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._grid = ColumnGrid(GAP_S)
        outer.addWidget(self._grid)

    @property
    def cells(self) -> list[ChannelCell]:
        """One for each channel shown."""
        return self._cells

    def show_channels(self, health: list[dict[str, Any]], lines: list[dict[str, Any]]) -> None:
        """Show channels of ``gateway.health`` with their ``overview.sparklines``; those that ail come first."""
        order: list[State] = ["switched_off", "resting", "well", "off"]
        traffic = {line["id"]: line for line in lines}
        ranked = sorted(
            health, key=lambda row: (order.index(state_of(row)), -sum(traffic.get(row["id"], {}).get("requests", [])))
        )
        self._ids = [row["id"] for row in ranked]
        while len(self._cells) > len(ranked):
            self._cells.pop().deleteLater()
        while len(self._cells) < len(ranked):
            cell = ChannelCell(self._theme, self)
            cell.clicked.connect(self._on_clicked)
            self._cells.append(cell)
        for cell, row in zip(self._cells, ranked, strict=True):
            state = state_of(row)
            line = traffic.get(row["id"])
            ratio = line["success_ratio"] if line else None
            share = "" if ratio is None else formats.percent(ratio, 0 if ratio == 1 else 1)
            cell.tell(row["name"], state, self._word(state), share, line)
            reason = row["blocked"] or row["last_fault"] or ""
            cell.setToolTip("\n".join(part for part in (row["name"], self._word(state), reason) if part))
        self._grid.put(self._cells)

    def _on_clicked(self) -> None:
        sender = self.sender()
        for channel, cell in zip(self._ids, self._cells, strict=True):
            if cell is sender:
                self.picked.emit(channel)

    def _word(self, state: State) -> str:
        return {
            "well": self.tr("Well"),
            "resting": self.tr("Resting"),
            "off": self.tr("Off"),
            "switched_off": self.tr("Switched off"),
        }[state]
