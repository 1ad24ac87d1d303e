"""The two chart cards of the overview. pyqtgraph is loaded with the first figures, after the window shows."""

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.charts.buckets import Bucket, buckets_of
from oneapi_desktop.desktop.charts.figure_row import FigureRows
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_L, GAP_S, GAP_XS, Theme
from oneapi_desktop.desktop.widgets.cards import Card
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.reflow import RowOrColumn
from oneapi_desktop.desktop.widgets.segments import Segments

if TYPE_CHECKING:
    from oneapi_desktop.desktop.charts.latency_lines import LatencyLines
    from oneapi_desktop.desktop.charts.stacked_bars import StackedBars

LEGEND_WIDTH = 220
CHART_WIDTH, CHART_HEIGHT = 300, 150
MEASURES = {"cost": "cost_nano_usd", "requests": "requests", "tokens": "tokens"}


def _write(measure: str, value: float) -> str:
    return formats.money(round(value)) if measure == "cost" else formats.compact(value)


def _axis(measure: str, value: float) -> str:
    return formats.money(round(value), exact=True) if measure == "cost" else formats.compact(value)


def _axis_time(milliseconds: float) -> str:
    if milliseconds < 1000:
        return f"{formats.number(milliseconds)} ms" if milliseconds else "0"
    seconds = milliseconds / 1000
    return f"{formats.number(seconds, 0 if seconds == round(seconds) else 1)} s"


class _ChartCard(Translated):
    """A card with a row of choices above a chart. ``picked(target)`` says which requests were clicked."""

    picked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.card = Card()
        outer.addWidget(self.card)
        self.head = RowOrColumn()
        self.card.body.addWidget(self.head)
        self.row = RowOrColumn(GAP_L)
        self.card.body.addWidget(self.row, 1)
        self.room = QWidget()
        self.room.setMinimumSize(CHART_WIDTH, CHART_HEIGHT)
        self.row.add(self.room, 1)

    def put_chart(self, chart: QWidget) -> None:
        """The chart takes the room that was kept for it."""
        chart.setMinimumSize(CHART_WIDTH, CHART_HEIGHT)
        self.row.replace(self.room, chart)
        self.room.deleteLater()


