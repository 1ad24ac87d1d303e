"""A Converse stream, unpacked by the adapter, into conversation events."""

import base64
import binascii

from oneapi_desktop.dialects.bedrock_converse.errors import EXCEPTION, exception_error
from oneapi_desktop.dialects.bedrock_converse.response import (
    parse_citation,
    parse_image,
    parse_response,
    parse_stop,
    seal_of,
)
from oneapi_desktop.dialects.bedrock_converse.vocabulary import parse_usage
from oneapi_desktop.dialects.conversation import (
    Cited,
    Finished,
    FinishReason,
    JsonObject,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    RedactedPart,
    Sealed,
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
from oneapi_desktop.dialects.json_reading import as_int, as_object, as_text
from oneapi_desktop.dialects.sse_answers import SseAnswerParser

MOST_BLOCKS = 4096


class _Block:
    """A content block being received. ``part`` is None until something of it is known, and for a
    block that is kept until it is whole."""

    def __init__(self) -> None:
        self.part: int | None = None
        self.kind: OpenKind | None = None
        self.hidden = False
        self.closed = False
        self.is_call = False
        self.has_arguments = False
        self.redacted = False
        self.image: JsonObject | None = None
        self.pieces: list[str] = []


class StreamParser(SseAnswerParser):
    """Reads ``{event type: payload}`` objects up to ``messageStop`` and the ``metadata`` behind it.
    ``credential`` goes into the seals."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._credential = credential
        self._started = False
        self._blocks: dict[int, _Block] = {}
        self._next_part = 0
        self._called = False
        self._finish: Finished | None = None

    def _object(self, value: JsonObject) -> None:
        if "output" in value and not self._started:
            # Asked for a stream, the upstream sent a whole answer.
            self._events += unfold(parse_response(value, self._credential))
            self.ended = True
            return
        if "message" in value and not self._started:
            raise exception_error(as_text(value.get("__type")), as_text(value["message"]))
        for name, payload in value.items():
            self._event(name, as_object(payload))

    def _event(self, name: str, payload: JsonObject) -> None:
        match name:
            case "contentBlockDelta":
                self._delta(as_int(payload.get("contentBlockIndex"), -1), as_object(payload.get("delta")))
            case "contentBlockStart":
                self._block_start(as_int(payload.get("contentBlockIndex"), -1), as_object(payload.get("start")))
            case "contentBlockStop":
                self._close_block(as_int(payload.get("contentBlockIndex"), -1))
            case "messageStart":
                self._start()
            case "messageStop":
                self._finish = parse_stop(payload.get("stopReason"))
            case "metadata":
                self._start()
                usage = parse_usage(payload.get("usage"))
                if usage is not None:
                    self._events.append(UsageReport(usage))
                if self._finish is not None:
                    self._close()
            case _ if name.endswith(EXCEPTION):
                message = as_text(payload.get("originalMessage")) or as_text(payload.get("message"))
                raise exception_error(name, message, as_int(payload.get("originalStatusCode")))

    def _start(self) -> None:
        if not self._started:
            self._started = True
            self._events.append(Started())

    def _at(self, index: int) -> _Block | None:
        """The block of an index, a new one where it begins with its first delta; None for more than
        any answer has."""
        block = self._blocks.get(index)
        if block is None and len(self._blocks) < MOST_BLOCKS:
            self._start()
            block = self._blocks[index] = _Block()
        return block

    def _take(self) -> int:
        self._next_part += 1
        return self._next_part - 1

    def _block_start(self, index: int, start: JsonObject) -> None:
        block = self._at(index)
        if block is None or block.part is not None:
            return
        if "toolUse" in start:
            use = as_object(start["toolUse"])
            block.hidden = use.get("type") == "server_tool_use"
            if block.hidden:
                return
            self._called = block.is_call = True
            block.part = self._take()
            id = as_text(use.get("toolUseId")) or call_id()
            self._events.append(ToolCallStarted(block.part, id, as_text(use.get("name"))))
        elif "image" in start:
            block.image = as_object(start["image"])
        elif "toolResult" in start:
            block.hidden = True

    def _open(self, block: _Block, kind: OpenKind) -> int | None:
        """The part of a text or reasoning block; None for a block of another kind."""
        if block.part is None and not block.hidden and block.image is None:
            block.part, block.kind = self._take(), kind
            self._events.append(PartStarted(block.part, kind))
        return block.part if block.kind is kind else None

    def _delta(self, index: int, delta: JsonObject) -> None:
        block = self._at(index)
        if block is None or block.closed:
            return
        if "toolUse" in delta:
            text = as_text(as_object(delta["toolUse"]).get("input"))
            if text and block.is_call and block.part is not None:
                block.has_arguments = True
                self._events.append(ToolCallDelta(block.part, text))
        elif "reasoningContent" in delta:
            self._reasoning(block, as_object(delta["reasoningContent"]))
        elif "image" in delta:
            if block.image is not None:
                block.pieces.append(as_text(as_object(as_object(delta["image"]).get("source")).get("bytes")))
        elif "citation" in delta or as_text(delta.get("text")):
            number = self._open(block, OpenKind.TEXT)
            if number is None:
                return
            if "citation" in delta:
                self._events.append(Cited(number, parse_citation(as_object(delta["citation"]))))
            else:
                self._events.append(TextDelta(number, as_text(delta["text"])))

    def _reasoning(self, block: _Block, delta: JsonObject) -> None:
        if as_text(delta.get("redactedContent")):
            if block.part is None:
                block.redacted = True
                block.pieces.append(as_text(delta["redactedContent"]))
            return
        text = as_text(delta.get("text"))
        seal = seal_of(delta.get("signature"), SealKind.SIGNATURE, self._credential)
        if not text and seal is None:
            return
        number = self._open(block, OpenKind.REASONING)
        if number is None:
            return
        if text:
            self._events.append(ReasoningDelta(number, text))
        if seal is not None:
            self._events.append(Sealed(number, seal))

    def _close_block(self, index: int) -> None:
        block = self._blocks.get(index)
        if block is None or block.closed:
            return
        block.closed = True
        if block.part is not None:
            if block.is_call and not block.has_arguments:
                self._events.append(ToolCallDelta(block.part, "{}"))
            self._events.append(PartFinished(block.part))
        elif block.redacted:
            seal = seal_of(_joined(block.pieces), SealKind.REDACTED, self._credential)
            if seal is not None:
                self._events.append(WholePart(self._take(), RedactedPart(seal)))
        elif block.image is not None:
            for part in parse_image(block.image | {"source": {"bytes": _joined(block.pieces)}}):
                self._events.append(WholePart(self._take(), part))

    def _ending(self) -> None:
        if self._finish is None:
            raise disconnected()
        self._close()

    def _close(self) -> None:
        self._start()
        for index in sorted(self._blocks):
            self._close_block(index)
        finish = self._finish or Finished(FinishReason.OTHER)
        self._events.append(settled_finish(finish, self._called))
        self._end()


def _joined(pieces: list[str]) -> str:
    """One base64 text of several, "" when one of them is none."""
    if len(pieces) == 1:
        return pieces[0]
    try:
        return base64.b64encode(b"".join(base64.b64decode(piece, validate=True) for piece in pieces)).decode()
    except (binascii.Error, ValueError):
        return ""
