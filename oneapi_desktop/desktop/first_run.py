"""The first steps: a provider, its key (tested at once), a token and an address to call with."""

from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.first_run_key import KeyStep
from oneapi_desktop.desktop.first_run_provider import ECHO, ProviderStep
from oneapi_desktop.desktop.first_run_ready import ReadyStep
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.remembered import Remembered
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_L, GAP_S, GAP_XL
from oneapi_desktop.desktop.widgets.buttons import button
from oneapi_desktop.desktop.widgets.labels import Badge, label, line, restyle
from oneapi_desktop.domain.errors import OneApiError

SEEN = "first_run_seen"
"""Key of what the window remembers: whether the sheet was shown."""

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
