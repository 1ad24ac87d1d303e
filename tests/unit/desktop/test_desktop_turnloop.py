"""Turns, timers and the life of the loop, over both kinds of input and output."""

import asyncio
import contextvars
import gc
import itertools
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QTimer

from oneapi_desktop.desktop import turnloop
from oneapi_desktop.desktop.eventloop import PlatformLoop, SelectorLoop, open_application
from oneapi_desktop.desktop.turnloop import TurnLoop

ENOUGH = 3_000_000
"""A flood that has run this many callbacks without letting Qt through has failed."""


@pytest.fixture(params=[SelectorLoop, PlatformLoop])
def loop(request: pytest.FixtureRequest) -> Iterator[TurnLoop]:
    loop = request.param(open_application(gui=True))
    yield loop
    loop.close()


class PostedEvents(QObject):
    """Posts the next event when one has come."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def post(self) -> None:
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, event: QEvent) -> None:
        self.count += 1
        self.post()


def flood_until(loop: TurnLoop, seen: Callable[[], bool]) -> int:
    """Callbacks of an endless chain until ``seen``; the chain gives up at ENOUGH."""
    count = 0

    def link() -> None:
        nonlocal count
        count += 1
        if seen() or count >= ENOUGH:
            loop.stop()
        else:
            loop.call_soon(link)

    loop.call_soon(link)
    loop.run_forever()
    return count


def test_callbacks_run_in_the_order_of_the_calls(loop: TurnLoop) -> None:
    seen: list[int] = []
    for number in range(5000):
        loop.call_soon(seen.append, number)
    loop.call_soon(loop.stop)
    loop.run_forever()
    assert seen == list(range(5000))


def test_a_callback_scheduled_by_a_callback_waits_for_the_next_pass(loop: TurnLoop) -> None:
    seen: list[str] = []

    def first() -> None:
        seen.append("first")
        loop.call_soon(third)

    def third() -> None:
        seen.append("third")
        loop.stop()

    loop.call_soon(first)
    loop.call_soon(seen.append, "second")
    loop.run_forever()
    assert seen == ["first", "second", "third"]


def test_nothing_is_lost_when_callbacks_schedule_callbacks(loop: TurnLoop) -> None:
    count = 0

    def node(depth: int) -> None:
        nonlocal count
        count += 1
        if depth:
            loop.call_soon(node, depth - 1)
            loop.call_soon_threadsafe(node, depth - 1)
        if count == 2**15 - 1:
            loop.stop()

    loop.call_soon(node, 14)
    loop.run_forever()
    assert count == 2**15 - 1


def test_a_cancelled_callback_does_not_run(loop: TurnLoop) -> None:
    seen: list[int] = []
    loop.call_soon(seen.append, 1).cancel()
    loop.call_soon(seen.append, 2)
    loop.call_soon(loop.stop)
    loop.run_forever()
    assert seen == [2]


def test_a_flood_of_callbacks_lets_timers_and_events_of_qt_through(loop: TurnLoop) -> None:
    ticks = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1

    timer = QTimer()
    timer.timeout.connect(tick)
    timer.start(0)
    events = PostedEvents()
    events.post()
    assert flood_until(loop, lambda: ticks >= 20 and events.count >= 20) < ENOUGH
    timer.stop()


def test_a_descriptor_that_is_always_ready_lets_timers_of_qt_through(loop: TurnLoop) -> None:
    ticks = reads = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 20:
            loop.stop()

    def readable() -> None:
        nonlocal reads
        reads += 1
        if reads == ENOUGH // 10:
            loop.stop()

    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.send(b"never read")
        loop.add_reader(ours.fileno(), readable)
        timer = QTimer()
        timer.timeout.connect(tick)
        timer.start(1)
        loop.run_forever()
        timer.stop()
        loop.remove_reader(ours.fileno())
    assert ticks == 20
    assert reads > 0


def test_short_turns_without_a_pause_let_timers_of_qt_through() -> None:
    """A busy peer: each turn soon has nothing left to do, and yet Qt finds the descriptor ready every time."""

    class OneReadInATurn(SelectorLoop):
        asked = 0

        def _collect_io(self) -> None:
            self.asked += 1
            if self.asked % 2:
                super()._collect_io()

    loop = OneReadInATurn(open_application(gui=True))
    ticks = reads = 0

    def tick() -> None:
        nonlocal ticks
        ticks += 1
        if ticks == 20:
            loop.stop()

    def readable() -> None:
        nonlocal reads
        reads += 1
        if reads == ENOUGH // 30:
            loop.stop()

    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(b"never read")
        loop.add_reader(ours.fileno(), readable)
        timer = QTimer()
        timer.timeout.connect(tick)
        timer.start(1)
        loop.run_forever()
        timer.stop()
        loop.remove_reader(ours.fileno())
    loop.close()
    assert ticks == 20


def test_a_turn_ends_when_its_time_is_over(loop: TurnLoop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look at the clock finds a millisecond gone: a turn then has room for a handful of callbacks."""
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += 0.001
        return now

    monkeypatch.setattr(turnloop, "monotonic", clock)
    runs_at_tick: list[int] = []
    runs = 0

    def run() -> None:
        nonlocal runs
        runs += 1
        if runs == 200:
            loop.stop()

    timer = QTimer()
    timer.timeout.connect(lambda: runs_at_tick.append(runs))
    timer.start(0)
    for _ in range(200):
        loop.call_soon(run)
    loop.run_forever()
    timer.stop()
    gaps = [later - earlier for earlier, later in itertools.pairwise(runs_at_tick)]
    assert len(gaps) >= 20
    assert max(gaps) <= 10


