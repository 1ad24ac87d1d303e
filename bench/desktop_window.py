"""The whole desktop program with somebody at its window: ``python -m bench.desktop_window --port N --data-dir DIR``.

With ``--acting`` a thread posts an event every 40 ms, as input comes from a window system: the requests are
scrolled through, dragged to anywhere, pages are switched, charts redrawn and pointed at. How long after an event
was due its answer was painted is written to ``--report`` in the end.
"""

import argparse
import asyncio
import json
import random
import signal
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication

from oneapi_desktop.app import Gateway
from oneapi_desktop.cli.environment import settings_from
from oneapi_desktop.desktop.application import Desktop
from oneapi_desktop.desktop.eventloop import run
from oneapi_desktop.desktop.pages.overview import OverviewPage
from oneapi_desktop.desktop.pages.requests import RequestsPage
from oneapi_desktop.desktop.window import MainWindow
from oneapi_desktop.services.data_directory import DataDirectory
from oneapi_desktop.settings import Settings

PACE = 0.04
"""Seconds between two events: faster than anybody types."""

STAY = 25
"""Events on one page before the next is shown."""

ROUND = ("requests", "overview", "requests", "channels", "requests", "tokens")


class Due(QEvent):
    """One action that was due at a moment (nanoseconds of the monotonic clock)."""

    KIND = QEvent.Type(QEvent.registerEventType())

    def __init__(self, at: int) -> None:
        super().__init__(self.KIND)
        self.at = at


class Person(QObject):
    """Acts on a window and notes how long each answer took. Seeded: every run does the same."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window = window
        self._chance = random.Random(20260101)
        self._number = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._post, name="input", daemon=True)
        self.answers: list[float] = []
        """Milliseconds from when an event was due until its answer was painted."""

    def begin(self) -> None:
        """Begin to act."""
        self._thread.start()

    def stop(self) -> None:
        """Act no more."""
        self._over.set()
        self._thread.join()
        QCoreApplication.removePostedEvents(self, Due.KIND)

    def event(self, event: QEvent) -> bool:
        """Qt's own: the next action, and its answer painted."""
        if not isinstance(event, Due):
            return super().event(event)
        self._act()
        self.answers.append((time.monotonic_ns() - event.at) / 1e6)
        return True

    def _post(self) -> None:
        due = time.monotonic()
        while not self._over.wait(max(0.0, due - time.monotonic())):
            QCoreApplication.postEvent(self, Due(round(due * 1e9)))
            due += PACE

    def _act(self) -> None:
        turn, step = divmod(self._number, STAY)
        self._number += 1
        if step == 0:
            self._window.go(ROUND[turn % len(ROUND)])
            self._window.page.repaint()
            return
        page = self._window.page
        if isinstance(page, RequestsPage):
            bar = page.table.verticalScrollBar()
            far = step % 8 == 7
            bar.setValue(self._chance.randrange(bar.maximum() + 1) if far else bar.value() + 5 * bar.singleStep())
            page.table.viewport().repaint()
        elif isinstance(page, OverviewPage) and page.spend.chart is not None and page.latency.chart is not None:
            if step % 6 == 0:
                page.spend.chart.redraw()
                page.latency.chart.redraw()
            page.spend.chart.point_at(step % max(1, len(page.spend.chart.buckets)))
            page.spend.chart.view.viewport().repaint()
        else:
            page.repaint()


def distribution(values: list[float]) -> dict[str, Any]:
    """Count, median, 99th percentile and the largest; -1 of nothing."""
    ordered = sorted(values)

    def part(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 2) if ordered else -1.0

    return {"count": len(ordered), "p50_ms": part(0.5), "p99_ms": part(0.99), "max_ms": part(1.0)}


async def serve_with_window(settings: Settings, report: Path, *, acting: bool) -> int:
    """Show the window and serve until SIGTERM."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program = Desktop(application, settings, DataDirectory.of(settings))
    if not await program.bridge.open(partial(Gateway.start, settings)):
        print(program.bridge.status.problem, file=sys.stderr)
        return 1
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, program.quitting.request)
    program.window.resize(1180, 760)
    program.window.show()
    program.window.go("requests")
    person = Person(program.window)
    if acting:
        person.begin()
    await program.quitting.wait()
    if acting:
        person.stop()
    await program.end()
    report.write_text(json.dumps(distribution(person.answers)), encoding="utf-8")
    return 0


def main() -> int:
    """Parse the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data-dir", required=True)
    parser.add_argument("--report", type=Path, required=True)
    parser.add_argument("--acting", action="store_true")
    options = parser.parse_args()
    settings = settings_from({"port": options.port, "data_dir": options.data_dir})
    return run(serve_with_window(settings, options.report, acting=options.acting), gui=True)


if __name__ == "__main__":
    sys.exit(main())
