"""How much to reserve before an answer is known: cheap, rather too much than too little.

A reservation is made on the event loop for every request of a token with a budget or a token
rate, so nothing here tokenizes.
"""

from dataclasses import dataclass
from typing import Any

from oneapi_desktop.domain.price import Price
from oneapi_desktop.domain.usage import Usage
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.budgets import TypicalSize

BYTES_PER_TOKEN = 3
"""Fewer bytes than any usual text needs per token, so the count errs upward."""
MESSAGE_OVERHEAD = 8
PART_TOKENS = 1600
"""Stands for one image, file or audio part, whatever its size in base64."""
UNKNOWN_OUTPUT = 16_384
"""Output assumed for the first request of a model that names no maximum."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a request may come to. ``least`` is what it will come to at least, as far as is known."""

    cost: int
    least: int
    tokens: int


def _text_tokens(value: Any) -> int:
    """Rough tokens of any JSON value; parts that carry data count flat."""
    if isinstance(value, str):
        return len(value.encode("utf-8", "surrogatepass")) // BYTES_PER_TOKEN + 1
    if isinstance(value, dict):
        if value.get("type") in {"image_url", "input_audio", "file", "input_image", "input_file"}:
            return PART_TOKENS
        return sum(_text_tokens(v) for v in value.values()) + MESSAGE_OVERHEAD
    if isinstance(value, list):
        if value and isinstance(value[0], int):
            return len(value)
        return sum(_text_tokens(v) for v in value)
    return 1


def prompt_tokens(body: dict[str, Any]) -> int:
    """Rough prompt tokens of a request body."""
    fields = ("messages", "prompt", "input", "instruction", "tools", "functions", "response_format")
    return sum(_text_tokens(body[name]) for name in fields if name in body)


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def expect(
    mode: Mode, body: dict[str, Any], prices: list[Price], ratio: int, typical: TypicalSize | None, reserve_tokens: int
) -> Expectation:
    """The expectation for a request that any of these prices may apply to."""
    prompt = prompt_tokens(body)
    choices = max(1, _whole(body.get("n")), _whole(body.get("best_of")))
    named = _whole(body.get("max_completion_tokens")) or _whole(body.get("max_tokens"))
    usage = Usage(prompt_tokens=prompt)
    if mode in {Mode.CHAT, Mode.COMPLETIONS, Mode.EDITS}:
        if named:
            output = named
        elif typical:
            output = max(reserve_tokens, typical.completion_tokens * 2)
        else:
            output = max(reserve_tokens, UNKNOWN_OUTPUT)
        usage = Usage(prompt_tokens=prompt if typical else prompt * 4, completion_tokens=min(output, 10**7) * choices)
    elif mode in {Mode.IMAGES, Mode.IMAGE_EDITS, Mode.IMAGE_VARIATIONS}:
        usage = Usage(prompt_tokens=prompt, images=min(choices, 100))
    elif mode is Mode.SPEECH:
        text = body.get("input")
        usage = Usage(prompt_tokens=prompt, characters=len(text) if isinstance(text, str) else 0)
    size, quality = str(body.get("size") or ""), str(body.get("quality") or "")
    cost = max((p.cost(usage.clamped(), ratio_millionths=ratio, size=size, quality=quality) for p in prices), default=0)
    if typical:
        cost = max(cost, typical.cost)
    return Expectation(
        cost, typical.cost if typical else 0, prompt + (named or min(usage.completion_tokens, reserve_tokens))
    )
