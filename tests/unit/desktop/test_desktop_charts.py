"""Charts: names of buckets, lines of the grid, which series is where, what is told of a place."""

import datetime
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from oneapi_desktop.desktop.charts.axes import BucketAxis, FigureAxis
from oneapi_desktop.desktop.charts.buckets import Bucket, buckets_of
from oneapi_desktop.desktop.charts.figure_row import FigureRows
from oneapi_desktop.desktop.charts.readout import Figure, Readout
from oneapi_desktop.desktop.charts.sparkline import paint_sparkline
from oneapi_desktop.desktop.charts.stacked_bars import Stack, StackedBars
from oneapi_desktop.desktop.theme import SERIES, Theme


@pytest.fixture(autouse=True)
def locale() -> Iterator[None]:
    """Texts as in the United States."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


def bucket(begin: str, width: str) -> Bucket:
    """A bucket that begins then."""
    return Bucket("", "", datetime.datetime.fromisoformat(begin), width)


def hours(count: int) -> list[Bucket]:
    """So many hours of a day."""
    return [bucket(f"2026-11-25T{hour:02d}:00+01:00", "hour") for hour in range(count)]


@pytest.mark.parametrize(
    ("name", "begin", "width", "tick"),
    [
        ("en_US", "2026-11-25T13:00+01:00", "hour", "13:00"),
        ("en_US", "2026-11-25", "day", "Nov 25"),
        ("en_GB", "2026-11-25", "week", "25 Nov"),
        ("en_US", "2026-11-01", "month", "Nov 2026"),
        ("zh_CN", "2026-11-25", "day", "11月25日"),
        ("ja_JP", "2026-11-01", "month", "2026年11月"),
    ],
)
def test_buckets_are_named_as_the_language_does(name: str, begin: str, width: str, tick: str) -> None:
    QLocale.setDefault(QLocale(name))
    assert bucket(begin, width).tick == tick


def test_buckets_come_from_an_answer() -> None:
    answer = {"bucket": "day", "buckets": [{"since": "a", "until": "b", "label": "2026-11-25"}]}
    (found,) = buckets_of(answer)
    assert (found.since, found.until, found.name) == ("a", "b", "Wednesday, November 25, 2026")


def test_as_many_buckets_are_named_as_there_is_room_for(application: object) -> None:
    axis = BucketAxis()
    axis.set_buckets(hours(24))
    assert axis.tickValues(0, 24, 2000)[0][1] == list(range(24))
    ((_step, places),) = axis.tickValues(0, 24, 500)
    assert places == [0, 4, 8, 12, 16, 20]
    assert axis.tickStrings(places, 1, 4)[1] == "04:00"
    axis.set_buckets([bucket(f"2026-11-{day:02d}", "day") for day in range(1, 31)])
    ((_step, places),) = axis.tickValues(0, 30, 800)
    assert places[0] == 29, "the newest day is named"
    axis.set_buckets([])
    assert axis.tickValues(0, 0, 500) == []


@pytest.mark.parametrize(("high", "step"), [(1.0, 0.25), (9.0, 2.5), (100.0, 25.0), (0.004, 0.001), (7e9, 2e9)])
def test_lines_of_the_grid_stand_at_round_figures(application: object, high: float, step: float) -> None:
    ((found, offset),) = FigureAxis(str).tickSpacing(0, high, 160)
    assert found == pytest.approx(step)
    assert offset == 0


def test_bars_know_their_series_colours_and_figures(theme: Theme) -> None:
    chart = StackedBars(theme)
    chart.total_name = "Total"
    stacks = [Stack("a", [1, 0]), Stack("b", [3, 0]), Stack("others", [2, 5], rest=True)]
    chart.show_stacks(hours(2), stacks, lambda value: f"{value:g}", str)
    assert [chart.series_at(0, height) for height in (0.5, 1.5, 5.5, 6.5)] == [0, 1, 2, -1]
    assert chart.colour_of(2) == QColor(SERIES[-1])
    assert [(figure.name, figure.text) for figure in chart.figures(0)] == [
        ("b", "3"), ("others", "2"), ("a", "1"), ("Total", "6"),
    ]  # fmt: skip
    assert [figure.name for figure in chart.figures(1)] == ["others"]


def test_the_wheel_scrolls_the_page_not_the_chart(theme: Theme) -> None:
    chart = StackedBars(theme)
    chart.show_stacks(hours(2), [Stack("a", [1, 2])], str, str)
    chart.resize(400, 200)
    chart.show()
    before = chart.plot.vb.viewRange()
    QTest.mouseMove(chart.view.viewport(), QPoint(200, 100))
    QTest.wheelEvent(chart.windowHandle(), QPoint(200, 100), QPoint(0, 120))
    assert chart.plot.vb.viewRange() == before


def test_a_readout_stays_inside_the_window(theme: Theme) -> None:
    window = QWidget()
    window.resize(300, 200)
    chart = QWidget(window)
    chart.setGeometry(0, 100, 300, 100)
    window.show()
    readout = Readout(chart)
    readout.tell("At noon", [Figure("a model", "$1"), Figure("another", "$2", QColor("red"))], QPoint(290, 95))
    assert window.rect().contains(readout.geometry())
    assert readout.text == "At noon; a model $1; another $2"
    readout.tell("Later", [], QPoint(0, 0))
    assert readout.text == "Later"


def test_rows_of_figures_say_them_and_can_be_pressed(theme: Theme) -> None:
    rows = FigureRows(theme)
    pressed: list[int] = []
    for number in range(3):
        row = rows.row(number)
        row.tell(f"model {number}", f"${number}", QColor("red"), 0.5, "50%")
        row.clicked.connect(lambda _checked=False, number=number: pressed.append(number))
    rows.keep(2)
    assert [row.accessibleName() for row in rows.rows] == ["model 0: $0 50%", "model 1: $1 50%"]
    rows.rows[1].grab()
    QTest.keyClick(rows.rows[1], Qt.Key.Key_Space)
    assert pressed == [1]


def test_a_sparkline_shows_failures_in_their_colour(theme: Theme) -> None:
    image = QImage(48, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint_sparkline(painter, QRectF(0, 0, 48, 20), [4, 0, 4, 4], [4, 0, 0, 1], theme)
    painter.end()
    assert image.pixelColor(3, 10) == QColor(theme.tokens.fail)
    assert image.pixelColor(27, 10) == QColor(theme.tokens.accent)
    assert image.pixelColor(39, 2) == QColor(theme.tokens.fail)
    assert image.pixelColor(39, 18) == QColor(theme.tokens.accent)
    assert image.pixelColor(15, 10) == QColor("white")
