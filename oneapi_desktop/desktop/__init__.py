"""PySide6: the Qt event loop, tray and window."""
