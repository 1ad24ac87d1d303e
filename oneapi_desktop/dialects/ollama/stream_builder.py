"""Conversation events into an Ollama stream for a client: one JSON object per line."""

import time
from collections.abc import Callable

from oneapi_desktop.dialects.answer_writer import AnswerWriter
from oneapi_desktop.dialects.conversation import (
    ContentEvent,
    DialectError,
    Finished,
    FinishReason,
    ImagePart,
    JsonObject,
    LogProbs,
    NativePart,
    PartFinished,
    ReasoningDelta,
    RefusalDelta,
    Reply,
    TextDelta,
    ToolCall,
    ToolCallDelta,
    ToolCallStarted,
    WholePart,
)
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.ollama.errors import error_object
from oneapi_desktop.dialects.ollama.response import (
    build_call,
    build_counts,
    build_logprobs,
    done_reason,
    envelope,
    is_generate,
    malformed_call,
    picture_fields,
    text_fields,
)

CONTENT_TYPE = "application/x-ndjson"


class StreamBuilder(AnswerWriter):
    """Writes lines of ``/api/chat``, or of ``/api/generate`` when the request was one, and the last
    line that is ``done``. Calls wait until they are whole. Only the first candidate is written.

    The durations of the last line are the gateway's own: from the making of this object to the first
    content, and from there to the end. ``clock`` gives nanoseconds.
    """

    content_type = CONTENT_TYPE

    def __init__(self, reply: Reply, *, clock: Callable[[], int] = time.monotonic_ns) -> None:
        super().__init__(reply)
        self._generate = is_generate(reply)
        self._clock = clock
        self._asked_at = clock()
        self._first_at: int | None = None
        self._finish: Finished | None = None
        self._calls: dict[int, tuple[ToolCallStarted, list[str]]] = {}
        self._call_count = 0
        self._segments: dict[int, int] = {}
        self._logprobs: list[JsonObject] = []
        self._said = False
        self.began = False
        """True once bytes were given out."""

    def heartbeat(self) -> bytes:
        """Bytes that keep a silent connection alive: an object that says nothing, because the official
        client takes every line for JSON."""
        return self._line("", {}) if self.began and not self.ended else b""

    def _content(self, event: ContentEvent) -> bytes:
        if event.candidate:
            return b""
        if isinstance(event, TextDelta | RefusalDelta):
            return self._line(event.text, {}) if event.text else b""

        if isinstance(event, ReasoningDelta):
            return self._reasoning(event)
        if isinstance(event, ToolCallStarted):
            self._calls[event.part] = (event, [])
        elif isinstance(event, ToolCallDelta):
            if event.part in self._calls:
                self._calls[event.part][1].append(event.arguments)
        elif isinstance(event, PartFinished):
            return self._call(event.part, cut=False)
        elif isinstance(event, WholePart):
            return self._whole(event)
        elif isinstance(event, LogProbs):
            self._logprobs += event.items
        elif isinstance(event, Finished):
            self._finish = event
        return b""

    def _reasoning(self, event: ReasoningDelta) -> bytes:
        if not self._reply.show_reasoning:
            return b""
        segment = self._segments.get(event.part, 0)
        text = "\n\n" * (event.segment > segment) + event.text
        self._segments[event.part] = max(segment, event.segment)
        return self._line("", {"thinking": text}) if text else b""

    def _whole(self, event: WholePart) -> bytes:
        part = event.value
        if isinstance(part, ImagePart):
            return self._line(*picture_fields(part, generate=self._generate))
        return self._line(part.text, {}) if isinstance(part, NativePart) and part.text else b""

    def _call(self, part: int, *, cut: bool) -> bytes:
        start, pieces = self._calls.pop(part, (None, []))
        if start is None:
            return b""
        call = ToolCall(start.id, start.name, "".join(pieces))
        built = build_call(call, self._call_count, cut=cut)
        if built is None:
            return b""
        self._call_count += 1
        return self._line("", {"tool_calls": [built]})

    def _line(self, content: str, told: JsonObject, **rest: object) -> bytes:
        self.began = True
        if self._first_at is None:
            self._first_at = self._clock()
        self._said = self._said or bool(content or told)
        value = envelope(self._start.model, 0, self._reply)
        value |= text_fields(content, told, generate=self._generate)
        value |= rest or {"done": False}
        if self._logprobs:
            value["logprobs"] = build_logprobs(self._logprobs)
            self._logprobs = []
        return dump_bytes(value) + b"\n"

    def _failed(self, error: DialectError) -> bytes:
        self.began = self.ended = True
        return dump_bytes(error_object(error)) + b"\n"

    def _end(self) -> bytes:
        finish = self._finish or Finished(FinishReason.END)
        if finish.reason is FinishReason.MALFORMED_CALL and not self._said and not self._calls:
            return self._failed(malformed_call())
        out = b"".join(self._call(part, cut=True) for part in list(self._calls))
        told = finish.explanation if finish.reason is FinishReason.REFUSAL and not self._said else ""
        if told:
            out += self._line(told, {})
        now = self._clock()
        first = now if self._first_at is None else self._first_at
        self.ended = True
        return out + self._line(
            "",
            {},
            done=True,
            done_reason=done_reason(finish.reason),
            total_duration=now - self._asked_at,
            load_duration=0,
            prompt_eval_duration=first - self._asked_at,
            eval_duration=max(1, now - first),
            **build_counts(self._usage),
        )
