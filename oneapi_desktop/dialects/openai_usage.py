"""Reading usage and produced text out of OpenAI-shaped answers, without changing them.

Works on every endpoint of the family: chat and completions (``prompt_tokens``), images, speech and
transcriptions (``input_tokens`` or ``{"type": "duration", "seconds": …}``), embeddings.
Nothing an upstream sends makes these functions raise.
"""

from collections.abc import Iterable
from typing import Any

import orjson

from oneapi_desktop.domain.usage import Usage


def _count(value: Any) -> int:
    if type(value) is int:
        return value if 0 <= value < 10**12 else 0
    return int(value) if isinstance(value, float) and 0 <= value < 10**12 else 0


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def read_usage(usage: Any) -> Usage | None:
    """The counts of a ``usage`` object, or None when it reports nothing."""
    if not isinstance(usage, dict):
        return None
    if usage.get("type") == "duration":
        milliseconds = _count(_seconds_to_ms(usage.get("seconds")))
        return Usage(audio_milliseconds=milliseconds) if milliseconds else None
    prompt = _count(usage.get("prompt_tokens", usage.get("input_tokens")))
    completion = _count(usage.get("completion_tokens", usage.get("output_tokens")))
    if not prompt and not completion:
        prompt = _count(usage.get("total_tokens"))
        if not prompt:
            return None
    inputs = _dict(usage.get("prompt_tokens_details") or usage.get("input_tokens_details"))
    outputs = _dict(usage.get("completion_tokens_details") or usage.get("output_tokens_details"))
    cached = _count(inputs.get("cached_tokens", usage.get("prompt_cache_hit_tokens")))
    if not inputs and not outputs:
        return Usage(prompt, completion, cached).clamped()
    reasoning = _count(outputs.get("reasoning_tokens"))
    if reasoning and _count(usage.get("total_tokens")) == prompt + completion + reasoning:
        # xAI does not count reasoning among the completion, and charges for it.
        completion += reasoning
    return Usage(
        prompt_tokens=prompt,
        completion_tokens=completion,
        cached_tokens=cached,
        cache_write_tokens=_count(inputs.get("cache_write_tokens", inputs.get("cache_creation_tokens"))),
        reasoning_tokens=reasoning,
        audio_prompt_tokens=_count(inputs.get("audio_tokens")),
        audio_completion_tokens=_count(outputs.get("audio_tokens")),
        image_prompt_tokens=_count(inputs.get("image_tokens")),
        image_completion_tokens=_count(outputs.get("image_tokens")),
    ).clamped()


def _seconds_to_ms(seconds: Any) -> int:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 10**8:
        return 0
    return round(seconds * 1000)


def loads(data: bytes) -> dict[str, Any]:
    """The JSON object of these bytes; empty when they are none."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        return {}
    return _dict(value)


def audio_milliseconds(answer: dict[str, Any]) -> int:
    """Length of transcribed audio that a ``verbose_json`` answer states, 0 when it does not."""
    return _seconds_to_ms(answer.get("duration"))


def has_error(answer: dict[str, Any]) -> bool:
    """True when a 200 answer or a stream event is an error in disguise: OpenAI's ``error``, or MiniMax's
    ``base_resp`` with a status."""
    if "choices" in answer or "data" in answer:
        return False
    return bool(answer.get("error") or _dict(answer.get("base_resp")).get("status_code"))


def produced_texts(answers: Iterable[dict[str, Any]]) -> list[str]:
    """Everything a model wrote in these answers or chunks: text, reasoning, refusals, tool names
    and arguments. Used to estimate completion tokens when the upstream reports none."""
    texts: list[str] = []
    for answer in answers:
        choices = answer.get("choices")
        for choice in choices if isinstance(choices, list) else []:
            choice = _dict(choice)
            if isinstance(choice.get("text"), str):
                texts.append(choice["text"])
            _message_texts(_dict(choice.get("delta") or choice.get("message")), texts)
        if isinstance(answer.get("text"), str):
            texts.append(answer["text"])
    return texts


def _message_texts(message: dict[str, Any], texts: list[str]) -> None:
    for key in ("content", "reasoning_content", "reasoning", "refusal"):
        value = message.get(key)
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, list):
            texts.extend(p["text"] for p in value if isinstance(p, dict) and isinstance(p.get("text"), str))
    calls = message.get("tool_calls")
    functions = [_dict(_dict(call).get("function")) for call in calls] if isinstance(calls, list) else []
    for function in [*functions, _dict(message.get("function_call"))]:
        texts.extend(v for k in ("name", "arguments") if isinstance(v := function.get(k), str))
