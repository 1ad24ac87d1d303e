"""What the stream builders of all dialects have in common: everything but writing content and ends."""

from abc import ABC, abstractmethod

from oneapi_desktop.dialects.conversation import (
    ContentEvent,
    DialectError,
    Ended,
    Event,
    Failed,
    Reply,
    Started,
    TokenUsage,
    UsageReport,
    disconnected,
)


class AnswerWriter(ABC):
    """Base of stream builders: conversation events to a client's bytes.

    A subclass writes content in ``_content``, the proper end in ``_end`` and a failure in ``_failed``; the last
    two set ``ended``.
    """

    def __init__(self, reply: Reply) -> None:
        self._reply = reply
        self._start = Started()
        self._usage: TokenUsage | None = None
        self.ended = False
        """True once what ends the stream was written; further events are ignored."""

    def feed(self, event: Event) -> bytes:
        """The bytes of one event, possibly none."""
        if self.ended:
            return b""
        if isinstance(event, Started):
            self._start = event
            self._usage = event.usage or self._usage
        elif isinstance(event, UsageReport):
            self._usage = event.usage
        elif isinstance(event, Failed):
            return self._failed(event.error)
        elif isinstance(event, Ended):
            return self._end()
        else:
            return self._content(event)
        return b""

    def finish(self) -> bytes:
        """The end of the stream, when the events stopped without one."""
        return b"" if self.ended else self._failed(disconnected())

    @abstractmethod
    def _content(self, event: ContentEvent) -> bytes:
        """Write an event of a candidate."""

    @abstractmethod
    def _end(self) -> bytes:
        """Write the proper end."""

    @abstractmethod
    def _failed(self, error: DialectError) -> bytes:
        """Write the end of a stream that broke."""
