"""Cohere's ``usage`` of chats and ``meta`` of the other endpoints."""

from oneapi_desktop.dialects.conversation import TokenUsage, count
from oneapi_desktop.dialects.json_reading import as_object


def parse_usage(value: object) -> TokenUsage | None:
    """The counts of ``{tokens, billed_units, cached_tokens}``; None when it tells none. ``tokens`` is what
    the model saw; ``billed_units`` leaves out what Cohere does not charge for and serves in its absence."""
    usage = as_object(value)
    tokens = as_object(usage.get("tokens")) or as_object(usage.get("billed_units"))
    prompt, completion = count(tokens.get("input_tokens")), count(tokens.get("output_tokens"))
    if not prompt and not completion:
        return None
    cached = min(count(usage.get("cached_tokens")), prompt)
    return TokenUsage(input_plain=prompt - cached, cache_read=cached, output_visible=completion)
