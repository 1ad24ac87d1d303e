"""What came of asking an upstream: how long it took and what it said, or its error word for word."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.i18n import Translated
from oneapi_desktop.desktop.icons import icon
from oneapi_desktop.desktop.theme import GAP_M, GAP_S, GAP_XS, Theme
from oneapi_desktop.desktop.widgets.buttons import IconButton
from oneapi_desktop.desktop.widgets.labels import label, restyle

LONGEST = 4000


class ResultCard(Translated):
    """Hidden until something is asked. ``show_result`` takes what ``channel.test`` answers."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sign_name = ("check-circle-outline", "ok")
        self._words: Callable[[], str] = str
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._frame = QFrame()
        self._frame.setProperty("kind", "card")
        outer.addWidget(self._frame)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(GAP_M, GAP_S, GAP_S, GAP_S)
        row.setSpacing(GAP_S)
        self._sign = QLabel()
        texts = QVBoxLayout()
        texts.setSpacing(GAP_XS)
        self.headline = label("section", wrap=True)
        self.detail = label("muted", wrap=True)
        self.detail.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        for part in (self.headline, self.detail, self.bar):
            texts.addWidget(part)
        self._close = IconButton(theme, "close")
        self.say(self._close.name_it, lambda: self.tr("Dismiss"))
        self._close.clicked.connect(self.hide)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._paint)
        self.hide()

    def show_work(self, words: Callable[[], str]) -> None:
        """Somebody is being asked."""
        self._put(words, "", "section", ("timer-sand", "muted"))
        self.bar.show()
        self._close.hide()

    def show_result(self, result: dict[str, Any]) -> None:
        """A test is over."""
        if result["result"] == "passed":
            took, model = formats.duration(result["ms"]), result["model"]
            self._put(
                lambda: self.tr("{model} answered in {took}").format(model=model, took=took),
                result["answer"], "ok", ("check-circle-outline", "ok"),
            )  # fmt: skip
        else:
            model = result["model"]
            self._put(
                lambda: self.tr("{model} did not answer").format(model=model or self.tr("The channel")),
                result["error"] or "", "fail", ("alert-circle-outline", "fail"),
            )  # fmt: skip

    def show_fault(self, text: str) -> None:
        """It could not even be asked."""
        self.show_result({"result": "failed", "model": "", "error": text})

    def retranslate(self) -> None:
        """The headline, too."""
        super().retranslate()
        if hasattr(self, "bar"):
            self.headline.setText(self._words())

    def _put(self, words: Callable[[], str], detail: str, kind: str, sign: tuple[str, str]) -> None:
        self._words, self._sign_name = words, sign
        self.headline.setText(words())
        restyle(self.headline, kind)
        self.detail.setText(detail[:LONGEST])
        self.detail.setVisible(bool(detail))
        self.setAccessibleName(f"{words()} {detail}".strip())
        self.bar.hide()
        self._close.show()
        self._paint()
        self.show()

    def _paint(self) -> None:
        name, token = self._sign_name
        self._sign.setPixmap(icon(name, self._theme, token).pixmap(18, 18))
