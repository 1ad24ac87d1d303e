"""Events to whole answers and back.

``fold(unfold(response)) == response`` for every response whose reasoning segments and texts a
stream can carry (an empty text part stays, an empty reasoning segment stays).
"""

import base64
import binascii
import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import replace

from oneapi_desktop.dialects.conversation.answer import (
    AudioDelta,
    Candidate,
    ChatResponse,
    Cited,
    ContentEvent,
    Ended,
    Event,
    Failed,
    Finished,
    FinishReason,
    LogProbs,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    RefusalDelta,
    Sealed,
    Started,
    TextDelta,
    ToolCallDelta,
    ToolCallStarted,
    UsageReport,
    WholePart,
)
from oneapi_desktop.dialects.conversation.parts import (
    AudioPart,
    Base64Source,
    Citation,
    JsonObject,
    Part,
    ReasoningPart,
    RefusalPart,
    Seal,
    TextPart,
    ToolCall,
)
from oneapi_desktop.dialects.conversation.usage import TokenUsage


class _OpenPart:
    """A part being put together."""

    def __init__(self, start: PartStarted | ToolCallStarted) -> None:
        self.start = start
        self.pieces: list[str] = []
        self.segments: list[list[str]] = []
        self.sound = bytearray()
        self.audio_id = ""
        self.seal: Seal | None = None
        self.citations: list[Citation] = []

    def whole(self) -> Part:
        start, text = self.start, "".join(self.pieces)
        if isinstance(start, ToolCallStarted):
            return ToolCall(start.id, start.name, text, start.kind, start.namespace, self.seal)
        if start.kind is OpenKind.TEXT:
            return TextPart(text, tuple(self.citations), start.phase, self.seal)
        if start.kind is OpenKind.REASONING:
            segments = tuple("".join(pieces) for pieces in self.segments)
            return ReasoningPart(segments, start.style, self.seal)
        if start.kind is OpenKind.REFUSAL:
            return RefusalPart(text)
        sound = base64.b64encode(bytes(self.sound)).decode()
        return AudioPart(Base64Source(sound), transcript=text, id=self.audio_id)


class _OpenCandidate:
    def __init__(self, index: int) -> None:
        self.parts: dict[int, _OpenPart | Part] = {}
        self.logprobs: list[JsonObject] = []
        self.finish = Finished(FinishReason.OTHER, index)

    def part(self, number: int) -> _OpenPart | None:
        part = self.parts.get(number)
        return part if isinstance(part, _OpenPart) else None

    def whole(self) -> Candidate:
        parts = tuple(
            part.whole() if isinstance(part, _OpenPart) else part
            for _, part in sorted(self.parts.items(), key=lambda item: item[0])
        )
        return Candidate(parts, self.finish, tuple(self.logprobs))


class ResponseAssembler:
    """Adds events up. ``response()`` may be asked at any time: after a cut it is what had come."""

    def __init__(self) -> None:
        self._started = Started()
        self._usage: TokenUsage | None = None
        self._candidates: dict[int, _OpenCandidate] = {}

    def add(self, event: Event) -> None:
        """Take the next event. Raises the DialectError of a Failed."""
        if isinstance(event, Failed):
            raise event.error
        if isinstance(event, Started):
            self._started = event
            self._usage = event.usage or self._usage
        elif isinstance(event, UsageReport):
            self._usage = event.usage
        elif not isinstance(event, Ended):
            candidate = self._candidates.get(event.candidate)
            if candidate is None:
                candidate = self._candidates[event.candidate] = _OpenCandidate(event.candidate)
            self._add_content(candidate, event)

    def _add_content(self, candidate: _OpenCandidate, event: Event) -> None:
        if isinstance(event, PartStarted | ToolCallStarted):
            candidate.parts[event.part] = _OpenPart(event)
        elif isinstance(event, WholePart):
            candidate.parts[event.part] = event.value
        elif isinstance(event, Finished):
            candidate.finish = event
        elif isinstance(event, LogProbs):
            candidate.logprobs.extend(event.items)
        elif not isinstance(event, PartFinished | Started | UsageReport | Ended | Failed):
            part = candidate.part(event.part)
            if part is not None:
                self._add_piece(part, event)

    @staticmethod
    def _add_piece(
        part: _OpenPart,
        event: TextDelta | ReasoningDelta | RefusalDelta | ToolCallDelta | AudioDelta | Sealed | Cited,
    ) -> None:
        if isinstance(event, TextDelta | RefusalDelta):
            part.pieces.append(event.text)
        elif isinstance(event, ToolCallDelta):
            part.pieces.append(event.arguments)
        elif isinstance(event, ReasoningDelta):
            # A hostile segment number must not allocate: at most one new segment per delta.
            if event.segment >= len(part.segments):
                part.segments.append([])
            part.segments[min(event.segment, len(part.segments) - 1)].append(event.text)
        elif isinstance(event, Sealed):
            part.seal = event.seal
        elif isinstance(event, Cited):
            part.citations.append(event.citation)
        else:
            part.pieces.append(event.transcript)
            part.audio_id = event.id or part.audio_id
            with contextlib.suppress(binascii.Error, ValueError):
                part.sound += base64.b64decode(event.data, validate=True)

    def response(self) -> ChatResponse:
        """The answer so far."""
        start = self._started
        return ChatResponse(
            start.id,
            start.model,
            start.created,
            tuple(c.whole() for _, c in sorted(self._candidates.items(), key=lambda item: item[0])),
            self._usage,
            start.service_tier,
        )


