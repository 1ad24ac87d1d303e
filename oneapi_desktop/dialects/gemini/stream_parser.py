"""An upstream's Gemini stream into conversation events."""

from collections.abc import Callable
from dataclasses import replace

from oneapi_desktop.dialects import identifiers
from oneapi_desktop.dialects.conversation import (
    Cited,
    Event,
    Finished,
    FinishReason,
    ImplicitParts,
    JsonObject,
    LogProbs,
    OpenKind,
    ReasoningPart,
    Seal,
    Sealed,
    Started,
    TextPart,
    TokenUsage,
    ToolCall,
    UsageReport,
    disconnected,
    settled_finish,
)
from oneapi_desktop.dialects.gemini.citations import parse_citations, searches
from oneapi_desktop.dialects.gemini.errors import error_of
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.gemini.json_array import GoogleFraming
from oneapi_desktop.dialects.gemini.logprobs import parse_logprobs
from oneapi_desktop.dialects.gemini.partial_arguments import PartialArguments
from oneapi_desktop.dialects.gemini.parts_parser import parse_answer_part
from oneapi_desktop.dialects.gemini.response import parse_blocked, parse_finish, parse_tier, parse_time
from oneapi_desktop.dialects.gemini.usage import parse_usage
from oneapi_desktop.dialects.json_reading import as_int, as_object, as_objects, as_text, dump_text
from oneapi_desktop.dialects.sse_answers import SseAnswerParser

MOST_CANDIDATES = 128


class _Candidate:
    """One candidate of the stream."""

    def __init__(self, index: int) -> None:
        self.parts = ImplicitParts(index)
        self.finish: Finished | None = None
        self.sealed_part: int | None = None
        self.texts: list[str] = []
        """Pieces of the open text part."""
        self.bytes_before = 0
        """UTF-8 bytes of text in front of the open text part."""
        self.partial: tuple[ToolCall, PartialArguments] | None = None
        """A call whose arguments come piece by piece."""


