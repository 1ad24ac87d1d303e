"""Connect."""

from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.widgets.cards import EmptyState


class ConnectPage(BasePage):
    """The page Connect."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        empty = EmptyState(shell.theme, "power-plug-outline")
        self.say(empty.sentence.setText, lambda: self.tr("Point your tools at the base URL."))
        self.say(empty.button.setText, lambda: self.tr("Copy base URL"))
        empty.offer(lambda: shell.commands.run("gateway.copy_url"))
        self.body.addWidget(empty, 1)
