"""Backups while the gateway runs, and putting one back."""

import contextlib
import os
import re
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from oneapi_desktop.domain.errors import StoreError
from oneapi_desktop.store.connections import check_integrity, check_schema, explain

PAGES_PER_STEP = 512
"""Copied at a time (2 MiB); between steps other threads and writers go on."""

_NAME = re.compile(r"oneapi-\d{8}-\d{6}(?:-\d+)?\.db")
_COMPANIONS = ("-wal", "-shm", "-journal")


def back_up(
    database: Path, directory: Path, *, keep: int = 7, progress: Callable[[int, int], None] | None = None
) -> Path:
    """Copy a database that may be in use to ``directory/oneapi-YYYYMMDD-HHMMSS.db`` (local time), and
    delete all but the ``keep`` newest such files. Returns the copy's path.

    Blocks; run it in a thread. The copy is one moment's state, complete or absent: it is written under
    another name, flushed to the disk and then renamed. ``progress`` is told (pages left, pages in all).
    Raises StoreError when the database cannot be read or the copy not be written.
    """
    if keep < 1:
        raise ValueError("keep at least one backup")
    if not database.exists():
        raise StoreError(f"there is no database {database}")
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = _free_name(directory)
        partial = target.with_name(target.name + ".partial")
        try:
            _copy(database, partial, progress)
            partial.replace(target)
            _flush_directory(directory)
        finally:
            _remove(partial)
    except sqlite3.Error as error:
        raise explain(error, database) from None
    except OSError as error:
        raise StoreError(f"the backup could not be written to {directory}: {error}") from None
    for old in list_backups(directory)[keep:]:
        _remove(old)
    return target


def list_backups(directory: Path) -> list[Path]:
    """Backups in a directory, newest first."""
    if not directory.is_dir():
        return []
    found = [path for path in directory.iterdir() if _NAME.fullmatch(path.name)]
    return sorted(found, key=lambda path: _order(path.name), reverse=True)


def validate(backup: Path) -> None:
    """Raise StoreError unless the file is a sound database of this program, of a version known here."""
    if not backup.is_file():
        raise StoreError(f"there is no file {backup}")
    try:
        # Without a WAL nobody has the file open, and ``immutable`` keeps SQLite from making one beside it.
        alone = not backup.with_name(backup.name + "-wal").exists()
        uri = f"{backup.absolute().as_uri()}?mode=ro{'&immutable=1' if alone else ''}"
        with contextlib.closing(sqlite3.connect(uri, uri=True, isolation_level=None)) as connection:
            tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
            if not tables:
                raise StoreError(f"{backup} is empty; choose another backup")
            check_schema(connection, backup)
            check_integrity(connection, backup, quick=False)
    except StoreError as error:
        raise StoreError(f"this backup cannot be restored: {error}") from None
    except sqlite3.Error as error:
        raise StoreError(f"this backup cannot be restored: {backup}: {error}") from None


def restore(backup: Path, target: Path) -> Path | None:
    """Put a backup in the place of a database that nobody has open. The replaced file and its
    companions are kept beside it as ``*.before-restore-YYYYMMDD-HHMMSS``; returns that file, or None if
    there was none. The backup itself stays. Raises StoreError, with the target as it was, when the
    backup is no good or cannot be copied."""
    if backup.exists() and target.exists() and backup.samefile(target):
        raise StoreError("the backup and the database to replace are the same file")
    validate(backup)
    partial = target.with_name(target.name + ".restoring")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            _copy(backup, partial, None)
            kept = _set_aside(target)
            partial.replace(target)
            _flush_directory(target.parent)
        finally:
            _remove(partial)
    except sqlite3.Error as error:
        raise StoreError(f"this backup cannot be restored: {backup}: {error}") from None
    except OSError as error:
        raise StoreError(f"{target} could not be replaced: {error}") from None
    return kept


def _set_aside(target: Path) -> Path | None:
    """Rename the database and its companions; the WAL goes with its file, or its commits were lost."""
    stamp = _stamp()
    kept = target.with_name(f"{target.name}.before-restore-{stamp}")
    number = 1
    while kept.exists():
        number += 1
        kept = target.with_name(f"{target.name}.before-restore-{stamp}-{number}")
    for companion in _COMPANIONS:
        with contextlib.suppress(FileNotFoundError):
            target.with_name(target.name + companion).replace(kept.with_name(kept.name + companion))
    try:
        target.replace(kept)
    except FileNotFoundError:
        return None
    return kept


def _copy(source: Path, target: Path, progress: Callable[[int, int], None] | None) -> None:
    _remove(target)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with (
        contextlib.closing(sqlite3.connect(source, isolation_level=None)) as reader,
        contextlib.closing(sqlite3.connect(target, isolation_level=None)) as writer,
    ):
        # One snapshot for the whole copy: without it, every commit of the gateway would start it anew.
        reader.execute("PRAGMA query_only = ON")
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()

        def step(_status: int, remaining: int, total: int) -> None:
            if progress is not None:
                progress(remaining, total)

        reader.backup(writer, pages=PAGES_PER_STEP, progress=step, sleep=0.001)
        reader.execute("ROLLBACK")
        writer.execute("PRAGMA journal_mode = DELETE")
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _free_name(directory: Path) -> Path:
    stamp = _stamp()
    path = directory / f"oneapi-{stamp}.db"
    number = 1
    while path.exists():
        number += 1
        path = directory / f"oneapi-{stamp}-{number}.db"
    return path


def _order(name: str) -> tuple[str, int]:
    stem = name.removesuffix(".db")
    stamp = stem[: len("oneapi-YYYYMMDD-HHMMSS")]
    return stamp, int(stem[len(stamp) + 1 :] or 1)


def _stamp() -> str:
    return datetime.fromtimestamp(time.time()).astimezone().strftime("%Y%m%d-%H%M%S")


def _remove(path: Path) -> None:
    for companion in ("", *_COMPANIONS):
        path.with_name(path.name + companion).unlink(missing_ok=True)


def _flush_directory(directory: Path) -> None:
    # A rename is on the disk once its directory is; Windows has no such call and needs none.
    if os.name == "posix":
        descriptor = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
