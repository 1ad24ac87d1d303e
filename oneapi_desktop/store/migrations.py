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
    db.executescript(_CONFIGURATION)
    db.executescript(_LEDGER)
    db.executescript(_TRIGGERS)
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
    _extend(db, "requests_settle_late", _late_histograms())
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


LATENCY_BOUNDS = (0, *(round(128 * 2 ** (step / 8)) for step in range(192)))
"""Lower bounds of histogram buckets in microseconds: 128 µs to half an hour, eight to an octave."""

_BUCKET = "(SELECT max(from_us) FROM latency_bounds WHERE from_us <= max(0, NEW.{column}))"
_COUNTED_ON = """{column} = CASE WHEN NEW.{us} IS NULL THEN {column} ELSE json_set(
      {column}, '$."' || {bucket} || '"', 1 + ifnull(json_extract({column}, '$."' || {bucket} || '"'), 0)) END"""
_FIRST = "CASE WHEN NEW.{us} IS NULL THEN '{{}}' ELSE json_object({bucket}, 1) END"


def _late_histograms() -> str:
    columns = [(name, f"{name}_us", _BUCKET.format(column=f"{name}_us")) for name in ("ttft", "duration")]
    first = ", ".join(_FIRST.format(us=us, bucket=f"CAST({bucket} AS TEXT)") for _name, us, bucket in columns)
    more = ",\n    ".join(_COUNTED_ON.format(column=name, us=us, bucket=bucket) for name, us, bucket in columns)
    return f"""INSERT INTO latency_closed SELECT dimension, NEW.created_at / 3600000, ref, model, {first} FROM (
      SELECT 0 AS dimension, 0 AS ref, '' AS model
      UNION ALL SELECT 2, NEW.channel_id, '' UNION ALL SELECT 4, 0, NEW.model)
    WHERE NEW.outcome = 'done'
  ON CONFLICT DO UPDATE SET
    {more}"""


_CONFIGURATION = """
CREATE TABLE groups (
  name TEXT PRIMARY KEY CHECK (name <> ''),
  ratio_millionths INTEGER NOT NULL CHECK (ratio_millionths >= 0)
) STRICT;

CREATE TABLE users (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE CHECK (name <> ''),
  display_name TEXT NOT NULL DEFAULT '',
  email TEXT NOT NULL DEFAULT '',
  password_hash TEXT NOT NULL DEFAULT '',
  role INTEGER NOT NULL DEFAULT 1,
  status INTEGER NOT NULL DEFAULT 1,
  group_name TEXT NOT NULL DEFAULT 'default' REFERENCES groups (name) ON UPDATE CASCADE,
  balance_nano INTEGER,
  invite_code TEXT UNIQUE,
  inviter_id INTEGER REFERENCES users (id) ON DELETE SET NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  key_hash BLOB NOT NULL UNIQUE,
  key_hint TEXT NOT NULL,
  key_sealed BLOB NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled', 'revoked')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  budget_total INTEGER,
  budget_day INTEGER,
  budget_week INTEGER,
  budget_month INTEGER,
  models TEXT NOT NULL DEFAULT '[]' CHECK (json_type(models) = 'array'),
  networks TEXT NOT NULL DEFAULT '[]' CHECK (json_type(networks) = 'array'),
  requests_per_minute INTEGER NOT NULL DEFAULT 0,
  tokens_per_minute INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX tokens_by_user ON tokens (user_id);

CREATE TABLE channels (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  provider TEXT NOT NULL,
  secret_ref TEXT NOT NULL DEFAULT '',
  key_hint TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled', 'auto_disabled')),
  status_reason TEXT NOT NULL DEFAULT '',
  base_url TEXT NOT NULL DEFAULT '',
  models TEXT NOT NULL DEFAULT '[]' CHECK (json_type(models) = 'array'),
  model_mapping TEXT NOT NULL DEFAULT '{}' CHECK (json_type(model_mapping) = 'object'),
  groups TEXT NOT NULL DEFAULT '["default"]' CHECK (json_type(groups) = 'array'),
  priority INTEGER NOT NULL DEFAULT 0,
  weight INTEGER NOT NULL DEFAULT 1,
  config TEXT NOT NULL DEFAULT '{}' CHECK (json_type(config) = 'object'),
  param_override TEXT NOT NULL DEFAULT '{}' CHECK (json_type(param_override) = 'object'),
  system_prompt TEXT NOT NULL DEFAULT '',
  test_model TEXT NOT NULL DEFAULT '',
  auto_disable INTEGER NOT NULL DEFAULT 1 CHECK (auto_disable IN (0, 1)),
  created_at INTEGER NOT NULL,
  tested_at INTEGER,
  test_ms INTEGER,
  test_error TEXT NOT NULL DEFAULT '',
  balance_nano INTEGER,
  balance_currency TEXT NOT NULL DEFAULT '',
  balance_at INTEGER
) STRICT;

CREATE TABLE prices (
  model TEXT NOT NULL CHECK (model <> ''),
  source TEXT NOT NULL,
  price TEXT NOT NULL CHECK (json_type(price) = 'object'),
  updated_at INTEGER NOT NULL,
  PRIMARY KEY (model, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  key TEXT PRIMARY KEY CHECK (key <> ''),
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE redemptions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES users (id),
  key TEXT NOT NULL UNIQUE,
  status INTEGER NOT NULL DEFAULT 1,
  name TEXT NOT NULL,
  amount_nano INTEGER NOT NULL CHECK (amount_nano > 0),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  max_uses INTEGER NOT NULL DEFAULT 1 CHECK (max_uses > 0),
  uses INTEGER NOT NULL DEFAULT 0 CHECK (uses BETWEEN 0 AND max_uses),
  redeemed_by INTEGER REFERENCES users (id) ON DELETE SET NULL,
  redeemed_at INTEGER
) STRICT;
CREATE INDEX redemptions_by_name ON redemptions (name);

CREATE TABLE audit (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  created_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  before TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(before)),
  after TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(after))
) STRICT;
"""

