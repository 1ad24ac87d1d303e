"""Channels: which upstreams there are, and whether they are well."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QWidget

from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.pages.channels_columns import columns
from oneapi_desktop.desktop.pages.channels_order import Changes, dropped, ordered, stepped
from oneapi_desktop.desktop.pages.channels_panel import ChannelPanel
from oneapi_desktop.desktop.pages.channels_rounds import Rounds
from oneapi_desktop.desktop.pages.channels_servers import ServersPanel
from oneapi_desktop.desktop.pages.channels_table import HOURS, ChannelModel, ChannelTable
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S
from oneapi_desktop.desktop.widgets.buttons import IconButton, SearchBox, button
from oneapi_desktop.desktop.widgets.cards import EmptyState
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.side_panel import beside
from oneapi_desktop.domain.errors import OneApiError

SCREENS: dict[str, dict[str, Any]] = {
    "edit": {"channel": 1},
    "new": {"new": True},
    "servers": {"servers": True},
}

HEALTH_MS = 5000
"""How often health and traffic are looked at while the page is visible."""


class ChannelsPage(BasePage):
    """The table of channels, a panel that adds, edits and tests them, and one for servers nearby."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        self._labels: dict[str, str] = {}
        self._tells_balance: set[str] = set()
        self._rows: list[Row] = []
        self._health: dict[int, Row] = {}
        self._traffic: dict[int, Row] = {}
        self._leaving: set[int] = set()
        self._wanted: dict[str, Any] | None = None
        self._build_head(shell)
        declared = columns()
        self.model = ChannelModel(declared)
        self.model.setParent(self)
        self.model.switched.connect(self._switch)
        self.table = ChannelTable(self.model, declared, shell.theme, shell.remembered)
        self.say(self.table.setAccessibleName, lambda: self.tr("Channels"))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.opened.connect(self._edit)
        self.table.clicked.connect(lambda _index: self._follow_click())
        self.table.removal.connect(self._remove_all)
        self.table.dropped.connect(lambda key, place: self._move(dropped(self._in_order(), key, place), key))
        self.table.stepped.connect(lambda key, up: self._move(stepped(self._in_order(), key, up=up), key))
        self.panel, self.servers = ChannelPanel(shell), ServersPanel(shell)
        self.panel.added.connect(self._on_added)
        self.panel.saved.connect(self._on_saved)
        self.panel.remove.connect(lambda row: self._remove_all([row]))
        self.panel.enable.connect(lambda row: self._switch(row, True))
        self.servers.wanted.connect(self._take_server)
        for panel in (self.panel, self.servers):
            panel.closed.connect(self.table.setFocus)
        splitter = beside(self._main(), self.panel, row.name, shell.remembered)
        splitter.addWidget(self.servers)
        self.body.addWidget(splitter, 1)
        self._watch_health = QTimer(self, interval=HEALTH_MS)
        self._watch_health.timeout.connect(self._look_at_health)

    def _build_head(self, shell: Shell) -> None:
        find = button(shell.theme)
        self.say(find.setText, lambda: self.tr("Find local servers"))
        shell.commands.dress(find, "channels.discover")
        add = button(shell.theme, "primary")
        add.setObjectName("add-channel")
        self.say(add.setText, lambda: self.tr("Add a channel"))
        shell.commands.dress(add, "channels.new", "on_accent")
        self.buttons.addWidget(find)
        self.buttons.addWidget(add)
        self.search = search = SearchBox(shell.theme)
        search.searched.connect(
            lambda text: self.model.filter(text, ("name", "label", "type", "models", "groups", "base_url"))
        )
        self.say(search.name_it, lambda: self.tr("Search channels, models and addresses"))
        test, balances = button(shell.theme), button(shell.theme)
        self.say(test.setText, lambda: self.tr("Test all"))
        shell.commands.dress(test, "channels.test_all")
        self.say(balances.setText, lambda: self.tr("Refresh balances"))
        shell.commands.dress(balances, "channels.balances")
        self.choose = IconButton(shell.theme, "view-column-outline")
        self.say(self.choose.name_it, lambda: self.tr("Choose columns"))
        self.choose.clicked.connect(self._choose_columns)
        above = QHBoxLayout()
        above.setSpacing(GAP_S)
        above.addWidget(search, 1)
        for part in (test, balances, self.choose):
            above.addWidget(part)
        self.progress = Rounds(shell)
        self.body.setSpacing(GAP_M)
        self.body.addLayout(above)
        self.body.addWidget(self.progress)

    def _main(self) -> QWidget:
        holder = QWidget()
        self._views = QStackedLayout(holder)
        self.empty = EmptyState(self.theme, "source-branch")
        self.say(self.empty.sentence.setText, lambda: self.tr("There is no channel yet: add the key of a provider."))
        self.say(self.empty.button.setText, lambda: self.tr("Add a channel"))
        self.empty.offer(self.new)
        self._views.addWidget(self.table)
        self._views.addWidget(self.empty)
        return holder

    def load(self) -> None:
        """Fetch, and follow what changes."""
        self.bridge.watch("channels", lambda _ids: self.refresh(), self)
        self.bridge.start(self.bridge.run("provider.list", legacy=True), self._on_providers, owner=self)

    def refresh(self) -> None:
        """Fetch again."""
        if self._labels:
            self.bridge.start(self.bridge.run("channel.list"), self._on_rows, owner=self)
            self._look_at_health()

    def shown(self) -> None:
        """Health is looked at while somebody sees it."""
        self._watch_health.start()
        self._look_at_health()

    def hidden(self) -> None:
        """And not otherwise."""
        self._watch_health.stop()

    def open(self, **target: Any) -> None:
        """``channel``: choose and edit the one with that id or name; ``new``: begin one, with those ``values``
        if given; ``servers``: look for servers on this machine."""
        self._wanted = target
        self._show_wanted()

    def new(self) -> None:
        """Begin a new channel."""
        self.open(new=True)

    def do_new(self) -> None:
        """The command."""
        self.new()

    def do_discover(self) -> None:
        """The command."""
        self.open(servers=True)

    def do_test_all(self) -> None:
        """The command: all channels are tested, those switched off, too."""
        self.progress.test_all()

    def do_balances(self) -> None:
        """The command: every channel that is on and whose provider tells."""
        asked = [row for row in self._rows if row["status"] == "enabled" and row["type"] in self._tells_balance]
        self.progress.ask_balances(asked)

    def retranslate(self) -> None:
        """Cells are written anew."""
        super().retranslate()
        self.table.viewport().update()

    # What comes back

    def _on_providers(self, providers: list[Row]) -> None:
        self._labels = {provider["name"]: provider["label"] for provider in providers}
        self._tells_balance = {provider["name"] for provider in providers if provider["tells_balance"]}
        self.panel.form.offer_providers(providers)
        self.refresh()

    def _on_rows(self, rows: list[Row]) -> None:
        self._rows = rows
        self._arrange()
        current = self.panel.row
        for row in self.model.all_rows:
            if current is not None and row["id"] == current["id"]:
                self.panel.follow(row)
        self._show_wanted()

    def _look_at_health(self) -> None:
        if self._labels:
            self.bridge.start(self._health_and_traffic(), self._on_health, lambda _error: None, owner=self)

    async def _health_and_traffic(self) -> tuple[Row, Row]:
        health = await self.bridge.run("gateway.health")
        return health, await self.bridge.run("overview.sparklines", hours=HOURS)

    def _on_health(self, found: tuple[Row, Row]) -> None:
        health, traffic = found
        self._health = {row["id"]: row for row in health["channels"]}
        self._traffic = {row["id"]: row for row in traffic["channels"]}
        self._arrange()

    def _arrange(self) -> None:
        rows = [self._whole(row) for row in self._rows if row["id"] not in self._leaving]
        self.model.set_rows(ordered(rows))
        self._views.setCurrentIndex(0 if rows else 1)

    def _whole(self, row: Row) -> Row:
        """A row as the columns take it."""
        return row | {
            "label": self._labels.get(row["type"], row["type"]),
            "health": self._health.get(row["id"]),
            "traffic": self._traffic.get(row["id"]),
        }

    def _in_order(self) -> list[Row]:
        return ordered(self.model.all_rows)

    def _on_added(self, rows: list[Row]) -> None:
        ids = {row["id"] for row in rows}
        self._rows = [*(known for known in self._rows if known["id"] not in ids), *rows]
        self._arrange()
        self.table.choose_row(rows[0]["id"])
        self.panel.edit(self._whole(rows[0]))
        names = [row["name"] for row in rows]
        if len(rows) == 1:
            text = self.tr("{name} is added.").format(name=names[0])
        else:
            text = self.tr("%n channel(s) are added.", "", len(rows))

        async def undo() -> None:
            for row in rows:
                await self.bridge.run("channel.remove", channel=row["id"])
            if self.panel.row is not None and self.panel.row["id"] in ids:
                self.panel.close_panel()

        self.shell.undo.done(text, undo)

    def _on_saved(self, row: Row, before: dict[str, Any] | None) -> None:
        self._take(row)
        if before is not None:
            text = self.tr("{name} is saved.").format(name=row["name"])
            self.shell.undo.done(text, lambda: self.bridge.run("channel.edit", channel=row["id"], **before))
        else:
            self.shell.notices.say(self.tr("{name} is saved.").format(name=row["name"]), "ok")

    def _take(self, row: Row) -> None:
        """Show a newer state of one channel."""
        self._rows = [row if known["id"] == row["id"] else known for known in self._rows]
        self._arrange()

    def _show_wanted(self) -> None:
        wanted = self._wanted
        if wanted is None or not self._labels:
            return
        if wanted.get("new"):
            self._wanted = None
            self.table.clearSelection()
            self.servers.close_panel()
            self.panel.begin(wanted.get("values"))
        elif wanted.get("servers"):
            self._wanted = None
            self.panel.close_panel()
            self.servers.open_panel()
            self.servers.look()
        else:
            for row in self.model.all_rows:
                if wanted.get("channel") in (row["id"], row["name"]):
                    self._wanted = None
                    self.table.choose_row(row["id"])
                    self._edit(row)

    # What people do

    def _follow_click(self) -> None:
        """With the panel open, a click shows the channel there."""
        rows = self.table.selected_rows()
        if self.panel.isVisible() and len(rows) == 1 and not self.panel.form.dirty:
            self._edit(rows[0])

    def _edit(self, row: Row) -> None:
        self.servers.close_panel()
        self.panel.edit(row)

    def _switch(self, row: Row, on: bool) -> None:
        name, key = row["name"], row["id"]
        act, back = ("channel.enable", "channel.disable") if on else ("channel.disable", "channel.enable")

        def switched(shown: Row) -> None:
            self._take(shown)
            text = self.tr("{name} is switched on.") if on else self.tr("{name} is switched off.")
            self.shell.undo.done(text.format(name=name), lambda: self.bridge.run(back, channel=key))

        self.bridge.start(self.bridge.run(act, channel=key), switched, owner=self)

    def _move(self, changes: Changes, key: int) -> None:
        """Give channels new priorities."""
        if not changes:
            return
        before = {row["id"]: row["priority"] for row in self._rows if row["id"] in changes}
        (name,) = (row["name"] for row in self._rows if row["id"] == key)
        self._show_priorities(changes)
        self.table.choose_row(key)

        async def put(priorities: Changes) -> None:
            for channel, priority in priorities.items():
                await self.bridge.run("channel.edit", channel=channel, priority=priority)

        def failed(error: OneApiError) -> None:
            self._show_priorities(before)
            self.shell.notices.say(str(error), "fail")

        def moved(_nothing: None) -> None:
            text = self.tr("{name} has priority {number} now.").format(name=name, number=changes[key])
            self.shell.undo.done(text, lambda: put(before))

        self.bridge.start(put(changes), moved, failed, owner=self)

    def _show_priorities(self, priorities: Changes) -> None:
        self._rows = [row | {"priority": priorities.get(row["id"], row["priority"])} for row in self._rows]
        self._arrange()

    def _remove_all(self, rows: list[Row]) -> None:
        """Gone from the table at once; the channel and its key go when the offer to undo ends."""
        ids = [row["id"] for row in rows]
        if not ids:
            return
        self._leaving |= set(ids)
        self._arrange()
        if self.panel.row is not None and self.panel.row["id"] in ids:
            self.panel.close_panel()

        async def commit() -> None:
            try:
                for row_id in ids:
                    await self.bridge.run("channel.remove", channel=row_id)
                    self._rows = [row for row in self._rows if row["id"] != row_id]
            finally:
                self._leaving -= set(ids)

        async def undo() -> None:
            self._leaving -= set(ids)
            self._arrange()

        if len(rows) == 1:
            text = self.tr("{name} is removed.").format(name=rows[0]["name"])
        else:
            text = self.tr("%n channel(s) are removed.", "", len(rows))
        self.shell.undo.postpone(text, commit, undo)

    def _take_server(self, values: dict[str, Any]) -> None:
        """A server with models is added at once; one that asks for a key is written into the form."""
        if "models" not in values:
            self.open(new=True, values=values)
            return

        def added(row: Row) -> None:
            self.servers.close_panel()
            self._on_added([row])

        self.bridge.start(self.bridge.run("channel.add", **values), added, owner=self)

    def _choose_columns(self) -> None:
        menu = self.table.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.choose.mapToGlobal(self.choose.rect().bottomLeft()))

    def _open_menu(self, at: QPoint) -> None:
        rows = self.table.selected_rows()
        if not rows:
            return
        menu = self.menu_of(rows)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def menu_of(self, rows: list[Row]) -> QMenu:
        """What can be done with these channels."""
        menu = QMenu(self)

        def add(text: str, act: Callable[[], object]) -> QAction:
            action = menu.addAction(text)
            action.triggered.connect(lambda _checked=False: act())
            return action

        if len(rows) == 1:
            row = rows[0]
            on = row["status"] == "enabled"
            add(self.tr("Edit"), lambda: self._edit(row))
            add(self.tr("Test"), lambda: self.progress.test_some(rows))
            add(self.tr("Refresh the balance"), lambda: self.progress.ask_balances([row])).setEnabled(
                row["type"] in self._tells_balance
            )
            add(self.tr("Show its requests"), lambda: self.shell.go("requests", channel=row["name"]))
            menu.addSeparator()
            for text, changes in (
                (self.tr("Try it earlier"), stepped(self._in_order(), row["id"], up=True)),
                (self.tr("Try it later"), stepped(self._in_order(), row["id"], up=False)),
            ):
                add(text, partial(self._move, changes, row["id"])).setEnabled(bool(changes))
            menu.addSeparator()
            add(self.tr("Switch off") if on else self.tr("Switch on"), lambda: self._switch(row, not on))
        else:
            add(self.tr("Test"), lambda: self.progress.test_some(rows))
        add(self.tr("Remove"), lambda: self._remove_all(rows))
        return menu
