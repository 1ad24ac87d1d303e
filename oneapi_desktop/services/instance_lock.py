"""One gateway per data directory: a lock held by the operating system for as long as it runs.

A killed process leaves no stale lock behind. The running gateway holds the lock *exclusively*;
commands that open the database themselves hold it *shared*, so that no gateway can start with a
picture of the data that a command is just changing. Windows has no shared locks in its C library:
there commands take turns.
"""

import os
import sys
import time
from pathlib import Path
from types import TracebackType

_LOCK_OFFSET = 1 << 30
"""Windows locks are mandatory: a byte far behind the text keeps the holder's number readable."""

_RETRY_SECONDS = 0.05


class InstanceLock:
    """The lock of one data directory. Not thread-safe; one object per attempt to hold it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None
        self._shared = False

    @property
    def held(self) -> bool:
        """True between a successful ``acquire`` and ``release``."""
        return self._file is not None

    def acquire(self, *, shared: bool = False, wait_seconds: float = 0.0) -> bool:
        """Take the lock; False when another process still holds it after ``wait_seconds``.

        A gateway waits a few seconds, because a command holds the lock for a moment only.
        Blocks its thread. Raises OSError when the file cannot be opened.
        """
        if self.held:
            return True
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + wait_seconds
        try:
            while not _lock(file, shared):
                if time.monotonic() >= deadline:
                    os.close(file)
                    return False
                time.sleep(_RETRY_SECONDS)
        except BaseException:
            os.close(file)
            raise
        if not shared:
            os.ftruncate(file, 0)
            os.lseek(file, 0, os.SEEK_SET)
            os.write(file, str(os.getpid()).encode())
        self._file, self._shared = file, shared
        return True

    def release(self) -> None:
        """Give the lock back. Does nothing when it is not held."""
        if self._file is None:
            return
        file, self._file = self._file, None
        if not self._shared:
            os.ftruncate(file, 0)
        _unlock(file)
        os.close(file)

    def holder(self) -> int | None:
        """Process id of the gateway that took the lock last, for messages; None when unknown."""
        try:
            text = self.path.read_text(encoding="ascii", errors="replace").strip()
        except OSError:
            return None
        return int(text) if text.isdecimal() else None

    def __enter__(self) -> "InstanceLock":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int, shared: bool) -> bool:
        os.lseek(file, _LOCK_OFFSET, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, _LOCK_OFFSET, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: int, shared: bool) -> bool:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
