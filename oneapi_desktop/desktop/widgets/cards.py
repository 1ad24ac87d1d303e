"""Cards, tiles with a change, empty states, banners."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from oneapi_desktop.desktop.icons import icon
from oneapi_desktop.desktop.theme import GAP_L, GAP_M, GAP_S, GAP_XS, Theme
from oneapi_desktop.desktop.widgets.labels import label, restyle

Direction = Literal["good", "bad", "neutral"]


class Card(QFrame):
    """A surface with a border; put widgets into ``body``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        self.body.setSpacing(GAP_S)


class Tile(QFrame):
    """A figure with its name and its change against the range before. Clicked or Enter: ``activated``."""

    activated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "tile")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_L, GAP_M, GAP_L, GAP_M)
        column.setSpacing(GAP_XS)
        self.name = label("muted")
        self.figure = label("figure", "–")
        self.change = label("small", " ")
        for part in (self.name, self.figure, self.change):
            column.addWidget(part)

    def set_name(self, text: str) -> None:
        """What the figure is."""
        self.name.setText(text)
        self._describe()

    def show_figure(self, figure: str, change: str = "", direction: Direction = "neutral") -> None:
        """The figure and its change; ``direction`` says whether the change is welcome."""
        self.figure.setText(figure)
        # The arrow tells where it went, the colour whether that is welcome.
        arrow = "" if not change else "▼ " if change.startswith(("−", "-")) else "▲ "
        self.change.setText(f"{arrow}{change}" or " ")
        restyle(self.change, {"good": "ok", "bad": "fail", "neutral": "small"}[direction] if change else "small")
        self._describe()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt's own."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.activated.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def _describe(self) -> None:
        self.setAccessibleName(" ".join([self.name.text(), self.figure.text(), self.change.text()]).strip())


class EmptyState(QWidget):
    """What a page shows instead of nothing: an icon, a sentence, and the one button that helps."""

    def __init__(self, theme: Theme, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon_name
        column = QVBoxLayout(self)
        column.setSpacing(GAP_M)
        column.addStretch(2)
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence = label("lead", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "primary")
        self.button.hide()
        column.addWidget(self._icon)
        column.addWidget(self.sentence)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
        theme.changed.connect(self._paint_icon)
        self._paint_icon()

    def offer(self, on_click: Callable[[], object]) -> None:
        """Show the button; its text is set by the page."""
        self.button.clicked.connect(on_click)
        self.button.show()

    def _paint_icon(self) -> None:
        self._icon.setPixmap(icon(self._icon_name, self._theme, "faint").pixmap(48, 48))


class Banner(QFrame):
    """A line across a page that says what is wrong and offers what to do; hidden until it says something."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner-warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_S)
        self.text = label(wrap=True)
        self.button = QPushButton(self)
        self.button.hide()
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.hide()

    def tell(self, text: str, *, failed: bool = False) -> None:
        """Say something, or nothing with an empty text."""
        self.text.setText(text)
        restyle(self, "banner-fail" if failed else "banner-warn")
        self.setVisible(bool(text))