# requests.id has no AUTOINCREMENT: the counter's page would be written on every commit (a tenth of its
# cost). Ids are never reused all the same, because the row with the highest id cannot be deleted.
_LEDGER = """
CREATE TABLE requests (
  id INTEGER PRIMARY KEY,
  request_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  token_id INTEGER NOT NULL,
  token_name TEXT NOT NULL,
  channel_id INTEGER NOT NULL,
  channel_name TEXT NOT NULL,
  model TEXT NOT NULL,
  upstream_model TEXT NOT NULL,
  dialect TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  stream INTEGER NOT NULL,
  status INTEGER NOT NULL,
  outcome TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  cache_write_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  audio_prompt_tokens INTEGER NOT NULL,
  audio_completion_tokens INTEGER NOT NULL,
  image_prompt_tokens INTEGER NOT NULL,
  image_completion_tokens INTEGER NOT NULL,
  images INTEGER NOT NULL,
  audio_milliseconds INTEGER NOT NULL,
  characters INTEGER NOT NULL,
  usage_source TEXT NOT NULL,
  cost_nano INTEGER NOT NULL,
  price_source TEXT NOT NULL,
  ratio_millionths INTEGER NOT NULL,
  ttft_us INTEGER,
  duration_us INTEGER NOT NULL,
  overhead_us INTEGER NOT NULL,
  error TEXT NOT NULL,
  error_code TEXT NOT NULL,
  client_address TEXT NOT NULL,
  route TEXT NOT NULL,
  notes TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX requests_by_request_id ON requests (request_id);
CREATE INDEX requests_by_time ON requests (created_at);
CREATE INDEX requests_by_token ON requests (token_id, created_at);
CREATE INDEX requests_by_channel ON requests (channel_id, created_at);
CREATE INDEX requests_by_model ON requests (model, created_at);
CREATE INDEX requests_by_status ON requests (status, created_at, token_id, channel_id, model)
  WHERE status <> 200;
CREATE INDEX requests_by_outcome
  ON requests (outcome, created_at, token_id, channel_id, model, error_code, error) WHERE outcome <> 'done';

CREATE TABLE open_requests (
  request_id TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  record TEXT NOT NULL CHECK (json_type(record) = 'object')
) STRICT, WITHOUT ROWID;

CREATE TABLE balances (
  kind INTEGER NOT NULL,
  ref INTEGER NOT NULL,
  used_nano INTEGER NOT NULL DEFAULT 0,
  archived_nano INTEGER NOT NULL DEFAULT 0,
  requests INTEGER NOT NULL DEFAULT 0,
  last_used_at INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, ref)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage_hourly (
  hour INTEGER NOT NULL,
  user_id INTEGER NOT NULL,
  token_id INTEGER NOT NULL,
  channel_id INTEGER NOT NULL,
  model TEXT NOT NULL,
  requests INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  cost_nano INTEGER NOT NULL,
  ttft_us INTEGER NOT NULL,
  ttft_count INTEGER NOT NULL,
  duration_us INTEGER NOT NULL,
  overhead_us INTEGER NOT NULL,
  PRIMARY KEY (hour, user_id, token_id, channel_id, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage_closed (
  dimension INTEGER NOT NULL,
  hour INTEGER NOT NULL,
  ref INTEGER NOT NULL,
  model TEXT NOT NULL,
  requests INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  cached_tokens INTEGER NOT NULL,
  reasoning_tokens INTEGER NOT NULL,
  cost_nano INTEGER NOT NULL,
  ttft_us INTEGER NOT NULL,
  ttft_count INTEGER NOT NULL,
  duration_us INTEGER NOT NULL,
  overhead_us INTEGER NOT NULL,
  PRIMARY KEY (dimension, hour, ref, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE closed_hours (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  closed_before INTEGER NOT NULL
) STRICT;
"""

