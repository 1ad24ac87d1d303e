"""Calls that may wait for a person (a keyring's prompt), with a limit."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class _Outcome(Generic[T]):
    """What the thread found."""

    def __init__(self) -> None:
        self.values: list[T] = []
        self.error: BaseException | None = None


def call_bounded(function: Callable[[], T], seconds: float) -> T:
    """The function's result, or its exception. Raises TimeoutError after ``seconds``.

    It runs in a daemon thread: an abandoned call does not keep the program from ending, but goes on
    until then, so it must hold its own locks.
    """
    outcome: _Outcome[T] = _Outcome()

    def run() -> None:
        try:
            outcome.values.append(function())
        except BaseException as error:
            outcome.error = error

    thread = threading.Thread(target=run, name="vault", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError
    if outcome.error is not None:
        raise outcome.error
    return outcome.values[0]
