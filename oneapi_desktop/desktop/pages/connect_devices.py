"""Devices of the local network: those that used the gateway, and a card for a new one."""

from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP
from oneapi_desktop.desktop.pages.tokens_form import TokenForm
from oneapi_desktop.desktop.pages.tokens_panel import KeyRow, ShareCard
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M
from oneapi_desktop.desktop.widgets.buttons import button
from oneapi_desktop.desktop.widgets.columns import Column, Row
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.side_panel import SidePanel
from oneapi_desktop.domain.errors import OneApiError

STATES = {
    "enabled": QT_TRANSLATE_NOOP("Devices", "may call"),
    "disabled": QT_TRANSLATE_NOOP("Devices", "switched off"),
    "revoked": QT_TRANSLATE_NOOP("Devices", "revoked"),
    "deleted": QT_TRANSLATE_NOOP("Devices", "removed"),
}

LEFT_OUT = ("budget_week_usd", "budget_month_usd", "subnet", "rpm", "tpm")
"""Fields of a token that a device's card does without; the page Tokens has them."""


def columns() -> list[Column]:
    """The columns of the table of devices."""
    return [
        Column(
            "address",
            lambda: _tr(QT_TRANSLATE_NOOP("Devices", "Device")),
            _address,
            200,
            sort=lambda row: row["address"],
            stretch=True,
        ),
        Column(
            "token",
            lambda: _tr(QT_TRANSLATE_NOOP("Devices", "Token")),
            lambda row: row["token"] or formats.NOTHING,
            160,
            sort=lambda row: (row["token"] or "").casefold(),
        ),
        Column(
            "state",
            lambda: _tr(QT_TRANSLATE_NOOP("Devices", "State")),
            lambda row: _tr(STATES.get(str(row["token_status"]), str(row["token_status"]))),
            110,
            tone=lambda row: "ok" if row["token_status"] == "enabled" else "muted",
            badge=True,
        ),
        Column(
            "seen",
            lambda: _tr(QT_TRANSLATE_NOOP("Devices", "Last seen")),
            lambda row: formats.ago(row["last_seen_at"]),
            110,
            sort=lambda row: row["last_seen_at"],
            tooltip=lambda row: formats.moment(row["last_seen_at"], seconds=True),
        ),
        Column(
            "requests",
            lambda: _tr(QT_TRANSLATE_NOOP("Devices", "Requests")),
            lambda row: formats.number(row["requests"]),
            90,
            number=True,
            sort=lambda row: row["requests"],
        ),
        Column(
            "cost",
            lambda: _tr(QT_TRANSLATE_NOOP("Devices", "Spent")),
            lambda row: formats.money(row["cost_nano_usd"]),
            90,
            number=True,
            sort=lambda row: row["cost_nano_usd"],
        ),
    ]


class InvitePanel(SidePanel):
    """A token for a device, and then its card. ``invited()`` comes with each token that was issued."""

    invited = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.theme)
        self._shell = shell
        self.form = TokenForm(shell.theme)
        for name in LEFT_OUT:
            self.form.show_field(name, False)
        self.form.show_token(None)
        self.card = ShareCard(shell)
        self.key = KeyRow(shell)
        told = label("ok", wrap=True)
        self.say(
            told.setText,
            lambda: self.tr("The token is issued. Scan the code with the device, or copy the two lines into it."),
        )
        carded = QWidget()
        column = QVBoxLayout(carded)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(told)
        column.addWidget(self.card)
        column.addWidget(self.key)
        column.addStretch(1)
        writing = QWidget()
        inner = QVBoxLayout(writing)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.form)
        inner.addStretch(1)
        self._views = QStackedWidget()
        self._views.addWidget(writing)
        self._views.addWidget(carded)
        self.body.addWidget(self._views)
        self.issue = button(shell.theme, "primary", "qrcode")
        self.say(self.issue.setText, lambda: self.tr("Issue and show the card"))
        self.issue.clicked.connect(self.submit)
        self.another = button(shell.theme, "", "plus")
        self.say(self.another.setText, lambda: self.tr("Another device"))
        self.another.clicked.connect(self.begin)
        self.footer.addWidget(self.issue)
        self.footer.addWidget(self.another)
        self.footer.addStretch(1)
        self.say(self.set_title, lambda: self.tr("Add a device"))
        self.closed.connect(self.key.hide_key)
        self._turn(0)

    @property
    def on_card(self) -> bool:
        """Whether a card is shown."""
        return self._views.currentIndex() == 1

    def offer_models(self, models: list[str]) -> None:
        """The models of the form's menu."""
        self.form.models.offer(models)

    def begin(self) -> None:
        """Another device; what was being written for one is still there."""
        if self.on_card:
            self.form.show_token(None)
            self._turn(0)
        self.open_panel()

    def submit(self) -> None:
        """Issue the token."""
        self.issue.setEnabled(False)
        work = self._shell.bridge.run("lan.invite", **self.form.arguments(new=True))
        self._shell.bridge.start(work, self._on_invited, self._on_error, owner=self)

    def _on_invited(self, answer: dict[str, Any]) -> None:
        self.issue.setEnabled(True)
        token: Row = answer["token"]
        self.key.show_token(token)
        self.card.show_token(token["id"])
        self._turn(1)
        self.invited.emit()
        token_id = token["id"]
        self._shell.undo.done(
            self.tr("{name} may use the gateway now.").format(name=token["name"]),
            lambda: self._take_back(token_id),
        )

    async def _take_back(self, token: int) -> None:
        await self._shell.bridge.run("token.revoke", token=token)
        self.begin()
        self.invited.emit()

    def _on_error(self, error: OneApiError) -> None:
        self.issue.setEnabled(True)
        self.form.show_error(error)

    def _turn(self, view: int) -> None:
        self._views.setCurrentIndex(view)
        self.issue.setVisible(view == 0)
        self.another.setVisible(view == 1)


def _address(row: Row) -> str:
    here = _tr(QT_TRANSLATE_NOOP("Devices", "this machine"))
    return f"{row['address']} · {here}" if row["this_machine"] else str(row["address"])


def _tr(source: str) -> str:
    return QCoreApplication.translate("Devices", source)
