"""The one thread that writes: everything queued while a commit ran becomes the next commit.

Why a group of ledger rows is a single INSERT statement in autocommit mode: sqlite3 gives up the GIL
around every step of a statement and must win it back from the event loop afterwards, which on a busy
loop costs more than the insert. One statement per commit is one such hand-over per commit.
"""

import asyncio
import contextlib
import itertools
import json
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlite_utils

from oneapi_desktop.domain.errors import OneApiError, StoreError
from oneapi_desktop.store.checkpoints import Checkpointer
from oneapi_desktop.store.closing import close_hours, hours_to_close
from oneapi_desktop.store.connections import Trace, explain, understood
from oneapi_desktop.store.feed import Change, ChangeFeed
from oneapi_desktop.store.ledger_rows import COLUMNS, Row, insert_statement, storable

logger = logging.getLogger(__name__)

# Each row count has a prepared statement of its own, whose memory grows with it: 5 MB in all; 14 MB for 64.
ROWS_PER_STATEMENT = 32
ITEMS_PER_GROUP = 512
# Pages a commit dirties besides its rows' own: the ends of the table and of its indexes.
_PAGES_PER_COMMIT = 8
_CLOSE_AGAIN_S = 60.0
_BAD_VALUE = (
    sqlite3.IntegrityError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
    OverflowError,
    UnicodeError,
)

Append = tuple["asyncio.Future[None]", Row]
Settled = tuple["asyncio.Future[Any]", Any, BaseException | None]


class Call:
    """A function to run inside a commit, and who waits for its result."""

    __slots__ = ("function", "future")

    def __init__(self, function: Callable[[sqlite_utils.Database], Any], future: "asyncio.Future[Any]") -> None:
        self.function = function
        self.future = future


class Opened:
    """The row of a request that begins; nobody waits for it."""

    __slots__ = ("row",)

    def __init__(self, row: Row) -> None:
        self.row = row


class _GroupLost(Exception):
    """SQLite rolled the whole transaction back (disk full, I/O error)."""


