"""The tray icon: the gateway's state at a glance, its menu, notifications of the system."""

import datetime
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from oneapi_desktop.desktop.bridge import Bridge, GatewayState, GatewayStatus
from oneapi_desktop.desktop.commands import Commands
from oneapi_desktop.desktop.formats import money
from oneapi_desktop.desktop.i18n import Language
from oneapi_desktop.desktop.notices import Notices, Notification
from oneapi_desktop.desktop.state_icons import program_icon, state_icon
from oneapi_desktop.desktop.theme import Theme

NOTIFICATION_MS = 8000
MOST_LISTED = 20
"""Channels and tokens in a submenu; the window has the others."""


class Tray(QObject):
    """``opened``: the window is asked for. ``navigated(page, target)``: a click that leads to a page."""

    opened = Signal()
    navigated = Signal(str, object)

    def __init__(
        self,
        bridge: Bridge,
        commands: Commands,
        theme: Theme,
        language: Language,
        notices: Notices,
        copy: Callable[[str], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._commands = commands
        self._theme = theme
        self._copy = copy
        self._notification: Notification | None = None
        self._today: dict[str, Any] = {}
        self.menu = QMenu()
        self.state_line = self.menu.addAction("")
        self.state_line.setEnabled(False)
        self.today_line = self.menu.addAction("")
        self.today_line.setEnabled(False)
        self.menu.addSeparator()
        self.menu.addAction(commands.action("gateway.copy_url"))
        self.tokens = self.menu.addMenu("")
        self.channels = self.menu.addMenu("")
        self.menu.addSeparator()
        self.menu.addAction(commands.action("gateway.pause"))
        self.menu.addAction(commands.action("gateway.resume"))
        self.menu.addAction(commands.action("gateway.share"))
        self.menu.addSeparator()
        self.menu.addAction(commands.action("window.open"))
        self.settings = self.menu.addAction("")
        self.settings.triggered.connect(lambda: self.navigated.emit("settings", {}))
        self.menu.addSeparator()
        self.menu.addAction(commands.action("app.quit"))
        self.icon = QSystemTrayIcon(self)
        # Some desktops show no icon that has no menu.
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        self.icon.messageClicked.connect(self._on_message_clicked)
        self.menu.aboutToShow.connect(self.refresh)
        bridge.status_changed.connect(self._show_status)
        theme.changed.connect(lambda: self._show_status(bridge.status))
        language.changed.connect(self.retranslate)
        notices.notified.connect(self.notify)
        self.retranslate()

    @staticmethod
    def available() -> bool:
        """Whether this desktop has a tray now."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """Put the icon into the tray."""
        self.icon.show()

    def remove(self) -> None:
        """Take the icon away before the program ends: some systems would leave a ghost."""
        self.icon.hide()

    def notify(self, notification: Notification) -> None:
        """Show a notification of the system."""
        self._notification = notification
        self.icon.showMessage(notification.title, notification.text, program_icon(), NOTIFICATION_MS)

    def retranslate(self) -> None:
        """Take the texts of the present language."""
        self.tokens.setTitle(self.tr("Copy token"))
        self.channels.setTitle(self.tr("Channels"))
        self.settings.setText(self.tr("Settings"))
        self._show_status(self._bridge.status)
        self._show_today(self._today)

    def refresh(self) -> None:
        """Fetch what the menu shows; its entries are changed in place when the answers come."""
        if self._bridge.status.state in (GatewayState.STARTING, GatewayState.FAILED, GatewayState.STOPPING):
            return
        midnight = datetime.datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        run, start = self._bridge.run, self._bridge.start
        start(
            run("usage.report", by="total", since=midnight.isoformat()),
            lambda rows: self._show_today(rows[0] if rows else {}),
            _ignore,
            owner=self,
        )
        start(run("token.list"), self._list_tokens, _ignore, owner=self)
        start(run("channel.list"), self._list_channels, _ignore, owner=self)

    def _show_status(self, status: GatewayStatus) -> None:
        text = state_sentence(status)
        self.state_line.setText(text)
        # One entry that changes, not two of which one is grey.
        paused = status.state is GatewayState.PAUSED
        self._commands.action("gateway.pause").setVisible(not paused)
        self._commands.action("gateway.resume").setVisible(paused)
        self.icon.setIcon(state_icon(status.state, self._theme.tokens))
        self.icon.setToolTip(f"One API Desktop\n{text}")

    def _show_today(self, total: dict[str, Any]) -> None:
        self._today = total
        requests = self.tr("%n request(s)", "", int(total.get("requests", 0)))
        spent = self.tr("{money} today").format(money=money(total.get("cost_nano_usd", 0)))
        self.today_line.setText(f"{spent} · {requests}")

    def _list_tokens(self, rows: list[dict[str, Any]]) -> None:
        usable = [row for row in rows if row["status"] == "enabled"][:MOST_LISTED]
        for action, row in zip(_entries(self.tokens, len(usable)), usable, strict=True):
            action.setText(row["name"].replace("&", "&&"))
            _connect(action, partial(self._copy_token, row["id"]))
        self.tokens.setEnabled(bool(usable))

    def _copy_token(self, token: int) -> None:
        def put(row: dict[str, Any]) -> None:
            self._copy(row["key"])

        self._bridge.start(self._bridge.run("token.show", token=token, reveal=True), put, owner=self)

    def _list_channels(self, rows: list[dict[str, Any]]) -> None:
        listed = rows[:MOST_LISTED]
        for action, row in zip(_entries(self.channels, len(listed)), listed, strict=True):
            action.setText(row["name"].replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(row["status"] == "enabled")
            _connect(action, partial(self._switch_channel, row["id"], row["status"] != "enabled"))
        self.channels.setEnabled(bool(listed))

    def _switch_channel(self, channel: int, on: bool) -> None:
        name = "channel.enable" if on else "channel.disable"
        self._bridge.start(self._bridge.run(name, channel=channel), owner=self)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.opened.emit()

    def _on_message_clicked(self) -> None:
        notification, self._notification = self._notification, None
        if notification is not None and notification.page:
            self.navigated.emit(notification.page, dict(notification.target))
        else:
            self.opened.emit()


def state_text(state: GatewayState) -> str:
    """The word for a state."""
    translate = QCoreApplication.translate
    match state:
        case GatewayState.STARTING:
            return translate("State", "Starting")
        case GatewayState.SERVING:
            return translate("State", "Serving")
        case GatewayState.DEGRADED:
            return translate("State", "Degraded")
        case GatewayState.PAUSED:
            return translate("State", "Paused")
        case GatewayState.STOPPING:
            return translate("State", "Stopping")
        case GatewayState.FAILED:
            return translate("State", "Not running")


def state_sentence(status: GatewayStatus) -> str:
    """One line about the gateway: its state, and its address or problem."""
    return " · ".join(part for part in (state_text(status.state), status.problem or status.base_url) if part)


def _entries(menu: QMenu, count: int) -> list[QAction]:
    """That many entries of a menu; those that are there are used again, because some desktops do not
    notice a menu that is built anew while it is open."""
    actions = menu.actions()
    for action in actions[count:]:
        menu.removeAction(action)
        action.deleteLater()
    return actions[:count] + [menu.addAction("") for _ in range(count - len(actions))]


def _connect(action: QAction, handler: Callable[[], object]) -> None:
    # An entry may be used again for another row: the one before is forgotten.
    if action.receivers("2triggered(bool)"):
        action.triggered.disconnect()
    action.triggered.connect(lambda _checked=False: handler())


def _ignore(_error: object) -> None:
    return None
