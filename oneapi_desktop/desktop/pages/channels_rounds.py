"""Rounds over channels: tests and balances, with progress and a way to end them."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QTimer

from oneapi_desktop.desktop.bridge import Work
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.progress_row import ProgressRow
from oneapi_desktop.domain.errors import OneApiError

PROGRESS_MS = 250


class Rounds(ProgressRow):
    """The row that shows a round; one at a time. How it ended is told by a toast."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._work: Work | None = None
        self.cancelled.connect(self._cancel)
        self._look = QTimer(self, interval=PROGRESS_MS)
        self._look.timeout.connect(self._look_at_tests)

    def test_all(self) -> None:
        """Test every channel, several at a time."""
        if self._start(self.tr("Testing channels …"), 0):
            work = self._shell.bridge.run("channel.test_all")
            self._work = self._shell.bridge.start(work, self._on_tested, self._on_fault, owner=self)
            self._look.start()

    def test_some(self, rows: Sequence[Row]) -> None:
        """Test these channels, one after the other."""

        async def ask() -> list[Row]:
            found: list[Row] = []
            for number, row in enumerate(rows):
                self.tell(self.tr("Testing {name}").format(name=row["name"]), number, len(rows))
                found.append(await self._shell.bridge.run("channel.test", channel=row["id"]))
            return found

        if self._start(self.tr("Testing channels …"), len(rows)):
            self._work = self._shell.bridge.start(ask(), self._on_tested, self._on_fault, owner=self)

    def ask_balances(self, rows: Sequence[Row]) -> None:
        """Ask what is left upstream of these channels, whose providers tell."""
        if not rows:
            self._shell.notices.say(self.tr("None of the channels has a provider that tells its balance."))
        elif self._start(self.tr("Asking for balances …"), len(rows)):
            self._work = self._shell.bridge.start(
                self._ask_balances(rows), self._on_balances, self._on_fault, owner=self
            )

    def _start(self, text: str, total: int) -> bool:
        """Show progress, unless something long is under way."""
        if self._work is not None and self._work.running:
            return False
        self.begin(text, total)
        for command in ("channels.test_all", "channels.balances"):
            self._shell.commands.set_enabled(command, False)
        return True

    def _finish(self) -> None:
        self._look.stop()
        self._work = None
        self.end()
        for command in ("channels.test_all", "channels.balances"):
            self._shell.commands.set_enabled(command, True)

    def _cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._finish()

    def _on_fault(self, error: OneApiError) -> None:
        self._finish()
        self._shell.notices.say(str(error), "fail")

    def _look_at_tests(self) -> None:
        self._shell.bridge.start(
            self._shell.bridge.run("channel.test_progress"), self._on_progress, lambda _error: None, owner=self
        )

    def _on_progress(self, run: dict[str, Any]) -> None:
        if run["running"] and self._work is not None:
            text = self.tr("Testing channels: {done} of {total}").format(done=run["done"], total=run["total"])
            self.tell(text, run["done"], run["total"])

    def _on_tested(self, results: list[Row]) -> None:
        self._finish()
        failed = [result for result in results if result["result"] == "failed"]
        if not failed:
            self._shell.notices.say(self.tr("%n channel(s) answered.", "", len(results)), "ok")
            return
        names = ", ".join(result["channel"] for result in failed[:3]) + (" …" if failed[3:] else "")
        text = self.tr("%n channel(s) did not answer: {names}", "", len(failed)).format(names=names)
        first = failed[0]["id"]
        self._shell.notices.say(text, "warn", self.tr("Show"), lambda: self._shell.go("channels", channel=first))

    async def _ask_balances(self, rows: Sequence[Row]) -> list[Row]:
        found: list[Row] = []
        for number, row in enumerate(rows):
            text = self.tr("Asking {name} for its balance").format(name=row["name"])
            self.tell(text, number, len(rows))
            found += await self._shell.bridge.run("channel.balance", channel=row["id"])
        return found

    def _on_balances(self, found: list[Row]) -> None:
        self._finish()
        failed = [balance for balance in found if balance["error"]]
        if failed:
            text = self.tr("{name} did not tell its balance: {error}")
            self._shell.notices.say(text.format(name=failed[0]["channel"], error=failed[0]["error"]), "warn")
        else:
            self._shell.notices.say(self.tr("%n balance(s) are up to date.", "", len(found)), "ok")
