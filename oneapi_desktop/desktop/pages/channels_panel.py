"""The side panel of the page Channels: a new channel, or one there is; tested before it is saved if wanted."""

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from oneapi_desktop.desktop.bridge import Work, error_field, error_text
from oneapi_desktop.desktop.pages.channels_columns import health_of, state_reason
from oneapi_desktop.desktop.pages.channels_form import ChannelForm
from oneapi_desktop.desktop.pages.channels_result import ResultCard
from oneapi_desktop.desktop.pages.overview_channels import state_of
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.widgets.buttons import button
from oneapi_desktop.desktop.widgets.cards import Banner
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.side_panel import SidePanel
from oneapi_desktop.domain.errors import InvalidInput, OneApiError

OPEN_FIELDS = frozenset(
    {
        "name", "base_url", "models", "model_mapping", "groups", "priority", "weight", "test_model", "auto_disable",
        "param_override", "system_prompt",
    }
)  # fmt: skip
"""Fields without secrets: changes of these alone can be taken back."""

SHOWN_FIELDS = OPEN_FIELDS | {"type", "config", "secret_config", "headers", "proxy", "key_hint"}
"""What the form shows of a channel; tests and spending change the rest all the time."""


class ChannelPanel(SidePanel):
    """``added(rows)`` and ``saved(row, before)`` tell what came of it; ``before`` has what the changed fields
    were, None when that cannot be known. ``remove(row)`` and ``enable(row)`` ask the page to."""

    added = Signal(object)
    saved = Signal(object, object)
    remove = Signal(object)
    enable = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.theme)
        self.setObjectName("channel-panel")
        self._shell = shell
        self._row: Row | None = None
        self._shown: Row | None = None
        self._drafting = False
        self._asking: Work | None = None
        self.banner = Banner()
        self.say(self.banner.button.setText, lambda: self.tr("Switch on"))
        self.banner.button.clicked.connect(lambda: self.enable.emit(self._row))
        self.result = ResultCard(shell.theme)
        self.form = ChannelForm(shell.theme)
        self.form.models.fetch.connect(self.fetch_models)
        for part in (self.banner, self.result, self.form):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.save = button(shell.theme, "primary")
        self.save.setObjectName("save-channel")
        self.save.clicked.connect(self.submit)
        self.test = button(shell.theme, "", "stethoscope")
        self.test.setObjectName("test-channel")
        self.test.clicked.connect(self._test_or_stop)
        self.removal = button(shell.theme, "danger")
        self.say(self.removal.setText, lambda: self.tr("Remove"))
        self.say(self.removal.setToolTip, lambda: self.tr("Remove the channel and its key (Delete in the table)"))
        self.removal.clicked.connect(lambda: self.remove.emit(self._row))
        self.footer.addWidget(self.save)
        self.footer.addWidget(self.test)
        self.footer.addStretch(1)
        self.footer.addWidget(self.removal)
        self.closed.connect(self._stop)
        self._name_things()

    @property
    def row(self) -> Row | None:
        """The channel shown; None while a new one is written."""
        return self._row

    def retranslate(self) -> None:
        """Title, banner and buttons depend on what is shown."""
        super().retranslate()
        if hasattr(self, "removal"):
            self._name_things()

    def begin(self, values: dict[str, Any] | None = None) -> None:
        """A new channel; what was being written for one is still there, unless it begins with values."""
        if self._row is not None or not self._drafting or values:
            self.form.show_channel(None)
            self.result.hide()
        if values:
            self.form.prefill(values)
        self._stop()
        self._row, self._shown, self._drafting = None, None, True
        self._name_things()
        self.open_panel()

    def edit(self, row: Row) -> None:
        """A channel there is."""
        self._stop()
        if self._row is None or self._row["id"] != row["id"]:
            self.result.hide()
        self._row, self._shown, self._drafting = row, None, False
        self.form.show_channel(row | {"headers": [], "proxy": "", "secret_config": []})
        self._name_things()
        self.open_panel()
        self._ask_whole()

    def follow(self, row: Row) -> None:
        """The channel shown has changed elsewhere; what is being written stays."""
        self._row = row
        self._name_things()
        if not self.form.dirty:
            self._ask_whole()

    # What people do

    def submit(self) -> None:
        """Add or save."""
        new = self._row is None
        try:
            written = self.form.arguments(new=new)
        except InvalidInput as error:
            self._on_error(error)
            return
        if not new and not written:
            self.close_panel()
            return
        self.save.setEnabled(False)
        if self._row is None:
            work = self._shell.bridge.run("channel.add", **written)
            self._shell.bridge.start(work, self._on_added, self._on_error, owner=self)
        else:
            shown = self._shown or {}
            before = {name: shown[name] for name in written} if written.keys() <= OPEN_FIELDS & shown.keys() else None
            work = self._shell.bridge.run("channel.edit", channel=self._row["id"], **written)
            self._shell.bridge.start(work, lambda row: self._on_saved(row, before), self._on_error, owner=self)

    def test_channel(self) -> None:
        """Ask the channel as it is written for a small answer."""
        try:
            written = self._draft()
        except InvalidInput as error:
            self._on_error(error)
            return
        if self._row is not None and not written:
            work = self._shell.bridge.run("channel.test", channel=self._row["id"])
        else:
            work = self._shell.bridge.run("channel.try", **self._subject(), **written)
        self._ask(work, self.result.show_result)
        self.result.show_work(lambda: self.tr("Waiting for an answer …"))

    def fetch_models(self) -> None:
        """Ask the upstream, as it is written, which models it has."""
        try:
            written = self._draft()
        except InvalidInput as error:
            self._on_error(error)
            return
        self.form.models.fetch_button.setEnabled(False)
        self._ask(self._shell.bridge.run("channel.offered", **self._subject(), **written), self._on_models)

    # What comes back

    def _on_added(self, answer: Row | list[Row]) -> None:
        self.save.setEnabled(True)
        rows = answer if isinstance(answer, list) else [answer]
        self._drafting = False
        self.added.emit(rows)

    def _on_saved(self, row: Row, before: dict[str, Any] | None) -> None:
        self.save.setEnabled(True)
        self._shown = row
        self.form.show_channel(row)
        self.saved.emit(row, before)

    def _on_models(self, names: list[str]) -> None:
        self.form.models.offer(names)

    def _on_error(self, error: OneApiError) -> None:
        self.save.setEnabled(True)
        self.form.show_error(error)
        self._reveal_error()

    def _on_refused(self, error: OneApiError) -> None:
        """Neither a test nor a list came: of a field it stands there, else it is the upstream's."""
        self._end_asking()
        if error_field(error):
            self.result.hide()
            self._on_error(error)
        else:
            self.result.show_fault(error_text(error))
            self._reveal(self.result)

    # The way there

    def _draft(self) -> dict[str, Any]:
        """What was written, for asking: of several keys the first."""
        written = self.form.arguments(new=self._row is None)
        keys = [key for key in written.pop("keys", []) if key.strip()]
        return written | {"key": keys[0]} if keys else written

    def _subject(self) -> dict[str, Any]:
        return {} if self._row is None else {"channel": self._row["id"]}

    def _ask(self, work: Coroutine[Any, Any, Any], show: Any) -> None:
        self._stop()
        self.form.clear_errors()

        def answered(answer: Any) -> None:
            self._end_asking()
            show(answer)

        self._asking = self._shell.bridge.start(work, answered, self._on_refused, owner=self)
        self._name_things()
        self._reveal(self.result)

    def _test_or_stop(self) -> None:
        if self._asking is not None:
            self._stop()
        else:
            self.test_channel()

    def _stop(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            self._end_asking()
            self.result.hide()

    def _end_asking(self) -> None:
        self._asking = None
        self.form.models.fetch_button.setEnabled(True)
        self._name_things()

    def _ask_whole(self) -> None:
        """Names of headers and secret fields are told of one channel at a time."""
        row = self._row
        assert row is not None

        def arrived(shown: Row) -> None:
            if self._row is not None and self._row["id"] == shown["id"] and not self.form.dirty:
                before, self._shown = self._shown, shown
                if before is None or any(before[name] != shown[name] for name in SHOWN_FIELDS):
                    self.form.show_channel(shown)

        self._shell.bridge.start(self._shell.bridge.run("channel.show", channel=row["id"]), arrived, owner=self)

    def _reveal_error(self) -> None:
        for field in self.form.fields.values():
            if field.error.text():
                self._reveal(field.box)
                return
        self._reveal(self.form)

    def _reveal(self, part: QWidget) -> None:
        scroll = self.findChild(QScrollArea)
        if isinstance(scroll, QScrollArea):
            self.body.activate()
            scroll.ensureWidgetVisible(part, 0, 40)

    def _name_things(self) -> None:
        row = self._row
        self.set_title(self.tr("Add a channel") if row is None else str(row["name"]))
        self.save.setText(self.tr("Add") if row is None else self.tr("Save"))
        self.test.setText(self.tr("Stop") if self._asking is not None else self.tr("Test"))
        self.removal.setVisible(row is not None)
        self.banner.tell("")
        if row is not None and state_of(health_of(row)) in ("switched_off", "resting"):
            failed = row["status"] == "auto_disabled"
            words = self.tr("The gateway switched it off: {reason}") if failed else self.tr("It rests: {reason}")
            self.banner.tell(words.format(reason=state_reason(row)), failed=failed)
            self.banner.button.setVisible(failed)
