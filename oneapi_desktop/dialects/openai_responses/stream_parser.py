"""An upstream's Responses stream into conversation events."""

from dataclasses import dataclass, field

from oneapi_desktop.dialects.conversation import (
    Cited,
    Finished,
    JsonObject,
    LogProbs,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    ReasoningStyle,
    RedactedPart,
    RefusalDelta,
    Seal,
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
from oneapi_desktop.dialects.json_reading import arguments_text, as_int, as_object, as_objects, as_text
from oneapi_desktop.dialects.openai_responses.citations import parse_annotation
from oneapi_desktop.dialects.openai_responses.errors import error_of, failure_of
from oneapi_desktop.dialects.openai_responses.finish import parse_finish
from oneapi_desktop.dialects.openai_responses.items_parser import CALLS, answered_call, hosted_part
from oneapi_desktop.dialects.openai_responses.response import parse_response
from oneapi_desktop.dialects.openai_responses.usage import parse_usage
from oneapi_desktop.dialects.seals import read
from oneapi_desktop.dialects.sse import DONE
from oneapi_desktop.dialects.sse_answers import SseAnswerParser

MOST_ITEMS = 4096
MOST_CONTENTS = 4096
"""Content parts or summaries of one item."""

_ENDS = ("response.completed", "response.incomplete")


@dataclass(slots=True)
class _Text:
    """A text or refusal being received."""

    part: int
    refusal: bool
    length: int = 0
    citations: int = 0
    scored: bool = False
    done: bool = False


@dataclass(slots=True)
class _Item:
    """An output item being received. ``part`` is the part of a call or of reasoning."""

    kind: str
    id: str
    phase: str = ""
    part: int | None = None
    length: int = 0
    texts: dict[int, _Text] = field(default_factory=dict)
    style: ReasoningStyle = ReasoningStyle.SUMMARY
    segments: dict[int, int] = field(default_factory=dict)
    """The segment that each summary or content is, by its index."""
    lengths: list[int] = field(default_factory=list)
    """Characters received of each segment."""
    done: bool = False


class StreamParser(SseAnswerParser):
    """Reads events by the ``type`` in their data, up to ``response.completed``, ``incomplete`` or
    ``failed``. ``credential`` goes into the seals.

    Items are known by their ``output_index``: some servers give one item several ids.
    """

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._credential = credential
        self._model = ""
        self._started = False
        self._items: dict[int, _Item] = {}
        self._next_part = 0
        self._called = False
        self._refused = False
        self._handlers = {
            "response.output_text.delta": self._text_delta,
            "response.function_call_arguments.delta": self._arguments_delta,
            "response.custom_tool_call_input.delta": self._arguments_delta,
            "response.reasoning_summary_text.delta": self._summary_delta,
            "response.reasoning_text.delta": self._reasoning_delta,
            "response.refusal.delta": self._text_delta,
            "response.created": self._begin,
            "response.in_progress": self._begin,
            "response.output_item.added": self._item_added,
            "response.output_item.done": self._item_done,
            "response.content_part.added": self._part_added,
            "response.content_part.done": self._part_done,
            "response.output_text.done": self._text_done,
            "response.refusal.done": self._text_done,
            "response.output_text.annotation.added": self._annotation,
            "response.reasoning_summary_part.added": self._summary_added,
            "response.reasoning_summary_text.done": self._summary_done,
            "response.reasoning_text.done": self._reasoning_done,
            "response.function_call_arguments.done": self._arguments_done,
            "response.custom_tool_call_input.done": self._arguments_done,
        }

    def _is_end(self, data: bytes) -> bool:
        if data != DONE:
            return False
        raise disconnected()

    def _object(self, value: JsonObject) -> None:
        kind = value.get("type")
        handler = self._handlers.get(kind) if isinstance(kind, str) else None
        if handler is not None:
            handler(value)
        elif kind in _ENDS:
            self._close(as_object(value.get("response")))
        elif kind == "response.failed":
            raise failure_of(as_object(value.get("response")))
        elif kind == "error" or (kind is None and value.get("error")):
            raise error_of(value.get("error") or value)
        elif kind is None and value.get("object") == "response" and not self._started:
            # Asked for a stream, the upstream sent a whole answer.
            self._events += unfold(parse_response(value, self._credential))
            self.ended = True

    def _begin(self, value: JsonObject) -> None:
        response = as_object(value.get("response"))
        if not self._started:
            self._started = True
            self._model = as_text(response.get("model"))
            created, tier = as_int(response.get("created_at")), as_text(response.get("service_tier"))
            self._events.append(Started(as_text(response.get("id")), self._model, created, None, tier))

    def _take(self) -> int:
        number = self._next_part
        self._next_part += 1
        return number

    def _index(self, value: JsonObject) -> int:
        """The number of the item an event belongs to; by its id where the server tells no number."""
        index = as_int(value.get("output_index"), -1)
        if index >= 0:
            return index
        id = as_text(value.get("item_id")) or as_text(as_object(value.get("item")).get("id"))
        known = (number for number, item in self._items.items() if item.id == id)
        return next(known, max(self._items, default=-1) + 1)

    def _item(self, value: JsonObject, kind: str) -> _Item | None:
        """The open item an event belongs to; made when its server forgot to announce it."""
        index = self._index(value)
        item = self._items.get(index)
        if item is None:
            item = self._announce(index, {"type": kind, "id": value.get("item_id")})
        return item if item is not None and item.kind == kind and not item.done else None

    def _announce(self, index: int, raw: JsonObject) -> _Item | None:
        if len(self._items) >= MOST_ITEMS:
            return None
        if not self._started:
            self._begin({})
        kind = as_text(raw.get("type"))
        item = _Item(kind, as_text(raw.get("id")), as_text(raw.get("phase")))
        self._items[index] = item
        return item

    def _item_added(self, value: JsonObject) -> None:
        raw = as_object(value.get("item"))
        index = self._index(value)
        if index in self._items:
            return
        item = self._announce(index, raw)
        if item is not None and item.kind in CALLS and as_text(raw.get("name")):
            self._call(item, raw)

    def _call(self, item: _Item, raw: JsonObject) -> int:
        """The part of a call, begun when its name is known."""
        if item.part is None:
            self._called = True
            call = answered_call(raw)
            number = item.part = self._take()
            self._events.append(ToolCallStarted(number, call.id, call.name, 0, call.kind, call.namespace))
        return item.part

    def _arguments_delta(self, value: JsonObject) -> None:
        self._arguments(value, as_text(value.get("delta")))

    def _arguments_done(self, value: JsonObject) -> None:
        item = self._items.get(self._index(value))
        if item is not None:
            text = as_text(value.get("input" if item.kind == "custom_tool_call" else "arguments"))
            self._arguments(value, text[item.length :])

    def _arguments(self, value: JsonObject, text: str) -> None:
        item = self._items.get(self._index(value))
        if item is None or item.kind not in CALLS or item.part is None or item.done or not text:
            return
        item.length += len(text)
        self._events.append(ToolCallDelta(item.part, text))

    def _text(self, value: JsonObject, *, refusal: bool) -> _Text | None:
        item = self._item(value, "message")
        if item is None:
            return None
        index = as_int(value.get("content_index"))
        text = item.texts.get(index)
        if text is None and len(item.texts) < MOST_CONTENTS:
            self._refused = self._refused or refusal
            text = item.texts[index] = _Text(self._take(), refusal)
            kind = OpenKind.REFUSAL if refusal else OpenKind.TEXT
            self._events.append(PartStarted(text.part, kind, phase=item.phase))
        return None if text is None or text.done else text

    def _part_added(self, value: JsonObject) -> None:
        kind = as_object(value.get("part")).get("type")
        if kind == "reasoning_text":
            self._segment(value, "content_index", ReasoningStyle.RAW)
        elif kind in ("output_text", "refusal"):
            self._text(value, refusal=kind == "refusal")

    def _text_delta(self, value: JsonObject) -> None:
        text = self._text(value, refusal=value["type"] == "response.refusal.delta")
        if text is not None:
            self._add_text(text, as_text(value.get("delta")))
            self._score(text, value)

    def _add_text(self, text: _Text, delta: str) -> None:
        if not delta:
            return
        text.length += len(delta)
        self._events.append(RefusalDelta(text.part, delta) if text.refusal else TextDelta(text.part, delta))

    def _score(self, text: _Text, value: JsonObject) -> None:
        logprobs = as_objects(value.get("logprobs"))
        if logprobs:
            text.scored = True
            self._events.append(LogProbs(tuple(logprobs)))

    def _text_done(self, value: JsonObject) -> None:
        refusal = value["type"] == "response.refusal.done"
        text = self._text(value, refusal=refusal)
        if text is not None:
            self._complete(text, as_text(value.get("refusal" if refusal else "text")), value)

    def _complete(self, text: _Text, whole: str, value: JsonObject) -> None:
        """What the deltas of a text left out."""
        self._add_text(text, whole[text.length :])
        if not text.scored:
            self._score(text, value)

    def _part_done(self, value: JsonObject) -> None:
        raw = as_object(value.get("part"))
        if raw.get("type") in ("output_text", "refusal"):
            text = self._text(value, refusal=raw["type"] == "refusal")
            if text is not None:
                self._finish_text(text, raw)

    def _finish_text(self, text: _Text, raw: JsonObject) -> None:
        self._complete(text, as_text(raw.get("refusal" if text.refusal else "text")), raw)
        for annotation in as_objects(raw.get("annotations"))[text.citations :]:
            self._cite(text, annotation)
        text.done = True
        self._events.append(PartFinished(text.part))

    def _annotation(self, value: JsonObject) -> None:
        text = self._text(value, refusal=False)
        if text is not None:
            self._cite(text, as_object(value.get("annotation")))

    def _cite(self, text: _Text, annotation: JsonObject) -> None:
        text.citations += 1
        citation = parse_annotation(annotation)
        if citation is not None and not text.refusal:
            self._events.append(Cited(text.part, citation))

    def _summary_added(self, value: JsonObject) -> None:
        self._segment(value, "summary_index", ReasoningStyle.SUMMARY)

    def _segment(self, value: JsonObject, name: str, style: ReasoningStyle) -> tuple[_Item, int] | None:
        """The reasoning item and segment an event belongs to. One item has one style; the first that
        comes counts."""
        item = self._item(value, "reasoning")
        index = as_int(value.get(name))
        if item is None or (item.part is not None and item.style is not style):
            return None
        if item.part is None:
            item.style = style
            item.part = self._take()
            self._events.append(PartStarted(item.part, OpenKind.REASONING, style=style))
        if index not in item.segments:
            if len(item.segments) >= MOST_CONTENTS:
                return None
            item.segments[index] = len(item.lengths)
            item.lengths.append(0)
            self._events.append(ReasoningDelta(item.part, "", item.segments[index]))
        return item, item.segments[index]

    def _summary_delta(self, value: JsonObject) -> None:
        self._reason(value, "summary_index", ReasoningStyle.SUMMARY, "delta")

    def _reasoning_delta(self, value: JsonObject) -> None:
        self._reason(value, "content_index", ReasoningStyle.RAW, "delta")

    def _summary_done(self, value: JsonObject) -> None:
        self._reason(value, "summary_index", ReasoningStyle.SUMMARY, "text")

    def _reasoning_done(self, value: JsonObject) -> None:
        self._reason(value, "content_index", ReasoningStyle.RAW, "text")

    def _reason(self, value: JsonObject, name: str, style: ReasoningStyle, told: str) -> None:
        found = self._segment(value, name, style)
        if found is None:
            return
        item, segment = found
        text = as_text(value.get(told))
        if told == "text":
            text = text[item.lengths[segment] :]
        if text and item.part is not None:
            item.lengths[segment] += len(text)
            self._events.append(ReasoningDelta(item.part, text, segment))

    def _item_done(self, value: JsonObject) -> None:
        raw = as_object(value.get("item"))
        index = self._index(value)
        item = self._items.get(index)
        if item is None:
            item = self._announce(index, raw)
        if item is not None and not item.done:
            self._finish_item(index, item, raw)

    def _finish_item(self, index: int, item: _Item, raw: JsonObject) -> None:
        place = {"output_index": index}
        if item.kind == "message":
            for number, content in enumerate(as_objects(raw.get("content"))):
                self._part_done({**place, "content_index": number, "part": content})
            for text in item.texts.values():
                if not text.done:
                    self._finish_text(text, {})
        elif item.kind in CALLS:
            if item.part is None and as_text(raw.get("type")) not in CALLS:
                raw = raw | {"type": item.kind}
            number = self._call(item, raw)
            told = raw.get("input" if item.kind == "custom_tool_call" else "arguments")
            rest = arguments_text(told)[item.length :]
            if rest:
                self._events.append(ToolCallDelta(number, rest))
            self._events.append(PartFinished(number))
        elif item.kind == "reasoning":
            self._finish_reasoning(place, item, raw)
        elif item.kind and raw:
            self._events.append(WholePart(self._take(), hosted_part(raw, item.kind)))
        item.done = True

    def _finish_reasoning(self, place: JsonObject, item: _Item, raw: JsonObject) -> None:
        fields = [
            ("content", "content_index", ReasoningStyle.RAW),
            ("summary", "summary_index", ReasoningStyle.SUMMARY),
        ]
        for name, index_name, style in fields:
            for number, content in enumerate(as_objects(raw.get(name))):
                told = {**place, index_name: number, "text": as_text(content.get("text"))}
                self._reason(told, index_name, style, "text")
        seal = self._seal(as_text(raw.get("encrypted_content")))
        if item.part is not None:
            if seal is not None:
                self._events.append(Sealed(item.part, seal))
            self._events.append(PartFinished(item.part))
        elif seal is not None:
            self._events.append(WholePart(self._take(), RedactedPart(seal)))

    def _seal(self, value: str) -> Seal | None:
        return read(value, SealFamily.OPENAI, SealKind.ENCRYPTED_CONTENT, self._model, self._credential)

    def _close(self, response: JsonObject) -> None:
        if not self._started:
            self._begin({"response": response})
        output = as_objects(response.get("output"))
        for index, raw in enumerate(output):
            known = self._items.get(index)
            if known is None and not any(item.id and item.id == raw.get("id") for item in self._items.values()):
                self._item_done({"output_index": index, "item": raw})
        for index, item in self._items.items():
            if not item.done:
                raw = output[index] if 0 <= index < len(output) else {}
                self._finish_item(index, item, raw if raw.get("type") == item.kind else {})
        usage = parse_usage(response)
        if usage is not None:
            self._events.append(UsageReport(usage))
        reason = parse_finish(response, refused=self._refused)
        self._events.append(settled_finish(Finished(reason), self._called))
        self._end()
