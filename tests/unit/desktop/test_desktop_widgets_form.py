"""Forms and panels: errors beside their field, nothing typed is lost."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from oneapi_desktop.desktop.remembered import Remembered
from oneapi_desktop.desktop.theme import Theme
from oneapi_desktop.desktop.widgets.form import Form
from oneapi_desktop.desktop.widgets.side_panel import SidePanel, beside
from oneapi_desktop.domain.errors import Conflict, InvalidInput

VALUES = {"name": "OpenAI", "prompt": "two\nlines", "on": True, "weight": 3, "kind": "echo"}


@pytest.fixture
def form(qtbot: Any) -> Form:
    """A form with one field of each kind."""
    made = Form()
    qtbot.addWidget(made)
    kinds = QComboBox()
    for name in ("openai", "echo"):
        kinds.addItem(name.upper(), name)
    widgets = {"name": QLineEdit(), "prompt": QPlainTextEdit(), "on": QCheckBox(), "weight": QSpinBox(), "kind": kinds}
    for name, widget in widgets.items():
        made.add(name, widget, lambda name=name: name.title(), lambda name=name: f"About {name}")
    made.show()
    return made


def test_values_come_back_and_changes_are_known(form: Form) -> None:
    form.fill(VALUES)
    assert form.values() == VALUES
    assert not form.dirty
    form.fields["name"].widget.setText(" Work ")
    assert form.changes() == {"name": "Work"}
    assert form.dirty


def test_filling_is_no_edit_but_typing_is(form: Form, qtbot: Any) -> None:
    edited: list[str] = []
    form.edited.connect(edited.append)
    form.fill(VALUES)
    assert edited == []
    qtbot.keyClicks(form.fields["name"].widget, "!")
    assert edited == ["name"]


def test_an_error_stands_beside_its_field_until_that_is_changed(form: Form, qtbot: Any) -> None:
    form.fill(VALUES)
    form.show_error(InvalidInput("weight", "write a whole number from 0 to 100"))
    field = form.fields["weight"]
    assert field.error.isVisible()
    assert field.error.text() == "write a whole number from 0 to 100"
    assert field.widget.accessibleDescription() == field.error.text()
    assert field.widget.property("wrong") == "true"
    assert form.values() == VALUES
    field.widget.setValue(5)
    assert not field.error.isVisible()
    form.show_error(InvalidInput("weights", "bad"), {"weights": "weight"})
    assert field.error.text() == "bad"


def test_an_error_of_no_field_stands_above_all(form: Form) -> None:
    form.show_error(Conflict("a channel of this name exists"))
    assert form._general.isVisible()
    form.clear_errors()
    assert not form._general.isVisible()


def test_controls_have_names_and_descriptions(form: Form) -> None:
    for name, field in form.fields.items():
        assert field.widget.accessibleName() == name.title()
        assert field.widget.accessibleDescription() == f"About {name}"


def test_a_panel_closes_with_escape_and_keeps_what_was_typed(theme: Theme, tmp_path: Path, qtbot: Any) -> None:
    panel, box = SidePanel(theme), QLineEdit()
    panel.body.addWidget(box)
    panel.set_title("Edit a channel")
    splitter = beside(QWidget(), panel, "channels", Remembered(tmp_path))
    qtbot.addWidget(splitter)
    splitter.resize(1000, 500)
    splitter.show()
    panel.open_panel()
    assert panel.accessibleName() == "Edit a channel"
    box.setText("half a key")
    with qtbot.waitSignal(panel.closed):
        qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    panel.open_panel()
    assert box.text() == "half a key"
