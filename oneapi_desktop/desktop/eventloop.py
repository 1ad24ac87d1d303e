"""The asyncio event loop of the desktop program: Qt's own, quick enough to serve.

``run`` is what a program calls. ``QtEventLoop`` is the loop class of this platform: ``SelectorLoop``
where the selector is a descriptor itself (epoll, kqueue), so that Qt watches this one with one
``QSocketNotifier`` instead of one for each socket; else ``PlatformLoop``, which keeps qasync's own input
and output (on Windows its completion-port thread). Turns and timers come from ``turnloop``.
"""

import asyncio
import contextlib
import os
import selectors
import socket
import sys
from asyncio.selector_events import BaseSelectorEventLoop
from collections.abc import Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QCoreApplication, QSocketNotifier
from PySide6.QtWidgets import QApplication
from qasync import QEventLoop  # type: ignore[import-untyped]

from oneapi_desktop.desktop.turnloop import TurnLoop

T = TypeVar("T")


class SelectorLoop(TurnLoop, QEventLoop):  # type: ignore[misc]
    """``QtEventLoop`` where the selector is a descriptor itself: one ``QSocketNotifier`` for all sockets."""

    _selector: selectors.BaseSelector
    _add_reader = BaseSelectorEventLoop._add_reader  # type: ignore[attr-defined]
    _remove_reader = BaseSelectorEventLoop._remove_reader  # type: ignore[attr-defined]
    _add_writer = BaseSelectorEventLoop._add_writer  # type: ignore[attr-defined]
    _remove_writer = BaseSelectorEventLoop._remove_writer  # type: ignore[attr-defined]

    def _make_self_pipe(self) -> None:
        # The first thing asyncio's constructor does with the selector; qasync's is replaced before that.
        self._selector.close()
        self._selector = selectors.DefaultSelector()
        self._notifier = QSocketNotifier(self._selector.fileno(), QSocketNotifier.Type.Read)
        self._notifier.setEnabled(False)
        self._notifier.activated.connect(self._turn)
        super()._make_self_pipe()

    def _collect_io(self) -> None:
        for key, mask in self._selector.select(0):
            reader, writer = key.data
            if mask & selectors.EVENT_READ and reader is not None:
                self._due.append(reader)
            if mask & selectors.EVENT_WRITE and writer is not None:
                self._due.append(writer)

    def _before_run_forever(self) -> None:
        super()._before_run_forever()
        self._notifier.setEnabled(True)
        self._watch_signals(self._csock)

    def _after_run_forever(self) -> None:
        self._unwatch_signals()
        self._notifier.setEnabled(False)
        super()._after_run_forever()

    def close(self) -> None:
        """Release sockets, timers and notifiers. RuntimeError while the loop runs."""
        super().close()
        self._notifier.setEnabled(False)


class PlatformLoop(TurnLoop, QEventLoop):  # type: ignore[misc]
    """``QtEventLoop`` over qasync's own input and output: on Windows its completion-port thread."""

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._signal_in, self._signal_out = socket.socketpair()
        self._signal_in.setblocking(False)
        self._signal_out.setblocking(False)
        self._notifier = QSocketNotifier(self._signal_in.fileno(), QSocketNotifier.Type.Read)
        self._notifier.setEnabled(False)
        self._notifier.activated.connect(self._on_signal)

    def _before_run_forever(self) -> None:
        super()._before_run_forever()
        self._notifier.setEnabled(True)
        self._watch_signals(self._signal_out)

    def _after_run_forever(self) -> None:
        self._unwatch_signals()
        self._notifier.setEnabled(False)
        super()._after_run_forever()

    def _on_signal(self) -> None:
        """Empty the pipe. Python has run its handlers of the signal on the way here."""
        with contextlib.suppress(BlockingIOError):
            self._signal_in.recv(4096)

    def close(self) -> None:
        """Release sockets, timers and notifiers. RuntimeError while the loop runs."""
        super().close()
        self._notifier.setEnabled(False)
        self._signal_in.close()
        self._signal_out.close()


QtEventLoop: type[SelectorLoop] | type[PlatformLoop] = SelectorLoop if os.name == "posix" else PlatformLoop
"""The loop class of this platform; call it with the application."""


def open_application(*, gui: bool) -> QCoreApplication:
    """The program's Qt application, made now if there is none: ``QApplication`` with a ``gui``.

    Closing the last window does not end it: a tray program lives on. Raises RuntimeError when a gui is
    asked for and an application without one exists.
    """
    application = QCoreApplication.instance()
    if application is None:
        application = QApplication(sys.argv[:1]) if gui else QCoreApplication(sys.argv[:1])
    if isinstance(application, QApplication):
        application.setQuitOnLastWindowClosed(False)
    elif gui:
        raise RuntimeError("an application without windows exists already in this process")
    return application


def run(main: Coroutine[Any, Any, T], *, gui: bool) -> T:
    """Run the program's coroutine on Qt's thread to its end and return its result.

    The coroutine ends first and Qt after it: everything may still be awaited while stopping. Ctrl-C and
    an end of Qt from outside cancel the coroutine; the first is raised as KeyboardInterrupt, the second
    as CancelledError, unless the coroutine set its loop's ``quit_handler`` and ends by itself.
    """
    application = open_application(gui=gui)

    async def cancelled_by_quit() -> T:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None
        assert isinstance(loop, TurnLoop)
        loop.quit_handler = task.cancel
        return await main

    with asyncio.Runner(loop_factory=lambda: QtEventLoop(application)) as runner:
        return runner.run(cancelled_by_quit())
