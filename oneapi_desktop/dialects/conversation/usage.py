"""Token counts as the conversation model keeps them: exclusive, so that nothing is counted twice."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from oneapi_desktop.domain.usage import Usage

LARGEST_COUNT = 10**12
"""Counts beyond this are nonsense and read as 0."""


def count(value: Any) -> int:
    """A token count out of hostile JSON: 0 unless it is a sane non-negative number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0
    return int(value) if 0 <= value < LARGEST_COUNT else 0


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """Exclusive counts: prompt = input_plain + cache_read + the writes + tool_prompt;
    completion = output_visible + output_reasoning.

    ``input_audio``, ``input_image``, ``output_audio`` and ``output_image`` tell how many of
    input_plain and output_visible were of that kind. ``hosted`` counts calls of hosted tools
    (``web_search`` …). ``exact`` is False when the gateway counted itself.
    """

    input_plain: int = 0
    cache_read: int = 0
    cache_write_5m: int = 0
    cache_write_1h: int = 0
    cache_write_other: int = 0
    tool_prompt: int = 0
    output_visible: int = 0
    output_reasoning: int = 0
    input_audio: int = 0
    input_image: int = 0
    output_audio: int = 0
    output_image: int = 0
    hosted: Mapping[str, int] = field(default_factory=dict)
    exact: bool = True

    @property
    def cache_write(self) -> int:
        """Tokens written to a cache, of any lifetime."""
        return self.cache_write_5m + self.cache_write_1h + self.cache_write_other

    @property
    def prompt(self) -> int:
        """All tokens sent, cached ones included."""
        return self.input_plain + self.cache_read + self.cache_write + self.tool_prompt

    @property
    def completion(self) -> int:
        """All tokens produced, reasoning included."""
        return self.output_visible + self.output_reasoning

    @property
    def total(self) -> int:
        """Prompt and completion."""
        return self.prompt + self.completion

    def to_ledger(self) -> Usage:
        """The inclusive counts of the ledger. The lifetimes of cache writes and the hosted
        counters have no place there."""
        return Usage(
            prompt_tokens=self.prompt,
            completion_tokens=self.completion,
            cached_tokens=self.cache_read,
            cache_write_tokens=self.cache_write,
            reasoning_tokens=self.output_reasoning,
            audio_prompt_tokens=self.input_audio,
            audio_completion_tokens=self.output_audio,
            image_prompt_tokens=self.input_image,
            image_completion_tokens=self.output_image,
        ).clamped()

    @classmethod
    def from_ledger(cls, usage: Usage, *, exact: bool = True) -> "TokenUsage":
        """The exclusive counts of inclusive ones."""
        usage = usage.clamped()
        return cls(
            input_plain=usage.prompt_tokens - usage.cached_tokens - usage.cache_write_tokens,
            cache_read=usage.cached_tokens,
            cache_write_other=usage.cache_write_tokens,
            output_visible=usage.completion_tokens - usage.reasoning_tokens,
            output_reasoning=usage.reasoning_tokens,
            input_audio=usage.audio_prompt_tokens,
            input_image=usage.image_prompt_tokens,
            output_audio=usage.audio_completion_tokens,
            output_image=usage.image_completion_tokens,
            exact=exact,
        )
