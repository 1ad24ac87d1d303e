"""A Cohere chat stream into conversation events."""

from oneapi_desktop.dialects.cohere.response import (
    parse_citation,
    parse_finish,
    parse_logprobs,
    parse_response,
)
from oneapi_desktop.dialects.cohere.usage import parse_usage
from oneapi_desktop.dialects.conversation import (
    Cited,
    Finished,
    ImplicitParts,
    JsonObject,
    LogProbs,
    OpenKind,
    Started,
    UsageReport,
    bad_upstream,
    disconnected,
    settled_finish,
    unfold,
)
from oneapi_desktop.dialects.identifiers import call_id
from oneapi_desktop.dialects.json_reading import arguments_text, as_int, as_object, as_objects, as_text
from oneapi_desktop.dialects.sse_answers import SseAnswerParser

MOST_CALLS = 512


class StreamParser(SseAnswerParser):
    """Reads events by the ``type`` in their data, up to ``message-end``."""

    def __init__(self, credential: str = "") -> None:
        super().__init__()
        self._parts = ImplicitParts()
        self._calls: dict[int, int] = {}
        self._with_arguments: set[int] = set()
        self._started = False
        self._produced = False

    def _object(self, value: JsonObject) -> None:
        kind = value.get("type")
        delta = as_object(value.get("delta"))
        message = as_object(delta.get("message"))
        match kind:
            case "content-delta" | "content-start":
                self._content(as_object(message.get("content")))
                logprobs = parse_logprobs(as_object(value.get("logprobs")))
                if logprobs:
                    self._events.append(LogProbs(tuple(logprobs)))
            case "message-start":
                self._start(as_text(value.get("id")))
            case "tool-plan-delta":
                self._reasoning(as_text(message.get("tool_plan")))
            case "tool-call-start":
                self._call(as_int(value.get("index")), as_object(message.get("tool_calls")))
            case "tool-call-delta":
                function = as_object(as_object(message.get("tool_calls")).get("function"))
                self._arguments(as_int(value.get("index")), arguments_text(function.get("arguments")))
            case "tool-call-end":
                self._close_call(as_int(value.get("index")))
            case "content-end":
                self._parts.close_open(self._events)
            case "citation-start":
                for citation in as_objects(message.get("citations")) or [as_object(message.get("citations"))]:
                    self._cite(citation)
            case "message-end":
                self._close(delta)
            case _ if not self._started and "message" in value:
                # Asked for a stream, the upstream sent a whole answer, or an error.
                self._events += unfold(parse_response(value))
                self.ended = True

    def _start(self, id: str = "") -> None:
        if not self._started:
            self._started = True
            self._events.append(Started(id))

    def _content(self, content: JsonObject) -> None:
        self._start()
        self._reasoning(as_text(content.get("thinking")))
        text = as_text(content.get("text"))
        if text:
            self._produced = True
            self._parts.text(text, self._events)

    def _reasoning(self, text: str) -> None:
        self._start()
        if text:
            self._produced = True
            self._parts.reasoning(text, self._events)

    def _call(self, index: int, call: JsonObject) -> None:
        self._start()
        if index in self._calls or len(self._calls) >= MOST_CALLS:
            return
        self._produced = True
        function = as_object(call.get("function"))
        id = as_text(call.get("id")) or call_id()
        self._calls[index] = self._parts.call(id, as_text(function.get("name")), self._events)
        self._arguments(index, arguments_text(function.get("arguments")))

    def _arguments(self, index: int, text: str) -> None:
        number = self._calls.get(index)
        if number is not None and text and self._parts.is_open(number):
            self._with_arguments.add(number)
            self._parts.arguments(number, text, self._events)

    def _close_call(self, index: int) -> None:
        number = self._calls.get(index)
        if number is None:
            return
        if number not in self._with_arguments and self._parts.is_open(number):
            self._parts.arguments(number, "{}", self._events)
        self._parts.close_call(number, self._events)

    def _cite(self, raw: JsonObject) -> None:
        # A citation belongs to an open text; one that comes behind its text has lost its place.
        number = self._parts.current(OpenKind.TEXT)
        if raw and number is not None:
            self._events.append(Cited(number, parse_citation(raw)))

    def _close(self, delta: JsonObject) -> None:
        error = as_text(delta.get("error"))
        if error:
            raise bad_upstream(error)
        self._start()
        reason = parse_finish(as_text(delta.get("finish_reason")), produced=self._produced)
        for index in self._calls:
            self._close_call(index)
        self._parts.close(self._events)
        usage = parse_usage(delta.get("usage"))
        if usage is not None:
            self._events.append(UsageReport(usage))
        self._events.append(settled_finish(Finished(reason), self._parts.called))
        self._end()

    def _ending(self) -> None:
        raise disconnected()
