"""Extra request headers: their values are secrets, so those there are are named only."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_XS, Theme
from oneapi_desktop.desktop.widgets.buttons import IconButton
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.domain.errors import InvalidInput

TEXT_HEIGHT = 60


class HeaderLines(Translated):
    """``value()`` is the text written, one ``Name: value`` on each line; "" when the headers there are shall
    go, None when they stay."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._names: list[str] = []
        self._forgotten = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        row = QHBoxLayout()
        row.setSpacing(GAP_XS)
        self.stored = label("muted", wrap=True)
        self.forget = IconButton(theme, "delete-outline")
        self.say(self.forget.name_it, lambda: self.tr("Remove these headers"))
        self.forget.clicked.connect(self._forget)
        row.addWidget(self.stored, 1)
        row.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.pixels(TEXT_HEIGHT))
        self.text.setPlaceholderText("X-Team: research")
        self.text.textChanged.connect(self.changed)
        column.addWidget(self.text)
        self.setFocusProxy(self.text)
        self._tell()

    def value(self) -> str | None:
        """See the class."""
        text = self.text.toPlainText().strip()
        return text or ("" if self._forgotten else None)

    def set_value(self, names: Sequence[str] | None) -> None:
        """Begin anew with the names of the headers there are."""
        self._names, self._forgotten = list(names or ()), False
        self.text.clear()
        self._tell()

    def setAccessibleName(self, name: str) -> None:
        """Qt's own: the text has it, too."""
        super().setAccessibleName(name)
        self.text.setAccessibleName(name)

    def retranslate(self) -> None:
        """The names, too."""
        super().retranslate()
        if hasattr(self, "text"):
            self._tell()

    def _forget(self) -> None:
        self._forgotten = True
        self._tell()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _tell(self) -> None:
        stored = bool(self._names) and not self._forgotten
        self.forget.setVisible(stored)
        self.stored.setVisible(bool(self._names))
        if stored:
            words = self.tr("Stored: {names}. What is written below takes their place.")
            self.stored.setText(words.format(names=", ".join(self._names)))
        else:
            self.stored.setText(self.tr("The stored headers will be removed."))


def read_lines(text: str) -> dict[str, str]:
    """Headers of lines like ``X-Team: research``. Raises InvalidInput."""
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            name, colon, value = line.partition(":")
            if not colon or not name.strip():
                raise InvalidInput("headers", f"line {number} has no name and colon; write it like X-Team: research")
            found[name.strip()] = value.strip()
    return found
