"""What the stream parsers of all dialects over framed JSON have in common: one failure at most, no
exception, a proper end."""

from abc import ABC, abstractmethod
from typing import Protocol

import orjson

from oneapi_desktop.dialects.conversation import (
    DialectError,
    Ended,
    Event,
    Failed,
    JsonObject,
    bad_upstream,
    disconnected,
)
from oneapi_desktop.dialects.sse import EventTooLarge, SseEvent, SseParser


class Framing(Protocol):
    """Cuts bytes into events. ``SseParser`` is one; other framings give unnamed events whose data is
    one JSON text. ``feed`` raises EventTooLarge for one that has no end."""

    def feed(self, data: bytes) -> list[SseEvent]: ...

    def finish(self) -> list[SseEvent]: ...


class SseAnswerParser(ABC):
    """Base of stream parsers: bytes to conversation events. ``framing`` is how the dialect tells its
    events apart, server-sent events when it is not given.

    A subclass reads one JSON object in ``_object`` and the end of the bytes in ``_ending``; both
    append to ``self._events``. A DialectError raised there becomes the stream's Failed.
    """

    def __init__(self, framing: Framing | None = None) -> None:
        self._sse: Framing = framing or SseParser()
        self._events: list[Event] = []
        self._closing = False
        self.ended = False
        """True once Ended or Failed was given; further bytes are ignored."""

    def feed(self, data: bytes) -> list[Event]:
        """The events these bytes complete. Never raises."""
        if self.ended:
            return []
        try:
            blocks = self._sse.feed(data)
        except EventTooLarge as error:
            self._fail(bad_upstream(str(error)))
            return self._taken()
        return self._read(blocks)

    def finish(self) -> list[Event]:
        """The events that were still owed when the upstream closed, a terminal one included."""
        if self.ended:
            return []
        self._closing = True
        events = self._read(self._sse.finish())
        if not self.ended:
            try:
                self._ending()
            except DialectError as error:
                self._fail(error)
            events += self._taken()
        return events

    def _read(self, blocks: list[SseEvent]) -> list[Event]:
        for block in blocks:
            if self.ended:
                break
            try:
                self._block(block)
            except DialectError as error:
                self._fail(error)
        return self._taken()

    def _block(self, block: SseEvent) -> None:
        data = block.data
        if data is None:
            # Some servers answer a stream with a bare JSON object, usually an error.
            data = block.raw.strip()
            if not data.startswith(b"{"):
                return
        data = data.strip()
        if not data or self._is_end(data):
            return
        try:
            value = orjson.loads(data)
        except orjson.JSONDecodeError:
            if self._closing:
                raise disconnected() from None
            raise bad_upstream("the upstream sent an event that is not JSON") from None
        if isinstance(value, dict):
            self._object(value)

    def _is_end(self, data: bytes) -> bool:
        """True for an event that is no JSON and was dealt with."""
        return False

    @abstractmethod
    def _object(self, value: JsonObject) -> None:
        """Read one event's object."""

    def _ending(self) -> None:
        raise disconnected()

    def _end(self) -> None:
        self._events.append(Ended())
        self.ended = True

    def _fail(self, error: DialectError) -> None:
        self._events.append(Failed(error))
        self.ended = True

    def _taken(self) -> list[Event]:
        events, self._events = self._events, []
        return events
