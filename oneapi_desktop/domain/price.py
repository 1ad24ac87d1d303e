"""What a model costs, and the arithmetic from usage to nano-dollars."""

from dataclasses import dataclass, field
from enum import StrEnum

from oneapi_desktop.domain.money import MILLION, charge
from oneapi_desktop.domain.usage import Usage


class PriceSource(StrEnum):
    """Where a price came from, in order of precedence."""

    OWNER = "owner"
    ONE_API = "one-api"
    GENAI_PRICES = "genai-prices"
    BUILT_IN = "built-in"
    UNPRICED = "unpriced"


@dataclass(frozen=True, slots=True)
class Rates:
    """Nano-dollars per million tokens, by kind. ``None`` falls back as ``Price`` documents."""

    input: int = 0
    output: int = 0
    cached_input: int | None = None
    cache_write: int | None = None
    reasoning: int | None = None
    audio_input: int | None = None
    audio_output: int | None = None
    image_input: int | None = None
    image_output: int | None = None


@dataclass(frozen=True, slots=True)
class CostPart:
    """One line of a cost calculation, so that a bill can be written out.

    ``rate`` is nano-dollars per million units (tokens, milliseconds, characters), or per
    million images or requests.
    """

    kind: str
    units: int
    rate: int


@dataclass(frozen=True, slots=True)
class Price:
    """The price of one model.

    Kinds without a rate of their own are charged as what they are part of: cached, cache-write,
    audio and image input as ``input``; reasoning, audio and image output as ``output``.
    ``tiers`` holds (threshold, rates) ascending: the last tier whose threshold is *below* the
    prompt tokens prices the whole request, else ``rates``.
    ``per_image`` is nano-dollars per image by ``"quality:size"``, ``size``, or ``""`` (default).
    ``source_date`` is ISO text (``2026-11-01``) or empty.
    """

    model: str
    source: PriceSource
    rates: Rates = Rates()
    tiers: tuple[tuple[int, Rates], ...] = ()
    per_request: int = 0
    per_image: dict[str, int] = field(default_factory=dict)
    per_audio_second: int = 0
    per_million_characters: int = 0
    source_date: str = ""

    @property
    def unpriced(self) -> bool:
        """True when nobody knows what this model costs: a request is recorded at 0 and flagged."""
        return self.source is PriceSource.UNPRICED

    def parts(self, usage: Usage, *, size: str = "", quality: str = "") -> list[CostPart]:
        """The lines of the bill for a usage; see ``cost``."""
        rates = self.rates
        for threshold, tier in self.tiers:
            if usage.prompt_tokens > threshold:
                rates = tier
        lines: list[CostPart] = []

        def add(kind: str, units: int, rate: int) -> None:
            if units > 0 and rate > 0:
                lines.append(CostPart(kind, units, rate))

        plain_input = (
            usage.prompt_tokens
            - usage.cached_tokens
            - usage.cache_write_tokens
            - usage.audio_prompt_tokens
            - usage.image_prompt_tokens
        )
        plain_output = (
            usage.completion_tokens
            - usage.reasoning_tokens
            - usage.audio_completion_tokens
            - usage.image_completion_tokens
        )

        def rate_of(own: int | None, parent: int) -> int:
            return parent if own is None else own

        add("input", plain_input, rates.input)
        add("cached input", usage.cached_tokens, rate_of(rates.cached_input, rates.input))
        add("cache write", usage.cache_write_tokens, rate_of(rates.cache_write, rates.input))
        add("audio input", usage.audio_prompt_tokens, rate_of(rates.audio_input, rates.input))
        add("image input", usage.image_prompt_tokens, rate_of(rates.image_input, rates.input))
        add("output", plain_output, rates.output)
        add("reasoning", usage.reasoning_tokens, rate_of(rates.reasoning, rates.output))
        add("audio output", usage.audio_completion_tokens, rate_of(rates.audio_output, rates.output))
        add("image output", usage.image_completion_tokens, rate_of(rates.image_output, rates.output))
        # An upstream that reports image tokens is billed by tokens; a flat image price covers the rest.
        if usage.images and not (usage.completion_tokens and rates.output):
            add("image", usage.images, self.image_price(size, quality) * MILLION)
        add("audio", usage.audio_milliseconds, self.per_audio_second * 1000)
        add("characters", usage.characters, self.per_million_characters)
        add("request", 1, self.per_request * MILLION)
        return lines

    def image_price(self, size: str, quality: str) -> int:
        """Nano-dollars for one image of this size and quality; 0 when no flat price is known."""
        for key in (f"{quality}:{size}", size, ""):
            if key in self.per_image:
                return self.per_image[key]
        return 0

    def cost(self, usage: Usage, *, ratio_millionths: int = MILLION, size: str = "", quality: str = "") -> int:
        """Nano-dollars for a (clamped) usage, multiplied by the group ratio, rounded up once."""
        rates = self.rates
        if self.tiers or usage.images or usage.has_special_kinds or self.per_request:
            total = sum(part.units * part.rate for part in self.parts(usage, size=size, quality=quality))
        else:
            # Nearly every request: plain, cached and reasoning tokens. Same sum, without the lines of a bill.
            cached, reasoning = usage.cached_tokens, usage.reasoning_tokens
            total = (usage.prompt_tokens - cached) * rates.input + (usage.completion_tokens - reasoning) * rates.output
            total += cached * (rates.input if rates.cached_input is None else rates.cached_input)
            total += reasoning * (rates.output if rates.reasoning is None else rates.reasoning)
        return charge(total, ratio_millionths)


def unpriced(model: str) -> Price:
    """The price of a model nobody has a price for."""
    return Price(model=model, source=PriceSource.UNPRICED)
