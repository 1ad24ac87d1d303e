"""Qt without a screen for every test of the desktop floor, and a whole program on a temporary directory.

Coroutine tests run on the program's own loop: asyncio inside Qt.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import shiboken6
from desktop_program import Program
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from oneapi_desktop.app import Gateway
from oneapi_desktop.desktop.application import Desktop
from oneapi_desktop.desktop.eventloop import QtEventLoop, open_application
from oneapi_desktop.desktop.theme import Theme
from oneapi_desktop.services.data_directory import DataDirectory
from oneapi_desktop.settings import Settings


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop of the desktop program for every coroutine test here."""
    return {"qt": lambda: QtEventLoop(open_application(gui=True))}


@pytest.fixture(autouse=True)
def no_window_left() -> Iterator[None]:
    """A test's windows are hidden after it: one that a cycle of references keeps would stand in the next test's way."""
    yield
    if QApplication.instance() is not None:
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible():
                widget.hide()


@pytest.fixture(scope="session")
def application() -> QApplication:
    """The one application of this process."""
    found = open_application(gui=True)
    assert isinstance(found, QApplication)
    return found


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a fresh data directory and a free port."""
    return Settings({"KEYRING_BACKEND": "file"}, {"data_dir": str(tmp_path / "data"), "port": 0})


@pytest.fixture
def theme(application: QApplication) -> Iterator[Theme]:
    """The light theme."""
    made = Theme(application)
    made.choose("light")
    yield made
    shiboken6.delete(made)


@pytest.fixture
async def closed_program(application: QApplication, settings: Settings) -> AsyncIterator[Program]:
    """The program as it is before its gateway has started."""
    directory = DataDirectory.of(settings)
    directory.create()
    desktop = Desktop(application, settings, directory)
    desktop.theme.choose("light")
    desktop.language.choose("en")
    yield Program(desktop)
    await desktop.end()
    shiboken6.delete(desktop.window)
    shiboken6.delete(desktop)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
async def program(closed_program: Program, settings: Settings) -> Program:
    """The program with its gateway serving."""
    assert await closed_program.bridge.open(partial(Gateway.start, settings)), closed_program.bridge.status.problem
    return closed_program
