"""All shortcuts on one sheet, from the registry of commands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from oneapi_desktop.desktop.commands import Commands, command_text, shortcut_text, shortcuts_text
from oneapi_desktop.desktop.pages import PAGES, page_title
from oneapi_desktop.desktop.theme import GAP_L, GAP_S, GAP_XL
from oneapi_desktop.desktop.widgets.labels import label


class ShortcutSheet(QDialog):
    """Lists every page and command that has a shortcut. Escape closes it."""

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Shortcuts"))
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(GAP_L, GAP_L, GAP_L, GAP_L)
        grid.setHorizontalSpacing(GAP_XL)
        grid.setVerticalSpacing(GAP_S)
        listed = [(page_title(row), shortcuts_text(row.shortcut)) for row in PAGES]
        listed += [(command_text(command), shortcut_text(command)) for command in commands.declared.values()]
        for number, (text, keys) in enumerate(entry for entry in listed if entry[1]):
            grid.addWidget(label(text=text), number, 0)
            grid.addWidget(label("muted", keys), number, 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.resize(420, 520)
