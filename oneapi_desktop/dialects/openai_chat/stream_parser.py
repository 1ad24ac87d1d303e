"""An upstream's Chat Completions stream into conversation events."""

from collections.abc import Callable

import orjson

from oneapi_desktop.dialects import identifiers
from oneapi_desktop.dialects.conversation import (
    AudioDelta,
    Cited,
    Finished,
    FinishReason,
    ImagePart,
    ImplicitParts,
    JsonObject,
    LogProbs,
    OpenKind,
    ReasoningStyle,
    RedactedPart,
    Sealed,
    Started,
    TextPart,
    TokenUsage,
    ToolKind,
    UsageReport,
    disconnected,
    settled_finish,
    unfold,
)
from oneapi_desktop.dialects.json_reading import arguments_text, as_int, as_object, as_objects, as_text
from oneapi_desktop.dialects.media import source_of_url
from oneapi_desktop.dialects.openai_chat.errors import empty_stream, error_of, hidden_error
from oneapi_desktop.dialects.openai_chat.finish import parse_finish
from oneapi_desktop.dialects.openai_chat.reasoning_details import entry_seal, entry_text
from oneapi_desktop.dialects.openai_chat.response import (
    call_seal,
    parse_annotation,
    parse_answer_content,
    parse_response,
)
from oneapi_desktop.dialects.openai_chat.usage import parse_usage
from oneapi_desktop.dialects.sse import DONE
from oneapi_desktop.dialects.sse_answers import SseAnswerParser

MOST_CANDIDATES = 128
MOST_CALLS = 512
LEGACY_CALL = -1
"""The key of the one call that the deprecated ``function_call`` can make."""


class _Call:
    """A tool call being received. It starts once its name is complete."""

    def __init__(self, id: str, name: str, kind: ToolKind) -> None:
        self.id = id
        self.name = name
        self.kind = kind
        self.number: int | None = None
        self.text: list[str] = []

    def is_whole(self) -> bool:
        """True when the arguments are a complete JSON value, so that no more can come."""
        if not self.text or self.kind is ToolKind.CUSTOM:
            return False
        try:
            orjson.loads("".join(self.text))
        except (orjson.JSONDecodeError, UnicodeEncodeError):
            return False
        return True


class _Choice:
    """One candidate of the stream."""

    def __init__(self, index: int) -> None:
        self.parts = ImplicitParts(index)
        self.calls: dict[int, _Call] = {}
        self.last_key = 0
        self.finish = ""
        self.refused = False
        self.written = 0
        self.part_offset = 0
        self.reasoning: list[str] = []
        self.sealed_part: int | None = None


