"""Anthropic's ``usage`` object. Its ``input_tokens`` do not contain the cached ones."""

from collections.abc import Mapping
from typing import Any

from oneapi_desktop.dialects.conversation import JsonObject, TokenUsage, count
from oneapi_desktop.dialects.json_reading import as_object


def parse_usage(value: object) -> TokenUsage | None:
    """The counts of a usage object; None when it is none. Writes without a lifetime are 5m."""
    if not isinstance(value, dict):
        return None
    created = as_object(value.get("cache_creation"))
    hour = count(created.get("ephemeral_1h_input_tokens"))
    all_writes = count(value.get("cache_creation_input_tokens"))
    short = max(count(created.get("ephemeral_5m_input_tokens")), all_writes - hour)
    output = count(value.get("output_tokens"))
    thinking = min(count(as_object(value.get("output_tokens_details")).get("thinking_tokens")), output)
    hosted = {
        name.removesuffix("_requests"): count(number)
        for name, number in as_object(value.get("server_tool_use")).items()
        if count(number)
    }
    return TokenUsage(
        input_plain=count(value.get("input_tokens")),
        cache_read=count(value.get("cache_read_input_tokens")),
        cache_write_5m=short,
        cache_write_1h=hour,
        output_visible=output - thinking,
        output_reasoning=thinking,
        hosted=hosted,
    )


def merged_usage(first: Mapping[str, Any], later: Mapping[str, Any]) -> JsonObject:
    """A later report laid over an earlier one: what it does not tell stays."""
    return {**first, **{key: value for key, value in later.items() if value is not None}}


def build_usage(usage: TokenUsage) -> JsonObject:
    """The usage object; the cache counts are always there."""
    short = usage.cache_write_5m + usage.cache_write_other
    built: JsonObject = {
        "input_tokens": usage.input_plain + usage.tool_prompt,
        "cache_creation_input_tokens": usage.cache_write,
        "cache_read_input_tokens": usage.cache_read,
        "output_tokens": usage.completion,
    }
    if usage.cache_write:
        built["cache_creation"] = {
            "ephemeral_5m_input_tokens": short,
            "ephemeral_1h_input_tokens": usage.cache_write_1h,
        }
    if usage.output_reasoning:
        built["output_tokens_details"] = {"thinking_tokens": usage.output_reasoning}
    hosted = {f"{name}_requests": number for name, number in usage.hosted.items() if number}
    if hosted:
        built["server_tool_use"] = hosted
    return built
