"""What the command palette finds beside commands and pages: channels, tokens, models, tools."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP
from oneapi_desktop.domain.errors import OneApiError


@dataclass(frozen=True, slots=True)
class PaletteItem:
    """One line of the palette. ``words`` are further words it is found by; choosing it runs a command or
    goes to a page with a target."""

    text: str
    group: str
    icon: str
    shortcut: str = ""
    words: str = ""
    command: str = ""
    page: str = ""
    target: tuple[tuple[str, Any], ...] = ()


Source = Callable[[Bridge], Awaitable[list[PaletteItem]]]


async def channels(bridge: Bridge) -> list[PaletteItem]:
    """Every channel."""
    group = group_text(QT_TRANSLATE_NOOP("Palette", "Channel"))
    return [
        PaletteItem(
            row["name"], group, "source-branch", words=row["type"], page="channels", target=(("channel", row["id"]),)
        )
        for row in await bridge.run("channel.list")
    ]


async def tokens(bridge: Bridge) -> list[PaletteItem]:
    """Every token that is not revoked."""
    group = group_text(QT_TRANSLATE_NOOP("Palette", "Token"))
    return [
        PaletteItem(row["name"], group, "key-outline", page="tokens", target=(("token", row["id"]),))
        for row in await bridge.run("token.list")
    ]


async def models(bridge: Bridge) -> list[PaletteItem]:
    """Every model that can be called."""
    group = group_text(QT_TRANSLATE_NOOP("Palette", "Model"))
    names = {row["model"] for row in await bridge.run("price.list")}
    return [PaletteItem(name, group, "tag-outline", page="models", target=(("model", name),)) for name in sorted(names)]


SOURCES: tuple[Source, ...] = (channels, tokens, models)
"""Asked each time the palette opens."""


async def found_items(bridge: Bridge) -> list[PaletteItem]:
    """What all sources have now; a source that fails gives nothing."""
    answers = await asyncio.gather(*(source(bridge) for source in SOURCES), return_exceptions=True)
    items: list[PaletteItem] = []
    for answer in answers:
        if isinstance(answer, list):
            items += answer
        elif not isinstance(answer, OneApiError):
            raise answer
    return items


def group_text(source: str) -> str:
    """A group's name in the present language."""
    return QCoreApplication.translate("Palette", source)
