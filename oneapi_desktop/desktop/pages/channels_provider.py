"""The choice of a provider: a list to open or to search by typing."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QHBoxLayout

from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.provider_marks import SIZE, provider_mark
from oneapi_desktop.desktop.provider_texts import provider_text

MOST_SHOWN = 14


class ProviderChoice(Translated):
    """``value()`` is the name of the provider chosen; of one that is typed and unknown, what was typed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._providers: list[dict[str, Any]] = []
        self._also = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.box = QComboBox()
        self.box.setEditable(True)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setMaxVisibleItems(MOST_SHOWN)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(12)
        self.box.setIconSize(QSize(SIZE, SIZE))
        completer = QCompleter(self.box.model(), self.box)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.box.setCompleter(completer)
        line = self.box.lineEdit()
        if line is not None:
            self.say(line.setPlaceholderText, lambda: self.tr("Type to search"))
        self.box.currentTextChanged.connect(lambda _text: self.changed.emit())
        row.addWidget(self.box)
        self.setFocusProxy(self.box)

    def offer(self, providers: Sequence[dict[str, Any]]) -> None:
        """The rows of ``provider.list``. Sites that may no longer exist are offered only to who uses one."""
        self._providers = list(providers)
        self._list(self.value())

    def value(self) -> str:
        """See the class."""
        text = self.box.currentText().strip()
        for provider in self._providers:
            if text.casefold() in (provider_text(provider["label"]).casefold(), provider["name"].casefold()):
                return str(provider["name"])
        return text

    def provider(self) -> dict[str, Any] | None:
        """The row of the provider chosen; None of one that is unknown."""
        name = self.value()
        return next((provider for provider in self._providers if provider["name"] == name), None)

    def set_value(self, name: str | None) -> None:
        """Choose a provider."""
        self._list(name or "")

    def setAccessibleName(self, name: str) -> None:
        """Qt's own: the box has it, too."""
        super().setAccessibleName(name)
        self.box.setAccessibleName(name)

    def retranslate(self) -> None:
        """Some names are translated."""
        chosen = self.value() if hasattr(self, "box") else ""
        super().retranslate()
        if chosen:
            self._list(chosen)

    def _list(self, chosen: str) -> None:
        before = self.box.blockSignals(True)
        self.box.clear()
        for provider in self._providers:
            if not provider["legacy"] or provider["name"] == chosen:
                label = provider["label"]
                self.box.addItem(provider_mark(provider["name"], label), provider_text(label), provider["name"])
        index = self.box.findData(chosen)
        self.box.setCurrentIndex(index)
        if index < 0:
            self.box.setEditText(chosen)
        self.box.blockSignals(before)
