"""The whole desktop program as tests use it."""

import asyncio
from collections.abc import Callable
from typing import Any

from oneapi_desktop.desktop.application import Desktop
from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.window import MainWindow

LONGEST_WAIT = 20.0


async def until(condition: Callable[[], object]) -> None:
    """Wait until something is so; the test fails when it does not become so."""
    async with asyncio.timeout(LONGEST_WAIT):
        while not condition():
            await asyncio.sleep(0.01)


class Program:
    """The desktop program of a test, its gateway serving on a free port."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.until = until

    @property
    def window(self) -> MainWindow:
        """The window."""
        return self.desktop.window

    @property
    def bridge(self) -> Bridge:
        """The way to the gateway."""
        return self.desktop.bridge

    @property
    def handed(self) -> Shell:
        """What pages are given."""
        return self.window.shell

    async def run(self, name: str, /, **arguments: Any) -> Any:
        """Carry out an operation."""
        return await self.bridge.run(name, **arguments)

    async def show(self, page: str, /, **target: Any) -> BasePage:
        """Show a page of the visible window."""
        self.window.show()
        self.window.go(page, **target)
        await until(self.window.page.isVisible)
        return self.window.page
