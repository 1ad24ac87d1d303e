"""A panel at the right of a page: details and forms without a modal window."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.remembered import Remembered
from oneapi_desktop.desktop.theme import GAP_L, GAP_M, GAP_S, Theme
from oneapi_desktop.desktop.widgets.buttons import IconButton
from oneapi_desktop.desktop.widgets.labels import ElidedLabel, line

PANEL_WIDTH = 400
NARROWEST = 320


class PanelScroll(QScrollArea):
    """Scrolls up and down only: it is never narrower than what it holds, however large the type is."""

    def __init__(self, inside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inside)
        inside.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        """Qt's own."""
        inside = self.widget()
        narrowest = inside.minimumSizeHint().width() if inside is not None else 0
        return QSize(narrowest + self.verticalScrollBar().sizeHint().width(), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own: what it holds has become wider or narrower."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)


class SidePanel(Translated):
    """Title, scrolled ``body``, ``footer`` for buttons. Escape and its button close it: ``closed``.

    Closing hides it and keeps everything typed in it.
    """

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame(self)
        frame.setProperty("kind", "panel")
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, GAP_S, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(GAP_L, 0, GAP_S, GAP_S)
        self.title = ElidedLabel(kind="heading")
        self._close = IconButton(theme, "close")
        self._close.clicked.connect(self.close_panel)
        self.say(self._close.name_it, lambda: self.tr("Close the panel"))
        head.addWidget(self.title, 1)
        head.addWidget(self._close)
        column.addLayout(head)
        column.addWidget(line())
        inside = QWidget()
        self._scroll = PanelScroll(inside, frame)
        self.body = QVBoxLayout(inside)
        """Put the panel's content here."""
        self.body.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        self.body.setSpacing(GAP_M)
        column.addWidget(self._scroll, 1)
        self.footer = QHBoxLayout()
        """Buttons at the bottom, always visible."""
        self.footer.setContentsMargins(GAP_L, GAP_S, GAP_L, GAP_M)
        self.footer.setSpacing(GAP_S)
        column.addLayout(self.footer)
        self.hide()

    def set_title(self, text: str) -> None:
        """The heading, which is also the panel's accessible name."""
        self.title.setText(text)
        self.setAccessibleName(text)
        self._scroll.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        """Qt's own: wide enough for its content and its buttons."""
        return super().minimumSizeHint().expandedTo(QSize(NARROWEST, 0))

    def open_panel(self) -> None:
        """Show it and let the keyboard into it."""
        self.show()
        inside = self.body.parentWidget()
        if inside is not None:
            inside.setFocus(Qt.FocusReason.OtherFocusReason)
            inside.focusNextChild()

    def close_panel(self) -> None:
        """Hide it."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own: Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)


def beside(main: QWidget, panel: SidePanel, name: str, remembered: Remembered) -> QSplitter:
    """A page's main part with a panel beside it; the panel's width is remembered under ``name``."""
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setChildrenCollapsible(False)
    splitter.setHandleWidth(1)
    splitter.addWidget(main)
    splitter.addWidget(panel)
    splitter.setStretchFactor(0, 1)
    splitter.setStretchFactor(1, 0)
    width = remembered.get(f"panel/{name}", PANEL_WIDTH)
    splitter.setSizes([10_000, width])
    splitter.splitterMoved.connect(lambda _position, _index: remembered.put(f"panel/{name}", panel.width()))
    return splitter
