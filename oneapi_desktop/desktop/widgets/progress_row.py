"""Long work: how far it has come, and a button that ends it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.labels import ElidedLabel


class ProgressRow(Translated):
    """Hidden until ``begin``; ``cancelled`` comes from its button. ``end`` hides it again."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame(self)
        frame.setProperty("kind", "bar")
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(GAP_M, GAP_S, GAP_M, GAP_S)
        row.setSpacing(GAP_M)
        middle = QVBoxLayout()
        middle.setSpacing(GAP_XS)
        self.text = ElidedLabel()
        self.bar = QProgressBar(frame)
        self.bar.setTextVisible(False)
        middle.addWidget(self.text)
        middle.addWidget(self.bar)
        row.addLayout(middle, 1)
        self.button = QPushButton(frame)
        self.say(self.button.setText, lambda: self.tr("Cancel"))
        self.button.clicked.connect(self.cancelled)
        row.addWidget(self.button)
        self.hide()

    def begin(self, text: str, total: int = 0) -> None:
        """Show it; without a total it only tells that something is going on."""
        self.bar.setRange(0, total)
        self.bar.setValue(0)
        self.button.setEnabled(True)
        self.tell(text)
        self.show()

    def tell(self, text: str, done: int | None = None, total: int | None = None) -> None:
        """What is going on now, and how far it is."""
        self.text.setText(text)
        self.bar.setAccessibleName(text)
        if total is not None:
            self.bar.setRange(0, total)
        if done is not None:
            self.bar.setValue(done)

    def end(self) -> None:
        """Hide it."""
        self.hide()
