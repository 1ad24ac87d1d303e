"""Short notices: toasts in the window, notifications of the system while nobody looks at it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.icons import dress, icon
from oneapi_desktop.desktop.theme import GAP_S, Theme
from oneapi_desktop.settings import Settings

Kind = Literal["info", "ok", "warn", "fail"]
Topic = Literal["channels", "budgets", "devices", "gateway"]

ICONS: dict[Kind, tuple[str, str]] = {
    "info": ("information-outline", "muted"),
    "ok": ("check-circle-outline", "ok"),
    "warn": ("alert-outline", "warn"),
    "fail": ("alert-circle-outline", "fail"),
}

TOAST_MS = 6000
MOST_TOASTS = 3

REPEAT_SECONDS = 600.0
"""The same topic and subject is notified again after this time only."""

BURST, BURST_SECONDS = 4, 60.0
"""At most so many notifications in that time, whatever they are about."""


@dataclass(frozen=True, slots=True)
class Notification:
    """One message to the system. ``page`` and ``target`` say what a click on it opens."""

    topic: Topic
    subject: str
    title: str
    text: str
    page: str = ""
    target: tuple[tuple[str, Any], ...] = ()


class NotificationLimit:
    """Decides whether a notification may be shown: no repeats, no bursts."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[tuple[str, str, str], float] = {}
        self._recent: list[float] = []

    def allows(self, notification: Notification) -> bool:
        """True when it may be shown now; then it counts as shown."""
        now = self._clock()
        key = (notification.topic, notification.subject, notification.title)
        self._last = {known: at for known, at in self._last.items() if now - at < REPEAT_SECONDS}
        self._recent = [at for at in self._recent if now - at < BURST_SECONDS]
        if key in self._last or len(self._recent) >= BURST:
            return False
        self._last[key] = now
        self._recent.append(now)
        return True


class Notices(QObject):
    """``say`` shows a toast. ``notify`` reaches people outside the window: ``notified`` is emitted when the
    owner has not turned the topic off and the limit allows it; the tray shows it."""

    said = Signal(str, str, str, object)
    notified = Signal(object)

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.limit = NotificationLimit()

    def say(
        self, text: str, kind: Kind = "info", action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """A toast, with a button when ``action`` names one."""
        self.said.emit(text, kind, action, on_action)

    def notify(self, notification: Notification) -> bool:
        """Notify the person; False when the topic is off or it comes too often."""
        if not getattr(self._settings, f"notify_{notification.topic}") or not self.limit.allows(notification):
            return False
        self.notified.emit(notification)
        return True


class Toasts(Translated):
    """The toasts of a window, newest below. They leave by themselves, but not while the pointer is on them."""

    resized = Signal()

    def __init__(self, notices: Notices, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._toasts: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_S)
        notices.said.connect(self.show_toast)
        self.hide()

    def show_toast(
        self, text: str, kind: Kind = "info", action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        """Show one; the oldest leaves when there are too many."""
        while len(self._toasts) >= MOST_TOASTS:
            self._remove(self._toasts[0])
        toast = QFrame(self)
        toast.setProperty("kind", "bar")
        toast.setAccessibleName(text)
        row = QHBoxLayout(toast)
        sign = QLabel(toast)
        name, token = ICONS[kind]
        sign.setPixmap(icon(name, self._theme, token).pixmap(18, 18))
        message = QLabel(text, toast)
        message.setWordWrap(True)
        message.setMinimumWidth(min(420, message.fontMetrics().horizontalAdvance(text) + 8))
        row.addWidget(sign)
        row.addWidget(message, 1)
        if action and on_action is not None:
            button = QPushButton(action, toast)
            button.setProperty("kind", "link")
            button.clicked.connect(on_action)
            button.clicked.connect(lambda: self._remove(toast))
            row.addWidget(button)
        close = QToolButton(toast)
        close.setProperty("kind", "icon")
        close.setAccessibleName(self.tr("Dismiss"))
        close.setToolTip(self.tr("Dismiss"))
        dress(close, "close", self._theme)
        close.clicked.connect(lambda: self._remove(toast))
        row.addWidget(close)
        self._column.addWidget(toast)
        self._toasts.append(toast)
        timer = QTimer(toast, interval=TOAST_MS * (2 if kind == "fail" else 1))
        timer.timeout.connect(lambda: None if toast.underMouse() else self._remove(toast))
        timer.start()
        self.show()
        self.resized.emit()

    def texts(self) -> list[str]:
        """What is shown now, oldest first."""
        return [toast.accessibleName() for toast in self._toasts]

    def _remove(self, toast: QWidget) -> None:
        if toast not in self._toasts:
            return
        self._toasts.remove(toast)
        self._column.removeWidget(toast)
        toast.hide()
        toast.deleteLater()
        if not self._toasts:
            self.hide()
        self.resized.emit()
