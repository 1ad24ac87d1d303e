"""Backups of the database, while it is in use, and putting one back while it is not."""

import asyncio
import datetime
import os
import threading
from pathlib import Path
from typing import Any

from oneapi_desktop.domain.errors import Conflict, StoreError
from oneapi_desktop.services.data_directory import DataDirectory
from oneapi_desktop.services.instance_lock import InstanceLock
from oneapi_desktop.settings import Settings
from oneapi_desktop.store import backup as store_backup


class BackupService:
    """Backups of one data directory."""

    def __init__(self, directory: DataDirectory, settings: Settings) -> None:
        self._directory = directory
        self._settings = settings
        self._cancelled = threading.Event()
        self._copied = (0, 0)

    @property
    def progress(self) -> dict[str, int]:
        """How far a backup under way has come: pages ``done`` of ``total``; both 0 while none is."""
        done, total = self._copied
        return {"done": done, "total": total}

    def cancel(self) -> None:
        """End the backup under way; ``create`` raises Conflict then, and nothing is left of it."""
        self._cancelled.set()

    async def create(self, file: Path | None = None) -> dict[str, Any]:
        """Copy the database into the directory's backups, of which the newest are kept, or to a file
        that does not exist yet. Raises StoreError, Conflict."""
        if self._copied != (0, 0):
            raise Conflict("a backup is being made already; wait for it or cancel it")
        self._cancelled.clear()
        self._copied = (0, 1)
        try:
            return await asyncio.to_thread(self._create, file)
        finally:
            self._copied = (0, 0)

    def _on_step(self, left: int, total: int) -> None:
        if self._cancelled.is_set():
            raise Conflict("the backup was cancelled; nothing was written")
        self._copied = (total - left, max(1, total))

    def _create(self, file: Path | None) -> dict[str, Any]:
        if file is None:
            made = store_backup.back_up(
                self._directory.database,
                self._directory.backups,
                keep=self._settings.backup_keep,
                progress=self._on_step,
            )
            return describe(made)
        if file.exists():
            raise Conflict(f"{file} exists already; name a new file")
        if not file.parent.is_dir():
            raise StoreError(f"there is no directory {file.parent}; make it first")
        # Made in a directory of its own beside the target, so that nothing else there counts as an old backup.
        aside = file.parent / f".{file.name}.{os.getpid()}"
        try:
            made = store_backup.back_up(self._directory.database, aside, keep=1, progress=self._on_step)
            made.replace(file)
        except OSError as error:
            raise StoreError(f"the backup could not be written to {file}: {error.strerror}") from None
        finally:
            if aside.is_dir():
                for left in aside.iterdir():
                    left.unlink()
                aside.rmdir()
        return describe(file)

    async def list(self) -> list[dict[str, Any]]:
        """The directory's backups, newest first."""
        found = await asyncio.to_thread(store_backup.list_backups, self._directory.backups)
        return [describe(path) for path in found]


def describe(path: Path) -> dict[str, Any]:
    """A backup file as JSON."""
    facts = path.stat()
    made = datetime.datetime.fromtimestamp(int(facts.st_mtime), datetime.UTC)
    return {"file": str(path), "bytes": facts.st_size, "created_at": made.strftime("%Y-%m-%dT%H:%M:%S.000Z")}


def restore_backup(database: Path, file: Path) -> dict[str, Any]:
    """Put a backup in the database's place; the caller holds the gateway lock. Blocks. Raises StoreError
    with the database as it was when the backup is no good."""
    kept = store_backup.restore(file, database)
    return {"database": str(database), "from": str(file), "former": str(kept) if kept else None}


def restore_closed(directory: DataDirectory, file: Path) -> dict[str, Any]:
    """``restore_backup`` for a data directory on which no gateway runs. Blocks. Raises Conflict when one does,
    StoreError when the backup is no good."""
    with InstanceLock(directory.lock) as lock:
        if not lock.acquire(wait_seconds=1):
            raise Conflict(f"another process is running on {directory.root}; stop it, then restore")
        return restore_backup(directory.database, file)
