"""Layouts that follow the width, and rows of choices."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from oneapi_desktop.desktop.widgets.reflow import ColumnGrid, Flow, RowOrColumn
from oneapi_desktop.desktop.widgets.segments import Segments


class Block(QWidget):
    """A widget that needs a width."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self._width = width

    def sizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(self._width, 20)

    def minimumSizeHint(self) -> QSize:
        """Qt's own."""
        return self.sizeHint()


def test_a_row_becomes_a_column_where_it_is_too_narrow(application: QApplication) -> None:
    window = QWidget()
    row = RowOrColumn(10, window)
    first, second = Block(100), Block(200)
    row.add(first)
    row.add(second)
    row.resize(400, 60)
    window.show()
    assert not row.stacked
    assert second.x() > first.x()
    row.resize(300, 60)
    assert row.stacked
    assert row.minimumSizeHint().width() == 200
    row.resize(310, 60)
    assert not row.stacked
    third = Block(50)
    row.replace(second, third)
    second.hide()
    row.resize(170, 60)
    assert not row.stacked


def test_a_grid_has_as_many_columns_as_fit_and_fills_its_rows(application: QApplication) -> None:
    window = QWidget()
    grid = ColumnGrid(10, window)
    grid.put([Block(100) for _ in range(5)])
    grid.resize(540, 60)
    window.show()
    assert grid.columns == 5
    grid.resize(440, 60)
    assert grid.columns == 3, "four and one would leave a row nearly empty"
    grid.resize(120, 60)
    assert grid.columns == 1
    assert grid.minimumSizeHint().width() == 100


def test_small_things_flow_into_lines(application: QApplication) -> None:
    flow = Flow(10)
    blocks = [Block(100) for _ in range(3)]
    for block in blocks:
        flow.add(block)
    assert flow.sizeHint() == QSize(320, 20)
    assert flow.heightForWidth(320) == 20
    assert flow.heightForWidth(319) == 50
    assert flow.heightForWidth(50) == 80
    flow.resize(220, 50)
    flow.show()
    assert [(block.x(), block.y()) for block in blocks] == [(0, 0), (110, 0), (0, 30)]
    blocks[0].hide()
    assert flow.heightForWidth(210) == 20


def test_segments_are_chosen_by_click_and_arrow_keys(application: QApplication) -> None:
    segments = Segments([("a", lambda: "A"), ("b", lambda: "B"), ("c", lambda: "C")])
    told: list[str] = []
    segments.chosen.connect(told.append)
    segments.show()
    assert segments.value == "a"
    QTest.mouseClick(segments.part("b"), Qt.MouseButton.LeftButton)
    QTest.keyClick(segments, Qt.Key.Key_Right)
    QTest.keyClick(segments, Qt.Key.Key_Right)
    assert told == ["b", "c", "a"]
    segments.choose("c")
    assert segments.value == "c"
    assert told == ["b", "c", "a"]
