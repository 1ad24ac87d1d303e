"""Answers that an adapter has changed before the relay reads them."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from multidict import CIMultiDict, CIMultiDictProxy

from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault, read_pieces

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer

ERROR_LIMIT = 1024 * 1024
"""Bytes of an error's body that are read in order to reshape it."""

_FRAMING = ("Content-Length", "Content-Encoding", "Transfer-Encoding")


class Unpacker(Protocol):
    """Turns an upstream's framing into what the dialect's parser reads. ``feed`` raises UpstreamFault."""

    def feed(self, data: bytes) -> bytes: ...


def headers_with(headers: Mapping[str, str], content_type: str) -> Mapping[str, str]:
    """The headers of an answer whose body became another."""
    changed = CIMultiDict(headers)
    for name in _FRAMING:
        changed.popall(name, None)
    changed["Content-Type"] = content_type
    return CIMultiDictProxy(changed)


class WholeAnswer:
    """An answer whose body is at hand."""

    def __init__(
        self, status: int, headers: Mapping[str, str], body: bytes, content_type: str = "application/json"
    ) -> None:
        self.status = status
        self.headers: Mapping[str, str] = headers_with(headers, content_type)
        self._body = body

    async def read(self) -> bytes:
        body, self._body = self._body, b""
        return body

    async def read_whole(self, limit: int) -> bytes:
        if len(self._body) > limit:
            raise UpstreamFault(FaultKind.GARBAGE, f"the upstream's answer is larger than {limit >> 20} MiB")
        return await self.read()

    def close(self) -> None:
        """Nothing to drop."""


class UnpackedAnswer:
    """A stream in another framing than the upstream's."""

    def __init__(self, inner: "UpstreamAnswer", unpacker: Unpacker, content_type: str = "text/event-stream") -> None:
        self.status = inner.status
        self.headers: Mapping[str, str] = headers_with(inner.headers, content_type)
        self._inner = inner
        self._unpacker = unpacker

    async def read(self) -> bytes:
        while data := await self._inner.read():
            unpacked = self._unpacker.feed(data)
            if unpacked:
                return unpacked
        return b""

    async def read_whole(self, limit: int) -> bytes:
        return await read_pieces(self, limit)

    def close(self) -> None:
        self._inner.close()


class PiecesAnswer:
    """A stream that an adapter makes itself, piece by piece, from the answers of several calls.

    ``pieces`` may raise UpstreamFault. ``abandoned`` is called when the answer is closed before its end.
    """

    def __init__(
        self,
        status: int,
        headers: Mapping[str, str],
        pieces: AsyncIterator[bytes],
        inner: "UpstreamAnswer | None" = None,
        content_type: str = "text/event-stream",
        abandoned: Callable[[], None] | None = None,
    ) -> None:
        self.status = status
        self.headers: Mapping[str, str] = headers_with(headers, content_type)
        self._pieces = pieces
        self._inner = inner
        self._abandoned = abandoned

    async def read(self) -> bytes:
        async for piece in self._pieces:
            if piece:
                return piece
        self._abandoned = None
        return b""

    async def read_whole(self, limit: int) -> bytes:
        return await read_pieces(self, limit)

    def close(self) -> None:
        if self._inner is not None:
            self._inner.close()
        abandoned, self._abandoned = self._abandoned, None
        if abandoned is not None:
            abandoned()


async def error_body(answer: "UpstreamAnswer") -> bytes:
    """The body of an error answer, "" when it cannot be read; the answer is used up."""
    try:
        with suppress(UpstreamFault):
            return await answer.read_whole(ERROR_LIMIT)
        return b""
    finally:
        answer.close()
