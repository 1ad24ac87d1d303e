"""The first of the first steps: whose models, or a server nearby, or none of them."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.channels_provider import ProviderChoice
from oneapi_desktop.desktop.provider_marks import provider_mark
from oneapi_desktop.desktop.provider_texts import provider_text
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS, Theme
from oneapi_desktop.desktop.widgets.buttons import button
from oneapi_desktop.desktop.widgets.labels import label

USUAL = ("openai", "anthropic", "gemini", "openrouter", "deepseek", "mistral", "groq", "xai", "openai-compatible")
"""Providers with a button of their own; all others are in the list below."""

ECHO = "echo"
COLUMNS = 3
MARK = 28


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
