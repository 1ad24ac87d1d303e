"""One message of a conversation: what was said, how long it took, what it cost."""

import time
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.playground_pictures import Picture, thumbnail
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_L, GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.buttons import CopyButton, IconButton
from oneapi_desktop.desktop.widgets.code_view import CodeView
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.desktop.widgets.markdown_view import MarkdownView

RENDER_MS = 40
"""The least time between two layouts of a text that is still coming; a slow layout makes it longer."""

THUMBNAIL = 120


class MessageView(Translated):
    """A message of one side. Text comes in pieces by ``add``; ``asked(self)``: show its request and answer."""

    asked = Signal(object)

    def __init__(self, shell: Shell, role: str) -> None:
        super().__init__()
        self.role = role
        self.text = ""
        self.reasoning = ""
        self.images: list[Picture] = []
        self.request: dict[str, Any] = {}
        self.answer: dict[str, Any] = {}
        self.bill: dict[str, Any] | None = None
        self._state = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setProperty("kind", "card" if role == "assistant" else "said")
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(GAP_L, GAP_S, GAP_M, GAP_M)
        column.setSpacing(GAP_XS)
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        name = label("small")
        self.say(name.setText, self._who)
        head.addWidget(name, 1)
        self.thought = IconButton(shell.theme, "head-lightbulb-outline")
        self.thought.setCheckable(True)
        self.say(self.thought.name_it, lambda: self.tr("Reasoning"))
        self.thought.toggled.connect(self._show_reasoning)
        self.thought.hide()
        self.details = IconButton(shell.theme, "code-json")
        self.say(self.details.name_it, lambda: self.tr("Show request and answer as sent"))
        self.details.clicked.connect(lambda: self.asked.emit(self))
        self.details.hide()
        copy = CopyButton(shell.theme, lambda: self.text)
        self.say(copy.name_it, lambda: self.tr("Copy this message"))
        for part in (self.thought, self.details, copy):
            head.addWidget(part)
        column.addLayout(head)
        self.reasoning_text = MarkdownView(shell.theme, "message-muted")
        self.say(self.reasoning_text.setAccessibleName, lambda: self.tr("Reasoning"))
        self.reasoning_text.hide()
        column.addWidget(self.reasoning_text)
        self._pictures = QHBoxLayout()
        self._pictures.setSpacing(GAP_S)
        self._pictures.addStretch(1)
        column.addLayout(self._pictures)
        self.view = MarkdownView(shell.theme)
        self.say(self.view.setAccessibleName, self._who)
        column.addWidget(self.view)
        self.calls = CodeView()
        self.say(self.calls.setAccessibleName, lambda: self.tr("Tool calls"))
        self.calls.hide()
        column.addWidget(self.calls)
        self.error = MarkdownView(shell.theme, "message-fail")
        self.say(self.error.setAccessibleName, lambda: self.tr("Error"))
        self.error.hide()
        column.addWidget(self.error)
        self.facts = label("small", wrap=True)
        self.facts.hide()
        column.addWidget(self.facts)
        self._render = QTimer(self, singleShot=True, interval=RENDER_MS)
        self._render.timeout.connect(self.render_now)

    @property
    def request_id(self) -> str:
        """The ledger's name of the request; empty until the answer has ended."""
        return str(self.answer.get("request_id") or "")

    def show_message(self, text: str, images: list[Picture]) -> None:
        """A whole message."""
        self.text = text
        for picture in images:
            self._add_picture(picture)
        self.render_now()
        self.view.setVisible(bool(text))

    def begin(self) -> None:
        """The answer is being waited for."""
        self._state = "waiting"
        self._tell()

    def sent(self, request: dict[str, Any]) -> None:
        """The request as it went out."""
        self.request = request
        self.details.show()

    def add(self, piece: dict[str, Any]) -> None:
        """More of the answer."""
        if piece["reasoning"]:
            self.reasoning += piece["reasoning"]
            self.thought.show()
            if self.thought.isChecked():
                self.reasoning_text.show_plain(self.reasoning)
        for picture in piece["images"]:
            self._add_picture(picture)
        if piece["text"]:
            self.text += piece["text"]
            if not self._render.isActive():
                self._render.start()
        if self._state == "waiting" and (piece["text"] or piece["reasoning"] or piece["images"]):
            self._state = "answering"
            self._tell()

    def finish(self, answer: dict[str, Any]) -> None:
        """The answer has ended, well or not."""
        self.answer = answer
        self._state = "done"
        self.render_now()
        if answer["tool_calls"]:
            self.calls.show_text("\n".join(f"{call['name']}({call['arguments']})" for call in answer["tool_calls"]))
            self.calls.show()
        self.error.show_plain(answer["error"] or "")
        self.error.setVisible(bool(answer["error"]))
        self.view.setVisible(bool(self.text))
        self._tell()

    def stopped(self) -> None:
        """The person ended it; what had come stays."""
        self._state = "stopped"
        self.render_now()
        self._tell()

    def show_bill(self, row: dict[str, Any]) -> None:
        """What the ledger says of it."""
        self.bill = row
        self._tell()

    def render_now(self) -> None:
        """Lay the text out as it is now."""
        self._render.stop()
        begun = time.perf_counter()
        if self.view.shown != self.text:
            # What a person typed is no markup.
            (self.view.show_plain if self.role == "user" else self.view.show_markdown)(self.text)
        # A long text takes long to lay out: the window must not spend its time on that alone.
        self._render.setInterval(max(RENDER_MS, round((time.perf_counter() - begun) * 8000)))

    def retranslate(self) -> None:
        """The facts, too."""
        super().retranslate()
        if "facts" in self.__dict__:
            self._tell()

    def _who(self) -> str:
        names = {"user": self.tr("You"), "assistant": self.tr("Model"), "system": self.tr("Instruction")}
        return names.get(self.role, self.role)

    def _tell(self) -> None:
        answer, bill = self.answer, self.bill or {}
        facts = []
        if self._state == "waiting":
            facts.append(self.tr("Waiting for the first token …"))
        elif self._state == "answering":
            facts.append(self.tr("Answering …"))
        elif self._state == "stopped":
            facts.append(self.tr("Stopped"))
        elif self._state == "done":
            facts.append(formats.duration(answer["ms"]))
            failed = bool(answer["error"]) and not self.text
            if answer["first_ms"] is not None and self.request.get("stream") and not failed:
                facts.append(self.tr("first token after {time}").format(time=formats.duration(answer["first_ms"])))
            usage = bill.get("usage") or answer["usage"]
            if usage and not failed:
                facts.append(
                    self.tr("{prompt} tokens in, {completion} out").format(
                        prompt=formats.number(usage["prompt_tokens"]),
                        completion=formats.number(usage["completion_tokens"]),
                    )
                )
            if bill and not failed:
                facts.append(formats.money(bill["cost_nano_usd"]))
            if bill.get("channel"):
                facts.append(self.tr("by {channel}").format(channel=bill["channel"]))
        self.facts.setText(" · ".join(facts))
        self.facts.setVisible(bool(facts))

    def _show_reasoning(self, shown: bool) -> None:
        self.reasoning_text.show_plain(self.reasoning if shown else "")
        self.reasoning_text.setVisible(shown)

    def _add_picture(self, picture: Picture) -> None:
        self.images.append(picture)
        small = thumbnail(picture, THUMBNAIL)
        shown = QLabel()
        shown.setPixmap(small)
        shown.setAccessibleName(self.tr("Picture"))
        self._pictures.insertWidget(self._pictures.count() - 1, shown)
