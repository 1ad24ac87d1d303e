"""The field for a secret: what is stored never shows, what is written only if asked for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from oneapi_desktop.desktop.theme import Theme
from oneapi_desktop.desktop.widgets.secret_line import SecretLine


@pytest.fixture
def field(theme: Theme) -> SecretLine:
    return SecretLine(theme)


def test_nothing_written_keeps_what_is_stored(field: SecretLine) -> None:
    field.set_value("…abcd")
    assert field.value() is None
    assert "abcd" in field.line.placeholderText()
    field.write("  sk-new ")
    assert field.value() == "sk-new"
    field.set_value("…wxyz")
    assert field.value() is None
    assert field.line.text() == ""


def test_what_is_stored_can_be_forgotten(field: SecretLine) -> None:
    field.set_value("")
    assert field.forget.isHidden()
    field.set_value("…abcd")
    assert not field.forget.isHidden()
    field.forget.click()
    assert field.value() == ""
    assert "abcd" not in field.line.placeholderText()
    field.write("other")
    assert field.value() == "other"


def test_it_is_masked_until_somebody_asks(field: SecretLine) -> None:
    assert not field.eye.isEnabled()
    field.write("sk-secret")
    assert field.line.echoMode() == QLineEdit.EchoMode.Password
    field.eye.click()
    assert field.line.echoMode() == QLineEdit.EchoMode.Normal
    field.set_value("")
    assert field.line.echoMode() == QLineEdit.EchoMode.Password


@pytest.mark.parametrize(
    ("text", "several"),
    [("one", False), ("one\n", False), ("one\ntwo", True), ('{"type": "service_account",\n"x": 1}', False)],
)
def test_a_pasted_list_is_no_secret(field: SecretLine, text: str, several: bool) -> None:
    lists: list[str] = []
    pasted: list[bool] = []
    field.line.several.connect(lists.append)
    field.line.pasted.connect(lambda: pasted.append(True))
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(field.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (len(lists), len(pasted)) == ((1, 0) if several else (0, 1))
    assert bool(field.line.text()) is not several
