"""Proofs and repairs of the ledger: requests left open, and whether log, balances and rollups agree."""

import json
from collections import Counter
from typing import Any

import sqlite_utils

from oneapi_desktop.domain.request_record import Outcome
from oneapi_desktop.domain.usage import UsageSource
from oneapi_desktop.store.closing import faults_of_closed
from oneapi_desktop.store.ledger_rows import COLUMNS, insert_statement
from oneapi_desktop.store.migrations import KIND_CHANNEL, KIND_TOKEN, KIND_USER

INTERRUPTED = "the gateway stopped while this request was open"

_KINDS = {KIND_TOKEN: "token", KIND_CHANNEL: "channel", KIND_USER: "user"}
_ENDED: dict[str, Any] = {
    "status": 0,
    "outcome": Outcome.INTERRUPTED.value,
    "usage_source": UsageSource.UNKNOWN.value,
    "cost_nano": 0,
    "ttft_us": None,
    "error": INTERRUPTED,
    "error_code": "interrupted",
}
# Columns that a record written by an older version may lack.
_ABSENT: dict[str, Any] = {"outcome": "interrupted", "usage_source": "unknown", "route": "[]", "notes": "[]"}
_TEXT = frozenset(
    {"token_name", "channel_name", "model", "upstream_model", "dialect", "endpoint", "price_source",
     "error", "error_code", "client_address"}
)  # fmt: skip


def recover_interrupted(database: sqlite_utils.Database) -> int:
    """Move every row of ``open_requests`` into the ledger; how many. Runs inside a write."""
    insert = insert_statement(1).replace("INSERT", "INSERT OR IGNORE", 1)
    rows = database.execute("SELECT record FROM open_requests ORDER BY created_at, request_id").fetchall()
    for (text,) in rows:
        record = json.loads(text) | _ENDED
        database.execute(insert, [record.get(column, _absent(column)) for column in COLUMNS])
    # Inserting ends an open request by trigger; what remains was in the ledger already.
    database.execute("DELETE FROM open_requests")
    return len(rows)


def _absent(column: str) -> Any:
    return _ABSENT.get(column, "" if column in _TEXT else 0)


def faults(database: sqlite_utils.Database) -> list[str]:
    """What ``PRAGMA integrity_check`` and ``foreign_key_check`` find."""
    found = [row[0] for row in database.execute("PRAGMA integrity_check").fetchall() if row[0] != "ok"]
    orphans = Counter(row[0] for row in database.execute("PRAGMA foreign_key_check").fetchall())
    return found + [f"{count} rows of {table} point to a row that is gone" for table, count in orphans.items()]


def discrepancies(database: sqlite_utils.Database) -> list[str]:
    """Check, for every token, channel and user that ever occurred, deleted ones too:
    spent = archived + sum of the log, and spent = sum of the rollups."""
    spent: Counter[tuple[int, int]] = Counter()
    archived: Counter[tuple[int, int]] = Counter()
    for kind, ref, used, kept in database.execute("SELECT kind, ref, used_nano, archived_nano FROM balances"):
        spent[kind, ref] = used
        archived[kind, ref] = kept
    logged = _sums(database, "requests")
    rolled = _sums(database, "usage_hourly")
    problems: list[str] = []
    for key in sorted(spent.keys() | logged.keys() | rolled.keys()):
        name = f"{_KINDS.get(key[0], 'kind')} {key[1]}"
        if spent[key] != archived[key] + logged[key]:
            problems.append(
                f"{name}: spent {spent[key]} nano-dollars, but the log holds {logged[key]} "
                f"and {archived[key]} are archived"
            )
        if spent[key] != rolled[key]:
            problems.append(f"{name}: spent {spent[key]} nano-dollars, but the rollups hold {rolled[key]}")
    return problems + faults_of_closed(database)


def _sums(database: sqlite_utils.Database, table: str) -> Counter[tuple[int, int]]:
    sums: Counter[tuple[int, int]] = Counter()
    for token, channel, user, cost in database.execute(
        f"SELECT token_id, channel_id, user_id, sum(cost_nano) FROM {table} GROUP BY 1, 2, 3"
    ):
        sums[KIND_TOKEN, token] += cost
        sums[KIND_CHANNEL, channel] += cost
        sums[KIND_USER, user] += cost
    return sums
