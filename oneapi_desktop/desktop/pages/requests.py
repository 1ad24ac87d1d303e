"""Requests: why one was slow, dear or wrong."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.bridge import Work, error_field, error_text
from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.pages.requests_columns import columns
from oneapi_desktop.desktop.pages.requests_detail import RequestDetail
from oneapi_desktop.desktop.pages.requests_export import export_requests
from oneapi_desktop.desktop.pages.requests_filters import RequestFilters
from oneapi_desktop.desktop.pages.requests_open import OpenRequests
from oneapi_desktop.desktop.request_rows import RequestRows
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S
from oneapi_desktop.desktop.widgets.buttons import IconButton, button
from oneapi_desktop.desktop.widgets.cards import Banner, EmptyState
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.paged_model import PAGE, PagedModel
from oneapi_desktop.desktop.widgets.progress_row import ProgressRow
from oneapi_desktop.desktop.widgets.side_panel import beside
from oneapi_desktop.desktop.widgets.table import DataTable
from oneapi_desktop.domain.errors import OneApiError

SCREENS: dict[str, dict[str, Any]] = {
    "detail": {"choose": 3},
    "failed": {"status": "failed", "choose": 1},
}


class RequestsPage(BasePage):
    """Filters, what is open now, the table, and a panel about one request."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        self._rows: RequestRows | None = None
        self._missed = 0
        self._stale = False
        self._behind: frozenset[int] = frozenset()
        """Rows recorded last while nobody looked."""
        self._choose = -1
        self._export: Work | None = None
        self._following = True
        self.live = QPushButton()
        self.live.setCheckable(True)
        self.live.setChecked(True)
        self.say(self.live.setText, lambda: self.tr("Live"))
        shell.commands.dress(self.live, "requests.live")
        self.columns_button = IconButton(shell.theme, "view-column-outline")
        shell.commands.dress(self.columns_button, "requests.columns")
        self.export_button = button(shell.theme)
        self.say(self.export_button.setText, lambda: self.tr("Export"))
        shell.commands.dress(self.export_button, "requests.export")
        for part in (self.live, self.columns_button, self.export_button):
            self.buttons.addWidget(part)
        self.filters = RequestFilters(shell.theme, self.bridge)
        self.filters.changed.connect(self._reload)
        self.search = self.filters.search
        shell.commands.dress(self.filters.clear_button, "requests.clear", "accent_text")
        self.body.setSpacing(GAP_M)
        self.body.addWidget(self.filters)
        self.fault = Banner()
        self.say(self.fault.button.setText, lambda: self.tr("Show all requests"))
        self.fault.button.clicked.connect(self.filters.clear)
        self.body.addWidget(self.fault)
        self.progress = ProgressRow()
        self.progress.cancelled.connect(self._cancel_export)
        self.body.addWidget(self.progress)
        self.model = PagedModel(self.bridge, columns())
        self.model.setParent(self)
        self.model.loaded.connect(self._on_loaded)
        self.model.prepended.connect(self._on_prepended)
        self.model.stale.connect(self._on_stale)
        self.model.fault.connect(self._on_fault)
        self.table = DataTable("requests", self.model, shell.theme, shell.remembered)
        self.say(self.table.setAccessibleName, lambda: self.tr("Requests"))
        self.panel = RequestDetail(shell)
        self.panel.narrowed.connect(self._on_narrowed)
        self.panel.closed.connect(self.table.setFocus)
        self.table.clicked.connect(self._on_clicked)
        self.table.opened.connect(self._on_opened)
        self.table.chosen.connect(self._on_chosen)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.body.addWidget(beside(self._main(), self.panel, row.name, shell.remembered), 1)
        self.bridge.live.sampled.connect(self.open_now.show_rows)

    def load(self) -> None:
        """Load the newest, and follow what is recorded."""
        self.bridge.watch("requests", self._on_recorded, self)
        self.refresh()

    def refresh(self) -> None:
        """Load again, from the newest on."""
        self.filters.offer_names()
        self._reload()

    def open(self, *, choose: int = -1, **target: Any) -> None:
        """Filters (span, since, until, status, text, model, token, channel); ``request`` opens one by its id.
        ``choose``: open the row at that place."""
        request = target.pop("request", None)
        self._choose = choose
        self.filters.point_at(**target)
        if request is not None:
            self._show_panel(request)

    def shown(self) -> None:
        """Look at open requests while somebody does, and take in what was recorded meanwhile."""
        self.bridge.live.look()
        if self._behind:
            self.model.refresh_rows(self._behind)
            self._behind = frozenset()
        self.open_now.show_rows(self.bridge.live.rows())

    def hidden(self) -> None:
        """Nothing is sampled for nobody."""
        self.bridge.live.look_away()

    def retranslate(self) -> None:
        """Cells and counts are written anew."""
        super().retranslate()
        self.table.viewport().update()
        self._tell_count()
        self._tell_newer()

    # Commands

    def do_live(self) -> None:
        """Follow new requests, or hold the table still."""
        self._follow(not self._following)

    def do_clear(self) -> None:
        """Show all requests."""
        self.filters.clear()

    def do_columns(self) -> None:
        """The column chooser."""
        menu = self.table.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.columns_button.mapToGlobal(self.columns_button.rect().bottomLeft()))

    def do_replay(self) -> None:
        """Hand the request to the Playground, with its body if that was kept."""
        found = self._chosen_request()
        if found is not None:
            work = self.bridge.run("request.capture", request=found["id"])
            self.bridge.start(work, partial(self._replay, found), owner=self)

    def do_copy_curl(self) -> None:
        """Put the request on the clipboard as a command."""
        found = self._chosen_request()
        if found is not None:
            self.bridge.start(self.bridge.run("request.command", request=found["id"]), self._on_command, owner=self)

    def do_export(self) -> None:
        """Ask where to, then write what the filters leave."""
        dialog = QFileDialog(self, self.tr("Export requests"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([self.tr("Spreadsheet (*.csv)"), self.tr("JSON lines (*.jsonl)")])
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("csv" if "*.csv" in chosen else "jsonl"))
        dialog.selectFile("requests.csv")
        dialog.fileSelected.connect(lambda name: self.export_to(Path(name)))
        dialog.open()

    def export_to(self, path: Path) -> None:
        """Write what the filters leave to a file, with progress."""
        if self._export is not None and self._export.running:
            self.shell.notices.say(self.tr("An export is running already."), "warn")
            return
        total = self.model.rowCount()
        self.progress.begin(self.tr("Exporting to {file}").format(file=path.name), total)

        def tell(count: int) -> None:
            self.progress.tell(
                self.tr("Exporting to {file}: {count} requests").format(file=path.name, count=formats.number(count)),
                min(count, total),
            )

        def done(count: int) -> None:
            self.progress.end()
            self.shell.notices.say(self.tr("%n request(s) written to {file}", "", count).format(file=path.name), "ok")

        def failed(error: OneApiError) -> None:
            self.progress.end()
            self.shell.notices.say(str(error), "fail")

        work = export_requests(self.bridge, path, self.filters.arguments(), tell)
        self._export = self.bridge.start(work, done, failed, owner=self)

    # Parts

    def _main(self) -> QWidget:
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        line = QHBoxLayout()
        line.setSpacing(GAP_M)
        self.count = label("muted")
        self.open_now = OpenRequests(self.theme)
        line.addWidget(self.count)
        line.addWidget(self.open_now, 1)
        column.addLayout(line)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self.empty = EmptyState(self.theme, "format-list-bulleted")
        self.empty.offer(self._on_empty_button)
        self._stack.addWidget(self.empty)
        column.addWidget(holder, 1)
        # Over the table's top edge, once there is something above what is in view.
        self.newer = button(self.theme, "primary", "arrow-up", self.table.viewport())
        self.newer.hide()
        self.newer.clicked.connect(self._go_to_newest)
        self.table.viewport().installEventFilter(self)
        self._above = 0
        return main

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own: the button over the table stays in its middle."""
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._place_newer()
        return super().eventFilter(watched, event)

    # Rows

    def _reload(self) -> None:
        self._missed = self._above = 0
        self._stale = False
        self._rows = RequestRows(self.bridge, self.filters.arguments())
        self.model.load(self._rows)

    def _on_loaded(self, _count: int) -> None:
        self.fault.tell("")
        self._tell_count()
        self._tell_newer()
        self._show_table_or_not()
        if self._choose >= 0 and self.model.rowCount() > self._choose:
            index = self.model.index(self._choose, 0)
            self._choose = -1
            self.table.setCurrentIndex(index)
            self._on_clicked(index)

    def _on_recorded(self, ids: frozenset[int]) -> None:
        fresh = frozenset(number for number in ids if number > 0)
        if not fresh:
            return  # Old rows were removed; where the list ends is found out when somebody looks there.
        if not self._following:
            self._missed += len(fresh)
            self._tell_newer()
        elif self.isVisible():
            self.model.refresh_rows(fresh)
        else:
            self._behind = fresh

    def _on_prepended(self, count: int) -> None:
        self._show_table_or_not()
        if self.table.verticalScrollBar().value() > 0:
            self._above += count
        self._tell_count()
        self._tell_newer()

    def _on_stale(self) -> None:
        # Loading again would move what somebody reads; it waits until the newest are looked at.
        self._stale = True
        if self.table.verticalScrollBar().value() == 0:
            self._reload()

    def _on_scrolled(self, value: int) -> None:
        if value == 0:
            self._above = 0
            self._tell_newer()
            if self._stale:
                self._reload()

    def _follow(self, following: bool) -> None:
        self._following = following
        self.live.setChecked(following)
        if following and self._missed:
            self._reload()

    def _go_to_newest(self) -> None:
        self._follow(True)
        self.table.scrollToTop()

    def _on_fault(self, error: OneApiError) -> None:
        field = error_field(error)
        self.fault.tell(f"{field}: {error_text(error)}" if field else str(error), failed=True)
        self.fault.button.setVisible(self.filters.active)

    def _tell_count(self) -> None:
        shown = self.model.rowCount()
        number = formats.number(shown)
        # What came with the first page has been counted, whatever the estimate was.
        precision = self._rows.precision if self._rows is not None and shown >= PAGE else "exact"
        if precision == "exact":
            text = self.tr("%n request(s)", "", shown).replace(str(shown), number)
        elif precision == "estimate":
            text = self.tr("about {count} requests").format(count=number)
        else:
            text = self.tr("more than {count} requests").format(count=number)
        self.count.setText(text)
        self.count.setVisible(shown > 0 or self.filters.active)

    def _tell_newer(self) -> None:
        count = self._above if self._following else self._missed
        self.newer.setVisible(count > 0)
        if count:
            self.newer.setText(self.tr("%n new", "", count))
            self.newer.setAccessibleName(self.tr("%n new, go to the newest", "", count))
            self.newer.adjustSize()
            self._place_newer()

    def _place_newer(self) -> None:
        self.newer.move((self.table.viewport().width() - self.newer.width()) // 2, GAP_S)

    def _show_table_or_not(self) -> None:
        empty = self.model.rowCount() == 0
        self._stack.setCurrentIndex(1 if empty else 0)
        if not empty:
            return
        if self.filters.active:
            self.empty.sentence.setText(self.tr("No request matches these filters."))
            self.empty.button.setText(self.tr("Show all requests"))
        else:
            self.empty.sentence.setText(self.tr("No request has passed through yet."))
            self.empty.button.setText(self.tr("Copy base URL"))

    def _on_empty_button(self) -> None:
        self.shell.commands.run("requests.clear" if self.filters.active else "gateway.copy_url")

    # The panel

    def _on_clicked(self, index: QModelIndex) -> None:
        found = self.model.row_at(index)
        if found is not None:
            self._show_panel(found["id"])

    def _on_opened(self, found: dict[str, Any]) -> None:
        self._show_panel(found["id"])
        self.panel.open_panel()

    def _on_chosen(self, found: dict[str, Any] | None) -> None:
        if found is not None and self.panel.isVisible():
            self.panel.explain(found["id"])

    def _show_panel(self, request: int | str) -> None:
        self.panel.show()
        self.panel.explain(request)

    def _on_narrowed(self, name: str, value: Any) -> None:
        self.filters.boxes[name].take(value)
        self.filters.changed.emit()

    def _chosen_request(self) -> dict[str, Any] | None:
        if self.panel.isVisible() and self.panel.shown:
            return self.panel.shown
        chosen = self.table.selected_rows()
        if not chosen:
            self.shell.notices.say(self.tr("Choose a request first."), "info")
            return None
        return chosen[0]

    def _replay(self, found: dict[str, Any], capture: dict[str, Any] | None) -> None:
        body = capture["request"]["text"] if capture else None
        self.shell.go(
            "playground", request=found["id"], model=found["model"], token=found["token"], dialect=found["dialect"],
            body=body,
        )  # fmt: skip

    def _on_command(self, made: dict[str, Any]) -> None:
        self.shell.copy(made["command"])
        if not made["complete"]:
            self.shell.notices.say(
                self.tr("The command has a sample in place of the body, which was not kept whole."), "info"
            )

    def _cancel_export(self) -> None:
        if self._export is not None:
            self._export.cancel()
        self.progress.end()
        self.shell.notices.say(self.tr("The export was cancelled; nothing was written."), "info")
