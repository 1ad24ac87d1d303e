"""The second of the first steps: a key that is tested before anything is stored."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from oneapi_desktop.desktop.bridge import Work, error_field, error_text
from oneapi_desktop.desktop.first_run_provider import MARK
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.channels_form import ChannelForm
from oneapi_desktop.desktop.pages.channels_result import ResultCard
from oneapi_desktop.desktop.provider_marks import provider_mark
from oneapi_desktop.desktop.provider_texts import provider_text
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, Theme
from oneapi_desktop.desktop.widgets.buttons import button
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.domain.errors import InvalidInput, OneApiError


class KeyForm(ChannelForm):
    """A channel's form with only what its provider cannot do without."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._follow_provider()

    def _follow_provider(self) -> None:
        super()._follow_provider()
        provider = self.type.provider() if "type" in self.fields else None
        for name in ("type", "name", "several", "models"):
            if name in self.fields:
                self.show_field(name, False)
        if hasattr(self, "more"):
            self.more.hide()
        if provider is not None and not provider["needs_base_url"] and not provider["local"]:
            self.show_field("base_url", False)

    def _follow_several(self) -> None:
        super()._follow_several()
        self.show_field("several", False)


class KeyStep(Translated):
    """The key of the provider chosen. ``ready(arguments, model)``: it answered, add such a channel."""

    ready = Signal(object, str)
    changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._asking: Work | None = None
        self._provider: dict[str, Any] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        head = QHBoxLayout()
        head.setSpacing(GAP_M)
        self._mark = QLabel()
        self.name = label("lead")
        head.addWidget(self._mark)
        head.addWidget(self.name, 1)
        column.addLayout(head)
        told = label("muted", wrap=True)
        self.say(
            told.setText,
            lambda: self.tr("The key stays on this machine, in its keyring. One short request tells whether it works."),
        )
        column.addWidget(told)
        self.form = KeyForm(shell.theme)
        self.form.key.line.setObjectName("first-key")
        self.form.key.line.pasted.connect(self.check)
        self.form.key.line.returnPressed.connect(self.check)
        column.addWidget(self.form)
        self.result = ResultCard(shell.theme)
        column.addWidget(self.result)
        self.anyway = button(shell.theme, "link")
        self.say(self.anyway.setText, lambda: self.tr("Add it all the same"))
        self.anyway.clicked.connect(self._accept_anyway)
        column.addWidget(self.anyway, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._arguments: dict[str, Any] = {}

    @property
    def busy(self) -> bool:
        """Whether the upstream is being asked."""
        return self._asking is not None

    def begin(self, provider: dict[str, Any]) -> None:
        """Another provider; what was written for the same one is still there."""
        if provider["name"] != self._provider.get("name"):
            self._provider = provider
            self.form.show_channel(None)
            self.form.prefill({"type": provider["name"]})
            self.result.hide()
        self.anyway.hide()
        self._mark.setPixmap(provider_mark(provider["name"], provider["label"], MARK).pixmap(MARK, MARK))
        self.name.setText(provider_text(provider["label"]))
        self.form.key.setFocus(Qt.FocusReason.OtherFocusReason)

    def check(self) -> None:
        """Ask for its models, and one of them for an answer."""
        if self.busy:
            return
        try:
            written = self.form.arguments(new=True)
        except InvalidInput as error:
            self.form.show_error(error)
            return
        self.form.clear_errors()
        self.anyway.hide()
        self.result.show_work(lambda: self.tr("Testing the key …"))
        self._asking = self._shell.bridge.start(self._ask(written), self._on_answer, self._on_error, owner=self)
        self.changed.emit()

    def stop(self) -> None:
        """Do not wait for an answer any longer."""
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
            self.result.hide()
            self.changed.emit()

    async def _ask(self, written: dict[str, Any]) -> dict[str, Any]:
        run = self._shell.bridge.run
        self._arguments = dict(written)
        if not self._provider["models"]:
            self._arguments["models"] = await run("channel.offered", **written)
        found: dict[str, Any] = await run("channel.try", **self._arguments)
        return found

    def _on_answer(self, result: dict[str, Any]) -> None:
        self._asking = None
        self.result.show_result(result)
        self.anyway.setVisible(result["result"] != "passed")
        self.changed.emit()
        if result["result"] == "passed":
            self.ready.emit(self._arguments, result["model"])

    def _on_error(self, error: OneApiError) -> None:
        self._asking = None
        field = error_field(error)
        if field in self.form.fields and field != "models":
            self.result.hide()
            self.form.show_error(error)
        else:
            self.result.show_fault(error_text(error))
        self.changed.emit()

    def _accept_anyway(self) -> None:
        self.ready.emit(self._arguments, "")