def test_a_cut_pass_is_finished_before_descriptors_are_asked_again(
    loop: TurnLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With one callback a turn, a descriptor that stays ready must not be queued twice."""
    monkeypatch.setattr(turnloop, "TURN_CALLBACKS", 1)
    reads = 0
    others = 0
    ours, theirs = socket.socketpair()

    def readable() -> None:
        nonlocal reads
        reads += 1
        ours.recv(100)

    def other() -> None:
        nonlocal others
        others += 1
        if others < 300:
            loop.call_soon(other)
        else:
            loop.stop()

    with ours, theirs:
        theirs.send(b"once")
        loop.add_reader(ours.fileno(), readable)
        for _ in range(5):
            loop.call_soon(other)
        loop.run_forever()
        loop.remove_reader(ours.fileno())
    assert reads == 1


def test_timers_fire_by_deadline_and_never_early(loop: TurnLoop) -> None:
    fired: list[tuple[int, float, float]] = []
    start = loop.time()
    delays = [0.03, 0.001, 0.02, 0.0, 0.02, 0.011]
    for number, delay in enumerate(delays):
        timer = loop.call_at(
            start + delay, lambda number, due: fired.append((number, due, loop.time())), number, start + delay
        )
        assert timer.when() == start + delay
    loop.call_later(0.04, loop.stop)
    loop.run_forever()
    assert sorted(number for number, _, _ in fired) == list(range(6))
    assert [due for _, due, _ in fired] == sorted(due for _, due, _ in fired)
    assert all(now >= due for _, due, now in fired)


def test_a_later_timer_of_a_running_loop_does_not_hold_back_an_earlier_one(loop: TurnLoop) -> None:
    async def main() -> list[str]:
        order: list[str] = []
        done = asyncio.Event()
        loop.call_later(0.05, lambda: (order.append("late"), done.set()))
        await asyncio.sleep(0)
        loop.call_later(0.01, order.append, "early")
        await done.wait()
        return order

    assert loop.run_until_complete(main()) == ["early", "late"]


def test_a_timer_for_the_end_of_time_is_accepted(loop: TurnLoop) -> None:
    endless = loop.call_later(float("inf"), print)
    far = loop.call_later(1e9, print)
    loop.call_later(0.001, loop.stop)
    loop.run_forever()
    assert not endless.cancelled()
    assert not far.cancelled()


def live_timers() -> int:
    gc.collect()
    return sum(isinstance(thing, asyncio.TimerHandle) for thing in gc.get_objects())


def test_cancelled_timers_are_dropped_without_waiting_for_their_deadline(loop: TurnLoop) -> None:
    before = live_timers()
    kept = [loop.call_later(600, print) for _ in range(50)]
    for _ in range(10_000):
        loop.call_later(600, print).cancel()
    assert live_timers() - before <= 50 + turnloop.CANCELLED_TIMERS_KEPT + 1
    assert sum(not timer.cancelled() for timer in loop._timers) == 50
    for timer in kept:
        timer.cancel()


def test_cancelled_timers_at_the_head_leave_and_the_rest_fires(loop: TurnLoop) -> None:
    seen: list[str] = []
    for timer in [loop.call_later(0.002, seen.append, "wrong") for _ in range(20)]:
        timer.cancel()
    loop.call_later(0.004, seen.append, "right")
    loop.call_later(0.005, loop.stop)
    loop.run_forever()
    assert seen == ["right"]
    assert loop._timers == []
    assert loop._cancelled_timers == 0


def test_threads_hand_over_every_callback_in_their_order(loop: TurnLoop) -> None:
    seen: list[tuple[int, int]] = []
    here = threading.get_ident()

    def take(thread: int, number: int) -> None:
        assert threading.get_ident() == here
        seen.append((thread, number))
        if len(seen) == 4 * 2000:
            loop.stop()

    def feed(thread: int) -> None:
        for number in range(2000):
            loop.call_soon_threadsafe(take, thread, number)

    threads = [threading.Thread(target=feed, args=(number,)) for number in range(4)]
    loop.call_soon(lambda: [thread.start() for thread in threads])
    loop.run_forever()
    for thread in threads:
        thread.join()
    for number in range(4):
        assert [entry for entry in seen if entry[0] == number] == [(number, i) for i in range(2000)]


def test_a_thread_wakes_a_sleeping_loop(loop: TurnLoop) -> None:
    async def main() -> int:
        return sum([await loop.run_in_executor(None, lambda: 1) for _ in range(200)])

    assert loop.run_until_complete(main()) == 200
    loop.run_until_complete(loop.shutdown_default_executor())


def test_an_exception_goes_to_the_handler_and_the_loop_goes_on(loop: TurnLoop) -> None:
    seen: list[str] = []

    def fail() -> None:
        raise ValueError("a broken callback")

    loop.set_exception_handler(lambda _, context: seen.append(str(context["exception"])))
    loop.call_soon(fail)
    loop.call_soon(seen.append, "next")
    loop.call_soon(loop.stop)
    loop.run_forever()
    assert seen == ["a broken callback", "next"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_an_exception_that_ends_programs_leaves_run_forever(loop: TurnLoop, error: type[BaseException]) -> None:
    def end() -> None:
        raise error

    loop.call_soon(end)
    with pytest.raises(error):
        loop.run_forever()
    assert not loop.is_running()
    assert loop.run_until_complete(asyncio.sleep(0, "alive")) == "alive"


def test_callbacks_run_in_their_context(loop: TurnLoop) -> None:
    variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable", default="none")
    seen: list[str] = []

    def note() -> None:
        seen.append(variable.get())

    given = contextvars.copy_context()
    given.run(variable.set, "given")
    token = variable.set("current")
    loop.call_soon(note)
    loop.call_soon(note, context=given)
    loop.call_soon_threadsafe(note, context=given)
    loop.call_later(0.001, note, context=given)
    variable.reset(token)
    loop.call_later(0.002, loop.stop)
    loop.run_forever()
    assert seen == ["current", "given", "given", "given"]


def test_many_wake_ups_keep_the_count_of_none(loop: TurnLoop) -> None:
    """PySide6 6.12.0 with Python before 3.12 loses a reference to None for each event it hands to Python."""
    count = 0

    def again() -> None:
        nonlocal count
        count += 1
        if count == 50_000:
            loop.stop()
        else:
            # From outside a turn, so that every callback takes its own wake-up of Qt.
            QTimer.singleShot(0, lambda: loop.call_soon(again))

    before = sys.getrefcount(None)
    loop.call_soon(again)
    loop.run_forever()
    assert count == 50_000
    assert abs(sys.getrefcount(None) - before) < 5000


def test_stop_lets_due_callbacks_run_and_the_loop_runs_again(loop: TurnLoop) -> None:
    seen: list[str] = []
    loop.call_soon(loop.stop)
    loop.call_soon(seen.append, "due")
    loop.call_soon(lambda: loop.call_soon(seen.append, "later"))
    loop.run_forever()
    assert seen == ["due"]
    loop.call_soon(loop.stop)
    loop.run_forever()
    assert seen == ["due", "later"]


def test_stop_before_the_start_runs_one_pass(loop: TurnLoop) -> None:
    seen: list[str] = []
    loop.call_soon(seen.append, "due")
    loop.stop()
    loop.run_forever()
    assert seen == ["due"]


def test_wrong_use_is_refused(loop: TurnLoop) -> None:
    async def inside() -> None:
        with pytest.raises(RuntimeError, match="already running"):
            loop.run_forever()
        with pytest.raises(RuntimeError, match="running"):
            loop.close()
        other = type(loop)(open_application(gui=True))
        with pytest.raises(RuntimeError, match="another loop"):
            other.run_forever()
        other.close()

    loop.run_until_complete(inside())
    errors: list[str] = []
    nested = QEventLoop()

    def in_qt() -> None:
        try:
            loop.run_forever()
        except RuntimeError as error:
            errors.append(str(error))
        nested.quit()

    QTimer.singleShot(0, in_qt)
    nested.exec()
    assert errors == ["Qt's event loop runs already; asyncio's must be started in its place"]
    loop.close()
    loop.close()
    assert loop.is_closed()
    for call in (
        lambda: loop.call_soon(print),
        lambda: loop.call_soon_threadsafe(print),
        lambda: loop.call_later(1, print),
        loop.run_forever,
    ):
        with pytest.raises(RuntimeError, match="closed"):
            call()


def test_a_nested_qt_loop_in_a_coroutine_lets_the_others_work(loop: TurnLoop) -> None:
    async def main() -> list[str]:
        nested = QEventLoop()
        seen: list[str] = []

        async def other() -> None:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello\n")
            seen.append((await reader.readline()).decode())
            await asyncio.sleep(0.002)
            seen.append(repr(asyncio.current_task() is task))
            writer.close()
            # A slot of Qt, as a button of the dialog would call it.
            QTimer.singleShot(0, lambda: loop.call_soon(nested.quit))

        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readline())
            writer.close()

        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(other())
            me = asyncio.current_task()
            nested.exec()
            assert asyncio.current_task() is me
            seen.append("dialog closed")
        server.close()
        await server.wait_closed()
        return seen

    assert loop.run_until_complete(main()) == ["hello\n", "True", "dialog closed"]


def test_quitting_qt_from_outside_without_a_handler_ends_the_loop(loop: TurnLoop) -> None:
    QTimer.singleShot(0, QCoreApplication.quit)
    with pytest.raises(RuntimeError, match="stopped before Future completed"):
        loop.run_until_complete(loop.create_future())


def test_quitting_qt_from_outside_asks_the_handler_and_goes_on(loop: TurnLoop) -> None:
    async def main() -> str:
        asked = asyncio.Event()
        loop.quit_handler = asked.set
        QTimer.singleShot(0, QCoreApplication.quit)
        await asked.wait()
        QTimer.singleShot(0, QCoreApplication.quit)
        await asyncio.sleep(0.005)
        return await loop.run_in_executor(None, lambda: "cleaned up")

    assert loop.run_until_complete(main()) == "cleaned up"
    loop.run_until_complete(loop.shutdown_default_executor())


def test_asynchronous_generators_are_closed_by_the_loop(loop: TurnLoop) -> None:
    closed: list[str] = []

    async def numbers() -> object:
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0)
            closed.append("closed")

    async def main() -> None:
        async for _ in numbers():
            break
        gc.collect()
        while not closed:
            await asyncio.sleep(0)

    loop.run_until_complete(main())
    assert closed == ["closed"]
    loop.run_until_complete(loop.shutdown_asyncgens())


@pytest.mark.allow_warnings("Executing")
def test_debug_mode_names_slow_callbacks_and_foreign_threads(loop: TurnLoop, caplog: pytest.LogCaptureFixture) -> None:
    loop.set_debug(True)
    loop.slow_callback_duration = 0.0
    errors: list[str] = []

    def from_elsewhere() -> None:
        try:
            loop.call_soon(print)
        except RuntimeError as error:
            errors.append(str(error))

    async def main() -> None:
        await loop.run_in_executor(None, from_elsewhere)

    loop.run_until_complete(main())
    loop.run_until_complete(loop.shutdown_default_executor())
    assert "Executing" in caplog.text
    assert "Non-thread-safe operation" in errors[0]


@pytest.mark.skipif(os.name != "posix", reason="descriptors of sockets are what is counted")
def test_connections_leave_no_watched_descriptor_behind(loop: TurnLoop) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    async def call(port: int) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"line\n")
        answer = await reader.read()
        writer.close()
        await writer.wait_closed()
        return answer

    async def main() -> None:
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        for _ in range(10):
            assert await asyncio.gather(*(call(port) for _ in range(20))) == [b"line\n"] * 20
        server.close()
        await server.wait_closed()

    loop.run_until_complete(main())
    before = notifiers()
    for _ in range(3):
        loop.run_until_complete(main())
    assert notifiers() == before
    if isinstance(loop, SelectorLoop):
        assert len(loop._selector.get_map()) == 1


def notifiers() -> int:
    gc.collect()
    return sum(type(thing).__name__ == "QSocketNotifier" for thing in gc.get_objects())