def fold(events: Iterable[Event]) -> ChatResponse:
    """The whole answer of a stream. Raises the DialectError of a stream that failed."""
    assembler = ResponseAssembler()
    for event in events:
        assembler.add(event)
    return assembler.response()


def unfold(response: ChatResponse) -> Iterator[Event]:
    """The events of a whole answer, ending with Ended."""
    yield Started(response.id, response.model, response.created, None, response.service_tier)
    for candidate in response.candidates:
        logprobs = candidate.logprobs
        for number, part in enumerate(candidate.parts):
            for event in part_events(number, part, candidate.index):
                if logprobs and isinstance(part, TextPart) and isinstance(event, PartFinished):
                    # Responses writes them on the open text, so they must not come after it.
                    yield LogProbs(logprobs, candidate.index)
                    logprobs = ()
                yield event
        if logprobs:
            yield LogProbs(logprobs, candidate.index)
        yield candidate.finish
    if response.usage is not None:
        yield UsageReport(response.usage)
    yield Ended()


def part_events(number: int, part: Part, candidate: int = 0) -> Iterator[ContentEvent]:
    """The events of one part."""
    if isinstance(part, ToolCall):
        yield ToolCallStarted(number, part.id, part.name, candidate, part.kind, part.namespace)
        if part.seal is not None:
            yield Sealed(number, part.seal, candidate)
        if part.arguments:
            yield ToolCallDelta(number, part.arguments, candidate)
    elif isinstance(part, TextPart):
        yield PartStarted(number, OpenKind.TEXT, candidate, phase=part.phase)
        if part.text:
            yield TextDelta(number, part.text, candidate)
        for citation in part.citations:
            yield Cited(number, citation, candidate)
        if part.seal is not None:
            yield Sealed(number, part.seal, candidate)
    elif isinstance(part, ReasoningPart):
        yield PartStarted(number, OpenKind.REASONING, candidate, part.style)
        for segment, text in enumerate(part.segments):
            yield ReasoningDelta(number, text, segment, candidate)
        if part.seal is not None:
            yield Sealed(number, part.seal, candidate)
    elif isinstance(part, RefusalPart):
        yield PartStarted(number, OpenKind.REFUSAL, candidate)
        if part.text:
            yield RefusalDelta(number, part.text, candidate)
    else:
        yield WholePart(number, part, candidate)
        return
    yield PartFinished(number, candidate)


def settled(response: ChatResponse) -> ChatResponse:
    """The same answer with the reason TOOL_CALLS where an upstream called a tool and said that it
    simply ended (Gemini, Ollama and several compatible servers do)."""
    candidates = tuple(
        replace(c, finish=settled_finish(c.finish, any(isinstance(p, ToolCall) for p in c.parts)))
        for c in response.candidates
    )
    return replace(response, candidates=candidates)


def settled_finish(finish: Finished, called: bool) -> Finished:
    """``settled`` for the Finished of a stream in which a tool was ``called`` or not."""
    if called and finish.reason in (FinishReason.END, FinishReason.OTHER):
        return replace(finish, reason=FinishReason.TOOL_CALLS)
    return finish