class StreamParser(SseAnswerParser):
    """Reads answers of one or more chunks, framed as server-sent events or as a JSON array. A stream
    ends with its bytes.

    ``credential`` goes into the seals; ``new_call_id`` makes ids for models that give none.
    """

    def __init__(self, credential: str = "", *, new_call_id: Callable[[], str] = identifiers.call_id) -> None:
        super().__init__(GoogleFraming())
        self._credential = credential
        self._new_call_id = new_call_id
        self._started = False
        self._model = ""
        self._candidates: dict[int, _Candidate] = {}
        self._usage: TokenUsage | None = None
        self._searches = 0

    def _object(self, value: JsonObject) -> None:
        value = camel(value)
        if value.get("error"):
            raise error_of(value["error"])
        rows = [camel(row) for row in as_objects(value.get("candidates"))]
        usage = value.get("usageMetadata")
        blocked = parse_blocked(value)
        if not self._started and (rows or usage or blocked):
            self._start(value)
        for order, row in enumerate(rows):
            index = as_int(row.get("index"), order)
            candidate = self._candidates.get(index)
            if candidate is None:
                if not 0 <= index < MOST_CANDIDATES:
                    continue
                candidate = self._candidates[index] = _Candidate(index)
            self._read_row(candidate, row)
        if blocked is not None and not self._candidates:
            self._candidates[0] = _Candidate(0)
            self._candidates[0].finish = blocked
        counts = parse_usage(usage, self._searches)
        if counts is not None and counts != self._usage:
            self._usage = counts
            self._events.append(UsageReport(counts))

    def _start(self, value: JsonObject) -> None:
        self._started = True
        self._model = as_text(value.get("modelVersion"))
        tier = parse_tier(as_object(value.get("usageMetadata")))
        created = parse_time(value.get("createTime"))
        self._events.append(Started(as_text(value.get("responseId")), self._model, created, None, tier))

    def _read_row(self, candidate: _Candidate, row: JsonObject) -> None:
        for raw in as_objects(camel(as_object(row.get("content"))).get("parts")):
            self._read_part(candidate, camel(raw))
        self._searches += searches(row)
        number = candidate.parts.current(OpenKind.TEXT)
        if number is not None and ("groundingMetadata" in row or "citationMetadata" in row):
            text = "".join(candidate.texts)
            for citation in parse_citations(row, text, before=candidate.bytes_before):
                self._events.append(Cited(number, citation, candidate.parts.candidate))
        logprobs = parse_logprobs(row)
        if logprobs:
            self._events.append(LogProbs(logprobs, candidate.parts.candidate))
        if as_text(row.get("finishReason")):
            candidate.finish = parse_finish(row, called=False)

    def _read_part(self, candidate: _Candidate, raw: JsonObject) -> None:
        call = raw.get("functionCall")
        if isinstance(call, dict) and self._is_partial(candidate, camel(call)):
            self._partial(candidate, raw, camel(call))
            return
        self._close_partial(candidate)
        part = parse_answer_part(raw, self._model, self._credential)
        if isinstance(part, TextPart):
            self._piece(candidate, OpenKind.TEXT, part.text, part.seal)
        elif isinstance(part, ReasoningPart):
            self._piece(candidate, OpenKind.REASONING, part.text, part.seal)
        elif isinstance(part, ToolCall):
            self._call(candidate, part)
        elif part is not None:
            candidate.parts.whole(part, self._events)

    def _piece(self, candidate: _Candidate, kind: OpenKind, text: str, seal: Seal | None) -> None:
        """More text or reasoning. A seal belongs to what was open when it came; what follows it is a
        part of its own."""
        parts = candidate.parts
        number = parts.current(kind)
        if number is not None and number == candidate.sealed_part:
            parts.close_open(self._events)
            number = None
        if number is None and kind is OpenKind.TEXT:
            candidate.bytes_before += len("".join(candidate.texts).encode("utf-8", "surrogatepass"))
            candidate.texts = []
        number = parts.open(kind, self._events)
        if text and kind is OpenKind.TEXT:
            candidate.texts.append(text)
            parts.text(text, self._events)
        elif text:
            parts.reasoning(text, self._events)
        if seal is not None:
            candidate.sealed_part = number
            self._events.append(Sealed(number, seal, parts.candidate))

    def _call(self, candidate: _Candidate, call: ToolCall) -> None:
        parts, events = candidate.parts, self._events
        number = parts.call(call.id or self._new_call_id(), call.name, events)
        if call.seal is not None:
            events.append(Sealed(number, call.seal, parts.candidate))
        parts.arguments(number, call.arguments, events)
        parts.close_call(number, events)

    @staticmethod
    def _is_partial(candidate: _Candidate, call: JsonObject) -> bool:
        return (
            "partialArgs" in call
            or call.get("willContinue") is True
            or (candidate.partial is not None and not as_text(call.get("name")))
        )

    def _partial(self, candidate: _Candidate, raw: JsonObject, call: JsonObject) -> None:
        if as_text(call.get("name")) or candidate.partial is None:
            self._close_partial(candidate)
            begun = parse_answer_part(raw, self._model, self._credential)
            if not isinstance(begun, ToolCall):
                return
            candidate.partial = (begun, PartialArguments())
        candidate.partial[1].add(call.get("partialArgs"))
        if call.get("willContinue") is not True:
            self._close_partial(candidate)

    def _close_partial(self, candidate: _Candidate) -> None:
        if candidate.partial is None:
            return
        call, arguments = candidate.partial
        candidate.partial = None
        self._call(candidate, replace(call, arguments=dump_text(arguments.value)))

    def _ending(self) -> None:
        candidates = self._candidates
        if not candidates or not all(candidate.finish for candidate in candidates.values()):
            raise disconnected()
        finished: list[Event] = []
        for index, candidate in sorted(candidates.items()):
            self._close_partial(candidate)
            candidate.parts.close(self._events)
            finish = candidate.finish or Finished(FinishReason.OTHER)
            finished.append(settled_finish(replace(finish, candidate=index), candidate.parts.called))
        self._events += finished
        self._end()
