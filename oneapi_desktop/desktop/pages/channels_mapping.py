"""The editor of a model mapping: the name clients ask for, and the name the upstream knows."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_S, GAP_XS, Theme
from oneapi_desktop.desktop.widgets.buttons import IconButton, button
from oneapi_desktop.desktop.widgets.labels import label

LONGEST = 256

Pairs = list[tuple[str, str]]


class MappingEditor(Translated):
    """``value()`` are pairs (asked for, upstream) as they stand, halves of pairs, too; empty rows are left out."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._models: Sequence[str] = ()
        self._lines: list[tuple[QLineEdit, QLineEdit, QWidget, QWidget]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP_S)
        self._grid.setVerticalSpacing(GAP_XS)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(2, 1)
        column.addLayout(self._grid)
        self.add = button(theme, "link", "plus")
        self.say(self.add.setText, lambda: self.tr("Map a model"))
        self.add.clicked.connect(self.begin)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.add)

    def value(self) -> Pairs:
        """See the class."""
        written = [(asked.text().strip(), upstream.text().strip()) for asked, upstream, _sign, _bin in self._lines]
        return [pair for pair in written if any(pair)]

    def set_value(self, pairs: Sequence[tuple[str, str]] | None) -> None:
        """Show pairs."""
        while self._lines:
            self._take(self._lines[-1])
        for asked, upstream in pairs or ():
            self._append(asked, upstream)

    def offer(self, models: Sequence[str]) -> None:
        """Models that are likely to be asked for."""
        self._models = list(models)
        for asked, _upstream, _sign, _bin in self._lines:
            self._complete(asked)

    def begin(self) -> None:
        """An empty row, with the cursor in it."""
        self._append("", "").setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> list[tuple[QLineEdit, QLineEdit]]:
        """The two lines of each row."""
        return [(asked, upstream) for asked, upstream, _sign, _bin in self._lines]

    def _append(self, asked: str, upstream: str) -> QLineEdit:
        left, right, arrow = QLineEdit(asked), QLineEdit(upstream), label("muted", "→")
        remove = IconButton(self._theme, "close")
        parts = (left, right, arrow, remove)
        for line in (left, right):
            line.setMaxLength(LONGEST)
            line.setCursorPosition(0)
            line.textChanged.connect(lambda _text: self.changed.emit())
        self.say(left.setPlaceholderText, lambda: self.tr("asked for"))
        self.say(right.setPlaceholderText, lambda: self.tr("upstream"))
        self.say(left.setAccessibleName, lambda: self.tr("Model that clients ask for"))
        self.say(right.setAccessibleName, lambda: self.tr("Model of the upstream"))
        self.say(remove.name_it, lambda: self.tr("Remove this mapping"))
        remove.clicked.connect(lambda: self._drop(parts))
        self._complete(left)
        self._lines.append(parts)
        self._lay_out()
        return left

    def _complete(self, line: QLineEdit) -> None:
        completer = QCompleter(list(self._models), line)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        line.setCompleter(completer)

    def _drop(self, parts: tuple[QLineEdit, QLineEdit, QWidget, QWidget]) -> None:
        self._take(parts)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _take(self, parts: tuple[QLineEdit, QLineEdit, QWidget, QWidget]) -> None:
        self._lines.remove(parts)
        for part in parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._lay_out()

    def _lay_out(self) -> None:
        previous: QWidget | None = None
        for number, (left, right, arrow, remove) in enumerate(self._lines):
            for place, part in enumerate((left, arrow, right, remove)):
                self._grid.addWidget(part, number, place)
            for part in (left, right, remove):
                if previous is not None:
                    QWidget.setTabOrder(previous, part)
                previous = part
        if previous is not None:
            QWidget.setTabOrder(previous, self.add)
