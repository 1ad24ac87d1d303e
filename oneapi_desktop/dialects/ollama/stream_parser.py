"""An upstream's Ollama stream into conversation events."""

from collections.abc import Callable

from oneapi_desktop.dialects import identifiers
from oneapi_desktop.dialects.conversation import ImplicitParts, JsonObject, LogProbs, Started, UsageReport
from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.dialects.ollama.errors import error_of
from oneapi_desktop.dialects.ollama.lines import LineFraming
from oneapi_desktop.dialects.ollama.response import message_of, parse_finish, parse_time, parse_usage
from oneapi_desktop.dialects.sse_answers import SseAnswerParser

MOST_CALLS = 512


class StreamParser(SseAnswerParser):
    """Reads lines of JSON up to the one that is ``done``, of either endpoint.

    ``new_call_id`` makes ids for servers that give none. There are no seals in this dialect, so that
    ``credential`` has no use.
    """

    def __init__(self, credential: str = "", *, new_call_id: Callable[[], str] = identifiers.call_id) -> None:
        super().__init__(LineFraming())
        self._new_call_id = new_call_id
        self._started = False
        self._parts = ImplicitParts()
        self._calls = 0

    def _object(self, value: JsonObject) -> None:
        if value.get("error"):
            raise error_of(value["error"])
        if not self._started:
            self._started = True
            self._events.append(Started("", as_text(value.get("model")), parse_time(value.get("created_at"))))
        self._read_said(value)
        logprobs = as_objects(value.get("logprobs"))
        if logprobs:
            self._events.append(LogProbs(tuple(logprobs)))
        if value.get("done") is True:
            self._parts.close(self._events)
            usage = parse_usage(value)
            if usage is not None:
                self._events.append(UsageReport(usage))
            self._events.append(parse_finish(value, called=self._parts.called))
            self._end()

    def _read_said(self, value: JsonObject) -> None:
        said, parts, events = message_of(value), self._parts, self._events
        if said.thinking:
            parts.reasoning(said.thinking, events)
        if said.content:
            parts.text(said.content, events)
        for image in said.images:
            parts.whole(image, events)
        for id, name, arguments in said.calls:
            self._calls += 1
            if self._calls > MOST_CALLS:
                break
            number = parts.call(id or self._new_call_id(), name, events)
            parts.arguments(number, arguments, events)
            parts.close_call(number, events)
