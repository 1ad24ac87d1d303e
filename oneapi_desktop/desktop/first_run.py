"""The first steps: a provider, its key (tested at once), a token and an address to call with."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from oneapi_desktop.desktop.bridge import Bridge, Work, error_field, error_text
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.channels_form import ChannelForm
from oneapi_desktop.desktop.pages.channels_provider import ProviderChoice
from oneapi_desktop.desktop.pages.channels_result import ResultCard
from oneapi_desktop.desktop.pages.tokens_panel import KeyRow
from oneapi_desktop.desktop.provider_marks import provider_mark
from oneapi_desktop.desktop.provider_texts import provider_text
from oneapi_desktop.desktop.remembered import Remembered
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_L, GAP_M, GAP_S, GAP_XL, GAP_XS, Theme
from oneapi_desktop.desktop.widgets.buttons import CopyButton, button
from oneapi_desktop.desktop.widgets.labels import Badge, label, line, restyle
from oneapi_desktop.domain.errors import InvalidInput, OneApiError

USUAL = ("openai", "anthropic", "gemini", "openrouter", "deepseek", "mistral", "groq", "xai", "openai-compatible")
"""Providers with a button of their own; all others are in the list below."""

ECHO = "echo"
COLUMNS = 3
MARK = 28
SEEN = "first_run_seen"
"""Key of what the window remembers: whether the sheet was shown."""

FIRST_TOKEN = "first"
WIDTH, HEIGHT = 640, 540


async def is_wanted(bridge: Bridge, remembered: Remembered) -> bool:
    """Whether somebody begins: the sheet was never shown, and no channel leads anywhere yet."""
    if remembered.get(SEEN, False):
        return False
    return all(channel["type"] == ECHO for channel in await bridge.run("channel.list"))


class StepLine(Translated):
    """The names of the steps, with the present one marked."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        self._badges = [Badge(), Badge(), Badge()]
        for number, badge in enumerate(self._badges):
            if number:
                row.addWidget(line(), 1)
            row.addWidget(badge)
        self.show_step(0)

    def show_step(self, now: int) -> None:
        """Mark a step, counted from 0."""
        self._now = now
        names = (self.tr("Provider"), self.tr("Key"), self.tr("First answer"))
        for number, (badge, name) in enumerate(zip(self._badges, names, strict=True)):
            sign = "✓" if number < now else str(number + 1)
            badge.show_state(f"{sign}  {name}", "badge-accent" if number <= now else "badge")
            badge.adjustSize()
        words = self.tr("Step {number} of {count}: {name}")
        self.setAccessibleName(words.format(number=now + 1, count=len(names), name=names[now]))

    def retranslate(self) -> None:
        """The names."""
        super().retranslate()
        self.show_step(self._now)


