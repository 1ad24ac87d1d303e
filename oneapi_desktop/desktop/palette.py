"""The command palette (Ctrl-K): go anywhere, run anything."""

import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.commands import Commands, command_text, shortcut_text
from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP
from oneapi_desktop.desktop.icons import icon
from oneapi_desktop.desktop.pages import PAGES, page_title
from oneapi_desktop.desktop.palette_sources import PaletteItem, found_items, group_text
from oneapi_desktop.desktop.theme import GAP_S, Theme

MOST_SHOWN = 40
WIDTH, HEIGHT = 560, 420


def score(item: PaletteItem, typed: str) -> int | None:
    """How well an item fits what was typed; None when not. A smaller number is better.

    Words may come in any order; the beginning of a text counts more than the beginning of a word, that
    more than the inside, and letters in order (``ch tst``) count least.
    """
    text = _plain(f"{item.text} {item.group} {item.words}")
    name = _plain(item.text)
    total = 0
    for word in _plain(typed).split():
        if name.startswith(word):
            total += 0
        elif f" {word}" in f" {name}":
            total += 1
        elif word in text:
            total += 3
        elif _in_order(word, name):
            total += 6
        else:
            return None
    return total


def best(items: Sequence[PaletteItem], typed: str) -> list[PaletteItem]:
    """The items that fit, best first, at most ``MOST_SHOWN``."""
    scored = [(value, place, item) for place, item in enumerate(items) if (value := score(item, typed)) is not None]
    scored.sort(key=lambda entry: (entry[0], len(entry[2].text) if typed else 0, entry[1]))
    return [item for _value, _place, item in scored[:MOST_SHOWN]]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return len(letters) > 1 and all(letter in rest for letter in letters)


class Palette(QDialog):
    """A box to type into with what fits below. Enter runs, Escape closes."""

    def __init__(
        self, bridge: Bridge, commands: Commands, theme: Theme, go: Callable[..., None], parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._bridge = bridge
        self._commands = commands
        self._theme = theme
        self._go = go
        self._window = parent
        self._found: list[PaletteItem] = []
        self.box = QLineEdit(self)
        self.box.setMaxLength(200)
        self.results = QListWidget(self)
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setUniformItemSizes(True)
        self.results.setIconSize(QSize(18, 18))
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_S, GAP_S, GAP_S, GAP_S)
        column.setSpacing(GAP_S)
        column.addWidget(self.box)
        column.addWidget(self.results)
        self.setFixedSize(WIDTH, HEIGHT)
        self.box.textChanged.connect(self._fill)
        self.box.installEventFilter(self)
        self.results.itemClicked.connect(lambda _item: self.choose())

    def ask(self) -> None:
        """Open it, empty, over the window."""
        self.setWindowTitle(self.tr("Find anything"))
        self.box.setPlaceholderText(self.tr("Go to a page, channel, token or model, or run an action"))
        self.box.setAccessibleName(self.tr("Find anything"))
        self.results.setAccessibleName(self.tr("Results"))
        self.box.clear()
        self._fill("")
        corner = self._window.mapToGlobal(self._window.rect().topLeft())
        down = min(120, self._window.height() // 6)
        self.move(corner.x() + (self._window.width() - WIDTH) // 2, corner.y() + down)
        self.open()
        self.box.setFocus()
        self._bridge.start(found_items(self._bridge), self._take, lambda _error: None, owner=self)

    def shown_texts(self) -> list[str]:
        """The texts of what fits, in order."""
        return [self.results.item(row).text() for row in range(self.results.count())]

    def choose(self) -> None:
        """Run what is marked."""
        marked = self.results.selectedItems()
        if not marked:
            return
        item: PaletteItem = marked[0].data(Qt.ItemDataRole.UserRole)
        self.accept()
        if item.command:
            self._commands.run(item.command)
        else:
            self._go(item.page, **dict(item.target))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's own: arrows and Enter work while the box has the focus."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in step and self.results.count():
                row = self.results.currentRow() + step[Qt.Key(event.key())]
                self.results.setCurrentRow(max(0, min(self.results.count() - 1, row)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.choose()
                return True
        return super().eventFilter(watched, event)

    def _take(self, items: list[PaletteItem]) -> None:
        self._found = items
        self._fill(self.box.text())

    def _items(self) -> list[PaletteItem]:
        pages = group_text(QT_TRANSLATE_NOOP("Palette", "Page"))
        actions = group_text(QT_TRANSLATE_NOOP("Palette", "Action"))
        items = [PaletteItem(page_title(row), pages, row.icon, words=row.name, page=row.name) for row in PAGES]
        for command in self._commands.declared.values():
            if command.in_palette and self._commands.action(command.name).isEnabled():
                items.append(
                    PaletteItem(
                        command_text(command),
                        actions,
                        command.icon,
                        shortcut=shortcut_text(command),
                        words=command.name,
                        command=command.name,
                    )
                )
        return items + self._found

    def _fill(self, typed: str) -> None:
        self.results.clear()
        for item in best(self._items(), typed):
            more = f"   {item.shortcut}" if item.shortcut else ""
            entry = QListWidgetItem(f"{item.text}   ·   {item.group}{more}")
            entry.setData(Qt.ItemDataRole.UserRole, item)
            if item.icon:
                entry.setIcon(icon(item.icon, self._theme))
            entry.setSizeHint(QSize(0, self._theme.pixels(34)))
            self.results.addItem(entry)
        self.results.setCurrentRow(0)
