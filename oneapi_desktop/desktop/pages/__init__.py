"""The pages of the window, one declared row each; rail, palette and shortcuts follow.

Page classes are imported when they are first shown.
"""

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication

from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from oneapi_desktop.desktop.page import BasePage


@dataclass(frozen=True, slots=True)
class PageRow:
    """One page. ``title`` and ``question`` are source texts of the translation context ``Page``.

    ``module`` is the module of this package, ``page`` the name of its class.
    """

    name: str
    title: str
    question: str
    icon: str
    module: str
    page: str
    shortcut: str


PAGES: tuple[PageRow, ...] = (
    PageRow(
        "overview",
        QT_TRANSLATE_NOOP("Page", "Overview"),
        QT_TRANSLATE_NOOP("Page", "What is happening, and what does it cost?"),
        "view-dashboard-outline",
        "overview",
        "OverviewPage",
        "Ctrl+1",
    ),
    PageRow(
        "requests",
        QT_TRANSLATE_NOOP("Page", "Requests"),
        QT_TRANSLATE_NOOP("Page", "Why was that slow, dear, or wrong?"),
        "format-list-bulleted",
        "requests",
        "RequestsPage",
        "Ctrl+2",
    ),
    PageRow(
        "channels",
        QT_TRANSLATE_NOOP("Page", "Channels"),
        QT_TRANSLATE_NOOP("Page", "Which upstreams do I have, and are they well?"),
        "source-branch",
        "channels",
        "ChannelsPage",
        "Ctrl+3",
    ),
    PageRow(
        "tokens",
        QT_TRANSLATE_NOOP("Page", "Tokens"),
        QT_TRANSLATE_NOOP("Page", "Who may use what?"),
        "key-outline",
        "tokens",
        "TokensPage",
        "Ctrl+4",
    ),
    PageRow(
        "models",
        QT_TRANSLATE_NOOP("Page", "Models & prices"),
        QT_TRANSLATE_NOOP("Page", "What can I call, and what does it cost?"),
        "tag-outline",
        "models",
        "ModelsPage",
        "Ctrl+5",
    ),
    PageRow(
        "playground",
        QT_TRANSLATE_NOOP("Page", "Playground"),
        QT_TRANSLATE_NOOP("Page", "Does it work?"),
        "message-text-outline",
        "playground",
        "PlaygroundPage",
        "Ctrl+6",
    ),
    PageRow(
        "connect",
        QT_TRANSLATE_NOOP("Page", "Connect"),
        QT_TRANSLATE_NOOP("Page", "How do I point my tool here?"),
        "power-plug-outline",
        "connect",
        "ConnectPage",
        "Ctrl+7",
    ),
    PageRow(
        "settings",
        QT_TRANSLATE_NOOP("Page", "Settings"),
        QT_TRANSLATE_NOOP("Page", "How should it behave?"),
        "cog-outline",
        "settings",
        "SettingsPage",
        "Ctrl+,",
    ),
)


def page_title(row: PageRow) -> str:
    """The title in the present language."""
    return QCoreApplication.translate("Page", row.title)


def page_question(row: PageRow) -> str:
    """The question in the present language."""
    return QCoreApplication.translate("Page", row.question)


def find_page(name: str) -> PageRow:
    """The row of that name. KeyError when there is none."""
    for row in PAGES:
        if row.name == name:
            return row
    raise KeyError(name)


def page_class(row: PageRow) -> "type[BasePage]":
    """The page's class; imports its module."""
    module = importlib.import_module(f"oneapi_desktop.desktop.pages.{row.module}")
    return cast("type[BasePage]", getattr(module, row.page))
