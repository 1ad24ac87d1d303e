"""The page Channels: adding, testing, editing, ordering and removing upstreams, as a person does it."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from desktop_program import Program
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from oneapi_desktop.desktop.pages.channels import ChannelsPage
from oneapi_desktop.desktop.pages.channels_order import dropped, stepped
from oneapi_desktop.desktop.provider_texts import FIELD_LABELS, KEY_HINTS
from oneapi_desktop.providers.registry import all_providers

KEY = "sk-planted-0123456789abcdef"
SERVERS = [
    {"provider": name, "label": label, "base_url": f"http://127.0.0.1:{port}"} | more
    for name, label, port, more in (
        ("ollama", "Ollama", 9, {"models": ["qwen3"], "asks_key": False, "channel": None}),
        ("jan", "Jan", 7, {"models": [], "asks_key": True, "channel": None}),
        ("vllm", "vLLM", 8, {"models": [], "asks_key": False, "channel": "rack"}),
    )
]
CHAT = {"choices": [{"message": {"role": "assistant", "content": "I am a model"}}]}


class Upstream:
    """A scriptable upstream: answers chats and tells its models."""

    def __init__(self) -> None:
        self.status = 200
        self.chat: Any = CHAT
        self.models = ["large", "medium", "small"]
        self.gate: asyncio.Event | None = None
        self.keys: list[str] = []
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request."""
        self.keys.append(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if self.gate is not None:
            await self.gate.wait()
        if request.path.endswith("/models"):
            return web.json_response({"data": [{"id": name} for name in self.models]})
        return web.json_response(self.chat, status=self.status)


@pytest.fixture
async def upstream() -> AsyncIterator[Upstream]:
    made = Upstream()
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", made.handle)
    server = TestServer(application)
    await server.start_server()
    made.url = f"http://127.0.0.1:{server.port}/v1"
    yield made
    if made.gate is not None:
        made.gate.set()
    await server.close()


@pytest.fixture
async def page(program: Program) -> ChannelsPage:
    shown = await program.show("channels")
    assert isinstance(shown, ChannelsPage)
    await program.until(lambda: shown.model.rowCount() == 1)
    return shown


def write(page: ChannelsPage, **values: object) -> None:
    for name, value in values.items():
        if name in ("key", "models"):
            continue
        page.panel.form.fields[name].put(value)
    form = page.panel.form
    if "key" in values:
        form.key.write(str(values["key"]))
    if "models" in values:
        form.models.text.setPlainText(str(values["models"]))


def names(page: ChannelsPage) -> list[str]:
    return [str(page.model.index(row, 0).data()) for row in range(page.model.rowCount())]


def column(page: ChannelsPage, key: str) -> int:
    return [found.key for found in page.model.columns].index(key)


async def added(program: Program, page: ChannelsPage, **fields: object) -> dict[str, Any]:
    """A channel that is there already."""
    row: dict[str, Any] = await program.run("channel.add", **{"type": "echo", **fields})
    await program.until(lambda: row["name"] in names(page))
    return row


async def test_the_form_follows_the_provider(program: Program, page: ChannelsPage) -> None:
    program.handed.commands.run("channels.new")
    form = page.panel.form
    assert page.panel.isVisible()
    assert form.base_url.placeholderText() == "https://api.openai.com"
    assert "sk-" in form.fields["key"].hint.text()
    form.type.set_value("aws")
    form.type.changed.emit()
    assert form.fields["config.region"].box.isVisible()
    assert form.fields["config.sk"].box.isVisible()
    assert form.fields["config.region"].caption.text() == "Region, such as us-east-1"
    form.type.set_value("openai-compatible")
    form.type.changed.emit()
    assert not form.fields["config.region"].box.isVisible()
    form.type.set_value("echo")
    form.type.changed.emit()
    assert not form.fields["key"].box.isVisible()
    assert not form.fields["base_url"].box.isVisible()
    assert not form.models.fetch_button.isHidden()
    form.type.box.setEditText("Deep")
    assert form.type.value() == "Deep"
    form.type.box.setEditText("deepseek")
    assert form.type.value() == "deepseek"


async def test_a_channel_is_added_tested_and_taken_back(
    program: Program, page: ChannelsPage, upstream: Upstream
) -> None:
    page.new()
    write(page, type="openai-compatible", name="mine", key=KEY, base_url=upstream.url)
    page.panel.form.models.fetch_button.click()
    picker = page.panel.form.models.picker
    await program.until(picker.isVisible)
    assert upstream.keys == [KEY]
    picker.search.setText("m")
    picker.search.returnPressed.emit()
    assert picker.shown.rowCount() == 2
    picker.every.click()
    picker.items.item(0).setCheckState(Qt.CheckState.Checked)
    assert page.panel.form.models.value() == ["medium", "small", "large"]
    page.panel.form.models.text.setPlainText("small, large")
    assert picker.items.item(1).checkState() == Qt.CheckState.Unchecked
    upstream.status, upstream.chat = 401, {"error": {"message": f"Incorrect API key provided: {KEY}"}}
    page.panel.test.click()
    result = page.panel.result
    await program.until(lambda: "401" in result.detail.text())
    assert result.detail.text() == "HTTP 401: Incorrect API key provided: ***"
    assert len(await program.run("channel.list")) == 1
    upstream.status, upstream.chat = 200, CHAT
    page.panel.test.click()
    await program.until(lambda: "answered in" in result.headline.text())
    assert result.detail.text() == "I am a model"
    page.panel.save.click()
    await program.until(lambda: "mine" in names(page))
    stored = (await program.run("channel.list"))[-1]
    assert (stored["models"], stored["base_url"]) == (["small", "large"], upstream.url)
    assert page.panel.row is not None
    assert page.panel.row["id"] == stored["id"]
    assert KEY not in page.panel.form.key.line.text()
    program.handed.undo.take_back()
    await program.until(lambda: "mine" not in names(page))
    assert not page.panel.isVisible()


async def test_a_test_can_be_stopped(program: Program, page: ChannelsPage, upstream: Upstream) -> None:
    upstream.gate = asyncio.Event()
    page.new()
    write(page, type="openai-compatible", base_url=upstream.url, models="small")
    page.panel.test.click()
    await program.until(lambda: upstream.keys)
    assert page.panel.test.text() == "Stop"
    assert page.panel.result.bar.isVisible()
    page.panel.test.click()
    assert page.panel.test.text() == "Test"
    assert not page.panel.result.isVisible()


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(program: Program, page: ChannelsPage) -> None:
    page.new()
    write(page, type="openai-compatible", name="x", base_url="not an address", models="a")
    page.panel.save.click()
    fields = page.panel.form.fields
    await program.until(lambda: fields["base_url"].error.text())
    assert "https://" in fields["base_url"].error.text()
    program.window.go("tokens")
    program.window.go("channels")
    assert fields["base_url"].value() == "not an address"
    write(page, base_url="http://127.0.0.1:9", proxy="ftp://x")
    page.panel.save.click()
    await program.until(lambda: fields["proxy"].error.text())
    assert page.panel.form.more.isChecked()
    write(page, proxy="", name="echo")
    page.panel.save.click()
    await program.until(lambda: fields["name"].error.text())
    assert "already" in fields["name"].error.text()
    write(page, name="x")
    page.panel.form.headers.text.setPlainText("no colon")
    page.panel.save.click()
    assert "line 1" in fields["headers"].error.text()
    page.panel.form.headers.text.clear()
    mapping = page.panel.form.mapping
    mapping.begin()
    mapping.rows()[0][0].setText("gpt-4o")
    page.panel.save.click()
    assert "other side" in fields["model_mapping"].error.text()
    write(page, param_override="{1}")
    mapping.rows()[0][1].setText("a")
    page.panel.save.click()
    await program.until(lambda: fields["param_override"].error.text())
    assert page.model.rowCount() == 1


async def test_many_keys_are_pasted_at_once(program: Program, page: ChannelsPage) -> None:
    page.new()
    form = page.panel.form
    QGuiApplication.clipboard().setText("sk-aaaaaaaaaaaa1\n\nsk-aaaaaaaaaaaa2\nwith a blank\n")
    form.key.line.setFocus()
    QTest.keyClick(form.key.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form.several.isChecked()
    assert form.keys.isVisible()
    assert not form.key.isVisible()
    page.panel.save.click()
    await program.until(lambda: form.fields["keys"].error.text())
    assert form.fields["keys"].error.text().startswith("line 3")
    assert page.model.rowCount() == 1
    form.keys.setPlainText("sk-aaaaaaaaaaaa1\n\nsk-aaaaaaaaaaaa2\n")
    page.panel.save.click()
    await program.until(lambda: page.model.rowCount() == 3)
    assert set(names(page)) == {"openai", "openai-2", "echo"}
    program.handed.undo.take_back()
    await program.until(lambda: page.model.rowCount() == 1)


async def test_everything_of_a_channel_is_edited_and_secrets_stay(
    program: Program, page: ChannelsPage, upstream: Upstream
) -> None:
    row = await added(
        program, page, type="openai-compatible", name="mine", base_url=upstream.url, key=KEY, models=["small"],
        headers={"X-Team": "secret-value"}, proxy="http://user:word@127.0.0.1:9",
    )  # fmt: skip
    page.open(channel=row["id"])
    form = page.panel.form
    await program.until(lambda: form.fields["proxy"].value() == "http://127.0.0.1:9")
    assert "X-Team" in form.headers.stored.text()
    assert not form.dirty
    form.mapping.begin()
    asked, sent = form.mapping.rows()[0]
    asked.setText("gpt-4o")
    sent.setText("large")
    write(page, models="small, gpt-4o", groups="default, vip", priority=7, weight=3, system_prompt="Be brief.",
          param_override='{"temperature": 0}', auto_disable=False)  # fmt: skip
    form.test_model.setCurrentIndex(form.test_model.findData("gpt-4o"))
    page.panel.save.click()
    await program.until(lambda: not form.dirty)
    stored = await program.run("channel.show", channel=row["id"])
    assert stored["model_mapping"] == {"gpt-4o": "large"}
    assert (stored["groups"], stored["priority"], stored["weight"]) == (["default", "vip"], 7, 3)
    assert (stored["system_prompt"], stored["param_override"]) == ("Be brief.", {"temperature": 0})
    assert (stored["test_model"], stored["auto_disable"]) == ("gpt-4o", False)
    assert (stored["headers"], stored["proxy"], stored["key_hint"]) == (["X-Team"], "http://127.0.0.1:9", KEY[-4:])
    program.handed.undo.take_back()
    await program.until(lambda: page.model.rows[0]["priority"] == 0)
    await program.until(lambda: form.fields["priority"].value() == "0")
    form.headers.forget.click()
    form.key.forget.click()
    write(page, proxy="")
    page.panel.save.click()
    await program.until(lambda: not form.dirty and not form.headers.stored.isVisible())
    stored = await program.run("channel.show", channel=row["id"])
    assert (stored["headers"], stored["proxy"], stored["key_hint"]) == ([], "", "")


async def test_the_switch_and_its_undo(program: Program, page: ChannelsPage) -> None:
    page.table.choose_row(page.model.rows[0]["id"])
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    await program.until(lambda: page.model.rows[0]["status"] == "disabled")
    await program.until(lambda: page.model.index(0, column(page, "state")).data() == "off")
    program.handed.undo.take_back()
    await program.until(lambda: page.model.rows[0]["status"] == "enabled")
    box = page.table.visualRect(page.model.index(0, 0)).topLeft() + QPoint(20, 18)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=box)
    await program.until(lambda: page.model.rows[0]["status"] == "disabled")


async def test_what_the_gateway_switched_off_says_why_and_is_switched_on(program: Program, page: ChannelsPage) -> None:
    row = await added(program, page, type="openai-compatible", name="bad", base_url="http://127.0.0.1:9", models=["a"])
    page.open(channel="bad")
    assert page.panel.row is not None
    await program.run("channel.disable", channel=row["id"])
    assert not page.panel.banner.isVisible()
    shown = page._whole({**row, "status": "auto_disabled", "status_reason": "401: refused"}) | {"health": None}
    page.panel.edit(shown)
    assert "401: refused" in page.panel.banner.text.text()
    page.panel.banner.button.click()
    await program.until(lambda: (page.model.rows[0]["status"], page.model.rows[0]["name"]) == ("enabled", "bad"))


async def test_removing_can_be_taken_back_until_it_is_final(program: Program, page: ChannelsPage) -> None:
    row = await added(program, page, name="second")
    page.open(channel=row["id"])
    page.panel.removal.click()
    assert "second" not in names(page)
    assert not page.panel.isVisible()
    page.refresh()
    program.handed.undo.take_back()
    await program.until(lambda: "second" in names(page))
    page.table.choose_row(row["id"])
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    await program.handed.undo.finish()
    assert [found["name"] for found in await program.run("channel.list")] == ["echo"]


async def test_rows_are_moved_by_hand_and_by_keys(program: Program, page: ChannelsPage) -> None:
    first = await added(program, page, name="first", priority=10)
    second = await added(program, page, name="second", priority=5)
    await program.until(lambda: names(page) == ["first", "second", "echo"])
    page.table.drop_at(second["id"], 2)
    await program.until(lambda: names(page) == ["second", "first", "echo"])
    await program.until(lambda: program.handed.undo.step is not None)
    assert (await program.run("channel.show", channel=second["id"]))["priority"] == 11
    program.handed.undo.take_back()
    await program.until(lambda: names(page) == ["first", "second", "echo"])
    page.table.choose_row(second["id"])
    carried = page.model.mimeData([page.table.currentIndex()])
    # Qt drops nothing inside a view whose model does not say that it moves.
    move = Qt.DropAction.MoveAction
    assert page.model.supportedDragActions() == page.model.supportedDropActions() == move
    drop = QDropEvent(QPointF(20, 2), move, carried, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    page.table._dragged = second["id"]
    page.table.dropEvent(drop)
    # Nothing is left to take away where it came from.
    assert drop.dropAction() == Qt.DropAction.IgnoreAction
    await program.until(lambda: names(page) == ["second", "first", "echo"])
    await program.until(lambda: program.handed.undo.step is not None)
    program.handed.undo.take_back()
    await program.until(lambda: names(page) == ["first", "second", "echo"])
    page.table.choose_row(first["id"])
    QTest.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    await program.until(lambda: page.model.rows[0]["priority"] == 5)
    page.table.sortByColumn(column(page, "name"), Qt.SortOrder.AscendingOrder)
    assert not page.table.in_order
    page.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert page.table.in_order
    page.search.setText("second")
    page.search.returnPressed.emit()
    assert names(page) == ["second"]
    assert not page.table.in_order


def rows_of(*priorities: int) -> list[dict[str, Any]]:
    return [{"id": number, "priority": priority} for number, priority in enumerate(priorities, 1)]


@pytest.mark.parametrize(
    ("priorities", "moved", "place", "changes"),
    [
        ((10, 5, 0), 3, 0, {3: 11}),
        ((10, 5, 0), 1, 3, {1: -1}),
        ((10, 5, 0), 3, 1, {3: 6}),
        ((10, 5, 0), 2, 2, {}),
        ((10, 5, 0), 2, 1, {}),
        ((10, 10, 0), 3, 1, {3: 10}),
        ((3, 2, 1), 3, 1, {1: 4, 3: 3}),
        ((0,), 1, 1, {}),
        ((1_000_000, 999_999, 0), 3, 1, {3: 1_000_000}),
    ],
)
def test_a_drop_changes_as_few_priorities_as_possible(
    priorities: tuple[int, ...], moved: int, place: int, changes: dict[int, int]
) -> None:
    assert dropped(rows_of(*priorities), moved, place) == changes


@pytest.mark.parametrize(
    ("priorities", "moved", "up", "changes"),
    [
        ((10, 5, 0), 3, True, {3: 5}),
        ((10, 5, 5), 3, True, {3: 6}),
        ((6, 5, 5), 3, True, {1: 7, 3: 6}),
        ((5, 5), 1, True, {1: 6}),
        ((10, 5, 0), 1, True, {}),
        ((10, 5, 0), 1, False, {1: 5}),
        ((5, 5), 1, False, {1: 4}),
    ],
)
def test_a_step_joins_the_next_or_leaves_those_it_shares_with(
    priorities: tuple[int, ...], moved: int, up: bool, changes: dict[int, int]
) -> None:
    assert stepped(rows_of(*priorities), moved, up=up) == changes


async def test_all_channels_are_tested_with_progress_and_it_can_be_cancelled(
    program: Program, page: ChannelsPage, upstream: Upstream
) -> None:
    await added(program, page, type="openai-compatible", name="mine", base_url=upstream.url, key=KEY, models=["a"])
    upstream.gate = asyncio.Event()
    program.handed.commands.run("channels.test_all")
    await program.until(lambda: "of 2" in page.progress.text.text())
    assert page.progress.isVisible()
    assert not program.handed.commands.action("channels.balances").isEnabled()
    page.progress.button.click()
    assert not page.progress.isVisible()
    while (await program.run("channel.test_progress"))["running"]:
        await asyncio.sleep(0.01)
    upstream.gate.set()
    upstream.status, upstream.chat = 429, {"error": {"message": "slow down"}}
    told: list[str] = []
    program.handed.notices.said.connect(lambda text, *_more: told.append(text))
    program.handed.commands.run("channels.test_all")
    await program.until(lambda: told)
    assert "mine" in told[0]
    assert not page.progress.isVisible()
    await program.until(lambda: "failed" in str(page.model.index(0, column(page, "test")).data()))


async def test_balances_are_asked_for(program: Program, page: ChannelsPage) -> None:
    told: list[str] = []
    program.handed.notices.said.connect(lambda text, *_more: told.append(text))
    program.handed.commands.run("channels.balances")
    assert "None of the channels" in told[0]
    await added(
        program, page, type="deepseek", name="far", base_url="http://127.0.0.1:9", key=KEY, models=["deepseek-chat"]
    )
    program.handed.commands.run("channels.balances")
    await program.until(lambda: len(told) == 2)
    assert "far" in told[1]
    assert not page.progress.isVisible()


async def test_servers_on_this_machine_are_added_or_written_into_the_form(program: Program, page: ChannelsPage) -> None:
    program.handed.commands.run("channels.discover")
    assert page.servers.isVisible()
    await program.until(page.servers.again.isEnabled)
    page.servers._on_found(SERVERS)
    one, _two, three = page.servers.cards
    assert not three.findChildren(QPushButton)
    one.findChildren(QPushButton)[0].click()
    await program.until(lambda: "ollama" in names(page))
    assert page.panel.isVisible()
    program.handed.commands.run("channels.discover")
    await program.until(page.servers.again.isEnabled)
    page.servers._on_found(SERVERS)
    page.servers.cards[1].findChildren(QPushButton)[0].click()
    form = page.panel.form
    assert (form.type.value(), form.base_url.text()) == ("jan", "http://127.0.0.1:7")
    assert page.panel.row is None


async def test_an_empty_page_offers_the_one_thing_to_do(program: Program, page: ChannelsPage) -> None:
    await program.run("channel.remove", channel="echo")
    await program.until(page.empty.isVisible)
    page.empty.button.click()
    assert page.panel.isVisible()


async def test_the_menu_of_a_row(program: Program, page: ChannelsPage) -> None:
    await added(program, page, name="second", priority=3)
    row = page.model.rows[1]
    actions = {action.text(): action for action in page.menu_of([row]).actions() if action.text()}
    assert not actions["Refresh the balance"].isEnabled()
    assert not actions["Try it later"].isEnabled()
    actions["Try it earlier"].trigger()
    await program.until(lambda: page.model.rows[0]["priority"] == page.model.rows[1]["priority"] == 3)
    actions["Test"].trigger()
    await program.until(lambda: page.model.rows[0]["tested_at"] is not None)
    actions["Show its requests"].trigger()
    assert program.window.page.row.name == "requests"


def test_every_sentence_of_the_registry_can_be_translated() -> None:
    providers = all_providers()
    assert {provider.key_hint for provider in providers} <= set(KEY_HINTS)
    assert {field.label for provider in providers for field in provider.config_fields} <= set(FIELD_LABELS)
