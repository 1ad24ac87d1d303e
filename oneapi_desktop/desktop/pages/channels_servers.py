"""Model servers that run on this machine: found at their usual ports, added with one click."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from oneapi_desktop.desktop.bridge import Work
from oneapi_desktop.desktop.provider_marks import provider_mark
from oneapi_desktop.desktop.provider_texts import provider_text
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.buttons import button
from oneapi_desktop.desktop.widgets.cards import Card
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.side_panel import SidePanel

MARK = 32
SHOWN_MODELS = 3


class ServersPanel(SidePanel):
    """``wanted(values)``: the person wants a channel of these fields; with ``models`` it needs no more."""

    wanted = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.theme)
        self.setObjectName("servers-panel")
        self._shell = shell
        self._servers: list[dict[str, Any]] | None = None
        self._looking: Work | None = None
        self._cards: list[Card] = []
        self.sentence = label("muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self._list = QVBoxLayout()
        self._list.setSpacing(GAP_M)
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.bar)
        self.body.addLayout(self._list)
        self.body.addStretch(1)
        self.again = button(shell.theme, "", "refresh")
        self.say(self.again.setText, lambda: self.tr("Look again"))
        self.again.clicked.connect(self.look)
        self.footer.addWidget(self.again)
        self.footer.addStretch(1)
        self._name_things()

    @property
    def cards(self) -> list[Card]:
        """One for each server found."""
        return self._cards

    def retranslate(self) -> None:
        """Title and sentence, too."""
        super().retranslate()
        if hasattr(self, "again"):
            self._name_things()

    def look(self) -> None:
        """Ask the usual ports."""
        if self._looking is not None and self._looking.running:
            return
        self._servers = None
        self._looking = self._shell.bridge.start(
            self._shell.bridge.run("provider.discover"), self._on_found, owner=self
        )
        self._name_things()
        self._show_cards()

    def _on_found(self, servers: list[dict[str, Any]]) -> None:
        self._servers = servers
        self._name_things()
        self._show_cards()

    def _name_things(self) -> None:
        self.set_title(self.tr("Servers on this machine"))
        looking = self._servers is None
        self.bar.setVisible(looking)
        self.again.setEnabled(not looking)
        if looking:
            text = self.tr("Looking at the usual ports …")
        elif self._servers:
            text = self.tr("%n server(s) answered.", "", len(self._servers))
        else:
            text = self.tr("None answered. Start Ollama, LM Studio, llama.cpp, vLLM, LocalAI or Jan, and look again.")
        self.sentence.setText(text)
        self.bar.setAccessibleName(text)

    def _show_cards(self) -> None:
        for card in self._cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._card(server) for server in self._servers or ()]
        for card in self._cards:
            self._list.addWidget(card)

    def _card(self, server: dict[str, Any]) -> Card:
        card = Card()
        self.say(card.setAccessibleName, lambda: provider_text(server["label"]))
        row = QHBoxLayout()
        row.setSpacing(GAP_M)
        mark = QLabel()
        mark.setPixmap(provider_mark(server["provider"], server["label"], MARK).pixmap(MARK, MARK))
        texts = QVBoxLayout()
        texts.setSpacing(GAP_XS)
        heading, told = label("section"), label("muted", wrap=True)
        self.say(heading.setText, lambda: provider_text(server["label"]))
        self.say(told.setText, lambda: self._told(server))
        texts.addWidget(heading)
        texts.addWidget(label("small", server["base_url"]))
        row.addWidget(mark)
        row.addLayout(texts, 1)
        card.body.addLayout(row)
        card.body.addWidget(told)
        if not server["channel"]:
            add = button(self._shell.theme, "primary", "plus")
            self.say(add.setText, lambda: self.tr("Add"))
            self.say(
                add.setAccessibleName,
                lambda: self.tr("Add {server}").format(server=provider_text(server["label"])),
            )
            values = {"type": server["provider"], "base_url": server["base_url"]}
            if server["models"]:
                values["models"] = server["models"]
            add.clicked.connect(lambda: self.wanted.emit(values))
            below = QHBoxLayout()
            below.setSpacing(GAP_S)
            below.addWidget(add)
            below.addStretch(1)
            card.body.addLayout(below)
        return card

    def _told(self, server: dict[str, Any]) -> str:
        if server["channel"]:
            return self.tr("The channel {channel} uses it already.").format(channel=server["channel"])
        if server["asks_key"]:
            return self.tr("It asks for a key before it tells its models.")
        models = server["models"]
        if not models:
            return self.tr("It has no model yet. Load one there first.")
        return ", ".join(models[:SHOWN_MODELS]) + (f" +{len(models) - SHOWN_MODELS}" if models[SHOWN_MODELS:] else "")
