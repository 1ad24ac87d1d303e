"""One conversation with one model; two of them stand side by side when models are compared."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import shiboken6
from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from oneapi_desktop.desktop.bridge import Work
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.playground_message import MessageView
from oneapi_desktop.desktop.pages.playground_pictures import Picture
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.cards import EmptyState
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.domain.errors import OneApiError

NEAR_END = 12
"""Pixels from the end within which new text keeps the end in view."""

Message = dict[str, Any]
"""``role``, ``text``, ``images``, as ``playground.begin`` takes them."""


class Lane(Translated):
    """``busy_changed()``; ``refused(error, message)``: nothing was sent, the message is handed back;
    ``asked(view)``: show a message's request and answer."""

    busy_changed = Signal()
    refused = Signal(object, object)
    asked = Signal(object)

    def __init__(self, shell: Shell, try_it: Callable[[], object]) -> None:
        super().__init__()
        self._shell = shell
        self._work: Work | None = None
        self._follow = True
        self.views: list[MessageView] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_S)
        head = QHBoxLayout()
        head.setSpacing(GAP_S)
        caption = label("muted")
        self.say(caption.setText, lambda: self.tr("Model"))
        self.model = QComboBox()
        self.model.setEditable(True)
        self.model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.model.setMinimumWidth(160)
        self._names = QStringListModel(self)
        self.model.setModel(self._names)
        completer = QCompleter(self._names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.model.setCompleter(completer)
        line = self.model.lineEdit()
        assert line is not None
        for field in (self.model, line):
            self.say(field.setAccessibleName, lambda: self.tr("Model"))
        caption.setBuddy(self.model)
        self.model.editTextChanged.connect(lambda _text: self.tell(""))
        head.addWidget(caption)
        head.addWidget(self.model, 1)
        column.addLayout(head)
        self.problem = label("field-error", wrap=True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.say(self.area.setAccessibleName, lambda: self.tr("Conversation"))
        content = QWidget()
        self._messages = QVBoxLayout(content)
        self._messages.setContentsMargins(0, 0, GAP_XS, 0)
        self._messages.setSpacing(GAP_S)
        self._messages.addStretch(1)
        self.area.setWidget(content)
        bar = self.area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _low, high: bar.setValue(high) if self._follow else None)
        bar.valueChanged.connect(self._on_scrolled)
        self.empty = EmptyState(shell.theme, "message-text-outline")
        self.say(
            self.empty.sentence.setText, lambda: self.tr("Write something below, or see at once whether it works.")
        )
        self.say(self.empty.button.setText, lambda: self.tr("Send a test request"))
        self.empty.offer(try_it)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.area)
        column.addWidget(self._stack, 1)

    @property
    def busy(self) -> bool:
        """Whether an answer is coming."""
        return self._work is not None and self._work.running

    @property
    def messages(self) -> list[Message]:
        """The conversation so far, without answers that brought nothing."""
        return [
            {"role": view.role, "text": view.text, "images": view.images if view.role == "user" else []}
            for view in self.views
            if view.text or (view.images and view.role == "user")
        ]

    def offer(self, models: Sequence[str]) -> None:
        """The models there are; what is written stays."""
        written = self.model.currentText()
        if list(models) == self._names.stringList():
            return
        blocked = self.model.blockSignals(True)
        self._names.setStringList(list(models))
        self.model.setCurrentIndex(self.model.findText(written))
        self.model.setEditText(written)
        self.model.blockSignals(blocked)

    def choose(self, model: str) -> None:
        """Another model."""
        self.model.setCurrentIndex(self.model.findText(model))
        self.model.setEditText(model)

    def tell(self, problem: str) -> None:
        """Say what is wrong with the model, or nothing."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def send(self, text: str, images: list[Picture], arguments: dict[str, Any]) -> None:
        """Say something to the model; ``arguments`` are those of ``playground.begin`` beside the messages."""
        said = self._append("user")
        said.show_message(text, images)
        answer = self._append("assistant")
        answer.begin()
        self._follow = True
        work = self._carry(said, answer, self.messages, {"model": self.model.currentText().strip()} | arguments)
        self._work = self._shell.bridge.start(work, owner=self, on_done=self._on_ended, on_error=self._on_error)
        self.busy_changed.emit()

    def stop(self) -> None:
        """End the answer that is coming."""
        if self._work is not None and self.busy:
            self._work.cancel()

    def show_messages(self, messages: Sequence[Message]) -> None:
        """Another conversation in place of this one."""
        self.clear()
        for message in messages:
            self._append(message["role"]).show_message(message["text"], list(message.get("images") or []))

    def clear(self) -> None:
        """Begin anew."""
        self.stop()
        for view in self.views:
            self._remove(view)
        self.views = []
        self._stack.setCurrentIndex(0)

    def unbilled(self) -> list[MessageView]:
        """Answers whose cost is not known yet."""
        return [view for view in self.views if view.request_id and view.bill is None]

    async def _carry(
        self, said: MessageView, answer: MessageView, messages: list[Message], arguments: dict[str, Any]
    ) -> None:
        run = self._shell.bridge.run
        try:
            try:
                begun = await run("playground.begin", messages=messages, **arguments)
            except OneApiError as error:
                self._take_back(said, answer)
                self.refused.emit(error, {"text": said.text, "images": said.images})
                return
            answer.sent(begun["request"] | {"stream": arguments.get("stream", True)})
            while True:
                piece = await run("playground.read", exchange=begun["exchange"])
                answer.add(piece)
                if piece["done"]:
                    answer.finish(piece["answer"])
                    return
        except asyncio.CancelledError:
            # It is cancelled by Stop, by a new conversation, and by the end of the page itself.
            if shiboken6.isValid(self):
                if shiboken6.isValid(answer):
                    answer.stopped()
                self._work = None
                self.busy_changed.emit()
            raise

    def _on_ended(self, _nothing: None) -> None:
        self._work = None
        self.busy_changed.emit()

    def _on_error(self, error: OneApiError) -> None:
        self._on_ended(None)
        if self.views:
            self.views[-1].stopped()
        self._shell.notices.say(str(error), "fail")

    def _append(self, role: str) -> MessageView:
        view = MessageView(self._shell, role)
        view.asked.connect(self.asked)
        self.views.append(view)
        self._messages.insertWidget(self._messages.count() - 1, view)
        self._stack.setCurrentIndex(1)
        return view

    def _take_back(self, *views: MessageView) -> None:
        for view in views:
            if view in self.views:
                self.views.remove(view)
                self._remove(view)
        if not self.views:
            self._stack.setCurrentIndex(0)

    def _remove(self, view: MessageView) -> None:
        self._messages.removeWidget(view)
        view.hide()
        view.deleteLater()

    def _on_scrolled(self, value: int) -> None:
        self._follow = value >= self.area.verticalScrollBar().maximum() - NEAR_END
