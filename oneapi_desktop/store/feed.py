"""News of committed changes, for whatever holds a copy: the directory, lists on screen, the portal."""

import logging
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

Kind = Literal["insert", "update", "delete"]
Subscriber = Callable[[Sequence["Change"]], None]

logger = logging.getLogger(__name__)


class Change(NamedTuple):
    """One committed change of one row. ``id`` is 0 in tables that are keyed by text
    (``settings``, ``prices``, ``groups``): read the whole small table again."""

    table: str
    id: int
    kind: Kind


class ChangeFeed:
    """Subscribers are called on the event loop, once per group commit, after COMMIT and before the
    writes that caused it return to their callers: who awaited a write finds every copy current."""

    def __init__(self) -> None:
        self._subscribers: list[Subscriber] = []

    @property
    def active(self) -> bool:
        """Whether anybody listens."""
        return bool(self._subscribers)

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call ``callback`` with every batch of changes; the returned function ends that, and may
        be called more than once."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def emit(self, changes: Sequence[Change]) -> None:
        """Pass changes on. A subscriber that raises is logged and does not hinder the others."""
        for callback in tuple(self._subscribers):
            try:
                callback(changes)
            except Exception:
                logger.exception("a subscriber of the change feed failed")
