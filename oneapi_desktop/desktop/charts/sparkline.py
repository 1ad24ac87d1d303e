"""A small chart without axes: requests of the last hours, what failed in the colour of failure."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from oneapi_desktop.desktop.theme import Theme


def paint_sparkline(
    painter: QPainter, area: QRectF, requests: Sequence[int], errors: Sequence[int], theme: Theme
) -> None:
    """Paint one bar per hour into an area; hours without requests get a short line, so that the time goes on."""
    count = len(requests)
    if not count:
        return
    tokens = theme.tokens
    highest = max([*requests, 1])
    step = area.width() / count
    width = max(1.0, step - 1.0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for place, (whole, failed) in enumerate(zip(requests, errors, strict=True)):
        left = area.left() + place * step
        if not whole:
            painter.fillRect(QRectF(left, area.bottom() - 1, width, 1), QColor(tokens.line_strong))
            continue
        height = max(2.0, area.height() * whole / highest)
        painter.fillRect(QRectF(left, area.bottom() - height, width, height), QColor(tokens.accent))
        if failed:
            part = max(2.0, height * failed / whole)
            painter.fillRect(QRectF(left, area.bottom() - height, width, part), QColor(tokens.fail))
    painter.restore()
