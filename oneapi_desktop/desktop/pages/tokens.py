"""Tokens."""

from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.widgets.cards import EmptyState


class TokensPage(BasePage):
    """The page Tokens."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        empty = EmptyState(shell.theme, "key-outline")
        self.say(empty.sentence.setText, lambda: self.tr("There is no token yet: issue one for each tool or person."))
        self.body.addWidget(empty, 1)
