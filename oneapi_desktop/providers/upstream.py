"""The HTTP transport to upstreams: sessions per proxy, timeouts by stage, faults by kind.

Nothing here knows the relay: a call goes out, an answer or an ``UpstreamFault`` comes back.
The built-in echo is served in process through the same interface.
"""

import asyncio
import logging
import ssl
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp
import orjson
import truststore
from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from oneapi_desktop import __version__
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.providers import echo
from oneapi_desktop.providers.addressing import base_url, upstream_headers, upstream_url
from oneapi_desktop.providers.deadlines import Deadlines
from oneapi_desktop.providers.lost_connections import LostConnections
from oneapi_desktop.providers.provider import Mode, Provider, UrlRule
from oneapi_desktop.providers.registry import find_provider

log = logging.getLogger(__name__)

USER_AGENT = f"oneapi-desktop/{__version__}"
ECHO_OFF_LOOP = 32 * 1024
SMALL_ANSWER = 1024 * 1024
SMALL_BODY = 1024 * 1024
"""Bytes of a request body that are written at once."""
PIECE = 256 * 1024
SOCKET_HEARTBEAT = 30.0
"""Seconds after which a silent WebSocket is asked whether it still lives."""
SOCKET_MESSAGE_LIMIT = 32 * 1024 * 1024
CHATS = "/chat/completions"
SIDE_CALL_LIMIT = 64 * 1024 * 1024
"""Bytes a side call's answer (models, balance, test) may have."""


class FaultKind(StrEnum):
    """What went wrong between us and an upstream."""

    UNREACHABLE = "unreachable"
    """Refused, no route, name not found, proxy failed."""
    TLS = "tls"
    CONNECT_TIMEOUT = "connect_timeout"
    FIRST_BYTE_TIMEOUT = "first_byte_timeout"
    IDLE_TIMEOUT = "idle_timeout"
    TOTAL_TIMEOUT = "total_timeout"
    CUT = "cut"
    """The connection ended inside the answer, or before its first byte."""
    GARBAGE = "garbage"
    """Bytes that are no HTTP, no JSON, or too large."""


TIMEOUT_FAULTS = frozenset(
    {FaultKind.CONNECT_TIMEOUT, FaultKind.FIRST_BYTE_TIMEOUT, FaultKind.IDLE_TIMEOUT, FaultKind.TOTAL_TIMEOUT}
)


