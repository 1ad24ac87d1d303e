"""The window: pages, rail, commands, palette, what is remembered, what closing means."""

from collections import Counter
from pathlib import Path

import pytest
from desktop_program import Program, until
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from oneapi_desktop.desktop.commands import COMMANDS, shortcuts
from oneapi_desktop.desktop.pages import PAGES
from oneapi_desktop.desktop.palette import score
from oneapi_desktop.desktop.palette_sources import PaletteItem
from oneapi_desktop.desktop.remembered import Remembered


@pytest.mark.parametrize("name", [row.name for row in PAGES])
async def test_every_page_opens_named_and_by_keyboard(program: Program, name: str) -> None:
    page = await program.show(name)
    assert page.accessibleName()
    nameless = [
        type(widget).__name__
        for kind in (QAbstractButton, QLineEdit, QComboBox)
        for widget in page.findChildren(kind)
        if widget.isVisible()
        and not (widget.accessibleName() or getattr(widget, "text", str)() or widget.objectName().startswith("qt_"))
    ]
    assert not nameless
    program.window.go("overview" if name != "overview" else "tokens")
    program.window.go(name)
    assert program.window.page is page


def test_shortcuts_are_unique() -> None:
    keys = Counter(key.toString() for command in COMMANDS for key in shortcuts(command))
    keys.update(row.shortcut for row in PAGES)
    assert [key for key, count in keys.items() if count > 1] == []


async def test_the_rail_shows_state_and_address(program: Program) -> None:
    program.window.show()
    rail = program.window.rail
    assert rail.state.text() == "Serving"
    assert rail.address.text() == program.bridge.status.base_url
    rail.copy.click()
    assert QGuiApplication.clipboard().text() == program.bridge.status.base_url
    program.bridge.pause()
    assert rail.state.text() == "Paused"
    rail.button("tokens").click()
    assert program.window.page.row.name == "tokens"


async def test_the_rail_collapses_in_a_narrow_window(program: Program) -> None:
    program.window.resize(1180, 760)
    program.window.show()
    wide = program.window.rail.width()
    program.window.resize(QSize(920, 620))
    await until(lambda: program.window.rail.width() < wide / 2)
    assert not program.window.rail.address.isVisible()
    assert program.window.rail.button("tokens").accessibleName() == "Tokens"


async def test_keys_go_to_pages_and_open_the_palette(program: Program) -> None:
    await program.show("overview")
    program.window.activateWindow()
    await until(program.window.isActiveWindow)
    QTest.keyClick(program.window, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    await until(lambda: program.window.page.row.name == "tokens")
    QTest.keyClick(program.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = program.window.palette_box
    await until(palette.isVisible)
    QTest.keyClicks(palette.box, "echo chan")
    await until(lambda: palette.shown_texts() and palette.shown_texts()[0].startswith("echo   ·   Channel"))
    QTest.keyClick(palette.box, Qt.Key.Key_Return)
    assert program.window.page.row.name == "channels"
    assert not palette.isVisible()


def test_the_palette_prefers_beginnings() -> None:
    def value(text: str, typed: str) -> int | None:
        return score(PaletteItem(text, "Action", ""), typed)

    assert value("Test all channels", "test") == 0
    assert value("Test all channels", "chan test") == 1
    assert value("Test all channels", "tstch") is not None
    assert value("Test all channels", "xyz") is None
    assert value("チャンネルを追加", "ﾁｬﾝﾈﾙ") == 0


async def test_closing_hides_minimises_or_quits(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    window = program.window
    window.show()
    monkeypatch.setattr(program.desktop.tray.icon, "isVisible", lambda: True)
    window.close()
    assert not window.isVisible()
    window.raise_up()
    monkeypatch.setattr(program.desktop.tray.icon, "isVisible", lambda: False)
    window.close()
    assert window.isMinimized()
    assert "no tray" in " ".join(window._toasts.texts())
    await program.run("setting.set", key="close_to_tray", value="false")
    window.raise_up()
    window.close()
    assert program.desktop.quitting.asked


async def test_theme_and_language_follow_the_settings_and_are_kept(program: Program) -> None:
    await program.run("setting.set", key="theme", value="dark")
    await program.run("setting.set", key="language", value="ja")
    await until(lambda: program.desktop.theme.dark and program.desktop.language.name == "ja")
    remembered = program.desktop.remembered
    assert (remembered.get("theme", ""), remembered.get("language", "")) == ("dark", "ja")
    await until(lambda: program.window.rail.button("tokens").accessibleName() == "トークン")


async def test_start_at_login_follows_its_setting(
    program: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    entry = tmp_path / "autostart" / "oneapi-desktop.desktop"
    await program.run("setting.set", key="start_at_login", value="true")
    await until(entry.exists)
    assert f"--data-dir {program.bridge.settings.data_dir}" in entry.read_text()
    await program.run("setting.set", key="start_at_login", value="false")
    await until(lambda: not entry.exists())


async def test_a_failed_start_is_shown_with_a_way_out(closed_program: Program) -> None:
    from oneapi_desktop.domain.errors import Conflict

    async def refuse() -> None:
        raise Conflict("port 3000 is taken")

    retried: list[int] = []
    closed_program.window.retried.connect(lambda: retried.append(1))
    closed_program.window.show()
    await closed_program.bridge.open(refuse)
    banner = closed_program.window._banner
    assert banner.isVisible()
    assert "port 3000" in banner.text.text()
    banner.button.click()
    assert retried


def test_what_is_remembered_survives_and_nonsense_does_not(tmp_path: Path, application: QApplication) -> None:
    widget = QWidget()
    widget.setObjectName("w")
    widget.setGeometry(40, 50, 300, 200)
    first = Remembered(tmp_path)
    first.put("page", "tokens")
    first.keep_geometry(widget)
    first._file.sync()
    second, other = Remembered(tmp_path), QWidget()
    other.setObjectName("w")
    assert second.get("page", "overview") == "tokens"
    assert second.restore_geometry(other)
    assert other.size() == QSize(300, 200)
    assert isinstance(other.pos(), QPoint)
    (tmp_path / "window.ini").write_bytes(b"\xff\xfe[General]\npage=@Invalid()\n")
    assert Remembered(tmp_path).get("page", "overview") in ("overview", "tokens")
