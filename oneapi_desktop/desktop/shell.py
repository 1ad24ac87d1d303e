"""What every page is given: the ways to the gateway, the window, and the person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.commands import Commands
from oneapi_desktop.desktop.i18n import Language
from oneapi_desktop.desktop.notices import Notices
from oneapi_desktop.desktop.remembered import Remembered
from oneapi_desktop.desktop.theme import Theme
from oneapi_desktop.desktop.undo_bar import Undo


class Navigate(Protocol):
    """Shows a page by name and hands it a target (``go("requests", channel="openai")``)."""

    def __call__(self, page: str, /, **target: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Shell:
    """Handed to every page. ``copy`` puts text on the clipboard and says so."""

    bridge: Bridge
    theme: Theme
    language: Language
    commands: Commands
    notices: Notices
    undo: Undo
    remembered: Remembered
    go: Navigate
    copy: Callable[[str], None]
