"""The rail at the left: the pages, and at its foot the gateway's state and address."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from oneapi_desktop.desktop.bridge import Bridge, GatewayState, GatewayStatus
from oneapi_desktop.desktop.commands import shortcuts_text
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.icons import dress
from oneapi_desktop.desktop.pages import PAGES, PageRow, page_question, page_title
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS, Theme
from oneapi_desktop.desktop.tray import state_sentence, state_text
from oneapi_desktop.desktop.widgets.buttons import CopyButton
from oneapi_desktop.desktop.widgets.labels import Badge, ElidedLabel, label

WIDE, NARROW = 216, 60

DOTS = {
    GatewayState.STARTING: "faint",
    GatewayState.SERVING: "ok",
    GatewayState.DEGRADED: "warn",
    GatewayState.PAUSED: "faint",
    GatewayState.STOPPING: "faint",
    GatewayState.FAILED: "fail",
}
"""The token of each state's dot; its word stands beside it or in its tooltip."""


class Dot(QWidget):
    """A dot in the colour of a state."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.state = GatewayState.STARTING
        self.setFixedSize(12, 12)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own: filled while it serves, a ring otherwise."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(getattr(self._theme.tokens, DOTS[self.state]))
        pen = painter.pen()
        pen.setColor(colour)
        pen.setWidthF(2)
        painter.setPen(pen)
        if self.state in (GatewayState.SERVING, GatewayState.DEGRADED, GatewayState.FAILED):
            painter.setBrush(colour)
        painter.drawEllipse(self.rect().adjusted(2, 2, -3, -3))


class Rail(Translated):
    """``chosen(name)`` comes when a page's button is pressed."""

    chosen = Signal(str)

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._buttons: dict[str, QToolButton] = {}
        self._narrow = False
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame(self)
        frame.setProperty("kind", "rail")
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(GAP_S, GAP_M, GAP_S, GAP_M)
        column.setSpacing(GAP_XS)
        group = QButtonGroup(self)
        for row in PAGES:
            if row is PAGES[-1]:
                column.addStretch(1)
            column.addWidget(self._button(row, theme, group))
        self._foot = QWidget(frame)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(GAP_S, GAP_M, GAP_XS, 0)
        foot.setSpacing(GAP_XS)
        first = QHBoxLayout()
        first.setSpacing(GAP_S)
        self.dot = Dot(theme)
        self.state = label("small")
        self.shared = Badge(kind="badge-accent")
        first.addWidget(self.dot)
        first.addWidget(self.state, 1)
        first.addWidget(self.shared)
        second = QHBoxLayout()
        second.setSpacing(0)
        self.address = ElidedLabel(kind="small", mode=Qt.TextElideMode.ElideMiddle)
        self.address.setObjectName("base-url")
        self.copy = CopyButton(theme, lambda: bridge.status.base_url)
        second.addWidget(self.address, 1)
        second.addWidget(self.copy)
        foot.addLayout(first)
        foot.addLayout(second)
        column.addWidget(self._foot)
        self.say(self.copy.name_it, lambda: self.tr("Copy base URL"))
        self.say(self.shared.setText, lambda: self.tr("LAN"))
        self.say(self.shared.setToolTip, lambda: self.tr("Others on the local network can reach this gateway"))
        self.say(self.setAccessibleName, lambda: self.tr("Pages"))
        bridge.status_changed.connect(self.show_status)
        self.show_status(bridge.status)
        self.collapse(narrow=False)

    def show_page(self, name: str) -> None:
        """Mark the page that is shown."""
        self._buttons[name].setChecked(True)

    def button(self, name: str) -> QToolButton:
        """A page's button."""
        return self._buttons[name]

    def collapse(self, *, narrow: bool) -> None:
        """Icons only, or icons with words."""
        self._narrow = narrow
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in self._buttons.values():
            button.setToolButtonStyle(style)
        self.setFixedWidth(NARROW if narrow else max(WIDE, self._widest()))
        for part in (self.state, self.address):
            part.setVisible(not narrow)
        self.shared.setVisible(self._bridge.status.shared and not narrow)

    def show_status(self, status: GatewayStatus) -> None:
        """Show the gateway's state."""
        self.dot.state = status.state
        self.dot.update()
        self.state.setText(state_text(status.state))
        self._foot.setToolTip(state_sentence(status))
        self._foot.setAccessibleName(state_sentence(status))
        self.address.setText(status.base_url)
        self.copy.setEnabled(bool(status.base_url))
        self.shared.setVisible(status.shared and not self._narrow)

    def retranslate(self) -> None:
        """Take the texts of the present language."""
        super().retranslate()
        self.show_status(self._bridge.status)
        self.collapse(narrow=self._narrow)

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own: larger type needs more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._buttons:
            self.collapse(narrow=self._narrow)

    def _widest(self) -> int:
        widest = 0
        for button in self._buttons.values():
            # The page that is shown has its name in bold.
            bold = QFont(button.font())
            bold.setWeight(QFont.Weight.DemiBold)
            usual = button.fontMetrics().horizontalAdvance(button.text())
            widest = max(
                widest, button.sizeHint().width() - usual + QFontMetrics(bold).horizontalAdvance(button.text())
            )
        return widest + 2 * GAP_S

    def _button(self, row: PageRow, theme: Theme, group: QButtonGroup) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("kind", "rail")
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        dress(button, row.icon, theme, size=QSize(20, 20))
        button.clicked.connect(lambda: self.chosen.emit(row.name))
        group.addButton(button)
        self.say(button.setText, lambda: f"  {page_title(row)}".replace("&", "&&"))
        self.say(button.setAccessibleName, lambda: page_title(row))
        self.say(button.setToolTip, lambda: f"{page_question(row)} ({shortcuts_text(row.shortcut)})")
        self._buttons[row.name] = button
        return button
