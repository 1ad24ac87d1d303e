"""Wakes the reader of an answer whose connection is gone.

aiohttp 3.14 forgets the body it is reading when its C parser meets bytes that are no chunk: it closes
the connection, and whoever waits for the rest of the body waits for ever.
"""

import asyncio
from weakref import WeakKeyDictionary

import aiohttp
from aiohttp.client_proto import ResponseHandler


class LostConnections:
    """Knows the body each connection brings at present. One per session owner."""

    def __init__(self) -> None:
        self._present: WeakKeyDictionary[ResponseHandler, _Body] = WeakKeyDictionary()

    def watch(self, response: aiohttp.ClientResponse) -> None:
        """End the response's body with ClientPayloadError when its connection is lost before its end."""
        connection = response.connection
        # A body that came whole has given its connection back already.
        if connection is None or connection.protocol is None:
            return
        known = self._present.get(connection.protocol)
        if known is not None:
            known.content = response.content
            return
        closed = connection.protocol.closed
        if closed is not None:
            body = self._present[connection.protocol] = _Body(response.content)
            closed.add_done_callback(body.lost)


class _Body:
    __slots__ = ("content",)

    def __init__(self, content: aiohttp.StreamReader) -> None:
        self.content = content

    def lost(self, closed: "asyncio.Future[None]") -> None:
        if not closed.cancelled():
            # Looked at, so that asyncio does not complain of it.
            closed.exception()
        if not self.content.is_eof() and self.content.exception() is None:
            self.content.set_exception(aiohttp.ClientPayloadError("the connection was lost"))
