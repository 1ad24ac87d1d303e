"""Every view of every page: named, reached by the keyboard, uncut at twice the size and in every language."""

import re
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest
from desktop_program import Program
from filled_program import ROOT, fill, settled, views
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)

from oneapi_desktop.app import Gateway
from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PAGES
from oneapi_desktop.desktop.widgets.labels import ElidedLabel
from oneapi_desktop.services.resource_files import resource_directory
from oneapi_desktop.settings import Settings

NAMES = [row.name for row in PAGES]
LANGUAGES = ("en", "zh_cn", "ja")
WINDOW = QSize(1180, 760)
MOST_STEPS = 400


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home directory of this test's own: Connect looks at the tools there."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))


@pytest.fixture
async def filled(closed_program: Program, settings: Settings) -> Program:
    """The program on sample data, at the usual size, active."""
    await fill(settings)
    assert await closed_program.bridge.open(partial(Gateway.start, settings))
    window = closed_program.window
    window.resize(WINDOW)
    window.show()
    window.activateWindow()
    await closed_program.until(window.isActiveWindow)
    return closed_program


async def every_view(program: Program, name: str) -> AsyncIterator[tuple[str, BasePage]]:
    """Shows the views one after the other; the name of each."""
    for view, target in views(name).items():
        page = await program.show(name, **target)
        await settled(program, page)
        yield view or name, page


def visible(root: QWidget) -> Iterator[QWidget]:
    """Every widget that can be seen."""
    for widget in root.findChildren(QWidget):
        if widget.isVisible() and widget.width() > 0 and not widget.objectName().startswith("qt_"):
            yield widget


def controls(root: QWidget) -> list[QWidget]:
    """Every control that the keyboard must reach."""
    return [
        widget
        for widget in visible(root)
        if widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and not isinstance(widget, QHeaderView)
        and not isinstance(widget.parent(), QComboBox | QAbstractSpinBox)
    ]


def describe(widget: QWidget) -> str:
    """A widget for a message."""
    text = widget.accessibleName() or str(getattr(widget, "text", str)())[:60]
    path = [type(widget).__name__]
    parent = widget.parentWidget()
    while parent is not None and len(path) < 4:
        path.append(type(parent).__name__)
        parent = parent.parentWidget()
    return f"{' < '.join(path)} {text!r}"


@pytest.mark.parametrize("name", NAMES)
async def test_a_page_opens_no_window_of_its_own(filled: Program, name: str) -> None:
    """A widget that is shown before it has a place flashes as a window and takes the keyboard away."""
    async for view, _page in every_view(filled, name):
        assert filled.window.isActiveWindow(), view
        assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [filled.window], view


@pytest.mark.parametrize("name", NAMES)
async def test_every_control_has_a_name_and_a_role(filled: Program, name: str) -> None:
    async for view, page in every_view(filled, name):
        nameless = []
        for widget in controls(page):
            told = QAccessible.queryAccessibleInterface(widget)
            assert told is not None
            if not told.text(QAccessible.Text.Name).strip() or told.role() is QAccessible.Role.NoRole:
                nameless.append(describe(widget))
        assert not nameless, view


@pytest.mark.parametrize("name", NAMES)
async def test_every_control_is_reached_by_tab_and_none_holds_it(filled: Program, name: str) -> None:
    async for view, page in every_view(filled, name):
        first = controls(page)[0]
        first.setFocus(Qt.FocusReason.TabFocusReason)
        await filled.until(first.hasFocus)
        reached: list[QWidget] = []
        for _ in range(MOST_STEPS):
            focused = QApplication.focusWidget()
            assert focused is not None, f"{view}: focus is lost behind {describe(reached[-1]) if reached else page}"
            if focused in reached:
                break
            reached.append(focused)
            QTest.keyClick(focused, Qt.Key.Key_Tab)
            assert QApplication.focusWidget() is not focused, f"{view}: Tab is held by {describe(focused)}"
        wanted = [widget for widget in controls(page) if not isinstance(widget, QAbstractScrollArea)]
        missed = [describe(widget) for widget in wanted if widget not in reached and not in_group(widget, reached)]
        assert not missed, view


def in_group(widget: QWidget, reached: list[QWidget]) -> bool:
    """Of buttons of which one holds, Tab reaches that one; the arrow keys move on from there."""
    if not isinstance(widget, QAbstractButton) or widget.group() is None or not widget.group().exclusive():
        return False
    return any(other in reached for other in widget.group().buttons())


