"""What one request consumed, counted separately by kind."""

from dataclasses import dataclass, replace
from enum import StrEnum

MOST = 10**12
MOST_IMAGES = 10_000


class UsageSource(StrEnum):
    """How the numbers of a request were come by."""

    MEASURED = "measured"
    """The upstream reported them."""
    ESTIMATED = "estimated"
    """Counted here with a tokenizer because the upstream reported nothing usable."""
    UNKNOWN = "unknown"
    """Neither: the request was interrupted or never reached an upstream."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Counts of one request.

    Inclusive, as OpenAI reports them: ``prompt_tokens`` contains the cached, cache-write, audio
    and image parts; ``completion_tokens`` contains the reasoning, audio and image parts.
    ``audio_milliseconds`` is the length of transcribed audio, ``characters`` the text spoken.
    """

    prompt_tokens: int = 0
    completion_tokens: int = 0
    cached_tokens: int = 0
    cache_write_tokens: int = 0
    reasoning_tokens: int = 0
    audio_prompt_tokens: int = 0
    audio_completion_tokens: int = 0
    image_prompt_tokens: int = 0
    image_completion_tokens: int = 0
    images: int = 0
    audio_milliseconds: int = 0
    characters: int = 0

    @property
    def total_tokens(self) -> int:
        """Prompt and completion tokens together."""
        return self.prompt_tokens + self.completion_tokens

    @property
    def has_special_kinds(self) -> bool:
        """Whether anything but plain, cached and reasoning tokens was counted."""
        return bool(
            self.cache_write_tokens
            or self.audio_prompt_tokens
            or self.audio_completion_tokens
            or self.image_prompt_tokens
            or self.image_completion_tokens
            or self.images
            or self.audio_milliseconds
            or self.characters
        )

    def _least(self) -> int:
        return min(
            self.cached_tokens,
            self.cache_write_tokens,
            self.reasoning_tokens,
            self.audio_prompt_tokens,
            self.audio_completion_tokens,
            self.image_prompt_tokens,
            self.image_completion_tokens,
            self.images,
            self.audio_milliseconds,
            self.characters,
        )

    def clamped(self) -> "Usage":
        """The same usage with negative and impossible counts brought into range.

        An upstream is not trusted: a part can never exceed its whole, nothing is negative,
        and no count exceeds 10¹² (so a cost always fits SQLite's integers).
        """

        prompt_parts = (
            self.cached_tokens + self.cache_write_tokens + self.audio_prompt_tokens + self.image_prompt_tokens
        )
        completion_parts = self.reasoning_tokens + self.audio_completion_tokens + self.image_completion_tokens
        if (
            prompt_parts <= self.prompt_tokens < MOST
            and completion_parts <= self.completion_tokens < MOST
            and self._least() >= 0
            and self.images <= MOST_IMAGES
            and self.audio_milliseconds < MOST
            and self.characters < MOST
        ):
            return self

        def within(value: int, upper: int = MOST) -> int:
            return max(0, min(int(value), upper))

        prompt = within(self.prompt_tokens)
        completion = within(self.completion_tokens)
        cached = within(self.cached_tokens, prompt)
        written = within(self.cache_write_tokens, prompt - cached)
        audio_in = within(self.audio_prompt_tokens, prompt - cached - written)
        image_in = within(self.image_prompt_tokens, prompt - cached - written - audio_in)
        reasoning = within(self.reasoning_tokens, completion)
        audio_out = within(self.audio_completion_tokens, completion - reasoning)
        image_out = within(self.image_completion_tokens, completion - reasoning - audio_out)
        return replace(
            self,
            prompt_tokens=prompt,
            completion_tokens=completion,
            cached_tokens=cached,
            cache_write_tokens=written,
            reasoning_tokens=reasoning,
            audio_prompt_tokens=audio_in,
            audio_completion_tokens=audio_out,
            image_prompt_tokens=image_in,
            image_completion_tokens=image_out,
            images=within(self.images, MOST_IMAGES),
            audio_milliseconds=within(self.audio_milliseconds),
            characters=within(self.characters),
        )


NO_USAGE = Usage()
