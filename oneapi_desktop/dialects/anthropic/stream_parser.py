"""An upstream's Anthropic stream into conversation events."""

from dataclasses import dataclass, field, replace

import orjson

from oneapi_desktop.dialects.anthropic.blocks_parser import parse_answer_block, parse_citation
from oneapi_desktop.dialects.anthropic.errors import error_of
from oneapi_desktop.dialects.anthropic.response import parse_response, parse_stop, parse_tier
from oneapi_desktop.dialects.anthropic.usage import merged_usage, parse_usage
from oneapi_desktop.dialects.conversation import (
    Cited,
    Finished,
    FinishReason,
    JsonObject,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    Sealed,
    SealFamily,
    SealKind,
    Started,
    TextDelta,
    ToolCallDelta,
    ToolCallStarted,
    UsageReport,
    WholePart,
    disconnected,
    settled_finish,
    unfold,
)
from oneapi_desktop.dialects.identifiers import call_id
from oneapi_desktop.dialects.json_reading import arguments_text, as_int, as_object, as_text
from oneapi_desktop.dialects.seals import read
from oneapi_desktop.dialects.sse_answers import SseAnswerParser

MOST_BLOCKS = 4096


@dataclass(slots=True)
class _Block:
    """A content block being received. ``part`` is None for a block that is kept until it is whole."""

    raw: JsonObject
    kind: str
    part: int | None = None
    has_text: bool = False
    pieces: list[str] = field(default_factory=list)


class StreamParser(SseAnswerParser):
    """Reads events by the ``type`` in their data, up to ``message_stop``. ``credential`` goes into
    the seals."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._credential = credential
        self._model = ""
        self._started = False
        self._blocks: dict[int, _Block] = {}
        self._next_part = 0
        self._called = False
        self._usage: JsonObject = {}
        self._finish: Finished | None = None

    def _object(self, value: JsonObject) -> None:
        kind = value.get("type")
        if kind == "content_block_delta":
            self._delta(value)
        elif kind == "content_block_start":
            self._block_start(value)
        elif kind == "content_block_stop":
            self._close_block(as_int(value.get("index"), -1))
        elif kind == "message_start":
            self._message_start(as_object(value.get("message")))
        elif kind == "message_delta":
            self._report(as_object(value.get("usage")))
            delta = as_object(value.get("delta"))
            if delta.get("stop_reason"):
                self._finish = parse_stop(delta)
        elif kind == "message_stop":
            self._close()
        elif kind == "error" or (kind is None and value.get("error")):
            raise error_of(value.get("error"))
        elif kind == "message" and not self._started:
            # Asked for a stream, the upstream sent a whole answer.
            self._events += unfold(parse_response(value, self._credential))
            self.ended = True

    def _message_start(self, message: JsonObject) -> None:
        if self._started:
            return
        self._model = as_text(message.get("model"))
        self._usage = as_object(message.get("usage"))
        usage = parse_usage(self._usage) if self._usage else None
        tier = parse_tier(self._usage)
        self._start(Started(as_text(message.get("id")), self._model, 0, usage, tier))

    def _start(self, event: Started) -> None:
        self._started = True
        self._events.append(event)

    def _report(self, usage: JsonObject) -> None:
        if not usage:
            return
        if not self._started:
            self._start(Started())
        self._usage = merged_usage(self._usage, usage)
        counts = parse_usage(self._usage)
        if counts is not None:
            self._events.append(UsageReport(counts))

    def _block_start(self, value: JsonObject) -> None:
        index, raw = as_int(value.get("index"), -1), as_object(value.get("content_block"))
        if index in self._blocks or len(self._blocks) >= MOST_BLOCKS:
            return
        if not self._started:
            self._start(Started())
        kind = as_text(raw.get("type"))
        block = self._blocks[index] = _Block(raw, kind)
        if kind not in ("text", "thinking", "tool_use"):
            return
        number = block.part = self._next_part
        self._next_part += 1
        if kind == "text":
            self._events.append(PartStarted(number, OpenKind.TEXT))
            if as_text(raw.get("text")):
                self._events.append(TextDelta(number, as_text(raw.get("text"))))
        elif kind == "thinking":
            self._events.append(PartStarted(number, OpenKind.REASONING))
            if as_text(raw.get("thinking")):
                self._events.append(ReasoningDelta(number, as_text(raw.get("thinking"))))
            self._sealed(number, as_text(raw.get("signature")))
        else:
            self._called = True
            id = as_text(raw.get("id")) or call_id()
            self._events.append(ToolCallStarted(number, id, as_text(raw.get("name"))))

    def _sealed(self, number: int, signature: str) -> None:
        seal = read(signature, SealFamily.ANTHROPIC, SealKind.SIGNATURE, self._model, self._credential)
        if seal is not None:
            self._events.append(Sealed(number, seal))

    def _delta(self, value: JsonObject) -> None:
        block = self._blocks.get(as_int(value.get("index"), -1))
        if block is None:
            return
        delta = as_object(value.get("delta"))
        kind, number = delta.get("type"), block.part
        if kind == "input_json_delta":
            text = as_text(delta.get("partial_json"))
            if not text:
                return
            if number is None:
                block.pieces.append(text)
            else:
                block.has_text = True
                self._events.append(ToolCallDelta(number, text))
        elif number is None:
            return
        elif kind == "text_delta":
            if as_text(delta.get("text")):
                self._events.append(TextDelta(number, as_text(delta.get("text"))))
        elif kind == "thinking_delta":
            if as_text(delta.get("thinking")):
                self._events.append(ReasoningDelta(number, as_text(delta.get("thinking"))))
        elif kind == "signature_delta":
            self._sealed(number, as_text(delta.get("signature")))
        elif kind == "citations_delta":
            citation = as_object(delta.get("citation"))
            if citation and citation.get("encrypted_index") != "":
                self._events.append(Cited(number, parse_citation(citation)))

    def _close_block(self, index: int) -> None:
        block = self._blocks.get(index)
        if block is None or not block.kind:
            return
        if block.part is None:
            self._whole(block)
        else:
            if block.kind == "tool_use" and not block.has_text:
                input = block.raw.get("input")
                text = arguments_text(input) if input is not None else "{}"
                self._events.append(ToolCallDelta(block.part, text or "{}"))
            self._events.append(PartFinished(block.part))
        block.kind = ""

    def _whole(self, block: _Block) -> None:
        raw = block.raw
        if block.pieces:
            # A hosted tool's input is streamed like any other's; its block is kept whole.
            try:
                raw = raw | {"input": orjson.loads("".join(block.pieces))}
            except (orjson.JSONDecodeError, UnicodeEncodeError):
                raw = raw | {"input": {"_raw": "".join(block.pieces)}}
        part = parse_answer_block(raw, self._model, self._credential)
        if part is not None:
            self._events.append(WholePart(self._next_part, part))
            self._next_part += 1

    def _ending(self) -> None:
        if self._finish is None:
            raise disconnected()
        self._close()

    def _close(self) -> None:
        if not self._started:
            raise disconnected()
        for index in sorted(self._blocks):
            self._close_block(index)
        finish = self._finish or Finished(FinishReason.OTHER)
        self._events.append(replace(settled_finish(finish, self._called), candidate=0))
        self._end()
