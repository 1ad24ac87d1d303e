"""Pages and dialogs that come and go two hundred times leave nothing behind."""

import asyncio
import gc
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from desktop_program import Program
from filled_program import fill, views
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QDialog

from oneapi_desktop.app import Gateway
from oneapi_desktop.desktop.first_run import FirstRun
from oneapi_desktop.desktop.pages import PAGES, find_page, page_class
from oneapi_desktop.desktop.pages.playground import PlaygroundPage
from oneapi_desktop.desktop.shortcut_sheet import ShortcutSheet
from oneapi_desktop.settings import Settings

ROUNDS = 200
WARM = 40
"""Rounds after which everything that is made once has been made: caches, icons, catalogues of fonts."""

MOST_OBJECTS = 8
"""More objects than after the warm rounds that count as none: what is just coming or going."""

MOST_BYTES = 12 * 1024 * 1024
"""More memory that counts as none: the allocator's own."""

SENDING = {"prompt", "test"}
"""Targets that make a conversation longer; that is meant to grow."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home directory of this test's own: Connect looks at the tools there."""
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))


@pytest.fixture
async def filled(closed_program: Program, settings: Settings) -> Program:
    """The program on sample data."""
    await fill(settings)
    assert await closed_program.bridge.open(partial(Gateway.start, settings))
    closed_program.window.show()
    return closed_program


async def rest(program: Program) -> None:
    """Let everything end that was begun, and what is to be deleted be deleted."""
    await asyncio.sleep(0)
    await program.until(lambda: not program.bridge._works)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def count(program: Program) -> dict[str, int]:
    """What there is now."""
    gc.collect()
    return {
        "objects of the window": len(program.window.findChildren(QObject)),
        "widgets": len(QApplication.allWidgets()),
    }


def resident() -> int:
    """Bytes of memory in use; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


async def level(program: Program, turn: Callable[[int], object]) -> None:
    """Carry ``turn`` out over and over; objects and memory must not grow with the rounds."""
    before, bytes_before = {}, 0
    for number in range(ROUNDS):
        turn(number)
        await rest(program)
        if number == WARM:
            before, bytes_before = count(program), resident()
    grown = {name: now - before[name] for name, now in count(program).items() if now - before[name] > MOST_OBJECTS}
    assert not grown
    assert resident() - bytes_before < MOST_BYTES


@pytest.mark.parametrize("name", [row.name for row in PAGES])
async def test_a_page_and_its_panels_are_opened_and_left(filled: Program, name: str) -> None:
    targets = [target for target in views(name).values() if not SENDING & set(target)]
    other = "tokens" if name != "tokens" else "models"

    def turn(number: int) -> None:
        filled.window.go(name, **targets[number % len(targets)])
        panel = getattr(filled.window.page, "panel", None)
        if panel is not None and number % 2:
            panel.close_panel()
        filled.window.go(other)

    await level(filled, turn)


@pytest.mark.parametrize("name", [row.name for row in PAGES])
async def test_a_page_is_made_and_deleted(filled: Program, name: str) -> None:
    row = find_page(name)

    def turn(_number: int) -> None:
        page = page_class(row)(filled.handed, row)
        page.resize(900, 600)
        page.show()
        page.hide()
        page.deleteLater()

    await level(filled, turn)


@pytest.mark.parametrize("kind", [ShortcutSheet, FirstRun])
async def test_dialogs_are_opened_and_closed(filled: Program, kind: type[QDialog]) -> None:
    window = filled.window

    def turn(_number: int) -> None:
        dialog = ShortcutSheet(window.commands, window) if kind is ShortcutSheet else FirstRun(filled.handed, window)
        dialog.open()
        dialog.close()

    await level(filled, turn)


async def test_the_palette_is_asked_and_closed(filled: Program) -> None:
    def turn(_number: int) -> None:
        filled.window.palette_box.ask()
        filled.window.palette_box.close()

    await level(filled, turn)


async def test_conversations_begin_and_end(filled: Program) -> None:
    page = await filled.show("playground")
    assert isinstance(page, PlaygroundPage)
    said = [{"role": role, "text": "**word** " * 50, "images": []} for role in ("user", "assistant") * 3]

    def turn(_number: int) -> None:
        page.lanes[0].show_messages(said)
        page.lanes[0].clear()

    await level(filled, turn)


async def test_toasts_and_steps_back_come_and_go(filled: Program) -> None:
    async def nothing() -> None:
        pass

    def turn(number: int) -> None:
        filled.handed.notices.say(f"round {number}", "ok", "Undo", lambda: None)
        filled.handed.undo.done(f"step {number}", nothing)

    await level(filled, turn)
