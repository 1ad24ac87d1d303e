"""Chat Completions' ``usage`` object, of OpenAI and of those who imitate it."""

from oneapi_desktop.dialects.conversation import JsonObject, TokenUsage, count
from oneapi_desktop.dialects.json_reading import as_object


def parse_usage(value: object) -> TokenUsage | None:
    """The counts of a usage object; None when it is none or tells nothing.

    Vendors that do not count reasoning among the completion (xAI) are known by their total.
    """
    if not isinstance(value, dict):
        return None
    prompt = count(value.get("prompt_tokens", value.get("input_tokens")))
    completion = count(value.get("completion_tokens", value.get("output_tokens")))
    if not prompt and not completion:
        return None
    inputs = as_object(value.get("prompt_tokens_details") or value.get("input_tokens_details"))
    outputs = as_object(value.get("completion_tokens_details") or value.get("output_tokens_details"))
    cached = inputs.get("cached_tokens", value.get("prompt_cache_hit_tokens", value.get("cached_tokens")))
    read = min(count(cached), prompt)
    written = min(count(inputs.get("cache_write_tokens", inputs.get("cache_creation_tokens"))), prompt - read)
    reasoning = count(outputs.get("reasoning_tokens"))
    if reasoning and count(value.get("total_tokens")) == prompt + completion + reasoning:
        completion += reasoning
    reasoning = min(reasoning, completion)
    return TokenUsage(
        input_plain=prompt - read - written,
        cache_read=read,
        cache_write_other=written,
        output_visible=completion - reasoning,
        output_reasoning=reasoning,
        input_audio=count(inputs.get("audio_tokens")),
        input_image=count(inputs.get("image_tokens")),
        output_audio=count(outputs.get("audio_tokens")),
        output_image=count(outputs.get("image_tokens")),
    )


def build_usage(usage: TokenUsage) -> JsonObject:
    """The usage object; both details are always there."""
    inputs: JsonObject = {"cached_tokens": usage.cache_read}
    if usage.cache_write:
        inputs["cache_write_tokens"] = usage.cache_write
    outputs: JsonObject = {"reasoning_tokens": usage.output_reasoning}
    for details, name, value in (
        (inputs, "audio_tokens", usage.input_audio),
        (inputs, "image_tokens", usage.input_image),
        (outputs, "audio_tokens", usage.output_audio),
        (outputs, "image_tokens", usage.output_image),
    ):
        if value:
            details[name] = value
    return {
        "prompt_tokens": usage.prompt,
        "completion_tokens": usage.completion,
        "total_tokens": usage.total,
        "prompt_tokens_details": inputs,
        "completion_tokens_details": outputs,
    }
