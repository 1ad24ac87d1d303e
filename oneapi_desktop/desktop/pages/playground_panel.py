"""The side panel of the playground: parameters of requests, or one request and its answer as sent."""

import json
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.pages.playground_message import MessageView
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.buttons import CopyButton, button
from oneapi_desktop.desktop.widgets.code_view import CodeView
from oneapi_desktop.desktop.widgets.form import Form
from oneapi_desktop.desktop.widgets.labels import Badge, ElidedLabel, label
from oneapi_desktop.desktop.widgets.side_panel import SidePanel

EFFORTS = ("", "none", "minimal", "low", "medium", "high", "xhigh", "max")
"""Words of the dialects for how hard to think; they are not translated."""

SYSTEM_HEIGHT = 160


class ParameterForm(Form):
    """Fields are named like the arguments of ``playground.begin``; what is empty is left to the model."""

    def __init__(self) -> None:
        super().__init__()
        system = QPlainTextEdit()
        self.add("system", system, lambda: self.tr("System prompt"), lambda: self.tr("What the model is told first."))
        system.setMaximumHeight(SYSTEM_HEIGHT)
        self._line("temperature", lambda: self.tr("Temperature"), "0 – 2")
        self._line("top_p", lambda: self.tr("Top p"), "0 – 1")
        self._line("max_output_tokens", lambda: self.tr("Most tokens of the answer"), "4096")
        self._line("seed", lambda: self.tr("Seed"), "42")
        effort = QComboBox()
        for word in EFFORTS:
            effort.addItem(word, word)
        self.add(
            "effort", effort, lambda: self.tr("Reasoning effort"),
            lambda: self.tr("For models that think before they answer."),
        )  # fmt: skip
        self.add("stream", QCheckBox(), lambda: self.tr("Stream the answer"))
        self.fill({"stream": True})
        self.retranslate()

    def arguments(self) -> dict[str, Any]:
        """What says something."""
        return {name: value for name, value in self.values().items() if value not in ("", None)}

    def show_parameters(self, values: dict[str, Any]) -> None:
        """Exactly these, all others empty."""
        blank = dict.fromkeys(self.fields, "") | {"stream": True}
        self.fill(blank | {name: value for name, value in values.items() if name in blank})

    def retranslate(self) -> None:
        """The first item's word, too."""
        super().retranslate()
        if "effort" in self.__dict__.get("fields", {}):
            effort = self.fields["effort"].widget
            assert isinstance(effort, QComboBox)
            effort.setItemText(0, self.tr("the model's own"))

    def _line(self, name: str, caption: Any, example: str) -> None:
        line = QLineEdit()
        line.setMaxLength(20)
        line.setPlaceholderText(example)
        self.add(name, line, caption)


