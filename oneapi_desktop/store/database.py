"""The database as the floors above see it: reads on threads, writes by group commit, a change feed."""

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

import sqlite_utils

from oneapi_desktop.domain.errors import StoreError
from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.store import ledger
from oneapi_desktop.store.connections import Trace, connect, connect_reader, create_file, explain, inspect, understood
from oneapi_desktop.store.feed import Change, ChangeFeed, Kind
from oneapi_desktop.store.ledger_rows import row_of
from oneapi_desktop.store.migrations import MIGRATIONS
from oneapi_desktop.store.writer import Append, Call, Opened, Writer

T = TypeVar("T")

READERS = 3


class Database:
    """One open database file. Several processes may have the same file open.

    ``feed`` tells of every committed change that repositories make, and of appended requests.
    Made by ``open``; ``close`` or ``close_sync`` must be called in the end.
    """

    def __init__(self, path: Path, writer: sqlite_utils.Database, busy_timeout_ms: int, trace: Trace | None) -> None:
        self.path = path
        self.feed = ChangeFeed()
        self._busy_timeout_ms = busy_timeout_ms
        self._trace = trace
        self._closed = False
        self._appended: list[Append] = []
        self._reader_of_thread = threading.local()
        self._reader_connections: list[sqlite_utils.Database] = []
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-reader")
        self._writer = Writer(writer, path, self.feed, trace)

    @classmethod
    def open(cls, path: Path, *, busy_timeout_ms: int = 5000, trace: Trace | None = None) -> Self:
        """Open the file, making or migrating it as needed. Blocks; meant for the start of the program.

        ``trace`` is given the text of each statement (never the values). Raises StoreError if the file
        is damaged, of a newer version, of another program, or locked for longer than the timeout; the
        file is then as it was.
        """
        try:
            inspect(path)
            create_file(path)
            writer = connect(path, busy_timeout_ms=busy_timeout_ms, trace=trace)
        except (sqlite3.Error, OSError) as error:
            raise explain(error, path) from None
        try:
            migrate(writer)
        except sqlite3.Error as error:
            writer.close()
            raise explain(error, path) from None
        except BaseException:
            writer.close()
            raise
        return cls(path, writer, busy_timeout_ms, trace)

    async def read(self, function: Callable[[sqlite_utils.Database], T]) -> T:
        """Run a function on a reading connection in a thread. It sees one consistent snapshot, and
        cannot write. Raises StoreError when the database is closed or refuses."""
        self._require_open()
        return await asyncio.get_running_loop().run_in_executor(self._readers, self._read, function)

    async def write(self, function: Callable[[sqlite_utils.Database], T]) -> T:
        """Run a function inside the next group commit, on the writer's thread; returns after COMMIT.

        An exception of the function undoes what it did (and only that) and is raised here; sqlite3's
        own errors arrive as StoreError. The function must not begin or end transactions (savepoints,
        ``atomic()`` included, are fine) and should be done in milliseconds: others wait for it.
        A cancelled caller does not stop the function.
        """
        self._require_open()
        self._hand_over()
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._writer.put(Call(function, future))
        return await future

    def append(self, record: RequestRecord) -> "asyncio.Future[None]":
        """Record a finished request; the future is done after COMMIT. The record is read now, so it
        may be changed afterwards. A cancelled future's row is written all the same. The future fails
        with StoreError if this row cannot be stored (such as an id recorded before)."""
        if self._closed:
            self._require_open()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[None] = loop.create_future()
        if not self._appended:
            # What the loop's other callbacks append meanwhile joins this group: one wake-up for all.
            loop.call_soon(self._hand_over)
        self._appended.append((future, row_of(record)))
        return future

    def _hand_over(self) -> None:
        """Give the appended rows to the writer."""
        appended, self._appended = self._appended, []
        for item in appended:
            self._writer.put(item)

    def open_request(self, record: RequestRecord) -> None:
        """Note on disk that this request is open, without waiting. ``append`` of the same request id
        ends it in the same commit. Worth it only for requests that last: see ``recover_interrupted``."""
        self._require_open()
        self._hand_over()
        self._writer.put(Opened(row_of(record)))

    def note(self, table: str, row_id: int, kind: Kind) -> None:
        """For functions given to ``write``: announce a change on the feed once it is committed."""
        self._writer.note(Change(table, row_id, kind))

    async def recover_interrupted(self) -> int:
        """Turn requests that a former process left open into ledger rows with outcome ``interrupted``
        and cost 0; how many. To be called once, by the gateway, right after it took the gateway lock:
        a command line that merely has the file open would otherwise end the requests a running
        gateway is still serving."""
        return await self.write(ledger.recover_interrupted)

    async def verify_ledger(self) -> list[str]:
        """Every contradiction between the log, the balances and the rollups, as sentences."""
        return await self.read(ledger.discrepancies)

    async def check_integrity(self) -> list[str]:
        """SQLite's own full check of file and indexes; empty when sound. Takes seconds on large files."""
        return await self.read(ledger.faults)

    async def flush(self) -> None:
        """Returns when everything queued before is committed."""
        await self.write(lambda _database: None)

    async def close(self) -> None:
        """Commit everything queued, fold the WAL into the file and close it. May be called twice."""
        await asyncio.to_thread(self.close_sync)

    def close_sync(self) -> None:
        """``close`` for callers without a loop, or outside of it."""
        if self._closed:
            return
        self._closed = True
        self._hand_over()
        # The readers first: the last checkpoint cannot empty the WAL while one reads from it.
        self._readers.shutdown(wait=True)
        for reader in self._reader_connections:
            reader.close()
        self._writer.stop()

    def _read(self, function: Callable[[sqlite_utils.Database], T]) -> T:
        reader: sqlite_utils.Database | None = getattr(self._reader_of_thread, "connection", None)
        try:
            if reader is None:
                reader = connect_reader(self.path, busy_timeout_ms=self._busy_timeout_ms, trace=self._trace)
                self._reader_of_thread.connection = reader
                self._reader_connections.append(reader)
            reader.conn.execute("BEGIN")
            try:
                return function(reader)
            finally:
                with contextlib.suppress(sqlite3.Error):
                    reader.conn.execute("ROLLBACK")
        except (sqlite3.Error, OverflowError) as error:
            raise understood(error, self.path) from error

    def _require_open(self) -> None:
        if self._closed:
            raise StoreError("the database is closed")


def migrate(writer: sqlite_utils.Database) -> None:
    """Bring the schema up to date, in one transaction: all of it or nothing."""
    connection = writer.conn
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    # The writer's own checkpoints are replaced by store/checkpoints.py; a lone big log shrinks again.
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA journal_size_limit = 67108864")
    if not MIGRATIONS.pending(writer):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have migrated while this one waited for the lock: apply() looks again.
        MIGRATIONS.apply(writer)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
