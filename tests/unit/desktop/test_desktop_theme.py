"""The theme: contrast of every text colour, live switching, larger type."""

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from oneapi_desktop.desktop.theme import DARK, LIGHT, TEXT_ON, Theme, Tokens, contrast, style_sheet_of


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read(tokens: Tokens) -> None:
    poor = {
        f"{text} on {ground}": round(contrast(getattr(tokens, ground), getattr(tokens, text)), 2)
        for ground, texts in TEXT_ON.items()
        for text in texts
        if contrast(getattr(tokens, ground), getattr(tokens, text)) < 4.5
    }
    assert not poor


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_switching_is_live(application: QApplication, theme: Theme) -> None:
    changes: list[bool] = []
    theme.changed.connect(lambda: changes.append(theme.dark))
    theme.choose("dark")
    assert application.palette().color(QPalette.ColorRole.Window) == QColor(DARK.window)
    assert DARK.surface in application.styleSheet()
    theme.choose("light")
    assert changes == [True, False]
    assert application.palette().color(QPalette.ColorRole.Window) == QColor(LIGHT.window)


def test_type_grows_up_to_twice(application: QApplication, theme: Theme) -> None:
    theme.set_scale(2.0)
    assert "font-size: 26px" in application.styleSheet()
    assert theme.pixels(13) == 26
    theme.set_scale(9)
    assert theme.scale == 2.0
    theme.set_scale(1)


def test_the_style_sheet_names_only_tokens() -> None:
    for tokens in (LIGHT, DARK):
        assert "$" not in style_sheet_of(tokens)
