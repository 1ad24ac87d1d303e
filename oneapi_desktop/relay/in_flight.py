"""Requests under way: counted for draining, and noted on disk once they last.

Short requests cost nothing here. One that lasts longer than a tick is written to the store as open,
so that a start after a crash finds it and shows it as interrupted.
"""

import asyncio
from collections.abc import Collection

from oneapi_desktop.relay.run import Run
from oneapi_desktop.store.database import Database

TICK = 0.1


class InFlight:
    """The open requests of one gateway. ``cutting`` is set once ``cut`` was called."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._runs: dict[int, Run] = {}
        self._tasks: dict[int, asyncio.Task[object]] = {}
        self._seen: set[int] = set()
        self._idle = asyncio.Event()
        self._idle.set()
        self._timer: asyncio.TimerHandle | None = None
        self.cutting = False

    def __len__(self) -> int:
        return len(self._runs)

    @property
    def runs(self) -> Collection[Run]:
        """What is open now."""
        return self._runs.values()

    def add(self, run: Run) -> None:
        """A request came in; the current task serves it."""
        task = asyncio.current_task()
        assert task is not None
        if not self._runs:
            self._idle.clear()
        self._runs[id(run)] = run
        self._tasks[id(run)] = task
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(TICK, self._tick)

    def remove(self, run: Run) -> None:
        """A request was answered."""
        self._runs.pop(id(run), None)
        self._tasks.pop(id(run), None)
        self._seen.discard(id(run))
        if not self._runs:
            self._idle.set()

    async def drained(self) -> None:
        """Returns when nothing is open."""
        await self._idle.wait()

    def give_up(self) -> None:
        """Let ``drained`` return although requests are open."""
        self._idle.set()

    def cut(self) -> None:
        """The drain limit has passed: end what is open now."""
        self.cutting = True
        for task in self._tasks.values():
            task.cancel()

    def close(self) -> None:
        """Stop ticking."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _tick(self) -> None:
        self._timer = None
        for key, run in self._runs.items():
            if key in self._seen and not run.noted and not run.settled and run.caller is not None:
                run.noted = True
                run.record.attempts = run.attempts
                if run.entry is not None:
                    run.record.channel_id, run.record.channel_name = run.entry.channel.id, run.entry.channel.name
                self._database.open_request(run.record)
        self._seen = set(self._runs)
        if self._runs:
            self._timer = asyncio.get_running_loop().call_later(TICK, self._tick)
