"""The page Settings: changing, refusing, taking back, restarting; backups, transfer, diagnostics."""

import json
import zipfile
from pathlib import Path

import pytest
from desktop_program import Program
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from oneapi_desktop.desktop.bridge import GatewayState
from oneapi_desktop.desktop.pages.settings import SettingCard, SettingsPage
from oneapi_desktop.desktop.pages.settings_row import SettingRow
from oneapi_desktop.desktop.pages.settings_sections import SECTIONS, placed_keys
from oneapi_desktop.desktop.pages.settings_texts import CHOICES, EXPLANATIONS, LANGUAGE_NAMES, TITLES, UNITS
from oneapi_desktop.settings import declared_settings


@pytest.fixture
async def page(program: Program) -> SettingsPage:
    shown = await program.show("settings")
    assert isinstance(shown, SettingsPage)
    await program.until(lambda: shown.rows)
    return shown


def line_of(row: SettingRow) -> QLineEdit:
    assert isinstance(row.control, QLineEdit)
    return row.control


def write(row: SettingRow, text: str) -> None:
    """Type over what is there, and Enter."""
    line = line_of(row)
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def visible_cards(page: SettingsPage) -> list[str]:
    return [card.heading.text() for card in page._setting_cards() if card.isVisible()]


def test_every_setting_has_its_place_and_its_words() -> None:
    declared = {setting.key: setting for setting in declared_settings()}
    placed = [key for section in SECTIONS for card in section.cards for key in placed_keys(card, declared)]
    assert sorted(placed) == sorted(declared)
    assert set(TITLES) == set(declared)
    assert set(EXPLANATIONS) == {setting.text for setting in declared.values()}
    assert set(UNITS) == {setting.unit for setting in declared.values()} - {""}
    words = {choice for setting in declared.values() for choice in setting.shape.get("choices", [])}
    assert set(CHOICES) | set(LANGUAGE_NAMES) == words


def test_a_setting_that_is_placed_nowhere_is_shown_all_the_same() -> None:
    cards = [card for section in SECTIONS for card in section.cards]
    assert [key for card in cards for key in placed_keys(card, ["brand_new"])] == ["brand_new"]


async def test_a_value_is_stored_and_taken_back(program: Program, page: SettingsPage) -> None:
    page.open(section="gateway")
    row = page.rows["connect_timeout"]
    assert (line_of(row).text(), row.unit.text()) == ("10", "s")
    write(row, "4.5")
    await program.until(lambda: program.bridge.settings.connect_timeout == 4.5)
    await program.until(lambda: row.back.isVisible())
    program.handed.undo.take_back()
    await program.until(lambda: line_of(row).text() == "10")
    assert program.bridge.settings.origin_of("connect_timeout") == "default"
    write(row, "7")
    await program.until(lambda: row.back.isVisible())
    QTest.mouseClick(row.back, Qt.MouseButton.LeftButton)
    await program.until(lambda: not row.back.isVisible())
    assert program.bridge.settings.connect_timeout == 10


async def test_what_is_refused_stands_beside_its_field_and_stays(program: Program, page: SettingsPage) -> None:
    page.open(section="gateway")
    row, other = page.rows["retry_times"], page.rows["retry_statuses"]
    write(row, "many")
    await program.until(lambda: row.error.isVisible())
    assert row.error.text() == "Write a whole number from 0 to 20."
    assert row.control.accessibleDescription() == row.error.text()
    write(other, "abc")
    await program.until(lambda: other.error.isVisible())
    assert "408,429,500-599" in other.error.text()
    program.window.go("tokens")
    program.window.go("settings")
    await program.run("setting.set", key="retry_deadline", value="60")
    await program.until(lambda: line_of(page.rows["retry_deadline"]).text() == "60")
    assert (line_of(row).text(), line_of(other).text()) == ("many", "abc")
    assert program.bridge.settings.retry_times == 2
    write(row, "3")
    await program.until(lambda: program.bridge.settings.retry_times == 3)
    assert not row.error.isVisible()


async def test_language_and_theme_change_at_once(program: Program, page: SettingsPage) -> None:
    language, theme = page.rows["language"].control, page.rows["theme"].control
    assert isinstance(language, QComboBox)
    assert isinstance(theme, QComboBox)
    language.setCurrentIndex(language.findData("zh_cn"))
    language.activated.emit(language.currentIndex())
    await program.until(lambda: page.tabs.tabText(0) == "常规")
    assert page.rows["port"].title.text() == "端口"
    assert visible_cards(page)[0] == "窗口"
    assert theme.itemText(theme.findData("dark")) == "深色"
    theme.setCurrentIndex(theme.findData("dark"))
    theme.activated.emit(theme.currentIndex())
    await program.until(lambda: program.desktop.theme.dark)


