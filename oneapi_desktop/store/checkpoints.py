"""Moving the write-ahead log into the database file without holding up commits.

SQLite would do it inside every some-hundredth COMMIT, for 15 ms and more (two fsyncs), while every
request of the gateway waits to be settled. Here a thread of its own does it, through its own
connection, while commits go on. Under unbroken load such a checkpoint never catches the last frames,
so the log would grow for ever: above a limit the writer, between two commits, moves the few that
are left, and the log starts again from its beginning.
"""

import contextlib
import queue
import sqlite3
import threading
from pathlib import Path

PAGES_BETWEEN = 4_000
"""Checkpoint after about this many pages were written (16 MiB)."""

LOG_LIMIT = 16_000
"""After about this many pages the writer moves what is left, so that the log starts again (64 MiB)."""


class Checkpointer:
    """A thread that runs passive checkpoints when told how much was written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pages = 0
        self._log_pages = 0
        self._wake: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="store-checkpoints", daemon=True)
        self._thread.start()

    def wrote(self, pages: int, connection: sqlite3.Connection) -> None:
        """Called by the writer after each commit, outside any transaction."""
        self._pages += pages
        self._log_pages += pages
        if self._log_pages >= LOG_LIMIT:
            # Counted here and not asked of the thread: one that gets no time must not let the log grow.
            with contextlib.suppress(sqlite3.Error):
                busy, _frames, _moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                if not busy:
                    self._log_pages = 0
        elif self._pages >= PAGES_BETWEEN:
            self._pages = 0
            self._wake.put(True)

    def stop(self) -> None:
        """End the thread and close its connection."""
        self._wake.put(False)
        self._thread.join()

    def _run(self) -> None:
        connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        with contextlib.closing(connection):
            while self._wake.get():
                # Whatever hinders a checkpoint now, the next one makes up for.
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
