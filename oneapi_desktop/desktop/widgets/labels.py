"""Labels of the type scale, badges and lines."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

LabelKind = Literal[
    "field-error", "", "title", "heading", "section", "lead", "muted", "small", "figure", "ok", "warn", "fail", "accent"
]
BadgeKind = Literal["badge", "badge-ok", "badge-warn", "badge-fail", "badge-accent"]


def label(kind: LabelKind = "", text: str = "", *, wrap: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label of the type scale. Its text is plain: nothing in it is taken for markup."""
    made = QLabel(text, parent)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("kind", kind)
    made.setWordWrap(wrap)
    return made


def restyle(widget: QWidget, kind: str) -> None:
    """Give a widget another ``kind`` and let the style sheet see it."""
    if widget.property("kind") != kind:
        widget.setProperty("kind", kind)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Badge(QLabel):
    """A word on a coloured ground: a state that colour alone must not tell."""

    def __init__(self, text: str = "", kind: BadgeKind = "badge", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, text: str, kind: BadgeKind) -> None:
        """Change word and colour."""
        self.setText(text)
        restyle(self, kind)


class ElidedLabel(QLabel):
    """One line that ends with … where there is no room; the tooltip has all of it."""

    def __init__(
        self,
        text: str = "",
        kind: LabelKind = "",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)
        self.setMinimumWidth(24)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt's own: paints the text cut to the width."""
        text = self.fontMetrics().elidedText(self.text(), self._mode, self.contentsRect().width())
        self.setToolTip(self.text() if text != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), text)


def line(parent: QWidget | None = None) -> QFrame:
    """A thin horizontal line."""
    made = QFrame(parent)
    made.setProperty("kind", "line")
    return made
