"""The side panel of the page Tokens: a new token, one there is, and its share card."""

import base64
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from oneapi_desktop.desktop.bridge import error_text
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.tokens_columns import masked_key
from oneapi_desktop.desktop.pages.tokens_form import TokenForm
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S
from oneapi_desktop.desktop.widgets.buttons import CopyButton, IconButton, button
from oneapi_desktop.desktop.widgets.cards import Banner, Card
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.qr_code import QrCode
from oneapi_desktop.desktop.widgets.side_panel import SidePanel
from oneapi_desktop.domain.errors import OneApiError


class KeyRow(Translated):
    """A key, masked until somebody asks to see it. It is fetched when it is shown or copied."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._token: int | None = None
        self._hint = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        self.line = QLineEdit()
        self.line.setReadOnly(True)
        self.say(self.line.setAccessibleName, lambda: self.tr("Key"))
        self.eye = IconButton(shell.theme, "eye-outline")
        self.say(self.eye.name_it, lambda: self.tr("Show or hide the key"))
        self.eye.clicked.connect(self._toggle)
        self.copy = IconButton(shell.theme, "content-copy")
        self.say(self.copy.name_it, lambda: self.tr("Copy the key"))
        self.copy.clicked.connect(self.copy_key)
        row.addWidget(self.line, 1)
        row.addWidget(self.eye)
        row.addWidget(self.copy)

    @property
    def revealed(self) -> bool:
        """Whether the key is to be read now."""
        return bool(self.line.text()) and self.line.text() != self._hint

    def show_token(self, row: Row, key: str = "") -> None:
        """Another token: masked, or with the key of one just issued."""
        self._token, self._hint = row["id"], masked_key(row)
        self._put(key or self._hint)

    def copy_key(self) -> None:
        """Fetch the key and put it on the clipboard."""
        self._fetch(self._shell.copy)

    def hide_key(self) -> None:
        """Mask it again."""
        self._put(self._hint)

    def _toggle(self) -> None:
        if self.revealed:
            self.hide_key()
        else:
            self._fetch(self._put)

    def _fetch(self, use: Any) -> None:
        wanted = self._token

        def arrived(shown: Row) -> None:
            if shown["id"] == self._token:
                use(shown["key"])

        if wanted is not None:
            self._shell.bridge.start(
                self._shell.bridge.run("token.show", token=wanted, reveal=True), arrived, owner=self
            )

    def _put(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)


class ShareCard(Translated):
    """What a device on the local network scans: the gateway's address and a token's key."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._png = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        self.problem = Banner()
        self.say(self.problem.button.setText, lambda: self.tr("Share on LAN"))
        self.problem.button.clicked.connect(lambda: shell.go("connect", share=True))
        column.addWidget(self.problem)
        self.code = QrCode()
        self.say(self.code.setAccessibleName, lambda: self.tr("QR code with the gateway's address and the key"))
        column.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence = label("muted", wrap=True)
        self.say(
            self.sentence.setText,
            lambda: self.tr("Whoever scans this can spend what the token may spend. It works in your local network."),
        )
        column.addWidget(self.sentence)
        address = QHBoxLayout()
        address.setSpacing(GAP_S)
        self.address = QLineEdit()
        self.address.setReadOnly(True)
        self.say(self.address.setAccessibleName, lambda: self.tr("Base URL"))
        copy_address = CopyButton(shell.theme, self.address.text)
        self.say(copy_address.name_it, lambda: self.tr("Copy the base URL"))
        address.addWidget(self.address, 1)
        address.addWidget(copy_address)
        column.addLayout(address)
        self.copy_picture = button(shell.theme, "", "image-outline")
        self.say(self.copy_picture.setText, lambda: self.tr("Copy as picture"))
        self.copy_picture.clicked.connect(self._copy_picture)
        column.addWidget(self.copy_picture, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_token(self, token: int) -> None:
        """Make the card of a token."""
        self._show({"modules": [], "base_url": "", "png": ""})
        self._shell.bridge.start(
            self._shell.bridge.run("lan.card", token=token), self._show, self._on_error, owner=self
        )

    def _show(self, card: dict[str, Any]) -> None:
        self.problem.tell("")
        self._png = card["png"]
        self.code.show_modules(card["modules"])
        self.address.setText(card["base_url"])
        for part in (self.code, self.sentence, self.address, self.copy_picture):
            part.setEnabled(bool(card["modules"]))

    def _on_error(self, error: OneApiError) -> None:
        self.problem.tell(error_text(error))
        self.problem.button.setVisible(not self._shell.bridge.status.shared)

    def _copy_picture(self) -> None:
        data = QMimeData()
        data.setImageData(QImage.fromData(base64.b64decode(self._png)))
        QGuiApplication.clipboard().setMimeData(data)
        self._shell.notices.say(self.tr("The QR code is on the clipboard."), "ok")


class TokenPanel(SidePanel):
    """``issued(row)`` and ``saved(row)`` tell what came of it; ``revoke(row)`` asks the page to."""

    issued = Signal(object)
    saved = Signal(object)
    revoke = Signal(object)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.theme)
        self._shell = shell
        self._row: Row | None = None
        self._drafting = False
        self.form = TokenForm(shell.theme)
        self.key = KeyRow(shell)
        self.fresh = Card()
        told = label("ok", wrap=True)
        self.say(told.setText, lambda: self.tr("The token is issued. Copy its key into the tool that will use it."))
        self.fresh.body.addWidget(told)
        self.card = ShareCard(shell)
        self._views = QStackedWidget()
        editing = QWidget()
        column = QVBoxLayout(editing)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(self.fresh)
        column.addWidget(self.key)
        column.addWidget(self.form)
        column.addStretch(1)
        self._views.addWidget(editing)
        self._views.addWidget(self.card)
        self.body.addWidget(self._views)
        self.save = button(shell.theme, "primary")
        self.save.clicked.connect(self.submit)
        self.share = button(shell.theme, "", "qrcode")
        self.share.clicked.connect(self._turn)
        self.remove = button(shell.theme, "danger")
        self.say(self.remove.setText, lambda: self.tr("Revoke"))
        self.say(self.remove.setToolTip, lambda: self.tr("Make the token useless for ever (Delete in the table)"))
        self.remove.clicked.connect(lambda: self.revoke.emit(self._row))
        self.footer.addWidget(self.save)
        self.footer.addWidget(self.share)
        self.footer.addStretch(1)
        self.footer.addWidget(self.remove)
        self.closed.connect(self.key.hide_key)

    @property
    def row(self) -> Row | None:
        """The token shown; None while a new one is written."""
        return self._row

    def retranslate(self) -> None:
        """Title and buttons depend on what is shown."""
        super().retranslate()
        if hasattr(self, "share"):
            self._name_things()

    def begin(self) -> None:
        """A new token; what was being written for one is still there."""
        if self._row is not None or not self._drafting:
            self.form.show_token(None)
        self._row, self._drafting = None, True
        self._show_form()

    def edit(self, row: Row, key: str = "") -> None:
        """A token there is; ``key`` of one just issued is shown."""
        self._row, self._drafting = row, False
        self.form.show_token(row)
        self.key.show_token(row, key)
        self._show_form(fresh=bool(key))

    def follow(self, row: Row) -> None:
        """The token shown has changed elsewhere; what is being written stays."""
        self._row = row
        if not self.form.dirty:
            self.form.show_token(row)

    def show_card(self, row: Row) -> None:
        """The share card of a token."""
        self.edit(row)
        self._turn()

    def submit(self) -> None:
        """Issue or save."""
        new = self._row is None
        written = self.form.arguments(new=new)
        if new:
            work = self._shell.bridge.run("token.add", **written)
        elif written:
            assert self._row is not None
            work = self._shell.bridge.run("token.edit", token=self._row["id"], **written)
        else:
            self.close_panel()
            return
        self.save.setEnabled(False)
        self._shell.bridge.start(work, self._on_issued if new else self._on_saved, self._on_error, owner=self)

    def _on_issued(self, answer: Row) -> None:
        self.save.setEnabled(True)
        row = {name: value for name, value in answer.items() if name != "key"}
        self.edit(row, answer["key"])
        self.issued.emit(row)

    def _on_saved(self, row: Row) -> None:
        self.save.setEnabled(True)
        self._row = row
        self.form.show_token(row)
        self.saved.emit(row)

    def _on_error(self, error: OneApiError) -> None:
        self.save.setEnabled(True)
        self.form.show_error(error)

    def _turn(self) -> None:
        """Between the form and the card."""
        if self._views.currentWidget() is self.card:
            self._show_form()
        elif self._row is not None:
            self._views.setCurrentWidget(self.card)
            self.card.show_token(self._row["id"])
            self._name_things()
            self.open_panel()

    def _show_form(self, *, fresh: bool = False) -> None:
        self._views.setCurrentIndex(0)
        self.fresh.setVisible(fresh)
        self.key.setVisible(self._row is not None)
        self.share.setVisible(self._row is not None)
        self.remove.setVisible(self._row is not None)
        self._name_things()
        self.open_panel()

    def _name_things(self) -> None:
        on_card = self._views.currentWidget() is self.card
        new = self._row is None
        self.set_title(self.tr("Issue a token") if new else str(self._row["name"] if self._row else ""))
        self.save.setText(self.tr("Issue") if new else self.tr("Save"))
        self.save.setVisible(not on_card)
        self.share.setText(self.tr("Back") if on_card else self.tr("Share card"))
