"""The sheet of the first steps: from nothing to a first answer, with a key, without one, with a server nearby."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from desktop_program import Program
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from oneapi_desktop.desktop.first_run import SEEN, FirstRun, is_wanted

KEY = "sk-planted-0123456789abcdef"
Answers = dict[str, Any]


@pytest.fixture
async def upstream() -> AsyncIterator[tuple[Answers, str]]:
    """What an upstream answers, and its address."""
    answers: Answers = {"status": 200, "chat": {"choices": [{"message": {"content": "I am a model"}}]}}

    async def handle(request: web.Request) -> web.Response:
        if request.path.endswith("/models"):
            return web.json_response({"data": [{"id": "tiny"}]})
        return web.json_response(answers["chat"], status=answers["status"])

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", handle)
    server = TestServer(application)
    await server.start_server()
    yield answers, f"http://127.0.0.1:{server.port}/v1"
    await server.close()


@pytest.fixture
async def sheet(program: Program) -> FirstRun:
    """The sheet over the window, its providers loaded."""
    program.window.show()
    program.handed.commands.run("window.first_steps")
    found = program.window.findChild(FirstRun, "first-run")
    assert isinstance(found, FirstRun)
    await program.until(lambda: found.body.provider.tiles)
    return found


def tile(sheet: FirstRun, name: str) -> Any:
    (found,) = (part for part in sheet.body.provider.tiles if part.objectName() == f"provider-{name}")
    return found


async def test_without_a_key_the_echo_answers_through_the_gateway(program: Program, sheet: FirstRun) -> None:
    assert sheet.isVisible()
    sheet.body.provider.without.click()
    ready = sheet.body.ready
    await program.until(ready.send.isEnabled)
    assert sheet.body.step == 2
    assert ready.address.text() == program.bridge.status.base_url
    assert program.window.page.row.name == "overview"
    (token,) = await program.run("token.list")
    key = (await program.run("token.show", token=token["id"], reveal=True))["key"]
    assert key not in ready.key.line.text()
    ready.key.copy.click()
    await program.until(lambda: QGuiApplication.clipboard().text() == key)
    ready.send.click()
    await program.until(lambda: "answered in" in ready.result.headline.text())
    assert ready.lit.isVisible()
    rows = await program.run("request.list")
    assert [(row["token"], row["status"]) for row in rows] == [(token["name"], 200)]


async def test_a_key_is_tested_before_anything_is_stored(
    program: Program, sheet: FirstRun, upstream: tuple[Answers, str]
) -> None:
    answers, address = upstream
    tile(sheet, "openai-compatible").click()
    step = sheet.body.key
    assert sheet.body.step == 1
    sheet.body.go.click()
    await program.until(lambda: step.form.fields["base_url"].error.text())
    step.form.base_url.setText(address)
    answers["status"], answers["chat"] = 401, {"error": {"message": f"Incorrect API key provided: {KEY}"}}
    QGuiApplication.clipboard().setText(KEY)
    step.form.key.line.setFocus()
    QTest.keyClick(step.form.key.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert step.busy
    assert not sheet.body.go.isEnabled()
    await program.until(lambda: "401" in step.result.detail.text())
    assert step.result.detail.text() == "HTTP 401: Incorrect API key provided: ***"
    assert step.anyway.isVisible()
    assert len(await program.run("channel.list")) == 1
    sheet.body.back.click()
    assert sheet.body.step == 0
    tile(sheet, "openai-compatible").click()
    assert step.form.base_url.text() == address
    answers["status"], answers["chat"] = 200, {"choices": [{"message": {"content": "I am a model"}}]}
    sheet.body.go.click()
    await program.until(lambda: sheet.body.step == 2)
    assert sheet.body.ready.model.text() == "tiny"
    stored = (await program.run("channel.list"))[-1]
    assert (stored["type"], stored["models"], stored["key_hint"]) == ("openai-compatible", ["tiny"], KEY[-4:])
    await program.until(sheet.body.ready.send.isEnabled)
    sheet.body.ready.send.click()
    await program.until(lambda: sheet.body.ready.result.detail.text() == "I am a model")


async def test_a_key_that_fails_can_be_added_all_the_same(
    program: Program, sheet: FirstRun, upstream: tuple[Answers, str]
) -> None:
    answers, address = upstream
    answers["status"], answers["chat"] = 429, {"error": {"message": "slow down"}}
    tile(sheet, "openai-compatible").click()
    sheet.body.key.form.base_url.setText(address)
    sheet.body.go.click()
    await program.until(sheet.body.key.anyway.isVisible)
    sheet.body.key.anyway.click()
    await program.until(lambda: sheet.body.step == 2)
    assert len(await program.run("channel.list")) == 2


async def test_only_what_the_provider_needs_is_asked(program: Program, sheet: FirstRun) -> None:
    tile(sheet, "openai").click()
    form = sheet.body.key.form
    shown = {name for name, field in form.fields.items() if field.box.isVisible()}
    assert shown == {"key"}
    assert not form.more.isVisible()
    sheet.body.back.click()
    choice = sheet.body.provider.choice
    choice.set_value("aws")
    sheet.body.provider.take.click()
    shown = {name for name, field in form.fields.items() if field.box.isVisible()}
    assert {"key", "config.region", "config.sk"} <= shown
    assert "base_url" not in shown


async def test_a_server_on_this_machine_is_one_click_away(program: Program, sheet: FirstRun) -> None:
    server = {"provider": "ollama", "label": "Ollama", "base_url": "http://127.0.0.1:9", "models": ["qwen3"],
              "asks_key": False, "channel": None}  # fmt: skip
    sheet.body.provider.offer_servers([server, server | {"models": []}, server | {"channel": "mine"}])
    (near,) = sheet.body.provider.servers
    near.click()
    await program.until(lambda: sheet.body.step == 2)
    assert sheet.body.ready.model.text() == "qwen3"
    await program.until(sheet.body.ready.send.isEnabled)
    sheet.body.ready.send.click()
    await program.until(lambda: "did not answer" in sheet.body.ready.result.headline.text())
    assert not sheet.body.ready.lit.isVisible()
    sheet.body.go.click()
    assert not sheet.isVisible()


async def test_the_sheet_comes_once_and_only_to_who_begins(program: Program) -> None:
    assert await is_wanted(program.bridge, program.desktop.remembered)
    program.desktop.offer_first_steps()
    assert program.window.findChild(FirstRun, "first-run") is None
    program.window.show()
    program.desktop.offer_first_steps()
    await program.until(lambda: program.window.findChild(FirstRun, "first-run"))
    program.window.show_first_steps()
    (found,) = program.window.findChildren(FirstRun)
    assert not await is_wanted(program.bridge, program.desktop.remembered)
    QTest.keyClick(found, Qt.Key.Key_Escape)
    await program.until(lambda: program.window.findChild(FirstRun, "first-run") is None)
    program.handed.commands.run("window.first_steps")
    assert len(program.window.findChildren(FirstRun)) == 1
    program.desktop.remembered.put(SEEN, False)
    await program.run("channel.add", type="openai", key=KEY, models=["gpt-4o"])
    assert not await is_wanted(program.bridge, program.desktop.remembered)
