"""The program's log: to standard error, and to files whose number and size are bounded.

Lines are written on a thread of their own, so that a slow disk never holds up a request. Whatever
looks like a key is masked, whoever it belongs to.
"""

import contextlib
import logging
import sys
import time
from collections.abc import Iterator
from logging.handlers import QueueHandler, QueueListener, RotatingFileHandler
from pathlib import Path
from queue import SimpleQueue

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.upstream_errors import KEY_LIKE
from oneapi_desktop.settings import Settings

PACKAGE = "oneapi_desktop"
SQL = f"{PACKAGE}.sql"
"""The logger of SQL statements; they are written with the setting ``debug_sql`` alone."""

FILE_BYTES = 10 * 1024 * 1024
PARTS_KEPT = 4
"""Older parts of one file, beside the present one."""
FILES_KEPT = 14
"""Dated files, parts included, that are kept in all."""


@contextlib.contextmanager
def program_log(settings: Settings) -> Iterator[None]:
    """Write the log while inside. Raises InvalidInput when ``log_dir`` cannot be written."""
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    if settings.log_dir:
        handlers.append(_log_file(Path(settings.log_dir), dated=not settings.only_one_log_file))
    for handler in handlers:
        handler.setFormatter(MaskingFormatter())
    queue: SimpleQueue[logging.LogRecord] = SimpleQueue()
    front = QueueHandler(queue)
    listener = QueueListener(queue, *handlers)
    ours, root, sql = logging.getLogger(PACKAGE), logging.getLogger(), logging.getLogger(SQL)
    before = ours.level, sql.level
    ours.setLevel(logging.DEBUG if settings.debug else logging.INFO)
    sql.setLevel(logging.DEBUG if settings.debug_sql else logging.WARNING)
    root.addHandler(front)
    listener.start()
    try:
        yield
    finally:
        root.removeHandler(front)
        listener.stop()
        ours.setLevel(before[0])
        sql.setLevel(before[1])
        for handler in handlers:
            handler.close()


class MaskingFormatter(logging.Formatter):
    """``2026-11-24 10:20:30 WARNING relay.pipeline: text``, in local time."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s", "%Y-%m-%d %H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record).replace(f" {PACKAGE}.", " ", 1)
        return KEY_LIKE.sub(lambda match: match[0][:3] + "***", text)


class DatedLogFile(RotatingFileHandler):
    """``oneapi-YYYYMMDD.log``: a new file each day, the oldest removed."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        super().__init__(self._path_of_today(), maxBytes=FILE_BYTES, backupCount=PARTS_KEPT, encoding="utf-8")
        self._remove_old()

    def _path_of_today(self) -> Path:
        return self._directory / f"oneapi-{time.strftime('%Y%m%d')}.log"

    def emit(self, record: logging.LogRecord) -> None:
        today = str(self._path_of_today().absolute())
        if today != self.baseFilename:
            self.close()
            self.baseFilename = today
            self.stream = self._open()
            self._remove_old()
        super().emit(record)

    def _remove_old(self) -> None:
        found = sorted(self._directory.glob("oneapi-[0-9]*.log*"), key=lambda path: path.name, reverse=True)
        for path in found[FILES_KEPT:]:
            with contextlib.suppress(OSError):
                path.unlink()


def _log_file(directory: Path, *, dated: bool) -> logging.Handler:
    try:
        directory.mkdir(parents=True, exist_ok=True)
        if dated:
            return DatedLogFile(directory)
        return RotatingFileHandler(
            directory / "oneapi.log", maxBytes=FILE_BYTES, backupCount=PARTS_KEPT, encoding="utf-8"
        )
    except OSError as error:
        raise InvalidInput(
            "log_dir", f"{directory} cannot be written ({error.strerror}); name another with --log-dir"
        ) from None
