"""Models & prices."""

from oneapi_desktop.desktop.page import BasePage
from oneapi_desktop.desktop.pages import PageRow
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.widgets.cards import EmptyState


class ModelsPage(BasePage):
    """The page Models & prices."""

    def __init__(self, shell: Shell, row: PageRow) -> None:
        super().__init__(shell, row)
        empty = EmptyState(shell.theme, "tag-outline")
        self.say(empty.sentence.setText, lambda: self.tr("No model can be called yet: add a channel first."))
        self.say(empty.button.setText, lambda: self.tr("Go to Channels"))
        empty.offer(lambda: shell.go("channels"))
        self.body.addWidget(empty, 1)
