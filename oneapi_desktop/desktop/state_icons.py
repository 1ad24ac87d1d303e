"""The tray's icons: one drawing, a mark of its own shape for each state."""

import re
import sys
from string import Template

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from oneapi_desktop.desktop.bridge import GatewayState
from oneapi_desktop.desktop.theme import Tokens
from oneapi_desktop.services.resource_files import resource_directory

SIZES = (16, 18, 22, 24, 32, 44, 64)

INK = "#8A94A3"
"""Seen on light and on dark panels: what colour a panel has is told to nobody."""


def program_icon() -> QIcon:
    """The program's own icon, for windows and notifications."""
    return QIcon(str(resource_directory("icons") / "oneapi-desktop.svg"))


def state_drawing(state: GatewayState, ink: str, accent: str, mark: str) -> str:
    """The SVG of a state in three colours."""
    text = (resource_directory("icons") / "tray.svg").read_text(encoding="utf-8")
    for other in GatewayState:
        if other is not state:
            text = re.sub(rf'\s*<g id="{other.value}"(?:/>|.*?</g>)', "", text, flags=re.DOTALL)
    return Template(text).substitute(ink=ink, accent=accent, mark=mark)


def state_icon(state: GatewayState, tokens: Tokens) -> QIcon:
    """The icon of a state. On macOS it is a template: black shapes that the menu bar colours."""
    template = sys.platform == "darwin"
    marks = {
        GatewayState.DEGRADED: tokens.warn,
        GatewayState.FAILED: tokens.fail,
        GatewayState.PAUSED: INK,
    }
    ink, accent, mark = INK, tokens.accent, marks.get(state, INK)
    if state in (GatewayState.PAUSED, GatewayState.STARTING, GatewayState.STOPPING, GatewayState.FAILED):
        accent = INK
    if template:
        ink = accent = mark = "#000000"
    renderer = QSvgRenderer(QByteArray(state_drawing(state, ink, accent, mark).encode()))
    made = QIcon()
    for size in SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        made.addPixmap(pixmap)
    made.setIsMask(template)
    return made
