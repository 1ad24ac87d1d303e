"""Tables: rows keep their place, selection and scroll survive changes, a million rows cost a few pages."""

from pathlib import Path
from typing import Any

import pytest
from desktop_program import Program, until
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.remembered import Remembered
from oneapi_desktop.desktop.request_rows import RequestRows
from oneapi_desktop.desktop.theme import Theme
from oneapi_desktop.desktop.widgets.columns import CellRole, Column, Row
from oneapi_desktop.desktop.widgets.list_model import ListModel
from oneapi_desktop.desktop.widgets.paged_model import PAGE, PAGES_KEPT, PagedModel
from oneapi_desktop.desktop.widgets.table import DataTable
from oneapi_desktop.settings import Settings

COLUMNS = (
    Column("name", lambda: "Name", lambda row: row["name"], sort=lambda row: row["name"]),
    Column("spent", lambda: "Spent", lambda row: str(row["spent"]), number=True, sort=lambda row: row["spent"]),
    Column("on", lambda: "On", lambda row: "", check=lambda row: row["on"], hidden=True),
)


def rows(*names: str) -> list[Row]:
    """Rows of these names; the id is the place in the alphabet."""
    return [{"id": ord(name[0]), "name": name, "spent": 100 - ord(name[0]), "on": True} for name in names]


@pytest.fixture
def remembered(tmp_path: Path) -> Remembered:
    """A fresh memory."""
    return Remembered(tmp_path)


def shown(model: ListModel) -> list[str]:
    """The names shown, in order."""
    return [row["name"] for row in model.rows]


def test_new_rows_keep_the_selection_on_its_row(theme: Theme, remembered: Remembered) -> None:
    model = ListModel(COLUMNS)
    model.set_rows(rows("b", "c"))
    table = DataTable("t", model, theme, remembered)
    assert table.choose_row(ord("c"))
    model.set_rows(rows("a", "b", "c", "d"))
    assert [row["name"] for row in table.selected_rows()] == ["c"]
    model.set_rows(rows("a"))
    assert table.selected_rows() == []


def test_sorting_and_filtering(theme: Theme) -> None:
    model = ListModel(COLUMNS)
    model.set_rows([*rows("b", "a", "c"), {"id": 1, "name": "x", "spent": None, "on": False}])
    model.sort(0, Qt.SortOrder.DescendingOrder)
    assert shown(model) == ["x", "c", "b", "a"]
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert shown(model) == ["c", "b", "a", "x"]
    model.filter("A")
    assert shown(model) == ["a"]
    model.filter("")
    assert len(shown(model)) == 4


