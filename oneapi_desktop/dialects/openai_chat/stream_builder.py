"""Conversation events into a Chat Completions stream for a client."""

import time

from oneapi_desktop.dialects.answer_writer import AnswerWriter
from oneapi_desktop.dialects.conversation import (
    AudioDelta,
    Cited,
    ContentEvent,
    DialectError,
    Finished,
    FinishReason,
    ImagePart,
    JsonObject,
    LogProbs,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    ReasoningPart,
    RedactedPart,
    RefusalDelta,
    Reply,
    Seal,
    Sealed,
    SealFamily,
    TextDelta,
    ToolCallDelta,
    ToolCallStarted,
    ToolKind,
    WholePart,
    part_events,
)
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.openai_chat.errors import build_error
from oneapi_desktop.dialects.openai_chat.finish import build_finish
from oneapi_desktop.dialects.openai_chat.reasoning_details import details_of
from oneapi_desktop.dialects.openai_chat.response import (
    answer_id,
    build_annotation,
    build_image,
    malformed_call,
)
from oneapi_desktop.dialects.openai_chat.usage import build_usage
from oneapi_desktop.dialects.sse import DONE_EVENT, encode_event

HEARTBEAT = b": keep-alive\n\n"
"""A comment: keeps a silent connection alive and means nothing."""


class _Candidate:
    """What the builder remembers of one candidate."""

    def __init__(self) -> None:
        self.calls: dict[int, ToolCallStarted] = {}
        self.order: dict[int, int] = {}
        self.with_arguments: set[int] = set()
        self.text_starts: dict[int, int] = {}
        self.text_lengths: dict[int, int] = {}
        self.written = 0
        self.segment: tuple[int, int] | None = None
        self.reasoning: dict[int, tuple[PartStarted, list[str]]] = {}
        """Each reasoning part's start and segments."""
        self.seals: dict[int, Seal] = {}
        self.reasoning_count = 0
        self.refusal_told = False
        self.produced = False