class StreamParser(SseAnswerParser):
    """Reads ``data: {chunk}`` events up to ``[DONE]``.

    ``credential`` goes into the seals; ``new_call_id`` makes ids for vendors that give none.
    """

    def __init__(self, credential: str = "", *, new_call_id: Callable[[], str] = identifiers.call_id) -> None:
        super().__init__()
        self._credential = credential
        self._new_call_id = new_call_id
        self._choices: dict[int, _Choice] = {}
        self._started = False
        self._model = ""
        self._usage: TokenUsage | None = None

    def _is_end(self, data: bytes) -> bool:
        if data != DONE:
            return False
        if not self._choices:
            raise empty_stream()
        self._close()
        return True

    def _ending(self) -> None:
        if not self._choices or not all(choice.finish for choice in self._choices.values()):
            raise disconnected()
        self._close()

    def _close(self) -> None:
        for index, choice in sorted(self._choices.items()):
            self._start_pending(choice)
            choice.parts.close(self._events)
            reason = FinishReason.OTHER
            if choice.finish:
                reason = parse_finish(choice.finish, refused=choice.refused)
            self._events.append(settled_finish(Finished(reason, index), choice.parts.called))
        self._end()

    def _object(self, value: JsonObject) -> None:
        choices = as_objects(value.get("choices"))
        if value.get("error"):
            raise error_of(value["error"])
        error = hidden_error(value)
        if error is not None:
            raise error
        if not self._started and choices and "message" in choices[0] and "delta" not in choices[0]:
            # Asked for a stream, the upstream sent a whole answer.
            self._events += unfold(parse_response(value, self._credential))
            self.ended = True
            return
        usage = parse_usage(value.get("usage"))
        if usage is None and "x_groq" in value:
            usage = parse_usage(as_object(value.get("x_groq")).get("usage"))
        if not self._started and (choices or usage is not None):
            self._start(value)
        if usage is not None and usage != self._usage:
            self._usage = usage
            self._events.append(UsageReport(usage))
        for raw in choices:
            index = as_int(raw.get("index"))
            choice = self._choices.get(index)
            if choice is None:
                if not 0 <= index < MOST_CANDIDATES:
                    continue
                choice = self._choices[index] = _Choice(index)
            self._read_choice(choice, raw)

    def _start(self, value: JsonObject) -> None:
        self._started = True
        self._model = as_text(value.get("model"))
        created, tier = as_int(value.get("created")), as_text(value.get("service_tier"))
        self._events.append(Started(as_text(value.get("id")), self._model, created, None, tier))

    def _read_choice(self, choice: _Choice, raw: JsonObject) -> None:
        delta = as_object(raw.get("delta") or raw.get("message"))
        content = delta.get("content")
        if len(delta) == 1 and isinstance(content, str):
            # The usual chunk has words and nothing else.
            if content:
                self._text(choice, content)
        elif delta:
            self._read_delta(choice, delta)
        if raw.get("logprobs"):
            logprobs = as_objects(as_object(raw["logprobs"]).get("content"))
            if logprobs:
                self._events.append(LogProbs(tuple(logprobs), choice.parts.candidate))
        finish = as_text(raw.get("finish_reason"))
        if finish:
            choice.finish = finish

    def _read_delta(self, choice: _Choice, delta: JsonObject) -> None:
        self._read_reasoning(choice, delta)
        content = delta.get("content")
        if isinstance(content, str):
            if content:
                self._text(choice, content)
        elif content:
            for part in parse_answer_content(content):
                if isinstance(part, TextPart):
                    self._text(choice, part.text)
                else:
                    self._reasoning(choice, getattr(part, "text", ""))
        refusal = as_text(delta.get("refusal"))
        if refusal:
            self._start_pending(choice)
            choice.refused = True
            choice.parts.refusal(refusal, self._events)
        if "annotations" in delta:
            self._read_annotations(choice, as_objects(delta["annotations"]))
        if "images" in delta or "audio" in delta:
            self._read_media(choice, delta)
        for call in as_objects(delta.get("tool_calls")):
            self._read_call(choice, call)
        legacy = delta.get("function_call")
        if isinstance(legacy, dict):
            self._read_call(choice, {"index": LEGACY_CALL, "function": legacy})

    def _text(self, choice: _Choice, text: str) -> None:
        self._start_pending(choice)
        if choice.parts.current(OpenKind.TEXT) is None:
            choice.part_offset = choice.written
        choice.written += len(text)
        choice.parts.text(text, self._events)

    def _reasoning(self, choice: _Choice, text: str, style: ReasoningStyle = ReasoningStyle.RAW) -> None:
        if not text:
            return
        self._start_pending(choice)
        number = choice.parts.current(OpenKind.REASONING)
        if number is not None and number == choice.sealed_part:
            # What follows a seal is a new thought, with a seal of its own.
            choice.parts.close_open(self._events)
            number = None
        if number is None:
            choice.reasoning = []
        choice.reasoning.append(text)
        choice.parts.reasoning(text, self._events, style)

    def _read_reasoning(self, choice: _Choice, delta: JsonObject) -> None:
        text = as_text(delta.get("reasoning_content")) or as_text(delta.get("reasoning"))
        self._reasoning(choice, text)
        for entry in as_objects(delta.get("reasoning_details")):
            told = entry_text(entry)
            if told and not text and told != "".join(choice.reasoning):
                summary = entry.get("type") == "reasoning.summary"
                style = ReasoningStyle.SUMMARY if summary else ReasoningStyle.RAW
                self._reasoning(choice, told, style)
            seal = entry_seal(entry, self._model, self._credential)
            if seal is None:
                continue
            number = choice.parts.current(OpenKind.REASONING)
            if number is None or number == choice.sealed_part:
                self._start_pending(choice)
                choice.parts.whole(RedactedPart(seal), self._events)
            else:
                choice.sealed_part = number
                self._events.append(Sealed(number, seal, choice.parts.candidate))

    def _read_annotations(self, choice: _Choice, annotations: list[JsonObject]) -> None:
        for annotation in annotations:
            citation = parse_annotation(annotation, choice.part_offset)
            if citation is not None:
                number = choice.parts.open(OpenKind.TEXT, self._events)
                self._events.append(Cited(number, citation, choice.parts.candidate))

    def _read_media(self, choice: _Choice, delta: JsonObject) -> None:
        for image in as_objects(delta.get("images")):
            url = as_text(as_object(image.get("image_url")).get("url"))
            if url:
                self._start_pending(choice)
                choice.parts.whole(ImagePart(source_of_url(url)), self._events)
        audio = as_object(delta.get("audio"))
        data, transcript = as_text(audio.get("data")), as_text(audio.get("transcript"))
        id = as_text(audio.get("id"))
        if data or transcript or id:
            self._start_pending(choice)
            number = choice.parts.open(OpenKind.AUDIO, self._events)
            self._events.append(AudioDelta(number, data, transcript, id, choice.parts.candidate))

    def _read_call(self, choice: _Choice, raw: JsonObject) -> None:
        custom = as_object(raw.get("custom"))
        inner = custom or as_object(raw.get("function"))
        id, name = as_text(raw.get("id")), as_text(inner.get("name"))
        text = as_text(inner.get("input")) if custom else arguments_text(inner.get("arguments"))
        key = self._key_of(choice, raw, id, name)
        call = choice.calls.get(key)
        if call is None:
            if len(choice.calls) >= MOST_CALLS:
                return
            self._start_pending(choice)
            self._close_whole(choice)
            kind = ToolKind.CUSTOM if custom else ToolKind.FUNCTION
            call = choice.calls[key] = _Call(id, name, kind)
        elif call.number is None:
            call.id = call.id or id
            if name and name != call.name:
                call.name += name
        choice.last_key = key
        seal = call_seal(raw, self._model, self._credential)
        if not text and seal is None:
            return
        number = self._start_call(choice, call)
        if seal is not None:
            self._events.append(Sealed(number, seal, choice.parts.candidate))
        if text:
            call.text.append(text)
            choice.parts.arguments(number, text, self._events)

    @staticmethod
    def _key_of(choice: _Choice, raw: JsonObject, id: str, name: str) -> int:
        """Which call a piece belongs to. A missing index, or one index with several ids, is told
        apart by the id; a piece without either belongs to the last call."""
        index = raw.get("index")
        if isinstance(index, int) and not isinstance(index, bool):
            key = index
            # Calls that came under an index already taken were moved to keys of their own.
            moved = [k for k, c in choice.calls.items() if id and c.id == id]
            if moved:
                return moved[-1]
            known = choice.calls.get(key)
            if known is None:
                return key
            if id and known.id and id != known.id:
                return max(choice.calls, default=0) + 1_000_000
            return choice.last_key if choice.last_key >= 1_000_000 and not id else key
        by_id = [key for key, call in choice.calls.items() if id and call.id == id]
        if by_id:
            return by_id[-1]
        if choice.calls and not id and not name:
            return choice.last_key
        return max(choice.calls, default=-1) + 1

    def _start_call(self, choice: _Choice, call: _Call) -> int:
        if call.number is None:
            call.id = call.id or self._new_call_id()
            call.number = choice.parts.call(call.id, call.name, self._events, call.kind)
        return call.number

    def _start_pending(self, choice: _Choice) -> None:
        """Start the call whose name can grow no more, because something else has come."""
        for call in choice.calls.values():
            if call.number is None:
                self._start_call(choice, call)

    def _close_whole(self, choice: _Choice) -> None:
        """End the calls whose arguments are complete, because another call begins."""
        for call in choice.calls.values():
            if call.number is not None and choice.parts.is_open(call.number) and call.is_whole():
                choice.parts.close_call(call.number, self._events)
