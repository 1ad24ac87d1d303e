"""The whole program on sample data, and every view of every page, for tests that hold for all of them."""

import importlib
import importlib.util
import sys
import time
from pathlib import Path
from typing import Any

from desktop_program import Program

from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PAGES
from oneapi_desktop.services.workspace import open_workspace
from oneapi_desktop.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
REQUESTS = 150


def views(page: str) -> dict[str, dict[str, Any]]:
    """The views of a page: itself, and those its module names for the pictures."""
    row = next(row for row in PAGES if row.name == page)
    module = importlib.import_module(f"oneapi_desktop.desktop.pages.{row.module}")
    return {"": {}} | dict(getattr(module, "SCREENS", {}))


async def fill(settings: Settings) -> None:
    """Put the sample data of the pictures into the data directory of a gateway that does not run."""
    spec = importlib.util.spec_from_file_location("sample_data", ROOT / "tools" / "sample_data.py")
    assert spec is not None
    assert spec.loader is not None
    sample = importlib.util.module_from_spec(spec)
    # Its dataclasses look for their module.
    sys.modules["sample_data"] = sample
    spec.loader.exec_module(sample)
    workspace = await open_workspace(settings)
    try:
        await sample.fill(workspace, time.time_ns() // 1_000_000, requests=REQUESTS)
    finally:
        await workspace.close()


async def settled(program: Program, page: BasePage) -> None:
    """Wait until nothing that the window asked for is under way any more."""
    import asyncio

    del page
    quiet = 0
    async with asyncio.timeout(20):
        while quiet < 5:
            await asyncio.sleep(0.02)
            quiet = 0 if program.bridge._works else quiet + 1
