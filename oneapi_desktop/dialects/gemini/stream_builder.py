"""Conversation events into a Gemini stream for a client."""

from dataclasses import dataclass, field
from enum import StrEnum

from oneapi_desktop.dialects.answer_writer import AnswerWriter
from oneapi_desktop.dialects.conversation import (
    AudioDelta,
    Citation,
    Cited,
    ContentEvent,
    DialectError,
    Event,
    Finished,
    FinishReason,
    JsonObject,
    LogProbs,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    RefusalDelta,
    Reply,
    Seal,
    Sealed,
    TextDelta,
    ToolCall,
    ToolCallDelta,
    ToolCallStarted,
    WholePart,
)
from oneapi_desktop.dialects.gemini.citations import build_grounding
from oneapi_desktop.dialects.gemini.errors import error_object
from oneapi_desktop.dialects.gemini.logprobs import build_logprobs
from oneapi_desktop.dialects.gemini.response import (
    UNREADABLE_CALL,
    answer_id,
    build_call,
    build_parts,
    signed,
)
from oneapi_desktop.dialects.gemini.usage import build_usage
from oneapi_desktop.dialects.gemini.vocabulary import BUILT_FINISH_REASONS, MALFORMED_CALL
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.sse import encode_event

EMPTY_PART: JsonObject = {"text": ""}
"""Where there is nothing to say: the official client takes an answer without parts for a broken one."""
SOUND = "audio/pcm"


class Framing(StrEnum):
    """How the objects of a stream are set apart: events with ``?alt=sse``, else one JSON array."""

    SSE = "sse"
    ARRAY = "array"

    @property
    def content_type(self) -> str:
        """What the answer's header says."""
        return "text/event-stream" if self is Framing.SSE else "application/json"


@dataclass(slots=True)
class _Call:
    """A call that is sent when it is whole."""

    start: ToolCallStarted
    pieces: list[str] = field(default_factory=list)
    seal: Seal | None = None


class _Candidate:
    """One candidate of the stream."""

    def __init__(self) -> None:
        self.kinds: dict[int, OpenKind] = {}
        self.calls: dict[int, _Call] = {}
        self.segments: dict[int, int] = {}
        self.texts: dict[int, list[str]] = {}
        self.citations: dict[int, list[Citation]] = {}
        self.logprobs: list[JsonObject] = []
        self.finish: Finished | None = None
        self.unreadable = False


