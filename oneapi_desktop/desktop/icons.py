"""Icons: one family (Material Design Icons through QtAwesome), in the theme's colours."""

from functools import cache
from typing import Any

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QAbstractButton

from oneapi_desktop.desktop.theme import Theme

FAMILY = "mdi6"
FONT_FILE = "materialdesignicons6-"
"""How the family's file is called, before its version."""

SMALL = QSize(16, 16)
USUAL = QSize(18, 18)


def icon(name: str, theme: Theme, token: str = "muted", *, active: str = "text", chosen: str = "accent_text") -> QIcon:
    """An icon of the family (``"tray-arrow-down"``) in the colour of a token.

    It is made for the present theme: use ``dress`` where it should follow a switch.
    """
    tokens = theme.tokens
    made: QIcon = _font().icon(
        f"{FAMILY}.{name}",
        color=getattr(tokens, token),
        color_active=getattr(tokens, active),
        color_on=getattr(tokens, chosen),
        color_disabled=tokens.faint,
    )
    return made


@cache
def _font() -> Any:
    """The family alone: QtAwesome by itself loads all twelve it brings, for 20 MB and a tenth of a second."""
    import qtawesome  # type: ignore[import-untyped]
    from qtawesome.iconic_font import IconicFont  # type: ignore[import-untyped]

    _directory, files = qtawesome.get_fonts_info()
    font = next(name for name in files if name.startswith(FONT_FILE))
    return IconicFont((FAMILY, font, font.replace("-webfont-", "-webfont-charmap-").replace(".ttf", ".json")))


def dress(button: QAbstractButton, name: str, theme: Theme, token: str = "muted", size: QSize = USUAL) -> None:
    """Give a button an icon that follows the theme. A primary button takes the token ``on_accent``."""
    button.setIconSize(size)
    _Dressing(button, name, theme, token).put()


class _Dressing(QObject):
    """Keeps a button's icon in the theme's colours. A child of the button: it ends with it, and Qt then
    forgets the connection to its method, which it does not for a plain function."""

    def __init__(self, button: QAbstractButton, name: str, theme: Theme, token: str) -> None:
        super().__init__(button)
        self._button = button
        self._name = name
        self._theme = theme
        self._token = token
        theme.changed.connect(self.put)

    def put(self) -> None:
        active = self._token if self._token == "on_accent" else "text"
        self._button.setIcon(icon(self._name, self._theme, self._token, active=active))
