"""Undo in place of questions: act, then offer to take it back."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.icons import dress
from oneapi_desktop.desktop.theme import Theme
from oneapi_desktop.domain.errors import OneApiError

log = logging.getLogger(__name__)

OFFER_MS = 9000
"""How long a step can be taken back."""

Act = Callable[[], Coroutine[Any, Any, Any]]


@dataclass(slots=True)
class Step:
    """One step that can be taken back. ``commit`` is what a postponed step does in the end."""

    text: str
    undo: Act
    commit: Act | None = None


class Undo(QObject):
    """The step that can be taken back now; a newer one settles it. ``changed(Step | None)``."""

    changed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._step: Step | None = None
        self._settling: set[asyncio.Task[Any]] = set()
        self._timer = QTimer(self, singleShot=True, interval=OFFER_MS)
        self._timer.timeout.connect(self.settle)

    @property
    def step(self) -> Step | None:
        """What can be taken back now."""
        return self._step

    def done(self, text: str, undo: Act) -> None:
        """Something was done that ``undo`` takes back: "Channel X was switched off"."""
        self._offer(Step(text, undo))

    def postpone(self, text: str, commit: Act, undo: Act) -> None:
        """Something final is shown as done and done when the offer ends; ``undo`` shows it as it was.

        For what cannot be taken back once it is done, such as removing a channel with its keys.
        """
        self._offer(Step(text, undo, commit))

    def take_back(self) -> None:
        """Undo the step on offer."""
        step, self._step = self._step, None
        if step is not None:
            self._timer.stop()
            self.changed.emit(None)
            self._bridge.start(step.undo(), owner=self)

    def settle(self) -> None:
        """End the offer; a postponed step is done now."""
        step, self._step = self._step, None
        self._timer.stop()
        if step is None:
            return
        self.changed.emit(None)
        if step.commit is not None:
            task = asyncio.get_running_loop().create_task(self._commit(step))
            self._settling.add(task)
            task.add_done_callback(self._settling.discard)

    async def finish(self) -> None:
        """Settle and wait for it; called before the gateway stops."""
        self.settle()
        if self._settling:
            await asyncio.wait(list(self._settling))

    async def _commit(self, step: Step) -> None:
        assert step.commit is not None
        try:
            await step.commit()
        except OneApiError as error:
            self._bridge.failed.emit(error)
            await step.undo()

    def _offer(self, step: Step) -> None:
        self.settle()
        self._step = step
        self._timer.start()
        self.changed.emit(step)


class UndoBar(QFrame):
    """Shows the step that can be taken back, with its button."""

    resized = Signal()

    def __init__(self, undo: Undo, theme: Theme, shortcut: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bar")
        self._shortcut = shortcut
        row = QHBoxLayout(self)
        self._text = QLabel(self)
        self._button = QPushButton(self)
        self._button.setProperty("kind", "link")
        self._close = QToolButton(self)
        self._close.setProperty("kind", "icon")
        dress(self._close, "close", theme)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._button.clicked.connect(undo.take_back)
        self._close.clicked.connect(undo.settle)
        undo.changed.connect(self._show_step)
        self.hide()

    def _show_step(self, step: Step | None) -> None:
        self.setVisible(step is not None)
        if step is not None:
            self._text.setText(step.text)
            self._button.setText(self.tr("Undo"))
            self._button.setToolTip(f"{self.tr('Undo')} ({self._shortcut})")
            self._button.setAccessibleName(self.tr("Undo: {step}").format(step=step.text))
            self._close.setAccessibleName(self.tr("Dismiss"))
            self._close.setToolTip(self.tr("Dismiss"))
        self.resized.emit()
