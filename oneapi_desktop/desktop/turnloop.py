"""asyncio's callbacks and timers inside Qt's event loop, in bounded turns.

qasync makes a Qt timer of every callback, which a server cannot afford. Here callbacks wait in one deque
and run in *turns*: one wake-up of Qt runs many of them, at most ``TURN_CALLBACKS`` and for
``TURN_SECONDS``, then lets Qt paint, read input and fire its own timers. Timers are
``asyncio.TimerHandle`` objects in one heap behind one precise ``QTimer``; cancelled ones leave the heap
by asyncio's own rule. What asyncio's ``BaseEventLoop`` does well (executor, exception handlers, debug
switch) is taken from there.

A nested Qt loop (a modal dialog) inside a callback or a coroutine does not stop the others: turns go on
in it.
"""

import asyncio
import heapq
import logging
import signal
import socket
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextvars import Context
from math import ceil, inf
from time import monotonic
from typing import Any, TypeVarTuple

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QObject, Qt, QThread, QTimer, Signal

Ts = TypeVarTuple("Ts")

logger = logging.getLogger(__name__)

TURN_CALLBACKS = 1000
"""Most callbacks of one turn."""

TURN_SECONDS = 0.004
"""Length of a turn; the callback that is running then is finished."""

LONGEST_WAIT = 24 * 3600.0
"""A later deadline is waited for in steps: ``QTimer`` counts milliseconds in 32 bits."""

CANCELLED_TIMERS_KEPT = 100
CANCELLED_TIMERS_SHARE = 0.5
"""Cancelled timers are dropped when they are more than this many and more than this share of all timers."""


class _Waker(QObject):
    """Asks for a turn from any thread: its signal is queued, which makes it a posted event."""

    woken = Signal()