_ADD_UP = """ON CONFLICT DO UPDATE SET
    requests = requests + 1,
    errors = errors + excluded.errors,
    prompt_tokens = prompt_tokens + excluded.prompt_tokens,
    completion_tokens = completion_tokens + excluded.completion_tokens,
    cached_tokens = cached_tokens + excluded.cached_tokens,
    reasoning_tokens = reasoning_tokens + excluded.reasoning_tokens,
    cost_nano = cost_nano + excluded.cost_nano,
    ttft_us = ttft_us + excluded.ttft_us,
    ttft_count = ttft_count + excluded.ttft_count,
    duration_us = duration_us + excluded.duration_us,
    overhead_us = overhead_us + excluded.overhead_us"""

_COUNTS = """1, NEW.outcome IN ('failed', 'refused', 'interrupted'), NEW.prompt_tokens,
    NEW.completion_tokens, NEW.cached_tokens, NEW.reasoning_tokens, NEW.cost_nano,
    ifnull(NEW.ttft_us, 0), NEW.ttft_us IS NOT NULL, NEW.duration_us, NEW.overhead_us"""

# A refused request that reached no channel is counted under the empty model name: its model is whatever
# a stranger wrote, and must not make the rollups grow.
_MODEL = "CASE WHEN NEW.channel_id = 0 AND NEW.outcome = 'refused' THEN '' ELSE NEW.model END"

_TRIGGERS = f"""
CREATE TRIGGER requests_settle AFTER INSERT ON requests BEGIN
  INSERT INTO balances (kind, ref, used_nano, requests, last_used_at) VALUES
    (1, NEW.token_id, NEW.cost_nano, 1, NEW.created_at),
    (2, NEW.channel_id, NEW.cost_nano, 1, NEW.created_at),
    (3, NEW.user_id, NEW.cost_nano, 1, NEW.created_at)
  ON CONFLICT DO UPDATE SET
    used_nano = used_nano + excluded.used_nano,
    requests = requests + 1,
    last_used_at = max(last_used_at, excluded.last_used_at);
  INSERT INTO usage_hourly VALUES (
    NEW.created_at / 3600000, NEW.user_id, NEW.token_id, NEW.channel_id,
    {_MODEL},
    {_COUNTS})
  {_ADD_UP};
  DELETE FROM open_requests WHERE request_id = NEW.request_id;
END;

CREATE TRIGGER requests_settle_late AFTER INSERT ON requests
WHEN NEW.created_at / 3600000 < (SELECT closed_before FROM closed_hours) BEGIN
  INSERT INTO usage_closed VALUES
    (0, NEW.created_at / 3600000, 0, '', {_COUNTS}),
    (1, NEW.created_at / 3600000, NEW.token_id, '', {_COUNTS}),
    (2, NEW.created_at / 3600000, NEW.channel_id, '', {_COUNTS}),
    (3, NEW.created_at / 3600000, NEW.user_id, '', {_COUNTS}),
    (4, NEW.created_at / 3600000, 0, {_MODEL}, {_COUNTS})
  {_ADD_UP};
END;

CREATE TRIGGER requests_immutable BEFORE UPDATE ON requests BEGIN
  SELECT RAISE(ABORT, 'rows of the ledger are never changed');
END;

CREATE TRIGGER requests_keep_newest BEFORE DELETE ON requests
WHEN OLD.id = (SELECT max(id) FROM requests) BEGIN
  SELECT RAISE(ABORT, 'the newest row of the ledger is kept, so that its id is never given out again');
END;

CREATE TRIGGER requests_archive AFTER DELETE ON requests BEGIN
  UPDATE balances SET archived_nano = archived_nano + OLD.cost_nano
  WHERE (kind = 1 AND ref = OLD.token_id) OR (kind = 2 AND ref = OLD.channel_id)
    OR (kind = 3 AND ref = OLD.user_id);
END;
"""
