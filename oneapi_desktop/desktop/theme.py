"""The look: colours, sizes and the style sheet made of them; light and dark, switched live."""

from dataclasses import asdict, dataclass
from string import Template

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from oneapi_desktop.desktop.style_sheet import STYLE_SHEET
from oneapi_desktop.services.resource_files import resource_directory


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by meaning. Text on ``window``, ``surface`` and ``raised`` is ``text``, ``muted`` or one of
    the ``…_text`` colours, which all reach a contrast of 4.5; ``faint`` is for what is no text."""

    window: str
    surface: str
    raised: str
    hover: str
    line: str
    line_strong: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_soft: str
    accent_fill: str
    on_accent: str
    accent_text: str
    ok: str
    ok_text: str
    ok_soft: str
    warn: str
    warn_text: str
    warn_soft: str
    fail: str
    fail_text: str
    fail_soft: str
    dark: bool


LIGHT = Tokens(
    window="#F6F7F9",
    surface="#FFFFFF",
    raised="#FFFFFF",
    hover="#EEF1F4",
    line="#E4E7EC",
    line_strong="#CBD2DB",
    text="#1A1F29",
    muted="#5B6675",
    faint="#8A94A3",
    accent="#0E8A6D",
    accent_soft="#DDF3EC",
    accent_fill="#0B7A60",
    on_accent="#FFFFFF",
    accent_text="#0A7058",
    ok="#1E9E5A",
    ok_text="#14703F",
    ok_soft="#DFF4E8",
    warn="#B7791F",
    warn_text="#85550F",
    warn_soft="#FBF0DA",
    fail="#D64545",
    fail_text="#B02E2E",
    fail_soft="#FBE6E6",
    dark=False,
)

DARK = Tokens(
    window="#14161A",
    surface="#1B1E24",
    raised="#232730",
    hover="#2A2F39",
    line="#2C313B",
    line_strong="#3A414E",
    text="#E8EBF0",
    muted="#A3ADBB",
    faint="#737E8D",
    accent="#2FC79E",
    accent_soft="#16382F",
    accent_fill="#2FC79E",
    on_accent="#0B1F19",
    accent_text="#4FD6B0",
    ok="#3CCB7F",
    ok_text="#55D591",
    ok_soft="#173525",
    warn="#E0A83E",
    warn_text="#E7B65B",
    warn_soft="#392D14",
    fail="#F07070",
    fail_text="#F48B8B",
    fail_soft="#3E2225",
    dark=True,
)

SERIES = ("#0E8A6D", "#4C78DB", "#E08A2E", "#A05CC9", "#D9577A", "#3AA6B9", "#8A94A3")
"""Colours of chart series, in order; the last one is for what is summed up as other."""

SIZE_SMALL, SIZE_TEXT, SIZE_LEAD, SIZE_TITLE, SIZE_FIGURE = 12, 13, 15, 20, 28
"""Pixel sizes of type at 100 % font scaling."""

GAP_XS, GAP_S, GAP_M, GAP_L, GAP_XL = 4, 8, 12, 16, 24
"""Spacing in pixels."""

RADIUS = 8
ROW_HEIGHT = 36
BASE_POINTS = 10.0
"""The point size of a system font that sizes above are meant for; a larger one scales them."""


class Theme(QObject):
    """The theme in force. ``choose`` it once before the first window shows; ``changed`` follows each switch.

    What paints itself reads ``tokens`` when it paints and repaints on ``changed``.
    """

    changed = Signal()

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._choice = "system"
        self._base_font = QFont(application.font())
        self._size = self._base_font.pointSizeF()
        self.tokens = LIGHT
        self.scale = max(1.0, min(2.0, (self._size if self._size > 0 else BASE_POINTS) / BASE_POINTS))
        style = QStyleFactory.create("Fusion")
        if style is not None:
            application.setStyle(style)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def dark(self) -> bool:
        """Whether the dark tokens are in force."""
        return self.tokens.dark

    @property
    def choice(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Take ``system``, ``light`` or ``dark``, at once and for every window."""
        self._choice = choice
        hints = QGuiApplication.styleHints()
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        if choice in schemes:
            hints.setColorScheme(schemes[choice])
        else:
            hints.unsetColorScheme()
        self._take(self._wanted())

    def set_scale(self, scale: float) -> None:
        """Scale all type, 1.0 to 2.0."""
        self.scale = max(1.0, min(2.0, scale))
        self._apply()

    def pixels(self, size: int) -> int:
        """A pixel size of type at the present font scaling."""
        return round(size * self.scale)

    def series(self, index: int) -> QColor:
        """The colour of a chart series; lighter in the dark, and the last one for all that are too many."""
        colour = QColor(SERIES[min(index, len(SERIES) - 1)])
        return colour.lighter(118) if self.dark else colour

    def reduced_motion(self) -> bool:
        """Whether the system asks for no animation (known from Qt 6.12 on)."""
        accessibility = getattr(QGuiApplication.styleHints(), "accessibility", None)
        preference = getattr(accessibility() if accessibility else None, "motionPreference", None)
        return preference is not None and "Reduced" in str(preference())

    def _wanted(self) -> Tokens:
        if self._choice != "system":
            return DARK if self._choice == "dark" else LIGHT
        return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _on_system_changed(self) -> None:
        if self._choice == "system" and self._wanted() is not self.tokens:
            self._take(self._wanted())

    def _take(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._apply()

    def _apply(self) -> None:
        font = QFont(self._base_font)
        font.setPixelSize(self.pixels(SIZE_TEXT))
        self._application.setFont(font)
        self._application.setPalette(palette_of(self.tokens))
        self._application.setStyleSheet(style_sheet_of(self.tokens, self.scale))
        self.changed.emit()


def palette_of(tokens: Tokens) -> QPalette:
    """Qt's palette of the tokens, for what no style sheet reaches."""
    palette = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.window,
        role.Text: tokens.text,
        role.Button: tokens.raised,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.fail_text,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Highlight: tokens.accent_soft,
        role.HighlightedText: tokens.text,
        role.Link: tokens.accent_text,
        role.LinkVisited: tokens.accent_text,
        role.Mid: tokens.line,
        role.Dark: tokens.line_strong,
        role.Shadow: tokens.line_strong,
        role.Light: tokens.raised,
        role.Midlight: tokens.line,
        role.Accent: tokens.accent,
    }
    for name, colour in colours.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.faint))
    return palette


