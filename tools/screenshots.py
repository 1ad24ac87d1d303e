"""Render every page with sample data, light and dark, in English and Chinese, without a screen.

``python tools/screenshots.py [PAGE …] [--lang en,zh] [--theme light,dark] [--out DIR]`` writes
``<page>-<lang>-<theme>.png`` of 1180 x 760. A page may have further views, named in its module as
``SCREENS = {"view": {target}}``: each is opened with ``open(**target)`` and written as ``<page>-<view>-…``.
"""

import argparse
import asyncio
import importlib
import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
sys.path.insert(0, str(Path(__file__).resolve().parent))

from demo_gateway import ROOT, demo_settings, make_sample
from PySide6.QtWidgets import QApplication

from oneapi_desktop.app import Gateway
from oneapi_desktop.desktop.application import Desktop
from oneapi_desktop.desktop.eventloop import run
from oneapi_desktop.desktop.pages import PAGES
from oneapi_desktop.services.data_directory import DataDirectory

LANGUAGES = {"en": "en", "zh": "zh_cn", "ja": "ja"}
SETTLE = 1.2
"""Seconds a page gets to load, and charts to draw, before its picture is taken."""

REDRAW = 0.25


async def take(directory: Path, pages: list[str], languages: list[str], themes: list[str], out: Path) -> list[Path]:
    """Take the pictures; the files written."""
    settings = demo_settings(directory, 0)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    program = Desktop(application, settings, DataDirectory.of(settings))
    window = program.window
    window.resize(1180, 760)
    written: list[Path] = []
    if not await program.bridge.open(partial(Gateway.start, settings)):
        raise SystemExit(program.bridge.status.problem)
    try:
        window.show()
        for page in pages:
            for view, target in views(page).items():
                window.go(page, **target)
                await asyncio.sleep(SETTLE)
                focused = QApplication.focusWidget()
                if focused is not None and not window.page.isAncestorOf(focused):
                    # Nobody has pressed anything: a ring around another page's name would only puzzle.
                    focused.clearFocus()
                for language in languages:
                    program.language.choose(LANGUAGES[language])
                    for theme in themes:
                        program.theme.choose(theme)
                        await asyncio.sleep(REDRAW)
                        file = out / f"{'-'.join(part for part in (page, view, language, theme) if part)}.png"
                        window.grab().save(str(file))
                        written.append(file)
    finally:
        await program.end()
    return written


def views(page: str) -> dict[str, dict[str, Any]]:
    """The views of a page: itself, and those its module names."""
    row = next(row for row in PAGES if row.name == page)
    module = importlib.import_module(f"oneapi_desktop.desktop.pages.{row.module}")
    return {"": {}} | dict(getattr(module, "SCREENS", {}))


def main() -> int:
    """The exit status."""
    names = [row.name for row in PAGES]
    parser = argparse.ArgumentParser(prog="dev.py screenshots", description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"only these: {', '.join(names)}")
    parser.add_argument("--lang", default="en,zh", help="languages: en, zh, ja")
    parser.add_argument("--theme", default="light,dark")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--requests", type=int, default=20_000)
    parser.add_argument("--data", type=Path, help="keep the sample data there, and use it again if it is there")
    options = parser.parse_args()
    for name in options.pages:
        if name not in names:
            parser.error(f"there is no page {name!r}; choose from {', '.join(names)}")
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="oneapi-screens-") as fresh:
        directory = options.data or Path(fresh)
        if not (directory / "oneapi.db").exists():
            directory.mkdir(parents=True, exist_ok=True)
            asyncio.run(make_sample(directory, requests=options.requests))
        work = take(directory, options.pages or names, options.lang.split(","), options.theme.split(","), options.out)
        for file in run(work, gui=True):
            print(file.relative_to(ROOT) if file.is_relative_to(ROOT) else file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
