"""Requests."""

from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.widgets.cards import EmptyState


class RequestsPage(BasePage):
    """The page Requests."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        empty = EmptyState(shell.theme, "format-list-bulleted")
        self.say(empty.sentence.setText, lambda: self.tr("No request has passed through yet."))
        self.say(empty.button.setText, lambda: self.tr("Copy base URL"))
        empty.offer(lambda: shell.commands.run("gateway.copy_url"))
        self.body.addWidget(empty, 1)
