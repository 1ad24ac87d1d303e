"""What the program is: versions, where keys are kept, checks and the diagnostics bundle, licences of libraries."""

import asyncio
from pathlib import Path
from typing import Any

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from oneapi_desktop import __version__
from oneapi_desktop.desktop.bridge import Work, error_text
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_L, GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.buttons import CopyButton, button
from oneapi_desktop.desktop.widgets.cards import Banner, Card
from oneapi_desktop.desktop.widgets.columns import Column
from oneapi_desktop.desktop.widgets.labels import Badge, BadgeKind, label
from oneapi_desktop.desktop.widgets.list_model import ListModel
from oneapi_desktop.desktop.widgets.progress_row import ProgressRow
from oneapi_desktop.desktop.widgets.reflow import Flow
from oneapi_desktop.desktop.widgets.table import DataTable
from oneapi_desktop.domain.errors import OneApiError
from oneapi_desktop.services.data_directory import DataDirectory
from oneapi_desktop.services.diagnostics import versions
from oneapi_desktop.services.libraries import licence_text, shipped_libraries

TABLE_HEIGHT, LICENCE_HEIGHT = 300, 220

RESULTS: dict[str, BadgeKind] = {"ok": "badge-ok", "warn": "badge-warn", "fail": "badge-fail"}


class VersionCard(Translated):
    """Name, version, what it runs on, where its data lies."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card()
        outer.addWidget(card)
        head = QHBoxLayout()
        title = label("heading", f"One API Desktop {__version__}")
        copy = CopyButton(shell.theme, self.as_text)
        self.say(copy.name_it, lambda: self.tr("Copy the versions"))
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(copy)
        card.body.addLayout(head)
        about = label("small", wrap=True)
        self.say(
            about.setText,
            lambda: self.tr("A gateway to language models for one desk. Free software under the MIT licence."),
        )
        card.body.addWidget(about)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_L)
        grid.setVerticalSpacing(GAP_XS)
        grid.setColumnStretch(1, 1)
        known = versions()
        self.facts = {"Python": known["python"], "Qt": qVersion() or "", "SQLite": known["sqlite"]}
        for number, (name, value) in enumerate(self.facts.items()):
            grid.addWidget(label("muted", name), number, 0)
            grid.addWidget(label("", value), number, 1)
        caption = label("muted")
        self.say(caption.setText, lambda: self.tr("Data directory"))
        grid.addWidget(caption, len(self.facts), 0)
        self.directory = label("", str(DataDirectory.of(shell.bridge.settings).root), wrap=True)
        grid.addWidget(self.directory, len(self.facts), 1)
        card.body.addLayout(grid)

    def as_text(self) -> str:
        """The versions, for a report."""
        return "\n".join([f"One API Desktop {__version__}", *(f"{name} {v}" for name, v in self.facts.items())])


class VaultCard(Translated):
    """Where the keys of upstreams are kept, and what is less safe about it than it could be."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._found: dict[str, str] = {}
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card()
        outer.addWidget(card)
        head = QHBoxLayout()
        head.setSpacing(GAP_M)
        title = label("heading")
        self.say(title.setText, lambda: self.tr("Vault"))
        self.state = Badge()
        head.addWidget(title)
        head.addWidget(self.state)
        head.addStretch(1)
        card.body.addLayout(head)
        self.text = label("small", wrap=True)
        card.body.addWidget(self.text)
        self.warning = Banner()
        card.body.addWidget(self.warning)

    def refresh(self) -> None:
        """Fetch it."""
        self._shell.bridge.start(self._shell.bridge.run("vault.status"), self._show, self._on_error, owner=self)

    def retranslate(self) -> None:
        """The state, too."""
        super().retranslate()
        if self.__dict__.get("_found"):
            self._show(self._found)

    def _show(self, found: dict[str, str]) -> None:
        self._found = found
        if found["warning"]:
            self.state.show_state(self.tr("open, with a remark"), "badge-warn")
        else:
            self.state.show_state(self.tr("open"), "badge-ok")
        text = self.tr("Keys of upstreams are kept in: {name}. Neither the database nor a backup holds them.")
        self.text.setText(text.format(name=found["name"]))
        self.warning.tell(found["warning"])

    def _on_error(self, error: OneApiError) -> None:
        self.state.show_state(self.tr("not open"), "badge-fail")
        self.warning.tell(error_text(error), failed=True)


