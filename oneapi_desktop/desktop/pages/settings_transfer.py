"""Channels and tokens as a file: export, with keys behind a passphrase, and import after a look at what it would do."""

import asyncio
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from oneapi_desktop.desktop.bridge import Work, error_text
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S
from oneapi_desktop.desktop.widgets.buttons import button
from oneapi_desktop.desktop.widgets.cards import Banner, Card
from oneapi_desktop.desktop.widgets.form import Form
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.progress_row import ProgressRow
from oneapi_desktop.desktop.widgets.reflow import Flow
from oneapi_desktop.domain.errors import InvalidInput, OneApiError
from oneapi_desktop.services.document_files import read_document, write_document

FORM_WIDTH = 420


class TransferCard(Translated):
    """``ask_export`` and ``look_into(file)`` open the two forms; ``export_to`` and ``take_over`` do the work."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._work: Work | None = None
        self._document: Any = None
        self._found: dict[str, Any] = {}
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card()
        outer.addWidget(card)
        title, text = label("heading"), label("small", wrap=True)
        self.say(title.setText, lambda: self.tr("Channels and tokens as a file"))
        self.say(
            text.setText,
            lambda: self.tr("To take them to another machine, or to keep them with their keys in a safe place."),
        )
        row = Flow()
        self.export = button(shell.theme, "", "export")
        self.say(self.export.setText, lambda: self.tr("Export…"))
        self.export.clicked.connect(self.ask_export)
        self.load = button(shell.theme, "", "import")
        self.say(self.load.setText, lambda: self.tr("Import…"))
        self.load.clicked.connect(self._ask_source)
        row.add(self.export)
        row.add(self.load)
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self._cancel)
        self.problem = Banner()
        card.body.addWidget(title)
        card.body.addWidget(text)
        card.body.addWidget(row)
        card.body.addWidget(self.progress)
        card.body.addWidget(self.problem)
        for part in (self._export_part(), self._import_part()):
            # In a row, the heights of its lines are reckoned for the width that it really has.
            beside = QHBoxLayout()
            beside.addWidget(part, 1)
            beside.addStretch(0)
            card.body.addLayout(beside)

    def _export_part(self) -> QWidget:
        self.export_box = QWidget()
        self.export_box.setMaximumWidth(FORM_WIDTH)
        column = QVBoxLayout(self.export_box)
        column.setContentsMargins(0, GAP_S, 0, GAP_S)
        column.setSpacing(GAP_M)
        self.export_form = form = Form()
        self.with_keys = QCheckBox()
        form.add(
            "with_keys",
            self.with_keys,
            lambda: self.tr("With keys, sealed with a passphrase"),
            lambda: self.tr("Without them the keys of upstreams must be typed again; tokens get new keys."),
        )
        for name in ("passphrase", "again"):
            line = QLineEdit()
            line.setEchoMode(QLineEdit.EchoMode.Password)
            if name == "passphrase":
                form.add(name, line, lambda: self.tr("Passphrase"), lambda: self.tr("Nobody can open it without."))
            else:
                form.add(name, line, lambda: self.tr("Passphrase once more"))
            form.show_field(name, False)
        self.with_keys.toggled.connect(self._show_passphrase)
        column.addWidget(form)
        row = Flow()
        self.export_now = button(self._shell.theme, "primary")
        self.say(self.export_now.setText, lambda: self.tr("Choose the file…"))
        self.export_now.clicked.connect(self._ask_target)
        close = button(self._shell.theme)
        self.say(close.setText, lambda: self.tr("Cancel"))
        close.clicked.connect(self._close_export)
        row.add(self.export_now)
        row.add(close)
        column.addWidget(row)
        self.export_box.hide()
        return self.export_box

    def _import_part(self) -> QWidget:
        self.import_box = QWidget()
        self.import_box.setMaximumWidth(FORM_WIDTH)
        column = QVBoxLayout(self.import_box)
        column.setContentsMargins(0, GAP_S, 0, GAP_S)
        column.setSpacing(GAP_M)
        self.summary = label("section", wrap=True)
        column.addWidget(self.summary)
        self.import_form = form = Form()
        self.conflict = QComboBox()
        form.add("on_conflict", self.conflict, lambda: self.tr("Names that exist already"))
        secret = QLineEdit()
        secret.setEchoMode(QLineEdit.EchoMode.Password)
        form.add("passphrase", secret, lambda: self.tr("Passphrase"), lambda: self.tr("The one it was exported with."))
        self._name_conflicts()
        column.addWidget(form)
        row = Flow()
        self.import_now = button(self._shell.theme, "primary")
        self.say(self.import_now.setText, lambda: self.tr("Import"))
        self.import_now.clicked.connect(self.take_over)
        close = button(self._shell.theme)
        self.say(close.setText, lambda: self.tr("Cancel"))
        close.clicked.connect(self._close_import)
        row.add(self.import_now)
        row.add(close)
        column.addWidget(row)
        self.import_box.hide()
        return self.import_box

    def retranslate(self) -> None:
        """Choices, too."""
        super().retranslate()
        if "import_form" in self.__dict__:
            self._name_conflicts()
            self._summarise()

    # Export

    def ask_export(self) -> None:
        """Open the form of the export."""
        self._close_import()
        self.problem.tell("")
        self.export_box.show()
        self.with_keys.setFocus()

    def export_to(self, path: Path) -> None:
        """Write the file."""
        passphrase = self.export_form.fields["passphrase"].value() if self.with_keys.isChecked() else None

        async def write() -> dict[str, int]:
            document = await self._shell.bridge.run("transfer.export", passphrase=passphrase)
            await asyncio.to_thread(write_document, path, document)
            return {name: len(document[name]) for name in ("channels", "tokens")}

        def done(counts: dict[str, int]) -> None:
            self._end()
            self._close_export()
            self.export_form.fill({"with_keys": False, "passphrase": "", "again": ""})
            self._show_passphrase(False)
            text = self.tr("Wrote {file} (channels: {channels}, tokens: {tokens})")
            self._shell.notices.say(text.format(file=path.name, **counts), "ok")

        def failed(error: OneApiError) -> None:
            self._end()
            if isinstance(error, InvalidInput):
                self.export_form.show_error(error)
            else:
                self.problem.tell(error_text(error), failed=True)

        self._begin(self.tr("Writing {file}").format(file=path.name))
        self._work = self._shell.bridge.start(write(), done, failed, owner=self)

    def _ask_target(self) -> None:
        fields = self.export_form.fields
        self.export_form.clear_errors()
        if self.with_keys.isChecked() and fields["passphrase"].value() != fields["again"].value():
            self.export_form.mark(fields["again"], self.tr("The two differ; type the same passphrase twice."))
            fields["again"].widget.setFocus()
            return
        if self.with_keys.isChecked() and not fields["passphrase"].value():
            self.export_form.mark(fields["passphrase"], self.tr("Write a passphrase."))
            fields["passphrase"].widget.setFocus()
            return
        dialog = QFileDialog(self, self.tr("Export channels and tokens"), "", self.tr("JSON files (*.json)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.selectFile("oneapi-channels.json")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show_passphrase(self, shown: bool) -> None:
        for name in ("passphrase", "again"):
            self.export_form.show_field(name, shown)

    # Import

    def look_into(self, path: Path) -> None:
        """Read a file and say what importing it would do."""
        self._close_export()
        self.problem.tell("")

        def read(document: Any) -> None:
            self._end()
            sealed = isinstance(document, dict) and "secrets" in document
            entries = {
                name: len(document[name]) if isinstance(document, dict) and isinstance(document.get(name), list) else 0
                for name in ("channels", "tokens")
            }
            self._document, self._found = document, {"file": path.name, **entries}
            self.import_form.fill({"passphrase": "", "on_conflict": "fail"})
            self.import_form.show_field("passphrase", sealed)
            self._summarise()
            self.import_box.show()
            self.import_now.setFocus()

        self._begin(self.tr("Reading {file}").format(file=path.name))
        work = asyncio.to_thread(read_document, path)
        self._work = self._shell.bridge.start(work, read, self._on_error, owner=self)

    def take_over(self) -> None:
        """Import the file that was looked into, all or nothing."""
        values = self.import_form.values()
        arguments = {
            "document": self._document,
            "on_conflict": values["on_conflict"],
            "passphrase": values["passphrase"] or None,
        }

        async def check_and_store() -> dict[str, Any]:
            run = self._shell.bridge.run
            await run("transfer.import", dry_run=True, **arguments)
            # From here on it is carried to its end.
            self.progress.button.setEnabled(False)
            found: dict[str, Any] = await run("transfer.import", **arguments)
            return found

        def done(found: dict[str, Any]) -> None:
            self._end()
            self._close_import()
            actions = [entry["action"] for entry in found["channels"] + found["tokens"]]
            counts = {name: actions.count(name) for name in ("added", "replaced", "skipped")}
            text = self.tr("Imported: {added} added, {replaced} replaced, {skipped} left as they were")
            self._shell.notices.say(text.format(**counts), "ok")

        def failed(error: OneApiError) -> None:
            self._end()
            self.import_form.show_error(error)

        self.import_form.clear_errors()
        self._begin(self.tr("Checking {file}").format(file=self._found.get("file", "")))
        self._work = self._shell.bridge.start(check_and_store(), done, failed, owner=self)

    def _ask_source(self) -> None:
        dialog = QFileDialog(self, self.tr("Import channels and tokens"), "", self.tr("JSON files (*.json)"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.look_into(Path(name)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _name_conflicts(self) -> None:
        texts = {
            "fail": self.tr("Import nothing"),
            "skip": self.tr("Leave as they are"),
            "replace": self.tr("Replace"),
        }
        if not self.conflict.count():
            for value in texts:
                self.conflict.addItem("", value)
        for index, text in enumerate(texts.values()):
            self.conflict.setItemText(index, text)

    def _summarise(self) -> None:
        if self._found:
            text = self.tr("In {file}: channels: {channels}, tokens: {tokens}")
            self.summary.setText(text.format(**self._found))

    # Both

    def _begin(self, text: str) -> None:
        self.progress.begin(text)
        for part in (self.export, self.load, self.export_now, self.import_now):
            part.setEnabled(False)

    def _end(self) -> None:
        self._work = None
        self.progress.end()
        for part in (self.export, self.load, self.export_now, self.import_now):
            part.setEnabled(True)

    def _on_error(self, error: OneApiError) -> None:
        self._end()
        self.problem.tell(str(error), failed=True)

    def _cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()
        self._end()
        self._shell.notices.say(self.tr("Cancelled; nothing was changed."), "info")

    def _close_export(self) -> None:
        self.export_box.hide()

    def _close_import(self) -> None:
        self._document = None
        self.import_box.hide()