def cut_texts(root: QWidget) -> list[str]:
    """Texts that do not fit where they stand."""
    cut = []
    for widget in visible(root):
        if isinstance(widget, ElidedLabel) or isinstance(widget.parent(), QAbstractItemView | QLineEdit):
            continue
        if isinstance(widget, QLabel):
            if not widget.text() or not widget.pixmap().isNull():
                continue
            inner = widget.contentsRect()
            if widget.wordWrap():
                narrow = widget.minimumSizeHint().width() > widget.width() + 1
                low = widget.heightForWidth(widget.width()) > widget.height() + 2
                if narrow or low:
                    cut.append(f"{describe(widget)} {widget.size().toTuple()} hint {widget.sizeHint().toTuple()}")
            elif (
                widget.fontMetrics().horizontalAdvance(widget.text()) > inner.width() + 2 and "\n" not in widget.text()
            ):
                cut.append(f"{describe(widget)} {widget.size().toTuple()} hint {widget.sizeHint().toTuple()}")
        elif isinstance(widget, QAbstractButton):
            before, dots, behind = widget.text().partition("…")
            if dots and before and behind and widget.toolTip().startswith(before) and behind in widget.toolTip():
                continue
            if widget.text() and widget.sizeHint().width() > widget.width() + 2:
                cut.append(f"{describe(widget)} {widget.size().toTuple()} hint {widget.sizeHint().toTuple()}")
            if widget.text() and widget.fontMetrics().height() > widget.height():
                cut.append(f"{describe(widget)} is too low")
        elif isinstance(widget, QLineEdit | QComboBox | QTabBar) and widget.fontMetrics().height() > widget.height():
            cut.append(f"{describe(widget)} is too low")
    return cut


def beyond(root: QWidget) -> list[str]:
    """Controls that reach over the right edge of what holds them, where nothing scrolls to them."""
    right = root.mapToGlobal(root.rect().topRight()).x()
    return [
        describe(widget) for widget in controls(root) if widget.mapToGlobal(widget.rect().topRight()).x() > right + 1
    ]


@pytest.mark.parametrize("scale", [1.0, 2.0], ids=["usual", "twice"])
@pytest.mark.parametrize("name", NAMES)
async def test_no_text_is_cut(filled: Program, name: str, scale: float) -> None:
    theme, language = filled.desktop.theme, filled.desktop.language
    theme.set_scale(scale)
    try:
        found = {}
        for view, target in views(name).items():
            page = await filled.show(name, **target)
            for chosen in LANGUAGES:
                language.choose(chosen)
                await settled(filled, page)
                cut = cut_texts(filled.window) + beyond(page)
                if cut:
                    found[f"{view or name} {chosen}"] = cut
        assert not found, "\n".join(f"{place}: {text}" for place, texts in found.items() for text in texts)
    finally:
        theme.set_scale(1.0)
        language.choose("en")


def translated(language: str) -> dict[str, set[str]]:
    """Every source text with its translations."""
    found: dict[str, set[str]] = {}
    for catalogue in resource_directory("translations").glob(f"*_{language}.ts"):
        for message in ET.parse(catalogue).getroot().iter("message"):
            found.setdefault(message.findtext("source", ""), set()).add(message.findtext("translation", ""))
    return found


@pytest.mark.parametrize("name", NAMES)
async def test_nothing_stays_in_english(filled: Program, name: str) -> None:
    """What a catalogue translates is not shown in English after a switch of the language."""
    known = translated("zh_CN")
    filled.desktop.language.choose("zh_cn")
    try:
        raw = set()
        async for _view, page in every_view(filled, name):
            for widget in visible(page):
                if isinstance(widget, QLabel | QAbstractButton):
                    shown = [widget.text(), widget.accessibleName(), widget.toolTip()]
                else:
                    shown = [widget.accessibleName(), widget.toolTip()]
                raw |= {text for text in shown if re.search("[a-z]{2}", text) and text not in known.get(text, {text})}
        assert not raw
    finally:
        filled.desktop.language.choose("en")


def test_pages_name_no_colours_of_their_own() -> None:
    """Contrast is a matter of the tokens alone (test_desktop_theme): nothing else names a colour."""
    named = re.compile(r"#[0-9A-Fa-f]{6}\b|setStyleSheet\(|GlobalColor\.")
    allowed = {"theme.py", "style_sheet.py", "qr_code.py", "state_icons.py", "provider_marks.py"}
    found = []
    for source in sorted((ROOT / "oneapi_desktop" / "desktop").rglob("*.py")):
        if source.name in allowed:
            continue
        for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
            if named.search(line) and "menu-scrollable" not in line:
                found.append(f"{source.name}:{number}: {line.strip()}")
    assert not found
