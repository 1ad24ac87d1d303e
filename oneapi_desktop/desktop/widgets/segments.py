"""A row of choices of which one holds: ranges, groupings, measures."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from oneapi_desktop.desktop.i18n import Translated


class Segments(Translated):
    """``chosen(value)`` comes when the person takes another one. The arrow keys move the choice.

    ``options`` are (value, text in the present language) pairs, in order; the first one holds at first.
    """

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, Callable[[], str]]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame(self)
        frame.setProperty("kind", "segments")
        outer.addWidget(frame)
        row = QHBoxLayout(frame)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._values = [value for value, _text in options]
        for number, (_value, text) in enumerate(options):
            part = QPushButton(frame)
            part.setProperty("kind", "segment")
            part.setCheckable(True)
            part.setCursor(Qt.CursorShape.PointingHandCursor)
            self.say(part.setText, text)
            self._group.addButton(part, number)
            row.addWidget(part)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))

    @property
    def value(self) -> str:
        """The one that holds."""
        return self._values[self._group.checkedId()]

    def choose(self, value: str) -> None:
        """Let another one hold, without ``chosen``."""
        self._group.button(self._values.index(value)).setChecked(True)

    def part(self, value: str) -> QPushButton:
        """The button of a value."""
        found = self._group.button(self._values.index(value))
        assert isinstance(found, QPushButton)
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own: the arrow keys move the choice."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        place = (self._group.checkedId() + step) % len(self._values)
        self._group.button(place).setFocus(Qt.FocusReason.TabFocusReason)
        self._group.button(place).click()
