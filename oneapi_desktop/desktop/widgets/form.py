"""Forms whose errors stand beside the field they are about."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from oneapi_desktop.desktop.bridge import error_field, error_text
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_M, GAP_XS
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.domain.errors import OneApiError

TEXT_HEIGHT = 110
"""Most pixels that a field of several lines takes; pages may give one more."""


class Field:
    """One field of a form: its widget, label, hint and error."""

    def __init__(self, name: str, widget: QWidget, caption: QLabel, hint: QLabel, error: QLabel, box: QWidget) -> None:
        self.name = name
        self.widget = widget
        self.caption = caption
        self.hint = hint
        self.error = error
        self.box = box

    def value(self) -> Any:
        """What the widget holds: text, number, bool, or a combo box's data (its text without data)."""
        widget = self.widget
        if isinstance(widget, QLineEdit):
            return widget.text().strip()
        if isinstance(widget, QPlainTextEdit):
            return widget.toPlainText()
        if isinstance(widget, QCheckBox):
            return widget.isChecked()
        if isinstance(widget, QSpinBox | QDoubleSpinBox):
            return widget.value()
        if isinstance(widget, QComboBox):
            data = widget.currentData()
            return widget.currentText() if widget.isEditable() or data is None else data
        found = getattr(widget, "value", None)
        return found() if callable(found) else None

    def put(self, value: Any) -> None:
        """Show a value. Widgets of one's own have ``value()`` and ``set_value(value)``."""
        widget = self.widget
        if isinstance(widget, QLineEdit):
            widget.setText("" if value is None else str(value))
        elif isinstance(widget, QPlainTextEdit):
            widget.setPlainText("" if value is None else str(value))
        elif isinstance(widget, QCheckBox):
            widget.setChecked(bool(value))
        elif isinstance(widget, QSpinBox):
            widget.setValue(int(value or 0))
        elif isinstance(widget, QDoubleSpinBox):
            widget.setValue(float(value or 0))
        elif isinstance(widget, QComboBox):
            index = widget.findData(value)
            if index >= 0:
                widget.setCurrentIndex(index)
            else:
                widget.setCurrentText("" if value is None else str(value))
        else:
            put = getattr(widget, "set_value", None)
            if callable(put):
                put(value)


class Form(Translated):
    """Fields under each other. Names are those of the operation's arguments, so that an InvalidInput
    finds its field.

    ``edited`` comes with every change by the person; ``dirty`` tells whether something differs from what
    was last ``fill``-ed. A failed action leaves everything as it was.
    """

    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_M)
        self.fields: dict[str, Field] = {}
        self._filled: dict[str, Any] = {}
        self._general = label("field-error", wrap=True)
        self._general.hide()
        self._column.addWidget(self._general)

    def add(
        self, name: str, widget: QWidget, caption: Callable[[], str], hint: Callable[[], str] | None = None
    ) -> Field:
        """Add a field. ``caption`` and ``hint`` are ``lambda: self.tr("…")``."""
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        above, below, wrong = label(wrap=True), label("small", wrap=True), label("field-error", wrap=True)
        if isinstance(widget, QPlainTextEdit):
            widget.setTabChangesFocus(True)
            widget.setMaximumHeight(TEXT_HEIGHT)
        if isinstance(widget, QCheckBox):
            self.say(widget.setText, caption)
            above.hide()
        else:
            above.setBuddy(widget)
            self.say(above.setText, caption)
            column.addWidget(above)
        self.say(widget.setAccessibleName, caption)
        column.addWidget(widget)
        if hint is not None:
            self.say(below.setText, hint)
            self.say(widget.setAccessibleDescription, hint)
            column.addWidget(below)
        wrong.hide()
        column.addWidget(wrong)
        self._column.addWidget(box)
        field = Field(name, widget, above, below, wrong, box)
        self.fields[name] = field
        self._filled[name] = field.value()
        self._listen(field)
        return field

    def add_row(self, widget: QWidget) -> None:
        """Put something between the fields that is none."""
        self._column.addWidget(widget)

    def show_field(self, name: str, shown: bool) -> None:
        """Show or hide a field."""
        self.fields[name].box.setVisible(shown)

    def fill(self, values: dict[str, Any]) -> None:
        """Show values and take them as unchanged; fields that are not named keep theirs."""
        for name, value in values.items():
            if name in self.fields:
                blocker = QSignalBlocker(self.fields[name].widget)
                self.fields[name].put(value)
                blocker.unblock()
        self._filled = self.values()
        self.clear_errors()

    def values(self) -> dict[str, Any]:
        """What all fields hold."""
        return {name: field.value() for name, field in self.fields.items()}

    def changes(self) -> dict[str, Any]:
        """What differs from what was filled in."""
        return {name: value for name, value in self.values().items() if value != self._filled.get(name)}

    @property
    def dirty(self) -> bool:
        """Whether anything differs from what was filled in."""
        return bool(self.changes())

    def show_error(self, error: OneApiError, names: dict[str, str] | None = None) -> None:
        """Show an error beside its field and focus that, or above all fields. ``names`` maps names of the
        operation to names of fields where they differ."""
        self.clear_errors()
        name = error_field(error)
        name = (names or {}).get(name, name)
        field = self.fields.get(name)
        if field is None:
            self._general.setText(str(error))
            self._general.show()
            return
        field.box.show()
        self.mark(field, error_text(error))
        field.widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def mark(self, field: Field, text: str) -> None:
        """Show a text as the error of a field, or none with an empty text."""
        field.error.setText(text)
        field.error.setVisible(bool(text))
        field.widget.setProperty("wrong", "true" if text else "false")
        field.widget.style().unpolish(field.widget)
        field.widget.style().polish(field.widget)
        if text:
            field.widget.setAccessibleDescription(text)

    def clear_errors(self) -> None:
        """Take all errors away."""
        self._general.hide()
        for field in self.fields.values():
            if field.error.text():
                self.mark(field, "")
                field.widget.setAccessibleDescription(field.hint.text())

    def _listen(self, field: Field) -> None:
        def changed(*_arguments: object) -> None:
            if field.error.text():
                self.mark(field, "")
            self.edited.emit(field.name)

        widget = field.widget
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            widget.textChanged.connect(changed)
        elif isinstance(widget, QCheckBox):
            widget.toggled.connect(changed)
        elif isinstance(widget, QSpinBox | QDoubleSpinBox):
            widget.valueChanged.connect(changed)
        elif isinstance(widget, QComboBox):
            widget.currentTextChanged.connect(changed)
        else:
            signal = getattr(widget, "changed", None)
            if signal is not None:
                signal.connect(changed)
