"""The state of one request on its way through the pipeline."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

from oneapi_desktop.dialects.conversation import Base64Source, ChatRequest, Dialect
from oneapi_desktop.dialects.sse import SseEvent
from oneapi_desktop.domain.price import Price
from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.providers.upstream import UpstreamAnswer
from oneapi_desktop.relay.admission import Caller, Reservation
from oneapi_desktop.relay.directory import ChannelEntry
from oneapi_desktop.relay.inbound import Inbound
from oneapi_desktop.relay.passthrough import StreamObserver
from oneapi_desktop.relay.spool import Form
from oneapi_desktop.relay.tally import Tally
from oneapi_desktop.services.stored_responses import Recalled

if TYPE_CHECKING:
    from oneapi_desktop.relay.answer_stream import AnswerStream
    from oneapi_desktop.relay.crossing import Crossing
    from oneapi_desktop.relay.stream_reader import StreamReader
    from oneapi_desktop.relay.unary import UnaryCrossing


@dataclass(slots=True)
class Run:
    """One request: what was asked, what was decided, what has happened so far.

    ``waited`` is seconds spent waiting for upstreams; everything else is the gateway's overhead.
    ``noted`` tells that the request stands on disk as open. ``conversation`` is the request as read for a
    translation, ``fetched`` what it pointed at, ``crossing`` the present attempt's translation. An
    answer in any dialect but Chat Completions is watched by ``tally``, others by ``observer``.
    ``recalled`` is what a Responses request refers to; ``body`` then holds it, and ``asked`` is what came.
    """

    inbound: Inbound
    record: RequestRecord
    body: dict[str, Any] = field(default_factory=dict)
    form: Form | None = None
    model: str = ""
    caller: Caller | None = None
    reservation: Reservation | None = None
    ratio: int = 1_000_000
    price: Price | None = None
    entry: ChannelEntry | None = None
    upstream_model: str = ""
    ask_usage: bool = False
    observer: StreamObserver | None = None
    tally: Tally | None = None
    stream: "AnswerStream | None" = None
    recalled: Recalled | None = None
    asked: dict[str, Any] = field(default_factory=dict)
    conversation: ChatRequest | None = None
    fetched: dict[str, Base64Source] = field(default_factory=dict)
    crossing: "Crossing | None" = None
    unary: "UnaryCrossing | None" = None
    conversion: str = ""
    route: list[dict[str, Any]] = field(default_factory=list)
    attempts: int = 0
    waited: float = 0.0
    first_byte: float | None = None
    started: bool = False
    settled: bool = False
    noted: bool = False

    @property
    def request_id(self) -> str:
        """The id in headers, errors and the ledger."""
        return self.record.request_id

    def overhead(self) -> float:
        """Seconds spent in the gateway itself so far."""
        return max(0.0, time.perf_counter() - self.inbound.received - self.waited)

    def headers(self) -> dict[str, str]:
        """What every answer says of its way here."""
        headers = {"x-oneapi-request-id": self.record.request_id, "x-oneapi-attempts": str(self.attempts)}
        if self.entry is not None:
            headers["x-oneapi-channel"] = self.entry.header_name
        if self.conversion:
            headers["x-oneapi-conversion"] = self.conversion
        if self.inbound.endpoint.dialect is Dialect.ANTHROPIC:
            headers["request-id"] = self.record.request_id
        headers["x-oneapi-overhead-ms"] = f"{self.overhead() * 1000:.3f}"
        return headers

    def route_json(self) -> str:
        """The route as the ledger keeps it."""
        return orjson.dumps(self.route).decode()


@dataclass(slots=True)
class OpenedAnswer:
    """A successful answer whose first bytes decided that it is one.

    Whole ones have ``body`` and its ``document``. Streams of events have the ``events`` read so far
    and the ``reader`` of the rest; binary streams have neither, and their first bytes as ``body``.
    Streams of other dialects, translated or not, are a ``stream``.
    """

    answer: UpstreamAnswer
    body: bytes = b""
    document: dict[str, Any] = field(default_factory=dict)
    events: list[SseEvent] = field(default_factory=list)
    reader: "StreamReader | None" = None
    streaming: bool = False
    stream: "AnswerStream | None" = None
