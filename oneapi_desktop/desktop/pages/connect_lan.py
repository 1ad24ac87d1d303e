"""Sharing on the local network: the switch with its warning, addresses, devices."""

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from oneapi_desktop.desktop.bridge import error_text
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.connect_devices import InvitePanel, columns
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.buttons import CopyButton, button
from oneapi_desktop.desktop.widgets.cards import Banner, Card, EmptyState
from oneapi_desktop.desktop.widgets.columns import Row
from oneapi_desktop.desktop.widgets.labels import Badge, label
from oneapi_desktop.desktop.widgets.list_model import ListModel
from oneapi_desktop.desktop.widgets.reflow import RowOrColumn
from oneapi_desktop.desktop.widgets.side_panel import PanelScroll, beside
from oneapi_desktop.desktop.widgets.table import DataTable
from oneapi_desktop.domain.errors import OneApiError

LEAST_DEVICES = 160
"""Pixels that are left to the devices; what is above them is scrolled away sooner."""

DEVICES_MS = 3000
"""While requests come in, devices are fetched again this long after the last time."""


class SharingCard(Translated):
    """The switch and where the gateway is reached. ``invite()``: the person wants to add a device."""

    invite = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._status: dict[str, Any] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = Card()
        outer.addWidget(card)
        head = RowOrColumn()
        self.switch = QCheckBox()
        self.say(self.switch.setText, lambda: self.tr("Share on the local network"))
        self.switch.clicked.connect(self._on_switch)
        self.state = Badge()
        self.add = button(shell.theme, "primary", "qrcode")
        self.say(self.add.setText, lambda: self.tr("Add a device"))
        self.add.clicked.connect(self.invite)
        for part in (self.switch, self.state):
            head.add(part)
        head.space()
        head.add(self.add)
        card.body.addWidget(head)
        self.sentence = label("muted", wrap=True)
        card.body.addWidget(self.sentence)
        self.warning = Banner()
        self.warning.button.hide()
        self.say(self.warning.button.setText, lambda: self.tr("Share"))
        self.warning.button.clicked.connect(self.share)
        card.body.addWidget(self.warning)
        self.problem = Banner()
        card.body.addWidget(self.problem)
        choice = QHBoxLayout()
        choice.setSpacing(GAP_S)
        self._caption = label("muted")
        self.say(self._caption.setText, lambda: self.tr("On"))
        self.interface = QComboBox()
        self.interface.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.say(self.interface.setAccessibleName, lambda: self.tr("Network interface"))
        self.interface.activated.connect(lambda _index: self._on_interface())
        self._caption.setBuddy(self.interface)
        choice.addWidget(self._caption)
        choice.addWidget(self.interface)
        choice.addStretch(1)
        card.body.addLayout(choice)
        self._addresses = QVBoxLayout()
        self._addresses.setSpacing(GAP_XS)
        card.body.addLayout(self._addresses)

    def refresh(self) -> None:
        """Fetch how it is shared."""
        self._shell.bridge.start(self._shell.bridge.run("lan.status"), self.show_status, owner=self)

    def ask(self) -> None:
        """Say what sharing means and wait for the word, unless it is shared already."""
        if self._status.get("shared"):
            return
        self.switch.setChecked(False)
        self.warning.tell(
            self.tr(
                "Everyone on this network can reach the gateway. They still need a token you issued, and what they "
                "send is not encrypted unless you set a certificate. Share on networks you trust only, and give each "
                "device a token of its own with a budget."
            )
        )
        self.warning.button.show()
        self.warning.button.setFocus()

    def share(self) -> None:
        """Switch it on."""
        self._carry_out("lan.on", interface=self.interface.currentData() or "")

    def show_status(self, status: dict[str, Any]) -> None:
        """Show an answer of ``lan.status``."""
        self._status = status
        shared = status["shared"]
        if shared:
            self.warning.tell("")
        self.switch.setChecked(shared)
        self.add.setEnabled(shared)
        serving = status["serving"]
        if not shared:
            self.state.show_state(self.tr("this machine only"), "badge")
        elif serving:
            self.state.show_state(self.tr("shared"), "badge-ok")
        else:
            self.state.show_state(self.tr("not reached"), "badge-warn")
        if shared and status["announced"]:
            text = self.tr("Devices on this network reach the gateway at these addresses; programs find it by mDNS.")
        elif shared:
            text = self.tr("Devices on this network reach the gateway at these addresses.")
        else:
            text = self.tr(
                "Only programs on this machine reach the gateway. Share it to use it from a phone or another computer."
            )
        self.sentence.setText(text)
        self.problem.tell("\n".join(status["problems"]))
        self._show_interfaces(status)
        self._show_addresses(status)

    def retranslate(self) -> None:
        """States and sentences, too."""
        super().retranslate()
        if self.__dict__.get("_status"):
            asked = self.warning.isVisible()
            self.show_status(self._status)
            if asked:
                self.ask()

    def _show_interfaces(self, status: dict[str, Any]) -> None:
        self.interface.blockSignals(True)
        self.interface.clear()
        self.interface.addItem(self.tr("every private address"), "")
        for name in dict.fromkeys(one["interface"] for one in status["addresses"]):
            self.interface.addItem(name, name)
        for one in status["addresses"]:
            self.interface.addItem(f"{one['interface']} · {one['address']}", one["address"])
        wanted = status["interface"] or ""
        if self.interface.findData(wanted) < 0:
            self.interface.addItem(wanted, wanted)
        self.interface.setCurrentIndex(self.interface.findData(wanted))
        self.interface.blockSignals(False)

    def _show_addresses(self, status: dict[str, Any]) -> None:
        while (item := self._addresses.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not status["shared"]:
            return
        shown = [one["base_url"] for one in status["addresses"] if one["listening"]]
        for number, url in enumerate([*shown, status["name_url"]] if status["announced"] else shown):
            self._addresses.addWidget(self._address(url, "heading" if number == 0 else ""))

    def _address(self, url: str, kind: Any) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_S)
        copy = CopyButton(self._shell.theme, lambda: url)
        copy.name_it(self.tr("Copy {url}").format(url=url))
        row.addWidget(label(kind, url))
        row.addWidget(copy)
        row.addStretch(1)
        return holder

    def _on_switch(self, on: bool) -> None:
        if on:
            self.ask()
        else:
            self.warning.tell("")
            if self._status.get("shared"):
                self._carry_out("lan.off")

    def _on_interface(self) -> None:
        if self._status.get("shared"):
            self._carry_out("lan.on", interface=self.interface.currentData())

    def _carry_out(self, name: str, **arguments: Any) -> None:
        before = dict(self._status)
        bridge = self._shell.bridge

        def changed(status: dict[str, Any]) -> None:
            self.show_status(status)
            bridge.refresh_status()
            if not before or before["shared"] == status["shared"]:
                return
            if status["shared"]:
                text = self.tr("The gateway is shared on the local network.")
            else:
                text = self.tr("Only this machine reaches the gateway now.")
            self._shell.undo.done(text, lambda: self._take_back(before))

        bridge.start(bridge.run(name, **arguments), changed, self._on_error, owner=self)

    async def _take_back(self, before: dict[str, Any]) -> None:
        run = self._shell.bridge.run
        if before["shared"]:
            status = await run("lan.on", interface=before["interface"] or "")
        else:
            status = await run("lan.off")
        self.show_status(status)
        self._shell.bridge.refresh_status()

    def _on_error(self, error: OneApiError) -> None:
        self.show_status(self._status)
        self.problem.tell(error_text(error), failed=True)


