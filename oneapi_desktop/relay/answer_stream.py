"""Streams on their way to a client in any dialect but Chat Completions passed through.

``PassedStream`` hands frames on as they came and only watches them; ``CrossedStream`` reads the upstream's
events and writes the client's. Both keep back what ends the stream, so that it can leave after the
ledger's commit.
"""

import asyncio
import re
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Protocol

from oneapi_desktop.dialects.conversation import (
    Dialect,
    DialectError,
    Ended,
    Event,
    Failed,
    JsonObject,
    Started,
    TokenUsage,
    UsageReport,
)
from oneapi_desktop.dialects.json_reading import as_object
from oneapi_desktop.dialects.openai_usage import loads
from oneapi_desktop.dialects.registry import codec
from oneapi_desktop.dialects.sse import parse_event
from oneapi_desktop.domain.errors import RequestError
from oneapi_desktop.providers.upstream import FaultKind, UpstreamAnswer, UpstreamFault
from oneapi_desktop.relay.crossing import Crossing
from oneapi_desktop.relay.faults import mask_body
from oneapi_desktop.relay.framing import ArrayFrames, Frame, FrameTooLarge, frames_of
from oneapi_desktop.relay.passed_endings import ending_of
from oneapi_desktop.relay.run import Run
from oneapi_desktop.relay.tally import Tally

LINGER = 0.5
"""Seconds to wait for the upstream's own end after its terminal event, to keep the connection."""

HEARTBEAT = 10.0
"""Seconds without a byte for the client after which an upstream's sign of life is passed on as one."""

_GEMINI_CLOSING = re.compile(rb'"finish_?[rR]eason"\s*:\s*"')


class AnswerStream(Protocol):
    """One answer under way. ``tally`` watches it."""

    tally: Tally

    async def open(self) -> None:
        """Read up to the first event that says something, or to a failure (then in ``tally.error``).
        Raises UpstreamFault."""
        ...

    async def next(self) -> bytes | None:
        """Bytes for the client as they come (perhaps none), None at the end. Raises UpstreamFault."""
        ...

    def last(self, counted: TokenUsage | None) -> bytes:
        """What ends the stream properly; ``counted`` is told where the upstream reported no usage."""
        ...

    def failed(self, error: RequestError, secrets: tuple[str, ...]) -> bytes:
        """What ends the stream with an error."""
        ...

    def response(self) -> JsonObject | None:
        """The whole answer after ``last``, where the dialect's streams end with it."""
        ...

    async def linger(self) -> None:
        """Read the upstream's end so that its connection can be used again."""
        ...


class _Reading:
    """Reads an upstream's bytes, with the time spent waiting counted apart."""

    def __init__(self, run: Run, answer: UpstreamAnswer) -> None:
        self._run = run
        self._answer = answer
        self.at_end = False

    async def chunk(self) -> bytes:
        begun = time.perf_counter()
        try:
            data = await self._answer.read()
        finally:
            self._run.waited += time.perf_counter() - begun
        self.at_end = not data
        return data

    async def linger(self) -> None:
        with suppress(TimeoutError, UpstreamFault):
            async with asyncio.timeout(LINGER):
                while not self.at_end:
                    await self.chunk()


def says_something(event: Event) -> bool:
    """Whether an event is more than an announcement; before one, another channel may still be tried."""
    return not isinstance(event, Started | UsageReport)


def dialect_error(error: RequestError) -> DialectError:
    """An error as builders take it."""
    if isinstance(error, DialectError):
        return error
    return DialectError(
        error.kind,
        error.message,
        code=error.code,
        param=error.param,
        retry_after=error.retry_after,
        status=error.status,
    )


