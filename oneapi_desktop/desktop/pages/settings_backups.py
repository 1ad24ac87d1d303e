"""Backups on the page Settings: making one with progress, putting one back while the gateway rests."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QWidget

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.bridge import Work, error_text
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_L, GAP_S
from oneapi_desktop.desktop.widgets.buttons import button
from oneapi_desktop.desktop.widgets.cards import Banner, Card
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.progress_row import ProgressRow
from oneapi_desktop.desktop.widgets.reflow import Flow
from oneapi_desktop.domain.errors import OneApiError
from oneapi_desktop.services.backups import restore_closed
from oneapi_desktop.services.data_directory import DataDirectory

LOOK_MS = 150
MOST_LISTED = 6


class BackupCard(Translated):
    """The newest backups, and what can be done with them. ``refresh`` fetches the list."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._work: Work | None = None
        self._rows: list[dict[str, Any]] = []
        self._chosen: Path | None = None
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card()
        outer.addWidget(card)
        title, text = label("heading"), label("small", wrap=True)
        self.say(title.setText, lambda: self.tr("Backups"))
        self.say(
            text.setText,
            lambda: self.tr(
                "A backup is the whole database: channels, tokens, settings, requests. The keys of upstreams are kept "
                "elsewhere; take them along with an export."
            ),
        )
        card.body.addWidget(title)
        card.body.addWidget(text)
        row = Flow()
        self.make = button(shell.theme, "primary", "database-export-outline")
        self.say(self.make.setText, lambda: self.tr("Back up now"))
        self.make.clicked.connect(self.back_up)
        self.save = button(shell.theme, "", "content-save-outline")
        self.say(self.save.setText, lambda: self.tr("Back up to a file…"))
        self.save.clicked.connect(self._ask_target)
        self.restore = button(shell.theme, "", "database-import-outline")
        self.say(self.restore.setText, lambda: self.tr("Restore from a file…"))
        self.restore.clicked.connect(self._ask_source)
        for part in (self.make, self.save, self.restore):
            row.add(part)
        card.body.addWidget(row)
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self._cancel)
        card.body.addWidget(self.progress)
        self.question = Banner()
        self.question.button.clicked.connect(self._restore_chosen)
        self.say(self.question.button.setText, lambda: self.tr("Restore"))
        card.body.addWidget(self.question)
        self.problem = Banner()
        card.body.addWidget(self.problem)
        self.list = QWidget()
        self._grid = QGridLayout(self.list)
        self._grid.setContentsMargins(0, GAP_S, 0, 0)
        self._grid.setHorizontalSpacing(GAP_L)
        self._grid.setColumnStretch(3, 1)
        card.body.addWidget(self.list)
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._ask_progress)

    def refresh(self) -> None:
        """Fetch the list."""
        self._shell.bridge.start(self._shell.bridge.run("backup.list"), self._show, lambda _error: None, owner=self)

    def back_up(self) -> None:
        """Make a backup in the data directory."""
        self.back_up_to(None)

    def back_up_to(self, file: Path | None) -> None:
        """Make a backup in a new file, or in the data directory."""
        if self._busy():
            return
        self.problem.tell("")
        self.progress.begin(self.tr("Copying the database"), 100)
        run = self._shell.bridge.run("backup.create", file=None if file is None else str(file))
        self._work = self._shell.bridge.start(run, self._on_made, self._on_error, owner=self)
        self._look.start()
        self._follow()

    def ask_to_restore(self, file: Path) -> None:
        """Say what restoring means, and wait for the word."""
        self._chosen = file
        self.problem.tell("")
        self.question.tell(
            self.tr(
                "The gateway stops for a moment, {file} takes the database's place, and the gateway starts again. The "
                "present database is kept beside it."
            ).format(file=file.name)
        )
        self.question.button.show()
        self.question.button.setFocus()

    def restore_from(self, file: Path) -> None:
        """Put a backup in the database's place; it can be taken back."""
        if self._busy():
            return
        self.question.tell("")
        self.progress.begin(self.tr("Restoring {file}").format(file=file.name))
        # What has begun is carried to its end.
        self.progress.button.setEnabled(False)
        self._work = self._shell.bridge.start(self._put_back(file), self._on_restored, self._on_error, owner=self)
        self._follow()

    def retranslate(self) -> None:
        """The list, too."""
        super().retranslate()
        if "_grid" in self.__dict__:
            self._show(self._rows)
            if self._chosen is not None and not self.question.isHidden():
                self.ask_to_restore(self._chosen)

    async def _put_back(self, file: Path) -> dict[str, Any]:
        directory = DataDirectory.of(self._shell.bridge.settings)
        found = await self._shell.bridge.restart(partial(restore_closed, directory, file))
        assert found is not None
        return found

    def _busy(self) -> bool:
        return self._work is not None and self._work.running

    def _follow(self) -> None:
        busy = self._busy()
        for part in (self.make, self.save, self.restore, self.list):
            part.setEnabled(not busy)

    def _end(self) -> None:
        self._work = None
        self._look.stop()
        self.progress.end()
        self._follow()
        self.refresh()

    def _on_made(self, made: dict[str, Any]) -> None:
        self._end()
        text = self.tr("Backed up to {file}, {size}")
        self._shell.notices.say(text.format(file=Path(made["file"]).name, size=formats.size(made["bytes"])), "ok")

    def _on_restored(self, found: dict[str, Any]) -> None:
        self._end()
        self._chosen = None
        text = self.tr("{file} is restored.").format(file=Path(found["from"]).name)
        if found["former"] is None:
            self._shell.notices.say(text, "ok")
            return
        self._shell.undo.done(text, lambda: self._put_back(Path(found["former"])))

    def _on_error(self, error: OneApiError) -> None:
        self._end()
        self.problem.tell(error_text(error), failed=True)

    def _cancel(self) -> None:
        self.progress.button.setEnabled(False)
        self._shell.bridge.start(self._shell.bridge.run("backup.cancel"), owner=self)

    def _ask_progress(self) -> None:
        def tell(found: dict[str, int]) -> None:
            if self._busy() and found["total"]:
                self.progress.tell(self.tr("Copying the database"), found["done"] * 100 // found["total"], 100)

        self._shell.bridge.start(self._shell.bridge.run("backup.progress"), tell, lambda _error: None, owner=self)

    def _ask_target(self) -> None:
        dialog = QFileDialog(self, self.tr("Back up to a file"), "", self.tr("Databases (*.db)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("db")
        dialog.selectFile("oneapi-backup.db")
        dialog.fileSelected.connect(lambda name: self.back_up_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_source(self) -> None:
        dialog = QFileDialog(self, self.tr("Restore from a file"), "", self.tr("Databases (*.db)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.ask_to_restore(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _restore_chosen(self) -> None:
        if self._chosen is not None:
            self.restore_from(self._chosen)

    def _show(self, rows: list[dict[str, Any]]) -> None:
        self._rows = rows
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not rows:
            self._grid.addWidget(label("muted", self.tr("There is no backup yet.")), 0, 0)
        for number, row in enumerate(rows[:MOST_LISTED]):
            file, when = Path(row["file"]), formats.moment(row["created_at"])
            back = button(self._shell.theme, "link")
            back.setText(self.tr("Restore"))
            back.setAccessibleName(self.tr("Restore the backup of {time}").format(time=when))
            back.clicked.connect(lambda _checked=False, file=file: self.ask_to_restore(file))
            self._grid.addWidget(label("", when), number, 0)
            self._grid.addWidget(label("muted", formats.size(row["bytes"])), number, 1)
            self._grid.addWidget(label("small", file.name), number, 2)
            self._grid.addWidget(back, number, 4)
