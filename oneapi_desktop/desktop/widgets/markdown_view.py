"""Markdown that others wrote, as high as its text: nothing in it is loaded, run, or followed unasked."""

import math
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QDesktopServices,
    QFont,
    QFontDatabase,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QTextBrowser, QWidget

from oneapi_desktop.desktop.theme import GAP_XS, Theme

FRAME = 1
"""Pixels of the border that shows the focus."""

LONGEST = 200_000
"""Characters up to which text is laid out as Markdown; beyond that it is shown as it is."""

_FEATURES = QTextDocument.MarkdownFeature(
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub.value | QTextDocument.MarkdownFeature.MarkdownNoHTML.value
)


class MarkdownView(QTextBrowser):
    """Shows Markdown without HTML; pictures it names are not fetched. Web links open in the browser."""

    def __init__(self, theme: Theme, kind: str = "message", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._text = ""
        self._plain = False
        self.setProperty("kind", kind)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.anchorClicked.connect(_follow)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.document().setDocumentMargin(0)
        theme.changed.connect(self._colour)

    @property
    def shown(self) -> str:
        """The text as it was given."""
        return self._text

    def show_plain(self, text: str) -> None:
        """Show a text in which nothing is markup."""
        self._plain = True
        self._show(text)

    def show_markdown(self, text: str) -> None:
        """Show Markdown."""
        self._plain = False
        self._show(text)

    def _show(self, text: str) -> None:
        self._text = text
        document = self.document()
        if self._plain or len(text) > LONGEST:
            document.setPlainText(text)
        else:
            document.setMarkdown(text, _FEATURES)
            self._dress()
        self.updateGeometry()

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        """Qt's own: nothing is loaded, neither from the disk nor from the network."""
        return None

    def hasHeightForWidth(self) -> bool:
        """Qt's own."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt's own: as high as the text at that width."""
        document = self.document()
        now = document.textWidth()
        document.setTextWidth(max(1, width - 2 * FRAME))
        height = math.ceil(document.size().height()) + 2 * FRAME
        document.setTextWidth(now)
        return height

    def sizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(super().sizeHint().width(), self.heightForWidth(max(80, self.width())))

    def minimumSizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(80, self.fontMetrics().lineSpacing() + 2 * FRAME)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt's own: what is around it scrolls."""
        event.ignore()

    def _colour(self) -> None:
        self._show(self._text)

    def _dress(self) -> None:
        """Room between paragraphs, modest headings; code wraps, on a ground of its own."""
        ground = QColor(self._theme.tokens.hover)
        family = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        cursor = QTextCursor(self.document())
        block = self.document().firstBlock()
        while block.isValid():
            form = block.blockFormat()
            level = form.headingLevel()
            if level:
                letters = QTextCharFormat()
                letters.setProperty(QTextFormat.Property.FontSizeAdjustment.value, 1 if level <= 2 else 0)
                letters.setFontWeight(QFont.Weight.DemiBold)
                cursor.setPosition(block.position())
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(letters)
            if form.hasProperty(QTextFormat.Property.BlockCodeFence.value) or form.nonBreakableLines():
                made = QTextBlockFormat(form)
                made.setBackground(ground)
                made.setNonBreakableLines(False)
                letters = QTextCharFormat()
                letters.setFontFamilies([family])
                letters.setFontStyleHint(QFont.StyleHint.Monospace)
                cursor.setPosition(block.position())
                cursor.setBlockFormat(made)
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(letters)
            elif block.textList() is None and not _in_table(cursor, block.position()):
                made = QTextBlockFormat(form)
                made.setTopMargin(GAP_XS)
                made.setBottomMargin(GAP_XS)
                cursor.setPosition(block.position())
                cursor.setBlockFormat(made)
            block = block.next()


def _in_table(cursor: QTextCursor, position: int) -> bool:
    cursor.setPosition(position)
    return cursor.currentTable() is not None


def _follow(address: QUrl) -> None:
    """Open a link somebody clicked, if it leads into the web."""
    if urlsplit(address.toString()).scheme in ("http", "https"):
        QDesktopServices.openUrl(address)
