"""Time limits of many calls, watched by one coarse timer.

``asyncio.timeout`` sets and cancels a timer for every wait; on the relay's hot path that costs more
than the rest of a call's bookkeeping. Limits here are seconds to minutes, so looking at all of them
twenty times a second, and only while a call is under way, is precise enough.
"""

import asyncio

TICK = 0.05


class Deadline:
    """The limit of one call. ``when`` (loop time) may be moved while the call runs."""

    __slots__ = ("expired", "task", "when")

    def __init__(self, task: "asyncio.Task[object]", when: float) -> None:
        self.task = task
        self.when = when
        self.expired = False


class Deadlines:
    """Cancels tasks whose deadline has passed.

    Use: ``begin``, await inside ``try``, translate CancelledError with ``timed_out``, and ``end`` in
    ``finally``.
    """

    def __init__(self) -> None:
        self._open: set[Deadline] = set()
        self._timer: asyncio.TimerHandle | None = None

    def begin(self, when: float) -> Deadline:
        """Limit the current task until ``end``."""
        task = asyncio.current_task()
        assert task is not None
        deadline = Deadline(task, when)
        self._open.add(deadline)
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(TICK, self._look)
        return deadline

    def end(self, deadline: Deadline) -> None:
        """Stop limiting."""
        self._open.discard(deadline)

    @staticmethod
    def timed_out(deadline: Deadline) -> bool:
        """Inside ``except CancelledError``: whether the deadline caused it, and nobody else asked too.
        True takes the cancellation back."""
        return deadline.expired and deadline.task.uncancel() == 0

    def _look(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for deadline in [d for d in self._open if d.when <= now]:
            self._open.discard(deadline)
            deadline.expired = True
            deadline.task.cancel()
        self._timer = loop.call_later(TICK, self._look) if self._open else None
