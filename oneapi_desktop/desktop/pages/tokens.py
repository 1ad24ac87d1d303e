"""Tokens: who may use what."""

from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedLayout, QWidget

from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.pages.tokens_columns import columns
from oneapi_desktop.desktop.pages.tokens_panel import TokenPanel
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M
from oneapi_desktop.desktop.widgets.buttons import SearchBox, button
from oneapi_desktop.desktop.widgets.cards import EmptyState
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.list_model import ListModel
from oneapi_desktop.desktop.widgets.side_panel import beside
from oneapi_desktop.desktop.widgets.table import DataTable
from oneapi_desktop.domain.errors import OneApiError

SCREENS: dict[str, dict[str, Any]] = {
    "edit": {"token": 2},
    "new": {"new": True},
}


class TokensPage(BasePage):
    """The table of tokens, and a panel that issues, edits and shares them."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        self._leaving: set[int] = set()
        self._wanted: int | None = None
        self._card_wanted = False
        issue = button(shell.theme, "primary", "plus")
        self.say(issue.setText, lambda: self.tr("Issue a token"))
        shell.commands.dress(issue, "tokens.new", "on_accent")
        self.buttons.addWidget(issue)
        self.search = SearchBox(shell.theme)
        self.say(self.search.name_it, lambda: self.tr("Search tokens"))
        self.body.setSpacing(GAP_M)
        self.body.addWidget(self.search)
        self.model = ListModel(columns())
        self.model.setParent(self)
        self.search.searched.connect(lambda text: self.model.filter(text, ("name", "key_hint", "models", "subnet")))
        self.model.switched.connect(self._switch)
        self.table = DataTable("tokens", self.model, shell.theme, shell.remembered)
        self.say(self.table.setAccessibleName, lambda: self.tr("Tokens"))
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.opened.connect(self._edit)
        self.table.clicked.connect(lambda _index: self._follow_click())
        self.table.removal.connect(self._revoke_all)
        self.panel = TokenPanel(shell)
        self.panel.issued.connect(self._on_issued)
        self.panel.saved.connect(self.model.update_row)
        self.panel.revoke.connect(lambda row: self._revoke_all([row]))
        self.panel.closed.connect(self.table.setFocus)
        self.body.addWidget(beside(self._main(), self.panel, row.name, shell.remembered), 1)

    def _main(self) -> QWidget:
        holder = QWidget()
        self._views = QStackedLayout(holder)
        self.empty = EmptyState(self.theme, "key-outline")
        self.say(
            self.empty.sentence.setText, lambda: self.tr("There is no token yet: issue one for each tool or person.")
        )
        self.say(self.empty.button.setText, lambda: self.tr("Issue a token"))
        self.empty.offer(self.new)
        self._views.addWidget(self.table)
        self._views.addWidget(self.empty)
        return holder

    def load(self) -> None:
        """Fetch, and follow what changes."""
        self.bridge.watch("tokens", lambda _ids: self.refresh(), self)
        self.refresh()

    def refresh(self) -> None:
        """Fetch again."""
        self.bridge.start(self.bridge.run("token.list"), self._on_rows, owner=self)
        self.bridge.start(self.bridge.run("price.list"), self._on_models, owner=self)

    def open(self, *, token: int | None = None, new: bool = False, card: bool = False, **_target: Any) -> None:
        """``token``: choose and edit the one with that id, or show its ``card``; ``new``: begin one."""
        if new:
            self.new()
        elif token is not None:
            self._wanted, self._card_wanted = token, card
            self._show_wanted()

    def new(self) -> None:
        """Begin a new token."""
        self.table.clearSelection()
        self.panel.begin()

    def do_new(self) -> None:
        """The command."""
        self.new()

    def retranslate(self) -> None:
        """Cells are written anew."""
        super().retranslate()
        self.table.viewport().update()

    # What comes back

    def _on_rows(self, rows: list[Row]) -> None:
        shown = [row for row in rows if row["id"] not in self._leaving]
        self.model.set_rows(shown)
        self._views.setCurrentIndex(0 if shown else 1)
        current = self.panel.row
        for row in shown:
            if current is not None and row["id"] == current["id"]:
                self.panel.follow(row)
        self._show_wanted()

    def _on_models(self, prices: list[Row]) -> None:
        self.panel.form.models.offer(sorted({str(price["model"]) for price in prices}))

    def _on_issued(self, row: Row) -> None:
        self.model.update_row(row)
        self._views.setCurrentIndex(0)
        self.table.choose_row(row["id"])

    def _show_wanted(self) -> None:
        wanted = self._wanted
        if wanted is not None and self.table.choose_row(wanted):
            self._wanted = None
            (row,) = (row for row in self.model.rows if row["id"] == wanted)
            if self._card_wanted:
                self.panel.show_card(row)
            else:
                self.panel.edit(row)

    # What people do

    def _follow_click(self) -> None:
        """With the panel open, a click shows the token there."""
        rows = self.table.selected_rows()
        if self.panel.isVisible() and len(rows) == 1 and not self.panel.form.dirty:
            self._edit(rows[0])

    def _edit(self, row: Row) -> None:
        self.panel.edit(row)

    def _switch(self, row: Row, on: bool) -> None:
        name, wanted = row["name"], "enabled" if on else "disabled"

        def switched(shown: Row) -> None:
            self.model.update_row(shown)
            before = row["status"]
            text = self.tr("{name} is switched on.") if on else self.tr("{name} is switched off.")
            self.shell.undo.done(
                text.format(name=name), lambda: self.bridge.run("token.edit", token=row["id"], status=before)
            )

        self.bridge.start(self.bridge.run("token.edit", token=row["id"], status=wanted), switched, owner=self)

    def _revoke_all(self, rows: list[Row]) -> None:
        """Gone from the table at once, useless for ever when the offer to undo ends."""
        ids = [row["id"] for row in rows]
        if not ids:
            return
        self._leaving |= set(ids)
        for row_id in ids:
            self.model.remove_row(row_id)
        if self.panel.row is not None and self.panel.row["id"] in ids:
            self.panel.close_panel()
        self._views.setCurrentIndex(0 if self.model.all_rows else 1)

        async def commit() -> None:
            try:
                for row_id in ids:
                    await self.bridge.run("token.revoke", token=row_id)
            finally:
                self._leaving -= set(ids)

        async def undo() -> None:
            self._leaving -= set(ids)
            self._on_rows(await self.bridge.run("token.list"))

        if len(rows) == 1:
            text = self.tr("{name} is revoked.").format(name=rows[0]["name"])
        else:
            text = self.tr("%n token(s) are revoked.", "", len(rows))
        self.shell.undo.postpone(text, commit, undo)

    def _open_menu(self, at: QPoint) -> None:
        rows = self.table.selected_rows()
        if not rows:
            return
        menu = self.menu_of(rows)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def menu_of(self, rows: list[Row]) -> QMenu:
        """What can be done with these tokens."""
        menu = QMenu(self)

        def add(text: str, act: Any) -> QAction:
            action = menu.addAction(text)
            action.triggered.connect(lambda _checked=False: act())
            return action

        if len(rows) == 1:
            row = rows[0]
            on = row["status"] == "enabled"
            add(self.tr("Edit"), lambda: self._edit(row))
            add(self.tr("Copy the key"), lambda: self._copy_key(row))
            add(self.tr("Share card"), lambda: self.panel.show_card(row)).setEnabled(on)
            add(self.tr("Show its requests"), lambda: self.shell.go("requests", token=row["name"]))
            add(self.tr("Try it in the Playground"), lambda: self.shell.go("playground", token=row["id"])).setEnabled(
                on
            )
            menu.addSeparator()
            add(self.tr("Switch off") if on else self.tr("Switch on"), lambda: self._switch(row, not on))
        add(self.tr("Revoke"), lambda: self._revoke_all(rows))
        return menu

    def _copy_key(self, row: Row) -> None:
        def arrived(shown: Row) -> None:
            self.shell.copy(shown["key"])

        def failed(error: OneApiError) -> None:
            self.shell.notices.say(str(error), "fail")

        self.bridge.start(self.bridge.run("token.show", token=row["id"], reveal=True), arrived, failed, owner=self)
