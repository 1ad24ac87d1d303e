"""Axes: bucket names below, figures in their unit at the left."""

from collections.abc import Callable, Sequence

import pyqtgraph as pg  # type: ignore[import-untyped]

from oneapi_desktop.desktop.charts.buckets import Bucket

TICK_PIXELS = 72
"""Room for one bucket's name under the axis."""


class BucketAxis(pg.AxisItem):  # type: ignore[misc]
    """Names as many buckets as there is room for. Bucket n stands at x = n."""

    def __init__(self) -> None:
        super().__init__("bottom")
        # The newest bucket is named although its name reaches beyond the plot.
        self.setStyle(hideOverlappingLabels=False, autoExpandTextSpace=False)
        self._buckets: Sequence[Bucket] = ()

    def set_buckets(self, buckets: Sequence[Bucket]) -> None:
        """Name these from now on."""
        self._buckets = buckets
        self.picture = None
        self.update()

    def tickValues(self, _low: float, _high: float, size: float) -> list[tuple[float, list[float]]]:
        """pyqtgraph's own: where names stand."""
        count = len(self._buckets)
        if not count:
            return []
        step = max(1, -(-count * TICK_PIXELS // max(TICK_PIXELS, int(size))))
        for pleasant in (1, 2, 3, 4, 6, 7, 12, 24):
            if pleasant >= step:
                step = pleasant
                break
        if self._buckets[0].width == "hour":
            hours = [place for place, bucket in enumerate(self._buckets) if bucket.begin.hour % step == 0]
            return [(float(step), [float(place) for place in hours])]
        # Counted from the newest, which is what people look for.
        return [(float(step), [float(place) for place in range(count - 1, -1, -step)])]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """pyqtgraph's own: the names."""
        return [self._buckets[round(value)].tick if 0 <= value < len(self._buckets) else "" for value in values]


class FigureAxis(pg.AxisItem):  # type: ignore[misc]
    """Writes its figures with a function: money, tokens, milliseconds; each stands at a line of the grid."""

    def __init__(self, write: Callable[[float], str]) -> None:
        super().__init__("left")
        self.enableAutoSIPrefix(False)
        self.setStyle(tickTextOffset=8, maxTickLevel=0, maxTextLevel=0)
        self.write = write

    def tickSpacing(self, low: float, high: float, size: float) -> list[tuple[float, float]]:
        """pyqtgraph's own: about one line for every 40 pixels."""
        span = max(abs(high - low), 1e-9)
        rough = span / max(2.0, size / 40)
        power = 10.0
        while power < rough:
            power *= 10
        while power >= rough * 10:
            power /= 10
        step = next((power * part for part in (0.1, 0.2, 0.25, 0.5, 1.0) if power * part >= rough), power)
        return [(step, 0.0)]

    def tickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """pyqtgraph's own."""
        return [self.write(value) for value in values]
