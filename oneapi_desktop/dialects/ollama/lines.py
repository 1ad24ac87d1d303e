"""Newline-delimited JSON, read incrementally."""

from oneapi_desktop.dialects.sse import DEFAULT_EVENT_LIMIT, EventTooLarge, SseEvent


class LineFraming:
    """Each line is one JSON text; blank lines are skipped. Bytes may be split anywhere."""

    def __init__(self, limit: int = DEFAULT_EVENT_LIMIT) -> None:
        self._buffer = bytearray()
        self._limit = limit
        self._scanned = 0

    def feed(self, data: bytes) -> list[SseEvent]:
        """Lines completed by these bytes. Raises EventTooLarge."""
        self._buffer += data
        end = self._buffer.rfind(b"\n", self._scanned)
        if end < 0:
            self._scanned = len(self._buffer)
            if self._scanned > self._limit:
                raise EventTooLarge(f"a line is larger than {self._limit} bytes")
            return []
        whole = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        self._scanned = len(self._buffer)
        return [SseEvent("", line, line) for line in whole.split(b"\n") if line.strip()]

    def finish(self) -> list[SseEvent]:
        """The last line, when it had no end."""
        rest = bytes(self._buffer).strip()
        self._buffer.clear()
        return [SseEvent("", rest, rest)] if rest else []
