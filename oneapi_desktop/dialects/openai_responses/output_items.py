"""Items of an answer, put together from conversation events; each step tells its wire events.

The events lack only their numbers. A stream writes them as they come; a whole answer takes the items
at the end. So both are the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from oneapi_desktop.dialects.conversation import (
    AudioDelta,
    AudioPart,
    Base64Source,
    Cited,
    Dialect,
    Event,
    Finished,
    FinishReason,
    ImagePart,
    JsonObject,
    LogProbs,
    NativePart,
    OpenKind,
    Part,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    ReasoningStyle,
    RedactedPart,
    RefusalDelta,
    Reply,
    Seal,
    Sealed,
    SealFamily,
    TextDelta,
    TextPart,
    ToolCallDelta,
    ToolCallStarted,
    ToolKind,
    UrlSource,
    WholePart,
    part_events,
)
from oneapi_desktop.dialects.identifiers import call_id, item_id
from oneapi_desktop.dialects.json_reading import as_object, as_objects, as_text
from oneapi_desktop.dialects.openai_responses.citations import build_annotation
from oneapi_desktop.dialects.openai_responses.finish import CUT_SHORT
from oneapi_desktop.dialects.seals import carry

DIALECT = Dialect.OPENAI_RESPONSES
_WEB_SEARCH = "web_search_call"

WireEvent = JsonObject
"""``{"type": "response.…", …}`` without a sequence number."""


def build_logprobs(items: tuple[JsonObject, ...]) -> list[JsonObject]:
    """Log probabilities with everything the official client demands."""
    return [
        {**_with_bytes(item), "top_logprobs": [_with_bytes(top) for top in as_objects(item.get("top_logprobs"))]}
        for item in items
    ]


def _with_bytes(item: JsonObject) -> JsonObject:
    if isinstance(item.get("bytes"), list):
        return item
    return {**item, "bytes": list(as_text(item.get("token")).encode("utf-8", "replace"))}


@dataclass(slots=True)
class _Item:
    """An output item. ``body`` is what it will be when it is done; ``open`` counts its open parts."""

    index: int
    body: JsonObject
    open: int = 0
    done: bool = False

    @property
    def id(self) -> str:
        id: str = self.body["id"]
        return id


@dataclass(slots=True)
class _Text:
    """A text or refusal being written into a message."""

    item: _Item
    content_index: int
    refusal: bool
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    annotations: list[JsonObject] = field(default_factory=list)
    logprobs: list[JsonObject] = field(default_factory=list)
    seal: Seal | None = None

    def place(self) -> JsonObject:
        return {
            "item_id": self.item.id,
            "output_index": self.item.index,
            "content_index": self.content_index,
        }

    def content(self) -> JsonObject:
        text = "".join(self.pieces)
        if self.refusal:
            return {"type": "refusal", "refusal": text}
        return {
            "type": "output_text",
            "text": text,
            "annotations": list(self.annotations),
            "logprobs": list(self.logprobs),
        }


@dataclass(slots=True)
class _Call:
    """A tool call being written."""

    item: _Item
    custom: bool
    pieces: list[str] = field(default_factory=list)

    @property
    def stem(self) -> str:
        return "response.custom_tool_call_input" if self.custom else "response.function_call_arguments"

    @property
    def field(self) -> str:
        return "input" if self.custom else "arguments"


@dataclass(slots=True)
class _Reasoning:
    """Reasoning being written. Its item begins with its first text, or with its proof alone."""

    raw: bool
    item: _Item | None = None
    segments: list[list[str]] = field(default_factory=list)
    seal: Seal | None = None


class OutputItems:
    """The output of one answer. Only the first candidate is written.

    An item is done when another has begun or the answer ends, because only then it is known
    whether it was cut short.
    """

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._items: list[_Item] = []
        self._parts: dict[int, _Text | _Call | _Reasoning] = {}
        self._waiting: ToolCallStarted | None = None
        """A call that waits for its first argument: another vendor's proof of it must stand before it."""
        self._open_text: _Text | None = None
        self.refused = False
        """True once a refusal was told in words."""

    def output(self) -> list[JsonObject]:
        """The items as far as they have come."""
        return [item.body for item in self._items]

    @property
    def empty(self) -> bool:
        """True while there is no item."""
        return not self._items

    def feed(self, event: Event) -> list[WireEvent]:
        """Take a part's event, or Finished."""
        events: list[WireEvent] = []
        waiting = self._waiting
        if waiting is not None and not (isinstance(event, Sealed) and event.part == waiting.part):
            self._begin_waiting(events)
        if isinstance(event, TextDelta | RefusalDelta):
            self._text(event.part, event.text, events)
        elif isinstance(event, ToolCallDelta):
            self._arguments(event.part, event.arguments, events)
        elif isinstance(event, ReasoningDelta):
            self._reasoning(event, events)
        elif isinstance(event, PartStarted):
            self._start(event, events)
        elif isinstance(event, ToolCallStarted):
            self._waiting = event
        elif isinstance(event, PartFinished):
            self._finish_part(event.part, events)
        elif isinstance(event, Sealed):
            self._sealed(event, events)
        elif isinstance(event, WholePart):
            self._whole(event, events)
        elif isinstance(event, Finished):
            self._finish(event, events)
        else:
            self._detail(event, events)
        return events

    def close(self) -> list[WireEvent]:
        """End everything: what is still open as cut short."""
        events: list[WireEvent] = []
        self._begin_waiting(events)
        for item in self._items:
            if item.open:
                item.body["status"] = "incomplete"
            else:
                self._done(item, events)
        for part in list(self._parts):
            self._finish_part(part, events)
        for item in self._items:
            self._done(item, events)
        return events

    def _begin(self, body: JsonObject, shown: JsonObject, events: list[WireEvent], *, open: int = 1) -> _Item:
        """Begin an item; ``shown`` is how it looks at first. The one before is done unless it is open."""
        if self._items and not self._items[-1].open:
            self._done(self._items[-1], events)
        item = _Item(len(self._items), body, open)
        self._items.append(item)
        events.append({"type": "response.output_item.added", "output_index": item.index, "item": shown})
        return item

    def _done(self, item: _Item, events: list[WireEvent], status: str = "completed") -> None:
        if item.done:
            return
        item.done = True
        if item.body.get("status") == "in_progress":
            item.body["status"] = status
        events.append({"type": "response.output_item.done", "output_index": item.index, "item": item.body})

    def _part_ended(self, item: _Item, events: list[WireEvent]) -> None:
        item.open -= 1
        if not item.open and item is not self._items[-1]:
            self._done(item, events)

    def _start(self, event: PartStarted, events: list[WireEvent]) -> None:
        if event.kind is OpenKind.REASONING:
            raw = event.style is ReasoningStyle.RAW and self._reply.upstream is DIALECT
            self._parts[event.part] = _Reasoning(raw)
            return
        refusal = event.kind is OpenKind.REFUSAL
        self.refused = self.refused or refusal
        item = self._message(event.phase, events)
        text = _Text(item, len(item.body["content"]), refusal)
        item.body["content"].append({})
        self._parts[event.part] = self._open_text = text
        events.append({"type": "response.content_part.added", **text.place(), "part": text.content()})

    def _message(self, phase: str, events: list[WireEvent]) -> _Item:
        last = self._items[-1] if self._items else None
        writing = last is not None and not last.done and last.body["type"] == "message"
        if last is not None and writing and last.body.get("phase", "") == phase:
            last.open += 1
            return last
        body: JsonObject = {
            "id": item_id("msg"),
            "type": "message",
            "status": "in_progress",
            "role": "assistant",
            "content": [],
        }
        if phase:
            body["phase"] = phase
        return self._begin(body, {**body, "content": []}, events)

    def _text(self, number: int, text: str, events: list[WireEvent]) -> None:
        part = self._parts.get(number)
        if not isinstance(part, _Text) or not text:
            return
        part.pieces.append(text)
        part.length += len(text)
        if part.refusal:
            events.append({"type": "response.refusal.delta", **part.place(), "delta": text})
        else:
            events.append({"type": "response.output_text.delta", **part.place(), "delta": text, "logprobs": []})

    def _detail(self, event: Event, events: list[WireEvent]) -> None:
        if isinstance(event, AudioDelta):
            self._text(event.part, event.transcript, events)
        elif isinstance(event, Cited):
            part = self._parts.get(event.part)
            if isinstance(part, _Text) and not part.refusal:
                self._cite(part, event, events)
        elif isinstance(event, LogProbs):
            text = self._open_text
            if text is not None and not text.refusal:
                logprobs = build_logprobs(event.items)
                text.logprobs += logprobs
                delta = {"type": "response.output_text.delta", **text.place(), "delta": "", "logprobs": logprobs}
                events.append(delta)

    @staticmethod
    def _cite(part: _Text, event: Cited, events: list[WireEvent]) -> None:
        annotation = build_annotation(event.citation, part.length)
        if annotation is None:
            return
        added = {"annotation_index": len(part.annotations), "annotation": annotation}
        part.annotations.append(annotation)
        events.append({"type": "response.output_text.annotation.added", **part.place(), **added})

    def _begin_waiting(self, events: list[WireEvent]) -> None:
        call, self._waiting = self._waiting, None
        if call is None:
            return
        custom = call.kind is ToolKind.CUSTOM
        body: JsonObject = {
            "id": item_id("ctc" if custom else "fc"),
            "type": "custom_tool_call" if custom else "function_call",
            "status": "in_progress",
            "call_id": call.id or call_id(),
            "name": call.name,
            "input" if custom else "arguments": "",
        }
        if call.namespace:
            body["namespace"] = call.namespace
        self._parts[call.part] = _Call(self._begin(body, dict(body), events), custom)

    def _arguments(self, number: int, text: str, events: list[WireEvent]) -> None:
        call = self._parts.get(number)
        if not isinstance(call, _Call) or not text:
            return
        call.pieces.append(text)
        place = {"item_id": call.item.id, "output_index": call.item.index}
        events.append({"type": f"{call.stem}.delta", **place, "delta": text})

    def _reasoning(self, event: ReasoningDelta, events: list[WireEvent]) -> None:
        part = self._parts.get(event.part)
        if not isinstance(part, _Reasoning) or not self._reply.show_reasoning:
            return
        if part.item is None:
            part.item = self._begin_reasoning(events)
        if event.segment >= len(part.segments):
            self._end_segment(part, events)
            part.segments.append([])
            events.append(self._segment_event(part, "added", ""))
        if event.text:
            part.segments[-1].append(event.text)
            stem = "response.reasoning_text" if part.raw else "response.reasoning_summary_text"
            events.append({"type": f"{stem}.delta", **self._segment_place(part), "delta": event.text})

    def _begin_reasoning(self, events: list[WireEvent]) -> _Item:
        body: JsonObject = {"id": item_id("rs"), "type": "reasoning", "status": "in_progress", "summary": []}
        return self._begin(body, {**body, "summary": []}, events)

    @staticmethod
    def _segment_place(part: _Reasoning) -> JsonObject:
        assert part.item is not None
        index = {"content_index" if part.raw else "summary_index": len(part.segments) - 1}
        return {"item_id": part.item.id, "output_index": part.item.index, **index}

    def _segment_event(self, part: _Reasoning, step: str, text: str) -> WireEvent:
        stem, kind = "response.reasoning_summary_part", "summary_text"
        if part.raw:
            stem, kind = "response.content_part", "reasoning_text"
        return {"type": f"{stem}.{step}", **self._segment_place(part), "part": {"type": kind, "text": text}}

    def _end_segment(self, part: _Reasoning, events: list[WireEvent]) -> None:
        if not part.segments or part.item is None:
            return
        text = "".join(part.segments[-1])
        stem = "response.reasoning_text" if part.raw else "response.reasoning_summary_text"
        events.append({"type": f"{stem}.done", **self._segment_place(part), "text": text})
        events.append(self._segment_event(part, "done", text))
        kind = "reasoning_text" if part.raw else "summary_text"
        part.item.body.setdefault("content" if part.raw else "summary", []).append({"type": kind, "text": text})

    def _sealed(self, event: Sealed, events: list[WireEvent]) -> None:
        part = self._parts.get(event.part)
        if self._waiting is not None and self._waiting.part == event.part:
            self._proof(event.seal, events)
        elif isinstance(part, _Reasoning | _Text):
            part.seal = event.seal

    def _proof(self, seal: Seal, events: list[WireEvent]) -> None:
        """A reasoning item that holds nothing but a proof."""
        item = self._begin_reasoning(events)
        item.body["encrypted_content"] = carry(seal, SealFamily.OPENAI)
        self._part_ended(item, events)

    def _finish_part(self, number: int, events: list[WireEvent]) -> None:
        part = self._parts.pop(number, None)
        if isinstance(part, _Text):
            self._finish_text(part, events)
        elif isinstance(part, _Call):
            self._finish_call(part, events)
        elif part is not None:
            self._finish_reasoning(part, events)

    def _finish_text(self, part: _Text, events: list[WireEvent]) -> None:
        if self._open_text is part:
            self._open_text = None
        content = part.content()
        place = part.place()
        if part.refusal:
            events.append({"type": "response.refusal.done", **place, "refusal": content["refusal"]})
        else:
            told = {"text": content["text"], "logprobs": content["logprobs"]}
            events.append({"type": "response.output_text.done", **place, **told})
        events.append({"type": "response.content_part.done", **place, "part": content})
        part.item.body["content"][part.content_index] = content
        self._part_ended(part.item, events)
        if part.seal is not None:
            self._proof(part.seal, events)

    def _finish_call(self, call: _Call, events: list[WireEvent]) -> None:
        place = {"item_id": call.item.id, "output_index": call.item.index}
        if not call.pieces and not call.custom and call.item.body["status"] == "in_progress":
            call.pieces.append("{}")
            events.append({"type": f"{call.stem}.delta", **place, "delta": "{}"})
        text = "".join(call.pieces)
        call.item.body[call.field] = text
        events.append({"type": f"{call.stem}.done", **place, call.field: text})
        self._part_ended(call.item, events)

    def _finish_reasoning(self, part: _Reasoning, events: list[WireEvent]) -> None:
        if part.item is None:
            if part.seal is not None:
                self._proof(part.seal, events)
            return
        self._end_segment(part, events)
        if part.seal is not None:
            part.item.body["encrypted_content"] = carry(part.seal, SealFamily.OPENAI)
        self._part_ended(part.item, events)

    def _whole(self, event: WholePart, events: list[WireEvent]) -> None:
        part = event.value
        if isinstance(part, RedactedPart):
            self._proof(part.seal, events)
        elif isinstance(part, ImagePart) and isinstance(part.source, Base64Source):
            self._picture(part.source, events)
        elif isinstance(part, NativePart) and part.dialect is DIALECT:
            self._native(part.raw, events)
        elif isinstance(part, NativePart) and part.raw.get("name") == "web_search":
            self._native(_search_item(part), events)
        else:
            for piece in _as_text(event.part, part):
                events += self.feed(piece)

    def _picture(self, source: Base64Source, events: list[WireEvent]) -> None:
        body: JsonObject = {
            "id": item_id("ig"),
            "type": "image_generation_call",
            "status": "completed",
            "result": source.data,
        }
        format = source.media_type.removeprefix("image/")
        if format in ("png", "webp", "jpeg", "gif"):
            body["output_format"] = format
        item = self._begin(body, {**body, "status": "in_progress", "result": None}, events, open=0)
        self._activity(item, ("in_progress", "generating", "completed"), events)

    def _native(self, raw: JsonObject, events: list[WireEvent]) -> None:
        body = dict(raw)
        if not as_text(body.get("id")):
            body["id"] = item_id("item")
        item = self._begin(body, dict(body), events, open=0)
        if body.get("type") == _WEB_SEARCH:
            self._activity(item, ("in_progress", "searching", "completed"), events)

    @staticmethod
    def _activity(item: _Item, steps: tuple[str, ...], events: list[WireEvent]) -> None:
        for step in steps:
            told: dict[str, Any] = {"type": f"response.{item.body['type']}.{step}"}
            events.append({**told, "item_id": item.id, "output_index": item.index})

    def _finish(self, finish: Finished, events: list[WireEvent]) -> None:
        if finish.reason is FinishReason.REFUSAL and finish.explanation and not self.refused:
            number = max(self._parts, default=-1) + 1
            for piece in (
                PartStarted(number, OpenKind.REFUSAL),
                RefusalDelta(number, finish.explanation),
                PartFinished(number),
            ):
                events += self.feed(piece)
            self.refused = False
        if self._items:
            last = self._items[-1]
            if not last.open:
                self._done(last, events, "incomplete" if finish.reason in CUT_SHORT else "completed")


def _search_item(part: NativePart) -> JsonObject:
    """Another vendor's web search as an item of this dialect."""
    query = as_text(as_object(part.raw.get("input")).get("query"))
    action = {"type": "search", "query": query, "queries": [query]}
    return {"id": item_id("ws"), "type": _WEB_SEARCH, "status": "completed", "action": action}


def _as_text(number: int, part: Part) -> Iterator[Event]:
    """The events of a part that has a form here as text, if any."""
    if isinstance(part, ImagePart) and isinstance(part.source, UrlSource):
        yield from part_events(number, TextPart(f"![image]({part.source.url})"))
    elif isinstance(part, NativePart) and part.text:
        yield from part_events(number, TextPart(part.text))
    elif isinstance(part, AudioPart) and part.transcript:
        yield from part_events(number, TextPart(part.transcript))
    elif not isinstance(part, ImagePart | NativePart | AudioPart):
        yield from (event for event in part_events(number, part) if not isinstance(event, WholePart))
