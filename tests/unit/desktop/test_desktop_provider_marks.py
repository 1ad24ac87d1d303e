"""The marks of providers: readable letters, the same on every start, sharp in chosen rows, too."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from oneapi_desktop.desktop.provider_marks import letters_of, provider_mark


@pytest.mark.parametrize(
    ("label", "letters"),
    [
        ("OpenAI", "OA"),
        ("Groq", "Gr"),
        ("Google Gemini", "GG"),
        ("xAI", "Xa"),
        ("vLLM", "Vl"),
        ("01.AI", "01"),
        ("Echo (built in, no network)", "Ec"),
        ("智谱", "智谱"),
        ("", "?"),
    ],
)
def test_two_letters_stand_for_a_name(label: str, letters: str) -> None:
    assert letters_of(label) == letters


def test_a_mark_looks_the_same_in_a_chosen_row(application: QApplication) -> None:
    mark = provider_mark("openai", "OpenAI")
    usual = mark.pixmap(QSize(20, 20), QIcon.Mode.Normal).toImage()
    assert mark.pixmap(QSize(20, 20), QIcon.Mode.Selected).toImage() == usual
    assert provider_mark("groq", "Groq").pixmap(QSize(20, 20)).toImage() != usual
