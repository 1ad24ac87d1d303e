"""The schema, step by step. A released migration is never edited; a change is a new function.

Where the counters live: what tokens, channels and people have spent is kept in the narrow table
``balances``, not in the wide rows of their own tables. A charge rewrites the row that holds the
counter, and a channel's row may be many kilobytes (its model list); measured, this halves the cost
of a commit for such channels. One page then holds all three counters of a request.

Why triggers: the row in ``requests`` and what follows from it (balances, rollups, the end of its
open request) are one statement. No code path can do one without the other, so at any crash point
the sum of the log is the change of the balances.
"""

import json
import time

import sqlite_utils

from oneapi_desktop.domain.user import OWNER_ID
from oneapi_desktop.store.foundation_schema import CONFIGURATION, LEDGER, TRIGGERS
from oneapi_desktop.store.latency_schema import LATENCY_BOUNDS, late_histograms

MIGRATIONS = sqlite_utils.Migrations("oneapi_desktop")

KIND_TOKEN, KIND_CHANNEL, KIND_USER = 1, 2, 3
"""Values of ``balances.kind`` and ``usage_closed.dimension``; ``ref`` is the id in the table of that kind."""

DIMENSION_TOTAL, DIMENSION_MODEL = 0, 4
"""The other values of ``usage_closed.dimension``."""

HOUR_MS = 3_600_000


def migration_names() -> list[str]:
    """Every migration known to this version, in order."""
    empty = sqlite_utils.Database(memory=True, execute_plugins=False)
    try:
        return [migration.name for migration in MIGRATIONS.pending(empty)]
    finally:
        empty.close()


@MIGRATIONS()
def m001_foundation(db: sqlite_utils.Database) -> None:
    """People, tokens, channels, prices, settings, the ledger with its rollups, codes, audit."""
    db.executescript(CONFIGURATION)
    db.executescript(LEDGER)
    db.executescript(TRIGGERS)
    now = time.time_ns() // 1_000_000
    db.execute("INSERT INTO closed_hours (id, closed_before) VALUES (1, 0)")
    db.execute("INSERT INTO groups (name, ratio_millionths) VALUES ('default', 1000000)")
    db.execute(
        "INSERT INTO users (id, name, role, group_name, created_at) VALUES (?, 'owner', 100, 'default', ?)",
        (OWNER_ID, now),
    )


@MIGRATIONS()
def m002_latency(db: sqlite_utils.Database) -> None:
    """Histograms of latency per hour. Hours closed before are closed again, which makes theirs."""
    db.execute(
        "CREATE TABLE latency_closed (dimension INTEGER NOT NULL, hour INTEGER NOT NULL, ref INTEGER NOT NULL, "
        "model TEXT NOT NULL, ttft TEXT NOT NULL, duration TEXT NOT NULL, "
        "PRIMARY KEY (dimension, hour, ref, model)) STRICT, WITHOUT ROWID"
    )
    db.execute("CREATE TABLE latency_bounds (from_us INTEGER PRIMARY KEY) STRICT")
    db.execute("INSERT INTO latency_bounds SELECT value FROM json_each(?)", (json.dumps(LATENCY_BOUNDS),))
    _extend(db, "requests_settle_late", late_histograms())
    db.execute("DELETE FROM usage_closed")
    db.execute("UPDATE closed_hours SET closed_before = 0")


@MIGRATIONS()
def m003_devices(db: sqlite_utils.Database) -> None:
    """Who used which token from which address; this machine itself is not a device."""
    db.execute(
        "CREATE TABLE devices (address TEXT NOT NULL, token_id INTEGER NOT NULL, first_seen INTEGER NOT NULL, "
        "last_seen INTEGER NOT NULL, requests INTEGER NOT NULL, cost_nano INTEGER NOT NULL, "
        "PRIMARY KEY (address, token_id)) STRICT, WITHOUT ROWID"
    )
    db.execute(
        "INSERT INTO devices SELECT client_address, token_id, min(created_at), max(created_at), count(*), "
        f"sum(cost_nano) FROM requests WHERE {_device()} GROUP BY 1, 2"
    )
    db.execute(
        f"CREATE TRIGGER requests_devices AFTER INSERT ON requests WHEN {_device('NEW.')} "
        "BEGIN INSERT INTO devices VALUES "
        "(NEW.client_address, NEW.token_id, NEW.created_at, NEW.created_at, 1, NEW.cost_nano) "
        "ON CONFLICT DO UPDATE SET requests = requests + 1, cost_nano = cost_nano + excluded.cost_nano, "
        "first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen); END"
    )


@MIGRATIONS()
def m004_stored_responses(db: sqlite_utils.Database) -> None:
    """Responses kept for their callers, and the items that went in and came out, all sealed. The index by
    time holds the sizes, so that adding them up reads no response."""
    db.execute(
        "CREATE TABLE stored_responses (id TEXT PRIMARY KEY, token_id INTEGER NOT NULL, channel_id INTEGER NOT NULL, "
        "upstream INTEGER NOT NULL CHECK (upstream IN (0, 1)), previous_id TEXT NOT NULL, created_at INTEGER NOT NULL, "
        "bytes INTEGER NOT NULL, response BLOB NOT NULL) STRICT"
    )
    db.execute("CREATE INDEX stored_responses_by_time ON stored_responses (created_at, bytes)")
    db.execute(
        "CREATE TABLE stored_items (response_id TEXT NOT NULL REFERENCES stored_responses (id) ON DELETE CASCADE, "
        "place INTEGER NOT NULL, made INTEGER NOT NULL CHECK (made IN (0, 1)), item_id TEXT NOT NULL, "
        "item BLOB NOT NULL, PRIMARY KEY (response_id, place)) STRICT"
    )
    db.execute("CREATE INDEX stored_items_by_id ON stored_items (item_id)")


def _extend(db: sqlite_utils.Database, trigger: str, statement: str) -> None:
    """Add a statement to a trigger's end: that costs a request less than a trigger of its own."""
    (sql,) = db.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?", (trigger,)).fetchone()
    db.execute(f"DROP TRIGGER {trigger}")
    db.execute(f"{sql.removesuffix('END')}  {statement};\nEND")


def _device(row: str = "") -> str:
    """Whether a request came from elsewhere. NOT IN (…) would build its list for every request."""
    return " AND ".join(f"{row}client_address <> '{own}'" for own in ("127.0.0.1", "::1", ""))
