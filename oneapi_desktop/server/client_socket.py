"""The client's end of a WebSocket over aiohttp."""

from aiohttp import WSMsgType, web

from oneapi_desktop.providers.upstream import SOCKET_HEARTBEAT, SOCKET_MESSAGE_LIMIT
from oneapi_desktop.relay.inbound import ClientGone

KEY_PROTOCOL = "openai-insecure-api-key."
"""How browsers, which cannot send headers, hand over a key: as a subprotocol."""


class ClientSocket:
    """Implements ``relay.realtime.ClientSocket``."""

    def __init__(self, request: web.Request, extra: dict[str, str]) -> None:
        self._request = request
        self._extra = extra
        self.response: web.WebSocketResponse | None = None

    async def accept(self, headers: dict[str, str]) -> None:
        self.response = web.WebSocketResponse(
            protocols=("realtime",), heartbeat=SOCKET_HEARTBEAT, max_msg_size=SOCKET_MESSAGE_LIMIT
        )
        self.response.headers.update({**headers, **self._extra})
        try:
            await self.response.prepare(self._request)
        except (ConnectionError, web.HTTPException):
            raise ClientGone from None

    async def receive(self) -> str | bytes | None:
        assert self.response is not None
        message = await self.response.receive()
        if message.type is WSMsgType.TEXT or message.type is WSMsgType.BINARY:
            data: str | bytes = message.data
            return data
        return None

    async def send(self, message: str | bytes) -> None:
        assert self.response is not None
        try:
            await (self.response.send_str(message) if isinstance(message, str) else self.response.send_bytes(message))
        except ConnectionError:
            raise ClientGone from None

    async def close(self, code: int) -> None:
        if self.response is not None:
            await self.response.close(code=code)


def protocol_key(request: web.Request) -> str:
    """The key among the subprotocols a browser asks for; "" when there is none."""
    for name in request.headers.get("Sec-WebSocket-Protocol", "").split(","):
        if name.strip().startswith(KEY_PROTOCOL):
            return name.strip().removeprefix(KEY_PROTOCOL)
    return ""
