"""Streams of other dialects cut into frames that a client can read alone, and joined again."""

from dataclasses import dataclass
from typing import Protocol

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.dialects.sse import SseParser


@dataclass(frozen=True, slots=True)
class Frame:
    """One event: the bytes it came in, its payload (None for a keep-alive), and its name where the
    framing has names."""

    raw: bytes
    data: bytes | None
    name: str = ""


class FrameTooLarge(ValueError):
    """One frame exceeded the limit."""


class FrameSplitter(Protocol):
    """Bytes to frames."""

    def feed(self, data: bytes) -> list[Frame]:
        """The frames these bytes complete. Raises FrameTooLarge."""
        ...

    def finish(self) -> list[Frame]:
        """What the end of the stream completes."""
        ...


class SseFrames:
    """Server-sent events."""

    def __init__(self, limit: int) -> None:
        self._parser = SseParser(limit)

    def feed(self, data: bytes) -> list[Frame]:
        try:
            return [Frame(event.raw, event.data, event.event) for event in self._parser.feed(data)]
        except ValueError as error:
            raise FrameTooLarge(str(error)) from None

    def finish(self) -> list[Frame]:
        return [Frame(event.raw, event.data, event.event) for event in self._parser.finish()]


class LineFrames:
    """One JSON object a line."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rest = b""

    def feed(self, data: bytes) -> list[Frame]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > self._limit or any(len(line) > self._limit for line in lines):
            raise FrameTooLarge(f"a line is larger than {self._limit} bytes")
        return [Frame(line + b"\n", line) for line in lines if line.strip()]

    def finish(self) -> list[Frame]:
        line, self._rest = self._rest, b""
        return [Frame(line + b"\n", line)] if line.strip() else []


def frames_of(dialect: Dialect, limit: int) -> FrameSplitter:
    """How an upstream of this dialect frames its streams; ``limit`` is in bytes."""
    return LineFrames(limit) if dialect is Dialect.OLLAMA else SseFrames(limit)


class ArrayFrames:
    """Payloads as the elements of one JSON array, as Gemini streams without ``alt=sse``."""

    def __init__(self) -> None:
        self._begun = False

    def element(self, data: bytes) -> bytes:
        """The bytes of the next element."""
        start, self._begun = b",\r\n" if self._begun else b"[", True
        return start + data

    def end(self) -> bytes:
        """The array's end."""
        return b"]" if self._begun else b"[]"
