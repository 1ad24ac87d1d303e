"""Overview: what happens, and what it costs."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.bridge import Work
from oneapi_desktop.desktop.charts.figure_row import FigureRows
from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.pages.overview_channels import ChannelStrip
from oneapi_desktop.desktop.pages.overview_charts import LatencyCard, SpendCard
from oneapi_desktop.desktop.pages.overview_figures import Figures, fetch
from oneapi_desktop.desktop.pages.overview_range import RangeChoice
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.cards import Card, Direction, EmptyState, Tile
from oneapi_desktop.desktop.widgets.labels import Badge, label
from oneapi_desktop.desktop.widgets.reflow import ColumnGrid, RowOrColumn
from oneapi_desktop.desktop.widgets.segments import Segments

REFRESH_MS = 3000
"""While requests come in, figures are fetched again this long after the last time."""

MOST_CHANGE = 10.0
"""Where there was hardly anything before, how much more there is now says nothing."""

SCREENS: dict[str, dict[str, Any]] = {"month": {"range": "30d", "by": "channel"}}


class OverviewPage(BasePage):
    """Tiles, bars of spending, latency, rankings, channels; every figure leads to its requests."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        self._figures: Figures | None = None
        self._work: Work | None = None
        self._due = False
        self._next = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._next.timeout.connect(self._refresh_if_due)
        self.open_now = Badge("", "badge-accent")
        self.open_now.hide()
        self.range = RangeChoice(shell.remembered)
        self.range.changed.connect(self.refresh)
        self.buttons.addWidget(self.open_now)
        self.buttons.addWidget(self.range)
        self.empty = EmptyState(shell.theme, "chart-box-outline")
        self.say(
            self.empty.sentence.setText,
            lambda: self.tr("No request has passed through yet. Point a tool at the base URL, or try one here."),
        )
        self.say(self.empty.button.setText, lambda: self.tr("Send a test request"))
        self.empty.offer(lambda: shell.go("playground", test=True))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._content())
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(scroll)
        self._stack.addWidget(self.empty)
        self.body.addWidget(holder, 1)
        self.bridge.live.sampled.connect(self._on_live)

    def load(self) -> None:
        """Fetch, and follow what changes."""
        self.bridge.watch(["requests", "channels", "settings"], lambda _ids: self._on_changed(), self)
        self.refresh()

    def refresh(self) -> None:
        """Fetch all figures of the range."""
        self._due = False
        self._next.stop()
        if self._work is not None:
            self._work.cancel()
        self._work = self.bridge.start(
            fetch(self.bridge, self.range.arguments(), self.spend.by, self.spend.measure), self._show, owner=self
        )

    def open(self, *, range: str = "", by: str = "", **_target: Any) -> None:
        """``range``: today, 7d, 30d; ``by``: model, channel, token."""
        if range:
            self.range.choice.choose(range)
        if by:
            self.spend.grouping.choose(by)
        self.refresh()

    def shown(self) -> None:
        """Live requests count while somebody looks; figures that are old are fetched again."""
        self.bridge.live.look()
        if self._due and not self._next.isActive():
            self._refresh_if_due()

    def hidden(self) -> None:
        """Nothing is fetched for nobody."""
        self.bridge.live.look_away()

    def retranslate(self) -> None:
        """Figures are written anew."""
        super().retranslate()
        if self._figures is not None:
            self._show(self._figures)

    # Parts

    def _content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, GAP_XS, 0)
        column.setSpacing(GAP_M)
        tiles = ColumnGrid()
        self.tiles: dict[str, Tile] = {}
        names: dict[str, Callable[[], str]] = {
            "spend": lambda: self.tr("Spend"),
            "requests": lambda: self.tr("Requests"),
            "tokens": lambda: self.tr("Tokens used"),
            "success": lambda: self.tr("Success"),
            "ttft": lambda: self.tr("First token"),
        }
        for name, text in names.items():
            tile = Tile()
            tile.setObjectName(f"tile-{name}")
            self.say(tile.set_name, text)
            failed = {"status": "failed"} if name == "success" else {}
            tile.activated.connect(partial(self._go, **failed))
            self.tiles[name] = tile
        tiles.put(list(self.tiles.values()))
        column.addWidget(tiles)
        self.spend = SpendCard(self.theme)
        self.spend.changed.connect(self.refresh)
        self.spend.picked.connect(lambda target: self._go(**target))
        column.addWidget(self.spend, 3)
        row = RowOrColumn()
        self.latency = LatencyCard(self.theme)
        self.latency.picked.connect(lambda target: self._go(**target))
        row.add(self.latency, 3)
        row.add(self._ranking_card(), 2)
        column.addWidget(row, 2)
        self.channels = ChannelStrip(self.theme)
        self.channels.picked.connect(lambda channel: self._go(channel=channel, span="24h"))
        heading = label("muted")
        self.say(heading.setText, lambda: self.tr("Channels, last 24 hours"))
        strip = QVBoxLayout()
        strip.setSpacing(GAP_S)
        strip.addWidget(heading)
        strip.addWidget(self.channels)
        column.addLayout(strip)
        return content

    def _ranking_card(self) -> Card:
        card = Card()
        head = QHBoxLayout()
        title = label("heading")
        self.say(title.setText, lambda: self.tr("Top spend"))
        self.ranked = Segments(
            (
                ("models", lambda: self.tr("Models")),
                ("tokens", lambda: self.tr("Tokens")),
                ("channels", lambda: self.tr("Channels")),
            )
        )
        self.say(self.ranked.setAccessibleName, lambda: self.tr("Rank by"))
        self.ranked.choose("tokens")
        self.ranked.chosen.connect(lambda _value: self._show_ranking())
        head.addWidget(title, 1)
        head.addWidget(self.ranked)
        self.ranking = FigureRows(self.theme)
        card.body.addLayout(head)
        card.body.addWidget(self.ranking, 1)
        return card

    # Figures

    def _on_changed(self) -> None:
        self._due = True
        if self.isVisible() and not self._next.isActive():
            self._next.start()

    def _refresh_if_due(self) -> None:
        if not self._due or not self.isVisible():
            return
        if self._work is not None and self._work.running:
            self._next.start()
            return
        self.refresh()

    def _on_live(self, rows: list[dict[str, Any]]) -> None:
        self.open_now.setVisible(bool(rows))
        if rows:
            self.open_now.setText(self.tr("%n open now", "", len(rows)))

    def _show(self, figures: Figures) -> None:
        self._figures = figures
        self._stack.setCurrentIndex(1 if figures.empty else 0)
        self.range.setVisible(not figures.empty)
        self._show_tiles(figures.tiles)
        self.spend.show_series(figures.series)
        self.latency.show_latency(figures.latency)
        self._show_ranking()
        self.channels.show_channels(figures.health["channels"], figures.sparklines["channels"])

    def _show_tiles(self, tiles: dict[str, Any]) -> None:
        def put(name: str, key: str, write: Callable[[Any], str], rising: Direction) -> None:
            tile, value, before = self.tiles[name], tiles[key]["value"], tiles[key]["previous"]
            change = tiles[key]["change"]
            text = "" if change is None or value is None else formats.change(value, before)
            if change is not None and change > MOST_CHANGE:
                text = f"> {formats.percent(MOST_CHANGE, 0)}"
            if key == "success_ratio" and change is not None:
                points = round(change * 100, 1)
                text = self.tr("{points} points").format(points=_signed(points)) if points else ""
            direction: Direction = "neutral"
            if change and rising != "neutral":
                direction = rising if change > 0 else "good" if rising == "bad" else "bad"
            tile.show_figure(write(value), text, direction)
            if before is None:
                tile.setToolTip(self.tr("There is nothing before this range to compare with."))
            else:
                tile.setToolTip(
                    self.tr("{figure} in the range before, {since} – {until}").format(
                        figure=write(before),
                        since=formats.moment(tiles["previous_since"]),
                        until=formats.moment(tiles["previous_until"]),
                    )
                )

        put("spend", "spend_nano_usd", formats.money, "bad")
        put("requests", "requests", formats.number, "neutral")
        put("tokens", "tokens", formats.compact, "neutral")
        put("success", "success_ratio", formats.percent, "good")
        put("ttft", "ttft_ms", formats.duration, "bad")

    def _show_ranking(self) -> None:
        if self._figures is None:
            return
        rows = self._figures.top[self.ranked.value]
        name = self.ranked.value.removesuffix("s")
        for number, found in enumerate(rows):
            row = self.ranking.row(number)
            row.tell(
                found["label"],
                formats.money(found["cost_nano_usd"]),
                share=found["share"],
                note=formats.percent(found["share"], 0),
            )
            row.setToolTip(
                self.tr("{label}: {requests} requests, {tokens} tokens").format(
                    label=found["label"],
                    requests=formats.number(found["requests"]),
                    tokens=formats.compact(found["tokens"]),
                )
            )
            row.clicked.disconnect() if row.property("wired") else row.setProperty("wired", True)
            row.clicked.connect(partial(self._go, **{name: _reference(name, found["key"])}))
        self.ranking.keep(len(rows))

    def _go(self, **target: Any) -> None:
        """Show the requests behind a figure; without a time of its own, those of the range."""
        if not {"since", "until", "span"} & set(target):
            target |= self.range.target()
        self.shell.go("requests", **target)


def _signed(points: float) -> str:
    return f"{'+' if points >= 0 else '−'}{formats.number(abs(points), 1)}"


def _reference(name: str, key: str) -> int | str:
    """Channels and tokens are pointed at by their ids, models by name."""
    return key if name == "model" else int(key)
