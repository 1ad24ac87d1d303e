"""The desktop program: window and tray around a gateway on Qt's own thread, from start to end."""

import asyncio
import os
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from oneapi_desktop import __version__
from oneapi_desktop.desktop.autostart import start_command, system_autostart
from oneapi_desktop.desktop.bridge import Bridge, GatewayStatus
from oneapi_desktop.desktop.eventloop import run
from oneapi_desktop.desktop.gateway_port import StartGateway
from oneapi_desktop.desktop.i18n import Language
from oneapi_desktop.desktop.notices import Notices
from oneapi_desktop.desktop.quitting import DrainSheet, Quitting
from oneapi_desktop.desktop.remembered import Remembered
from oneapi_desktop.desktop.single_instance import SingleInstance
from oneapi_desktop.desktop.state_icons import program_icon
from oneapi_desktop.desktop.theme import Theme
from oneapi_desktop.desktop.tray import Tray
from oneapi_desktop.desktop.turnloop import TurnLoop
from oneapi_desktop.desktop.window import MainWindow
from oneapi_desktop.services.data_directory import DataDirectory
from oneapi_desktop.settings import Settings

if TYPE_CHECKING:
    from oneapi_desktop.services.notices import Notice

TRAY_LOOK_MS = 1000
TRAY_LOOKS = 15
"""How often a tray that is not there yet is looked for: at login panels may come later than we do."""


class Desktop(QObject):
    """Everything on screen. Made once per process, before the gateway."""

    def __init__(self, application: QApplication, settings: Settings, directory: DataDirectory) -> None:
        super().__init__()
        self.settings = settings
        self.remembered = Remembered(directory.root)
        self.theme = Theme(application, self)
        self.language = Language(application, self)
        # The stored settings are known once the database is open; until then those of the last time count.
        self.theme.choose(self.remembered.get("theme", "system"))
        self.language.choose(self.remembered.get("language", "system"))
        self.bridge = Bridge(settings, self)
        self.notices = Notices(settings, self)
        self.quitting = Quitting(self.bridge, self)
        self.window = MainWindow(self.bridge, self.theme, self.language, self.remembered, self.notices)
        self.tray = Tray(
            self.bridge, self.window.commands, self.theme, self.language, self.notices, self.window.copy, self
        )
        self._start_at_login: bool | None = None
        self._tray_looks = 0
        self._tray_timer = QTimer(self, interval=TRAY_LOOK_MS)
        self._tray_timer.timeout.connect(self._look_for_tray)
        self.window.commands.bind("app.quit", self.quitting.request)
        self.window.closing.connect(self._on_close)
        self.tray.opened.connect(self.window.raise_up)
        self.tray.navigated.connect(self._on_navigated)
        self.bridge.settings_changed.connect(self._follow_settings)
        self.bridge.noticed.connect(self._on_notice)
        self.bridge.status_changed.connect(self._on_status)

    def show(self, *, hidden: bool) -> None:
        """Show the tray icon, and the window unless it is to stay hidden and the tray can bring it back."""
        self._look_for_tray()
        if not hidden:
            self.window.raise_up()
        elif not self.tray.icon.isVisible():
            self.window.showMinimized()

    def offer_first_steps(self) -> None:
        """Open the sheet of the first steps for who begins, if the window is there to be looked at."""
        from oneapi_desktop.desktop.first_run import is_wanted

        def decided(wanted: bool) -> None:
            if wanted:
                self.window.show_first_steps()

        if self.window.isVisible():
            work = is_wanted(self.bridge, self.remembered)
            self.bridge.start(work, decided, lambda _error: None, owner=self.window)

    async def end(self) -> None:
        """Settle what can be undone, drain the gateway behind a sheet, take the icon away."""
        self._tray_timer.stop()
        self.window.keep()
        await self.window.undo.finish()
        sheet = DrainSheet(self.bridge, self.quitting, self.settings.drain_seconds, self.window)
        sheet.watch()
        await self.bridge.close()
        sheet.deleteLater()
        self.tray.remove()
        self.window.hide()

    def _look_for_tray(self) -> None:
        self._tray_looks += 1
        if Tray.available():
            self.tray.show()
            self._tray_timer.stop()
        elif self._tray_looks >= TRAY_LOOKS:
            self._tray_timer.stop()
        elif not self._tray_timer.isActive():
            self._tray_timer.start()

    def _on_close(self) -> None:
        if not self.settings.close_to_tray:
            self.quitting.request()
        elif self.tray.icon.isVisible():
            self.window.hide()
            self._say_once(
                "told_tray", self.tr("One API Desktop goes on serving in the tray. Quit it from the tray's menu.")
            )
        else:
            self.window.showMinimized()
            self._say_once(
                "told_no_tray",
                self.tr("This desktop has no tray, so the window was minimised and the gateway goes on serving."),
            )

    def _say_once(self, key: str, text: str) -> None:
        if not self.remembered.get(key, False):
            self.remembered.put(key, True)
            if self.tray.icon.isVisible():
                self.tray.icon.showMessage("One API Desktop", text, program_icon())
            else:
                self.notices.say(text)

    def _on_navigated(self, page: str, target: dict[str, Any]) -> None:
        self.window.raise_up()
        self.window.go(page, **target)

    def _on_notice(self, notice: "Notice") -> None:
        # Loaded by the first notice: the window is shown before the services are loaded.
        from oneapi_desktop.desktop.notice_texts import notification_of

        self.notices.notify(notification_of(notice))

    def _on_status(self, status: GatewayStatus) -> None:
        if status.problem:
            from oneapi_desktop.desktop.notice_texts import gateway_notification

            self.notices.notify(gateway_notification(status.problem))

    def _set_autostart(self, enabled: bool) -> None:
        autostart = system_autostart()
        if enabled:
            autostart.enable(start_command(self.settings.data_dir, os.environ))
        else:
            autostart.disable()

    def _follow_settings(self) -> None:
        theme, language = self.settings.theme, self.settings.language
        if theme != self.theme.choice:
            self.theme.choose(theme)
        if language != self.remembered.get("language", "system"):
            self.language.choose(language)
        # Only a change is carried out: what people did in the system's own settings meanwhile stays.
        before, self._start_at_login = self._start_at_login, self.settings.start_at_login
        if before is not None and before != self.settings.start_at_login:
            self.bridge.start(asyncio.to_thread(self._set_autostart, self.settings.start_at_login), owner=self)
        self.remembered.put("theme", theme)
        self.remembered.put("language", language)


