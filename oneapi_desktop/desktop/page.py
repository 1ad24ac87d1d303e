"""The base of every page."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages import PageRow, page_question, page_title
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_L, GAP_S, GAP_XL, GAP_XS


class BasePage(Translated):
    """A page: heading with its question, room for buttons, a body.

    Subclasses build their widgets in ``__init__`` (after ``super().__init__``) into ``self.body`` and
    ``self.buttons``, and override what they need of the methods below. A page is built when it is first
    shown and lives as long as the window: what was typed stays.
    """

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__()
        self.shell = shell
        self.row = row
        self.bridge = shell.bridge
        self.theme = shell.theme
        self.search: QLineEdit | None = None
        """The page's search box, focused by ``/`` and Ctrl-F."""
        self._loaded = False
        self.setObjectName(f"page-{row.name}")
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_XL, GAP_L, GAP_XL, GAP_L)
        column.setSpacing(GAP_L)
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        texts = QVBoxLayout()
        texts.setSpacing(GAP_XS)
        self._title = QLabel(self)
        self._title.setProperty("kind", "title")
        self._question = QLabel(self)
        self._question.setProperty("kind", "muted")
        self._question.setWordWrap(True)
        texts.addWidget(self._title)
        texts.addWidget(self._question)
        head.addLayout(texts, 1)
        self.buttons = QHBoxLayout()
        """Buttons at the right of the heading."""
        self.buttons.setSpacing(GAP_S)
        head.addLayout(self.buttons)
        column.addLayout(head)
        self.body = QVBoxLayout()
        """Everything below the heading."""
        self.body.setSpacing(GAP_L)
        column.addLayout(self.body, 1)
        self.say(self._title.setText, lambda: page_title(row))
        self.say(self._question.setText, lambda: page_question(row))
        self.say(self.setAccessibleName, lambda: page_title(row))

    def load(self) -> None:
        """Called once, when the page is first shown: fetch, and ``watch`` what changes."""

    def refresh(self) -> None:
        """Fetch again (F5)."""

    def open(self, **target: Any) -> None:
        """Show what another place points at: ``shell.go("requests", channel="openai")`` calls this
        with ``channel="openai"`` once the page is shown."""

    def new(self) -> None:
        """Begin a new entry (Ctrl-N); nothing on pages without entries."""

    def focus_search(self) -> None:
        """Focus the search box."""
        if self.search is not None:
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search.selectAll()

    def shown(self) -> None:
        """The page has become visible: begin what costs something, such as live sampling."""

    def hidden(self) -> None:
        """The page is not visible any more."""

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's own: loads the page the first time."""
        super().showEvent(event)
        if not self._loaded:
            self._loaded = True
            self.load()
        self.shown()

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt's own."""
        super().hideEvent(event)
        self.hidden()
