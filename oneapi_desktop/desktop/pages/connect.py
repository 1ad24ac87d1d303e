"""Connect: how a tool, or a device of the local network, is pointed at this gateway."""

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.pages.connect_lan import LanView
from oneapi_desktop.desktop.pages.connect_tool_panel import ToolPanel
from oneapi_desktop.desktop.pages.connect_tools import ToolGrid
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M
from oneapi_desktop.desktop.widgets.buttons import SearchBox
from oneapi_desktop.desktop.widgets.cards import EmptyState
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.segments import Segments
from oneapi_desktop.desktop.widgets.side_panel import beside

SCREENS: dict[str, dict[str, Any]] = {
    "tool": {"tool": "codex"},
    "lan": {"share": True},
}


class ConnectPage(BasePage):
    """A card per tool with a panel that connects it; and sharing on the local network."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        self._rows: list[Row] = []
        self._tokens: list[Row] = []
        self._models: list[str] = []
        self._wanted = ""
        self.view = Segments([("tools", lambda: self.tr("Tools")), ("lan", lambda: self.tr("Local network"))])
        self.view.chosen.connect(self._turn)
        self.buttons.addWidget(self.view)
        self.body.setSpacing(GAP_M)
        self.search = SearchBox(shell.theme)
        self.say(self.search.name_it, lambda: self.tr("Search tools"))
        nothing = EmptyState(shell.theme, "magnify")
        self.say(
            nothing.sentence.setText,
            lambda: self.tr("No recipe for that. Every tool that takes a base URL and a key can be connected."),
        )
        self.say(nothing.button.setText, lambda: self.tr("Copy base URL"))
        nothing.offer(lambda: shell.commands.run("gateway.copy_url"))
        self.tools = ToolGrid(shell.theme, nothing)
        self.search.searched.connect(self.tools.filter)
        self.tools.chosen.connect(self._open_tool)
        self.panel = ToolPanel(shell)
        self.panel.changed.connect(self._fetch_tools)
        self.panel.closed.connect(self._on_panel_closed)
        self.lan = LanView(shell)
        tools = QWidget()
        column = QVBoxLayout(tools)
        self._tools_column = column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(self.search)
        column.addWidget(self.tools, 1)
        self._views = QStackedWidget()
        self._views.addWidget(beside(tools, self.panel, row.name, shell.remembered))
        self._views.addWidget(self.lan)
        self.body.addWidget(self._views, 1)

    def load(self) -> None:
        """Fetch, and follow what changes."""
        self.bridge.watch(["tokens", "settings"], lambda _ids: self.refresh(), self)
        self.bridge.watch("requests", lambda _ids: self.lan.follow_requests(), self)
        self.bridge.status_changed.connect(self._on_status)
        self.refresh()

    def refresh(self) -> None:
        """Fetch tools, tokens, models, sharing."""
        self._fetch_tools()
        self.bridge.start(self.bridge.run("token.list"), self._on_tokens, owner=self)
        self.bridge.start(self.bridge.run("price.list"), self._on_models, owner=self)
        self.lan.refresh()

    def open(self, *, tool: str = "", share: bool = False, **_target: Any) -> None:
        """``tool``: its panel; ``share``: the local network, asking to share where it is not shared."""
        if share:
            self.view.choose("lan")
            self._turn("lan")
            self.bridge.start(self.bridge.run("lan.status"), self._on_share, owner=self)
        elif tool:
            self.view.choose("tools")
            self._turn("tools")
            self._wanted = tool
            self._open_wanted()

    def focus_search(self) -> None:
        """The search is among the tools."""
        self.view.choose("tools")
        self._turn("tools")
        super().focus_search()

    def _turn(self, view: str) -> None:
        self._views.setCurrentIndex(0 if view == "tools" else 1)

    def _fetch_tools(self) -> None:
        self.bridge.start(self.bridge.run("connect.list"), self._on_tools, owner=self)

    def _on_tools(self, rows: list[Row]) -> None:
        self._rows = rows
        self.tools.show_tools(rows)
        for row in rows:
            if self.panel.isVisible():
                self.panel.follow(row)
        self._open_wanted()

    def _on_tokens(self, tokens: list[Row]) -> None:
        self._tokens = tokens
        self._open_wanted()

    def _on_models(self, prices: list[Row]) -> None:
        self._models = sorted({str(price["model"]) for price in prices})
        self.lan.panel.offer_models(self._models)

    def _on_share(self, status: Row) -> None:
        self.lan.sharing.show_status(status)
        self.lan.sharing.ask()

    def _on_status(self, _status: object) -> None:
        # Another port or address changes every snippet.
        if self.panel.isVisible():
            self.panel.work_out()

    def _open_wanted(self) -> None:
        if self._wanted and self._rows and self._tokens:
            wanted, self._wanted = self._wanted, ""
            self._open_tool(wanted)

    def _open_tool(self, name: str) -> None:
        for row in self._rows:
            if row["tool"] == name:
                self._tools_column.setContentsMargins(0, 0, GAP_M, 0)
                self.panel.open_tool(row, self._tokens, self._models)

    def _on_panel_closed(self) -> None:
        self._tools_column.setContentsMargins(0, 0, 0, 0)
        card = self.tools.cards.get(self.panel.tool)
        if card is not None:
            card.setFocus()