class SpendCard(_ChartCard):
    """Spend, requests or tokens over time, by model, channel or token. ``changed``: other figures are wanted."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.chart: StackedBars | None = None
        self._answer: dict[str, Any] = {}
        self._buckets: list[Bucket] = []
        self.measures = Segments(
            (
                ("cost", lambda: self.tr("Spend")),
                ("requests", lambda: self.tr("Requests")),
                ("tokens", lambda: self.tr("Tokens")),
            )
        )
        self.grouping = Segments(
            (
                ("model", lambda: self.tr("By model")),
                ("channel", lambda: self.tr("By channel")),
                ("token", lambda: self.tr("By token")),
            )
        )
        self.say(self.measures.setAccessibleName, lambda: self.tr("Measure"))
        self.say(self.grouping.setAccessibleName, lambda: self.tr("Group"))
        for choice in (self.measures, self.grouping):
            choice.chosen.connect(lambda _value: self.changed.emit())
        self.head.add(self.measures)
        self.head.space()
        self.head.add(self.grouping)
        self.legend = FigureRows(theme)
        self.legend.setFixedWidth(theme.pixels(LEGEND_WIDTH))
        self.row.add(self.legend)

    @property
    def by(self) -> str:
        """model, channel or token."""
        return self.grouping.value

    @property
    def measure(self) -> str:
        """cost, requests or tokens."""
        return self.measures.value

    def show_series(self, answer: dict[str, Any]) -> None:
        """Show an answer of ``overview.series``."""
        from oneapi_desktop.desktop.charts.stacked_bars import Stack, StackedBars

        measure = answer["measure"]

        def write(value: float) -> str:
            return _write(measure, value)

        if self.chart is None:
            self.chart = StackedBars(self.theme)
            self.chart.picked.connect(self._on_picked)
            self.put_chart(self.chart)
        self._answer, self._buckets = answer, buckets_of(answer)
        key = MEASURES[measure]
        stacks = [Stack(self._name_of(line), line[key], rest=line["key"] is None) for line in answer["series"]]
        self.chart.total_name = self.tr("Total")
        self.chart.show_stacks(self._buckets, stacks, write, partial(_axis, measure))
        self.chart.setAccessibleName(
            self.tr("Bars: {measure}, {group}").format(
                measure=self.measures.part(measure).text(), group=self.grouping.part(answer["by"]).text()
            )
        )
        for number, line in enumerate(answer["series"]):
            row = self.legend.row(number)
            row.tell(self._name_of(line), write(line["total"][key]), self.chart.colour_of(number))
            row.setEnabled(line["key"] is not None)
            row.setToolTip(self._name_of(line))
            if not row.property("number"):
                row.setProperty("number", number + 1)
                row.clicked.connect(self._on_legend)
        self.legend.keep(len(answer["series"]))

    def _name_of(self, line: dict[str, Any]) -> str:
        if line["key"] is None:
            return self.tr("All others")
        return str(line["label"]) if line["label"] != "(none)" else self.tr("(none)")

    def _target(self, series: int) -> dict[str, Any]:
        line = self._answer["series"][series] if series >= 0 else {"key": None}
        if line["key"] is None:
            return {}
        by = self._answer["by"]
        return {by: line["key"] if by == "model" else int(line["key"])}

    def _on_picked(self, bucket: int, series: int) -> None:
        chosen = self._buckets[bucket]
        self.picked.emit({"since": chosen.since, "until": chosen.until, **self._target(series)})

    def _on_legend(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.picked.emit(self._target(int(sender.property("number")) - 1))


class LatencyCard(_ChartCard):
    """Median and 95th percentile of the time to the first token or of whole answers, above requests."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.chart: LatencyLines | None = None
        self._answer: dict[str, Any] = {}
        self._buckets: list[Bucket] = []
        title = label("heading")
        self.say(title.setText, lambda: self.tr("Latency"))
        self.legend = QWidget()
        self.key = QHBoxLayout(self.legend)
        self.key.setContentsMargins(0, 0, 0, 0)
        self.key.setSpacing(GAP_S)
        self.key.addWidget(title)
        self.key.addSpacing(GAP_S)
        self.what = Segments((("ttft", lambda: self.tr("First token")), ("duration", lambda: self.tr("Whole answer"))))
        self.say(self.what.setAccessibleName, lambda: self.tr("Which time"))
        self.what.chosen.connect(lambda _value: self.show_latency(self._answer))
        self.head.add(self.legend)
        self.head.space()
        self.head.add(self.what)

    def show_latency(self, answer: dict[str, Any]) -> None:
        """Show an answer of ``overview.latency``."""
        if not answer:
            return
        from oneapi_desktop.desktop.charts.latency_lines import LatencyLines, Line, Traffic

        if self.chart is None:
            self.chart = LatencyLines(self.theme, formats.duration, formats.number, _axis_time)
            self.chart.picked.connect(self._on_picked)
            self.put_chart(self.chart)
            self._add_key()
        self._answer, self._buckets = answer, buckets_of(answer)
        name = self.what.value
        lines = [
            Line(self.tr("Median"), answer[f"{name}_p50_ms"]),
            Line(self.tr("95 of 100 within"), answer[f"{name}_p95_ms"]),
        ]
        traffic = Traffic(self.tr("Requests"), answer["requests"], self.tr("Failed"), answer["errors"])
        self.chart.show_lines(self._buckets, lines, traffic)
        self.chart.setAccessibleName(self.tr("Latency: {what}").format(what=self.what.part(name).text()))

    def _add_key(self) -> None:
        from oneapi_desktop.desktop.charts.readout import Swatch

        assert self.chart is not None
        for number, text in enumerate((lambda: self.tr("median"), lambda: self.tr("95 %"))):
            swatch, name = Swatch(), label("small")
            swatch.show_colour(self.theme.series(number))
            self.theme.changed.connect(
                lambda swatch=swatch, number=number: swatch.show_colour(self.theme.series(number))
            )
            self.say(name.setText, text)
            self.key.addWidget(swatch)
            self.key.addWidget(name)
            self.key.addSpacing(GAP_XS)
        self.key.addStretch(1)

    def _on_picked(self, bucket: int, _series: int) -> None:
        chosen = self._buckets[bucket]
        self.picked.emit({"since": chosen.since, "until": chosen.until})
