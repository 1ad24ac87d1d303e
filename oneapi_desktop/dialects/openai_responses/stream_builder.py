"""Conversation events into a Responses stream for a client."""

from oneapi_desktop.dialects.answer_writer import AnswerWriter
from oneapi_desktop.dialects.conversation import (
    ContentEvent,
    DialectError,
    Finished,
    FinishReason,
    JsonObject,
    Reply,
)
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.openai_responses.envelope import Envelope
from oneapi_desktop.dialects.openai_responses.errors import malformed_call, response_error
from oneapi_desktop.dialects.openai_responses.finish import COMPLETED, build_finish
from oneapi_desktop.dialects.openai_responses.output_items import OutputItems
from oneapi_desktop.dialects.sse import encode_event

HEARTBEAT = b": keep-alive\n\n"
"""A comment: keeps a silent connection alive and means nothing."""


class StreamBuilder(AnswerWriter):
    """Writes events numbered densely from 0: ``response.created``, ``response.in_progress``, items, and
    ``response.completed``, ``response.incomplete`` or ``response.failed``.

    The first event waits for the first content, so that a failure before it can still become an
    ordinary error answer. Only the first candidate is written.
    """

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply)
        self._finish: Finished | None = None
        self._items = OutputItems(reply)
        self._envelope: Envelope | None = None
        self._number = 0
        self.response: JsonObject | None = None
        """The whole response object once the stream has ended."""

    @property
    def began(self) -> bool:
        """True once bytes were given out."""
        return self._envelope is not None

    def heartbeat(self) -> bytes:
        """Bytes that keep a silent connection alive; none before the response began."""
        return HEARTBEAT if self.began and not self.ended else b""

    def _content(self, event: ContentEvent) -> bytes:
        if event.candidate != 0:
            return b""
        if isinstance(event, Finished):
            if event.reason is FinishReason.MALFORMED_CALL and self._items.empty:
                return self._failed(malformed_call())
            self._finish = event
        opening = b"" if self.began else self._begin()
        return opening + self._written(self._items.feed(event))

    def _written(self, events: list[JsonObject]) -> bytes:
        out = b""
        for event in events:
            kind = event["type"]
            out += encode_event(dump_bytes({**event, "sequence_number": self._number}), kind)
            self._number += 1
        return out

    def _begin(self) -> bytes:
        self._envelope = Envelope(self._reply, self._start)
        response = self._envelope.response("in_progress", [])
        steps = ("response.created", "response.in_progress")
        return self._written([{"type": step, "response": response} for step in steps])

    def _failed(self, error: DialectError) -> bytes:
        out = b"" if self.began else self._begin()
        out += self._written(self._items.close())
        return out + self._terminal("failed", "failed", error=response_error(error))

    def _end(self) -> bytes:
        out = b"" if self.began else self._begin()
        out += self._written(self._items.close())
        reason = FinishReason.END if self._finish is None else self._finish.reason
        status, incomplete = build_finish(reason, refusal_text=self._items.refused)
        step = "completed" if status == COMPLETED else "incomplete"
        return out + self._terminal(step, status, incomplete=incomplete)

    def _terminal(self, step: str, status: str, *, incomplete: str = "", error: JsonObject | None = None) -> bytes:
        assert self._envelope is not None
        self.ended = True
        output = self._items.output()
        self.response = self._envelope.response(status, output, usage=self._usage, incomplete=incomplete, error=error)
        return self._written([{"type": f"response.{step}", "response": self.response}])