class StreamBuilder(AnswerWriter):
    """Writes ``data: {chunk}`` events, ended by ``[DONE]``.

    The first chunk waits for the first content, so that a failure before it can still become an
    ordinary error answer: until ``began``, nothing was written.
    """

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply)
        self._candidates: dict[int, _Candidate] = {}
        self._head = b""
        self._tail = b""

    @property
    def began(self) -> bool:
        """True once bytes were given out."""
        return bool(self._head) or self.ended

    def heartbeat(self) -> bytes:
        """Bytes that keep a silent connection alive."""
        return HEARTBEAT

    def _content(self, event: ContentEvent) -> bytes:
        opening = b""
        candidate = self._candidates.get(event.candidate)
        if candidate is None:
            candidate = self._candidates[event.candidate] = _Candidate()
            opening = self._chunk(event.candidate, {"role": "assistant", "content": ""})
        return opening + self._written(candidate, event)

    def _failed(self, error: DialectError) -> bytes:
        self.ended = True
        return encode_event(build_error(error)) + DONE_EVENT

    def _end(self) -> bytes:
        out = b"" if self._candidates else self._chunk(0, {"role": "assistant", "content": ""}, "stop")
        if self._reply.include_usage and self._usage is not None:
            body = self._envelope() | {"choices": [], "usage": build_usage(self._usage)}
            out += encode_event(dump_bytes(body))
        self.ended = True
        return out + DONE_EVENT

    def _envelope(self) -> JsonObject:
        start, reply = self._start, self._reply
        envelope: JsonObject = {
            "id": self._id,
            "object": "chat.completion.chunk",
            "created": self._created,
            "model": reply.model or start.model,
        }
        if start.service_tier:
            envelope["service_tier"] = start.service_tier
        return envelope

    def _chunk(self, index: int, delta: JsonObject, finish: str | None = None) -> bytes:
        if not self._head:
            self._id = answer_id(self._start.id, self._reply)
            self._created = self._reply.created or self._start.created or int(time.time())
            self._head = b"data: " + dump_bytes(self._envelope())[:-1] + b',"choices":[{"index":'
            self._tail = b',"usage":null}\n\n' if self._reply.include_usage else b"}\n\n"
        reason = b"null" if finish is None else b'"' + finish.encode() + b'"'
        choice = b'%d,"delta":%b,"finish_reason":%b}]' % (index, dump_bytes(delta), reason)
        return self._head + choice + self._tail

    def _written(self, candidate: _Candidate, event: ContentEvent) -> bytes:
        if isinstance(event, TextDelta):
            candidate.written += len(event.text)
            candidate.text_lengths[event.part] = candidate.text_lengths.get(event.part, 0) + len(event.text)
            candidate.produced = True
            return self._chunk(event.candidate, {"content": event.text})
        if isinstance(event, ToolCallDelta):
            return self._arguments(candidate, event)
        if isinstance(event, ReasoningDelta):
            return self._reasoning(candidate, event)
        if isinstance(event, RefusalDelta):
            candidate.refusal_told = True
            return self._chunk(event.candidate, {"refusal": event.text})
        if isinstance(event, ToolCallStarted):
            return self._call(candidate, event)
        if isinstance(event, PartStarted):
            if event.kind is OpenKind.REASONING:
                candidate.reasoning[event.part] = (event, [])
            candidate.text_starts[event.part] = candidate.written
            return b""
        if isinstance(event, Sealed):
            return self._seal(candidate, event)
        if isinstance(event, PartFinished):
            return self._finish_part(candidate, event)
        if isinstance(event, Finished):
            return self._finish(candidate, event)
        return self._other(candidate, event)

    def _other(self, candidate: _Candidate, event: ContentEvent) -> bytes:
        if isinstance(event, LogProbs):
            chunk = {"index": event.candidate, "delta": {}, "finish_reason": None}
            chunk["logprobs"] = {"content": list(event.items), "refusal": None}
            self._chunk(event.candidate, {})
            body = self._envelope() | {"choices": [chunk]}
            return encode_event(dump_bytes(body | {"usage": None} if self._reply.include_usage else body))
        if isinstance(event, Cited):
            start = candidate.text_starts.get(event.part, 0)
            length = candidate.text_lengths.get(event.part, 0)
            annotation = build_annotation(event.citation, start, length)
            return self._chunk(event.candidate, {"annotations": [annotation]}) if annotation else b""
        if isinstance(event, AudioDelta):
            fields = (("id", event.id), ("data", event.data), ("transcript", event.transcript))
            audio = {key: value for key, value in fields if value}
            candidate.produced = True
            return self._chunk(event.candidate, {"audio": audio}) if audio else b""
        if isinstance(event, WholePart):
            return self._whole(candidate, event)
        return b""

    def _whole(self, candidate: _Candidate, event: WholePart) -> bytes:
        part, index = event.value, event.candidate
        if isinstance(part, RedactedPart):
            details = details_of(part, candidate.reasoning_count)
            candidate.reasoning_count += 1
            return self._chunk(index, {"reasoning_details": details})
        if isinstance(part, ImagePart):
            image = build_image(part)
            candidate.produced = True
            return self._chunk(index, {"images": [image]}) if image is not None else b""
        events = list(part_events(event.part, part, index))
        if isinstance(events[0], WholePart):
            return b""
        return b"".join(self._written(candidate, piece) for piece in events)

    def _reasoning(self, candidate: _Candidate, event: ReasoningDelta) -> bytes:
        _, segments = candidate.reasoning.get(event.part, (None, []))
        if event.segment >= len(segments):
            segments.append("")
        segments[-1] += event.text
        place = (event.part, event.segment)
        text = event.text
        if not text or not self._reply.show_reasoning:
            return b""
        if candidate.segment not in (None, place):
            text = "\n\n" + text
        candidate.segment = place
        return self._chunk(event.candidate, {"reasoning_content": text})

    def _seal(self, candidate: _Candidate, event: Sealed) -> bytes:
        seal, call = event.seal, candidate.calls.get(event.part)
        if call is not None and seal.family is SealFamily.GOOGLE:
            entry = {
                "index": candidate.order[event.part],
                "extra_content": {"google": {"thought_signature": seal.value}},
            }
            return self._chunk(event.candidate, {"tool_calls": [entry]})
        if event.part in candidate.reasoning:
            candidate.seals[event.part] = seal
            return b""
        details = details_of(RedactedPart(seal), candidate.reasoning_count)
        candidate.reasoning_count += 1
        return self._chunk(event.candidate, {"reasoning_details": details})

    def _call(self, candidate: _Candidate, event: ToolCallStarted) -> bytes:
        candidate.produced = True
        candidate.calls[event.part] = event
        number = candidate.order[event.part] = len(candidate.order)
        if event.kind is ToolKind.CUSTOM:
            custom = {"name": event.name, "input": ""}
            entry: JsonObject = {"index": number, "id": event.id, "type": "custom", "custom": custom}
            return self._chunk(event.candidate, {"tool_calls": [entry]})
        function = {"name": event.name, "arguments": ""}
        if self._reply.legacy_functions:
            return self._chunk(event.candidate, {"function_call": function}) if number == 0 else b""
        entry = {"index": number, "id": event.id, "type": "function", "function": function}
        return self._chunk(event.candidate, {"tool_calls": [entry]})

    def _arguments(self, candidate: _Candidate, event: ToolCallDelta) -> bytes:
        call = candidate.calls.get(event.part)
        if call is None or not event.arguments:
            return b""
        candidate.with_arguments.add(event.part)
        number = candidate.order[event.part]
        if call.kind is ToolKind.CUSTOM:
            entry: JsonObject = {"index": number, "custom": {"input": event.arguments}}
            return self._chunk(event.candidate, {"tool_calls": [entry]})
        if self._reply.legacy_functions:
            delta = {"function_call": {"arguments": event.arguments}}
            return self._chunk(event.candidate, delta) if number == 0 else b""
        entry = {"index": number, "function": {"arguments": event.arguments}}
        return self._chunk(event.candidate, {"tool_calls": [entry]})

    def _finish_part(self, candidate: _Candidate, event: PartFinished) -> bytes:
        call = candidate.calls.get(event.part)
        if call is not None:
            if call.kind is ToolKind.CUSTOM or event.part in candidate.with_arguments:
                return b""
            return self._arguments(candidate, ToolCallDelta(event.part, "{}", event.candidate))
        start, segments = candidate.reasoning.get(event.part, (None, []))
        if start is None:
            return b""
        index = candidate.reasoning_count
        candidate.reasoning_count += 1
        seal = candidate.seals.get(event.part)
        if seal is None:
            return b""
        part = ReasoningPart(tuple(segments), start.style, seal)
        return self._chunk(event.candidate, {"reasoning_details": details_of(part, index)})

    def _finish(self, candidate: _Candidate, event: Finished) -> bytes:
        if event.reason is FinishReason.MALFORMED_CALL and not candidate.produced:
            return self._failed(malformed_call())
        out = b""
        if event.reason is FinishReason.REFUSAL and event.explanation and not candidate.refusal_told:
            out = self._chunk(event.candidate, {"refusal": event.explanation})
        legacy = self._reply.legacy_functions and bool(candidate.calls)
        word = build_finish(event.reason, refusal_text=candidate.refusal_told, legacy_functions=legacy)
        return out + self._chunk(event.candidate, {}, word)
