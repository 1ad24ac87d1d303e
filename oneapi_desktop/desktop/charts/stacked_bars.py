"""Bars over time, a series on top of the other: who spent what, when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyqtgraph as pg  # type: ignore[import-untyped]
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from oneapi_desktop.desktop.charts.bucket_chart import BucketChart
from oneapi_desktop.desktop.charts.buckets import Bucket
from oneapi_desktop.desktop.charts.readout import Figure
from oneapi_desktop.desktop.theme import SERIES, Theme

BAR_WIDTH = 0.72


@dataclass(frozen=True, slots=True)
class Stack:
    """One series: its name and a figure per bucket. ``rest`` is what is summed up as other."""

    name: str
    values: Sequence[float]
    rest: bool = False


class StackedBars(BucketChart):
    """Draws ``Stack`` series, the first one at the bottom. ``total_name`` heads the sum in the readout."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._stacks: Sequence[Stack] = ()
        self._bars: list[pg.BarGraphItem] = []
        self.write: Callable[[float], str] = str
        self.total_name = ""
        super().__init__(theme, str, parent)

    @property
    def stacks(self) -> Sequence[Stack]:
        """What is drawn."""
        return self._stacks

    def show_stacks(
        self,
        buckets: Sequence[Bucket],
        stacks: Sequence[Stack],
        write: Callable[[float], str],
        axis: Callable[[float], str],
    ) -> None:
        """Draw these; every series has a figure for each bucket. ``write`` writes figures, ``axis`` those of
        the axis."""
        self._stacks = stacks
        self.write = write
        sums = [sum(stack.values[place] for stack in stacks) for place in range(len(buckets))]
        self.set_unit(axis)
        self.frame(buckets, max(sums, default=0.0))
        self.redraw()

    def colour_of(self, series: int) -> QColor:
        """The colour of a series: those that sum up the rest are always the last one."""
        return self.theme.series(len(SERIES) - 1 if self._stacks[series].rest else min(series, len(SERIES) - 2))

    def figures(self, bucket: int) -> Sequence[Figure]:
        """What is told of a bucket: every series that has something, the largest first, and the sum."""
        found = [
            (stack.values[bucket], Figure(stack.name, self.write(stack.values[bucket]), self.colour_of(number)))
            for number, stack in enumerate(self._stacks)
            if stack.values[bucket]
        ]
        found.sort(key=lambda part: -part[0])
        figures = [figure for _value, figure in found]
        total = sum(stack.values[bucket] for stack in self._stacks)
        return [*figures, Figure(self.total_name, self.write(total))] if len(figures) != 1 else figures

    def series_at(self, bucket: int, height: float) -> int:
        """The series drawn at that height."""
        reached = 0.0
        for number, stack in enumerate(self._stacks):
            reached += stack.values[bucket]
            if height < reached:
                return number
        return -1

    def redraw(self) -> None:
        """Draw again in the present colours."""
        for bars in self._bars:
            self.plot.removeItem(bars)
        self._bars = []
        bottoms = [0.0] * len(self.buckets)
        for number, stack in enumerate(self._stacks):
            bars = pg.BarGraphItem(
                x=list(range(len(bottoms))), y0=list(bottoms), height=list(stack.values), width=BAR_WIDTH,
                pen=pg.mkPen(None), brush=self.colour_of(number),
            )  # fmt: skip
            self.plot.addItem(bars)
            self._bars.append(bars)
            bottoms = [bottom + value for bottom, value in zip(bottoms, stack.values, strict=True)]
