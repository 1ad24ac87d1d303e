"""What the event loops cost by themselves: ``python -m bench.loops LOOP`` prints one loop's figures as JSON.

Each loop runs in a process of its own: ``asyncio``, ``uvloop``, ``qasync`` as it comes, and ``qt``, which is
``desktop/eventloop.py``.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.processes import environment, run_once

LOOPS = ("uvloop", "asyncio", "qt", "qasync")
BEST_OF = 3


def new_loop(name: str) -> asyncio.AbstractEventLoop:
    """A loop of that kind."""
    if name == "asyncio":
        return asyncio.new_event_loop()
    if name == "uvloop":
        import uvloop

        return uvloop.new_event_loop()
    from oneapi_desktop.desktop.eventloop import QtEventLoop, open_application

    application = open_application(gui=True)
    if name == "qt":
        return QtEventLoop(application)
    import qasync

    loop: asyncio.AbstractEventLoop = qasync.QEventLoop(application)
    return loop


def chain(loop: asyncio.AbstractEventLoop, callbacks: int) -> float:
    """Callbacks a second when each schedules the next: what a task switch costs."""
    left = callbacks
    ended = loop.create_future()

    def link() -> None:
        nonlocal left
        left -= 1
        if left:
            loop.call_soon(link)
        else:
            ended.set_result(None)

    begin = time.perf_counter()
    loop.call_soon(link)
    loop.run_until_complete(ended)
    return callbacks / (time.perf_counter() - begin)


def crowd(loop: asyncio.AbstractEventLoop, callbacks: int) -> float:
    """Callbacks a second when all are scheduled first."""
    left = callbacks
    ended = loop.create_future()

    def one() -> None:
        nonlocal left
        left -= 1
        if not left:
            ended.set_result(None)

    begin = time.perf_counter()
    for _ in range(callbacks):
        loop.call_soon(one)
    loop.run_until_complete(ended)
    return callbacks / (time.perf_counter() - begin)


def timeouts(loop: asyncio.AbstractEventLoop, timers: int) -> float:
    """Microseconds for a timeout that is set and cancelled, as every request does."""

    async def main() -> float:
        begin = time.perf_counter()
        for number in range(timers):
            loop.call_later(60 + number % 7, print).cancel()
            if number % 100 == 0:
                await asyncio.sleep(0)
        return (time.perf_counter() - begin) / timers * 1e6

    return loop.run_until_complete(main())


def sleeps(loop: asyncio.AbstractEventLoop, times: int) -> float:
    """Median of how many milliseconds a sleep of 100 ms differs from 100 ms (qasync's coarse timers: early)."""

    async def main() -> float:
        found = []
        for _ in range(times):
            begin = time.perf_counter()
            await asyncio.sleep(0.1)
            found.append((time.perf_counter() - begin - 0.1) * 1000)
        return statistics.median(found)

    return loop.run_until_complete(main())


class Echo(asyncio.Protocol):
    """Sends back what comes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)


class Caller(asyncio.Protocol):
    """Sends 64 bytes as often as asked, each time after the answer came."""

    def __init__(self, times: int) -> None:
        self._left = times
        self.ended = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self.transport.write(b"x" * 64)

    def data_received(self, data: bytes) -> None:
        self._left -= 1
        if self._left:
            self.transport.write(data)
        else:
            self.transport.close()
            self.ended.set_result(None)


def echoes(loop: asyncio.AbstractEventLoop, connections: int, times: int) -> float:
    """Round trips a second between two protocols on the same loop."""

    async def main() -> float:
        server = await loop.create_server(Echo, "127.0.0.1", 0)
        address = server.sockets[0].getsockname()
        callers = [Caller(times) for _ in range(connections)]
        begin = time.perf_counter()
        for caller in callers:
            await loop.create_connection(lambda caller=caller: caller, *address)
        await asyncio.gather(*(caller.ended for caller in callers))
        took = time.perf_counter() - begin
        server.close()
        return connections * times / took

    return loop.run_until_complete(main())


def best(measure: Callable[[], float]) -> float:
    """The best of a few runs: what disturbs a run only ever slows it down."""
    return max(measure() for _ in range(BEST_OF))


def figures(name: str, size: int) -> dict[str, float]:
    """All figures of one loop. ``size`` is the number of callbacks of a run."""
    loop = new_loop(name)
    asyncio.set_event_loop(loop)
    found = {
        "chain_per_second": best(lambda: chain(loop, size)),
        "crowd_per_second": best(lambda: crowd(loop, size)),
        "timeout_us": -best(lambda: -timeouts(loop, size // 2)),
        "sleep_off_ms": sleeps(loop, 5),
        "echo_1_per_second": best(lambda: echoes(loop, 1, size // 10)),
        "echo_10_per_second": best(lambda: echoes(loop, 10, size // 50)),
    }
    loop.close()
    return found


def loops(size: int) -> dict[str, dict[str, float]]:
    """Figures of every loop, each in its own process."""
    return {
        name: json.loads(run_once(("-m", "bench.loops", name, str(size)), environment(), seconds=120)) for name in LOOPS
    }


if __name__ == "__main__":
    print(json.dumps(figures(sys.argv[1], int(sys.argv[2]))))
