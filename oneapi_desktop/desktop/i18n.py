"""Languages of the window: catalogues, switching without a restart, texts that follow.

Widgets say ``self.tr("…")``; declared rows mark their texts with ``QT_TRANSLATE_NOOP(context, "…")`` and
surfaces look them up with ``QCoreApplication.translate``. Sentences are never glued from parts;
numbers in them are ``%n`` or placeholders filled with ``.format``.
"""

import logging
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QObject, QTranslator, Signal
from PySide6.QtWidgets import QWidget

from oneapi_desktop.services.resource_files import resource_directory

log = logging.getLogger(__name__)


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text of a declared row for the catalogues; they are made by looking for this name, which Qt's
    own function has, too. It returns the text as it is."""
    return text


LANGUAGES = {"en": "English", "zh_CN": "简体中文", "ja": "日本語"}
"""Languages with a catalogue, each by its own name."""


def chosen_language(setting: str) -> str:
    """The language for a value of the setting ``language``; the system's where that is one of ours."""
    for name in LANGUAGES:
        if setting.lower() == name.lower():
            return name
    for preferred in QLocale.system().uiLanguages():
        start = preferred.replace("-", "_").split("_")[0]
        for name in LANGUAGES:
            if name.split("_")[0] == start:
                return name
    return "en"


class Language(QObject):
    """The language in force. ``changed`` comes after widgets got their LanguageChange event."""

    changed = Signal()

    def __init__(self, application: QCoreApplication, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._translators: list[QTranslator] = []
        self.name = "en"
        self.locale = QLocale("en")

    def choose(self, setting: str) -> None:
        """Switch to the language of a setting's value: ``system``, ``en``, ``zh_cn`` or ``ja``."""
        name = chosen_language(setting)
        system = QLocale.system()
        self.locale = system if system.name().split("_")[0] == name.split("_")[0] else QLocale(name)
        QLocale.setDefault(self.locale)
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators = []
        self.name = name
        own = str(resource_directory("translations"))
        qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        for file, directory in ((f"qtbase_{name}", qt), (f"oneapi_desktop_{name}", own)):
            translator = QTranslator(self)
            if translator.load(file, directory):
                self._application.installTranslator(translator)
                self._translators.append(translator)
            elif directory == own and name != "en":
                log.info("the catalogue %s is not built; the window is in English", file)
        self.changed.emit()


class Translated(QWidget):
    """A widget whose texts follow the language: ``self.say(label.setText, lambda: self.tr("Name"))``."""

    _texts: list[tuple[Callable[[str], object], Callable[[], str]]]

    def say(self, setter: Callable[[str], object], text: Callable[[], str]) -> None:
        """Set a text now and again after every switch of the language."""
        if "_texts" not in self.__dict__:
            self._texts = []
        self._texts.append((setter, text))
        setter(text())

    def retranslate(self) -> None:
        """Called after a switch of the language; override for what ``say`` cannot do, and call this."""
        alive = []
        for setter, text in self.__dict__.get("_texts", []):
            target = getattr(setter, "__self__", None)
            if isinstance(target, QObject) and not shiboken6.isValid(target):
                continue
            alive.append((setter, text))
            setter(text())
        self._texts = alive

    def changeEvent(self, event: QEvent) -> None:
        """Qt's own: reacts to LanguageChange."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
