"""A ledger record as a row of ``requests``, and back."""

from collections.abc import Sequence
from typing import Any

from oneapi_desktop.domain.request_record import Outcome, RequestRecord
from oneapi_desktop.domain.usage import Usage, UsageSource

COLUMNS = (
    "request_id", "created_at", "user_id", "token_id", "token_name", "channel_id", "channel_name",
    "model", "upstream_model", "dialect", "endpoint", "stream", "status", "outcome", "attempts",
    "prompt_tokens", "completion_tokens", "cached_tokens", "cache_write_tokens", "reasoning_tokens",
    "audio_prompt_tokens", "audio_completion_tokens", "image_prompt_tokens", "image_completion_tokens",
    "images", "audio_milliseconds", "characters", "usage_source", "cost_nano", "price_source",
    "ratio_millionths", "ttft_us", "duration_us", "overhead_us", "error", "error_code",
    "client_address", "route", "notes",
)  # fmt: skip
"""Every column of ``requests`` but ``id``, in the order of ``row_of``."""

SELECT = f"SELECT {', '.join(COLUMNS)}, id FROM requests"
_ROW = f"({', '.join('?' * len(COLUMNS))})"
_HEAD = f"INSERT INTO requests ({', '.join(COLUMNS)}) VALUES "

Row = tuple[Any, ...]


def insert_statement(rows: int) -> str:
    """One INSERT for that many rows, each bound as ``row_of`` gives it."""
    return _HEAD + ", ".join([_ROW] * rows)


def row_of(record: RequestRecord) -> Row:
    """The values of ``COLUMNS``. Only exact str and int: for their subclasses (StrEnum, bool) sqlite3
    searches an adapter on every bind, which costs more than the rest of the append."""
    usage = record.usage
    return (
        record.request_id, record.created_at, record.user_id, record.token_id, record.token_name,
        record.channel_id, record.channel_name, record.model, record.upstream_model, record.dialect,
        record.endpoint, 1 if record.stream else 0, record.status, record.outcome._value_, record.attempts,
        usage.prompt_tokens, usage.completion_tokens, usage.cached_tokens, usage.cache_write_tokens,
        usage.reasoning_tokens, usage.audio_prompt_tokens, usage.audio_completion_tokens,
        usage.image_prompt_tokens, usage.image_completion_tokens, usage.images, usage.audio_milliseconds,
        usage.characters, record.usage_source._value_, record.cost_nano, record.price_source,
        record.ratio_millionths, record.ttft_us, record.duration_us, record.overhead_us, record.error,
        record.error_code, record.client_address, record.route, record.notes,
    )  # fmt: skip


def record_of(row: Sequence[Any]) -> RequestRecord:
    """The record of a row selected by ``SELECT``."""
    values: list[Any] = [*row]
    values[27] = UsageSource(values[27])
    values[15:27] = [Usage(*values[15:27])]
    values[13] = Outcome(values[13])
    values[11] = bool(values[11])
    return RequestRecord(*values)


def storable(row: Row) -> Row:
    """The same row with whatever SQLite cannot hold replaced: text that is not Unicode (lone
    surrogates, which JSON can smuggle in) and integers beyond 64 bits."""
    return tuple(_storable(value) for value in row)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, int):
        return max(-(2**63), min(value, 2**63 - 1))
    return value
