"""Requests: the list with its filters, live rows, one request explained, replay, curl, export."""

import asyncio
import csv
import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from desktop_program import Program, until
from ledger import ask, now_ms, record, usual, write
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from oneapi_desktop.app import Gateway
from oneapi_desktop.desktop.pages.requests import RequestsPage
from oneapi_desktop.desktop.pages.requests_columns import cost_text, status_text, status_tone, time_text
from oneapi_desktop.desktop.pages.requests_export import export_requests
from oneapi_desktop.desktop.widgets.columns import CellRole
from oneapi_desktop.domain.errors import OneApiError
from oneapi_desktop.settings import Settings


@pytest.fixture
async def filled(closed_program: Program, settings: Settings) -> Program:
    """The program with a few requests in its ledger."""
    await write(settings, usual(now_ms()))
    assert await closed_program.bridge.open(partial(Gateway.start, settings))
    return closed_program


async def shown(program: Program, count: int | None = None, **target: Any) -> RequestsPage:
    """The page with its rows."""
    page = await program.show("requests", **target)
    assert isinstance(page, RequestsPage)
    await until(lambda: page.model.rowCount() == count if count is not None else page.model.rowCount())
    return page


def column(page: RequestsPage, key: str) -> list[str]:
    """The texts of a column."""
    place = [column.key for column in page.model.columns].index(key)
    return [page.model.index(row, place).data() for row in range(page.model.rowCount())]


async def opened(page: RequestsPage, row: int) -> None:
    """Click a row and wait for its panel."""
    index = page.model.index(row, 2)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=page.table.visualRect(index).center())
    found = page.model.row_at(index)
    assert found is not None
    await until(lambda: page.panel.isVisible() and page.panel.shown.get("id") == found["id"])


# The list


async def test_the_newest_come_first_with_what_matters(filled: Program) -> None:
    page = await shown(filled, 5)
    assert column(page, "model") == ["gpt-4o", "gpt-4o", "gpt-4o-mini", "gpt-4o", "o3"]
    assert column(page, "status") == ["200", "503", "200", "200", "200"]
    assert column(page, "cost") == ["$0.00288", "–", "≈$0.00288", "$0.00288", "$0.0400"]
    assert column(page, "channel")[1] == "Azure  ↻2"
    assert column(page, "tokens")[0] == "1.00k → 100"
    await until(lambda: page.count.text() == "5 requests")
    status = page.model.index(1, 1)
    assert status.data(CellRole.TONE) == "fail"
    assert status.data(Qt.ItemDataRole.ToolTipRole) == "<b>overloaded</b> & busy"


def test_statuses_of_the_ledgers_own_are_words(application: object) -> None:
    assert (status_text(499), status_tone(499)) == ("left", "muted")
    assert (status_text(0), status_tone(0)) == ("cut", "fail")
    assert (status_text(429), status_tone(429)) == ("429", "warn")
    assert (status_text(200), status_tone(200)) == ("200", "ok")
    assert cost_text({"usage_source": "unknown", "cost_nano_usd": 0}) == "–"
    assert cost_text({"usage_source": "measured", "cost_nano_usd": 31_400}) == "< $0.0001"
    assert cost_text({"usage_source": "measured", "cost_nano_usd": 0}) == "$0.00"
    assert time_text("2019-03-05T10:00:00+00:00").startswith("3/5/19")


async def test_filters_leave_what_they_name_and_are_taken_back(filled: Program) -> None:
    page = await shown(filled, 5)
    await until(lambda: page.filters.boxes["model"].findText("o3") > 0)
    box = page.filters.boxes["model"]
    box.setFocus()
    QTest.keyClicks(box, "o")
    box.take("gpt-4o")
    box.taken.emit()
    await until(lambda: page.model.rowCount() == 3)
    page.filters.status.take("failed")
    page.filters.status.taken.emit()
    await until(lambda: page.model.rowCount() == 1)
    assert page.filters.clear_button.isVisible()
    page.filters.clear_button.click()
    await until(lambda: page.model.rowCount() == 5)
    assert not page.filters.active
    page.filters.boxes["token"].take(12)
    page.filters.boxes["token"].taken.emit()
    await until(lambda: column(page, "token") == ["Cursor"])


