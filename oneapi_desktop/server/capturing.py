"""Watching what passes between a client and the relay, for captures."""

from oneapi_desktop.relay.inbound import Answer, Inbound, Sink
from oneapi_desktop.services.captures import RAW_LIMIT, Capture, CaptureService

REQUEST_ID = "x-oneapi-request-id"


class CapturedSink:
    """A sink that keeps what it passes on, up to a limit."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.status = 0
        self.headers: dict[str, str] = {}
        self.pieces: list[bytes] = []
        self.held = 0
        self.passed = 0
        self.ended = False

    async def start(self, status: int, headers: dict[str, str]) -> None:
        """See ``Sink``."""
        self.status, self.headers = status, headers
        await self._sink.start(status, headers)

    async def write(self, data: bytes) -> None:
        """See ``Sink``."""
        self.passed += len(data)
        if self.held < RAW_LIMIT:
            piece = bytes(data[: RAW_LIMIT - self.held])
            self.pieces.append(piece)
            self.held += len(piece)
        await self._sink.write(data)

    async def end(self) -> None:
        """See ``Sink``."""
        await self._sink.end()
        self.ended = True


class Capturing:
    """Begins and ends captures around the handling of requests."""

    def __init__(self, captures: CaptureService) -> None:
        self._captures = captures

    def begin(self, inbound: Inbound, sink: Sink) -> CapturedSink | None:
        """The sink to use in place of the client's own; None when nothing of this request is to be kept."""
        return CapturedSink(sink) if self._captures.wanted(inbound.address) else None

    def end(self, captured: CapturedSink, path: str, inbound: Inbound, answer: Answer | None) -> None:
        """Keep what passed; ``answer`` is the whole answer, if it was not streamed."""
        status, headers, body, passed, finished = (
            (captured.status, captured.headers, b"".join(captured.pieces), captured.passed, captured.ended)
            if answer is None
            else (answer.status, answer.headers, answer.body[:RAW_LIMIT], len(answer.body), True)
        )
        spooled = inbound.spooled
        self._captures.keep(
            Capture(
                request_id=headers.get(REQUEST_ID, ""),
                created_at=inbound.received_at,
                path=path,
                request_type=spooled.content_type if spooled else inbound.headers.get("Content-Type", ""),
                request_body=b"" if spooled else bytes(inbound.body),
                request_bytes=spooled.size if spooled else len(inbound.body),
                status=status,
                response_type=headers.get("Content-Type", ""),
                response_body=body,
                response_bytes=passed,
                finished=finished,
            )
        )