async def desktop(settings: Settings, start_gateway: StartGateway, *, hidden: bool = False) -> int:
    """Run the desktop program until it is quit; the exit code. Must run on ``eventloop.run``'s loop.

    A second instance for the same data directory raises the first one's window and returns 0 at once.
    """
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setApplicationName("oneapi-desktop")
    application.setApplicationDisplayName("One API Desktop")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("oneapi-desktop")
    application.setWindowIcon(program_icon())
    directory = DataDirectory.of(settings)
    directory.create()
    instance = SingleInstance(directory.root)
    if not instance.claim():
        return 0
    try:
        program = Desktop(application, settings, directory)
        instance.shown.connect(program.window.raise_up)
        program.show(hidden=hidden)
        _end_with_session(application, program.quitting)
        remove_signals = _quit_on_signals(program.quitting)
        try:
            await _serve(program, start_gateway)
        finally:
            remove_signals()
    finally:
        instance.release()
    return 0


def run_desktop(settings: Settings, start_gateway: StartGateway, *, hidden: bool = False) -> int:
    """Start Qt and run the desktop program; the exit code."""
    return run(desktop(settings, start_gateway, hidden=hidden), gui=True)


async def _serve(program: Desktop, start_gateway: StartGateway) -> None:
    async def open_gateway() -> None:
        if await program.bridge.open(start_gateway):
            program.offer_first_steps()

    async with asyncio.TaskGroup() as group:
        opening = group.create_task(open_gateway())
        starts = [opening]

        def try_again() -> None:
            if starts[-1].done():
                starts.append(group.create_task(open_gateway()))

        program.window.retried.connect(try_again)
        await program.quitting.wait()
        # A gateway that is half open must be whole before it can be closed.
        await asyncio.wait(starts)
        await program.end()


def _end_with_session(application: QApplication, quitting: Quitting) -> None:
    loop = asyncio.get_running_loop()
    if isinstance(loop, TurnLoop):
        loop.quit_handler = quitting.request

    def commit(_manager: QSessionManager) -> None:
        quitting.end_session()

    application.commitDataRequest.connect(commit)


def _quit_on_signals(quitting: Quitting) -> Callable[[], None]:
    """Quit on Ctrl-C and SIGTERM, at once on the second; the returned function forgets that."""
    loop = asyncio.get_running_loop()
    numbers = (signal.SIGINT, signal.SIGTERM)
    if os.name == "posix":
        for number in numbers:
            loop.add_signal_handler(number, quitting.request)

        def forget() -> None:
            for number in numbers:
                loop.remove_signal_handler(number)

        return forget
    previous = {
        number: signal.signal(number, lambda *_: loop.call_soon_threadsafe(quitting.request)) for number in numbers
    }

    def restore() -> None:
        for number, handler in previous.items():
            signal.signal(number, handler)

    return restore
