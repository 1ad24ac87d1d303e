"""Overview: figures of a range, charts that are read by pointer and keys, everything leads to its requests."""

from functools import partial
from typing import Any

import pytest
from desktop_program import Program, until
from ledger import ask, now_ms, usual, write
from PySide6.QtCore import QDate, QPointF, Qt
from PySide6.QtTest import QTest

from oneapi_desktop.app import Gateway
from oneapi_desktop.desktop.pages import overview as overview_module
from oneapi_desktop.desktop.pages.overview import OverviewPage
from oneapi_desktop.desktop.pages.overview_channels import state_of
from oneapi_desktop.desktop.pages.requests import RequestsPage
from oneapi_desktop.settings import Settings


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was recorded is shown without the pause between two looks."""
    monkeypatch.setattr(overview_module, "REFRESH_MS", 0)


@pytest.fixture
async def filled(closed_program: Program, settings: Settings) -> Program:
    """The program with a few requests in its ledger."""
    await write(settings, usual(now_ms()))
    assert await closed_program.bridge.open(partial(Gateway.start, settings))
    return closed_program


async def shown(program: Program, **target: Any) -> OverviewPage:
    """The page with its figures."""
    page = await program.show("overview", **target)
    assert isinstance(page, OverviewPage)
    await until(lambda: page.spend.chart is not None and page.tiles["requests"].figure.text() != "–")
    return page


def requests(program: Program) -> RequestsPage:
    """The page Requests, which is shown."""
    page = program.window.page
    assert isinstance(page, RequestsPage)
    return page


async def test_an_empty_ledger_offers_the_one_thing_to_do(program: Program) -> None:
    page = await program.show("overview")
    assert isinstance(page, OverviewPage)
    await until(page.empty.isVisible)
    assert not page.range.isVisible()
    page.empty.button.click()
    assert program.window.page.row.name == "playground"


async def test_the_first_request_lights_it_up(program: Program) -> None:
    page = await program.show("overview")
    assert isinstance(page, OverviewPage)
    await until(page.empty.isVisible)
    await ask(program)
    await until(lambda: not page.empty.isVisible())
    assert page.tiles["requests"].figure.text() == "1"
    assert page.tiles["success"].figure.text() == "100.0%"
    assert page.spend.legend.rows[0].text() == "echo"


async def test_tiles_are_those_of_the_range(filled: Program) -> None:
    page = await shown(filled, range="7d")
    await until(lambda: page.tiles["requests"].figure.text() == "5")
    assert page.tiles["spend"].figure.text() == "$0.0486"
    assert page.tiles["success"].figure.text() == "80.0%"
    assert page.tiles["tokens"].figure.text() == "4.40k"
    assert page.tiles["ttft"].figure.text().endswith("ms")
    QTest.mouseClick(page.range.choice.part("custom"), Qt.MouseButton.LeftButton)
    assert page.range.days.isVisible()
    page.range.first.setDate(QDate.currentDate().addDays(-4))
    page.range.last.setDate(QDate.currentDate().addDays(-2))
    await until(lambda: page.tiles["requests"].figure.text() == "1")
    assert page.tiles["spend"].figure.text() == "$0.0400"


async def test_a_range_never_ends_before_it_begins(filled: Program) -> None:
    page = await shown(filled)
    page.range.choice.choose("custom")
    today = QDate.currentDate()
    page.range.last.setDate(today.addDays(-20))
    assert page.range.first.date() == page.range.last.date() == today.addDays(-20)
    page.range.first.setDate(today)
    assert page.range.last.date() == today


async def test_bars_by_model_channel_and_token_in_each_measure(filled: Program) -> None:
    page = await shown(filled, range="7d")
    chart = page.spend.chart
    assert chart is not None
    await until(lambda: [stack.name for stack in chart.stacks] == ["o3", "gpt-4o", "gpt-4o-mini"])
    assert sum(chart.stacks[0].values) == 40_000_000
    page.spend.grouping.part("channel").click()
    await until(lambda: [stack.name for stack in chart.stacks] == ["OpenAI", "Azure"])
    page.spend.measures.part("requests").click()
    await until(lambda: [sum(stack.values) for stack in chart.stacks] == [4, 1])
    page.spend.grouping.part("token").click()
    await until(lambda: [row.text() for row in page.spend.legend.rows] == ["Claude Code", "Cursor"])
    assert [row.figure for row in page.spend.legend.rows] == ["4", "1"]


async def test_a_chart_is_read_and_picked_with_keys(filled: Program) -> None:
    page = await shown(filled, range="7d")
    chart = page.spend.chart
    assert chart is not None
    await until(lambda: len(chart.buckets) == 7)
    filled.window.activateWindow()
    await until(filled.window.isActiveWindow)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    await until(chart.hasFocus)
    QTest.keyClick(chart, Qt.Key.Key_End)
    assert chart.pointed == 6
    assert chart.readout.isVisible()
    assert "gpt-4o $0.00575" in chart.accessibleDescription()
    assert "Total $0.0086" in chart.accessibleDescription()
    for _ in range(3):
        QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.pointed == 3
    assert "o3 $0.0400" in chart.accessibleDescription()
    QTest.keyClick(chart, Qt.Key.Key_Return)
    page_of_requests = requests(filled)
    await until(lambda: page_of_requests.model.rowCount() == 1)
    assert page_of_requests.filters.arguments()["since"] == chart.buckets[3].since
    assert not chart.readout.isVisible()


async def test_pointing_at_a_bar_tells_its_figures_and_clicking_filters(filled: Program) -> None:
    page = await shown(filled, range="7d")
    chart = page.spend.chart
    assert chart is not None
    await until(lambda: len(chart.buckets) == 7 and len(chart.stacks) == 3)
    height = chart.stacks[1].values[6] / 2
    scene = chart.plot.vb.mapViewToScene(QPointF(6, height))
    chart.view.scene().sigMouseMoved.emit(scene)
    assert chart.readout.isVisible()
    assert "gpt-4o $0.00575" in chart.readout.text
    QTest.mouseClick(chart.view.viewport(), Qt.MouseButton.LeftButton, pos=chart.view.mapFromScene(scene))
    await until(lambda: filled.window.page.row.name == "requests")
    found = requests(filled).filters.arguments()
    assert found["model"] == "gpt-4o"
    assert found["until"] == chart.buckets[6].until
    await until(lambda: requests(filled).model.rowCount() == 3)


async def test_legend_tiles_and_rankings_lead_to_their_requests(filled: Program) -> None:
    page = await shown(filled, range="7d")
    await until(lambda: len(page.spend.legend.rows) == 3)
    page.spend.legend.rows[1].click()
    assert requests(filled).filters.arguments()["model"] == "gpt-4o"
    assert requests(filled).filters.span.value == "7d"
    await shown(filled)
    page.tiles["success"].setFocus()
    QTest.keyClick(page.tiles["success"], Qt.Key.Key_Return)
    assert requests(filled).filters.status.value == "failed"
    assert requests(filled).filters.boxes["model"].value is None
    await shown(filled)
    page.ranked.part("tokens").click()
    await until(lambda: [row.text() for row in page.ranking.rows] == ["Claude Code", "Cursor"])
    page.ranking.rows[1].click()
    assert requests(filled).filters.boxes["token"].value == 12
    await until(lambda: requests(filled).model.rowCount() == 1)


async def test_latency_of_first_tokens_and_of_whole_answers(filled: Program) -> None:
    page = await shown(filled, range="7d")
    chart = page.latency.chart
    assert chart is not None
    await until(lambda: len(chart.buckets) == 7)
    first = chart.lines[0].values[6]
    assert first is not None
    assert 300 < first < 500
    page.latency.what.part("duration").click()
    whole = chart.lines[0].values[6]
    assert whole is not None
    assert 1500 < whole < 2500
    chart.point_at(6)
    assert "Requests 4" in chart.readout.text
    assert "Failed 1" in chart.readout.text


async def test_a_range_without_any_answer_has_no_lines(closed_program: Program, settings: Settings) -> None:
    await write(settings, [usual(now_ms())[3]])
    assert await closed_program.bridge.open(partial(Gateway.start, settings))
    page = await shown(closed_program)
    chart = page.latency.chart
    assert chart is not None
    await until(lambda: chart.buckets)
    assert page.tiles["ttft"].figure.text() == "–"
    chart.grab()
    chart.point_at(len(chart.buckets) - 1)
    assert "Failed 1" in chart.readout.text
    assert "Median" not in chart.readout.text


async def test_the_strip_tells_how_channels_are(filled: Program) -> None:
    await filled.run("channel.disable", channel="echo")
    page = await shown(filled)
    await until(lambda: [cell.word for cell in page.channels.cells] == ["Off"])
    assert page.channels.cells[0].accessibleName().startswith("echo · Off")
    page.channels.cells[0].click()
    assert requests(filled).filters.span.value == "24h"


@pytest.mark.parametrize(
    ("row", "state"),
    [
        ({"status": "enabled", "blocked": None}, "well"),
        ({"status": "enabled", "blocked": "resting after 429"}, "resting"),
        ({"status": "disabled", "blocked": None}, "off"),
        ({"status": "auto_disabled", "blocked": "x"}, "switched_off"),
    ],
)
def test_states_of_channels(row: dict[str, Any], state: str) -> None:
    assert state_of(row) == state


async def test_charts_follow_a_switch_of_the_theme(filled: Program) -> None:
    page = await shown(filled)
    chart = page.spend.chart
    assert chart is not None
    before = chart.colour_of(0).name(), chart.view.backgroundBrush().color().name()
    filled.desktop.theme.choose("dark")
    assert chart.view.backgroundBrush().color().name() != before[1]
    assert chart.colour_of(0).name() != before[0]
    assert chart.plot.items[0].opts["brush"].name() == chart.colour_of(0).name()


async def test_nothing_is_fetched_while_nobody_looks(filled: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    page = await shown(filled)
    asked: list[str] = []
    run = filled.bridge.run

    async def counted(name: str, /, **arguments: Any) -> Any:
        asked.append(name)
        return await run(name, **arguments)

    await filled.show("tokens")
    monkeypatch.setattr(filled.bridge, "run", counted)
    told: list[object] = []
    filled.bridge.changed.connect(lambda table, _ids: told.append(table))
    await ask(filled)
    await until(lambda: "requests" in told)
    assert not [name for name in asked if name.startswith("overview.")]
    await shown(filled)
    await until(lambda: page.tiles["requests"].figure.text() == "5")


async def test_figures_follow_the_language(filled: Program) -> None:
    page = await shown(filled, range="7d")
    filled.desktop.language.choose("zh_cn")
    await until(lambda: page.tiles["spend"].name.text() == "花费")
    chart = page.spend.chart
    assert chart is not None
    assert chart.buckets[0].tick.endswith("日")
    filled.desktop.language.choose("en")
    await until(lambda: page.tiles["spend"].name.text() == "Spend")


async def test_it_fits_the_smallest_window(filled: Program) -> None:
    page = await shown(filled)
    filled.window.resize(900, 600)
    content = page._stack.widget(0)
    await until(lambda: content.viewport().width() < 860)
    await until(lambda: content.widget().width() <= content.viewport().width())
