"""A lock between processes and threads: an open file, locked by the operating system.

The lock goes with its holder: a killed process leaves nothing behind.
"""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from oneapi_desktop.domain.errors import VaultError

RETRY_SECONDS = 0.02


@contextmanager
def file_lock(path: Path, *, wait_seconds: float = 10.0) -> Iterator[None]:
    """Hold the lock of ``path`` (made when missing, mode 0600). Blocks its thread; not reentrant.

    Raises VaultError when another holder keeps it longer than ``wait_seconds`` or the file cannot
    be opened.
    """
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise VaultError(
            f"{path} cannot be opened ({error.strerror}); make its directory writable for this user"
        ) from None
    try:
        deadline = time.monotonic() + wait_seconds
        while not _try_lock(file):
            if time.monotonic() >= deadline:
                raise VaultError(f"another process has held {path} for {wait_seconds:g} s; end it and try again")
            time.sleep(RETRY_SECONDS)
        try:
            yield
        finally:
            _unlock(file)
    finally:
        os.close(file)


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: int) -> bool:
        os.lseek(file, 0, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: int) -> None:
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)