class StreamBuilder(AnswerWriter):
    """Writes one object per event. Calls wait until they are whole, the reasons for the end and the
    counts until the end; nothing is written before the first content."""

    def __init__(self, reply: Reply, framing: Framing = Framing.SSE) -> None:
        super().__init__(reply)
        self._framing = framing
        self._id = ""
        self._candidates: dict[int, _Candidate] = {}
        self.began = False
        """True once bytes were given out."""

    @property
    def content_type(self) -> str:
        """The media type of what is written."""
        return self._framing.content_type

    def heartbeat(self) -> bytes:
        """Bytes that keep a silent connection alive: an empty line, the only one that the official
        client does not take for JSON."""
        return b"\n" if self.began and not self.ended else b""

    def _content(self, event: ContentEvent) -> bytes:
        candidate = self._candidates.get(event.candidate)
        if candidate is None:
            candidate = self._candidates[event.candidate] = _Candidate()
        if isinstance(event, Finished):
            candidate.finish = event
            return b""
        if isinstance(event, LogProbs):
            candidate.logprobs += event.items
            return b""
        parts = self._parts(candidate, event)
        return b"".join(self._object(event.candidate, part) for part in parts)

    def _parts(self, candidate: _Candidate, event: Event) -> list[JsonObject]:
        """The parts an event causes."""
        if isinstance(event, TextDelta):
            candidate.texts.setdefault(event.part, []).append(event.text)
            return [{"text": event.text}] if event.text else []
        if isinstance(event, RefusalDelta):
            return [{"text": event.text}] if event.text else []
        if isinstance(event, ReasoningDelta):
            return self._reasoning(candidate, event)
        if isinstance(event, PartStarted):
            candidate.kinds[event.part] = event.kind
        elif isinstance(event, ToolCallStarted):
            candidate.calls[event.part] = _Call(event)
        elif isinstance(event, ToolCallDelta):
            if event.part in candidate.calls:
                candidate.calls[event.part].pieces.append(event.arguments)
        elif isinstance(event, Sealed):
            return self._seal(candidate, event)
        elif isinstance(event, Cited):
            candidate.citations.setdefault(event.part, []).append(event.citation)
        elif isinstance(event, PartFinished):
            return self._finish_call(candidate, event.part)
        elif isinstance(event, WholePart):
            return build_parts(event.value, self._reply)
        elif isinstance(event, AudioDelta):
            spoken: list[JsonObject] = [{"text": event.transcript}] if event.transcript else []
            sound: list[JsonObject] = [{"inlineData": {"mimeType": SOUND, "data": event.data}}] if event.data else []
            return spoken + sound
        return []

    def _reasoning(self, candidate: _Candidate, event: ReasoningDelta) -> list[JsonObject]:
        if not self._reply.show_reasoning:
            return []
        segment = candidate.segments.get(event.part, 0)
        text = "\n\n" * (event.segment > segment) + event.text
        candidate.segments[event.part] = max(segment, event.segment)
        return [{"text": text, "thought": True}] if text else []

    def _seal(self, candidate: _Candidate, event: Sealed) -> list[JsonObject]:
        call = candidate.calls.get(event.part)
        if call is not None:
            call.seal = event.seal
            return []
        if candidate.kinds.get(event.part) is OpenKind.REASONING:
            shown = event.part in candidate.segments
            block: JsonObject = {"text": "", "thought": True} if shown else {"thought": True}
            return [signed(block, event.seal)]
        return [signed({"text": ""}, event.seal)]

    def _finish_call(self, candidate: _Candidate, part: int) -> list[JsonObject]:
        call = candidate.calls.pop(part, None)
        if call is None:
            return []
        start = call.start
        built = build_call(ToolCall(start.id, start.name, "".join(call.pieces), seal=call.seal))
        candidate.unreadable = candidate.unreadable or built is None
        return [built] if built is not None else []

    def _object(self, index: int, part: JsonObject, **last: object) -> bytes:
        candidate = self._candidates[index]
        row: JsonObject = {"content": {"role": "model", "parts": [part]}, **last, "index": index}
        if candidate.logprobs:
            row["logprobsResult"] = build_logprobs(candidate.logprobs)
            candidate.logprobs = []
        return self._framed({"candidates": [row], **self._head()})

    def _head(self) -> JsonObject:
        if not self._id:
            self._id = answer_id(self._start.id, self._reply)
        return {"modelVersion": self._reply.model or self._start.model, "responseId": self._id}

    def _framed(self, value: JsonObject) -> bytes:
        data = dump_bytes(value)
        first, self.began = not self.began, True
        if self._framing is Framing.SSE:
            return encode_event(data)
        return (b"[" if first else b",\r\n") + data

    def _closing(self) -> bytes:
        self.ended = True
        return b"" if self._framing is Framing.SSE else b"]"

    def _failed(self, error: DialectError) -> bytes:
        return self._framed(error_object(error)) + self._closing()

    def _end(self) -> bytes:
        out = b""
        rows: list[JsonObject] = []
        for index, candidate in sorted(self._candidates.items() or [(0, _Candidate())]):
            self._candidates.setdefault(index, candidate)
            for part in list(candidate.calls):
                # A call that was cut off is whole only if its arguments are.
                out += b"".join(self._object(index, built) for built in self._finish_call(candidate, part))
            rows.append(self._last_row(index, candidate))
        body: JsonObject = {"candidates": rows}
        if self._usage is not None:
            body["usageMetadata"] = build_usage(self._usage)
        return out + self._framed(body | self._head()) + self._closing()

    @staticmethod
    def _last_row(index: int, candidate: _Candidate) -> JsonObject:
        finish = candidate.finish or Finished(FinishReason.END)
        reason, message = BUILT_FINISH_REASONS[finish.reason], finish.explanation
        if candidate.unreadable and finish.reason is not FinishReason.LENGTH:
            reason, message = MALFORMED_CALL, UNREADABLE_CALL
        row: JsonObject = {"content": {"role": "model", "parts": [EMPTY_PART]}, "finishReason": reason}
        if message:
            row["finishMessage"] = message
        row["index"] = index
        if candidate.citations:
            grounding = build_grounding(_joined(candidate))
            if grounding is not None:
                row["groundingMetadata"] = grounding
        if candidate.logprobs:
            row["logprobsResult"] = build_logprobs(candidate.logprobs)
        return row


def _joined(candidate: _Candidate) -> list[tuple[int, str, list[Citation]]]:
    """All text of a candidate as the client joins it, with citations that count from its beginning."""
    text, citations = "", []
    for part, pieces in sorted(candidate.texts.items()):
        start = len(text)
        text += "".join(pieces)
        for citation in candidate.citations.get(part, ()):
            first = 0 if citation.start is None else citation.start
            last = len(text) - start if citation.end is None else citation.end
            citations.append(
                Citation(citation.kind, citation.url, citation.title, start=start + first, end=start + last)
            )
    return [(0, text, citations)]
