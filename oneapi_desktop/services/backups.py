"""Backups of the database, while it is in use, and putting one back while it is not."""

import asyncio
import datetime
import os
from pathlib import Path
from typing import Any

from oneapi_desktop.domain.errors import Conflict, StoreError
from oneapi_desktop.services.data_directory import DataDirectory
from oneapi_desktop.settings import Settings
from oneapi_desktop.store import backup as store_backup


class BackupService:
    """Backups of one data directory."""

    def __init__(self, directory: DataDirectory, settings: Settings) -> None:
        self._directory = directory
        self._settings = settings

    async def create(self, file: Path | None = None) -> dict[str, Any]:
        """Copy the database into the directory's backups, of which the newest are kept, or to a file
        that does not exist yet. Raises StoreError, Conflict."""
        return await asyncio.to_thread(self._create, file)

    def _create(self, file: Path | None) -> dict[str, Any]:
        if file is None:
            made = store_backup.back_up(
                self._directory.database, self._directory.backups, keep=self._settings.backup_keep
            )
            return describe(made)
        if file.exists():
            raise Conflict(f"{file} exists already; name a new file")
        if not file.parent.is_dir():
            raise StoreError(f"there is no directory {file.parent}; make it first")
        # Made in a directory of its own beside the target, so that nothing else there counts as an old backup.
        aside = file.parent / f".{file.name}.{os.getpid()}"
        try:
            store_backup.back_up(self._directory.database, aside, keep=1).replace(file)
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
