"""Requests under way, for whoever looks: sampled while somebody does, at no cost to the requests."""

import time
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from oneapi_desktop.services.json_shapes import iso_time

if TYPE_CHECKING:
    from oneapi_desktop.relay.in_flight import InFlight
    from oneapi_desktop.relay.run import Run

SAMPLE_MS = 250


class LiveRequests(QObject):
    """``sampled(rows)`` comes four times a second while somebody watches and when it changes to none.

    A row has request_id, created_at (ISO), token, channel, model, upstream_model, dialect, stream,
    attempts, phase (``routing``, ``waiting``, ``answering``), elapsed_ms, ttft_ms. A finished request
    is told by the bridge's change feed: table ``requests``, the ids of its rows.
    """

    sampled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._in_flight: InFlight | None = None
        self._watchers = 0
        self._last: list[dict[str, Any]] = []
        self._timer = QTimer(self, interval=SAMPLE_MS)
        self._timer.timeout.connect(self._sample)

    def attach(self, in_flight: "InFlight") -> None:
        """Look at these requests from now on."""
        self._in_flight = in_flight

    def detach(self) -> None:
        """There is no gateway any more."""
        self._in_flight = None
        self._timer.stop()

    def look(self) -> None:
        """Begin to sample; called when a page that shows live requests becomes visible."""
        self._watchers += 1
        self._timer.start()

    def look_away(self) -> None:
        """The counterpart of ``look``."""
        self._watchers = max(0, self._watchers - 1)
        if not self._watchers:
            self._timer.stop()

    def rows(self) -> list[dict[str, Any]]:
        """The open requests now, oldest first."""
        return [] if self._in_flight is None else [_row(run) for run in self._in_flight.runs]

    def _sample(self) -> None:
        rows = self.rows()
        if rows or self._last:
            self.sampled.emit(rows)
        self._last = rows


def _row(run: "Run") -> dict[str, Any]:
    record, received = run.record, run.inbound.received
    answering = run.first_byte is not None or run.started
    waiting = run.attempts > 0
    phase = "answering" if answering else "waiting" if waiting else "routing"
    return {
        "request_id": record.request_id,
        "created_at": iso_time(record.created_at),
        "token": record.token_name,
        "channel": run.entry.channel.name if run.entry is not None else "",
        "model": run.model or record.model,
        "upstream_model": run.upstream_model,
        "dialect": record.dialect,
        "stream": record.stream,
        "attempts": run.attempts,
        "phase": phase,
        "elapsed_ms": round((time.perf_counter() - received) * 1000),
        "ttft_ms": None if run.first_byte is None else round((run.first_byte - received) * 1000),
    }
