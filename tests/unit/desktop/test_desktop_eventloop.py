"""The loop as programs use it: a server and its client, signals, the end of the program."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from aiohttp import web
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from oneapi_desktop.desktop import eventloop
from oneapi_desktop.desktop.eventloop import PlatformLoop, SelectorLoop, open_application, run
from oneapi_desktop.desktop.turnloop import TurnLoop

CHUNKS = 200


@pytest.fixture(params=[SelectorLoop, PlatformLoop])
def loop_class(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> type[TurnLoop]:
    """Both loops, and the one in question is the one that ``run`` takes."""
    monkeypatch.setattr(eventloop, "QtEventLoop", request.param)
    loop_class: type[TurnLoop] = request.param
    return loop_class


@pytest.fixture
def loop(loop_class: type[TurnLoop]) -> Iterator[TurnLoop]:
    loop = loop_class(open_application(gui=True))
    yield loop
    loop.close()


async def answer(request: web.Request) -> web.Response:
    return web.json_response({"got": await request.json()})


async def stream(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    for number in range(CHUNKS):
        await response.write(f"data: {number}\n\n".encode())
        await asyncio.sleep(0)
    await response.write_eof()
    return response


async def serve() -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_post("/answer", answer)
    application.router.add_get("/stream", stream)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def test_a_server_and_its_client_talk_on_one_loop(loop: TurnLoop) -> None:
    async def ask(session: aiohttp.ClientSession, url: str, number: int) -> None:
        async with session.post(f"{url}/answer", json={"number": number}) as response:
            assert await response.json() == {"got": {"number": number}}

    async def read(session: aiohttp.ClientSession, url: str) -> bytes:
        async with session.get(f"{url}/stream") as response:
            return await response.read()

    async def main() -> None:
        server = serve()
        url = await anext(server)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            await asyncio.gather(*(ask(session, url, number) for number in range(300)))
            streams = await asyncio.gather(*(read(session, url) for _ in range(30)))
        await anext(server, None)
        expected = b"".join(b"data: %d\n\n" % number for number in range(CHUNKS))
        assert streams == [expected] * 30

    loop.run_until_complete(main())


def test_a_client_that_goes_away_cancels_its_handler(loop: TurnLoop) -> None:
    async def main() -> None:
        entered, cancelled = asyncio.Event(), asyncio.Event()

        async def handler(request: web.Request) -> web.Response:
            entered.set()
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                cancelled.set()
                raise
            return web.Response()

        runner = web.AppRunner(web.Application(), handler_cancellation=True)
        runner.app.router.add_get("/", handler)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        _, writer = await asyncio.open_connection("127.0.0.1", runner.addresses[0][1])
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        await entered.wait()
        writer.close()
        await cancelled.wait()
        await runner.cleanup()

    loop.run_until_complete(main())


@pytest.mark.skipif(os.name != "posix", reason="asyncio has signal handlers on Unix only")
def test_sigterm_reaches_its_handler_while_qt_sleeps(loop: TurnLoop) -> None:
    async def main() -> None:
        for _ in range(3):
            received = asyncio.Event()
            loop.add_signal_handler(signal.SIGTERM, received.set)
            threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGTERM)).start()
            await received.wait()
            assert loop.remove_signal_handler(signal.SIGTERM)
        assert not loop.remove_signal_handler(signal.SIGTERM)

    loop.run_until_complete(main())
    assert signal.set_wakeup_fd(-1) == -1


@pytest.mark.skipif(os.name != "posix", reason="sends itself a signal")
@pytest.mark.parametrize("after_another_handler", [False, True])
def test_ctrl_c_lets_the_program_end_in_order(loop_class: type[TurnLoop], after_another_handler: bool) -> None:
    steps: list[str] = []

    async def main() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, loop_class)
        if after_another_handler:
            # One that came and went must not take the wake-up for Ctrl-C with it.
            loop.add_signal_handler(signal.SIGTERM, print)
            loop.remove_signal_handler(signal.SIGTERM)
        threading.Timer(0.01, os.kill, (os.getpid(), signal.SIGINT)).start()
        try:
            await loop.create_future()
        finally:
            await asyncio.sleep(0.001)
            steps.append(await asyncio.to_thread(lambda: "cleaned up"))

    with pytest.raises(KeyboardInterrupt):
        run(main(), gui=True)
    assert steps == ["cleaned up"]


def test_run_returns_the_result_and_may_be_called_again(loop_class: type[TurnLoop]) -> None:
    async def main(number: int) -> int:
        await asyncio.sleep(0)
        return number

    assert run(main(1), gui=True) == 1
    assert run(main(2), gui=False) == 2


def test_quitting_qt_cancels_the_program_which_may_still_await(loop_class: type[TurnLoop]) -> None:
    steps: list[str] = []

    async def main() -> None:
        QTimer.singleShot(0, QCoreApplication.quit)
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0.001)
            steps.append(await asyncio.to_thread(lambda: "cleaned up"))

    with pytest.raises(asyncio.CancelledError):
        run(main(), gui=True)
    assert steps == ["cleaned up"]


def test_a_program_with_its_own_quit_handler_ends_by_itself(loop_class: type[TurnLoop]) -> None:
    async def main() -> str:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        assert isinstance(loop, TurnLoop)
        loop.quit_handler = stopping.set
        QTimer.singleShot(0, QCoreApplication.quit)
        await stopping.wait()
        await asyncio.sleep(0.001)
        return "ended"

    assert run(main(), gui=True) == "ended"


def test_the_application_is_made_once_and_outlives_its_windows() -> None:
    application = open_application(gui=True)
    assert isinstance(application, QApplication)
    assert open_application(gui=False) is application
    assert not application.quitOnLastWindowClosed()


PROGRAM = """
import asyncio, socket
from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from oneapi_desktop.desktop.eventloop import open_application, run

class PostedEvents(QObject):
    count = 0
    def customEvent(self, event):
        self.count += 1
        if self.count < 200_000:
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

async def callbacks_beside_a_flood_of_events():
    events = PostedEvents()
    events.customEvent(None)
    for _ in range(20_000):
        await asyncio.sleep(0)
    assert events.count < 200_000

async def main():
    await callbacks_beside_a_flood_of_events()
    loop = asyncio.get_running_loop()
    ticks, reads = [], []
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.send(b"never read")
    done = asyncio.Event()
    loop.add_reader(ours, lambda: reads.append(1) if len(reads) < 300_000 else done.set())
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1) if len(ticks) < 20 else done.set())
    timer.start(1)
    await done.wait()
    loop.remove_reader(ours)
    ours.close()
    theirs.close()
    return len(ticks), QAbstractEventDispatcher.instance().metaObject().className()

assert not isinstance(QCoreApplication.instance(), QApplication)
ticks, dispatcher = run(main(), gui=False)
try:
    open_application(gui=True)
except RuntimeError as error:
    print(ticks, dispatcher, error)
"""


@pytest.mark.parametrize("without_glib", ["0", "1"])
def test_a_program_without_windows_on_either_dispatcher_of_linux(without_glib: str) -> None:
    if sys.platform != "linux":
        pytest.skip("the dispatchers of other systems have no switch")
    environment = {**os.environ, "QT_NO_GLIB": without_glib}
    if without_glib == "0":
        del environment["QT_NO_GLIB"]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    words = done.stdout.split()
    assert words[0] == "20"
    assert words[1] == ("QEventDispatcherUNIX" if without_glib == "1" else words[1])
    assert done.stdout.rstrip().endswith("an application without windows exists already in this process")