class UpstreamFault(Exception):
    """A call that brought no usable answer. The message names no address and no secret."""

    def __init__(self, kind: FaultKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds. ``total`` of 0 is no limit."""

    connect: float = 10.0
    first_byte: float = 300.0
    idle: float = 300.0
    total: float = 0.0


class Body(Protocol):
    """A request body that can be sent more than once."""

    @property
    def size(self) -> int:
        """Bytes in all."""
        ...

    def chunks(self) -> AsyncIterator[bytes]:
        """The bytes from their start, in pieces."""
        ...


@dataclass(frozen=True, slots=True)
class LargeBody:
    """Bytes too many to be written at once without holding up everybody else."""

    content: bytes

    @property
    def size(self) -> int:
        return len(self.content)

    async def chunks(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self.content), PIECE):
            yield self.content[start : start + PIECE]


class UpstreamAnswer(Protocol):
    """Status and headers have arrived; the body comes in pieces."""

    status: int
    headers: Mapping[str, str]

    async def read(self) -> bytes:
        """The next bytes as they arrive, b"" at the end. Raises UpstreamFault."""
        ...

    async def read_whole(self, limit: int) -> bytes:
        """The whole body. Raises UpstreamFault, also when it exceeds ``limit`` bytes."""
        ...

    def close(self) -> None:
        """Drop the connection unless the body was read to its end."""
        ...


class HttpAnswer:
    """An answer over HTTP. Each silence inside the body is limited by ``timeouts.idle``."""

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        timeouts: Timeouts,
        deadline: float | None,
        deadlines: Deadlines,
    ) -> None:
        self._response = response
        self._timeouts = timeouts
        self._deadline = deadline
        self._deadlines = deadlines
        self.status = response.status
        self.headers: Mapping[str, str] = response.headers

    async def read(self) -> bytes:
        chunk = await self._limited(self._response.content.readany)
        if not chunk:
            self._response.release()
        return chunk

    async def read_whole(self, limit: int) -> bytes:
        length = self._response.content_length
        packed = "Content-Encoding" in self._response.headers
        if length is not None and length <= SMALL_ANSWER and not packed:
            content = self._response.content
            if content.is_eof() and content.exception() is None:
                # It came together with its head: there is nothing to wait for, and so nothing to limit.
                pieces = [content.read_nowait()]
                while not content.at_eof():
                    pieces.append(content.read_nowait())
                return pieces[0] if len(pieces) == 1 else b"".join(pieces)
            # One wait for all of it; an answer this small needs no limit of its own on size.
            return await self._limited(self._response.read)
        return await read_pieces(self, limit)

    async def _limited(self, read: Callable[[], Awaitable[bytes]]) -> bytes:
        loop = asyncio.get_running_loop()
        when = loop.time() + self._timeouts.idle
        watch = self._deadlines.begin(when if self._deadline is None else min(when, self._deadline))
        try:
            return await read()
        except asyncio.CancelledError:
            if Deadlines.timed_out(watch):
                raise self._late(loop.time()) from None
            raise
        except aiohttp.ClientPayloadError:
            raise UpstreamFault(FaultKind.CUT, "the upstream's answer was cut off") from None
        except (aiohttp.ClientError, OSError, ValueError):
            raise UpstreamFault(FaultKind.CUT, "the connection to the upstream broke inside its answer") from None
        finally:
            self._deadlines.end(watch)

    def _late(self, now: float) -> UpstreamFault:
        if self._deadline is not None and now >= self._deadline:
            return UpstreamFault(
                FaultKind.TOTAL_TIMEOUT, f"the upstream took longer than {self._timeouts.total:g} s in all"
            )
        return UpstreamFault(FaultKind.IDLE_TIMEOUT, f"the upstream was silent for {self._timeouts.idle:g} s")

    def close(self) -> None:
        self._response.close()


class HandshakeRefused(Exception):
    """An upstream answered the opening of a WebSocket with a status of its own."""

    def __init__(self, status: int, headers: Mapping[str, str]) -> None:
        super().__init__(f"the upstream answered with status {status}")
        self.status = status
        self.headers = headers


class UpstreamSocket:
    """An open WebSocket to an upstream."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket

    async def receive(self) -> str | bytes | None:
        """The next message, None once the upstream has closed. Raises UpstreamFault for a broken
        connection."""
        message = await self._socket.receive()
        if message.type is aiohttp.WSMsgType.TEXT or message.type is aiohttp.WSMsgType.BINARY:
            data: str | bytes = message.data
            return data
        lost = self._socket.close_code == aiohttp.WSCloseCode.ABNORMAL_CLOSURE
        if message.type is aiohttp.WSMsgType.ERROR or lost:
            raise UpstreamFault(FaultKind.CUT, "the connection to the upstream broke")
        return None

    @property
    def close_code(self) -> int | None:
        """Why the upstream closed; None while it is open."""
        return self._socket.close_code

    async def send(self, message: str | bytes) -> None:
        """Send a message. Raises UpstreamFault when nobody listens any more."""
        try:
            await (self._socket.send_str(message) if isinstance(message, str) else self._socket.send_bytes(message))
        except (ConnectionError, aiohttp.ClientError):
            raise UpstreamFault(FaultKind.CUT, "the connection to the upstream broke") from None

    async def close(self, code: int = 1000) -> None:
        """Close it."""
        await self._socket.close(code=code)


class EchoUpstreamAnswer:
    """An answer of the built-in echo."""

    def __init__(self, answer: echo.EchoAnswer) -> None:
        self._chunks = iter(answer.chunks)
        self._cut = answer.cut
        self.status = answer.status
        self.headers: Mapping[str, str] = CIMultiDictProxy(
            CIMultiDict({**answer.headers, "Content-Type": answer.content_type})
        )

    async def read(self) -> bytes:
        for delay, chunk in self._chunks:
            if delay:
                await asyncio.sleep(delay)
            if chunk:
                return chunk
        if self._cut:
            raise UpstreamFault(FaultKind.CUT, "the upstream's answer was cut off")
        return b""

    async def read_whole(self, limit: int) -> bytes:
        return await read_pieces(self, limit)

    def close(self) -> None:
        """Nothing to drop."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A whole answer of a side call."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON; None when it is none."""
        with suppress(orjson.JSONDecodeError):
            return orjson.loads(self.body)
        return None


class UpstreamClient:
    """Owns the sessions to upstreams. One per program; close it at the end.

    ``proxy`` is the global outgoing proxy; without one the usual proxy variables apply. ``direct`` goes
    through no proxy whatever is set: for calls to this program's own gateway.
    """

    def __init__(self, timeouts: Timeouts = Timeouts(), proxy: str = "", *, direct: bool = False) -> None:
        self.timeouts = timeouts
        self.proxy = proxy
        self._direct = direct
        self._sessions: dict[tuple[str, float], aiohttp.ClientSession] = {}
        self._tls: ssl.SSLContext | None = None
        self._urls: dict[str, URL] = {}
        self._environment_proxies = urllib.request.getproxies()
        self._farewells: set[asyncio.Task[None]] = set()
        self._deadlines = Deadlines()
        self._lost_connections = LostConnections()

    def _proxy_for(self, url: str, own: str) -> str:
        if self._direct:
            return ""
        if own or self.proxy:
            return own or self.proxy
        if not self._environment_proxies:
            return ""
        parts = urlsplit(url)
        if parts.hostname is None or urllib.request.proxy_bypass(parts.hostname):
            return ""
        found = self._environment_proxies.get(parts.scheme) or self._environment_proxies.get("all", "")
        return found if "://" in found or not found else f"http://{found}"

    def _session(self, proxy: str) -> aiohttp.ClientSession:
        key = (proxy, self.timeouts.connect)
        session = self._sessions.get(key)
        if session is None:
            if self._tls is None:
                self._tls = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            connector: aiohttp.BaseConnector
            if proxy.startswith("socks"):
                from aiohttp_socks import ProxyConnector

                resolve = proxy.startswith(("socks5h", "socks4a"))
                connector = ProxyConnector.from_url(
                    proxy.replace("socks5h", "socks5").replace("socks4a", "socks4"),
                    rdns=resolve or None, ssl=self._tls, limit=0,
                )  # fmt: skip
            else:
                connector = aiohttp.TCPConnector(limit=0, ssl=self._tls, keepalive_timeout=20.0)
            session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=self.timeouts.connect),
                headers={"User-Agent": USER_AGENT},
                max_line_size=64 * 1024,
                max_field_size=64 * 1024,
                # Compressed answers of upstreams that ignore "identity" are still unpacked.
                auto_decompress=True,
                read_bufsize=256 * 1024,
            )
            self._sessions[key] = session
        return session

    def _url(self, url: str) -> URL:
        found = self._urls.get(url)
        if found is None:
            if len(self._urls) > 1000:
                self._urls.clear()
            found = self._urls[url] = URL(url, encoded=True)
        return found

    async def send(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | Body,
        *,
        proxy: str = "",
        timeouts: Timeouts | None = None,
    ) -> HttpAnswer:
        """Send a request and wait for status and headers. Raises UpstreamFault.

        Redirects are not followed: an upstream API has no business sending our key elsewhere.
        """
        limits = timeouts or self.timeouts
        loop = asyncio.get_running_loop()
        start = loop.time()
        deadline = start + limits.total if limits.total else None
        until = start + limits.connect + limits.first_byte
        chosen = self._proxy_for(url, proxy)
        session = self._session(chosen if chosen.startswith("socks") else "")
        if isinstance(body, bytes) and len(body) > SMALL_BODY:
            body = LargeBody(body)
        watch = self._deadlines.begin(until if deadline is None else min(until, deadline))
        try:
            response = await session.request(
                method,
                self._url(url),
                headers=headers if isinstance(body, bytes) else {**headers, "Content-Length": str(body.size)},
                data=body if isinstance(body, bytes) else body.chunks(),
                allow_redirects=False,
                proxy=chosen if chosen and not chosen.startswith("socks") else None,
            )
        except asyncio.CancelledError:
            if not Deadlines.timed_out(watch):
                raise
            if deadline is not None and loop.time() >= deadline:
                raise UpstreamFault(
                    FaultKind.TOTAL_TIMEOUT, f"the upstream took longer than {limits.total:g} s in all"
                ) from None
            raise UpstreamFault(
                FaultKind.FIRST_BYTE_TIMEOUT, f"the upstream did not begin to answer within {limits.first_byte:g} s"
            ) from None
        except aiohttp.ConnectionTimeoutError:
            raise UpstreamFault(
                FaultKind.CONNECT_TIMEOUT, f"could not connect to the upstream within {limits.connect:g} s"
            ) from None
        except Exception as error:
            raise connection_fault(error) from None
        finally:
            self._deadlines.end(watch)
        self._lost_connections.watch(response)
        return HttpAnswer(response, limits, deadline, self._deadlines)

    async def connect(self, url: str, headers: Mapping[str, str], *, proxy: str = "") -> "UpstreamSocket":
        """Open a WebSocket. Raises UpstreamFault, HandshakeRefused when the upstream answered with a
        status instead."""
        chosen = self._proxy_for(url, proxy)
        session = self._session(chosen if chosen.startswith("socks") else "")
        limit = self.timeouts.connect + self.timeouts.first_byte
        try:
            async with asyncio.timeout(limit):
                socket = await session.ws_connect(
                    self._url(url),
                    headers=headers,
                    proxy=chosen if chosen and not chosen.startswith("socks") else None,
                    heartbeat=SOCKET_HEARTBEAT,
                    max_msg_size=SOCKET_MESSAGE_LIMIT,
                )
        except TimeoutError:
            raise UpstreamFault(
                FaultKind.FIRST_BYTE_TIMEOUT, f"the upstream did not open the connection within {limit:g} s"
            ) from None
        except aiohttp.WSServerHandshakeError as error:
            raise HandshakeRefused(error.status, error.headers or {}) from None
        except Exception as error:
            raise connection_fault(error) from None
        return UpstreamSocket(socket)

    async def _exchange(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, proxy: str, timeout: float
    ) -> Exchange:
        limits = Timeouts(self.timeouts.connect, timeout, timeout, timeout)
        answer = await self.send(method, url, {"User-Agent": USER_AGENT, **headers}, body, proxy=proxy, timeouts=limits)
        try:
            content = await answer.read_whole(SIDE_CALL_LIMIT)
        finally:
            answer.close()
        return Exchange(answer.status, answer.headers, content)

    async def exchange(
        self,
        channel: Channel,
        secrets: ChannelSecrets,
        endpoint: str,
        body: bytes,
        content_type: str = "application/json",
        *,
        model: str = "",
        timeout: float = 30.0,
    ) -> Exchange:
        """One whole call to an endpoint path such as ``/v1/chat/completions``, for tests of a channel.
        Raises UpstreamFault."""
        provider = find_provider(channel.provider)
        mode = mode_of_path(endpoint)
        url = upstream_url(channel, provider, mode, endpoint, model)
        if provider.url_rule is UrlRule.IN_PROCESS:
            answer = await self.echo(endpoint, body, content_type)
            return Exchange(answer.status, answer.headers, await answer.read_whole(SIDE_CALL_LIMIT))
        headers = {**upstream_headers(provider, secrets), "Content-Type": content_type}
        return await self._exchange("POST", url, headers, body, secrets.proxy, timeout)

    async def echo(self, endpoint: str, body: bytes, content_type: str) -> EchoUpstreamAnswer:
        """The built-in echo's answer, made off the loop when the body is large."""
        if len(body) > ECHO_OFF_LOOP:
            return EchoUpstreamAnswer(await asyncio.to_thread(echo.answer, endpoint, body, content_type))
        return EchoUpstreamAnswer(echo.answer(endpoint, body, content_type))

    async def list_models(self, channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0) -> list[str]:
        """Model names the upstream reports, sorted. Raises UpstreamFault."""
        provider = find_provider(channel.provider)
        if provider.url_rule is UrlRule.IN_PROCESS:
            return list(provider.models)
        url = models_url(channel, provider)
        found = await self._exchange("GET", url, upstream_headers(provider, secrets), b"", secrets.proxy, timeout)
        if found.status != 200:
            raise UpstreamFault(FaultKind.GARBAGE, f"the upstream answered its model list with status {found.status}")
        document = found.json()
        entries = document.get("data", document.get("models")) if isinstance(document, dict) else document
        names = {
            str(entry.get("id") or entry.get("name"))
            for entry in (entries if isinstance(entries, list) else [])
            if isinstance(entry, dict) and (entry.get("id") or entry.get("name"))
        }
        if not names:
            raise UpstreamFault(FaultKind.GARBAGE, "the upstream's model list cannot be read")
        return sorted(names)

    async def get_json(
        self, channel: Channel, secrets: ChannelSecrets, url: str, headers: Mapping[str, str], *, timeout: float = 30.0
    ) -> Any:
        """JSON of a GET, for balance look-ups. A ``url`` that begins with ``/`` is relative to the
        channel's base. Raises UpstreamFault, also for a status other than 200."""
        full = base_url(channel, find_provider(channel.provider)) + url if url.startswith("/") else url
        found = await self._exchange("GET", full, headers, b"", secrets.proxy, timeout)
        if found.status != 200:
            raise UpstreamFault(FaultKind.GARBAGE, f"the upstream answered with status {found.status}")
        return found.json()

    def farewell(self, call: Coroutine[Any, Any, None]) -> None:
        """Let a short last call go on by itself, such as the cancellation of work nobody waits for any
        more. It must end by itself and raise nothing; ``close`` waits for it."""
        task = asyncio.get_running_loop().create_task(call, name="farewell to an upstream")
        self._farewells.add(task)
        task.add_done_callback(self._farewells.discard)

    async def close(self) -> None:
        """Wait for the last calls and close every session."""
        if self._farewells:
            await asyncio.wait(list(self._farewells))
        sessions, self._sessions = list(self._sessions.values()), {}
        for session in sessions:
            await session.close()


