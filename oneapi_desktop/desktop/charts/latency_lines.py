"""Latency over time as lines, above bars of how many requests there were."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyqtgraph as pg  # type: ignore[import-untyped]
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from oneapi_desktop.desktop.charts.bucket_chart import BucketChart
from oneapi_desktop.desktop.charts.buckets import Bucket
from oneapi_desktop.desktop.charts.readout import Figure
from oneapi_desktop.desktop.theme import Theme

BARS_REACH = 2.6
"""The highest bar takes this part of the chart's height, so that lines stay apart from bars."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line; None where nothing was measured."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Traffic:
    """The bars: requests and how many of them failed."""

    requests_name: str
    requests: Sequence[int]
    errors_name: str
    errors: Sequence[int]


class LatencyLines(BucketChart):
    """Draws ``Line`` series and ``Traffic`` bars on a scale of their own."""

    def __init__(
        self,
        theme: Theme,
        write: Callable[[float], str],
        count: Callable[[float], str],
        axis: Callable[[float], str],
        parent: QWidget | None = None,
    ) -> None:
        self._write = write
        self._count = count
        self._lines: Sequence[Line] = ()
        self._traffic = Traffic("", (), "", ())
        self._drawn: list[pg.GraphicsObject] = []
        self._bars: list[pg.BarGraphItem] = []
        super().__init__(theme, axis, parent)
        self._behind = pg.ViewBox(enableMouse=False, enableMenu=False)
        self._behind.setZValue(self.plot.vb.zValue() - 1)
        self.plot.scene().addItem(self._behind)
        self._behind.setXLink(self.plot.vb)
        self.plot.vb.sigResized.connect(self._follow)

    @property
    def lines(self) -> Sequence[Line]:
        """What is drawn."""
        return self._lines

    def show_lines(self, buckets: Sequence[Bucket], lines: Sequence[Line], traffic: Traffic) -> None:
        """Draw these; every series has a figure for each bucket."""
        self._lines = lines
        self._traffic = traffic
        known = [value for line in lines for value in line.values if value is not None]
        self.frame(buckets, max(known, default=0.0))
        self._behind.setYRange(0, max([*traffic.requests, 1]) * BARS_REACH, padding=0)
        self.redraw()

    def colour_of(self, line: int) -> QColor:
        """The colour of a line."""
        return self.theme.series(line)

    def figures(self, bucket: int) -> Sequence[Figure]:
        """What is told of a bucket."""
        told = []
        for number, line in enumerate(self._lines):
            value = line.values[bucket]
            if value is not None:
                told.append(Figure(line.name, self._write(value), self.colour_of(number)))
        tokens, traffic = self.theme.tokens, self._traffic
        told.append(Figure(traffic.requests_name, self._count(traffic.requests[bucket]), QColor(tokens.line_strong)))
        if traffic.errors[bucket]:
            told.append(Figure(traffic.errors_name, self._count(traffic.errors[bucket]), QColor(tokens.fail)))
        return told

    def redraw(self) -> None:
        """Draw again in the present colours."""
        for item in self._drawn:
            self.plot.removeItem(item)
        for bars in self._bars:
            self._behind.removeItem(bars)
        self._drawn, self._bars = [], []
        if not self.buckets:
            return
        places = list(range(len(self.buckets)))
        errors = list(self._traffic.errors)
        fine = [whole - failed for whole, failed in zip(self._traffic.requests, errors, strict=True)]
        tokens = self.theme.tokens
        for bottoms, heights, colour in (([0] * len(fine), fine, tokens.line), (fine, errors, tokens.fail)):
            bars = pg.BarGraphItem(
                x=places, y0=bottoms, height=heights, width=0.72, pen=pg.mkPen(None), brush=QColor(colour)
            )
            self._behind.addItem(bars)
            self._bars.append(bars)
        for number, line in enumerate(self._lines):
            if all(value is None for value in line.values):
                continue  # numpy warns of the bounds of nothing.
            values = [float("nan") if value is None else value for value in line.values]
            drawn = pg.PlotDataItem(
                places, values, pen=pg.mkPen(self.colour_of(number), width=2), connect="finite",
                # A figure without neighbours would be a line without length.
                symbol="o", symbolSize=4, symbolPen=None, symbolBrush=self.colour_of(number),
            )  # fmt: skip
            self.plot.addItem(drawn)
            self._drawn.append(drawn)
        self._follow()

    def _follow(self) -> None:
        self._behind.setGeometry(self.plot.vb.sceneBoundingRect())
        self._behind.linkedViewChanged(self.plot.vb, self._behind.XAxis)
