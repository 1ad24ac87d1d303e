"""Text of fixed width to read and copy: snippets, diffs, bodies."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontDatabase, QResizeEvent, QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

from oneapi_desktop.desktop.theme import Theme

MOST_LINES = 16
"""Lines that are shown at once; more of them scroll."""


class CodeView(QPlainTextEdit):
    """As high as its text, up to ``most_lines``. Long lines wrap, so that nothing hides at the right."""

    def __init__(self, most_lines: int = MOST_LINES, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most_lines = most_lines
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self.updateGeometry)

    def show_text(self, text: str) -> None:
        """Show another text from its beginning; the same one stays as it is scrolled."""
        if text != self.toPlainText():
            self.setPlainText(text)

    def sizeHint(self) -> QSize:
        """Qt's own: as many lines as the text takes at this width."""
        rows = 0
        block = self.document().firstBlock()
        while block.isValid() and rows < self._most_lines:
            rows += max(1, block.layout().lineCount() if block.layout() is not None else 1)
            block = block.next()
        height = max(1, min(rows, self._most_lines)) * self.fontMetrics().lineSpacing()
        frame = 2 * (self.frameWidth() + round(self.document().documentMargin())) + 12
        return QSize(super().sizeHint().width(), height + frame)

    def minimumSizeHint(self) -> QSize:
        """Qt's own."""
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's own: another width wraps other lines."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


class DiffColours(QSyntaxHighlighter):
    """Colours added, removed and place lines of a unified diff; the signs say the same without colour."""

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        theme.changed.connect(self.rehighlight)

    def highlightBlock(self, text: str) -> None:
        """Qt's own."""
        tokens = self._theme.tokens
        pairs = {
            "+": (tokens.ok_text, tokens.ok_soft),
            "-": (tokens.fail_text, tokens.fail_soft),
            "@": (tokens.muted, ""),
        }
        pair = pairs.get(text[:1])
        if pair is None:
            return
        look = QTextCharFormat()
        look.setForeground(QColor(pair[0]))
        if pair[1]:
            look.setBackground(QColor(pair[1]))
        self.setFormat(0, len(text), look)
