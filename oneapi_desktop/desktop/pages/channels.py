"""Channels."""

from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.widgets.cards import EmptyState


class ChannelsPage(BasePage):
    """The page Channels."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        empty = EmptyState(shell.theme, "source-branch")
        self.say(empty.sentence.setText, lambda: self.tr("There is no channel yet: add the key of a provider."))
        self.body.addWidget(empty, 1)
