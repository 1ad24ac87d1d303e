"""The schema of the first version: people, tokens, channels, prices, settings, the ledger with its rollups.

Part of a released migration: what is here is never edited.
"""

CONFIGURATION = """
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
LEDGER = """
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

TRIGGERS = f"""
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