class Writer:
    """Owns the writing connection and its thread. ``put`` may be called from any thread."""

    def __init__(self, connection: sqlite_utils.Database, path: Path, feed: ChangeFeed, trace: Trace | None) -> None:
        self._database = connection
        self._connection = connection.conn
        self._path = path
        self._feed = feed
        self._trace = trace
        self._queue: queue.SimpleQueue[Append | Call | Opened | None] = queue.SimpleQueue()
        self.put = self._queue.put
        self._statements: dict[int, str] = {}
        self._changes: list[Change] = []
        self._close_at = 0.0
        self._checkpointer = Checkpointer(path)
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def note(self, change: Change) -> None:
        """Called by functions inside a commit: emit this change if the commit succeeds."""
        self._changes.append(change)

    def stop(self) -> None:
        """Commit what is queued, tidy the file up and close it. Blocks until that is done."""
        self.put(None)
        self._thread.join()

    def _run(self) -> None:
        more = True
        # An item that raced with stop() lies behind its mark: a queue is left only when it is empty.
        while more or not self._queue.empty():
            if time.time() >= self._close_at and self._queue.empty():
                self._close_hours()
                continue
            group, more = self._next_group()
            if group:
                self._commit(group)
        self._checkpointer.stop()
        # Statistics and the checkpoint are comfort: whatever hinders them, the WAL holds every commit.
        with contextlib.suppress(sqlite3.Error):
            self._connection.execute("PRAGMA analysis_limit = 400")
            self._connection.execute("PRAGMA optimize")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()

    def _next_group(self) -> tuple[list[Append | Call | Opened], bool]:
        """Wait for one item, then take all that are there. False with the last group."""
        group: list[Append | Call | Opened] = []
        item = self._queue.get()
        get = self._queue.get_nowait
        try:
            while item is not None:
                group.append(item)
                if len(group) >= ITEMS_PER_GROUP:
                    return group, True
                item = get()
        except queue.Empty:
            return group, True
        return group, False

    def _commit(self, group: list[Append | Call | Opened]) -> None:
        appends: list[Append] = []
        calls: list[Call] = []
        opened: list[Row] = []
        for item in group:
            if type(item) is tuple:
                appends.append(item)
            elif isinstance(item, Call):
                calls.append(item)
            elif isinstance(item, Opened):
                opened.append(item.row)
        try:
            if not calls and not opened and len(appends) <= ROWS_PER_STATEMENT:
                self._commit_appends(appends)
            else:
                self._commit_mixed(appends, calls, opened)
        except BaseException as error:
            self._roll_back()
            logger.error("a group commit failed: %s", error)
            cause = error.__cause__ if isinstance(error, _GroupLost) and error.__cause__ else error
            waiting = [append[0] for append in appends] + [call.future for call in calls]
            self._deliver([(future, None, explain(cause, self._path)) for future in waiting], [])
        if time.time() >= self._close_at:
            self._close_hours()
        self._checkpointer.wrote(_PAGES_PER_COMMIT + 2 * len(group), self._connection)

    def _commit_appends(self, appends: list[Append]) -> None:
        """The hot path: one statement, one commit, one wake-up of the loop."""
        try:
            last_id = self._insert(appends)
        except _BAD_VALUE:
            self._commit_mixed(appends, [], [])
            return
        changes: list[Change] = []
        if self._feed.active:
            changes = _inserted(last_id, len(appends))
        self._deliver_appended(appends, changes)

    def _insert(self, appends: Sequence[Append]) -> int:
        """Insert the rows with one statement; the id of the last. Their ids are consecutive."""
        count = len(appends)
        sql = self._statements.get(count)
        if sql is None:
            sql = self._statements[count] = insert_statement(count)
        if self._trace is not None:
            self._trace(sql)
        if count == 1:
            cursor = self._connection.execute(sql, appends[0][1])
        else:
            cursor = self._connection.execute(
                sql, tuple(itertools.chain.from_iterable([append[1] for append in appends]))
            )
        return cursor.lastrowid or 0

    def _commit_mixed(self, appends: list[Append], calls: list[Call], opened: list[Row]) -> None:
        """Rows of beginning requests, then of finished ones (which end them), then the functions in order."""
        connection = self._connection
        settled: list[Settled] = []
        changes: list[Change] = []
        connection.execute("BEGIN IMMEDIATE")
        for row in opened:
            self._note_opened(row)
        for start in range(0, len(appends), ROWS_PER_STATEMENT):
            chunk = appends[start : start + ROWS_PER_STATEMENT]
            try:
                last_id = self._insert(chunk)
            except _BAD_VALUE:
                self._insert_singly(chunk, settled, changes)
            else:
                settled += [(append[0], None, None) for append in chunk]
                if self._feed.active:
                    changes += _inserted(last_id, len(chunk))
        for call in calls:
            self._call(call, settled, changes)
        connection.execute("COMMIT")
        self._deliver(settled, changes if self._feed.active else [])

    def _insert_singly(self, appends: list[Append], settled: list[Settled], changes: list[Change]) -> None:
        """One of these rows cannot be stored: let it fail alone, or be stored with that value mended."""
        for future, row in appends:
            try:
                last_id = self._insert([(future, storable(row))])
            except _BAD_VALUE as error:
                logger.error("request %s could not be recorded: %s", storable(row)[0], error)
                settled.append((future, None, StoreError(f"this request could not be recorded: {error}")))
            else:
                settled.append((future, None, None))
                changes += _inserted(last_id, 1)

    def _note_opened(self, row: Row) -> None:
        record = dict(zip(COLUMNS, storable(row), strict=True))
        try:
            self._connection.execute(
                "INSERT OR IGNORE INTO open_requests (request_id, created_at, record) VALUES (?, ?, ?)",
                (record["request_id"], record["created_at"], json.dumps(record)),
            )
        except _BAD_VALUE as error:
            logger.error("an open request could not be noted: %s", error)

    def _call(self, call: Call, settled: list[Settled], changes: list[Change]) -> None:
        connection = self._connection
        self._changes = []
        connection.execute("SAVEPOINT call")
        try:
            value = call.function(self._database)
        except BaseException as error:
            if not connection.in_transaction:
                raise _GroupLost from error
            connection.execute("ROLLBACK TO call")
            connection.execute("RELEASE call")
            settled.append((call.future, None, understood(error, self._path)))
        else:
            if not connection.in_transaction:
                raise _GroupLost from StoreError("a function inside a commit ended the transaction itself")
            connection.execute("RELEASE call")
            settled.append((call.future, value, None))
            changes += self._changes

    def _close_hours(self) -> None:
        """Sum up hours that are over: a day's worth at a time, when idle or after a commit."""
        now = time.time()
        hour = int(now) // 3600
        try:
            more = hours_to_close(self._database, hour)
            if more:
                self._connection.execute("BEGIN IMMEDIATE")
                close_hours(self._database, hour)
                self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            logger.info("hours could not be closed, charts are slower until they are: %s", error)
            self._close_at = now + _CLOSE_AGAIN_S
        else:
            self._close_at = 0.0 if more else (hour + 1) * 3600.0

    def _roll_back(self) -> None:
        if self._connection.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def _deliver_appended(self, appends: list[Append], changes: list[Change]) -> None:
        loop = appends[0][0].get_loop()
        for future, _row in appends:
            if future.get_loop() is not loop:
                self._deliver([(future, None, None) for future, _row in appends], changes)
                return
        _run_on(loop, self._settle_appended, appends, changes)

    def _settle_appended(self, appends: list[Append], changes: list[Change]) -> None:
        if changes:
            self._feed.emit(changes)
        for future, _row in appends:
            if not future.done():
                future.set_result(None)

    def _deliver(self, settled: list[Settled], changes: list[Change]) -> None:
        """Wake every waiter on its own loop; changes go to the first one's."""
        by_loop: dict[asyncio.AbstractEventLoop, list[Settled]] = {}
        for entry in settled:
            by_loop.setdefault(entry[0].get_loop(), []).append(entry)
        for loop, entries in by_loop.items():
            _run_on(loop, self._settle, entries, changes)
            changes = []

    def _settle(self, settled: list[Settled], changes: list[Change]) -> None:
        if changes:
            self._feed.emit(changes)
        for future, value, error in settled:
            if future.done():
                if error is not None and not isinstance(error, OneApiError):
                    logger.error("a write nobody waits for any more failed", exc_info=error)
            elif error is None:
                future.set_result(value)
            else:
                future.set_exception(error)


def _inserted(last_id: int, count: int) -> list[Change]:
    return [Change("requests", row_id, "insert") for row_id in range(last_id - count + 1, last_id + 1)]


def _run_on(loop: asyncio.AbstractEventLoop, function: Callable[..., None], *arguments: Any) -> None:
    # A closed loop has nobody left to tell; the rows are committed.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(function, *arguments)