async def test_text_is_searched_from_the_keyboard(filled: Program) -> None:
    page = await shown(filled, 5)
    page.focus_search()
    QTest.keyClicks(page.filters.search, "overloaded")
    QTest.keyClick(page.filters.search, Qt.Key.Key_Return)
    await until(lambda: page.model.rowCount() == 1)
    QTest.keyClick(page.filters.search, Qt.Key.Key_Escape)
    await until(lambda: page.model.rowCount() == 5)


async def test_spans_begin_with_the_day(filled: Program) -> None:
    page = await shown(filled, 4, span="24h")
    page.open(span="7d")
    await until(lambda: page.model.rowCount() == 5)
    page.open(since="2019-01-01T00:00:00Z", until="2019-01-02T00:00:00Z")
    await until(lambda: page.model.rowCount() == 0)
    assert page.filters.span.currentText().startswith("1/1/19")


async def test_what_is_filtered_stays_when_pages_are_switched(filled: Program) -> None:
    page = await shown(filled, 3, model="gpt-4o")
    await filled.show("tokens")
    assert await filled.show("requests") is page
    assert page.filters.boxes["model"].value == "gpt-4o"
    assert page.model.rowCount() == 3


async def test_nothing_found_says_so_and_offers_the_way_back(filled: Program) -> None:
    page = await shown(filled, 0, text="no such thing")
    await until(page.empty.isVisible)
    assert page.empty.sentence.text() == "No request matches these filters."
    page.empty.button.click()
    await until(lambda: page.model.rowCount() == 5)
    assert page.table.isVisible()


async def test_a_filter_that_is_none_is_named_with_its_remedy(filled: Program) -> None:
    page = await shown(filled, 5)
    page.open(status="nonsense")
    await until(page.fault.isVisible)
    assert page.fault.text.text().startswith("status: 'nonsense': write a status (429)")
    page.fault.button.click()
    await until(lambda: not page.fault.isVisible())
    assert page.model.rowCount() == 5


# Live


async def test_new_requests_come_above_and_leave_selection_and_scroll(
    closed_program: Program, settings: Settings
) -> None:
    now = now_ms()
    await write(settings, [record(number, now - number * 1000, "gpt-4o") for number in range(1, 120)])
    assert await closed_program.bridge.open(partial(Gateway.start, settings))
    page = await shown(closed_program, 119)
    page.table.setCurrentIndex(page.model.index(40, 0))
    chosen = page.table.selected_rows()[0]["id"]
    page.table.verticalScrollBar().setValue(36 * 30)
    top = page.table.rowAt(0)
    await ask(closed_program)
    await until(lambda: page.model.rowCount() == 120)
    assert page.table.selected_rows()[0]["id"] == chosen
    assert page.table.rowAt(0) == top + 1
    assert page.newer.isVisible()
    assert page.newer.text() == "1 new"
    page.newer.click()
    assert page.table.verticalScrollBar().value() == 0
    assert not page.newer.isVisible()
    assert column(page, "model")[0] == "echo"


async def test_live_can_be_held_and_taken_up_again(filled: Program) -> None:
    page = await shown(filled, 5)
    filled.handed.commands.run("requests.live")
    assert not page.live.isChecked()
    await ask(filled)
    await until(page.newer.isVisible)
    assert page.model.rowCount() == 5
    page.live.click()
    await until(lambda: page.model.rowCount() == 6)
    assert page.live.isChecked()
    assert not page.newer.isVisible()
    await ask(filled)
    await until(lambda: page.model.rowCount() == 7)


