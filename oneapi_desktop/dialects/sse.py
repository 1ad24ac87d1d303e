"""Server-sent events, read incrementally (WHATWG HTML, section 9.2).

Bytes may be split anywhere. ``data:`` is accepted with and without the blank, lines may end in
LF, CRLF or CR, comments and unknown fields are kept in ``raw`` and otherwise ignored.
"""

from dataclasses import dataclass

DEFAULT_EVENT_LIMIT = 16 * 1024 * 1024
"""Bytes one event may have before the stream is given up."""

DONE = b"[DONE]"
DONE_EVENT = b"data: [DONE]\n\n"


class EventTooLarge(ValueError):
    """One event exceeded the parser's limit."""


@dataclass(frozen=True, slots=True)
class SseEvent:
    """One event: its ``event:`` name ("" when absent), its data lines joined by LF, and the exact
    bytes it came in, terminator included. ``data`` is None for a block without any data line
    (a comment used as keep-alive)."""

    event: str
    data: bytes | None
    raw: bytes


class SseParser:
    """Turns bytes into events as soon as their blank line has arrived."""

    def __init__(self, limit: int = DEFAULT_EVENT_LIMIT) -> None:
        self._buffer = bytearray()
        self._limit = limit
        self._scanned = 0

    @property
    def pending(self) -> bytes:
        """Bytes of an event that is not complete yet."""
        return bytes(self._buffer)

    def feed(self, data: bytes) -> list[SseEvent]:
        """Events completed by these bytes. Raises EventTooLarge."""
        if not self._buffer and data.endswith(b"\n\n") and b"\r" not in data:
            # The usual case: the upstream flushed whole events, nothing is left over.
            if len(data) > self._limit:
                self._check(max(len(block) for block in data.split(b"\n\n")))
            return [parse_event(block + b"\n\n") for block in data[:-2].split(b"\n\n") if block]
        self._buffer += data
        events: list[SseEvent] = []
        start = 0
        while True:
            end = self._block_end(start)
            if end < 0:
                break
            raw = bytes(self._buffer[start:end])
            start = end
            self._scanned = end
            if raw.strip(b"\r\n"):
                events.append(parse_event(raw))
        if start:
            del self._buffer[:start]
            self._scanned = max(0, self._scanned - start)
        self._check(len(self._buffer))
        return events

    def finish(self) -> list[SseEvent]:
        """The event a stream that ended without its last blank line still held, if any."""
        rest = bytes(self._buffer)
        self._buffer.clear()
        self._scanned = 0
        if not rest.strip():
            return []
        return [parse_event(rest.rstrip(b"\r\n") + b"\n\n")]

    def _check(self, size: int) -> None:
        if size > self._limit:
            raise EventTooLarge(f"an event is larger than {self._limit} bytes")

    def _block_end(self, start: int) -> int:
        """Index after the first blank line at or after ``start``, or -1."""
        buffer = self._buffer
        position = max(start, self._scanned - 3)
        while True:
            lf = buffer.find(b"\n", position)
            cr = buffer.find(b"\r", position, lf if lf >= 0 else len(buffer))
            if lf < 0 and cr < 0:
                self._scanned = len(buffer)
                return -1
            first = cr if cr >= 0 else lf
            after = self._line_break(first)
            if after < 0:
                self._scanned = first
                return -1
            second = self._line_break(after)
            if second == -1:
                self._scanned = first
                return -1
            if second > after:
                return second
            position = after

    def _line_break(self, at: int) -> int:
        """Index after the line break at ``at``; ``at`` itself when there is none; -1 when undecided."""
        buffer = self._buffer
        if at >= len(buffer):
            return -1
        if buffer[at] == 10:
            return at + 1
        if buffer[at] == 13:
            if at + 1 >= len(buffer):
                return -1
            return at + 2 if buffer[at + 1] == 10 else at + 1
        return at


def parse_event(raw: bytes) -> SseEvent:
    """The event of one complete block."""
    if raw.startswith(b"data: ") and raw.find(b"\n") == len(raw) - 2 and b"\r" not in raw:
        return SseEvent("", raw[6:-2], raw)
    if raw.startswith(b"event: ") and raw.endswith(b"\n\n") and b"\r" not in raw:
        head, _, rest = raw[:-2].partition(b"\n")
        if rest.startswith(b"data: ") and b"\n" not in rest:
            return SseEvent(head[7:].decode("utf-8", "replace"), rest[6:], raw)
    name = ""
    data: list[bytes] = []
    for line in raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        field, _, value = line.partition(b":")
        if value.startswith(b" "):
            value = value[1:]
        if field == b"data":
            data.append(value)
        elif field == b"event":
            name = value.decode("utf-8", "replace")
    return SseEvent(name, b"\n".join(data) if data else None, raw)


def encode_event(data: bytes, event: str = "") -> bytes:
    """One event as bytes. ``data`` must hold no line breaks (JSON never does)."""
    return (b"event: " + event.encode() + b"\n" if event else b"") + b"data: " + data + b"\n\n"