class LanView(Translated):
    """The card above, devices below, and the panel that adds one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._leaving: set[int] = set()
        self.sharing = SharingCard(shell)
        self.sharing.invite.connect(self.invite)
        self.panel = InvitePanel(shell)
        self.panel.invited.connect(self.refresh)
        main = QWidget()
        column = QVBoxLayout(main)
        self._column = column
        self.panel.closed.connect(lambda: column.setContentsMargins(0, 0, 0, 0))
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_M)
        column.addWidget(self.sharing)
        self.model = ListModel(columns())
        self.model.setParent(self)
        self.table = DataTable("devices", self.model, shell.theme, shell.remembered)
        self.say(self.table.setAccessibleName, lambda: self.tr("Devices"))
        self.table.removal.connect(self.revoke)
        self.table.opened.connect(lambda row: shell.go("requests", token=row["token"]) if row["token"] else None)
        self.empty = EmptyState(shell.theme, "cellphone-link")
        self.say(
            self.empty.sentence.setText,
            lambda: self.tr("No other device has called yet. Issue one a token of its own and scan its card."),
        )
        self.say(self.empty.button.setText, lambda: self.tr("Add a device"))
        self.empty.offer(self.invite)
        heading = QHBoxLayout()
        heading.setSpacing(GAP_S)
        self._heading = label("heading")
        self.say(self._heading.setText, lambda: self.tr("Devices seen"))
        self.revoking = button(shell.theme, "danger", "key-remove")
        self.say(self.revoking.setText, lambda: self.tr("Revoke its token"))
        self.say(self.revoking.setToolTip, lambda: self.tr("Make the device's token useless for ever (Delete)"))
        self.revoking.clicked.connect(lambda: self.revoke(self.table.selected_rows()))
        self.table.chosen.connect(lambda _row: self._follow_choice())
        heading.addWidget(self._heading, 1)
        heading.addWidget(self.revoking)
        column.addLayout(heading)
        holder = QWidget()
        self._views = QStackedLayout(holder)
        self._views.addWidget(self.table)
        self._views.addWidget(self.empty)
        self._views.setCurrentIndex(1)
        self.revoking.hide()
        column.addWidget(holder, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        holder.setMinimumHeight(LEAST_DEVICES)
        scroll = PanelScroll(main)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer.addWidget(beside(scroll, self.panel, "connect-lan", shell.remembered))
        self._again = QTimer(self, singleShot=True, interval=DEVICES_MS)
        self._again.timeout.connect(self._fetch_devices)

    def refresh(self) -> None:
        """Fetch how it is shared and who has called."""
        self.sharing.refresh()
        self._fetch_devices()

    def follow_requests(self) -> None:
        """Requests came in: devices are fetched again soon."""
        if self.isVisible() and not self._again.isActive():
            self._again.start()

    def invite(self) -> None:
        """Add a device; sharing is asked for first where it is off."""
        if self.sharing.switch.isChecked():
            self._column.setContentsMargins(0, 0, GAP_M, 0)
            self.panel.begin()
        else:
            self.sharing.ask()

    def revoke(self, rows: list[Row]) -> None:
        """Their tokens are useless once the offer to undo ends."""
        names = {row["token_id"]: row["token"] for row in rows if row["token_status"] in ("enabled", "disabled")}
        if not names:
            return
        run = self._shell.bridge.run
        self._leaving |= set(names)
        self._show_devices(self.model.all_rows)

        async def commit() -> None:
            try:
                for token in names:
                    await run("token.revoke", token=token)
            finally:
                self._leaving -= set(names)
            self._fetch_devices()

        async def undo() -> None:
            self._leaving -= set(names)
            self._show_devices(await run("lan.devices"))

        if len(names) == 1:
            text = self.tr("{name} is revoked.").format(name=next(iter(names.values())))
        else:
            text = self.tr("%n token(s) are revoked.", "", len(names))
        self._shell.undo.postpone(text, commit, undo)

    def retranslate(self) -> None:
        """Cells are written anew."""
        super().retranslate()
        if hasattr(self, "table"):
            self.table.viewport().update()

    def _fetch_devices(self) -> None:
        self._shell.bridge.start(self._shell.bridge.run("lan.devices"), self._show_devices, owner=self)

    def _show_devices(self, rows: list[Row]) -> None:
        shown = []
        for row in rows:
            status = "revoked" if row["token_id"] in self._leaving else row["token_status"]
            shown.append(row | {"id": f"{row['address']} {row['token_id']}", "token_status": status})
        self.model.set_rows(shown)
        self._views.setCurrentIndex(0 if shown else 1)
        self._follow_choice()

    def _follow_choice(self) -> None:
        rows = self.table.selected_rows()
        self.revoking.setVisible(bool(self.model.rows))
        self.revoking.setEnabled(any(row["token_status"] in ("enabled", "disabled") for row in rows))
