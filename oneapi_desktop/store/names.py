"""Names of what ledger rows point to, deleted things included."""

import sqlite_utils

from oneapi_desktop.store.migrations import KIND_CHANNEL, KIND_TOKEN

_LATEST = {
    "token": (KIND_TOKEN, "tokens", "token_id", "token_name"),
    "channel": (KIND_CHANNEL, "channels", "channel_id", "channel_name"),
}


def names_of(db: sqlite_utils.Database, dimension: str) -> dict[int, str]:
    """Names by id of all tokens, channels or users; of deleted tokens and channels what the newest
    ledger row calls them, while the log holds one."""
    if dimension == "user":
        return dict(db.execute("SELECT id, name FROM users").fetchall())
    kind, table, column, name = _LATEST[dimension]
    names: dict[int, str] = dict(db.execute(f"SELECT id, name FROM {table}").fetchall())
    gone = db.execute(
        f"SELECT ref FROM balances WHERE kind = ? AND ref <> 0 AND ref NOT IN (SELECT id FROM {table})",
        (kind,),
    ).fetchall()
    for (ref,) in gone:
        row = db.execute(
            f"SELECT {name} FROM requests WHERE {column} = ? ORDER BY created_at DESC, id DESC LIMIT 1",
            (ref,),
        ).fetchone()
        if row is not None:
            names[ref] = row[0]
    return names


def models_seen(db: sqlite_utils.Database, limit: int = 2000) -> list[str]:
    """Model names in the log, found by hopping along the index instead of scanning it. Bounded,
    because clients may write any name."""
    rows = db.execute(
        "WITH RECURSIVE seen (model) AS (SELECT min(model) FROM requests UNION ALL "
        "SELECT (SELECT min(model) FROM requests WHERE model > seen.model) "
        "FROM seen WHERE seen.model IS NOT NULL) "
        "SELECT model FROM seen WHERE model IS NOT NULL LIMIT ?",
        (limit,),
    )
    return [row[0] for row in rows.fetchall()]
