"""The last of the first steps: what to call with, and a request that shows that it works."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from oneapi_desktop.desktop.bridge import error_text
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.channels_result import ResultCard
from oneapi_desktop.desktop.pages.tokens_panel import KeyRow
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S
from oneapi_desktop.desktop.widgets.buttons import CopyButton, button
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.domain.errors import OneApiError

FIRST_TOKEN = "first"


class ReadyStep(Translated):
    """Address, token and model to call with, and a request that shows that it works."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._token: int | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        told = label("lead", wrap=True)
        self.say(told.setText, lambda: self.tr("Put these into any tool that can call OpenAI:"))
        column.addWidget(told)
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_M)
        grid.setVerticalSpacing(GAP_S)
        grid.setColumnStretch(1, 1)
        column.addLayout(grid)
        self.address, self.model = QLineEdit(), QLineEdit()
        self.key = KeyRow(shell)
        captions = (label("muted"), label("muted"), label("muted"))
        self.say(captions[0].setText, lambda: self.tr("Base URL"))
        self.say(captions[1].setText, lambda: self.tr("API key"))
        self.say(captions[2].setText, lambda: self.tr("Model"))
        self.say(self.address.setAccessibleName, lambda: self.tr("Base URL"))
        self.say(self.model.setAccessibleName, lambda: self.tr("Model"))
        for number, (caption, part) in enumerate(
            zip(captions, (self._copied(self.address), self.key, self._copied(self.model)), strict=True)
        ):
            grid.addWidget(caption, number, 0)
            grid.addWidget(part, number, 1)
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        self.send = button(shell.theme, "primary", "send")
        self.send.setObjectName("send-test-request")
        self.send.setEnabled(False)
        self.say(self.send.setText, lambda: self.tr("Send a test request"))
        self.send.clicked.connect(self.call)
        row.addWidget(self.send)
        row.addStretch(1)
        column.addLayout(row)
        self.result = ResultCard(shell.theme)
        column.addWidget(self.result)
        self.lit = label("muted", wrap=True)
        self.say(
            self.lit.setText,
            lambda: self.tr("It is on the Overview behind this sheet, and under Requests with all that happened."),
        )
        self.lit.hide()
        column.addWidget(self.lit)
        column.addStretch(1)

    def begin(self, model: str) -> None:
        """Show what to call with; ``model`` is one that answers."""
        self.address.setText(self._shell.bridge.status.base_url)
        self.model.setText(model)
        self.result.hide()
        self.lit.hide()
        self.send.setEnabled(False)
        self._shell.bridge.start(self._first_token(), self._on_token, owner=self)

    def call(self) -> None:
        """Send one request through the gateway."""
        self.send.setEnabled(False)
        self.result.show_work(lambda: self.tr("Waiting for an answer …"))
        self._shell.bridge.start(
            self._shell.bridge.run("token.try", token=self._token, model=self.model.text()),
            self._on_answer, self._on_error, owner=self,
        )  # fmt: skip

    async def _first_token(self) -> dict[str, Any]:
        """The token that can call everything; a new one where the owner has none like that."""
        run = self._shell.bridge.run
        for token in await run("token.list"):
            if token["status"] == "enabled" and token["unlimited"] and not token["models"] and not token["subnet"]:
                return dict(token)
        return dict(await run("token.add", name=FIRST_TOKEN, unlimited=True))

    def _on_token(self, token: dict[str, Any]) -> None:
        self._token = token["id"]
        self.key.show_token(token)
        self.send.setEnabled(bool(self.model.text()))
        self.send.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_answer(self, found: dict[str, Any]) -> None:
        self.send.setEnabled(True)
        self.send.setFocus(Qt.FocusReason.OtherFocusReason)
        self.lit.setVisible(not found["error"])
        # The Overview lies behind and looks at its figures now and then only.
        self._shell.commands.run("page.refresh")
        self.result.show_result(found | {"result": "failed" if found["error"] else "passed"})

    def _on_error(self, error: OneApiError) -> None:
        self.send.setEnabled(True)
        self.result.show_fault(error_text(error))

    def _copied(self, shown: QLineEdit) -> QWidget:
        shown.setReadOnly(True)
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        copy = CopyButton(self._shell.theme, shown.text)
        self.say(copy.name_it, lambda: self.tr("Copy"))
        row.addWidget(shown, 1)
        row.addWidget(copy)
        return holder
