"""Every action of the window, declared once: menus, tray, command palette, shortcuts and tooltips follow.

A command with a ``page`` is carried out by that page: its method ``do_<last word of the name>``, or
``command_<…>`` of the window for the others (``Commands.bind``).
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QWidget

from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP
from oneapi_desktop.desktop.icons import dress
from oneapi_desktop.desktop.theme import Theme


@dataclass(frozen=True, slots=True)
class Command:
    """One action. ``text`` is a source text of the translation context ``Command``.

    ``shortcut`` is portable text (Ctrl is Cmd on macOS); several are separated by ``; ``.
    ``page`` names the page that carries it out: it is shown first. ``of_page`` ones are carried out by
    whichever page is shown, if that can. ``in_tray`` and ``in_palette`` say where it is offered.
    """

    name: str
    text: str
    icon: str = ""
    shortcut: str = ""
    page: str = ""
    of_page: bool = False
    in_tray: bool = False
    in_palette: bool = True


COMMANDS: tuple[Command, ...] = (
    Command("window.palette", QT_TRANSLATE_NOOP("Command", "Find anything"), "magnify", "Ctrl+K", in_palette=False),
    Command("window.open", QT_TRANSLATE_NOOP("Command", "Open the window"), "application-outline", in_tray=True),
    Command("window.close", QT_TRANSLATE_NOOP("Command", "Close the window"), "close", "Ctrl+W"),
    Command("window.shortcuts", QT_TRANSLATE_NOOP("Command", "Show all shortcuts"), "keyboard-outline", "F1; Shift+?"),
    Command("window.first_steps", QT_TRANSLATE_NOOP("Command", "First steps"), "rocket-launch-outline"),
    Command(
        "gateway.copy_url", QT_TRANSLATE_NOOP("Command", "Copy base URL"), "content-copy", "Ctrl+Shift+C", in_tray=True
    ),
    Command("gateway.pause", QT_TRANSLATE_NOOP("Command", "Pause the gateway"), "pause", in_tray=True),
    Command("gateway.resume", QT_TRANSLATE_NOOP("Command", "Resume the gateway"), "play", in_tray=True),
    Command("gateway.share", QT_TRANSLATE_NOOP("Command", "Share on the LAN"), "lan", in_tray=True),
    Command(
        "theme.switch",
        QT_TRANSLATE_NOOP("Command", "Switch between light and dark"),
        "theme-light-dark",
        "Ctrl+Shift+D",
    ),
    Command("page.refresh", QT_TRANSLATE_NOOP("Command", "Refresh"), "refresh", "F5; Ctrl+R", of_page=True),
    Command("page.find", QT_TRANSLATE_NOOP("Command", "Search on this page"), "magnify", "Ctrl+F; /", of_page=True),
    Command("page.new", QT_TRANSLATE_NOOP("Command", "New entry"), "plus", "Ctrl+N", of_page=True),
    Command("edit.undo", QT_TRANSLATE_NOOP("Command", "Undo the last action"), "undo", "Ctrl+Z"),
    Command("channels.new", QT_TRANSLATE_NOOP("Command", "Add a channel"), "plus", page="channels"),
    Command(
        "channels.test_all", QT_TRANSLATE_NOOP("Command", "Test all channels"), "stethoscope", "Ctrl+T", page="channels"
    ),
    Command(
        "channels.balances", QT_TRANSLATE_NOOP("Command", "Refresh all balances"), "wallet-outline", page="channels"
    ),
    Command(
        "channels.discover",
        QT_TRANSLATE_NOOP("Command", "Find model servers on this machine"),
        "radar",
        page="channels",
    ),
    Command("tokens.new", QT_TRANSLATE_NOOP("Command", "Issue a token"), "key-plus", page="tokens"),
    Command(
        "requests.live", QT_TRANSLATE_NOOP("Command", "Follow new requests"), "access-point", "Ctrl+L", page="requests"
    ),
    Command(
        "requests.clear",
        QT_TRANSLATE_NOOP("Command", "Show all requests"),
        "filter-off-outline",
        "Ctrl+Shift+A",
        page="requests",
    ),
    Command(
        "requests.replay",
        QT_TRANSLATE_NOOP("Command", "Replay the request in the Playground"),
        "play",
        "Ctrl+Shift+P",
        page="requests",
    ),
    Command(
        "requests.copy_curl",
        QT_TRANSLATE_NOOP("Command", "Copy the request as curl"),
        "console",
        "Ctrl+Shift+U",
        page="requests",
    ),
    Command("requests.columns", QT_TRANSLATE_NOOP("Command", "Choose columns"), "view-column-outline", page="requests"),
    Command("requests.export", QT_TRANSLATE_NOOP("Command", "Export requests"), "export", "Ctrl+E", page="requests"),
    Command(
        "playground.new", QT_TRANSLATE_NOOP("Command", "New conversation"), "message-plus-outline", page="playground"
    ),
    Command(
        "playground.test",
        QT_TRANSLATE_NOOP("Command", "Send a test request"),
        "send",
        "Ctrl+Shift+T",
        page="playground",
    ),
    Command(
        "playground.compare",
        QT_TRANSLATE_NOOP("Command", "Compare two models"),
        "compare-horizontal",
        "Ctrl+Shift+M",
        page="playground",
    ),
    Command(
        "playground.parameters",
        QT_TRANSLATE_NOOP("Command", "Parameters of requests"),
        "tune-variant",
        "Ctrl+Shift+E",
        page="playground",
    ),
    Command("playground.stop", QT_TRANSLATE_NOOP("Command", "Stop the answer"), "stop", "Ctrl+.", page="playground"),
    Command("settings.backup", QT_TRANSLATE_NOOP("Command", "Back up now"), "database-export-outline", page="settings"),
    Command("app.quit", QT_TRANSLATE_NOOP("Command", "Quit"), "power", "Ctrl+Q", in_tray=True),
)


def command_text(command: Command) -> str:
    """Its text in the present language."""
    return QCoreApplication.translate("Command", command.text)


def shortcut_text(command: Command) -> str:
    """Its first shortcut as this system writes it; empty when there is none."""
    return shortcuts_text(command.shortcut.split("; ")[0])


def shortcuts_text(portable: str) -> str:
    """A shortcut as this system writes it."""
    return QKeySequence(portable).toString(QKeySequence.SequenceFormat.NativeText) if portable else ""


def shortcuts(command: Command) -> list[QKeySequence]:
    """All its shortcuts."""
    return [QKeySequence(text) for text in command.shortcut.split("; ") if text]


class _Follower(QObject):
    """Keeps a button like its action; a child of the button, so that it ends with it."""

    def __init__(self, button: QAbstractButton, action: QAction) -> None:
        super().__init__(button)
        self._button = button
        self._action = action
        action.changed.connect(self.follow)

    def follow(self) -> None:
        self._button.setEnabled(self._action.isEnabled())
        self._button.setToolTip(self._action.toolTip())
        self._button.setAccessibleName(self._action.text())


class Commands(QObject):
    """The commands as actions of one window. ``triggered`` tells the name of each that was run."""

    triggered = Signal(str)

    def __init__(self, window: QWidget, theme: Theme, more: tuple[Command, ...] = ()) -> None:
        super().__init__(window)
        self._theme = theme
        self.declared = {command.name: command for command in (*more, *COMMANDS)}
        self._handlers: dict[str, Callable[[], object]] = {}
        self._actions: dict[str, QAction] = {}
        for command in self.declared.values():
            action = QAction(window)
            action.setObjectName(command.name)
            action.setShortcuts(shortcuts(command))
            action.triggered.connect(lambda _checked=False, name=command.name: self.run(name))
            window.addAction(action)
            self._actions[command.name] = action
        self.retranslate()

    def bind(self, name: str, handler: Callable[[], object]) -> None:
        """Say what carries a command out. KeyError for one that is not declared."""
        self._handlers[self.declared[name].name] = handler

    def action(self, name: str) -> QAction:
        """The action, for menus and for enabling. KeyError for one that is not declared."""
        return self._actions[name]

    def set_enabled(self, name: str, enabled: bool) -> None:
        """Whether it can be run now; everything that offers it follows."""
        self._actions[name].setEnabled(enabled)

    def run(self, name: str) -> None:
        """Carry a command out if it is enabled and bound."""
        handler = self._handlers.get(name)
        if handler is not None and self._actions[name].isEnabled():
            self.triggered.emit(name)
            handler()

    def dress(self, button: QAbstractButton, name: str, token: str = "muted") -> None:
        """Make a button run a command: icon, tooltip with shortcut, accessible name, enabled state."""
        command, action = self.declared[name], self._actions[name]
        if command.icon:
            dress(button, command.icon, self._theme, token)
        button.clicked.connect(action.trigger)
        _Follower(button, action).follow()

    def tooltip(self, name: str) -> str:
        """Its text and shortcut."""
        command = self.declared[name]
        keys = shortcut_text(command)
        return f"{command_text(command)} ({keys})" if keys else command_text(command)

    def retranslate(self) -> None:
        """Take the texts of the present language."""
        for name, action in self._actions.items():
            action.setText(command_text(self.declared[name]))
            action.setToolTip(self.tooltip(name))