def connection_fault(error: Exception) -> UpstreamFault:
    """The fault behind an exception of the HTTP client, phrased without addresses."""
    match error:
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientConnectorSSLError() | ssl.SSLError():
            return UpstreamFault(FaultKind.TLS, "the upstream's TLS handshake or certificate was refused")
        case aiohttp.ClientConnectorDNSError():
            return UpstreamFault(FaultKind.UNREACHABLE, "the upstream's name could not be resolved")
        case aiohttp.ClientProxyConnectionError() | aiohttp.ClientHttpProxyError():
            return UpstreamFault(FaultKind.UNREACHABLE, "the outgoing proxy could not be reached or refused")
        case aiohttp.ClientConnectorError():
            return UpstreamFault(FaultKind.UNREACHABLE, "the upstream refused the connection or could not be reached")
        case aiohttp.ServerDisconnectedError():
            return UpstreamFault(FaultKind.CUT, "the upstream closed the connection without an answer")
        case (
            aiohttp.ClientResponseError() | aiohttp.ClientPayloadError() | aiohttp.http_exceptions.HttpProcessingError()
        ):
            return UpstreamFault(FaultKind.GARBAGE, "the upstream's answer is not valid HTTP")
        case aiohttp.InvalidURL() | aiohttp.NonHttpUrlClientError():
            return UpstreamFault(FaultKind.UNREACHABLE, "the channel's base URL is not a usable address")
        case aiohttp.ClientError() | OSError():
            return UpstreamFault(FaultKind.CUT, "the connection to the upstream broke before an answer")
    if type(error).__module__.partition(".")[0] in {"python_socks", "aiohttp_socks"}:
        return UpstreamFault(FaultKind.UNREACHABLE, "the outgoing proxy could not be reached or refused")
    log.error("unexpected %s while calling an upstream", type(error).__name__)
    return UpstreamFault(FaultKind.UNREACHABLE, "the call to the upstream failed")


