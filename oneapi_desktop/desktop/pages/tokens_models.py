"""A field for names of models, with a menu of those there are."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.theme import GAP_XS, Theme
from oneapi_desktop.desktop.widgets.buttons import IconButton


class ModelNames(Translated):
    """Names separated by commas; the button's menu ticks them off. Empty means every model."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._known: list[str] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_XS)
        self.line = QLineEdit()
        self.say(self.line.setPlaceholderText, lambda: self.tr("All models"))
        self.say(self.line.setAccessibleName, lambda: self.tr("Models"))
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.choose = IconButton(theme, "format-list-checks")
        self.say(self.choose.name_it, lambda: self.tr("Choose among the models of your channels"))
        self.choose.clicked.connect(self._open_menu)
        self.offer(())
        row.addWidget(self.line, 1)
        row.addWidget(self.choose)
        self.setFocusProxy(self.line)

    def offer(self, models: Sequence[str]) -> None:
        """The models of the menu."""
        self._known = list(models)
        self.choose.setEnabled(bool(self._known))

    def value(self) -> list[str]:
        """The names, each once, in the order written."""
        return list(dict.fromkeys(name for part in self.line.text().split(",") if (name := part.strip())))

    def set_value(self, names: Sequence[str] | None) -> None:
        """Show names."""
        self.line.setText(", ".join(names or ()))

    def menu(self) -> QMenu:
        """The menu as it is now: what is written is ticked."""
        menu = QMenu(self)
        chosen = self.value()
        for name in dict.fromkeys([*self._known, *chosen]):
            action = QAction(name.replace("&", "&&"), menu)
            action.setCheckable(True)
            action.setChecked(name in chosen)
            action.toggled.connect(lambda on, name=name: self._toggle(name, on))
            menu.addAction(action)
        return menu

    def _toggle(self, name: str, on: bool) -> None:
        names = [known for known in self.value() if known != name]
        self.set_value([*names, name] if on else names)

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.setStyleSheet("QMenu { menu-scrollable: 1; }")
        menu.popup(self.choose.mapToGlobal(self.choose.rect().bottomLeft()))
