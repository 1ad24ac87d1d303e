"""Ending the program: undo settles, streams finish, the ledger commits; a sheet shows what is waited for."""

import asyncio

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QProgressBar, QVBoxLayout, QWidget

from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.theme import GAP_L, GAP_M

SHEET_AFTER_MS = 250
"""A shorter drain shows no sheet."""

LOOK_MS = 150


class Quitting(QObject):
    """``request`` ends the program once; a second request (and ``hurry``) stops waiting for open requests."""

    requested = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked = asyncio.Event()

    @property
    def asked(self) -> bool:
        """Whether the program is ending."""
        return self._asked.is_set()

    def request(self) -> None:
        """Quit: from the menu, the tray, a signal, the end of the session."""
        if self._asked.is_set():
            self._bridge.quit_now()
            return
        self._asked.set()
        self.requested.emit()

    def end_session(self) -> None:
        """The desktop session ends: no questions, no waiting for streams that may last minutes."""
        self.request()
        self._bridge.quit_now()

    async def wait(self) -> None:
        """Returns when the program is to end."""
        await self._asked.wait()


class DrainSheet(QDialog):
    """Tells how many requests are waited for; its button quits without waiting."""

    def __init__(self, bridge: Bridge, quitting: Quitting, drain_seconds: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._passed = 0
        self.setWindowTitle(self.tr("Quitting"))
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_L, GAP_L, GAP_L, GAP_L)
        column.setSpacing(GAP_M)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.text.setMinimumWidth(340)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, max(1, round(drain_seconds * 1000)))
        buttons = QDialogButtonBox(self)
        self.now = buttons.addButton(self.tr("Quit now"), QDialogButtonBox.ButtonRole.DestructiveRole)
        self.now.setAccessibleDescription(self.tr("Open requests are cut off."))
        self.now.clicked.connect(quitting.request)
        for part in (self.text, self.bar, buttons):
            column.addWidget(part)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._look()

    def watch(self) -> None:
        """Show the sheet if the drain lasts."""
        self._timer.start()

    def _look(self) -> None:
        count = self._bridge.open_requests
        self.text.setText(self.tr("Waiting for %n open request(s) to finish.", "", count))
        self.bar.setAccessibleName(self.text.text())
        self.bar.setValue(min(self._passed, self.bar.maximum()))
        self._passed += LOOK_MS
        if self._passed >= SHEET_AFTER_MS and count and not self.isVisible():
            self.open()
