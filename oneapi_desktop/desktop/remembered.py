"""What the window remembers between starts: geometry, columns, the language and theme shown last."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QHeaderView, QWidget

T = TypeVar("T", str, int, bool)


class Remembered:
    """A small file beside the database; nothing in it matters when it is lost."""

    def __init__(self, directory: Path) -> None:
        self._file = QSettings(str(directory / "window.ini"), QSettings.Format.IniFormat)

    def get(self, key: str, default: T) -> T:
        """A value of the default's type; the default when there is none or it is of another type."""
        value = self._file.value(key)
        if isinstance(default, bool):
            return value == "true" if isinstance(value, str) else default if value is None else bool(value)
        if isinstance(default, int):
            return int(value) if str(value).lstrip("-").isdecimal() else default
        return value if isinstance(value, str) else default

    def put(self, key: str, value: str | int | bool) -> None:
        """Keep a value."""
        self._file.setValue(key, value)

    def restore_geometry(self, window: QWidget) -> bool:
        """Give a window the place it had; False when none is known."""
        kept = self._file.value(f"geometry/{window.objectName()}")
        return isinstance(kept, QByteArray) and window.restoreGeometry(kept)

    def keep_geometry(self, window: QWidget) -> None:
        """Keep a window's place and size."""
        self._file.setValue(f"geometry/{window.objectName()}", window.saveGeometry())

    def restore_columns(self, table: str, header: QHeaderView) -> bool:
        """Give a table's columns their widths, order and visibility; False when none are known."""
        kept = self._file.value(f"columns/{table}")
        return isinstance(kept, QByteArray) and header.restoreState(kept)

    def keep_columns(self, table: str, header: QHeaderView) -> None:
        """Keep a table's columns."""
        self._file.setValue(f"columns/{table}", header.saveState())
