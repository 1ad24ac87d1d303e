"""Models & prices: what can be called, through which channels, and what it costs."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedLayout, QWidget

from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.pages.models_columns import columns
from oneapi_desktop.desktop.pages.models_panel import GroupPanel, ModelPanel
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S
from oneapi_desktop.desktop.widgets.buttons import IconButton, SearchBox, button
from oneapi_desktop.desktop.widgets.cards import EmptyState
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.list_model import ListModel
from oneapi_desktop.desktop.widgets.side_panel import beside
from oneapi_desktop.desktop.widgets.table import DataTable

SCREENS: dict[str, dict[str, Any]] = {
    "price": {"model": "gpt-4o"},
    "groups": {"groups": True},
}


class ModelsPage(BasePage):
    """The table of models, with a panel for own prices and one for the ratios of groups."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        self._rows: list[Row] = []
        self._wanted: str | None = None
        groups = button(shell.theme, "", "account-group-outline")
        self.say(groups.setText, lambda: self.tr("Group ratios"))
        groups.clicked.connect(self._show_groups)
        self.buttons.addWidget(groups)
        self.search = SearchBox(shell.theme)
        self.say(self.search.name_it, lambda: self.tr("Search models and channels"))
        self.unpriced = QPushButton()
        self.unpriced.setCheckable(True)
        self.unpriced.toggled.connect(lambda _on: self._arrange())
        self.choose = IconButton(shell.theme, "view-column-outline")
        self.say(self.choose.name_it, lambda: self.tr("Choose columns"))
        self.choose.clicked.connect(self._choose_columns)
        self.count = label("muted")
        above = QHBoxLayout()
        above.setSpacing(GAP_S)
        above.addWidget(self.search, 1)
        above.addWidget(self.unpriced)
        above.addWidget(self.choose)
        above.addWidget(self.count)
        self.body.setSpacing(GAP_M)
        self.body.addLayout(above)
        self.model = ListModel(columns(), key="key")
        self.model.setParent(self)
        self.search.searched.connect(self._search)
        self.table = DataTable("models", self.model, shell.theme, shell.remembered)
        self.say(self.table.setAccessibleName, lambda: self.tr("Models"))
        self.table.opened.connect(self._show_model)
        self.table.clicked.connect(lambda _index: self._follow_click())
        self.panel, self.groups = ModelPanel(shell), GroupPanel(shell)
        self.panel.saved.connect(self.refresh)
        for panel in (self.panel, self.groups):
            panel.closed.connect(self.table.setFocus)
        splitter = beside(self._main(), self.panel, row.name, shell.remembered)
        splitter.addWidget(self.groups)
        self.body.addWidget(splitter, 1)
        self._tell_count()

    def _main(self) -> QWidget:
        holder = QWidget()
        self._views = QStackedLayout(holder)
        self.empty = EmptyState(self.theme, "tag-outline")
        self.say(
            self.empty.sentence.setText,
            lambda: self.tr("No channel offers a model yet. Add a channel with the models you want to call."),
        )
        self.say(self.empty.button.setText, lambda: self.tr("Add a channel"))
        self.empty.offer(lambda: self.shell.commands.run("channels.new"))
        self._views.addWidget(self.table)
        self._views.addWidget(self.empty)
        return holder

    def load(self) -> None:
        """Fetch, and follow what changes."""
        self.bridge.watch(["channels", "prices", "groups"], lambda _ids: self.refresh(), self)
        self.refresh()

    def refresh(self) -> None:
        """Fetch again."""
        self.bridge.start(self.bridge.run("price.list"), self._on_rows, owner=self)
        self.groups.refresh()

    def open(self, *, model: str | None = None, groups: bool = False, **_target: Any) -> None:
        """``model``: choose it and show its price; ``groups``: show the ratios."""
        if groups:
            self._show_groups()
        elif model is not None:
            self._wanted = model
            self._show_wanted()

    def retranslate(self) -> None:
        """Cells and counts are written anew."""
        super().retranslate()
        self.table.viewport().update()
        self._tell_count()

    def _on_rows(self, rows: list[Row]) -> None:
        # One model may stand at several kinds of upstream, each with a price of its own.
        self._rows = [row | {"key": f"{row['model']}\n{row['upstream_model']}\n{row['provider']}"} for row in rows]
        self._views.setCurrentIndex(0 if rows else 1)
        self._arrange()
        current = self.panel.row
        for row in self._rows:
            if current is not None and row["key"] == current["key"]:
                self.panel.follow(row)
        self._show_wanted()

    def _arrange(self) -> None:
        only = self.unpriced.isChecked()
        self.model.set_rows([row for row in self._rows if row["unpriced"] or not only])
        self._tell_count()

    def _search(self, text: str) -> None:
        self.model.filter(text, ("model", "upstream_model", "channels", "provider"))
        self._tell_count()

    def _tell_count(self) -> None:
        unpriced = sum(row["unpriced"] for row in self._rows)
        self.unpriced.setText(self.tr("%n unpriced", "", unpriced))
        self.unpriced.setVisible(bool(unpriced) or self.unpriced.isChecked())
        self.count.setText(self.tr("%n model(s)", "", self.model.rowCount()))

    def _show_wanted(self) -> None:
        for row in self._rows:
            if row["model"] == self._wanted:
                self._wanted = None
                self.table.choose_row(row["key"])
                self._show_model(row)
                return

    def _show_model(self, row: Row) -> None:
        self.groups.close_panel()
        self.panel.show_model(row)

    def _follow_click(self) -> None:
        """With the panel open, a click shows the model there; else a second click or Enter opens it."""
        rows = self.table.selected_rows()
        if self.panel.isVisible() and len(rows) == 1 and not self.panel.form.dirty:
            self.panel.show_model(rows[0])

    def _show_groups(self) -> None:
        self.panel.close_panel()
        self.groups.refresh()
        self.groups.open_panel()

    def _choose_columns(self) -> None:
        menu = self.table.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.choose.mapToGlobal(self.choose.rect().bottomLeft()))
