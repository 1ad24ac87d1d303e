"""One setting on the page: what it is, its value to change, where the value comes from, what is wrong with it."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.settings_texts import choice_word, setting_explanation, setting_title, unit_word
from oneapi_desktop.desktop.theme import GAP_S, GAP_XL, GAP_XS, Theme
from oneapi_desktop.desktop.widgets.buttons import IconButton
from oneapi_desktop.desktop.widgets.labels import ElidedLabel, label, restyle
from oneapi_desktop.desktop.widgets.reflow import RowOrColumn

CONTROL_WIDTH = 280
"""Pixels of the column with the controls, at 100 % font scaling."""

TEXT_WIDTH = 200
"""The narrowest column of texts beside it; with less room the controls stand below."""

NUMBER_WIDTH = 110


class StillComboBox(QComboBox):
    """The wheel scrolls the page, not the choice under the pointer."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt's own."""
        event.ignore()


class SettingRow(Translated):
    """``changed(key, value)``: the person wants another value (text, or bool of a flag). ``reset(key)``: the default.

    ``show_setting`` takes what ``setting.list`` tells of it; what the person is typing meanwhile stays.
    """

    changed = Signal(str, object)
    reset = Signal(str)

    def __init__(self, setting: dict[str, Any], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key: str = setting["key"]
        self.setting = setting
        self._theme = theme
        self._kind: str = setting["shape"]["kind"]
        self._sent: str | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, GAP_S, 0, GAP_S)
        row = RowOrColumn(GAP_XL)
        outer.addWidget(row)
        left = QWidget()
        left.setMinimumWidth(theme.pixels(TEXT_WIDTH))
        texts = QVBoxLayout(left)
        texts.setContentsMargins(0, 0, 0, 0)
        texts.setSpacing(GAP_XS)
        self.title = label("section", wrap=True)
        self.explanation = label("small", wrap=True)
        texts.addWidget(self.title)
        texts.addWidget(self.explanation)
        texts.addStretch(1)
        row.add(left, 1)
        right = QWidget()
        right.setFixedWidth(theme.pixels(CONTROL_WIDTH))
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        line = QHBoxLayout()
        line.setSpacing(GAP_S)
        self.value = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.control = self._make_control()
        self.unit = label("muted")
        self.back = IconButton(theme, "restore")
        kept = self.back.sizePolicy()
        # Values that cannot be changed are text beside text, which begin on one line without the button's height.
        kept.setRetainSizeWhenHidden(bool(setting["stored"]))
        self.back.setSizePolicy(kept)
        self.back.clicked.connect(lambda: self.reset.emit(self.key))
        wide = self._kind in ("choice", "text")
        line.addWidget(self.control, 1 if wide else 0)
        line.addWidget(self.value, 1)
        line.addWidget(self.unit)
        if not wide:
            line.addStretch(1)
        line.addWidget(self.back)
        column.addLayout(line)
        self.note = label("small", wrap=True)
        self.error = label("field-error", wrap=True)
        self.error.hide()
        column.addWidget(self.note)
        column.addWidget(self.error)
        column.addStretch(1)
        # In a row of its own, the heights of its lines are reckoned for the width that it really has.
        holder = QWidget()
        beside = QHBoxLayout(holder)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(right)
        beside.addStretch(0)
        row.add(holder, top=True)
        self.title.setBuddy(self.control)
        self.say(self.title.setText, lambda: setting_title(self.key))
        self.say(self.control.setAccessibleName, lambda: setting_title(self.key))
        self.say(self.back.name_it, lambda: self.tr("Back to the default: {value}").format(value=self._default_text()))
        self.show_setting(setting, keep_typed=False)

    # What it shows

    @property
    def changeable(self) -> bool:
        """Whether a stored value would count."""
        return bool(self.setting["stored"]) and self.setting["origin"] not in ("environment", "flag")

    @property
    def being_edited(self) -> bool:
        """Whether the person has typed something that is not stored."""
        return isinstance(self.control, QLineEdit) and self.control.text().strip() != self._shown_text()

    def show_setting(self, setting: dict[str, Any], *, keep_typed: bool = True) -> None:
        """Show its value and where that comes from; what is being typed stays, unless it is not to be kept."""
        typing = keep_typed and self.being_edited
        self.setting = setting
        blocker = QSignalBlocker(self.control)
        if isinstance(self.control, QCheckBox):
            self.control.setChecked(bool(setting["value"]))
        elif isinstance(self.control, QComboBox):
            self.control.setCurrentIndex(self.control.findData(setting["value"]))
        elif not typing:
            assert isinstance(self.control, QLineEdit)
            self.control.setText(self._shown_text())
        blocker.unblock()
        self._describe()

    def accept(self, setting: dict[str, Any]) -> None:
        """The person's value is stored: show it, and no error any more."""
        self.refuse("")
        self.show_setting(setting, keep_typed=False)

    def refuse(self, text: str) -> None:
        """Say why the value is refused, or nothing with an empty text; what was typed stays. A number's bounds are
        said in the language of the window."""
        shape = self.setting["shape"]
        if text and self._kind in ("whole", "number"):
            if self._kind == "whole":
                text = self.tr("Write a whole number from {low} to {high}.")
            else:
                text = self.tr("Write a number from {low} to {high}.")
            text = text.format(low=f"{shape['low']:g}", high=_bound(shape["high"]))
        self._sent = None
        self.error.setText(text[:1].upper() + text[1:])
        self.error.setVisible(bool(text))
        self.control.setProperty("wrong", "true" if text else "false")
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
        self.control.setAccessibleDescription(text or self.explanation.text())

    def matches(self, wanted: str) -> bool:
        """Whether a search finds it: by title, explanation, key or variable."""
        setting = self.setting
        texts = (self.key, self.title.text(), self.explanation.text(), setting["help"], *setting["environment"])
        return all(any(word in text.casefold() for text in texts) for word in wanted.casefold().split())

    def retranslate(self) -> None:
        """Choices and notes, too."""
        super().retranslate()
        if isinstance(self.control, QComboBox):
            for index in range(self.control.count()):
                self.control.setItemText(index, choice_word(self.control.itemData(index)))
        self._describe()
        if self.error.text():
            self.refuse(self.error.text())

    # How it is made

    def _make_control(self) -> QWidget:
        if self._kind == "flag":
            box = QCheckBox()
            box.toggled.connect(lambda on: self.changed.emit(self.key, on))
            return box
        if self._kind == "choice":
            combo = StillComboBox()
            for choice in self.setting["shape"]["choices"]:
                combo.addItem(choice_word(choice), choice)
            combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            combo.activated.connect(lambda _index: self.changed.emit(self.key, combo.currentData()))
            return combo
        edit = QLineEdit()
        if self._kind in ("whole", "number"):
            edit.setFixedWidth(self._theme.pixels(NUMBER_WIDTH))
            edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        if self.setting["secret"]:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.editingFinished.connect(self._on_finished)
        edit.textEdited.connect(lambda _text: self.refuse(""))
        return edit

    def _on_finished(self) -> None:
        assert isinstance(self.control, QLineEdit)
        text = self.control.text().strip()
        # Enter and the loss of focus after it come both.
        if text not in (self._shown_text(), self._sent) and not self.error.text():
            self._sent = text
            self.changed.emit(self.key, text)

    def _shown_text(self) -> str:
        """What the line holds while nothing is typed. A secret is never shown."""
        if self.setting["secret"]:
            return ""
        text = str(self.setting["text"])
        return text.removesuffix(".0") if self._kind == "number" else text

    def _default_text(self) -> str:
        default = self.setting["default"]
        if isinstance(default, bool):
            return self.tr("on") if default else self.tr("off")
        if self._kind == "choice":
            return choice_word(default)
        if isinstance(default, list):
            return self.tr("as delivered") if len(default) > 4 else ", ".join(str(entry) for entry in default) or "–"
        if isinstance(default, int | float):
            return f"{default:g} {unit_word(self.setting['unit'])}".rstrip()
        return str(default) or self.tr("empty")

    def _describe(self) -> None:
        setting = self.setting
        self.explanation.setText(setting_explanation(setting["help"]))
        if not self.error.text():
            self.control.setAccessibleDescription(self.explanation.text())
        shown = self._value_text()
        at_start = not setting["stored"]
        self.control.setVisible(not at_start)
        self.control.setEnabled(self.changeable)
        self.value.setVisible(at_start)
        unit = unit_word(setting["unit"])
        self.value.setText(f"{shown} {unit}".rstrip())
        self.unit.setText(unit)
        self.unit.setVisible(not at_start)
        if isinstance(self.control, QLineEdit):
            self.control.setPlaceholderText(self._placeholder())
        self.back.setVisible(self.changeable and setting["origin"] == "stored")
        self.back.name_it(self.tr("Back to the default: {value}").format(value=self._default_text()))
        self.note.setText(self._note())
        self.note.setVisible(bool(self.note.text()))
        restyle(self.note, "accent" if setting["origin"] in ("environment", "flag") else "small")

    def _placeholder(self) -> str:
        if self.setting["secret"] and self.setting["value"]:
            return self.tr("set, not shown")
        if self._kind == "text":
            return self.tr("empty")
        return ""

    def _value_text(self) -> str:
        value = self.setting["value"]
        if isinstance(value, bool):
            return self.tr("on") if value else self.tr("off")
        if self._kind == "choice":
            return choice_word(value)
        if self.setting["secret"]:
            return self.tr("set, not shown") if value else self.tr("not set")
        return str(self.setting["text"]) or self.tr("not set")

    def _note(self) -> str:
        setting, names = self.setting, " / ".join(self.setting["environment"])
        if setting["origin"] == "environment":
            return self.tr("Set by the variable {names} of this run.").format(names=names)
        if setting["origin"] == "flag":
            return self.tr("Set on the command line of this run.")
        if not setting["stored"]:
            return self.tr("Decided at the start by the variable {names}.").format(names=names)
        if setting["restart"]:
            return self.tr("Counts when the gateway is started again.")
        return ""


def _bound(value: float) -> str:
    return formats.number(value)
