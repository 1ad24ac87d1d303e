"""Columns of the table of requests."""

import datetime
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from oneapi_desktop.desktop import formats
from oneapi_desktop.desktop.i18n import QT_TRANSLATE_NOOP
from oneapi_desktop.desktop.widgets.columns import Column, Row, Tone

LEFT, CUT = 499, 0
"""Statuses of the ledger that no upstream gave: the client went away; the gateway was stopped."""

LEAST_NANO = 100_000
"""Smaller amounts are only said to be smaller; what a request cost exactly stands in the tooltip and the panel."""

SLOW_MS = 10_000
"""A first token that comes later than this stands out."""


def status_text(status: int) -> str:
    """An HTTP status, or a word for those of the ledger's own."""
    if status == LEFT:
        return _text(QT_TRANSLATE_NOOP("RequestColumns", "left"))
    return _text(QT_TRANSLATE_NOOP("RequestColumns", "cut")) if status == CUT else str(status)


def status_tone(status: int) -> Tone:
    """The colour of a status: who erred, if anybody did."""
    if 200 <= status < 400:
        return "ok"
    if status == LEFT:
        return "muted"
    return "warn" if 400 <= status < 500 else "fail"


def cost_text(row: Row) -> str:
    """What was charged; counted here rather than by the upstream, it is marked as about."""
    if row["usage_source"] == "unknown":
        return formats.NOTHING
    nano = row["cost_nano_usd"]
    if 0 < nano < LEAST_NANO:
        return f"< {formats.money(LEAST_NANO, exact=True)}"
    text = formats.money(nano)
    return f"≈{text}" if row["usage_source"] == "estimated" else text


def time_text(iso: str) -> str:
    """A moment of today with its seconds, of another day with its date, of another year in full."""
    local, now = datetime.datetime.fromisoformat(iso).astimezone(), datetime.datetime.now().astimezone()
    if local.date() == now.date():
        return f"{local:%H:%M:%S}"
    return f"{formats.day(local)} {local:%H:%M}" if local.year == now.year else formats.moment(iso)


def columns() -> list[Column]:
    """The columns in order; headings follow the language."""
    return [
        Column(
            "created_at", _title(QT_TRANSLATE_NOOP("RequestColumns", "Time")),
            lambda row: time_text(row["created_at"]), 116, tone=lambda _row: "muted",
            tooltip=lambda row: formats.moment(row["created_at"], seconds=True),
        ),
        Column(
            "status", _title(QT_TRANSLATE_NOOP("RequestColumns", "Status")), lambda row: status_text(row["status"]),
            72, badge=True, tone=lambda row: status_tone(row["status"]), tooltip=lambda row: row["error"] or "",
        ),
        Column(
            "model", _title(QT_TRANSLATE_NOOP("RequestColumns", "Model")), lambda row: row["model"], 140,
            tooltip=_model_tooltip, stretch=True,
        ),
        Column(
            "cost", _title(QT_TRANSLATE_NOOP("RequestColumns", "Cost")), cost_text, 98, number=True,
            tooltip=lambda row: formats.money(row["cost_nano_usd"], exact=True),
        ),
        Column(
            "ttft_ms", _title(QT_TRANSLATE_NOOP("RequestColumns", "First token")),
            lambda row: formats.duration(row["ttft_ms"]), 98, number=True,
            tone=lambda row: "warn" if (row["ttft_ms"] or 0) > SLOW_MS else "",
        ),
        Column(
            "duration_ms", _title(QT_TRANSLATE_NOOP("RequestColumns", "Total")),
            lambda row: formats.duration(row["duration_ms"]), 74, number=True,
        ),
        Column("token", _title(QT_TRANSLATE_NOOP("RequestColumns", "Token")), lambda row: row["token"], 96),
        Column("channel", _title(QT_TRANSLATE_NOOP("RequestColumns", "Channel")), _channel_text, 96),
        Column(
            "tokens", _title(QT_TRANSLATE_NOOP("RequestColumns", "Tokens")), _tokens_text, 114, number=True,
            tooltip=_tokens_tooltip,
        ),
        Column(
            "prompt_tokens", _title(QT_TRANSLATE_NOOP("RequestColumns", "In")),
            lambda row: formats.number(row["prompt_tokens"]), 66, number=True, hidden=True,
        ),
        Column(
            "completion_tokens", _title(QT_TRANSLATE_NOOP("RequestColumns", "Out")),
            lambda row: formats.number(row["completion_tokens"]), 60, number=True, hidden=True,
        ),
        Column(
            "cached_tokens", _title(QT_TRANSLATE_NOOP("RequestColumns", "Cached")),
            lambda row: formats.number(row["cached_tokens"]), 76, number=True, hidden=True,
        ),
        Column(
            "reasoning_tokens", _title(QT_TRANSLATE_NOOP("RequestColumns", "Reasoning")),
            lambda row: formats.number(row["reasoning_tokens"]), 84, number=True, hidden=True,
        ),
        Column(
            "overhead_ms", _title(QT_TRANSLATE_NOOP("RequestColumns", "Gateway")),
            lambda row: formats.duration(row["overhead_ms"]), 84, number=True, hidden=True,
        ),
        Column(
            "attempts", _title(QT_TRANSLATE_NOOP("RequestColumns", "Attempts")),
            lambda row: formats.number(row["attempts"]), 76, number=True, hidden=True,
            tone=lambda row: "warn" if row["attempts"] > 1 else "",
        ),
        Column("dialect", _title(QT_TRANSLATE_NOOP("RequestColumns", "Dialect")), lambda row: row["dialect"], 116,
               hidden=True),
        Column("request_id", _title(QT_TRANSLATE_NOOP("RequestColumns", "Request id")), lambda row: row["request_id"],
               250, hidden=True),
        Column("error", _title(QT_TRANSLATE_NOOP("RequestColumns", "Error")), lambda row: row["error"] or "", 260,
               hidden=True, tooltip=lambda row: row["error"] or ""),
    ]  # fmt: skip


def _model_tooltip(row: Row) -> str:
    sent = row["upstream_model"]
    return f"{row['model']} → {sent}" if sent and sent != row["model"] else str(row["model"])


def _channel_text(row: Row) -> str:
    return f"{row['channel']}  ↻{row['attempts']}" if row["attempts"] > 1 else str(row["channel"])


def _tokens_text(row: Row) -> str:
    return f"{formats.compact(row['prompt_tokens'])} → {formats.compact(row['completion_tokens'])}"


def _tokens_tooltip(row: Row) -> str:
    return _text(QT_TRANSLATE_NOOP("RequestColumns", "{prompt} in, {completion} out")).format(
        prompt=formats.number(row["prompt_tokens"]), completion=formats.number(row["completion_tokens"])
    )


def _text(source: str) -> str:
    return QCoreApplication.translate("RequestColumns", source)


def _title(source: str) -> Callable[[], str]:
    return lambda: _text(source)