def test_a_switch_asks_and_shows_only_what_is_answered(theme: Theme) -> None:
    model = ListModel(COLUMNS)
    model.set_rows(rows("a"))
    asked: list[tuple[str, bool]] = []
    model.switched.connect(lambda row, on: asked.append((row["name"], on)))
    index = model.index(0, 2)
    model.setData(index, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert asked == [("a", False)]
    assert model.data(index, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked


def test_rows_are_copied_and_columns_remembered(theme: Theme, remembered: Remembered) -> None:
    model = ListModel(COLUMNS)
    model.set_rows(rows("a", "b"))
    table = DataTable("t", model, theme, remembered)
    assert table.as_text(model.rows) == "a\t3\nb\t2"
    table.columns_menu().actions()[1].setChecked(False)
    table.horizontalHeader().resizeSection(0, 222)
    again = DataTable("t", ListModel(COLUMNS), theme, remembered)
    assert again.isColumnHidden(1)
    assert again.columnWidth(0) == 222
    assert again.as_text(rows("a")) == "a"


def test_keys_open_copy_and_remove(theme: Theme, remembered: Remembered, qtbot: Any) -> None:
    model = ListModel(COLUMNS)
    model.set_rows(rows("a", "b"))
    table = DataTable("t", model, theme, remembered)
    qtbot.addWidget(table)
    table.choose_row(ord("b"))
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args[0]["name"] == "b"
    with qtbot.waitSignal(table.removal) as removal:
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert [row["name"] for row in removal.args[0]] == ["b"]
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "b\t2"


class Million:
    """A million rows; what is asked of it is counted."""

    def __init__(self, count: int = 1_000_000, estimate: int | None = None) -> None:
        self.count = count
        self.estimate = count if estimate is None else estimate
        self.asked: list[tuple[int, int, bool]] = []
        self.fresh: list[Row] = []

    async def begin(self) -> int:
        return self.estimate

    async def rows(self, offset: int, limit: int, after: Row | None) -> list[Row]:
        self.asked.append((offset, limit, after is not None))
        last = min(offset + limit, self.count)
        return [{"id": -place, "name": str(place), "spent": place, "on": True} for place in range(offset, last)]

    async def newer(self, ids: frozenset[int]) -> list[Row]:
        return [row for row in self.fresh if row["id"] in ids]


async def loaded(source: Million, owner: QObject) -> PagedModel:
    """A model that shows the source."""
    model = PagedModel(Bridge(Settings(), owner), COLUMNS, parent=owner)
    counts: list[int] = []
    model.loaded.connect(counts.append)
    model.load(source)
    await until(lambda: counts)
    return model


async def test_a_million_rows_are_fetched_where_one_looks(theme: Theme, remembered: Remembered) -> None:
    owner, source = QObject(), Million()
    model = await loaded(source, owner)
    table = DataTable("log", model, theme, remembered)
    table.resize(600, 400)
    table.show()
    assert model.rowCount() == 1_000_000
    bar = table.verticalScrollBar()
    for part in (0.1, 0.3, 0.5, 0.7, 0.9):
        bar.setValue(round(bar.maximum() * part))
    place = table.rowAt(10)
    assert model.index(place, 0).data(CellRole.MISSING)
    await until(lambda: model.index(place, 0).data() == str(place))
    # What was only passed on the way is not fetched.
    assert len(source.asked) < 6
    for number in range(PAGES_KEPT + 20):
        model.index(number * PAGE, 0).data()
        await until(lambda number=number: model.index(number * PAGE, 0).data() is not None)
    assert model.pages_in_memory <= PAGES_KEPT
    # Going on from a page that is here needs no jump.
    assert source.asked[-1][2]
    table.deleteLater()


async def test_live_rows_move_neither_selection_nor_view(theme: Theme, remembered: Remembered) -> None:
    owner, source = QObject(), Million(2000)
    model = await loaded(source, owner)
    table = DataTable("log", model, theme, remembered)
    table.resize(600, 400)
    table.show()
    table.setCurrentIndex(model.index(50, 0))
    table.verticalScrollBar().setValue(40 * table.verticalHeader().defaultSectionSize())
    seen = model.row_at(model.index(table.rowAt(5), 0))
    source.fresh = [{"id": n, "name": f"new {n}", "spent": 0, "on": True} for n in (3, 2, 1)]
    added: list[int] = []
    model.prepended.connect(added.append)
    model.refresh_rows(frozenset({1, 2, 3}))
    await until(lambda: added)
    assert model.row_at(model.index(0, 0))["name"] == "new 3"
    assert [row["name"] for row in table.selected_rows()] == ["50"]
    assert model.row_at(model.index(table.rowAt(5), 0)) == seen
    # The same ids again change nothing.
    model.refresh_rows(frozenset({1, 2, 3}))
    source.fresh = [{"id": 4, "name": "new 4", "spent": 0, "on": True}]
    model.refresh_rows(frozenset({4}))
    await until(lambda: len(added) == 2)
    assert model.rowCount() == 2004
    table.deleteLater()


@pytest.mark.parametrize(("count", "estimate"), [(900, 5000), (900, 300), (400, 400), (0, 7), (PAGE, PAGE)])
async def test_a_wrong_estimate_is_put_right(count: int, estimate: int) -> None:
    owner = QObject()
    model = await loaded(Million(count, estimate), owner)

    def read_to_the_end() -> bool:
        for number in range(0, model.rowCount(), 50):
            model.index(number, 0).data()
        last = model.rowCount() - 1
        model.index(last, 0).data()
        return model.rowCount() == count and (count == 0 or model.index(last, 0).data() is not None)

    await until(read_to_the_end)


async def test_the_ledger_as_source(program: Program) -> None:
    rows = RequestRows(program.bridge, {"model": "echo"})
    assert await rows.begin() == 0
    assert await rows.rows(0, 10, None) == []
    assert await rows.newer(frozenset({1})) == []


def test_a_column_that_stretches_fills_the_table_but_never_shrinks_below_its_width(
    theme: Theme, remembered: Remembered
) -> None:
    columns = [
        Column("name", lambda: "Name", lambda row: row["name"], 200, stretch=True),
        Column("spent", lambda: "Spent", lambda row: "", 150),
        Column("on", lambda: "On", lambda row: "", 100),
    ]
    model = ListModel(columns)
    table = DataTable("t", model, theme, remembered)
    table.resize(800, 300)
    table.show()
    assert table.columnWidth(0) == table.viewport().width() - 250
    table.setColumnWidth(1, 250)
    assert table.columnWidth(0) == table.viewport().width() - 350
    table.columns_menu().actions()[2].trigger()
    assert table.columnWidth(0) == table.viewport().width() - 250
    table.resize(300, 300)
    assert table.columnWidth(0) == 200