class BodyView(QWidget):
    """One body with its name and a button that copies it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_XS)
        head = QHBoxLayout()
        self.name = label("small")
        self.copy = CopyButton(shell.theme, lambda: self.view.toPlainText())
        head.addWidget(self.name, 1)
        head.addWidget(self.copy)
        column.addLayout(head)
        self.view = CodeView(22)
        column.addWidget(self.view)

    def show_body(self, name: str, copy: str, text: str) -> None:
        """Show a body; JSON is indented."""
        self.name.setText(name)
        self.view.setAccessibleName(name)
        self.copy.name_it(copy)
        self.view.show_text(_indented(text))


class PlaygroundPanel(SidePanel):
    """``show_parameters`` or ``show_exchange``. ``opened(request_id)``: show the request on its page."""

    opened = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.theme)
        self._shell = shell
        self._view: MessageView | None = None
        self.form = ParameterForm()
        self._views = QStackedWidget()
        writing = QWidget()
        column = QVBoxLayout(writing)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        self._views.addWidget(writing)
        self._views.addWidget(self._exchange(shell))
        self.body.addWidget(self._views)
        self.more = button(shell.theme, "", "format-list-bulleted")
        self.say(self.more.setText, lambda: self.tr("Open in Requests"))
        self.more.clicked.connect(self._open)
        self.footer.addWidget(self.more)
        self.footer.addStretch(1)
        self._name_things()

    @property
    def on_parameters(self) -> bool:
        """Whether parameters are shown, and not an exchange."""
        return self._views.currentIndex() == 0

    def show_parameters(self) -> None:
        """The parameters of what will be sent."""
        self._views.setCurrentIndex(0)
        self._name_things()
        self.open_panel()

    def show_exchange(self, view: MessageView) -> None:
        """A request as it was sent, and its answer as it came."""
        self._view = view
        self._views.setCurrentIndex(1)
        self.follow(view)
        self.open_panel()

    def follow(self, view: MessageView) -> None:
        """More is known of a message, which may be the one that is shown."""
        if view is not self._view:
            return
        request, answer = view.request, view.answer
        self._name_things()
        self.address.setText(f"{request['method']} {request['url']}")
        self.sent_headers.show_text("\n".join(f"{name}: {value}" for name, value in request["headers"].items()))
        self.sent.show_body(self.tr("Body"), self.tr("Copy the request's body"), request["body"])
        for part in (self.status, self.came_headers, self.came):
            part.setVisible(bool(answer))
        if not answer:
            self.summary.setText(view.facts.text())
            return
        failed = answer["status"] != 200 or bool(answer["error"])
        status = formats.NOTHING if answer["status"] is None else str(answer["status"])
        self.status.show_state(status, "badge-fail" if failed else "badge-ok")
        self.summary.setText(view.facts.text())
        self.came_headers.show_text("\n".join(f"{name}: {value}" for name, value in answer["headers"].items()))
        name = self.tr("Body, {bytes} bytes").format(bytes=formats.number(answer["bytes"]))
        if answer["cut"]:
            name = self.tr("The beginning of the body, {bytes} bytes in all").format(
                bytes=formats.number(answer["bytes"])
            )
        self.came.show_body(name, self.tr("Copy the answer's body"), answer["body"])

    def forget(self) -> None:
        """The message shown is gone."""
        self._view = None
        if not self.on_parameters:
            self._views.setCurrentIndex(0)
            self._name_things()

    def retranslate(self) -> None:
        """Title and what is shown."""
        super().retranslate()
        if "more" in self.__dict__:
            self._name_things()
            if self._view is not None:
                self.follow(self._view)

    def _exchange(self, shell: Shell) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        self.summary = label("muted", wrap=True)
        column.addWidget(self.summary)
        asked = label("section")
        self.say(asked.setText, lambda: self.tr("Request"))
        column.addWidget(asked)
        self.address = ElidedLabel()
        column.addWidget(self.address)
        self.sent_headers = CodeView()
        self.say(self.sent_headers.setAccessibleName, lambda: self.tr("Headers of the request"))
        column.addWidget(self.sent_headers)
        self.sent = BodyView(shell)
        column.addWidget(self.sent)
        column.addSpacing(GAP_M)
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        came = label("section")
        self.say(came.setText, lambda: self.tr("Answer"))
        self.status = Badge()
        head.addWidget(came)
        head.addWidget(self.status)
        head.addStretch(1)
        column.addLayout(head)
        self.came_headers = CodeView()
        self.say(self.came_headers.setAccessibleName, lambda: self.tr("Headers of the answer"))
        column.addWidget(self.came_headers)
        self.came = BodyView(shell)
        column.addWidget(self.came)
        column.addStretch(1)
        return holder

    def _name_things(self) -> None:
        self.set_title(self.tr("Parameters") if self.on_parameters else self.tr("As sent"))
        self.more.setVisible(not self.on_parameters)
        self.more.setEnabled(self._view is not None and bool(self._view.request_id))

    def _open(self) -> None:
        if self._view is not None:
            self.opened.emit(self._view.request_id)


def _indented(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
