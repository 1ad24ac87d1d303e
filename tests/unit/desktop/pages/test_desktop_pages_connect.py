"""The page Connect: tools are connected and given back, the gateway is shared, devices are added and revoked."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import pytest
from desktop_program import Program
from ledger import record
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from oneapi_desktop.desktop.pages.connect import ConnectPage
from oneapi_desktop.desktop.pages.connect_texts import ICONS, REMARKS, STEPS, TEXTS
from oneapi_desktop.desktop.pages.connect_tool_panel import FileChange, SnippetView, short_path
from oneapi_desktop.services.lan_addresses import LanAddress
from oneapi_desktop.services.tool_recipes import RECIPES

W = TypeVar("W", bound=QWidget)
WIFI = LanAddress("wlan0", "192.168.1.5", private=True)
CABLE = LanAddress("eth0", "10.0.0.7", private=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of this test's own."""
    found = tmp_path / "home"
    (found / ".codex").mkdir(parents=True)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(found))
    for name in ("XDG_CONFIG_HOME", "APPDATA", "CLAUDE_CONFIG_DIR", "CODEX_HOME", "GEMINI_CLI_HOME", "OPENCODE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return found


@pytest.fixture
async def page(program: Program) -> ConnectPage:
    shown = await program.show("connect")
    assert isinstance(shown, ConnectPage)
    await program.until(lambda: shown.tools.cards and shown._tokens)
    return shown


class Network:
    """A machine with two private addresses; listening and telling are only noted."""

    port = 3000

    def __init__(self) -> None:
        self.listening: list[str] = []
        self.refused: dict[str, str] = {}

    async def share(self, addresses: Sequence[str]) -> dict[str, str]:
        self.listening = [address for address in addresses if address not in self.refused]
        return {address: why for address, why in self.refused.items() if address in addresses}

    async def tell(self, port: int, addresses: Sequence[str], *, secure: bool) -> str:
        return ""

    async def close(self) -> None:
        pass


@pytest.fixture
def network(program: Program, monkeypatch: pytest.MonkeyPatch) -> Network:
    made = Network()
    gateway = program.bridge._gateway
    assert gateway is not None
    lan = gateway.workspace.lan
    assert lan is not None
    monkeypatch.setattr(lan, "_listener", made)
    monkeypatch.setattr(lan, "_announcer", made)
    monkeypatch.setattr(lan, "_find", lambda: [WIFI, CABLE])
    monkeypatch.setattr("oneapi_desktop.services.lan_operations.lan_addresses", lambda: [WIFI, CABLE])
    return made


@pytest.fixture
async def lan(program: Program, network: Network) -> ConnectPage:
    """The page at the local network."""
    shown = await program.show("connect", share=True)
    assert isinstance(shown, ConnectPage)
    await program.until(shown.lan.sharing.warning.isVisible)
    return shown


async def share(program: Program, page: ConnectPage) -> None:
    page.lan.sharing.warning.button.click()
    await program.until(page.lan.sharing.add.isEnabled)


def parts(page: ConnectPage, kind: type[W]) -> list[W]:
    """The visible widgets of a kind in the tool's panel."""
    return [part for part in page.panel.findChildren(kind) if part.isVisible()]


async def opened(program: Program, page: ConnectPage, tool: str) -> None:
    page.open(tool=tool)
    await program.until(lambda: page.panel.tool == tool and page.panel._shown and parts(page, SnippetView))


def test_every_sentence_of_the_recipes_can_be_translated() -> None:
    assert {recipe.text for recipe in RECIPES} == set(TEXTS)
    assert {step for recipe in RECIPES for step in recipe.steps} == set(STEPS)
    assert {recipe.name for recipe in RECIPES} == set(ICONS)
    assert REMARKS


async def test_every_tool_has_a_card_and_those_here_come_first(program: Program, page: ConnectPage) -> None:
    assert set(page.tools.cards) == {recipe.name for recipe in RECIPES}
    assert "codex" in page.tools.shown()[:3]
    card = page.tools.cards["codex"]
    assert card.state.text() == "installed"
    QTest.keyClick(card._frame, Qt.Key.Key_Return)
    assert page.panel.isVisible()
    assert page.panel.title.text() == "Codex"
    page.panel.close_panel()
    QTest.mouseClick(page.tools.cards["curl"], Qt.MouseButton.LeftButton)
    assert page.panel.title.text() == "curl"
    assert page.panel.apply.isHidden()


async def test_tools_are_found_by_words(program: Program, page: ConnectPage) -> None:
    page.search.setText("vs code agent")
    page.search.returnPressed.emit()
    assert page.tools.shown() == ["cline", "roo-code"]
    page.search.setText("emacs")
    page.search.returnPressed.emit()
    assert page.tools.shown() == []
    assert page.tools._views.currentIndex() == 1
    page.search.clear()
    assert len(page.tools.shown()) == len(RECIPES)


async def test_applying_shows_what_it_changes_and_is_taken_back(
    program: Program, page: ConnectPage, home: Path
) -> None:
    config = home / ".codex" / "config.toml"
    config.write_text('model = "mine"\n# a remark\n')
    await opened(program, page, "codex")
    await program.until(lambda: parts(page, FileChange))
    (change,) = parts(page, FileChange)
    diff = change.view.toPlainText()
    assert '-model = "mine"' in diff
    assert f'+base_url = "{program.bridge.status.base_url}"' in diff
    assert not diff.startswith("---")
    page.panel.apply.click()
    await program.until(lambda: program.handed.undo.step is not None)
    token = next(row for row in await program.run("token.list") if row["name"] == "codex")
    key = (await program.run("token.show", token=token["id"], reveal=True))["key"]
    assert key in config.read_text()
    assert "# a remark" in config.read_text()
    await program.until(lambda: page.tools.cards["codex"].state.text() == "connected")
    await program.until(page.panel.undo.isVisible)
    await program.until(lambda: page.panel.token.currentData() == token["id"])
    assert not page.panel.apply.isEnabled(), "there is nothing to change any more"
    program.handed.undo.take_back()
    await program.until(lambda: config.read_text() == 'model = "mine"\n# a remark\n')
    await program.until(lambda: page.tools.cards["codex"].state.text() == "installed")


async def test_what_was_applied_is_given_back_from_the_panel(program: Program, page: ConnectPage, home: Path) -> None:
    await opened(program, page, "codex")
    await program.until(page.panel.apply.isEnabled)
    page.panel.apply.click()
    await program.until(page.panel.undo.isVisible)
    assert (home / ".codex" / "config.toml").exists()
    page.panel.undo.click()
    await program.until(lambda: not (home / ".codex" / "config.toml").exists())
    await program.until(page.panel.undo.isHidden)


async def test_a_broken_file_is_told_and_never_touched(program: Program, page: ConnectPage, home: Path) -> None:
    config = home / ".codex" / "config.toml"
    config.write_text("model = = broken")
    await opened(program, page, "codex")
    await program.until(page.panel.problem.isVisible)
    assert "config.toml" in page.panel.problem.text.text()
    assert not page.panel.apply.isEnabled()
    assert config.read_text() == "model = = broken"


async def test_a_project_tool_asks_for_its_directory(program: Program, page: ConnectPage, tmp_path: Path) -> None:
    await opened(program, page, "openai-sdk")
    assert page.panel.directory.isVisible()
    assert not page.panel.apply.isEnabled()
    page.panel.directory.line.setText(str(tmp_path / "nowhere"))
    error = page.panel.form.fields["directory"].error
    await program.until(error.isVisible)
    assert "no directory" in error.text()
    page.panel.directory.line.setText(str(tmp_path))
    await program.until(page.panel.apply.isEnabled)
    assert error.isHidden()
    page.panel.apply.click()
    await program.until(lambda: (tmp_path / ".env").exists())
    assert program.bridge.status.base_url in (tmp_path / ".env").read_text()


async def test_a_copied_snippet_has_a_working_key(program: Program, page: ConnectPage) -> None:
    await opened(program, page, "curl")
    (snippet,) = parts(page, SnippetView)
    keys = [(await program.run("token.show", token=row["id"], reveal=True))["key"] for row in page._tokens]
    assert not any(key in snippet.view.toPlainText() for key in keys)
    QGuiApplication.clipboard().clear()
    snippet.copy.click()
    await program.until(QGuiApplication.clipboard().text)
    made = next(row for row in await program.run("token.list") if row["name"] == "curl")
    key = (await program.run("token.show", token=made["id"], reveal=True))["key"]
    assert key in QGuiApplication.clipboard().text()
    assert program.bridge.status.base_url in QGuiApplication.clipboard().text()
    await program.until(lambda: page.panel.token.currentData() == made["id"])
    program.handed.undo.take_back()
    await program.until(lambda: page.panel.token.currentData() is None)


async def test_models_and_token_stand_in_the_snippets(program: Program, page: ConnectPage) -> None:
    mine = await program.run("token.add", name="mine", unlimited=True)
    await program.until(lambda: any(row["name"] == "mine" for row in page._tokens))
    await opened(program, page, "langchain")
    page.panel.token.setCurrentIndex(page.panel.token.findData(mine["id"]))
    page.panel.models.set_value(["my-model"])
    await program.until(lambda: "my-model" in parts(page, SnippetView)[0].view.toPlainText())
    assert mine["key"] not in parts(page, SnippetView)[0].view.toPlainText()


async def test_what_was_written_stays_when_the_page_is_left(program: Program, page: ConnectPage) -> None:
    await opened(program, page, "openai-sdk")
    page.panel.directory.line.setText("/tmp/half-writt")
    program.window.go("tokens")
    program.window.go("connect")
    assert page.panel.directory.value() == "/tmp/half-writt"


def test_home_is_written_short(home: Path) -> None:
    assert short_path(str(home / ".codex")) in ("~/.codex", "~\\.codex")
    assert short_path(f"{home}-other/x") == f"{home}-other/x"


async def test_sharing_is_asked_for_and_taken_back(program: Program, lan: ConnectPage, network: Network) -> None:
    card = lan.lan.sharing
    assert "not encrypted" in card.warning.text.text()
    assert not card.switch.isChecked()
    assert network.listening == []
    await share(program, lan)
    assert network.listening == ["192.168.1.5", "10.0.0.7"]
    assert card.switch.isChecked()
    assert card.warning.isHidden()
    assert card.state.text() == "shared"
    await program.until(lambda: program.bridge.status.shared)
    program.handed.undo.take_back()
    await program.until(lambda: card.state.text() == "this machine only")
    assert network.listening == []
    card.switch.click()
    assert card.warning.isVisible()
    assert network.listening == [], "the switch alone shares nothing"


async def test_one_interface_is_chosen(program: Program, lan: ConnectPage, network: Network) -> None:
    await share(program, lan)
    card = lan.lan.sharing
    index = card.interface.findData("eth0")
    card.interface.setCurrentIndex(index)
    card.interface.activated.emit(index)
    await program.until(lambda: network.listening == ["10.0.0.7"])
    await program.until(lambda: card.interface.currentData() == "eth0")


async def test_an_address_that_cannot_be_listened_on_is_told(
    program: Program, lan: ConnectPage, network: Network
) -> None:
    network.refused = {"192.168.1.5": "the port is taken"}
    await share(program, lan)
    assert "192.168.1.5: the port is taken" in lan.lan.sharing.problem.text.text()


async def test_a_device_gets_a_token_of_its_own_and_a_card(
    program: Program, lan: ConnectPage, network: Network
) -> None:
    await share(program, lan)
    view = lan.lan
    view.sharing.add.click()
    assert view.panel.isVisible()
    view.panel.form.fields["name"].put("tablet")
    view.panel.form.fields["budget_usd"].put("much")
    view.panel.issue.click()
    await program.until(view.panel.form.fields["budget_usd"].error.isVisible)
    assert view.panel.form.fields["name"].value() == "tablet"
    view.panel.form.fields["budget_usd"].put("3")
    view.panel.issue.click()
    await program.until(lambda: view.panel.on_card and view.panel.card.address.text())
    assert view.panel.card.address.text() == "http://192.168.1.5:3000/v1"
    made = next(row for row in await program.run("token.list") if row["name"] == "tablet")
    assert made["budget_usd"] == 3
    text = json.loads((await program.run("lan.card", token=made["id"]))["text"])
    assert text["base_url"] == view.panel.card.address.text()
    program.handed.undo.take_back()
    await program.until(lambda: not view.panel.on_card)
    assert "tablet" not in [row["name"] for row in await program.run("token.list")]


async def seen(program: Program, page: ConnectPage) -> dict[str, Any]:
    """A device that has called."""
    made: dict[str, Any] = await program.run("token.add", name="phone", unlimited=True)
    gateway = program.bridge._gateway
    assert gateway is not None
    call = record(1, time.time_ns() // 1_000_000, "gpt-4o", token_id=made["id"], client_address="192.168.1.20")
    await gateway.workspace.database.append(call)
    page.lan.refresh()
    await program.until(lambda: page.lan.model.rowCount() == 1)
    return made


async def test_devices_are_listed_and_revoked_with_undo(program: Program, lan: ConnectPage) -> None:
    view = lan.lan
    assert view.empty.isVisible()
    made = await seen(program, lan)
    assert view.table.isVisible()
    assert not view.revoking.isEnabled()
    view.table.choose_row(view.model.rows[0]["id"])
    await program.until(view.revoking.isEnabled)
    view.revoking.click()
    assert view.model.rows[0]["token_status"] == "revoked"
    program.handed.undo.take_back()
    await program.until(lambda: view.model.rows[0]["token_status"] == "enabled")
    assert (await program.run("token.show", token=made["id"]))["status"] == "enabled"
    view.revoke(view.model.rows)
    await program.handed.undo.finish()
    assert (await program.run("token.show", token=made["id"]))["status"] == "revoked"


async def test_words_follow_the_language(program: Program, page: ConnectPage) -> None:
    await opened(program, page, "curl")
    program.desktop.language.choose("zh_cn")
    try:
        await program.until(lambda: page.tools.cards["curl"].text.text() == "手动发送一个请求。")
        await program.until(lambda: page.panel.text.text() == "手动发送一个请求。")
    finally:
        program.desktop.language.choose("en")
