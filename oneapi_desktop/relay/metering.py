"""From an answer to counts: what the upstream reported, else an estimate made off the loop."""

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from oneapi_desktop.dialects.conversation import DialectError, TokenUsage
from oneapi_desktop.dialects.openai_usage import audio_milliseconds, loads, produced_texts, read_usage
from oneapi_desktop.domain.usage import NO_USAGE, Usage, UsageSource
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.conversation_count import read_conversation as conversation_texts
from oneapi_desktop.relay.crossing import read_conversation
from oneapi_desktop.relay.estimate import prompt_tokens
from oneapi_desktop.relay.passthrough import StreamObserver
from oneapi_desktop.relay.spool import Form
from oneapi_desktop.relay.tally import Tally
from oneapi_desktop.relay.token_count import TokenCounter

if TYPE_CHECKING:
    from oneapi_desktop.relay.run import Run

IMAGE_MODES = frozenset({Mode.IMAGES, Mode.IMAGE_EDITS, Mode.IMAGE_VARIATIONS})
HEARING_MODES = frozenset({Mode.TRANSCRIPTION, Mode.TRANSLATION})
PROMPT_ONLY_MODES = frozenset({Mode.EMBEDDINGS, Mode.MODERATIONS})
ASSUMED_BYTES_PER_SECOND = 16_000
"""128 kbit/s: the length of a recording whose duration nobody states is guessed from its size."""
TEXT_SHARE = 4
"""Of a stream's JSON bytes, roughly one in this many is text; used beyond what was kept."""

CHARACTERS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Metered:
    """Counts and where they come from."""

    usage: Usage
    source: UsageSource

    def told(self) -> TokenUsage:
        """The counts as a client gets them whose upstream reported none."""
        return TokenUsage.from_ledger(self.usage, exact=False)


NOTHING = Metered(NO_USAGE, UsageSource.UNKNOWN)


class Meter:
    """Counts answers. ``counter`` tokenizes in threads, and only when it must."""

    def __init__(self, counter: TokenCounter) -> None:
        self._counter = counter

    @property
    def counter(self) -> TokenCounter:
        """What counts tokens here."""
        return self._counter

    async def whole(
        self, mode: Mode, body: dict[str, Any], answer: dict[str, Any], model: str, form: Form | None
    ) -> Metered:
        """The usage of an answer that is not a stream; ``answer`` is empty for binary ones."""
        reported = read_usage(answer.get("usage"))
        if mode in IMAGE_MODES:
            data = answer.get("data")
            images = len(data) if isinstance(data, list) else 0
            found = reported or NO_USAGE
            return Metered(_with_images(found, images), UsageSource.MEASURED)
        if reported is not None:
            return Metered(reported, UsageSource.MEASURED)
        if mode is Mode.SPEECH:
            text = body.get("input")
            return Metered(Usage(characters=len(text) if isinstance(text, str) else 0), UsageSource.MEASURED)
        if mode in HEARING_MODES:
            return self.heard(answer, form)
        return await self.estimate(mode, body, [answer], model)

    def heard(self, answer: dict[str, Any], form: Form | None) -> Metered:
        """The length of a recording: as the answer states it, else guessed from the file's size."""
        stated = audio_milliseconds(answer)
        if stated:
            return Metered(Usage(audio_milliseconds=stated), UsageSource.MEASURED)
        size = form.file_bytes if form else 0
        return Metered(Usage(audio_milliseconds=size * 1000 // ASSUMED_BYTES_PER_SECOND), UsageSource.ESTIMATED)

    async def stream(
        self, mode: Mode, body: dict[str, Any], observer: StreamObserver, model: str, form: Form | None
    ) -> Metered:
        """The usage of a stream, ended or broken off. What was produced counts, and only that."""
        if observer.usage is not None:
            return Metered(observer.usage, UsageSource.MEASURED)
        if not observer.produced:
            return NOTHING
        if mode in HEARING_MODES:
            return self.heard({}, form)
        if mode is Mode.SPEECH:
            text = body.get("input")
            return Metered(Usage(characters=len(text) if isinstance(text, str) else 0), UsageSource.MEASURED)
        answers = await asyncio.to_thread(lambda: [loads(data) for data in observer.kept])
        extra = observer.dropped_bytes // (TEXT_SHARE * 4)
        return await self.estimate(mode, body, answers, model, extra_completion=extra)

    async def tallied(self, mode: Mode, run: "Run", tally: Tally) -> Metered:
        """The usage of an answer in any dialect but Chat Completions, whole, ended or broken off.

        An answer that broke off counts what it had produced: what the upstream said beforehand of the
        prompt holds, what it said of the output does not yet.
        """
        images = run.unary.images if run.unary is not None else 0
        if tally.usage is not None and tally.reported:
            source = UsageSource.MEASURED if tally.usage.exact else UsageSource.ESTIMATED
            usage = tally.usage.to_ledger()
            return Metered(_with_images(usage, images) if images else usage, source)
        if images:
            return Metered(Usage(images=images), UsageSource.MEASURED)
        if mode is not Mode.CHAT:
            return await self.estimate(mode, run.body, [], run.upstream_model)
        if not tally.produced and not tally.done:
            return NOTHING
        completion = await self._counter.estimate_completion(tally.texts, run.upstream_model)
        completion += tally.overflow // CHARACTERS_PER_TOKEN
        if tally.usage is not None and tally.usage.prompt:
            known = replace(tally.usage, output_visible=max(completion, tally.usage.completion), output_reasoning=0)
            return Metered(known.to_ledger(), UsageSource.ESTIMATED)
        prompt = await self.prompt_of(run)
        return Metered(Usage(prompt_tokens=prompt, completion_tokens=completion), UsageSource.ESTIMATED)

    async def prompt_of(self, run: "Run") -> int:
        """Prompt tokens of a chat request in any dialect, counted here; roughly for a body that the
        upstream took and this gateway cannot read."""
        model = run.upstream_model or run.model
        try:
            request = await read_conversation(run)
        except DialectError:
            return prompt_tokens(run.body)
        texts = await asyncio.to_thread(conversation_texts, request, model)
        return await self._counter.estimate_texts(texts, model)

    async def estimate(
        self, mode: Mode, body: dict[str, Any], answers: list[dict[str, Any]], model: str, *, extra_completion: int = 0
    ) -> Metered:
        """Counts made here because the upstream reported none."""
        prompt = await self._counter.estimate_prompt(mode.value, body, model)
        completion = 0
        if mode not in PROMPT_ONLY_MODES:
            texts = produced_texts(answers)
            completion = await self._counter.estimate_completion(texts, model) + extra_completion
        return Metered(Usage(prompt_tokens=prompt, completion_tokens=completion), UsageSource.ESTIMATED)


def _with_images(usage: Usage, images: int) -> Usage:
    return Usage(
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        cached_tokens=usage.cached_tokens,
        audio_prompt_tokens=usage.audio_prompt_tokens,
        image_prompt_tokens=usage.image_prompt_tokens,
        # An image endpoint produces images; what is not text output is image output.
        image_completion_tokens=usage.image_completion_tokens or usage.completion_tokens,
        images=images,
    ).clamped()