async def test_scrolling_over_a_choice_changes_nothing(program: Program, page: SettingsPage) -> None:
    combo = page.rows["theme"].control
    assert isinstance(combo, QComboBox)
    chosen: list[object] = []
    page.rows["theme"].changed.connect(lambda _key, value: chosen.append(value))
    middle = QPointF(combo.rect().center())
    for _ in range(3):
        event = QWheelEvent(
            middle, combo.mapToGlobal(middle), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(combo, event)
        assert not event.isAccepted()
    assert not chosen


async def test_a_flag_is_a_switch(program: Program, page: SettingsPage) -> None:
    box = page.rows["notify_budgets"].control
    QTest.keyClick(box, Qt.Key.Key_Space)
    await program.until(lambda: not program.bridge.settings.notify_budgets)
    program.handed.undo.take_back()
    await program.until(lambda: program.bridge.settings.notify_budgets)


async def test_what_the_run_has_fixed_cannot_be_changed_and_says_why(program: Program, page: SettingsPage) -> None:
    port, vault, proxy = page.rows["port"], page.rows["keyring_backend"], page.rows["relay_proxy"]
    assert not port.control.isEnabled()
    assert "command line" in port.note.text()
    assert vault.control.isHidden()
    assert "KEYRING_BACKEND" in vault.note.text()
    assert vault.value.text() == "Sealed file"
    page.open(section="gateway")
    write(proxy, "http://owner:hunter2secret@127.0.0.1:7890")
    await program.until(lambda: program.bridge.settings.relay_proxy)
    await program.until(lambda: proxy.back.isVisible())
    assert line_of(proxy).text() == ""
    assert line_of(proxy).placeholderText() == "set, not shown"


async def test_a_restart_brings_what_waits_for_it_into_force(program: Program, page: SettingsPage) -> None:
    before = program.bridge.status.base_url
    await program.run("token.add", name="kept", unlimited=True)
    page.open(key="host")
    assert page.section == "gateway"
    write(page.rows["host"], "localhost")
    await program.until(lambda: page.restart.isVisible())
    assert "Address" in page.restart.text.text()
    assert program.bridge.status.base_url == before
    page.restart.button.click()
    await program.until(lambda: "localhost" in program.bridge.status.base_url)
    await program.until(lambda: not page.restart.isVisible())
    assert program.bridge.status.state is GatewayState.SERVING
    assert "kept" in [row["name"] for row in await program.run("token.list")]


async def test_searching_looks_into_every_section(program: Program, page: SettingsPage) -> None:
    page.focus_search()
    assert page.search is not None
    page.search.setText("prox")
    page.search.returnPressed.emit()
    assert page.rows["relay_proxy"].isVisible()
    assert page.rows["trusted_proxies"].isVisible()
    assert not page.rows["language"].isVisible()
    assert not page.backups.isVisible()
    page.search.setText("no such thing")
    page.search.returnPressed.emit()
    assert page.empty.isVisible()
    page.empty.button.click()
    assert page.rows["language"].isVisible()
    assert visible_cards(page) == ["Window", "Start and end", "Notifications"]


async def test_a_backup_is_made_listed_and_put_back(program: Program, page: SettingsPage) -> None:
    await program.run("token.add", name="before", unlimited=True)
    program.handed.commands.run("settings.backup")
    assert page.section == "data"
    assert page.backups.progress.isVisible()
    await program.until(lambda: page.backups._rows)
    assert not page.backups.progress.isVisible()
    await program.run("token.add", name="after", unlimited=True)
    page.backups.ask_to_restore(Path(page.backups._rows[0]["file"]))
    assert page.backups.question.isVisible()
    page.backups.question.button.click()
    await program.until(lambda: program.handed.undo.step is not None)

    async def names() -> set[str]:
        return {row["name"] for row in await program.run("token.list")}

    assert await names() == {"first", "before"}
    program.handed.undo.take_back()
    await program.until(lambda: program.bridge.status.state is not GatewayState.SERVING)
    await program.until(lambda: program.bridge.status.state is GatewayState.SERVING)
    assert await names() == {"first", "before", "after"}


async def test_a_backup_that_is_none_changes_nothing(program: Program, page: SettingsPage, tmp_path: Path) -> None:
    page.open(section="data")
    wrong = tmp_path / "wrong.db"
    wrong.write_text("no database")
    page.backups.restore_from(wrong)
    await program.until(lambda: page.backups.problem.isVisible())
    assert "cannot be restored" in page.backups.problem.text.text()
    await program.until(lambda: program.bridge.status.state is GatewayState.SERVING)
    assert [row["name"] for row in await program.run("token.list")] == ["first"]


async def test_a_backup_can_be_cancelled(program: Program, page: SettingsPage) -> None:
    page.backups.back_up()
    page.backups.progress.button.click()
    await program.until(lambda: not page.backups.progress.isVisible() and page.backups.make.isEnabled())


async def test_export_and_import_with_keys(program: Program, page: SettingsPage, tmp_path: Path) -> None:
    page.open(section="data")
    transfer, file = page.transfer, tmp_path / "out.json"
    made = await program.run("channel.add", type="openai", name="mine", key="sk-0123456789abcdef", models=["gpt-4o"])
    transfer.export.click()
    transfer.with_keys.setChecked(True)
    fields = transfer.export_form.fields
    fields["passphrase"].put("correct horse battery")
    fields["again"].put("something else")
    transfer.export_now.click()
    assert "differ" in fields["again"].error.text()
    fields["passphrase"].put("x")
    transfer.export_to(file)
    await program.until(lambda: fields["passphrase"].error.text())
    assert not file.exists()
    fields["passphrase"].put("correct horse battery")
    transfer.export_to(file)
    await program.until(lambda: file.exists() and not transfer.progress.isVisible())
    assert "sk-0123456789abcdef" not in file.read_text()
    assert fields["passphrase"].value() == ""
    await program.run("channel.remove", channel=made["id"])
    transfer.look_into(file)
    await program.until(lambda: transfer.import_box.isVisible())
    assert "In out.json: channels: 2, tokens: 1" in transfer.summary.text()
    transfer.import_form.fields["passphrase"].put("wrong passphrase")
    transfer.import_now.click()
    await program.until(lambda: transfer.import_form.fields["passphrase"].error.text())
    transfer.import_form.fields["passphrase"].put("correct horse battery")
    transfer.import_form.fields["on_conflict"].put("skip")
    transfer.import_now.click()
    await program.until(lambda: not transfer.import_box.isVisible())
    assert "mine" in [row["name"] for row in await program.run("channel.list")]


async def test_a_file_that_cannot_be_imported_says_why(program: Program, page: SettingsPage, tmp_path: Path) -> None:
    page.open(section="data")
    file = tmp_path / "broken.json"
    file.write_text("{")
    page.transfer.look_into(file)
    await program.until(lambda: page.transfer.problem.isVisible())
    assert "is not JSON" in page.transfer.problem.text.text()
    file.write_text(json.dumps({"channels": [{"type": "no-such", "name": "x"}]}))
    page.transfer.look_into(file)
    await program.until(lambda: page.transfer.import_box.isVisible())
    page.transfer.import_now.click()
    await program.until(lambda: page.transfer.import_form._general.isVisible())
    assert "channels[0]" in page.transfer.import_form._general.text()


async def test_about_tells_versions_checks_and_licences(program: Program, page: SettingsPage, tmp_path: Path) -> None:
    page.open(section="about")
    assert page.versions.as_text().startswith("One API Desktop ")
    page.diagnostics.check.click()
    await program.until(lambda: page.diagnostics.list.isVisible())
    assert {check["check"] for check in page.diagnostics._checks} >= {"database", "vault", "ledger"}
    file = tmp_path / "bundle.zip"
    page.diagnostics.save_to(file)
    await program.until(lambda: file.exists() and page.diagnostics.save.isEnabled())
    with zipfile.ZipFile(file) as bundle:
        assert "checks.json" in bundle.namelist()
    await program.until(lambda: page.libraries.model.rowCount() > 20)
    page.libraries.table.choose_row("aiohttp")
    await program.until(lambda: "Apache License" in page.libraries.text.toPlainText())


async def test_the_vault_is_named(program: Program, page: SettingsPage) -> None:
    page.open(section="privacy")
    await program.until(lambda: page.vault.state.text())
    assert "sealed file" in page.vault.text.text()


async def test_every_control_has_a_name_and_can_be_reached(program: Program, page: SettingsPage) -> None:
    for row in page.rows.values():
        assert row.control.accessibleName() == row.title.text()
        assert row.control.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert row.control.accessibleDescription() == row.explanation.text()
    assert all(isinstance(card, SettingCard) for card in page._setting_cards())
    QTest.keyClick(page.tabs, Qt.Key.Key_Right)
    assert page.section == "gateway"
