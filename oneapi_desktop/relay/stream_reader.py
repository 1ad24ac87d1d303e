"""An upstream's stream as events, with the time spent waiting for it counted apart."""

import time

from oneapi_desktop.dialects.openai_usage import loads
from oneapi_desktop.dialects.sse import DONE, EventTooLarge, SseEvent, SseParser
from oneapi_desktop.providers.upstream import FaultKind, UpstreamAnswer, UpstreamFault
from oneapi_desktop.relay.run import Run


def is_whole(event: SseEvent) -> bool:
    """Whether the last event of a stream, which lacks its blank line, is all there. Half an event must
    not reach a client: it could not be read, or would pass for a whole one."""
    return event.data is None or event.data == DONE or bool(loads(event.data))


def is_readable(event: SseEvent) -> bool:
    """Whether a client can make something of an event: a comment, the terminal event, or what looks
    like a JSON object in UTF-8. Judged by its ends: parsing every event whole would cost too much."""
    data = event.data
    if not data or data.startswith(DONE):
        return True
    if data[:1] == b"{" and data[-1:] == b"}" and data.isascii():
        return True
    if not (data.lstrip().startswith(b"{") and data.rstrip().endswith(b"}")):
        return False
    if data.isascii():
        return True
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


class StreamReader:
    """Reads events of one answer. Nonsense ends the stream: a client would choke on it."""

    def __init__(self, answer: UpstreamAnswer, parser: SseParser, run: Run) -> None:
        self._answer = answer
        self._parser = parser
        self._run = run
        self._ended = False
        self._nonsense = False

    async def next_events(self) -> list[SseEvent] | None:
        """Events completed by the next bytes (perhaps none), or None at the stream's end.
        Raises UpstreamFault."""
        if self._nonsense:
            raise UpstreamFault(FaultKind.GARBAGE, "the upstream's stream holds an event that is no JSON object")
        if self._ended:
            return None
        begun = time.perf_counter()
        try:
            chunk = await self._answer.read()
        finally:
            self._run.waited += time.perf_counter() - begun
        if not chunk:
            self._ended = True
            return [event for event in self._parser.finish() if is_whole(event)] or None
        try:
            events = self._parser.feed(chunk)
        except EventTooLarge as error:
            raise UpstreamFault(FaultKind.GARBAGE, f"the upstream's stream cannot be read: {error}") from None
        for index, event in enumerate(events):
            if not is_readable(event):
                # What came before is relayed first.
                self._nonsense = True
                return events[:index] or await self.next_events()
        return events
