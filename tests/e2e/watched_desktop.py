"""The real desktop program, and beside it a thread that answers where things are on the screen.

``python watched_desktop.py run …`` is ``oneapi-desktop run …``. Each line of JSON on standard input is a question,
its answer one line on standard output: what a person would see by looking. Nothing here presses anything.
"""

import json
import sys
import threading
import time
from typing import Any


def watch() -> None:
    """Answer questions until standard input ends."""
    from PySide6.QtCore import QObject, Qt, Signal, Slot
    from PySide6.QtWidgets import QApplication

    while QApplication.instance() is None:
        time.sleep(0.02)
    application = QApplication.instance()

    class Watcher(QObject):
        asked = Signal(str)

        @Slot(str)
        def answer(self, line: str) -> None:
            question = json.loads(line)
            sys.stdout.write(json.dumps(looked(**question)) + "\n")
            sys.stdout.flush()

    watcher = Watcher()
    watcher.moveToThread(application.thread())
    watcher.asked.connect(watcher.answer, Qt.ConnectionType.QueuedConnection)
    for line in sys.stdin:
        watcher.asked.emit(line)


def looked(what: str, name: str = "") -> Any:
    """``widgets``: those visible ones that are called or say so. ``tray``: the icon's place. ``menu``: the place of
    an entry of an open menu. ``cells``: the texts of the rows of a table."""
    return {"widgets": widgets, "tray": tray, "menu": entries, "cells": cells}[what](name)


def widgets(name: str) -> list[dict[str, Any]]:
    """Visible widgets of that object name, accessible name or text; ``field``: whether a click gets them the keys."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    found = []
    for widget in QApplication.allWidgets():
        text = getattr(widget, "text", None)
        said = text() if callable(text) else ""
        if widget.isVisible() and name in (widget.objectName(), widget.accessibleName(), said):
            middle = widget.mapToGlobal(widget.rect().center())
            inside = not widget.visibleRegion().isEmpty()
            found.append(
                {
                    "x": middle.x(),
                    "y": middle.y(),
                    "text": said,
                    "says": widget.accessibleName(),
                    "enabled": widget.isEnabled() and inside,
                    "field": bool(widget.focusPolicy() & Qt.FocusPolicy.ClickFocus),
                }
            )
    return found


def tray(_name: str) -> dict[str, Any]:
    """Where the tray icon is."""
    import shiboken6
    from PySide6.QtWidgets import QSystemTrayIcon

    for found in shiboken6.getAllValidWrappers():
        if isinstance(found, QSystemTrayIcon):
            place = found.geometry()
            middle = place.center()
            return {"shown": found.isVisible(), "x": middle.x(), "y": middle.y(), "width": place.width()}
    return {"shown": False, "x": 0, "y": 0, "width": 0}


def entries(name: str) -> list[dict[str, int]]:
    """Entries of open menus with that text."""
    from PySide6.QtWidgets import QApplication, QMenu

    found = []
    for menu in QApplication.topLevelWidgets():
        if isinstance(menu, QMenu) and menu.isVisible():
            for action in menu.actions():
                if action.text() == name:
                    middle = menu.mapToGlobal(menu.actionGeometry(action).center())
                    found.append({"x": middle.x(), "y": middle.y()})
    return found


def cells(name: str) -> list[list[str]]:
    """The first rows of a visible table."""
    from PySide6.QtWidgets import QApplication, QTableView

    for table in QApplication.allWidgets():
        if isinstance(table, QTableView) and table.isVisible() and table.accessibleName() == name:
            model = table.model()
            return [
                [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
                for row in range(min(5, model.rowCount()))
            ]
    return []


if __name__ == "__main__":
    from oneapi_desktop.__main__ import main

    threading.Thread(target=watch, daemon=True).start()
    sys.exit(main())