class TurnLoop(asyncio.BaseEventLoop):
    """The part of the loop that is the same everywhere; stands before qasync's loop class in the bases.

    ``quit_handler``, when set, is called if Qt's ``exec()`` is ended from outside
    (``QApplication.quit()``, last window closed, end of the session) while the loop runs: Qt is entered
    again, and the program ends in its own order. Without a handler ``run_forever`` returns then.
    ``aboutToQuit`` is emitted at every end of ``exec()``.
    """

    # Of asyncio's and qasync's classes, which declare no types for them.
    _closed: bool
    _debug: bool
    _thread_id: int | None
    _current_handle: asyncio.Handle | None
    _signal_handlers: dict[int, asyncio.Handle]
    _check_thread: Callable[[], None]
    _check_callback: Callable[[Any, str], None]
    _set_coroutine_origin_tracking: Callable[[bool], None]
    _asyncgen_firstiter_hook: Callable[[Any], None]
    _asyncgen_finalizer_hook: Callable[[Any], None]
    _before_run_forever: Callable[[], None]
    _after_run_forever: Callable[[], None]

    is_running = asyncio.BaseEventLoop.is_running
    run_until_complete = asyncio.BaseEventLoop.run_until_complete
    run_in_executor = asyncio.BaseEventLoop.run_in_executor
    set_default_executor = asyncio.BaseEventLoop.set_default_executor
    set_exception_handler = asyncio.BaseEventLoop.set_exception_handler
    default_exception_handler = asyncio.BaseEventLoop.default_exception_handler
    call_exception_handler = asyncio.BaseEventLoop.call_exception_handler
    get_debug = asyncio.BaseEventLoop.get_debug
    set_debug = asyncio.BaseEventLoop.set_debug

    def __init__(self, application: QCoreApplication) -> None:
        self.quit_handler: Callable[[], object] | None = None
        self._application = application
        self._due: deque[asyncio.Handle] = deque()
        self._pass_left = 0
        self._timers: list[asyncio.TimerHandle] = []
        self._cancelled_timers = 0
        self._turning = False
        self._woken = False
        self._stop_asked = False
        self._leaving = False
        self._wakeup: socket.socket
        self._old_wakeup: int | None = None
        self._fatal: BaseException | None = None
        self._alarm_at = inf
        self._alarm = QTimer()
        self._alarm.setSingleShot(True)
        self._alarm.setTimerType(Qt.TimerType.PreciseTimer)
        self._alarm.timeout.connect(self._on_alarm)
        self._waker = _Waker()
        self._waker.woken.connect(self._on_woken, Qt.ConnectionType.QueuedConnection)
        super().__init__(application)  # type: ignore[call-arg]

    # Scheduling

    def time(self) -> float:
        """Seconds of the monotonic clock."""
        return monotonic()

    def call_soon(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        """Run the callback in the next pass, in the order of the calls. RuntimeError on a closed loop."""
        if self._closed:
            raise RuntimeError("Event loop is closed")
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_soon")
        handle = asyncio.Handle(callback, args, self, context)
        self._due.append(handle)
        if not self._turning and not self._woken:
            self._wake()
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        """``call_soon`` from any thread. RuntimeError on a closed loop."""
        if self._closed:
            raise RuntimeError("Event loop is closed")
        if self._debug:
            self._check_callback(callback, "call_soon_threadsafe")
        handle = asyncio.Handle(callback, args, self, context)
        # A turn lowers the flag before it looks at the deque: it sees this callback, or the flag is seen low.
        self._due.append(handle)
        if not self._woken:
            self._wake()
        return handle

    def call_later(
        self, delay: float, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Run the callback after that many seconds, never before."""
        return self.call_at(monotonic() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """Run the callback once ``time()`` has reached ``when``. RuntimeError on a closed loop."""
        if self._closed:
            raise RuntimeError("Event loop is closed")
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_at")
        timer = asyncio.TimerHandle(when, callback, args, self, context)
        # asyncio's own mark: cancel() reports to the loop only while it is set.
        timer._scheduled = True  # type: ignore[attr-defined]
        heapq.heappush(self._timers, timer)
        if when < self._alarm_at and not self._turning:
            self._set_alarm()
        return timer

    def _add_callback(self, handle: asyncio.Handle, delay: float = 0) -> None:
        self._due.append(handle)
        if not self._turning and not self._woken:
            self._wake()

    def _add_callback_signalsafe(self, handle: asyncio.Handle) -> None:
        self._due.append(handle)
        self._wake()

    def _timer_handle_cancelled(self, timer: asyncio.TimerHandle) -> None:
        self._cancelled_timers += 1
        cancelled, timers = self._cancelled_timers, self._timers
        if cancelled > CANCELLED_TIMERS_KEPT and cancelled > len(timers) * CANCELLED_TIMERS_SHARE:
            self._timers = [timer for timer in timers if not timer.cancelled()]
            heapq.heapify(self._timers)
            self._cancelled_timers = 0

    def _set_alarm(self) -> None:
        """Let the Qt timer fire for the first timer of the heap; one that is set for earlier stays."""
        timers = self._timers
        while timers and timers[0].cancelled():
            heapq.heappop(timers)
            self._cancelled_timers -= 1
        if timers and timers[0].when() < self._alarm_at:
            self._alarm_at = timers[0].when()
            self._alarm.start(ceil(min(max(self._alarm_at - monotonic(), 0.0), LONGEST_WAIT) * 1000))

    def _wake(self) -> None:
        self._woken = True
        self._waker.woken.emit()

    # Turns

    def _on_woken(self) -> None:
        self._woken = False
        self._turn()

    def _on_alarm(self) -> None:
        self._alarm_at = inf
        self._turn()

    def _collect_io(self) -> None:
        """Move the callbacks of ready descriptors to the deque, where it is the turn that asks for them."""

    def _collect_timers(self) -> None:
        timers, now = self._timers, monotonic()
        while timers and (timers[0].cancelled() or timers[0].when() <= now):
            timer = heapq.heappop(timers)
            timer._scheduled = False  # type: ignore[attr-defined]
            if timer.cancelled():
                self._cancelled_timers -= 1
            else:
                self._due.append(timer)

    def _turn(self) -> None:
        if self._thread_id is None or self._leaving:
            return
        outer, self._turning = self._turning, True
        # In a nested Qt loop a task is in the middle of a step; the steps of others need its place meanwhile.
        suspended = asyncio.current_task(self)
        if suspended is not None:
            asyncio.tasks._leave_task(self, suspended)
        over = False
        try:
            over = self._run_due()
        except BaseException as error:
            # Qt would print what escapes a slot and go on; run_forever raises it instead.
            self._fatal = error
            self._stop_asked = True
        finally:
            if suspended is not None:
                asyncio.tasks._enter_task(self, suspended)
            self._turning = outer
        if self._stop_asked:
            self._leaving = True
            self._application.exit()
        elif over and not self._woken:
            self._wake()
        self._set_alarm()

    def _run_due(self) -> bool:
        """Run passes until nothing is due (False) or the turn is over (True).

        A pass is what asyncio calls an iteration: what is due at its start, nothing that is scheduled
        meanwhile. A pass that was cut is finished first, so that no descriptor is asked again before it
        was served.
        """
        due, left, end = self._due, TURN_CALLBACKS, monotonic() + TURN_SECONDS
        while True:
            if not self._pass_left:
                self._collect_io()
                if self._timers:
                    self._collect_timers()
                self._pass_left = len(due)
                if not due:
                    return False
            while self._pass_left:
                self._pass_left -= 1
                handle = due.popleft()
                if handle._cancelled:
                    continue
                if self._debug:
                    self._run_watched(handle)
                else:
                    handle._run()
                left -= 1
                if (left <= 0 or monotonic() > end) and not self._stop_asked:
                    return True
            if self._stop_asked:
                return False

    def _run_watched(self, handle: asyncio.Handle) -> None:
        self._current_handle = handle
        started = monotonic()
        try:
            handle._run()
        finally:
            self._current_handle = None
        took = monotonic() - started
        if took >= self.slow_callback_duration:
            logger.warning("Executing %r took %.3f seconds", handle, took)

    def _on_about_to_block(self) -> None:
        """Qt goes to sleep: with a turn on the stack this is a nested loop, and that turn serves nobody."""
        if self._due and not self._woken:
            self._wake()
        if self._turning:
            self._set_alarm()

    # Life

    def run_forever(self) -> None:
        """Run until ``stop()``. RuntimeError when this loop, another or Qt's runs in this thread already."""
        if self._closed:
            raise RuntimeError("Event loop is closed")
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if asyncio._get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")
        if QThread.currentThread().loopLevel():
            raise RuntimeError("Qt's event loop runs already; asyncio's must be started in its place")
        dispatcher = QAbstractEventDispatcher.instance()
        hooks = sys.get_asyncgen_hooks()
        self._set_coroutine_origin_tracking(self._debug)
        self._thread_id = threading.get_ident()
        try:
            self._before_run_forever()
            dispatcher.aboutToBlock.connect(self._on_about_to_block)
            sys.set_asyncgen_hooks(self._asyncgen_firstiter_hook, self._asyncgen_finalizer_hook)
            asyncio._set_running_loop(self)
            self._wake()
            self._execute()
        finally:
            asyncio._set_running_loop(None)
            sys.set_asyncgen_hooks(*hooks)
            dispatcher.aboutToBlock.disconnect(self._on_about_to_block)
            self._after_run_forever()
            self._thread_id = None
            self._stop_asked = self._leaving = False
            self._set_coroutine_origin_tracking(False)
        if self._fatal is not None:
            fatal, self._fatal = self._fatal, None
            raise fatal

    def _execute(self) -> None:
        while True:
            self._application.exec()
            if self._stop_asked or self.quit_handler is None:
                return
            self._wake()
            self.call_soon(self.quit_handler)

    def stop(self) -> None:
        """Let ``run_forever`` return once the callbacks that are due now have run."""
        self._stop_asked = True
        if not self._woken:
            self._wake()

    def _watch_signals(self, wakeup: socket.socket) -> None:
        """Let a signal write to that socket and so end Qt's sleep: Python then runs its handler at once."""
        self._wakeup, self._old_wakeup = wakeup, None
        if threading.current_thread() is threading.main_thread():
            self._old_wakeup = signal.set_wakeup_fd(wakeup.fileno(), warn_on_full_buffer=False)

    def _unwatch_signals(self) -> None:
        if self._old_wakeup is not None:
            signal.set_wakeup_fd(self._old_wakeup)

    def remove_signal_handler(self, sig: int) -> bool:
        """Forget the handler of that signal; True when there was one."""
        removed = super().remove_signal_handler(sig)
        if self.is_running() and not self._signal_handlers:
            # asyncio has switched the wake-up off with its last handler; Ctrl-C without one still needs it.
            signal.set_wakeup_fd(self._wakeup.fileno(), warn_on_full_buffer=False)
        return removed

    def close(self) -> None:
        """Release sockets, timers and notifiers. RuntimeError while the loop runs."""
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self._closed:
            return
        super().close()
        self._alarm.stop()
        self._waker.woken.disconnect()
        self._due.clear()
        self._timers.clear()
        self._pass_left = 0
