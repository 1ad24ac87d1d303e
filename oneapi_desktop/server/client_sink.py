"""The way back to a client over aiohttp."""

from aiohttp import web

from oneapi_desktop.relay.inbound import ClientGone


class ClientSink:
    """Sends a streamed answer; implements ``relay.inbound.Sink``."""

    def __init__(self, request: web.Request, extra: dict[str, str]) -> None:
        self._request = request
        self._extra = extra
        self.response: web.StreamResponse | None = None

    async def start(self, status: int, headers: dict[str, str]) -> None:
        self.response = web.StreamResponse(status=status, headers={**headers, **self._extra})
        try:
            await self.response.prepare(self._request)
        except ConnectionError:
            raise ClientGone from None

    async def write(self, data: bytes) -> None:
        assert self.response is not None
        try:
            await self.response.write(data)
        except ConnectionError:
            raise ClientGone from None

    async def end(self) -> None:
        assert self.response is not None
        try:
            await self.response.write_eof()
        except ConnectionError:
            raise ClientGone from None