class ProviderStep(Translated):
    """``chosen(provider row)``: one whose key is to be given; ``found(server)``: a server on this machine;
    ``skipped``: try without a key."""

    chosen = Signal(object)
    found = Signal(object)
    skipped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._providers: list[dict[str, Any]] = []
        self.tiles: list[QToolButton] = []
        self.servers: list[QToolButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        question = label("lead", wrap=True)
        self.say(question.setText, lambda: self.tr("Whose models do you want to call?"))
        column.addWidget(question)
        self._near = QVBoxLayout()
        self._near.setSpacing(GAP_S)
        column.addLayout(self._near)
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP_S)
        column.addLayout(self._grid)
        other = QHBoxLayout()
        other.setSpacing(GAP_S)
        beside = label("muted")
        self.say(beside.setText, lambda: self.tr("Another one:"))
        self.choice = ProviderChoice()
        self.say(self.choice.setAccessibleName, lambda: self.tr("Another provider"))
        self.take = button(theme)
        self.say(self.take.setText, lambda: self.tr("Choose"))
        self.take.clicked.connect(self._take_choice)
        other.addWidget(beside)
        other.addWidget(self.choice, 1)
        other.addWidget(self.take)
        column.addLayout(other)
        column.addStretch(1)
        skip = QHBoxLayout()
        skip.setSpacing(GAP_XS)
        without = label("muted")
        self.say(without.setText, lambda: self.tr("No key at hand?"))
        self.without = button(theme, "link")
        self.without.setObjectName("try-without-key")
        self.say(self.without.setText, lambda: self.tr("Try without a key"))
        self.say(self.without.setToolTip, lambda: self.tr("The built-in echo answers, without any network"))
        self.without.clicked.connect(self.skipped)
        skip.addWidget(without)
        skip.addWidget(self.without)
        skip.addStretch(1)
        column.addLayout(skip)

    def offer(self, providers: Sequence[dict[str, Any]]) -> None:
        """The rows of ``provider.list``."""
        self._providers = list(providers)
        self.choice.offer([provider for provider in providers if provider["name"] not in (ECHO, *USUAL)])
        by_name = {provider["name"]: provider for provider in providers}
        for number, name in enumerate(name for name in USUAL if name in by_name):
            tile = self._tile(by_name[name])
            self._grid.addWidget(tile, number // COLUMNS, number % COLUMNS)
            self.tiles.append(tile)
        self._order()
        if self.tiles:
            self.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def offer_servers(self, servers: Sequence[dict[str, Any]]) -> None:
        """Servers on this machine that have models and are used by no channel yet."""
        for server in servers:
            if server["models"] and not server["channel"]:
                tile = self._button(server["provider"], server["label"])
                self.say(tile.setText, lambda server=server: self._near_text(server))  # type: ignore[misc]
                tile.clicked.connect(lambda _checked=False, server=server: self.found.emit(server))
                self._near.addWidget(tile)
                self.servers.append(tile)
        self._order()

    def _order(self) -> None:
        """Tab goes from above to below, whenever things were made."""
        chain: list[QWidget] = [*self.servers, *self.tiles, self.choice.box, self.take, self.without]
        for one, other in pairwise(chain):
            QWidget.setTabOrder(one, other)

    def _near_text(self, server: dict[str, Any]) -> str:
        count = len(server["models"])
        words = self.tr("{server} runs on this machine, with %n model(s)", "", count)
        return "  " + words.format(server=provider_text(server["label"]))

    def _tile(self, provider: dict[str, Any]) -> QToolButton:
        tile = self._button(provider["name"], provider["label"])
        tile.setObjectName(f"provider-{provider['name']}")
        self.say(tile.setText, lambda: "  " + provider_text(provider["label"]))
        tile.clicked.connect(lambda: self.chosen.emit(provider))
        return tile

    def _button(self, name: str, text: str) -> QToolButton:
        made = QToolButton()
        made.setIcon(provider_mark(name, text, MARK))
        made.setIconSize(QSize(MARK, MARK))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        made.setMinimumHeight(self._theme.pixels(48))
        return made

    def _take_choice(self) -> None:
        provider = self.choice.provider()
        if provider is None:
            self.choice.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.chosen.emit(provider)


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


class FirstRun(QDialog):
    """The sheet of three steps over the window."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("first-run")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._shell = shell
        shell.remembered.put(SEEN, True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_XL, GAP_L, GAP_XL, GAP_L)
        column.setSpacing(GAP_L)
        self._inside = FirstSteps(shell, self)
        column.addWidget(self._inside)
        wanted = QSize(shell.theme.pixels(WIDTH), shell.theme.pixels(HEIGHT))
        self.resize(wanted.boundedTo(parent.size()))
        self.setWindowTitle(self._inside.title.text())

    @property
    def body(self) -> "FirstSteps":
        """What is in it."""
        return self._inside


class FirstSteps(Translated):
    """Heading, steps and buttons."""

    def __init__(self, shell: Shell, sheet: QDialog) -> None:
        super().__init__()
        self._shell = shell
        self._sheet = sheet
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_L)
        self.title = label("title")
        self.say(self.title.setText, lambda: self.tr("First steps"))
        self.steps = StepLine()
        column.addWidget(self.title)
        column.addWidget(self.steps)
        self.provider, self.key, self.ready = ProviderStep(shell.theme), KeyStep(shell), ReadyStep(shell)
        self._views = QStackedWidget()
        for step in (self.provider, self.key, self.ready):
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            scroll.setWidget(step)
            # Tab goes to what is in it, and it scrolls along.
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._views.addWidget(scroll)
        column.addWidget(self._views, 1)
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        self.leave = button(shell.theme, "link")
        self.leave.clicked.connect(sheet.close)
        self.back, self.connect_tool, self.go = button(shell.theme), button(shell.theme), button(shell.theme, "primary")
        self.say(self.back.setText, lambda: self.tr("Back"))
        self.say(self.connect_tool.setText, lambda: self.tr("Connect a tool"))
        self.back.clicked.connect(self._step_back)
        self.connect_tool.clicked.connect(self._connect)
        self.go.clicked.connect(self._go_on)
        self.go.setObjectName("first-run-go")
        row.addWidget(self.leave)
        row.addStretch(1)
        for part in (self.back, self.connect_tool, self.go):
            row.addWidget(part)
        column.addLayout(row)
        for part in (self.leave, self.back, self.connect_tool, self.go):
            part.setAutoDefault(False)
        self.provider.chosen.connect(self._take_provider)
        self.provider.found.connect(self._take_server)
        self.provider.skipped.connect(self._take_echo)
        self.key.ready.connect(self._add)
        self.key.changed.connect(self._name_things)
        shell.bridge.start(shell.bridge.run("provider.list"), self._on_providers, owner=self)
        shell.bridge.start(
            shell.bridge.run("provider.discover"), self.provider.offer_servers, lambda _error: None, owner=self
        )
        self._show_step(0)

    @property
    def step(self) -> int:
        """The step shown, counted from 0."""
        return self._views.currentIndex()

    def retranslate(self) -> None:
        """Buttons depend on the step."""
        super().retranslate()
        if hasattr(self, "go"):
            self._name_things()

    def _on_providers(self, providers: list[dict[str, Any]]) -> None:
        self.provider.offer(providers)
        self.key.form.offer_providers(providers)

    def _take_provider(self, provider: dict[str, Any]) -> None:
        self._show_step(1)
        self.key.begin(provider)

    def _take_server(self, server: dict[str, Any]) -> None:
        fields = {"type": server["provider"], "base_url": server["base_url"], "models": server["models"]}
        self._add(fields, server["models"][0])

    def _take_echo(self) -> None:
        """The channel that answers offline; it is there since the first start unless it was removed."""

        async def find() -> str:
            for channel in await self._shell.bridge.run("channel.list"):
                if channel["type"] == ECHO and channel["status"] == "enabled":
                    return str(channel["models"][0])
            return str((await self._shell.bridge.run("channel.add", type=ECHO))["models"][0])

        self._shell.bridge.start(find(), self._show_ready, owner=self)

    def _add(self, fields: dict[str, Any], model: str) -> None:
        def added(channel: dict[str, Any]) -> None:
            self._show_ready(model or channel["models"][0])

        def refused(error: OneApiError) -> None:
            if self.step == 1:
                self.key.form.show_error(error)
            else:
                self._shell.bridge.failed.emit(error)

        self._shell.bridge.start(self._shell.bridge.run("channel.add", **fields), added, refused, owner=self)

    def _show_ready(self, model: str) -> None:
        # The page behind the sheet shows what the test request does.
        self._shell.go("overview")
        self._show_step(2)
        self.ready.begin(model)

    def _show_step(self, step: int) -> None:
        self._views.setCurrentIndex(step)
        self.steps.show_step(step)
        self._name_things()

    def _step_back(self) -> None:
        self.key.stop()
        self._show_step(0)

    def _go_on(self) -> None:
        if self.step == 1:
            self.key.check()
        else:
            self._sheet.close()

    def _connect(self) -> None:
        self._sheet.close()
        self._shell.go("connect")

    def _name_things(self) -> None:
        last = self.step == 2
        self.leave.setText(self.tr("Not now"))
        self.leave.setVisible(not last)
        self.back.setVisible(self.step == 1)
        self.connect_tool.setVisible(last)
        self.go.setVisible(self.step > 0)
        # On the last step the request is what matters.
        restyle(self.go, "" if last else "primary")
        self.go.setText(self.tr("Done") if last else self.tr("Test and go on"))
        self.go.setEnabled(not (self.step == 1 and self.key.busy))