async def test_live_rows_keep_to_the_filters(filled: Program) -> None:
    page = await shown(filled, 3, model="gpt-4o")
    told: list[object] = []
    filled.bridge.changed.connect(lambda table, _ids: told.append(table))
    await ask(filled)
    await until(lambda: "requests" in told)
    page.open(model="echo")
    await until(lambda: page.model.rowCount() == 1)
    await ask(filled)
    await until(lambda: page.model.rowCount() == 2)


async def test_nothing_is_fetched_while_nobody_looks(filled: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    page = await shown(filled, 5)
    await filled.show("tokens")
    asked: list[str] = []
    told: list[object] = []
    run = filled.bridge.run

    async def counted(name: str, /, **arguments: Any) -> Any:
        asked.append(name)
        return await run(name, **arguments)

    monkeypatch.setattr(filled.bridge, "run", counted)
    filled.bridge.changed.connect(lambda table, _ids: told.append(table))
    await ask(filled)
    await until(lambda: "requests" in told)
    assert not [name for name in asked if name.startswith("request.")]
    assert await shown(filled, 6) is page


async def test_removed_rows_disturb_nobody(filled: Program) -> None:
    page = await shown(filled, 5)
    page.table.setCurrentIndex(page.model.index(2, 0))
    filled.bridge.changed.emit("requests", frozenset({0}))
    page.live.click()
    filled.bridge.changed.emit("requests", frozenset({0}))
    assert not page.newer.isVisible()
    assert len(page.table.selected_rows()) == 1


async def test_a_request_is_opened_by_its_id(filled: Program) -> None:
    page = await shown(filled, 5, request=f"{3:032x}")
    await until(lambda: page.panel.isVisible() and page.panel.shown.get("model") == "gpt-4o-mini")


async def test_open_requests_are_told_while_they_last(filled: Program) -> None:
    page = await shown(filled, 5)
    row = {"model": "o3", "token": "Cursor", "channel": "OpenAI", "phase": "waiting", "elapsed_ms": 2100}
    filled.bridge.live.sampled.emit([row, {**row, "phase": "answering"}, {**row, "phase": "routing"}])
    assert page.open_now.texts[0] == "o3 · Cursor · waiting for OpenAI 2.10 s"
    assert page.open_now.accessibleName() == "3 open now"
    page.open_now.grab()
    filled.bridge.live.sampled.emit([])
    assert page.open_now.texts == []


# One request


async def test_a_click_explains_a_request(filled: Program) -> None:
    page = await shown(filled, 5)
    await opened(page, 0)
    panel = page.panel
    assert panel.title.text() == "gpt-4o"
    assert panel.status.text() == "200 answered"
    assert panel.measured.text() == "measured"
    assert not panel.attempts.isVisible()
    assert not panel.error.isVisible()
    assert panel.waterfall.lines == ["Gateway: 1.0 ms", "First byte: 399 ms", "Stream: 1.50 s"]
    assert panel.time_note.text() == "1.90 s in all, 400 ms to the first token, 0.7 ms spent by the gateway"
    assert panel.bill.rows == [
        ("Input", "500", "× $2.50 / 1M", "$0.00125"),
        ("Cached input", "500", "× $1.25 / 1M", "$0.000625"),
        ("Output", "100", "× $10.00 / 1M", "$0.001"),
        ("Charged", "$0.002875"),
    ]
    assert "genai-prices" in panel.bill_note.text()
    assert [(fact.name, fact.text) for fact in panel.usage.facts] == [
        ("Prompt", "1,000"), ("of these from the cache", "500"), ("Answer", "100"),
    ]  # fmt: skip
    panel.waterfall.grab()


async def test_a_failed_request_tells_why_in_the_upstreams_words(filled: Program) -> None:
    page = await shown(filled, 5)
    await opened(page, 1)
    panel = page.panel
    assert panel.status.text() == "503 failed"
    assert panel.measured.text() == "not counted"
    assert panel.attempts.text() == "2 attempts"
    assert panel.error.text() == "overloaded · <b>overloaded</b> & busy"
    assert panel.error.textFormat() == Qt.TextFormat.PlainText
    assert [(fact.name, fact.text) for fact in panel.route.facts] == [
        ("Mistral", "not tried: resting for 8 s"), ("OpenAI", "429 rate_limit · 120 ms"),
        ("Azure", "503 overloaded · 80 ms"),
    ]  # fmt: skip
    assert panel.bill.rows == [("Charged", "$0.00")]
    assert "Nothing was charged" in panel.bill_note.text()


async def test_a_price_that_has_changed_is_said(filled: Program) -> None:
    await filled.run("price.set", model="gpt-4o", input="9")
    page = await shown(filled, 5)
    await opened(page, 0)
    assert page.panel.bill.rows == [("Charged", "$0.002875")]
    assert "today's price gives another amount" in page.panel.bill_note.text()


async def test_an_estimate_is_marked_as_one(filled: Program) -> None:
    page = await shown(filled, 5)
    await opened(page, 2)
    assert page.panel.measured.text() == "estimated"
    assert "counted here" in page.panel.measured.toolTip()


async def test_keys_open_move_and_close_the_panel(filled: Program) -> None:
    page = await shown(filled, 5)
    page.table.setFocus()
    page.table.setCurrentIndex(page.model.index(0, 0))
    assert not page.panel.isVisible()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    await until(lambda: page.panel.isVisible() and page.panel.shown)
    first = page.panel.shown["id"]
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    await until(lambda: page.panel.shown["id"] != first)
    QTest.keyClick(page.panel, Qt.Key.Key_Escape)
    assert not page.panel.isVisible()


async def test_names_in_the_panel_filter_the_list(filled: Program) -> None:
    page = await shown(filled, 5)
    await opened(page, 2)
    links = [part for part in page.panel.findChildren(QPushButton) if part.text() == "Cursor"]
    links[0].click()
    await until(lambda: column(page, "token") == ["Cursor"])
    assert page.filters.boxes["token"].currentText() == "Cursor"


async def test_bodies_are_shown_once_they_are_kept(program: Program) -> None:
    await program.run("setting.set", key="capture", value="all")
    await ask(program, "the fox & <b>the dog</b>")
    page = await shown(program, 1)
    await opened(page, 0)
    await until(page.panel.bodies.isVisible)
    assert '"content": "the fox & <b>the dog</b>"' in page.panel.sent.view.toPlainText()
    assert page.panel.answered.view.toPlainText()
    page.panel.sent.copy.click()
    assert json.loads(QGuiApplication.clipboard().text())["model"] == "echo"


async def test_the_panel_follows_the_language(filled: Program) -> None:
    page = await shown(filled, 5)
    await opened(page, 1)
    filled.desktop.language.choose("zh_cn")
    await until(lambda: page.panel.status.text() == "503 失败")
    filled.desktop.language.choose("en")
    await until(lambda: page.panel.status.text() == "503 failed")


# Doing something with it


async def test_a_request_is_copied_as_a_command_without_its_key(filled: Program) -> None:
    page = await shown(filled, 5)
    said: list[str] = []
    filled.handed.notices.said.connect(lambda text, *_rest: said.append(text))
    await opened(page, 0)
    page.panel.curl.click()
    await until(lambda: said)
    command = QGuiApplication.clipboard().text()
    assert command.startswith("curl 'http://127.0.0.1:")
    assert "$ONEAPI_KEY" in command
    assert "sk-" not in command
    assert any("sample in place of the body" in text for text in said)


async def test_a_request_goes_to_the_playground(filled: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    page = await shown(filled, 5)
    went: list[tuple[str, dict[str, Any]]] = []
    await filled.show("playground")
    monkeypatch.setattr(type(filled.window.page), "open", lambda _self, **target: went.append(("open", target)))
    await shown(filled, 5)
    await opened(page, 2)
    page.panel.replay.click()
    await until(lambda: filled.window.page.row.name == "playground")
    assert went[0][1]["model"] == "gpt-4o-mini"
    assert went[0][1]["dialect"] == "openai-chat"
    assert went[0][1]["body"] is None


async def test_a_body_that_was_kept_goes_along(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    await program.run("setting.set", key="capture", value="all")
    await ask(program, "the fox")
    await program.show("playground")
    went: list[dict[str, Any]] = []
    monkeypatch.setattr(type(program.window.page), "open", lambda _self, **target: went.append(target))
    page = await shown(program, 1)
    page.table.setCurrentIndex(page.model.index(0, 0))
    program.handed.commands.run("requests.replay")
    await until(lambda: went)
    assert json.loads(went[0]["body"])["messages"][0]["content"] == "the fox"


async def test_commands_without_a_chosen_request_ask_for_one(filled: Program) -> None:
    await shown(filled, 5)
    said: list[str] = []
    filled.handed.notices.said.connect(lambda text, *_rest: said.append(text))
    filled.handed.commands.run("requests.copy_curl")
    assert said == ["Choose a request first."]


async def test_what_is_filtered_is_exported_as_a_spreadsheet(filled: Program, tmp_path: Path) -> None:
    page = await shown(filled, 3, model="gpt-4o")
    said: list[str] = []
    filled.handed.notices.said.connect(lambda text, *_rest: said.append(text))
    page.export_to(tmp_path / "requests.csv")
    assert page.progress.isVisible()
    await until(lambda: said)
    assert said == ["3 requests written to requests.csv"]
    assert not page.progress.isVisible()
    with (tmp_path / "requests.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["status"] for row in rows] == ["200", "503", "200"]
    assert rows[0]["cost_usd"] == "0.002875000"


async def test_an_export_of_json_lines_passes_page_after_page(
    filled: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("oneapi_desktop.desktop.pages.requests_export.PAGE", 2)
    told: list[int] = []
    count = await export_requests(filled.bridge, tmp_path / "all.jsonl", {}, told.append)
    rows = [json.loads(text) for text in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    assert count == len(rows) == 5
    assert told == [2, 4, 5]
    assert [row["model"] for row in rows] == ["gpt-4o", "gpt-4o", "gpt-4o-mini", "gpt-4o", "o3"]


async def test_a_cancelled_export_leaves_what_was_there(
    filled: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = await shown(filled, 5)
    (tmp_path / "requests.csv").write_text("before", encoding="utf-8")
    asked, run = asyncio.Event(), filled.bridge.run

    async def stuck(name: str, /, **arguments: Any) -> Any:
        if name != "request.export":
            return await run(name, **arguments)
        asked.set()
        return await asyncio.Event().wait()

    monkeypatch.setattr(filled.bridge, "run", stuck)
    page.export_to(tmp_path / "requests.csv")
    await asked.wait()
    assert len(list(tmp_path.glob(".requests.csv.*"))) == 1
    page.progress.button.click()
    await until(lambda: not list(tmp_path.glob(".requests.csv.*")))
    assert (tmp_path / "requests.csv").read_text(encoding="utf-8") == "before"
    assert not page.progress.isVisible()


async def test_a_place_that_cannot_be_written_is_said_with_a_remedy(filled: Program, tmp_path: Path) -> None:
    with pytest.raises(OneApiError, match=r"cannot be written: No such file or directory\. Choose another place"):
        await export_requests(filled.bridge, tmp_path / "no" / "where.csv", {}, lambda _count: None)
    page = await shown(filled, 5)
    said: list[str] = []
    filled.handed.notices.said.connect(lambda text, *_rest: said.append(text))
    page.export_to(tmp_path / "no" / "where.csv")
    await until(lambda: said)
    assert not page.progress.isVisible()


async def test_the_export_dialog_is_not_modal_for_the_loop(filled: Program, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QFileDialog

    page = await shown(filled, 5)
    filled.handed.commands.run("requests.export")
    dialogs = page.findChildren(QFileDialog)
    assert len(dialogs) == 1
    dialogs[0].fileSelected.emit(str(tmp_path / "chosen.csv"))
    await until((tmp_path / "chosen.csv").exists)
    dialogs[0].reject()
