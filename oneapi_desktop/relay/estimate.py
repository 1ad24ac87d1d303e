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
DATA_PARTS = frozenset({"image_url", "input_audio", "file", "input_image", "input_file", "image", "document"})
DATA_FIELDS = ("inlineData", "inline_data", "fileData", "file_data")
"""What marks a part of Gemini's that carries data."""
PROMPT_FIELDS = (
    "messages", "prompt", "input", "instruction", "tools", "functions", "response_format",
    "system", "instructions", "contents", "systemInstruction", "system_instruction",
    "query", "documents", "content", "requests",
)  # fmt: skip
"""Where the dialects that clients speak put what is to be read."""
WRITING_MODES = frozenset({Mode.CHAT, Mode.COMPLETIONS, Mode.EDITS})
IMAGE_MODES = frozenset({Mode.IMAGES, Mode.IMAGE_EDITS, Mode.IMAGE_VARIATIONS})
UNKNOWN_OUTPUT = 16_384
"""Output assumed for the first request of a model that names no maximum."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a request may come to. ``least`` is what it will come to at least, as far as is known."""

    cost: int
    least: int
    tokens: int


def prompt_tokens(body: dict[str, Any]) -> int:
    """Rough prompt tokens of a request body; parts that carry data count flat.

    Walks with a list of its own: what clients send may be nested deeper than Python calls may be.
    """
    tokens = 0
    waiting = [body[name] for name in PROMPT_FIELDS if name in body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            size = len(value) if value.isascii() else len(value.encode("utf-8", "surrogatepass"))
            tokens += size // BYTES_PER_TOKEN + 1
        elif isinstance(value, dict):
            kind = value.get("type")
            if (isinstance(kind, str) and kind in DATA_PARTS) or any(name in value for name in DATA_FIELDS):
                tokens += PART_TOKENS
            elif "images" in value and isinstance(value["images"], list):
                tokens += MESSAGE_OVERHEAD + PART_TOKENS * len(value["images"])
                waiting += [inner for name, inner in value.items() if name != "images"]
            else:
                tokens += MESSAGE_OVERHEAD
                waiting += value.values()
        elif isinstance(value, list):
            if value and isinstance(value[0], int):
                tokens += len(value)
            else:
                waiting += value
        else:
            tokens += 1
    return tokens


def named_output(body: dict[str, Any]) -> int:
    """The most tokens a request of any dialect asks for, 0 when it names no number."""
    for name in ("max_completion_tokens", "max_tokens", "max_output_tokens"):
        if found := _whole(body.get(name)):
            return found
    for outer, names in (("generationConfig", ("maxOutputTokens", "max_output_tokens")), ("options", ("num_predict",)),
                         ("generation_config", ("maxOutputTokens", "max_output_tokens"))):  # fmt: skip
        inner = body.get(outer)
        if isinstance(inner, dict):
            for name in names:
                if found := _whole(inner.get(name)):
                    return found
    return 0


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def expect(
    mode: Mode, body: dict[str, Any], prices: list[Price], ratio: int, typical: TypicalSize | None, reserve_tokens: int
) -> Expectation:
    """The expectation for a request that any of these prices may apply to."""
    prompt = prompt_tokens(body)
    choices = max(1, _whole(body.get("n")), _whole(body.get("best_of")))
    named = named_output(body)
    if mode in WRITING_MODES:
        if named:
            output = named
        elif typical:
            output = max(reserve_tokens, typical.completion_tokens * 2)
        else:
            output = max(reserve_tokens, UNKNOWN_OUTPUT)
        usage = Usage(prompt_tokens=prompt if typical else prompt * 4, completion_tokens=min(output, 10**7) * choices)
    elif mode in IMAGE_MODES:
        usage = Usage(prompt_tokens=prompt, images=min(choices, 100))
    elif mode is Mode.SPEECH:
        text = body.get("input")
        usage = Usage(prompt_tokens=prompt, characters=len(text) if isinstance(text, str) else 0)
    else:
        usage = Usage(prompt_tokens=prompt)
    usage = usage.clamped()
    size, quality = str(body.get("size") or ""), str(body.get("quality") or "")
    cost = typical.cost if typical else 0
    for price in prices:
        cost = max(cost, price.cost(usage, ratio_millionths=ratio, size=size, quality=quality))
    return Expectation(
        cost, typical.cost if typical else 0, prompt + (named or min(usage.completion_tokens, reserve_tokens))
    )
