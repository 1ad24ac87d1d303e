"""Settings: how the program should behave, its data, and what it is."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QTabBar, QVBoxLayout, QWidget

from oneapi_desktop.desktop.bridge import error_text
from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow, page_title
from oneapi_desktop.desktop.pages.settings_about import DiagnosticsCard, LibrariesCard, VaultCard, VersionCard
from oneapi_desktop.desktop.pages.settings_backups import BackupCard
from oneapi_desktop.desktop.pages.settings_row import SettingRow
from oneapi_desktop.desktop.pages.settings_sections import (
    SECTIONS,
    CardRow,
    SectionRow,
    card_title,
    placed_keys,
    section_title,
)
from oneapi_desktop.desktop.pages.settings_texts import setting_title
from oneapi_desktop.desktop.pages.settings_transfer import TransferCard
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.buttons import SearchBox
from oneapi_desktop.desktop.widgets.cards import Banner, Card, EmptyState
from oneapi_desktop.desktop.widgets.labels import label, line
from oneapi_desktop.domain.errors import OneApiError

SCREENS: dict[str, dict[str, Any]] = {
    "gateway": {"section": "gateway"},
    "money": {"section": "money"},
    "privacy": {"section": "privacy"},
    "data": {"section": "data"},
    "about": {"section": "about"},
}

WIDEST = 900
"""Pixels beyond which lines would be too long to follow."""


class SettingCard(Card):
    """Settings that belong together, one row each."""

    def __init__(self, card: CardRow, rows: list[SettingRow]) -> None:
        super().__init__()
        self.row = card
        self.rows = rows
        self.heading = label("heading")
        self.body.setSpacing(0)
        self.body.addWidget(self.heading)
        self.body.addSpacing(GAP_XS)
        self._lines = []
        for number, row in enumerate(rows):
            above = line()
            self._lines.append(above)
            if number:
                self.body.addWidget(above)
            self.body.addWidget(row)

    def search(self, wanted: str) -> bool:
        """Show the rows that match, all without a search; whether there is one."""
        shown = [row for row in self.rows if not wanted or row.matches(wanted)]
        for row, above in zip(self.rows, self._lines, strict=True):
            row.setVisible(row in shown)
            above.setVisible(row in shown and row is not shown[0])
        return bool(shown)


class SettingsPage(BasePage):
    """Sections of cards, made of the declarations; cards of their own for data and for what the program is."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        self.rows: dict[str, SettingRow] = {}
        self._cards: dict[str, list[QWidget]] = {}
        self._wanted = ""
        self.search = SearchBox(shell.theme)
        self.search.setMaximumWidth(280)
        self.say(self.search.name_it, lambda: self.tr("Search settings"))
        self.search.searched.connect(self._search)
        self.buttons.addWidget(self.search)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.say(self.tabs.setAccessibleName, lambda: self.tr("Sections"))
        for section in SECTIONS:
            self.tabs.addTab(_tab_text(section))
        self.tabs.tabBarClicked.connect(lambda _index: self.search.clear() if self.search else None)
        self.tabs.currentChanged.connect(lambda _index: self._show_section())
        self.body.setSpacing(GAP_M)
        self.body.addWidget(self.tabs)
        self.restart = Banner()
        self.restart.button.show()
        self.say(self.restart.button.setText, lambda: self.tr("Restart the gateway"))
        self.restart.button.clicked.connect(self._restart)
        self.body.addWidget(self.restart)
        self.empty = EmptyState(shell.theme, "magnify")
        self.say(self.empty.sentence.setText, lambda: self.tr("No setting matches."))
        self.say(self.empty.button.setText, lambda: self.tr("Show all settings"))
        self.empty.offer(self.search.clear)
        self.empty.hide()
        self.body.addWidget(self.empty, 1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.say(self.area.setAccessibleName, lambda: page_title(row))
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, GAP_S, GAP_M)
        self._column.setSpacing(GAP_M)
        self.area.setWidget(inside)
        self.area.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.area, 1)
        self.versions, self.vault = VersionCard(shell), VaultCard(shell)
        self.diagnostics, self.libraries = DiagnosticsCard(shell), LibrariesCard(shell)
        self.backups, self.transfer = BackupCard(shell), TransferCard(shell)
        # They are placed once the settings are known, and end with the page also before that.
        waiting = QWidget(self)
        waiting.hide()
        for card in (self.versions, self.vault, self.diagnostics, self.libraries, self.backups, self.transfer):
            card.setParent(waiting)

    # What the window asks of a page

    def load(self) -> None:
        """Fetch, and follow what changes."""
        self.bridge.settings_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Fetch again."""
        self.bridge.start(self.bridge.run("setting.list"), self._on_settings, owner=self)
        self.vault.refresh()
        self.backups.refresh()

    def open(self, *, section: str = "", key: str = "", **_target: Any) -> None:
        """``section``: show it; ``key``: show and focus that setting."""
        if key:
            self._wanted = key
            self._focus_wanted()
        elif section:
            assert self.search is not None
            self.search.clear()
            self.tabs.setCurrentIndex([row.name for row in SECTIONS].index(section))

    def do_backup(self) -> None:
        """The command: a backup now."""
        self.open(section="data")
        self.backups.back_up()

    def retranslate(self) -> None:
        """Tabs, headings and the banner, too."""
        super().retranslate()
        if "_cards" not in self.__dict__:
            return
        for index, section in enumerate(SECTIONS):
            self.tabs.setTabText(index, _tab_text(section))
        for card in self._setting_cards():
            card.heading.setText(card_title(card.row))
        self._tell_restart()

    # Building

    def _on_settings(self, settings: list[dict[str, Any]]) -> None:
        if not self.rows:
            self._build({setting["key"]: setting for setting in settings})
        for setting in settings:
            self.rows[setting["key"]].show_setting(setting)
        self._tell_restart()
        self._focus_wanted()

    def _build(self, settings: dict[str, dict[str, Any]]) -> None:
        above: dict[str, list[QWidget]] = {
            "data": [self.backups, self.transfer],
            "privacy": [self.vault],
            "about": [self.versions, self.diagnostics],
        }
        for section in SECTIONS:
            cards: list[QWidget] = [*above.get(section.name, [])]
            for card in section.cards:
                keys = placed_keys(card, settings)
                if keys:
                    made = SettingCard(card, [self._make_row(settings[key]) for key in keys])
                    made.heading.setText(card_title(card))
                    cards.append(made)
            if section.name == "about":
                cards.append(self.libraries)
            self._cards[section.name] = cards
            for part in cards:
                self._column.addWidget(part)
        self._column.addStretch(1)
        self._show_section()

    def _make_row(self, setting: dict[str, Any]) -> SettingRow:
        row = SettingRow(setting, self.theme)
        row.changed.connect(self._change)
        row.reset.connect(self._reset)
        self.rows[row.key] = row
        return row

    def _setting_cards(self) -> list[SettingCard]:
        return [card for cards in self._cards.values() for card in cards if isinstance(card, SettingCard)]

    # Showing

    @property
    def section(self) -> str:
        """The section that is shown."""
        return SECTIONS[self.tabs.currentIndex()].name

    def _show_section(self) -> None:
        assert self.search is not None
        if self.search.text():
            return
        for name, cards in self._cards.items():
            for card in cards:
                if isinstance(card, SettingCard):
                    card.search("")
                card.setVisible(name == self.section)
        self.empty.hide()
        self.area.show()
        self.area.verticalScrollBar().setValue(0)
        if self.section == "about":
            self.libraries.refresh()

    def _search(self, wanted: str) -> None:
        if not wanted:
            self._show_section()
            return
        found = False
        for cards in self._cards.values():
            for card in cards:
                shown = isinstance(card, SettingCard) and card.search(wanted)
                card.setVisible(shown)
                found = found or shown
        self.area.verticalScrollBar().setValue(0)
        self.area.setVisible(found)
        self.empty.setVisible(not found)

    def _focus_wanted(self) -> None:
        row = self.rows.get(self._wanted)
        if row is None:
            return
        self._wanted = ""
        for section in SECTIONS:
            if any(isinstance(card, SettingCard) and row in card.rows for card in self._cards[section.name]):
                self.open(section=section.name)
        self.area.ensureWidgetVisible(row)
        row.control.setFocus(Qt.FocusReason.OtherFocusReason)

    # Changing

    def _change(self, key: str, value: object) -> None:
        row = self.rows[key]
        before = row.setting

        def stored(setting: dict[str, Any]) -> None:
            row.accept(setting)
            self._offer_undo(before, self.tr("{setting} is changed.").format(setting=setting_title(key)))
            self._tell_restart()

        def refused(error: OneApiError) -> None:
            row.show_setting(before)
            row.refuse(error_text(error))

        self.bridge.start(self.bridge.run("setting.set", key=key, value=value), stored, refused, owner=self)

    def _reset(self, key: str) -> None:
        row = self.rows[key]
        before = row.setting

        def stored(setting: dict[str, Any]) -> None:
            row.accept(setting)
            text = self.tr("{setting} has its default again.").format(setting=setting_title(key))
            self._offer_undo(before, text)
            self._tell_restart()

        self.bridge.start(self.bridge.run("setting.unset", key=key), stored, owner=self)

    def _offer_undo(self, before: dict[str, Any], text: str) -> None:
        key = before["key"]
        if before["secret"] and before["value"]:
            # What is never shown is not known here, so it cannot be put back.
            self.shell.notices.say(text, "ok")
            return

        async def undo() -> None:
            if before["origin"] == "stored":
                setting = await self.bridge.run("setting.set", key=key, value=before["text"])
            else:
                setting = await self.bridge.run("setting.unset", key=key)
            self.rows[key].accept(setting)
            self._tell_restart()

        self.shell.undo.done(text, undo)

    # The gateway's restart

    def _tell_restart(self) -> None:
        names = [setting_title(key) for key in self.bridge.restart_needed]
        text = self.tr("Changed, and in force once the gateway is started again: {settings}")
        self.restart.tell(text.format(settings=", ".join(names)) if names else "")
        self.restart.button.setEnabled(True)

    def _restart(self) -> None:
        self.restart.button.setEnabled(False)

        def done(_nothing: object) -> None:
            self._tell_restart()
            if not self.bridge.status.problem:
                self.shell.notices.say(
                    self.tr("The gateway serves {address}").format(address=self.bridge.status.base_url), "ok"
                )

        def failed(error: OneApiError) -> None:
            self.restart.button.setEnabled(True)
            self.shell.notices.say(str(error), "fail")

        self.bridge.start(self.bridge.restart(), done, failed, owner=self)


def _tab_text(section: SectionRow) -> str:
    # A single ampersand would mark the next letter as a key.
    return section_title(section).replace("&", "&&")