def style_sheet_of(tokens: Tokens, scale: float = 1.0) -> str:
    """The application's style sheet for these tokens."""
    sizes = {"small": SIZE_SMALL, "text_size": SIZE_TEXT, "lead": SIZE_LEAD, "title": SIZE_TITLE, "figure": SIZE_FIGURE}
    values = {name: f"{round(size * scale)}px" for name, size in sizes.items()}
    drawings = {"icons": resource_directory("icons").as_posix(), "mode": "dark" if tokens.dark else "light"}
    return Template(STYLE_SHEET).substitute({**asdict(tokens), **values, **drawings, "radius": f"{RADIUS}px"})


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, 1 to 21."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        parts = [colour.redF(), colour.greenF(), colour.blueF()]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    first, second = sorted((luminance(one), luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


TEXT_ON = {
    "window": ("text", "muted", "accent_text", "ok_text", "warn_text", "fail_text"),
    "surface": ("text", "muted", "accent_text", "ok_text", "warn_text", "fail_text"),
    "raised": ("text", "muted", "accent_text", "ok_text", "warn_text", "fail_text"),
    "accent_soft": ("text", "accent_text"),
    "accent_fill": ("on_accent",),
    "ok_soft": ("ok_text",),
    "warn_soft": ("warn_text",),
    "fail_soft": ("fail_text",),
    "hover": ("text", "muted"),
}
"""Which text colours are used on which background."""
