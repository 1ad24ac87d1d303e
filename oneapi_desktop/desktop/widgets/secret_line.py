"""A field for a secret: what is stored is never shown, what is written only if asked for."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_XS, Theme
from oneapi_desktop.desktop.widgets.buttons import IconButton

LONGEST = 65_536


class PasteLine(QLineEdit):
    """A masked line. ``pasted`` comes after a paste by keyboard; ``several(text)`` in place of one whose
    text is a list of lines."""

    pasted = Signal()
    several = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own."""
        if not event.matches(QKeySequence.StandardKey.Paste):
            super().keyPressEvent(event)
            return
        text = QGuiApplication.clipboard().text().strip()
        # A credential written as JSON may span lines and is still one.
        if len(text.splitlines()) > 1 and not text.startswith("{"):
            self.several.emit(text)
            return
        super().keyPressEvent(event)
        self.pasted.emit()


class SecretLine(Translated):
    """``value()`` is what was written; "" when the stored secret is to be forgotten, None when it stays."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._stored = ""
        self._forgotten = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_XS)
        self.line = PasteLine()
        self.line.textChanged.connect(self._on_text)
        self.eye = IconButton(theme, "eye-outline")
        self.eye.setCheckable(True)
        self.say(self.eye.name_it, lambda: self.tr("Show or hide what is written"))
        self.eye.toggled.connect(self._reveal)
        self.forget = IconButton(theme, "delete-outline")
        self.say(self.forget.name_it, lambda: self.tr("Forget what is stored"))
        self.forget.clicked.connect(self._forget)
        self.forget.hide()
        row.addWidget(self.line, 1)
        row.addWidget(self.eye)
        row.addWidget(self.forget)
        self.setFocusProxy(self.line)
        self._tell()

    def value(self) -> str | None:
        """See the class."""
        text = self.line.text().strip()
        return text or ("" if self._forgotten else None)

    def set_value(self, stored: str | None) -> None:
        """Begin anew; ``stored`` describes the secret there is, such as the end of a key. Empty: there is none."""
        self._stored, self._forgotten = stored or "", False
        self.line.clear()
        self.eye.setChecked(False)
        self._tell()

    def write(self, text: str) -> None:
        """Write a secret as the person would."""
        self.line.setText(text)

    def setAccessibleName(self, name: str) -> None:
        """Qt's own: the line has it, too."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def retranslate(self) -> None:
        """The placeholder, too."""
        super().retranslate()
        if hasattr(self, "forget"):
            self._tell()

    def _on_text(self, text: str) -> None:
        self.eye.setEnabled(bool(text))
        self.changed.emit()

    def _reveal(self, on: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    def _forget(self) -> None:
        self._forgotten = True
        self.line.clear()
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        stored = bool(self._stored) and not self._forgotten
        self.forget.setVisible(stored)
        self.eye.setEnabled(bool(self.line.text()))
        if stored:
            text = self.tr("stored ({hint}); empty keeps it").format(hint=self._stored)
        else:
            text = self.tr("will be forgotten") if self._forgotten else ""
        self.line.setPlaceholderText(text)