class DiagnosticsCard(Translated):
    """Checks of everything, and a bundle without secrets for a report."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._work: Work | None = None
        self._checks: list[dict[str, str]] = []
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card()
        outer.addWidget(card)
        title, text = label("heading"), label("small", wrap=True)
        self.say(title.setText, lambda: self.tr("Diagnostics"))
        self.say(
            text.setText,
            lambda: self.tr(
                "The bundle is a zip file with versions, settings, checks, kinds of faults and the log's end. It holds "
                "no key, no prompt, no answer."
            ),
        )
        row = Flow()
        self.check = button(shell.theme, "", "stethoscope")
        self.say(self.check.setText, lambda: self.tr("Check everything"))
        self.check.clicked.connect(self.examine)
        self.save = button(shell.theme, "", "zip-box-outline")
        self.say(self.save.setText, lambda: self.tr("Save a bundle…"))
        self.save.clicked.connect(self._ask_target)
        row.add(self.check)
        row.add(self.save)
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self._cancel)
        self.problem = Banner()
        self.list = QWidget()
        self._grid = QGridLayout(self.list)
        self._grid.setContentsMargins(0, GAP_S, 0, 0)
        self._grid.setHorizontalSpacing(GAP_M)
        self._grid.setVerticalSpacing(GAP_S)
        self._grid.setColumnStretch(2, 1)
        parts: list[QWidget] = [title, text, row, self.progress, self.problem, self.list]
        for part in parts:
            card.body.addWidget(part)
        self.list.hide()

    def examine(self) -> None:
        """Check everything."""
        self._begin(self.tr("Checking everything"))
        self._work = self._shell.bridge.start(
            self._shell.bridge.run("doctor.run"), self._on_checks, self._on_error, owner=self
        )

    def save_to(self, file: Path) -> None:
        """Write the bundle."""

        def done(made: dict[str, Any]) -> None:
            self._end()
            self._shell.notices.say(self.tr("Wrote {file}").format(file=Path(made["file"]).name), "ok")

        async def write() -> dict[str, Any]:
            # The person was asked about a file that is there.
            await asyncio.to_thread(file.unlink, missing_ok=True)
            made: dict[str, Any] = await self._shell.bridge.run("doctor.bundle", file=str(file))
            return made

        self._begin(self.tr("Collecting"))
        self._work = self._shell.bridge.start(write(), done, self._on_error, owner=self)

    def retranslate(self) -> None:
        """Findings, too."""
        super().retranslate()
        if self.__dict__.get("_checks"):
            self._show()

    def _begin(self, text: str) -> None:
        self.problem.tell("")
        self.progress.begin(text)
        self.check.setEnabled(False)
        self.save.setEnabled(False)

    def _end(self) -> None:
        self._work = None
        self.progress.end()
        self.check.setEnabled(True)
        self.save.setEnabled(True)

    def _cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()
        self._end()

    def _on_error(self, error: OneApiError) -> None:
        self._end()
        self.problem.tell(str(error), failed=True)

    def _on_checks(self, checks: list[dict[str, str]]) -> None:
        self._end()
        self._checks = checks
        self._show()

    def _show(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        words = {"ok": self.tr("fine"), "warn": self.tr("attention"), "fail": self.tr("broken")}
        for number, check in enumerate(self._checks):
            self._grid.addWidget(Badge(words[check["result"]], RESULTS[check["result"]]), number, 0)
            self._grid.addWidget(label("section", check["check"]), number, 1)
            text = check["text"] + (f". {check['remedy']}" if check["remedy"] else "")
            self._grid.addWidget(label("muted", text, wrap=True), number, 2)
        self.list.show()

    def _ask_target(self) -> None:
        dialog = QFileDialog(self, self.tr("Save a diagnostics bundle"), "", self.tr("Zip files (*.zip)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile("oneapi-diagnostics.zip")
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class LibrariesCard(Translated):
    """The libraries that are shipped with the program; choosing one shows its licence."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card()
        outer.addWidget(card)
        title = label("heading")
        self.say(title.setText, lambda: self.tr("Libraries and their licences"))
        card.body.addWidget(title)
        own = Column(
            "name", lambda: self.tr("Library"), lambda row: row["name"], 220, sort=lambda row: row["name"].casefold()
        )
        version = Column("version", lambda: self.tr("Version"), lambda row: row["version"], 110)
        licence = Column(
            "licence",
            lambda: self.tr("Licence"),
            lambda row: row["licence"] or "–",
            260,
            sort=lambda row: row["licence"],
            stretch=True,
        )
        self.model = ListModel([own, version, licence], key="name")
        self.model.setParent(self)
        self.table = DataTable("libraries", self.model, shell.theme, shell.remembered)
        self.say(self.table.setAccessibleName, lambda: self.tr("Libraries and their licences"))
        self.table.setFixedHeight(TABLE_HEIGHT)
        self.table.chosen.connect(self._read)
        card.body.addWidget(self.table)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(LICENCE_HEIGHT)
        self.say(self.text.setAccessibleName, lambda: self.tr("Licence"))
        self.text.hide()
        card.body.addWidget(self.text)

    def refresh(self) -> None:
        """Look them up, once."""
        if not self.model.rowCount():
            self._shell.bridge.start(asyncio.to_thread(_rows), self.model.set_rows, owner=self)

    def retranslate(self) -> None:
        """Headings, too."""
        super().retranslate()
        if "table" in self.__dict__:
            self.table.viewport().update()

    def _read(self, row: dict[str, Any]) -> None:
        def show(text: str) -> None:
            self.text.setPlainText(text or self.tr("This library came without a licence file."))
            self.text.show()

        self._shell.bridge.start(asyncio.to_thread(licence_text, row["name"]), show, owner=self)


def _rows() -> list[dict[str, str]]:
    return [
        {"name": library.name, "version": library.version, "licence": library.licence}
        for library in shipped_libraries()
    ]
