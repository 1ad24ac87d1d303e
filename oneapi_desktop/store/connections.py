"""How the database file is opened, and how a file that must not be opened is recognised."""

import contextlib
import os
import sqlite3
import struct
from collections.abc import Callable
from pathlib import Path

import sqlite_utils

from oneapi_desktop.domain.errors import InvalidInput, StoreError
from oneapi_desktop.store.migrations import MIGRATIONS, migration_names

Trace = Callable[[str], None]

_MAGIC = b"SQLite format 3\x00"
_CHECKED_WHOLE = 16 * 1024 * 1024
SQLITE_VERSION = sqlite3.sqlite_version
"""The SQLite library in use, for reports."""

_OLDEST_SQLITE = (3, 37, 0)
RESTORE_HINT = "restore a backup with: oneapi-desktop restore FILE"


def connect(path: Path, *, busy_timeout_ms: int, trace: Trace | None = None) -> sqlite_utils.Database:
    """A connection in autocommit mode (transactions are begun by hand), usable from any thread.

    ``trace`` gets the text of every statement, without the values bound to it."""
    connection = sqlite3.connect(
        path,
        timeout=busy_timeout_ms / 1000,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=160,
    )
    try:
        # Only an INSERT OR REPLACE fires delete triggers through this pragma; the ledger must see those too.
        connection.execute("PRAGMA recursive_triggers = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        tracer = None if trace is None else lambda sql, _values: trace(sql)
        return sqlite_utils.Database(connection, tracer=tracer, execute_plugins=False)
    except BaseException:
        connection.close()
        raise


def connect_reader(path: Path, *, busy_timeout_ms: int, trace: Trace | None = None) -> sqlite_utils.Database:
    """A connection that cannot write."""
    database = connect(path, busy_timeout_ms=busy_timeout_ms, trace=trace)
    database.conn.execute("PRAGMA query_only = ON")
    return database


def create_file(path: Path) -> None:
    """Make an empty file that only its owner may read, if there is none yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def explain(error: BaseException, path: Path) -> StoreError:
    """What a person should read when SQLite refuses."""
    if isinstance(error, StoreError):
        return StoreError(str(error))
    text = str(error)
    if "locked" in text or "busy" in text:
        return StoreError(f"{path} is in use by another program; close that program and try again ({text})")
    if "full" in text:
        return StoreError(f"the disk that holds {path} is full; free some space ({text})")
    if "readonly" in text or "unable to open" in text or isinstance(error, PermissionError):
        return StoreError(f"{path} cannot be written; check the directory and its permissions ({text})")
    if "malformed" in text or "not a database" in text or "disk I/O" in text:
        return damaged(path, text)
    return StoreError(f"the database {path} refused: {text}")


def understood(error: BaseException, path: Path) -> BaseException:
    """The error of a function that used the database, as callers above the store know it."""
    if isinstance(error, sqlite3.Error):
        return explain(error, path)
    if isinstance(error, OverflowError):
        return InvalidInput("", "a number is too large to be stored (more than 64 bits)")
    return error


def damaged(path: Path, reason: str) -> StoreError:
    """The error for a file that is no usable database."""
    return StoreError(f"{path} is damaged ({reason}); it was left as it is. Keep a copy, then {RESTORE_HINT}")


def inspect(path: Path) -> None:
    """Raise StoreError if the file is no database of ours, damaged, or of a newer version.

    Only reads. Small files are checked whole; in larger ones what can be seen at once (header, length,
    schema, the small tables): a whole check takes seconds, and ``doctor`` does it."""
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old; 3.37 or newer is needed")
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return
    except OSError as error:
        raise explain(error, path) from None
    if size == 0:
        return
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise explain(error, path) from None
    if not header.startswith(_MAGIC) or len(header) < 100:
        raise damaged(path, "it is not an SQLite database")
    _check_length(path, size, header)
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        with contextlib.closing(connection):
            check_schema(connection, path)
            if size <= _CHECKED_WHOLE:
                check_integrity(connection, path, quick=True)
    except sqlite3.Error as error:
        raise explain(error, path) from None


def _check_length(path: Path, size: int, header: bytes) -> None:
    """A file shorter than its header says was cut, unless the missing pages wait in the WAL."""
    page_size = struct.unpack(">H", header[16:18])[0]
    page_size = 65536 if page_size == 1 else page_size
    changes, pages, valid_for = (
        struct.unpack(">I", header[24:28]) + struct.unpack(">I", header[28:32]) + struct.unpack(">I", header[92:96])
    )
    wal = path.with_name(path.name + "-wal")
    if changes == valid_for and size < pages * page_size and not (wal.exists() and wal.stat().st_size):
        raise damaged(path, f"it ends after {size} of {pages * page_size} bytes")


def check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Raise StoreError unless every migration the file has seen is known here."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    applied: set[str] = set()
    if MIGRATIONS.migrations_table in tables:
        applied = {
            row[0]
            for row in connection.execute(
                f"SELECT name FROM {MIGRATIONS.migrations_table} WHERE migration_set = ?", (MIGRATIONS.name,)
            )
        }
    if unknown := sorted(applied.difference(migration_names())):
        raise StoreError(
            f"{path} was written by a newer version of One API Desktop (it knows {', '.join(unknown)}); "
            f"it was left as it is. Update this program, or {RESTORE_HINT}"
        )
    if tables and not applied:
        raise StoreError(
            f"{path} is a database of another program; it was left as it is. Choose another file or directory"
        )
    for table in ("settings", "tokens", "channels", "balances"):
        if table in tables:
            connection.execute(f"SELECT count(*) FROM {table} NOT INDEXED").fetchone()


def check_integrity(connection: sqlite3.Connection, path: Path, *, quick: bool) -> None:
    """Raise StoreError naming the first fault SQLite finds. ``quick`` leaves out comparing indexes."""
    problems = [row[0] for row in connection.execute(f"PRAGMA {'quick' if quick else 'integrity'}_check(3)")]
    if problems != ["ok"]:
        raise damaged(path, problems[0])
