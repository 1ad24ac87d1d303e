"""Where the person writes: text, pictures, Send."""

import asyncio
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QIcon, QImage, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from oneapi_desktop.desktop.bridge import error_text
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.pages.playground_pictures import MOST, SUFFIXES, Picture, png_of, read_picture, thumbnail
from oneapi_desktop.desktop.shell import Shell
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS
from oneapi_desktop.desktop.widgets.buttons import IconButton, button
from oneapi_desktop.desktop.widgets.labels import label
from oneapi_desktop.domain.errors import InvalidInput, OneApiError

LEAST_LINES, MOST_LINES = 2, 8
CHIP = 44


class WritingField(QPlainTextEdit):
    """Grows with its text. Enter: ``entered``; Shift+Enter breaks the line. ``dropped(mime)``: files or a
    picture were pasted or dropped."""

    entered = Signal()
    escaped = Signal()
    dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "writing")
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's own."""
        shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not shift:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Qt's own."""
        return source.hasImage() or source.hasUrls() or super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Qt's own: pictures are attached, all else is text."""
        if source.hasImage() or any(url.isLocalFile() for url in source.urls()):
            self.dropped.emit(source)
        else:
            super().insertFromMimeData(source)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt's own."""
        if self.canInsertFromMimeData(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt's own."""
        self.insertFromMimeData(event.mimeData())
        event.acceptProposedAction()

    def _grow(self) -> None:
        lines = max(LEAST_LINES, min(MOST_LINES, round(self.document().size().height())))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2 * round(self.document().documentMargin()) + 6)

    def changeEvent(self, event: Any) -> None:
        """Qt's own: another font is higher."""
        super().changeEvent(event)
        self._grow()


class Composer(Translated):
    """``sent()`` and ``stopped()`` come from its buttons and keys."""

    sent = Signal()
    stopped = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.pictures: list[Picture] = []
        self._names: list[str] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP_XS)
        frame = QFrame()
        frame.setProperty("kind", "card")
        outer.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(GAP_M, GAP_S, GAP_S, GAP_S)
        column.setSpacing(GAP_XS)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(GAP_S)
        self._chips.addStretch(1)
        column.addLayout(self._chips)
        self.field = WritingField()
        self.say(self.field.setPlaceholderText, lambda: self.tr("Ask something …"))
        self.say(self.field.setAccessibleName, lambda: self.tr("Message"))
        self.field.entered.connect(self._on_enter)
        self.field.escaped.connect(self.stopped)
        self.field.dropped.connect(self.take)
        column.addWidget(self.field)
        row = QHBoxLayout()
        row.setSpacing(GAP_S)
        self.attach = IconButton(shell.theme, "image-plus")
        self.say(self.attach.name_it, lambda: self.tr("Attach pictures"))
        self.attach.clicked.connect(self._choose)
        hint = label("small", wrap=True)
        self.say(hint.setText, lambda: self.tr("Enter sends, Shift+Enter begins a line"))
        self.send = button(shell.theme, "primary", "send")
        self.say(self.send.setText, lambda: self.tr("Send"))
        self.say(self.send.setToolTip, lambda: self.tr("Send (Enter)"))
        self.send.clicked.connect(self.sent)
        self.stop = button(shell.theme, "danger", "stop")
        self.say(self.stop.setText, lambda: self.tr("Stop"))
        shell.commands.dress(self.stop, "playground.stop", "fail_text")
        self.stop.hide()
        row.addWidget(self.attach)
        row.addWidget(hint, 1)
        row.addWidget(self.stop)
        row.addWidget(self.send)
        column.addLayout(row)
        self.problem = label("field-error", wrap=True)
        self.problem.hide()
        outer.addWidget(self.problem)
        self.field.textChanged.connect(lambda: self.tell(""))

    @property
    def text(self) -> str:
        """What is written."""
        return self.field.toPlainText().strip()

    def put(self, text: str, pictures: list[Picture]) -> None:
        """Write this in place of what is there."""
        self.field.setPlainText(text)
        self.field.moveCursor(self.field.textCursor().MoveOperation.End)
        self.pictures = []
        self._names = []
        for number, picture in enumerate(pictures, start=1):
            self._add(picture, self.tr("Picture {number}").format(number=number), show=False)
        self._show_chips()

    def show_busy(self, busy: bool) -> None:
        """Whether an answer is coming: then it can be stopped, and the next message waits."""
        self.stop.setVisible(busy)
        self.send.setEnabled(not busy)

    def tell(self, problem: str) -> None:
        """Say what is wrong with the message, or nothing."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def take(self, source: QMimeData) -> None:
        """Attach what was pasted or dropped."""
        if source.hasImage():
            image = source.imageData()
            if isinstance(image, QImage):
                self._start(asyncio.to_thread(png_of, image), self.tr("Picture"))
            return
        self.attach_files([url.toLocalFile() for url in source.urls() if url.isLocalFile()])

    def attach_files(self, paths: list[str]) -> None:
        """Read pictures and attach them; what is none is told."""
        for path in paths:
            self._start(asyncio.to_thread(read_picture, Path(path)), Path(path).name)

    def retranslate(self) -> None:
        """Chips are named anew."""
        super().retranslate()
        if "_names" in self.__dict__:
            self._show_chips()

    def _start(self, work: Any, name: str) -> None:
        self._shell.bridge.start(work, lambda picture: self._add(picture, name), self._on_error, owner=self)

    def _on_error(self, error: OneApiError) -> None:
        self.tell(error_text(error))

    def _add(self, picture: Picture, name: str, *, show: bool = True) -> None:
        if len(self.pictures) >= MOST:
            self._on_error(InvalidInput("images", self.tr("At most {count} pictures go along.").format(count=MOST)))
            return
        self.pictures.append(picture)
        self._names.append(name)
        if show:
            self._show_chips()

    def _remove(self, number: int) -> None:
        del self.pictures[number]
        del self._names[number]
        self._show_chips()
        self.field.setFocus()

    def _show_chips(self) -> None:
        while self._chips.count() > 1:
            item = self._chips.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, (picture, name) in enumerate(zip(self.pictures, self._names, strict=True)):
            chip = QToolButton()
            chip.setIcon(QIcon(thumbnail(picture, CHIP)))
            chip.setIconSize(QSize(CHIP, CHIP))
            chip.setToolTip(self.tr("{name}: click to take it out").format(name=name))
            chip.setAccessibleName(self.tr("Take out {name}").format(name=name))
            chip.clicked.connect(lambda _checked=False, number=number: self._remove(number))
            self._chips.insertWidget(number, chip)

    def _on_enter(self) -> None:
        if self.send.isEnabled():
            self.sent.emit()

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Attach pictures"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(f"{self.tr('Pictures')} ({' '.join(f'*.{suffix}' for suffix in SUFFIXES)})")
        dialog.filesSelected.connect(self.attach_files)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
