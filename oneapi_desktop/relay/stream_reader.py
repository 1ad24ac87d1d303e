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


class StreamReader:
    """Reads events of one answer."""

    def __init__(self, answer: UpstreamAnswer, parser: SseParser, run: Run) -> None:
        self._answer = answer
        self._parser = parser
        self._run = run
        self._ended = False

    async def next_events(self) -> list[SseEvent] | None:
        """Events completed by the next bytes (perhaps none), or None at the stream's end.
        Raises UpstreamFault."""
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
            return self._parser.feed(chunk)
        except EventTooLarge as error:
            raise UpstreamFault(FaultKind.GARBAGE, f"the upstream's stream cannot be read: {error}") from None