async def read_pieces(answer: UpstreamAnswer, limit: int) -> bytes:
    """The whole body. Raises UpstreamFault, also when it exceeds ``limit`` bytes."""
    pieces: list[bytes] = []
    size = 0
    while chunk := await answer.read():
        size += len(chunk)
        if size > limit:
            raise UpstreamFault(FaultKind.GARBAGE, f"the upstream's answer is larger than {limit >> 20} MiB")
        pieces.append(chunk)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def models_url(channel: Channel, provider: Provider) -> str:
    """Where a provider of the OpenAI family lists its models: beside its chats."""
    own_path = provider.paths.get(Mode.CHAT, "") if provider.url_rule is UrlRule.OWN_PATHS else ""
    if own_path.endswith(CHATS):
        return base_url(channel, provider) + own_path.removesuffix(CHATS) + "/models"
    return upstream_url(channel, provider, Mode.CHAT, "/v1/models", "")


_MODES_BY_PATH = {
    "/chat/completions": Mode.CHAT,
    "/completions": Mode.COMPLETIONS,
    "/embeddings": Mode.EMBEDDINGS,
    "/edits": Mode.EDITS,
    "/moderations": Mode.MODERATIONS,
    "/images/generations": Mode.IMAGES,
    "/images/edits": Mode.IMAGE_EDITS,
    "/images/variations": Mode.IMAGE_VARIATIONS,
    "/audio/speech": Mode.SPEECH,
    "/audio/transcriptions": Mode.TRANSCRIPTION,
    "/audio/translations": Mode.TRANSLATION,
}


def mode_of_path(path: str) -> Mode:
    """The mode of an OpenAI path such as ``/v1/chat/completions``."""
    return _MODES_BY_PATH[path.removeprefix("/v1")]
