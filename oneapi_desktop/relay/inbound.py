"""A client's request and the way back to it, free of any server framework."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Protocol

from oneapi_desktop.relay.admission import Caller
from oneapi_desktop.relay.endpoints import Endpoint

if TYPE_CHECKING:
    from oneapi_desktop.relay.realtime import ClientSocket


class ClientGone(Exception):
    """The client closed its connection."""


@dataclass(slots=True)
class SpooledBody:
    """A large body kept in a temporary file, so that it is never in memory whole and can be sent
    again to another channel. ``file`` belongs to the request and is closed with it."""

    file: IO[bytes]
    size: int
    content_type: str


@dataclass(slots=True)
class Inbound:
    """One request as it came.

    ``headers`` is case-insensitive. ``body`` is the unpacked bytes of a JSON request, ``spooled``
    a multipart one. ``array_framing`` asks for Gemini's stream as one JSON array. ``address`` is the
    peer's, or what a trusted proxy says. ``received`` is
    ``time.perf_counter()`` when the head arrived, ``received_at`` Unix milliseconds. ``method``,
    ``target`` (the path as it was sent) and ``query`` serve calls that are passed on whatever they are,
    ``socket`` the realtime endpoint.
    """

    endpoint: Endpoint
    path_model: str
    caller: Caller
    headers: Mapping[str, str]
    address: str
    received: float
    received_at: int
    body: bytes = b""
    spooled: SpooledBody | None = None
    array_framing: bool = False
    method: str = "POST"
    target: str = ""
    query: str = ""
    socket: "ClientSocket | None" = None


@dataclass(slots=True)
class Answer:
    """A whole answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Sink(Protocol):
    """Where a streamed answer goes. Every method raises ClientGone when nobody listens any more."""

    async def start(self, status: int, headers: dict[str, str]) -> None:
        """Send status and headers."""
        ...

    async def write(self, data: bytes) -> None:
        """Send bytes, waiting while the client is slow."""
        ...

    async def end(self) -> None:
        """Send the end of the body."""
        ...