class CrossedStream:
    """Events of the upstream, restored and written in the client's dialect one by one."""

    def __init__(self, run: Run, crossing: Crossing, answer: UpstreamAnswer, events: Iterable[Event] = ()) -> None:
        self.tally = Tally()
        self._run = run
        self._crossing = crossing
        self._reading = _Reading(run, answer)
        self._parser = crossing.parser()
        self._builder = crossing.builder()
        self._waiting: list[Event] = list(events)
        self._written_at = 0.0

    async def open(self) -> None:
        while not any(says_something(event) for event in self._waiting):
            more = await self._more()
            if more is None:
                break
            self._waiting += more
        first = next((event for event in self._waiting if says_something(event)), None)
        if isinstance(first, Failed):
            self.tally.error = first.error
        elif first is not None:
            self._run.first_byte = time.perf_counter()

    async def next(self) -> bytes | None:
        if self.tally.done or self.tally.error is not None:
            return None
        events, self._waiting = self._waiting, []
        if events:
            return self._written(events)
        more = await self._more()
        if more is None:
            return None
        return self._written(more) or self._sign_of_life()

    def _sign_of_life(self) -> bytes:
        """What keeps the client waiting when the upstream said something that means nothing to it, such
        as a ping; now and then only, because events may also come in many small pieces."""
        now = time.perf_counter()
        if now - self._written_at < HEARTBEAT:
            return b""
        self._written_at = now
        heartbeat: Callable[[], bytes] | None = getattr(self._builder, "heartbeat", None)
        return heartbeat() if heartbeat is not None else b""

    async def _more(self) -> list[Event] | None:
        if self._reading.at_end:
            return None
        try:
            data = await self._reading.chunk()
        except UpstreamFault:
            # A model that said why it stopped is done, whatever the connection did afterwards.
            rest = self._parser.finish()
            if any(isinstance(event, Failed) for event in rest):
                raise
            self._reading.at_end = True
            return rest
        return self._parser.feed(data) if data else self._parser.finish()

    def _written(self, events: list[Event]) -> bytes:
        out: list[bytes] = []
        for event in events:
            for restored in self._crossing.restored(event):
                self.tally.add(restored)
                if isinstance(restored, Ended | Failed):
                    return b"".join(out)
                out.append(self._builder.feed(restored))
        written = b"".join(out)
        if written:
            self._written_at = time.perf_counter()
        return written

    def last(self, counted: TokenUsage | None) -> bytes:
        if counted is not None:
            self._builder.feed(UsageReport(counted))
        return self._builder.feed(Ended()) + self._builder.finish()

    def failed(self, error: RequestError, secrets: tuple[str, ...]) -> bytes:
        return self._builder.feed(Failed(dialect_error(error))) + self._builder.finish()

    def response(self) -> JsonObject | None:
        whole: JsonObject | None = getattr(self._builder, "response", None)
        return whole

    async def linger(self) -> None:
        await self._reading.linger()


class PassedStream:
    """Frames of an upstream that speaks the client's dialect, as they came."""

    def __init__(self, run: Run, dialect: Dialect, answer: UpstreamAnswer, limit: int) -> None:
        self.tally = Tally()
        self._run = run
        self._dialect = dialect
        self._reading = _Reading(run, answer)
        self._frames = frames_of(dialect, limit)
        self._parser = codec(dialect).StreamParser()
        self._array = ArrayFrames() if run.inbound.array_framing else None
        self._waiting: list[bytes] = []
        self._held: list[bytes] = []
        self._ending = ending_of(dialect)
        self._error_frame: Frame | None = None
        self._spoken = False

    async def open(self) -> None:
        while not self._spoken and self.tally.error is None:
            data = await self._more()
            if data is None:
                break
            self._waiting.append(data)
        if self._spoken:
            self._run.first_byte = time.perf_counter()

    async def next(self) -> bytes | None:
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            return b"".join(waiting)
        if self.tally.done or self.tally.error is not None:
            return None
        return await self._more()

    async def _more(self) -> bytes | None:
        if self._reading.at_end:
            return None
        try:
            data = await self._reading.chunk()
            frames = self._frames.feed(data) if data else self._frames.finish()
        except FrameTooLarge as error:
            raise UpstreamFault(FaultKind.GARBAGE, f"the upstream's stream cannot be read: {error}") from None
        except UpstreamFault:
            self._watch(self._parser.finish())
            if self.tally.done:
                return None
            self.tally.error = None
            raise
        out = [self._taken(frame) for frame in frames]
        if not data and self.tally.error is None and not self.tally.done:
            self._watch(self._parser.finish())
        return b"".join(out)

    def _watch(self, events: list[Event]) -> None:
        for event in events:
            self._spoken = self._spoken or says_something(event)
            self.tally.add(event)

    def _taken(self, frame: Frame) -> bytes:
        """The bytes of a frame that may leave now."""
        if self.tally.done or self.tally.error is not None:
            return b""
        events = self._parser.feed(frame.raw)
        self._watch(events)
        if any(isinstance(event, Failed) for event in events):
            self._error_frame = frame
            return b""
        self._ending.note(frame)
        raw = frame.raw
        if self._array is not None:
            if frame.data is None:
                return b""
            raw = self._array.element(frame.data)
        closing = self.tally.done or self.tally.finished
        if self._dialect is Dialect.GEMINI and frame.data is not None:
            closing = closing or _GEMINI_CLOSING.search(frame.data) is not None
        if closing or self._held:
            self._held.append(raw)
            return b""
        return raw

    def last(self, counted: TokenUsage | None) -> bytes:
        return b"".join(self._held) + (self._array.end() if self._array is not None else self._ending.missing())

    def failed(self, error: RequestError, secrets: tuple[str, ...]) -> bytes:
        frame = self._error_frame
        if frame is not None and frame.data is not None and self._array is None:
            return b"".join(self._held) + frame.raw.replace(frame.data, mask_body(frame.data, secrets))
        if self._array is not None:
            body = codec(self._dialect).build_error(error, self._run.request_id)
            return b"".join(self._held) + self._array.element(body) + self._array.end()
        return b"".join(self._held) + self._ending.failed(dialect_error(error))

    def response(self) -> JsonObject | None:
        if self._dialect is not Dialect.OPENAI_RESPONSES or not self._held:
            return None
        event = parse_event(self._held[-1])
        return as_object(loads(event.data or b"").get("response")) or None

    async def linger(self) -> None:
        await self._reading.linger()
