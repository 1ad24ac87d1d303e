"""Responses' ``usage`` object, and the searches its ``tool_usage`` counts."""

from oneapi_desktop.dialects.conversation import JsonObject, TokenUsage, count
from oneapi_desktop.dialects.json_reading import as_object

WEB_SEARCH = "web_search"


def parse_usage(response: JsonObject) -> TokenUsage | None:
    """What a response object says was used; None when it tells nothing. Writes to the cache have no
    lifetime that the ledger knows."""
    value = as_object(response.get("usage"))
    prompt, completion = count(value.get("input_tokens")), count(value.get("output_tokens"))
    searches = count(as_object(as_object(response.get("tool_usage")).get(WEB_SEARCH)).get("num_requests"))
    if not prompt and not completion and not searches:
        return None
    inputs, outputs = as_object(value.get("input_tokens_details")), as_object(value.get("output_tokens_details"))
    read = min(count(inputs.get("cached_tokens")), prompt)
    written = min(count(inputs.get("cache_write_tokens")), prompt - read)
    reasoning = min(count(outputs.get("reasoning_tokens")), completion)
    return TokenUsage(
        input_plain=prompt - read - written,
        cache_read=read,
        cache_write_other=written,
        output_visible=completion - reasoning,
        output_reasoning=reasoning,
        hosted={WEB_SEARCH: searches} if searches else {},
    )


def build_usage(usage: TokenUsage) -> JsonObject:
    """The usage object; the official client demands both details."""
    return {
        "input_tokens": usage.prompt,
        "input_tokens_details": {"cached_tokens": usage.cache_read, "cache_write_tokens": usage.cache_write},
        "output_tokens": usage.completion,
        "output_tokens_details": {"reasoning_tokens": usage.output_reasoning},
        "total_tokens": usage.total,
    }


def build_tool_usage(usage: TokenUsage) -> JsonObject | None:
    """``tool_usage``, None when nothing hosted was counted. Families without use have zero counts."""
    searches = usage.hosted.get(WEB_SEARCH, 0)
    if not searches:
        return None
    none = {"image_tokens": 0, "text_tokens": 0}
    images = {"input_tokens": 0, "input_tokens_details": none, "output_tokens": 0, "total_tokens": 0}
    return {"image_gen": images, WEB_SEARCH: {"num_requests": searches}}
