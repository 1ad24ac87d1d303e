"""Buttons: with an icon, copying, searching."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QToolButton, QWidget

from oneapi_desktop.desktop.icons import dress, icon
from oneapi_desktop.desktop.theme import Theme

COPIED_MS = 1500
SEARCH_MS = 250


def button(theme: Theme, kind: str = "", icon_name: str = "", parent: QWidget | None = None) -> QPushButton:
    """A push button: ``primary``, ``danger``, ``link`` or plain. Its text is set with ``say``."""
    made = QPushButton(parent)
    made.setProperty("kind", kind)
    if icon_name:
        dress(made, icon_name, theme, {"primary": "on_accent", "danger": "fail_text"}.get(kind, "muted"))
    return made


class IconButton(QToolButton):
    """A button that is only an icon; ``name_it`` gives it its accessible name and tooltip."""

    def __init__(self, theme: Theme, icon_name: str, token: str = "muted", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "icon")
        dress(self, icon_name, theme, token)

    def name_it(self, text: str) -> None:
        """Accessible name and tooltip."""
        self.setAccessibleName(text)
        self.setToolTip(text)


class CopyButton(QToolButton):
    """Copies what ``source`` returns, and shows a tick for a moment. ``copied`` tells the text."""

    copied = Signal(str)

    def __init__(self, theme: Theme, source: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._source = source
        self.setProperty("kind", "icon")
        dress(self, "content-copy", theme)
        self.clicked.connect(self.copy)
        self._back = QTimer(self, singleShot=True, interval=COPIED_MS)
        self._back.timeout.connect(lambda: self.setIcon(icon("content-copy", theme)))

    def name_it(self, text: str) -> None:
        """Accessible name and tooltip: what is copied."""
        self.setAccessibleName(text)
        self.setToolTip(text)

    def copy(self) -> None:
        """Put the text on the clipboard."""
        text = self._source()
        if text:
            QGuiApplication.clipboard().setText(text)
            self.setIcon(icon("check", self._theme, "ok", active="ok"))
            self._back.start()
            self.copied.emit(text)


class SearchBox(QLineEdit):
    """A search box; ``searched`` comes once typing rests, at once on Enter and when it is emptied."""

    searched = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = ""
        self.setClearButtonEnabled(True)
        self.setMaxLength(500)
        self.setMinimumWidth(160)
        self._theme = theme
        self._glass = QAction(icon("magnify", theme), "", self)
        theme.changed.connect(self._colour)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._rest = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._rest.timeout.connect(self._search)
        self.textChanged.connect(lambda text: self._rest.start() if text else self._search())
        self.returnPressed.connect(self._search)

    def name_it(self, text: str) -> None:
        """Placeholder and accessible name."""
        self.setPlaceholderText(text)
        self.setAccessibleName(text)
        # Qt draws the glass as a button of its own.
        self._glass.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own: Escape empties the box first."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _colour(self) -> None:
        self._glass.setIcon(icon("magnify", self._theme))

    def _search(self) -> None:
        self._rest.stop()
        text = self.text().strip()
        if text != self._last:
            self._last = text
            self.searched.emit(text)
