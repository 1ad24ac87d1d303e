"""Conversation events into an Anthropic stream for a client.

The format has one open block at a time. What belongs to another part meanwhile waits in a queue
until the open one ends; nothing else waits, but for the last counts, which only the end tells.
"""

from collections import deque

from oneapi_desktop.dialects.answer_writer import AnswerWriter
from oneapi_desktop.dialects.anthropic.errors import build_error
from oneapi_desktop.dialects.anthropic.response import (
    answer_id,
    build_blocks,
    build_citation,
    build_stop,
    client_call_id,
    malformed_call,
    message_usage,
    redacted_block,
    signature,
)
from oneapi_desktop.dialects.conversation import (
    Cited,
    ContentEvent,
    DialectError,
    Finished,
    FinishReason,
    JsonObject,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    RefusalDelta,
    Reply,
    Seal,
    Sealed,
    SealFamily,
    TextDelta,
    ToolCallDelta,
    ToolCallStarted,
    WholePart,
)
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.sse import encode_event

HEARTBEAT = b'event: ping\ndata: {"type":"ping"}\n\n'
DELTA = b'event: content_block_delta\ndata: {"type":"content_block_delta","index":%d,"delta":%b}\n\n'

PartEvent = (
    TextDelta
    | PartStarted
    | ToolCallStarted
    | ReasoningDelta
    | RefusalDelta
    | ToolCallDelta
    | Sealed
    | Cited
    | WholePart
    | PartFinished
)


def _event(kind: str, **fields: object) -> bytes:
    return encode_event(dump_bytes({"type": kind, **fields}), kind)


class StreamBuilder(AnswerWriter):
    """Writes ``message_start``, blocks with dense indexes, ``message_delta`` and ``message_stop``.

    ``message_start`` waits for the first content, so that a failure before it can still become an
    ordinary error answer. Only the first candidate is written.
    """

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply)
        self._finish: Finished | None = None
        self._index = 0
        self._open: int | None = None
        self._waiting: dict[int, deque[PartEvent]] = {}
        self._writer: _BlockWriter | None = None
        self._replaying = False
        self._refusal: list[str] = []
        self.began = False
        """True once bytes were given out."""

    def heartbeat(self) -> bytes:
        """Bytes that keep a silent connection alive; none before the message began."""
        return HEARTBEAT if self.began and not self.ended else b""

    def _content(self, event: ContentEvent) -> bytes:
        if event.candidate != 0:
            return b""
        if isinstance(event, PartEvent):
            if isinstance(event, RefusalDelta):
                self._refusal.append(event.text)
            return self._begin() + self._part(event)
        if isinstance(event, Finished):
            if event.reason is FinishReason.MALFORMED_CALL and not self.began:
                return self._failed(malformed_call())
            self._finish = event
            return self._begin() + self._drained()
        return b""

    def _begin(self) -> bytes:
        if self.began:
            return b""
        self.began = True
        message: JsonObject = {
            "id": answer_id(self._start.id, self._reply),
            "type": "message",
            "role": "assistant",
            "model": self._reply.model or self._start.model,
            "content": [],
            "stop_reason": None,
            "stop_sequence": None,
            "usage": message_usage(self._usage, self._reply, self._start.service_tier),
        }
        return _event("message_start", message=message)

    def _part(self, event: PartEvent) -> bytes:
        if self._open is None and isinstance(event, WholePart):
            return self._blocks(build_blocks(event.value, self._reply))
        if self._open is None:
            if isinstance(event, PartStarted | ToolCallStarted):
                self._open = event.part
                self._writer = _BlockWriter(event, self._reply)
            return b""
        if event.part != self._open or self._writer is None:
            self._waiting.setdefault(event.part, deque()).append(event)
            return b""
        out = self._writer.feed(event, self._index)
        if isinstance(event, PartFinished):
            self._index += self._writer.blocks
            self._open, self._writer = None, None
            out += self._replayed()
        return out

    def _replayed(self) -> bytes:
        """What waited for the part that ended, up to the next one that is not complete."""
        if self._replaying:
            return b""
        self._replaying = True
        out = b""
        while self._waiting and self._open is None:
            for event in self._waiting.pop(min(self._waiting)):
                out += self._part(event)
        self._replaying = False
        return out

    def _blocks(self, blocks: list[JsonObject]) -> bytes:
        out = b""
        for block in blocks:
            out += _event("content_block_start", index=self._index, content_block=block)
            out += _event("content_block_stop", index=self._index)
            self._index += 1
        return out

    def _drained(self) -> bytes:
        """Everything still open or waiting, closed."""
        out = b""
        while self._open is not None:
            out += self._part(PartFinished(self._open))
        return out

    def _failed(self, error: DialectError) -> bytes:
        out = self._drained() if self.began else b""
        self.ended = True
        return out + encode_event(build_error(error), "error")

    def _end(self) -> bytes:
        out = self._begin() + self._drained()
        finish = self._finish or Finished(FinishReason.END)
        if finish.reason is FinishReason.REFUSAL and not finish.explanation:
            words = "".join(self._refusal)
            finish = Finished(finish.reason, 0, finish.stop_sequence, words, finish.category)
        usage = message_usage(self._usage, self._reply)
        self.ended = True
        return out + _event("message_delta", delta=build_stop(finish), usage=usage) + _event("message_stop")


