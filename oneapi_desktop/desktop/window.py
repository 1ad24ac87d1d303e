"""The window: rail, pages, command palette, undo bar and toasts."""

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from oneapi_desktop.desktop.bridge import Bridge, GatewayState, GatewayStatus
from oneapi_desktop.desktop.commands import Commands, shortcut_text
from oneapi_desktop.desktop.i18n import Language
from oneapi_desktop.desktop.notices import Notices, Toasts
from oneapi_desktop.desktop.overlay import Overlay
from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PAGES, find_page, page_class
from oneapi_desktop.desktop.palette import Palette
from oneapi_desktop.desktop.rail import Rail
from oneapi_desktop.desktop.remembered import Remembered
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.shortcut_sheet import ShortcutSheet
from oneapi_desktop.desktop.theme import GAP_L, Theme
from oneapi_desktop.desktop.undo_bar import Undo, UndoBar
from oneapi_desktop.desktop.widgets.cards import Banner
from oneapi_desktop.domain.errors import OneApiError

WIDTH, HEIGHT = 1180, 760
SMALLEST = (900, 600)
NARROW_BELOW = 1000
"""Window width under which the rail shows icons only."""


class MainWindow(QMainWindow):
    """``closing`` comes when the person closes it: whoever made the window decides what that means.
    ``retried``: start the gateway again after it failed."""

    closing = Signal()
    retried = Signal()

    def __init__(
        self,
        bridge: Bridge,
        theme: Theme,
        language: Language,
        remembered: Remembered,
        notices: Notices,
    ) -> None:
        super().__init__()
        self.setObjectName("main")
        self.setWindowTitle("One API Desktop")
        self.setMinimumSize(*SMALLEST)
        self._bridge = bridge
        self._remembered = remembered
        self._pages: dict[str, BasePage] = {}
        self.commands = Commands(self, theme)
        self.undo = Undo(bridge, self)
        self.shell = Shell(bridge, theme, language, self.commands, notices, self.undo, remembered, self.go, self.copy)
        self.rail = Rail(bridge, theme)
        self.rail.chosen.connect(self.go)
        self._stack = QStackedWidget()
        self._banner = Banner()
        self._banner.button.clicked.connect(self.retried)
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        above = QVBoxLayout()
        above.setContentsMargins(GAP_L, 0, GAP_L, 0)
        above.addWidget(self._banner)
        column.addLayout(above)
        column.addWidget(self._stack, 1)
        row.addWidget(self.rail)
        row.addWidget(right, 1)
        self.setCentralWidget(central)
        overlay = Overlay(right)
        self._toasts = Toasts(notices, theme, overlay)
        self._undo_bar = UndoBar(self.undo, theme, shortcut_text(self.commands.declared["edit.undo"]), overlay)
        overlay.hold(self._undo_bar)
        overlay.hold(self._toasts)
        self.palette_box = Palette(bridge, self.commands, theme, self.go, self)
        self._bind()
        bridge.failed.connect(self._on_failed)
        bridge.status_changed.connect(self._on_status)
        bridge.restarted.connect(self._refresh_pages)
        language.changed.connect(self._retranslate)
        if not remembered.restore_geometry(self):
            self.resize(WIDTH, HEIGHT)
        self._retranslate()
        self._on_status(bridge.status)
        kept = remembered.get("page", PAGES[0].name)
        self.go(kept if any(row.name == kept for row in PAGES) else PAGES[0].name)

    @property
    def page(self) -> BasePage:
        """The page that is shown."""
        page = self._stack.currentWidget()
        assert isinstance(page, BasePage)
        return page

    def go(self, page: str, /, **target: Any) -> None:
        """Show a page, built now if it was not shown before, and point it at a target."""
        found = self._pages.get(page)
        if found is None:
            row = find_page(page)
            found = page_class(row)(self.shell, row)
            self._pages[page] = found
            self._stack.addWidget(found)
        self._stack.setCurrentWidget(found)
        self.rail.show_page(page)
        self._remembered.put("page", page)
        if target:
            found.open(**target)

    def raise_up(self) -> None:
        """Bring the window to the front."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def copy(self, text: str) -> None:
        """Put text on the clipboard and say so."""
        QGuiApplication.clipboard().setText(text)
        self.shell.notices.say(self.tr("Copied"), "ok")

    def show_first_steps(self) -> None:
        """Open the sheet of the first steps; the one that is open stays."""
        from oneapi_desktop.desktop.first_run import FirstRun

        if self.findChild(QDialog, "first-run") is None:
            FirstRun(self.shell, self).open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt's own: the window stays; what closing means is decided outside."""
        self._remembered.keep_geometry(self)
        event.ignore()
        self.closing.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own: the rail follows the width."""
        super().resizeEvent(event)
        self.rail.collapse(narrow=self.width() < NARROW_BELOW)

    def keep(self) -> None:
        """Remember geometry; called before the end."""
        self._remembered.keep_geometry(self)

    def _bind(self) -> None:
        bind = self.commands.bind
        bind("window.palette", self.palette_box.ask)
        bind("window.open", self.raise_up)
        bind("window.close", self.close)
        bind("window.shortcuts", lambda: ShortcutSheet(self.commands, self).open())
        bind("window.first_steps", self.show_first_steps)
        bind("gateway.copy_url", lambda: self.copy(self._bridge.status.base_url))
        bind("gateway.pause", self._bridge.pause)
        bind("gateway.resume", self._bridge.resume)
        bind("gateway.share", lambda: self.go("connect", share=True))
        bind("theme.switch", self._switch_theme)
        bind("edit.undo", self.undo.take_back)
        bind("page.refresh", lambda: self.page.refresh())
        bind("page.find", lambda: self.page.focus_search())
        bind("page.new", lambda: self.page.new())
        for command in self.commands.declared.values():
            if command.page:
                bind(command.name, partial(self._run_on_page, command.page, command.name))
        for row in PAGES:
            shortcut = QShortcut(QKeySequence(row.shortcut), self)
            shortcut.activated.connect(lambda name=row.name: self.go(name))
        self.commands.set_enabled("edit.undo", False)
        self.undo.changed.connect(lambda step: self.commands.set_enabled("edit.undo", step is not None))

    def _run_on_page(self, page: str, command: str) -> None:
        self.go(page)
        handler = getattr(self.page, f"do_{command.partition('.')[2]}", None)
        if handler is not None:
            handler()

    def _switch_theme(self) -> None:
        theme = "light" if self.shell.theme.dark else "dark"
        self.shell.theme.choose(theme)
        self._bridge.start(self._bridge.run("setting.set", key="theme", value=theme), owner=self)

    def _refresh_pages(self) -> None:
        for page in self._pages.values():
            page.refresh()

    def _on_failed(self, error: OneApiError) -> None:
        self.shell.notices.say(str(error), "fail")

    def _on_status(self, status: GatewayStatus) -> None:
        serving = status.state in (GatewayState.SERVING, GatewayState.DEGRADED)
        self.commands.set_enabled("gateway.pause", serving)
        self.commands.set_enabled("gateway.resume", status.state is GatewayState.PAUSED)
        for name in ("gateway.copy_url", "gateway.share"):
            self.commands.set_enabled(name, bool(status.base_url))
        self._banner.tell(status.problem, failed=True)
        self._banner.button.setVisible(bool(status.problem))

    def _retranslate(self) -> None:
        self.commands.retranslate()
        self._banner.button.setText(self.tr("Try again"))
        self._stack.setAccessibleName(self.tr("Page"))

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange and not self.windowState() & Qt.WindowState.WindowMinimized:
            self._remembered.keep_geometry(self)
