"""Playground: does it work? Conversations with one model, or two side by side."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from oneapi_desktop.desktop.bridge import error_field, error_text
from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.pages.playground_composer import Composer
from oneapi_desktop.desktop.pages.playground_lane import Lane, Message
from oneapi_desktop.desktop.pages.playground_message import MessageView
from oneapi_desktop.desktop.pages.playground_panel import PlaygroundPanel
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_L, GAP_M, GAP_S
from oneapi_desktop.desktop.widgets.buttons import button
from oneapi_desktop.desktop.widgets.cards import Banner, EmptyState
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.side_panel import beside
from oneapi_desktop.domain.errors import NotFound, OneApiError

ECHO = "echo"
"""The built-in model; the one to try when there is no other."""

SCREENS: dict[str, dict[str, Any]] = {
    "chat": {"model": "echo", "prompt": "Which dialects does the gateway speak?"},
    "compare": {"model": "echo", "compare": True, "prompt": "Write a haiku about tokens."},
    "parameters": {"parameters": True},
}


class PlaygroundPage(BasePage):
    """Token, dialect and model above; the conversation; the field to write in below."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        self._models: list[str] = []
        self._wanted: dict[str, Any] = {}
        commands = shell.commands
        self.compare = button(shell.theme)
        self.compare.setCheckable(True)
        self.say(self.compare.setText, lambda: self.tr("Compare"))
        commands.dress(self.compare, "playground.compare")
        self.tune = button(shell.theme)
        self.say(self.tune.setText, lambda: self.tr("Parameters"))
        commands.dress(self.tune, "playground.parameters")
        begin = button(shell.theme)
        self.say(begin.setText, lambda: self.tr("New"))
        commands.dress(begin, "playground.new")
        for part in (self.compare, self.tune, begin):
            self.buttons.addWidget(part)
        self.panel = PlaygroundPanel(shell)
        self.panel.opened.connect(lambda request: shell.go("requests", text=request))
        self.panel.closed.connect(self._on_panel_closed)
        self.lanes = [Lane(shell, self.do_test), Lane(shell, self.do_test)]
        for lane in self.lanes:
            lane.busy_changed.connect(self._follow_busy)
            lane.refused.connect(self._on_refused)
            lane.asked.connect(self._show_exchange)
        self.composer = Composer(shell)
        self.composer.sent.connect(self.send)
        self.composer.stopped.connect(self.do_stop)
        self.empty = EmptyState(shell.theme, "message-text-outline")
        self.say(self.empty.sentence.setText, lambda: self.tr("There is nothing to try yet: add a channel first."))
        self.say(self.empty.button.setText, lambda: self.tr("Go to Channels"))
        self.empty.offer(lambda: shell.go("channels"))
        self.no_token = Banner()
        self.say(self.no_token.button.setText, lambda: self.tr("Issue a token"))
        self.no_token.button.clicked.connect(lambda: shell.go("tokens", new=True))
        self.no_token.button.show()
        main = QWidget()
        self._column = QVBoxLayout(main)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_M)
        self._column.addWidget(self.no_token)
        self._column.addLayout(self._choices())
        sides = QHBoxLayout()
        sides.setSpacing(GAP_L)
        for lane in self.lanes:
            sides.addWidget(lane, 1)
        self.lanes[1].hide()
        self._column.addLayout(sides, 1)
        self._column.addWidget(self.composer)
        self._views = QStackedWidget()
        self._views.addWidget(beside(main, self.panel, row.name, shell.remembered))
        self._views.addWidget(self.empty)
        self.body.addWidget(self._views, 1)
        commands.set_enabled("playground.stop", False)

    def _choices(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        self.token, self.dialect = QComboBox(), QComboBox()
        token, dialect = label("muted"), label("muted")
        self.say(token.setText, lambda: self.tr("Token"))
        self.say(self.token.setAccessibleName, lambda: self.tr("Token"))
        self.say(dialect.setText, lambda: self.tr("Dialect"))
        self.say(self.dialect.setAccessibleName, lambda: self.tr("Dialect"))
        for caption, field in ((token, self.token), (dialect, self.dialect)):
            caption.setBuddy(field)
            row.addWidget(caption)
            row.addWidget(field, 1 if field is self.token else 0)
        self.token.setMinimumContentsLength(8)
        self.dialect.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.token.activated.connect(lambda _index: self._keep_choices())
        self.dialect.activated.connect(lambda _index: self._keep_choices())
        return row

    # Life

    def load(self) -> None:
        """Fetch what can be chosen, and follow what changes."""
        self.bridge.watch(["tokens", "channels", "prices"], lambda _ids: self.refresh(), self)
        self.bridge.watch("requests", lambda _ids: self._fetch_bills(), self)
        self.bridge.start(self.bridge.run("playground.dialects"), self._on_dialects, owner=self)
        self.refresh()

    def refresh(self) -> None:
        """Fetch tokens and models again."""
        self.bridge.start(self.bridge.run("token.list"), self._on_tokens, owner=self)
        self.bridge.start(self.bridge.run("price.list"), self._on_models, owner=self)

    def open(
        self,
        *,
        token: int | str | None = None,
        model: str = "",
        dialect: str = "",
        request: int | None = None,
        body: str | None = None,
        prompt: str = "",
        compare: bool = False,
        parameters: bool = False,
        test: bool = False,
        **_target: Any,
    ) -> None:
        """``token`` (id or name), ``model``, ``dialect``: choose them. ``request`` with its ``body``: have it
        ready to be sent again. ``prompt``: send that; ``test``: send a test request."""
        self._wanted = {"token": token, "model": model, "dialect": dialect, "prompt": prompt, "test": test}
        if compare:
            self._compare(True)
            self.lanes[1].choose(model or self.lanes[1].model.currentText())
        if parameters:
            self._show_parameters()
        if request is not None:
            if body is None:
                self.shell.notices.say(
                    self.tr("The body of this request was not kept: turn on keeping bodies in Settings.")
                )
            else:
                self.bridge.start(
                    self.bridge.run("playground.recall", dialect=dialect, body=body), self._on_recalled, owner=self
                )
        self._choose_wanted()

    def new(self) -> None:
        """Begin a new conversation; the old one can be taken back."""
        kept = [lane.messages for lane in self.lanes]
        if any(kept):

            async def undo() -> None:
                for lane, messages in zip(self.lanes, kept, strict=True):
                    lane.show_messages(messages)

            self.shell.undo.done(self.tr("A new conversation has begun."), undo)
        for lane in self.lanes:
            lane.clear()
        self.panel.forget()
        self.composer.field.setFocus()

    def shown(self) -> None:
        """One can write at once."""
        inside = self.focusWidget()
        if inside is None or not inside.hasFocus():
            self.composer.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_search(self) -> None:
        """What is looked for here is the place to write."""
        self.composer.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # Commands

    def do_new(self) -> None:
        """The command."""
        self.new()

    def do_compare(self) -> None:
        """One model, or two."""
        self._compare(self.lanes[1].isHidden())

    def do_parameters(self) -> None:
        """Show the parameters, or close the panel."""
        if self.panel.isVisible() and self.panel.on_parameters:
            self.panel.close_panel()
        else:
            self._show_parameters()

    def do_stop(self) -> None:
        """End what is coming."""
        for lane in self.lanes:
            lane.stop()

    def do_test(self) -> None:
        """Send a test request, once there is something to send it with."""
        self._wanted = {"test": True}
        self._choose_wanted()

    # Sending

    def send(self) -> None:
        """Say what is written to the model, or to both."""
        text, pictures = self.composer.text, self.composer.pictures
        lanes = [lane for lane in self.lanes if not lane.isHidden()]
        if not text and not pictures:
            self.composer.tell(self.tr("Write something first."))
            return
        if self.token.currentData() is None:
            self.composer.tell(self.tr("Issue a token first: every request needs one."))
            return
        if any(lane.busy for lane in lanes):
            return
        without = [lane for lane in lanes if not lane.model.currentText().strip()]
        for lane in without:
            lane.tell(self.tr("Choose a model, or write its name."))
        if without:
            without[0].model.setFocus()
            return
        arguments = self.panel.form.arguments() | {
            "token": self.token.currentData(),
            "dialect": self.dialect.currentData() or "openai-chat",
        }
        self._keep_choices()
        self.composer.put("", [])
        for lane in lanes:
            lane.send(text, pictures, arguments)

    def _on_refused(self, error: OneApiError, message: Message) -> None:
        """Nothing was sent: what was written comes back, and what is wrong stands beside its field."""
        if not self.composer.text and not self.composer.pictures:
            self.composer.put(message["text"], message["images"])
        field = error_field(error)
        if field in self.panel.form.fields:
            self._show_parameters()
            self.panel.form.show_error(error)
        elif field == "model":
            for lane in self.lanes:
                if not lane.model.currentText().strip():
                    lane.tell(error_text(error))
        else:
            self.composer.tell(error_text(error))

    def _follow_busy(self) -> None:
        busy = any(lane.busy for lane in self.lanes)
        self.composer.show_busy(busy)
        self.shell.commands.set_enabled("playground.stop", busy)
        for lane in self.lanes:
            for view in lane.views:
                if view.request:
                    self.panel.follow(view)
        self._fetch_bills()

    def _fetch_bills(self) -> None:
        """What the ledger says of answers; it is written a moment after they end."""
        for lane in self.lanes:
            for view in lane.unbilled():
                self.bridge.start(self._bill(view), owner=view)

    async def _bill(self, view: MessageView) -> None:
        try:
            row = await self.bridge.run("request.show", request=view.request_id)
        except NotFound:
            return
        view.show_bill(row)
        self.panel.follow(view)

    # What is chosen

    def _on_dialects(self, rows: list[Row]) -> None:
        kept = self.shell.remembered.get("playground/dialect", "")
        self.dialect.clear()
        for row in rows:
            self.dialect.addItem(row["label"], row["dialect"])
        self.dialect.setCurrentIndex(max(0, self.dialect.findData(kept)))
        self._choose_wanted()

    def _on_tokens(self, rows: list[Row]) -> None:
        usable = [row for row in rows if row["status"] == "enabled"]
        chosen = self.token.currentData()
        kept = self.shell.remembered.get("playground/token", 0) if chosen is None else chosen
        self.token.clear()
        for row in usable:
            self.token.addItem(row["name"], row["id"])
        self.token.setCurrentIndex(max(0, self.token.findData(kept)) if usable else -1)
        self.no_token.tell("" if usable else self.tr("Every request needs a token, and there is none that may call."))
        self._choose_wanted()

    def _on_models(self, rows: list[Row]) -> None:
        self._models = sorted({str(row["model"]) for row in rows if row["enabled"]})
        self._views.setCurrentIndex(0 if self._models else 1)
        for number, lane in enumerate(self.lanes):
            lane.offer(self._models)
            if not lane.model.currentText() and self._models:
                kept = self.shell.remembered.get(f"playground/model-{number}", "")
                lane.choose(kept if kept in self._models else self._usual(number))
        self._choose_wanted()

    def _usual(self, number: int) -> str:
        """The model a lane begins with: a real one if there is any, and another one beside it."""
        real = [name for name in self._models if not name.startswith(ECHO)] or self._models
        return real[min(number, len(real) - 1)]

    def _choose_wanted(self) -> None:
        """Choose what was asked for once everything to choose from is here."""
        wanted = self._wanted
        if not wanted or not self.dialect.count() or not self.token.count() or not self._models:
            return
        self._wanted = {}
        token = wanted.get("token")
        index = self.token.findData(token) if isinstance(token, int) else self.token.findText(token or "")
        if index >= 0:
            self.token.setCurrentIndex(index)
        if wanted.get("model"):
            self.lanes[0].choose(wanted["model"])
        if self.dialect.findData(wanted.get("dialect")) >= 0:
            self.dialect.setCurrentIndex(self.dialect.findData(wanted["dialect"]))
        if wanted.get("test"):
            self.composer.put(self.bridge.settings.test_prompt, [])
            self.send()
        elif wanted.get("prompt"):
            self.composer.put(wanted["prompt"], [])
            self.send()

    def _keep_choices(self) -> None:
        remembered = self.shell.remembered
        if self.token.currentData() is not None:
            remembered.put("playground/token", self.token.currentData())
        if self.dialect.currentData():
            remembered.put("playground/dialect", self.dialect.currentData())
        for number, lane in enumerate(self.lanes):
            remembered.put(f"playground/model-{number}", lane.model.currentText().strip())

    def _on_recalled(self, found: dict[str, Any]) -> None:
        """A request of the ledger, ready to be sent again: what came last is in the field."""
        messages: list[Message] = found["messages"]
        last: Message | None = None
        if messages and messages[-1]["role"] == "user":
            last = messages.pop()
        self.new()
        self._compare(False)
        self.lanes[0].show_messages(messages)
        self.panel.form.show_parameters(found["parameters"] | {"system": found["system"], "stream": found["stream"]})
        if last is not None:
            self.composer.put(last["text"], last["images"])
        if found["left_out"]:
            self.shell.notices.say(
                self.tr("Left out, because the Playground cannot send it: {names}").format(
                    names=", ".join(found["left_out"])
                ),
                "warn",
            )

    def _compare(self, on: bool) -> None:
        self.lanes[1].setVisible(on)
        self.compare.setChecked(on)
        if not on:
            self.lanes[1].stop()

    # The panel

    def _show_parameters(self) -> None:
        self._column.setContentsMargins(0, 0, GAP_M, 0)
        self.panel.show_parameters()

    def _show_exchange(self, view: MessageView) -> None:
        self._column.setContentsMargins(0, 0, GAP_M, 0)
        self.panel.show_exchange(view)

    def _on_panel_closed(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self.composer.field.setFocus()
