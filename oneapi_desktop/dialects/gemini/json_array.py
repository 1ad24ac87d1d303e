"""Google's two ways to send a stream: server-sent events, and one JSON array written bit by bit."""

import re

from oneapi_desktop.dialects.sse import DEFAULT_EVENT_LIMIT, EventTooLarge, SseEvent, SseParser

_BOM = b"\xef\xbb\xbf"
_NEUTRAL = b" \t\r\n"
_OF_NOTE = re.compile(rb'["\\{}]')
_BETWEEN = re.compile(rb"[\s,\[\]]*")


class JsonArrayParser:
    """The elements of a JSON array (or objects standing side by side), each as soon as it is whole.
    Text between elements that is no comma or bracket becomes an event of its own, which is no JSON."""

    def __init__(self, limit: int = DEFAULT_EVENT_LIMIT) -> None:
        self._buffer = bytearray()
        self._limit = limit
        self._scanned = 0
        self._depth = 0
        self._in_string = False

    def feed(self, data: bytes) -> list[SseEvent]:
        """Elements completed by these bytes. Raises EventTooLarge."""
        self._buffer += data
        events: list[SseEvent] = []
        while (end := self._element_end()) is not None:
            raw = bytes(self._buffer[:end])
            del self._buffer[:end]
            self._scanned = 0
            events.append(SseEvent("", raw, raw))
        if len(self._buffer) > self._limit:
            raise EventTooLarge(f"an event is larger than {self._limit} bytes")
        return events

    def finish(self) -> list[SseEvent]:
        """The element that was never completed, if any."""
        rest = bytes(self._buffer).strip()
        self._buffer.clear()
        return [SseEvent("", rest, rest)] if rest else []

    def _element_end(self) -> int | None:
        """Index after the first element, which then begins at 0; None when it is not whole."""
        buffer = self._buffer
        if not self._depth:
            match = _BETWEEN.match(buffer)
            del buffer[: match.end() if match else 0]
            if not buffer:
                return None
            if buffer[:1] != b"{":
                start = buffer.find(b"{")
                return start if start > 0 else None
        position = self._scanned
        while (found := _OF_NOTE.search(buffer, position)) is not None:
            character, position = found.group(), found.end()
            if character == b"\\" and self._in_string:
                if position == len(buffer):
                    self._scanned = position - 1
                    return None
                position += 1
            elif character == b'"':
                self._in_string = not self._in_string
            elif not self._in_string and character == b"{":
                self._depth += 1
            elif not self._in_string and character == b"}":
                self._depth -= 1
                if not self._depth:
                    return position
        self._scanned = len(buffer)
        return None


class GoogleFraming:
    """Server-sent events or a JSON array, told apart by the first character: an upstream that was not
    asked for ``alt=sse`` answers with an array, and so do errors of one that was."""

    def __init__(self) -> None:
        self._head = b""
        self._inner: SseParser | JsonArrayParser | None = None

    def feed(self, data: bytes) -> list[SseEvent]:
        """Events completed by these bytes. Raises EventTooLarge."""
        if self._inner is None:
            self._head += data
            start = self._head.removeprefix(_BOM).lstrip(_NEUTRAL)
            if not start or _BOM.startswith(start):
                return []
            self._inner = JsonArrayParser() if start[:1] in (b"[", b"{") else SseParser()
            data, self._head = start, b""
        return self._inner.feed(data)

    def finish(self) -> list[SseEvent]:
        """What the end of the stream completes."""
        return self._inner.finish() if self._inner is not None else []