class _BlockWriter:
    """Writes one part as zero or more blocks, beginning at the index it is given.

    The start of a block waits until its kind is sure: a tool call's until its arguments or seal
    come, reasoning's until it has text.
    """

    def __init__(self, start: PartStarted | ToolCallStarted, reply: Reply) -> None:
        self._part = start
        self._reply = reply
        self._started = False
        self._written = False
        self._segment = 0
        self._seal: Seal | None = None
        self.blocks = 0
        """How many blocks were written, the open one included."""

    def feed(self, event: PartEvent, base: int) -> bytes:
        """The bytes of an event of this part; ``base`` is the index of its first block."""
        self._base = base
        if isinstance(event, TextDelta | RefusalDelta):
            return self._delta({"type": "text_delta", "text": event.text}) if event.text else b""
        if isinstance(event, ToolCallDelta):
            self._written = self._written or bool(event.arguments)
            delta = {"type": "input_json_delta", "partial_json": event.arguments}
            return self._delta(delta) if event.arguments else b""
        if isinstance(event, ReasoningDelta):
            return self._reasoning(event)
        if isinstance(event, Sealed):
            return self._sealed(event.seal)
        if isinstance(event, Cited):
            citation = build_citation(event.citation)
            return self._delta({"type": "citations_delta", "citation": citation}) if citation else b""
        if isinstance(event, PartFinished):
            return self._close()
        return b""

    def _reasoning(self, event: ReasoningDelta) -> bytes:
        if not self._reply.show_reasoning:
            return b""
        text = "\n\n" * max(0, event.segment - self._segment) + event.text
        self._segment = max(self._segment, event.segment)
        return self._delta({"type": "thinking_delta", "thinking": text}) if text else b""

    def _sealed(self, seal: Seal) -> bytes:
        self._seal = seal
        if isinstance(self._part, ToolCallStarted) and not self._started:
            # Another vendor's proof of a call must stand before the call.
            self._seal = None
            return self._complete(redacted_block(seal))
        return b""

    def _start(self) -> bytes:
        if self._started:
            return b""
        self._started = True
        part = self._part
        block: JsonObject
        if isinstance(part, ToolCallStarted):
            block = {"type": "tool_use", "id": client_call_id(part.id), "name": part.name, "input": {}}
        elif part.kind is OpenKind.REASONING:
            block = {"type": "thinking", "thinking": "", "signature": ""}
        else:
            block = {"type": "text", "text": ""}
        self.blocks += 1
        return _event("content_block_start", index=self._last, content_block=block)

    @property
    def _last(self) -> int:
        return self._base + self.blocks - 1

    def _delta(self, delta: JsonObject) -> bytes:
        start = self._start()
        return start + DELTA % (self._last, dump_bytes(delta))

    def _complete(self, block: JsonObject) -> bytes:
        self.blocks += 1
        start = _event("content_block_start", index=self._last, content_block=block)
        return start + _event("content_block_stop", index=self._last)

    def _close(self) -> bytes:
        part, seal = self._part, self._seal
        if isinstance(part, ToolCallStarted):
            empty = b"" if self._written else self._delta({"type": "input_json_delta", "partial_json": "{}"})
            out = empty + _event("content_block_stop", index=self._last)
            return out + self._complete(redacted_block(seal)) if seal is not None else out
        if part.kind is OpenKind.REASONING:
            return self._close_reasoning(seal)
        out = _event("content_block_stop", index=self._last) if self._started else b""
        return out + self._complete(redacted_block(seal)) if seal is not None else out

    def _close_reasoning(self, seal: Seal | None) -> bytes:
        own = seal is not None and seal.family is SealFamily.ANTHROPIC
        if not self._started and not own:
            return b"" if seal is None else self._complete(redacted_block(seal))
        out = self._start()
        if seal is not None:
            out += self._delta({"type": "signature_delta", "signature": signature(seal)})
        return out + _event("content_block_stop", index=self._last)
