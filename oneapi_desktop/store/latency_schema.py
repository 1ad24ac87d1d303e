"""Buckets of latency histograms, and the SQL that counts into them, as the schema holds them.

Part of released migrations: what is here is never edited.
"""

LATENCY_BOUNDS = (0, *(round(128 * 2 ** (step / 8)) for step in range(192)))
"""Lower bounds of histogram buckets in microseconds: 128 µs to half an hour, eight to an octave."""

_BUCKET = "(SELECT max(from_us) FROM latency_bounds WHERE from_us <= max(0, NEW.{column}))"
_COUNTED_ON = """{column} = CASE WHEN NEW.{us} IS NULL THEN {column} ELSE json_set(
      {column}, '$."' || {bucket} || '"', 1 + ifnull(json_extract({column}, '$."' || {bucket} || '"'), 0)) END"""
_FIRST = "CASE WHEN NEW.{us} IS NULL THEN '{{}}' ELSE json_object({bucket}, 1) END"


def late_histograms() -> str:
    """The statement that adds an answered request to its hour's histograms, if that hour was closed before."""
    columns = [(name, f"{name}_us", _BUCKET.format(column=f"{name}_us")) for name in ("ttft", "duration")]
    first = ", ".join(_FIRST.format(us=us, bucket=f"CAST({bucket} AS TEXT)") for _name, us, bucket in columns)
    more = ",\n    ".join(_COUNTED_ON.format(column=name, us=us, bucket=bucket) for name, us, bucket in columns)
    return f"""INSERT INTO latency_closed SELECT dimension, NEW.created_at / 3600000, ref, model, {first} FROM (
      SELECT 0 AS dimension, 0 AS ref, '' AS model
      UNION ALL SELECT 2, NEW.channel_id, '' UNION ALL SELECT 4, 0, NEW.model)
    WHERE NEW.outcome = 'done'
  ON CONFLICT DO UPDATE SET
    {more}"""
