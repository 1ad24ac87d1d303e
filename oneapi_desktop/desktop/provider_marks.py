"""A mark for each provider: its letters on a ground of its own. No vendor's logo is shipped."""

import zlib
from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from oneapi_desktop.desktop.theme import SERIES

SIZE = 20
SHARPNESS = 2
"""Pixels of the picture for each of the screen, so that it is sharp on dense screens."""

SALT = 691
"""Gives the providers that are used most colours that differ."""


def letters_of(label: str) -> str:
    """Two letters of a name: its capitals and digits, or its beginning where it begins with a small letter."""
    name = label.partition("(")[0].strip()
    found = [sign for sign in name if sign.isupper() or sign.isdecimal()]
    if len(found) >= 2 and not name[0].islower():
        return "".join(found[:2])
    plain = [sign for sign in name if sign.isalnum()]
    return "".join(plain[:2]).capitalize() or "?"


@lru_cache(maxsize=512)
def provider_mark(name: str, label: str, size: int = SIZE) -> QIcon:
    """The mark of a provider of that name, ``size`` pixels wide; the same on every start."""
    pixmap = QPixmap(size * SHARPNESS, size * SHARPNESS)
    pixmap.setDevicePixelRatio(SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    # The last colour of the series stands for "other".
    ground = SERIES[zlib.crc32(name.encode(), SALT) % (len(SERIES) - 1)]
    painter.setBrush(QColor(ground).darker(125))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size / 4, size / 4)
    font = QFont(painter.font())
    font.setPixelSize(round(size * 0.5))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor("white"))
    painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, letters_of(label))
    painter.end()
    mark = QIcon(pixmap)
    # Else Qt fades it in chosen rows.
    mark.addPixmap(pixmap, QIcon.Mode.Selected)
    return mark
