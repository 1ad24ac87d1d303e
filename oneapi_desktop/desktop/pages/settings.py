"""Settings."""

from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.widgets.cards import EmptyState


class SettingsPage(BasePage):
    """The page Settings."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        empty = EmptyState(shell.theme, "cog-outline")
        self.say(empty.sentence.setText, lambda: self.tr("Settings can be changed with “oneapi-desktop setting set”."))
        self.body.addWidget(empty, 1)
