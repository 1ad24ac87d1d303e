"""The JSON that every way in shows of channels, tokens, requests and prices. No secrets."""

import contextlib
import datetime
import json
from typing import Any

from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.money import MILLION, NANO_PER_USD, nano_to_usd_text
from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.domain.token import Token
from oneapi_desktop.services.channel_fields import redacted_proxy

Json = Any
"""Anything ``json.dumps`` takes."""

REQUEST_COLUMNS = (
    "id", "request_id", "created_at", "token", "channel", "model", "upstream_model", "dialect", "stream",
    "status", "attempts", "prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens", "cost_usd",
    "cost_nano_usd", "usage_source", "ttft_ms", "duration_ms", "overhead_ms", "error",
)  # fmt: skip
"""Keys of a request row, in order: what scripts rely on."""


def iso_time(milliseconds: int | None) -> str | None:
    """ISO 8601 in UTC with milliseconds, ``2026-11-24T04:10:00.123Z``; None for None or never (0)."""
    if not milliseconds:
        return None
    moment = datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds % 1000:03d}Z"


def usd(nano: int) -> float:
    """Dollars as a JSON number, for reading; the exact amount always stands beside it in nano-dollars."""
    return nano / NANO_PER_USD


def milliseconds(microseconds: int | None) -> float | None:
    """Milliseconds with three decimals."""
    return None if microseconds is None else round(microseconds / 1000, 3)


def channel_json(channel: Channel, secrets: ChannelSecrets | None = None) -> dict[str, Json]:
    """A channel without its secrets; of headers and secret fields only the names are shown."""
    shown = secrets or ChannelSecrets()
    balance = None if channel.balance_nano is None else nano_to_usd_text(channel.balance_nano)
    return {
        "id": channel.id,
        "name": channel.name,
        "type": channel.provider,
        "status": channel.status.value,
        "status_reason": channel.status_reason or None,
        "base_url": channel.base_url or default_address(channel.provider),
        "key_hint": channel.key_hint,
        "models": list(channel.models),
        "model_mapping": dict(channel.model_mapping),
        "groups": list(channel.groups),
        "priority": channel.priority,
        "weight": channel.weight,
        "config": dict(channel.config),
        "secret_config": sorted(shown.config),
        "headers": sorted(shown.headers),
        "proxy": redacted_proxy(shown.proxy),
        "param_override": dict(channel.param_override),
        "system_prompt": channel.system_prompt,
        "test_model": channel.test_model,
        "auto_disable": channel.auto_disable,
        "created_at": iso_time(channel.created_at),
        "tested_at": iso_time(channel.tested_at),
        "test_ms": channel.test_ms,
        "test_error": channel.test_error or None,
        "balance": balance,
        "balance_currency": channel.balance_currency or None,
        "balance_at": iso_time(channel.balance_at),
        "used_usd": usd(channel.used_nano),
        "used_nano_usd": channel.used_nano,
    }


def default_address(provider: str) -> str:
    """Where a provider's channels go that name no address of their own."""
    from oneapi_desktop.providers.registry import find_provider

    with contextlib.suppress(InvalidInput):
        return find_provider(provider).base_url
    return ""


def token_json(token: Token) -> dict[str, Json]:
    """A token without its key."""
    budgets = token.budgets

    def amount(nano: int | None) -> float | None:
        return None if nano is None else usd(nano)

    return {
        "id": token.id,
        "name": token.name,
        "key_hint": token.key_hint,
        "status": token.status.value,
        "unlimited": budgets.total is None,
        "budget_usd": amount(budgets.total),
        "budget_nano_usd": budgets.total,
        "budget_day_usd": amount(budgets.day),
        "budget_week_usd": amount(budgets.week),
        "budget_month_usd": amount(budgets.month),
        "used_usd": usd(token.used_nano),
        "used_nano_usd": token.used_nano,
        "remaining_usd": None if budgets.total is None else usd(budgets.total - token.used_nano),
        "expires_at": iso_time(token.expires_at),
        "models": sorted(token.models),
        "subnet": ",".join(str(network) for network in token.networks),
        "rpm": token.requests_per_minute,
        "tpm": token.tokens_per_minute,
        "created_at": iso_time(token.created_at),
        "last_used_at": iso_time(token.last_used_at),
    }


def request_row(record: RequestRecord) -> dict[str, Json]:
    """A request as listed; the keys are ``REQUEST_COLUMNS``."""
    usage = record.usage
    return {
        "id": record.id,
        "request_id": record.request_id,
        "created_at": iso_time(record.created_at),
        "token": record.token_name,
        "channel": record.channel_name,
        "model": record.model,
        "upstream_model": record.upstream_model,
        "dialect": record.dialect,
        "stream": record.stream,
        "status": record.status,
        "attempts": record.attempts,
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "cached_tokens": usage.cached_tokens,
        "reasoning_tokens": usage.reasoning_tokens,
        "cost_usd": usd(record.cost_nano),
        "cost_nano_usd": record.cost_nano,
        "usage_source": record.usage_source.value,
        "ttft_ms": milliseconds(record.ttft_us),
        "duration_ms": milliseconds(record.duration_us),
        "overhead_ms": milliseconds(record.overhead_us),
        "error": record.error or None,
    }


def request_detail(record: RequestRecord) -> dict[str, Json]:
    """A request in full: its row, the route taken, the bill's inputs, and remarks."""
    usage = record.usage
    return request_row(record) | {
        "outcome": record.outcome.value,
        "endpoint": record.endpoint,
        "error_code": record.error_code or None,
        "token_id": record.token_id,
        "channel_id": record.channel_id,
        "user_id": record.user_id,
        "client_address": record.client_address,
        "price_source": record.price_source,
        "ratio": record.ratio_millionths / MILLION,
        "usage": {
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
            "cached_tokens": usage.cached_tokens,
            "cache_write_tokens": usage.cache_write_tokens,
            "reasoning_tokens": usage.reasoning_tokens,
            "audio_prompt_tokens": usage.audio_prompt_tokens,
            "audio_completion_tokens": usage.audio_completion_tokens,
            "image_prompt_tokens": usage.image_prompt_tokens,
            "image_completion_tokens": usage.image_completion_tokens,
            "images": usage.images,
            "audio_milliseconds": usage.audio_milliseconds,
            "characters": usage.characters,
        },
        "route": _read_list(record.route),
        "notes": _read_list(record.notes),
    }


def _read_list(text: str) -> list[Json]:
    try:
        found = json.loads(text)
    except ValueError:
        return [text]
    return found if isinstance(found, list) else [found]
