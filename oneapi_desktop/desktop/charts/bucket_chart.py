"""A chart over buckets of time: pointing, keys, clicking. What is drawn is up to its subclasses."""

from collections.abc import Callable, Sequence
from typing import Any

import pyqtgraph as pg  # type: ignore[import-untyped]
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QGraphicsRectItem, QWidget

from oneapi_desktop.desktop.charts.axes import BucketAxis, FigureAxis
from oneapi_desktop.desktop.charts.buckets import Bucket
from oneapi_desktop.desktop.charts.readout import Figure, Readout
from oneapi_desktop.desktop.theme import GAP_M, GAP_XS, Theme
from oneapi_desktop.desktop.widgets.chart import Chart

AXIS_WIDTH = 56
HEADROOM = 1.08
"""How much higher than the highest figure the chart reaches."""


class BucketChart(Chart):
    """``picked(bucket, series)`` comes from a click or Enter; ``series`` is -1 where none is meant.

    The pointer, or the left and right arrow keys while the chart has the focus, choose the bucket whose
    figures are told beside it; Home and End go to the ends, Escape puts the figures away. Nothing moves by itself.
    """

    picked = Signal(int, int)

    def __init__(self, theme: Theme, write: Callable[[float], str], parent: QWidget | None = None) -> None:
        self.buckets: Sequence[Bucket] = ()
        self.pointed = -1
        """The bucket whose figures are told; -1 while none are."""
        self._names = BucketAxis()
        self._figures = FigureAxis(write)
        super().__init__(theme, parent)
        self.plot.setAxisItems({"bottom": self._names, "left": self._figures})
        self._figures.setWidth(AXIS_WIDTH)
        for axis in (self._names, self._figures):
            axis.setStyle(tickLength=0)
        self.plot.showGrid(x=False, y=True, alpha=1.0)
        # The lines of the grid belong behind what is drawn.
        self._figures.setZValue(-1000)
        self.plot.layout.setContentsMargins(0, GAP_XS, GAP_M, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._band = QGraphicsRectItem()
        self._band.setZValue(-20)
        self._band.hide()
        self.plot.vb.addItem(self._band, ignoreBounds=True)
        self.readout = Readout(self)
        self.view.scene().sigMouseMoved.connect(self._on_pointer)
        self.view.scene().sigMouseClicked.connect(self._on_click)
        self.view.viewport().installEventFilter(self)
        self._colour()

    def set_unit(self, write: Callable[[float], str]) -> None:
        """Write the axis' figures otherwise from now on."""
        self._figures.write = write

    def figures(self, bucket: int) -> Sequence[Figure]:
        """What is told of a bucket; subclasses say."""
        raise NotImplementedError

    def series_at(self, bucket: int, height: float) -> int:
        """Which series is drawn at that height; -1 for none."""
        del bucket, height
        return -1

    def point_at(self, bucket: int) -> None:
        """Tell the figures of a bucket, as if it were pointed at; -1 puts them away."""
        self._point(bucket, None)

    def frame(self, buckets: Sequence[Bucket], highest: float) -> None:
        """Take these buckets and reach up to the highest figure."""
        if len(buckets) != len(self.buckets):
            self._point(-1, None)
        self.buckets = buckets
        self._names.set_buckets(buckets)
        self.top = (highest or 1.0) * HEADROOM
        self.plot.vb.setRange(xRange=(-0.6, max(0.6, len(buckets) - 0.4)), yRange=(0, self.top), padding=0)
        if self.pointed >= 0:
            self._point(self.pointed, None)

    # Qt's own

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own: the keys that point and pick."""
        last = len(self.buckets) - 1
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and last >= 0:
            step = -1 if key == Qt.Key.Key_Left else 1
            self.point_at(min(last, max(0, self.pointed + step if self.pointed >= 0 else last)))
        elif key == Qt.Key.Key_Home and last >= 0:
            self.point_at(0)
        elif key == Qt.Key.Key_End and last >= 0:
            self.point_at(last)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.pointed >= 0:
            self.picked.emit(self.pointed, -1)
        elif key == Qt.Key.Key_Escape and self.pointed >= 0:
            self.point_at(-1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt's own: the focus shows itself by the newest bucket's figures."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason) and self.buckets:
            self.point_at(len(self.buckets) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt's own."""
        super().focusOutEvent(event)
        self.point_at(-1)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt's own: the pointer is gone."""
        super().leaveEvent(event)
        self.point_at(-1)

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt's own: what floats over the window goes with the page."""
        super().hideEvent(event)
        self.point_at(-1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own: the wheel scrolls the page, never the chart."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _place_of(self, scene: QPointF) -> QPointF | None:
        """Where in the chart a place of the scene lies; None outside the plot or beyond the buckets."""
        if not self.buckets or not self.plot.vb.sceneBoundingRect().contains(scene):
            return None
        found: QPointF = self.plot.vb.mapSceneToView(scene)
        return found if -0.5 <= found.x() < len(self.buckets) - 0.5 else None

    def _on_pointer(self, scene: QPointF) -> None:
        place = self._place_of(scene)
        self._point(-1 if place is None else round(place.x()), scene)
        self.setCursor(Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor)

    def _on_click(self, event: Any) -> None:
        place = self._place_of(event.scenePos())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            bucket = round(place.x())
            self.picked.emit(bucket, self.series_at(bucket, place.y()))

    def _point(self, bucket: int, scene: QPointF | None) -> None:
        self.pointed = bucket if 0 <= bucket < len(self.buckets) else -1
        self._band.setVisible(self.pointed >= 0)
        if self.pointed < 0:
            self.readout.hide()
            return
        self._band.setRect(QRectF(self.pointed - 0.5, 0, 1, self.top))
        if scene is None:
            scene = self.plot.vb.mapViewToScene(QPointF(self.pointed, self.top / 2))
        at: QPoint = self.view.mapTo(self, self.view.mapFromScene(scene))
        self.readout.tell(self.buckets[self.pointed].name, self.figures(self.pointed), at)
        self.setAccessibleDescription(self.readout.text)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _colour(self) -> None:
        super()._colour()
        if hasattr(self, "_band"):
            line = pg.mkPen(QColor(self.theme.tokens.line))
            self._figures.setPen(pg.mkPen(None))
            self._figures.setTickPen(line)
            self._band.setPen(pg.mkPen(None))
            self._band.setBrush(QColor(self.theme.tokens.hover))
            self.redraw()

    def redraw(self) -> None:
        """Draw again in the present colours; subclasses say how."""
