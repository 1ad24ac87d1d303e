"""A scriptable upstream on raw sockets: it can do everything to a caller that a real one ever did.

A ``FakeUpstream`` listens on a loopback port of its own, records every request byte for byte and hands
each to a script: a coroutine that is given the ``Exchange`` and sends whatever it likes. Scripts wait
for events, never for time. Ready-made ones stand at the end of this module.
"""

import asyncio
import base64
import contextlib
import datetime
import gzip
import hashlib
import ipaddress
import socket
import ssl
import struct
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from multidict import CIMultiDict

PATIENCE = 10.0
"""Seconds after which a wait that a test depends on is a failure."""

SOCKET_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
"""What a WebSocket's key is answered with (RFC 6455)."""

Script = Callable[["Exchange"], Awaitable[None]]


@dataclass
class SeenRequest:
    """One request as it came. ``gone`` is set when the client closed before the answer was sent whole;
    ``gone_at`` is then the loop's time of it."""

    method: str
    path: str
    headers: CIMultiDict[str]
    body: bytes = b""
    body_pieces: int = 0
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    gone_at: float = 0.0
    arrived_at: float = 0.0

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


class Cut(Exception):
    """The connection to the client has ended; a script need not handle it."""


class Exchange:
    """One request and the raw way back."""

    def __init__(self, connection: "_Connection", request: SeenRequest) -> None:
        self._connection = connection
        self.request = request
        self.close_after = False

    async def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        await self._connection.send(data)

    async def answer(
        self,
        body: bytes | dict[str, Any] | list[Any] = b"",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Send a whole, correct answer."""
        await self.send(http_answer(body, status, headers))

    async def begin_stream(self, headers: Mapping[str, str] | None = None) -> None:
        """Send the head of an event stream in chunks."""
        await self.send(http_head(200, {"Content-Type": "text/event-stream", **(headers or {})}, chunked=True))

    async def event(self, data: bytes | str | dict[str, Any]) -> None:
        """Send one event as a chunk of its own."""
        await self.send(chunk(sse(data)))

    async def end_stream(self) -> None:
        """Send the last chunk."""
        await self.send(b"0\r\n\r\n")

    async def open_socket(self) -> None:
        """Agree to a WebSocket."""
        key = self.request.headers["Sec-WebSocket-Key"] + SOCKET_GUID
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        headers = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Accept": accept}
        await self.send(http_head(101, headers))

    async def send_message(self, text: bytes) -> None:
        """Send a text over the WebSocket."""
        size = len(text)
        length = bytes([size]) if size < 126 else b"\x7e" + struct.pack(">H", size)
        await self.send(b"\x81" + length + text)

    async def receive_message(self) -> bytes | None:
        """The client's next message over the WebSocket; None for its goodbye, which is returned."""
        kind, size = await self._connection.exactly(2, self.request)
        size &= 0x7F
        if size == 126:
            size = struct.unpack(">H", await self._connection.exactly(2, self.request))[0]
        mask = await self._connection.exactly(4, self.request)
        masked = await self._connection.exactly(size, self.request)
        data = bytes(byte ^ mask[place % 4] for place, byte in enumerate(masked))
        if kind & 0x0F == 8:
            await self.send(b"\x88" + bytes([len(data)]) + data)
            return None
        return data

    def fin(self) -> None:
        """Close properly: what was sent arrives, then the end."""
        self.close_after = True
        self._connection.transport.close()

    def reset(self) -> None:
        """Close with RST."""
        self.close_after = True
        self._connection.reset()

    def half_close(self) -> None:
        """Send FIN and go on reading."""
        self._connection.transport.write_eof()

    async def client_gone(self) -> None:
        """Wait until the client has closed. Raises TimeoutError when it does not."""
        async with asyncio.timeout(PATIENCE):
            await self._connection.gone.wait()


class _Connection(asyncio.Protocol):
    def __init__(self, upstream: "FakeUpstream") -> None:
        self._upstream = upstream
        self._buffer = bytearray()
        self._arrived = asyncio.Event()
        self._writable = asyncio.Event()
        self._writable.set()
        self.gone = asyncio.Event()
        self.current: SeenRequest | None = None
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._upstream.connections.add(self)
        self._upstream.accepted += 1
        if self._upstream.greeting:
            self.transport.write(self._upstream.greeting)
        self._upstream.own(self._serve())

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._arrived.set()

    def pause_writing(self) -> None:
        self._writable.clear()

    def resume_writing(self) -> None:
        self._writable.set()

    def eof_received(self) -> bool:
        self._left()
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._left()
        self._upstream.connections.discard(self)
        self._upstream.changed.set()

    def _left(self) -> None:
        self.gone.set()
        self._arrived.set()
        self._writable.set()
        request = self.current
        if request is not None and not request.gone.is_set():
            request.gone_at = asyncio.get_running_loop().time()
            request.gone.set()

    async def send(self, data: bytes) -> None:
        if self.gone.is_set() or self.transport.is_closing():
            raise Cut
        self.transport.write(data)
        await self._writable.wait()

    def reset(self) -> None:
        sock = self.transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    async def _serve(self) -> None:
        with contextlib.suppress(Cut):
            while not self.gone.is_set():
                await self._upstream.before_reading.wait()
                request = await self._read_request()
                exchange = Exchange(self, request)
                self.current = request
                self._upstream.arrived(request)
                script = self._upstream.next_script()
                try:
                    await script(exchange)
                finally:
                    request.ended.set()
                    self.current = None
                    self._upstream.changed.set()
                if exchange.close_after:
                    return
        self.transport.close()

    async def _more(self) -> None:
        if self.gone.is_set():
            raise Cut
        self._arrived.clear()
        await self._arrived.wait()

    async def _until(self, mark: bytes) -> bytes:
        while (at := self._buffer.find(mark)) < 0:
            await self._more()
        found = bytes(self._buffer[:at])
        del self._buffer[: at + len(mark)]
        return found

    async def exactly(self, count: int, request: SeenRequest) -> bytes:
        pieces = 0
        while len(self._buffer) < count:
            await self._more()
            pieces += 1
        request.body_pieces += pieces
        found = bytes(self._buffer[:count])
        del self._buffer[:count]
        return found

    async def _read_request(self) -> SeenRequest:
        head = (await self._until(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, path, _ = head[0].split(" ", 2)
        headers: CIMultiDict[str] = CIMultiDict()
        for line in head[1:]:
            name, _, value = line.partition(":")
            headers.add(name.strip(), value.strip())
        request = SeenRequest(method, path, headers, arrived_at=asyncio.get_running_loop().time())
        self._upstream.heads.append(request)
        self._upstream.changed.set()
        await self._upstream.before_body.wait()
        if headers.get("Transfer-Encoding", "").lower() == "chunked":
            while size := int((await self._until(b"\r\n")).split(b";")[0], 16):
                request.body += await self.exactly(size, request)
                await self._until(b"\r\n")
            await self._until(b"\r\n")
        else:
            request.body = await self.exactly(int(headers.get("Content-Length", "0")), request)
        return request


class FakeUpstream:
    """The listening side. ``script`` answers when nothing is queued with ``plan``.

    ``before_reading`` and ``before_body`` are set; clear one to hold every request there.
    ``greeting`` is sent at once on every connection, unasked.
    """

    def __init__(self) -> None:
        self.requests: list[SeenRequest] = []
        self.heads: list[SeenRequest] = []
        self.connections: set[_Connection] = set()
        self.accepted = 0
        self.greeting = b""
        self.script: Script = completion()
        self.changed = asyncio.Event()
        self.before_reading = asyncio.Event()
        self.before_body = asyncio.Event()
        self.before_reading.set()
        self.before_body.set()
        self._queue: deque[Script] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self._failures: list[BaseException] = []
        self.port = 0
        self.scheme = "http"

    async def start(self, context: ssl.SSLContext | None = None) -> "FakeUpstream":
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, ssl=context, backlog=512)
        self.port = self._server.sockets[0].getsockname()[1]
        self.scheme = "https" if context else "http"
        return self

    async def stop(self) -> None:
        """Close everything; raise what a script raised unexpectedly."""
        assert self._server is not None
        self._server.close()
        for connection in list(self.connections):
            connection.transport.abort()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()
        if self._failures:
            raise self._failures[0]

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def plan(self, *scripts: Script) -> None:
        """What the next requests get, one script each."""
        self._queue.extend(scripts)

    def next_script(self) -> Script:
        return self._queue.popleft() if self._queue else self.script

    def arrived(self, request: SeenRequest) -> None:
        self.requests.append(request)
        self.changed.set()

    def own(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None and not isinstance(error, Cut):
            self._failures.append(error)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something of this upstream is so. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self.changed.clear()
                await self.changed.wait()

    async def wait_requests(self, count: int) -> None:
        """Wait until so many whole requests have come."""
        await self.until(lambda: len(self.requests) >= count)

    async def quiet(self) -> None:
        """Wait until no exchange is under way on any connection."""
        await self.until(lambda: all(c.current is None for c in self.connections))


def sse(data: bytes | str | dict[str, Any]) -> bytes:
    """One event."""
    if isinstance(data, dict):
        data = orjson.dumps(data)
    return b"data: " + (data.encode() if isinstance(data, str) else data) + b"\n\n"


def chunk(data: bytes) -> bytes:
    """One chunk of the chunked coding."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def http_head(status: int, headers: Mapping[str, str], *, chunked: bool = False) -> bytes:
    """A status line and headers."""
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{k}: {v}" for k, v in headers.items())]
    if chunked:
        lines.append("Transfer-Encoding: chunked")
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def http_answer(
    body: bytes | dict[str, Any] | list[Any], status: int = 200, headers: Mapping[str, str] | None = None
) -> bytes:
    """The bytes of a whole answer with its length."""
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    all_headers: CIMultiDict[str] = CIMultiDict({"Content-Type": "application/json"})
    all_headers.update(headers or {})
    all_headers.setdefault("Content-Length", str(len(content)))
    return http_head(status, all_headers) + content


def chat_body(text: str = "hello", *, usage: Mapping[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A chat completion."""
    body: dict[str, Any] = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "gpt-4o",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
    }
    body["usage"] = dict(usage) if usage is not None else {"prompt_tokens": 10, "completion_tokens": 5}
    return body | fields


def chat_chunk(text: str | None = None, finish: str | None = None, **fields: Any) -> dict[str, Any]:
    """One chunk of a streamed chat completion."""
    delta = {} if text is None else {"content": text}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "gpt-4o",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    } | fields


def usage_chunk(prompt: int = 10, completion: int = 5, **usage: Any) -> dict[str, Any]:
    """The usage-only chunk."""
    return chat_chunk(choices=[]) | {"usage": {"prompt_tokens": prompt, "completion_tokens": completion, **usage}}


def chat_events(words: Iterable[str] = ("one ", "two"), *, usage: bool = True) -> list[bytes]:
    """The events of a usual stream, ``[DONE]`` included."""
    found = [sse(chat_chunk("")), *(sse(chat_chunk(w)) for w in words), sse(chat_chunk(finish="stop"))]
    if usage:
        found.append(sse(usage_chunk()))
    return [*found, sse("[DONE]")]


def completion(text: str = "hello", **fields: Any) -> Script:
    """Answer every call with the same chat completion."""

    async def script(exchange: Exchange) -> None:
        await exchange.answer(chat_body(text, **fields))

    return script


def as_asked() -> Script:
    """The usual answer, 10 prompt and 5 completion tokens: whole or streamed, as each request asks."""
    whole, streamed = completion(), stream()

    async def script(exchange: Exchange) -> None:
        await (streamed if exchange.request.json.get("stream") else whole)(exchange)

    return script


def answer(
    body: bytes | dict[str, Any] | list[Any] = b"", status: int = 200, headers: Mapping[str, str] | None = None
) -> Script:
    """Answer with anything."""

    async def script(exchange: Exchange) -> None:
        await exchange.answer(body, status, headers)

    return script


def error(status: int, body: Any = None, headers: Mapping[str, str] | None = None) -> Script:
    """Answer with an error in OpenAI's shape, or with ``body``."""
    content = {"error": {"message": f"status {status} it is", "type": "some_error", "param": None, "code": None}}
    return answer(content if body is None else body, status, headers)


def stream(
    events: Sequence[bytes] | None = None,
    *,
    gates: Mapping[int, asyncio.Event] | None = None,
    headers: Mapping[str, str] | None = None,
    end: bool = True,
) -> Script:
    """Stream events, one chunk each. Before event N the gate of N is waited for."""

    async def script(exchange: Exchange) -> None:
        await exchange.begin_stream(headers)
        for index, event in enumerate(chat_events() if events is None else events):
            if gates and index in gates:
                await _gate(exchange, gates[index])
            await exchange.send(chunk(event))
        if end:
            await exchange.end_stream()
        else:
            await exchange.client_gone()

    return script


async def _gate(exchange: Exchange, gate: asyncio.Event) -> None:
    opened = asyncio.create_task(gate.wait())
    left = asyncio.create_task(exchange.request.gone.wait())
    try:
        async with asyncio.timeout(PATIENCE * 3):
            await asyncio.wait({opened, left}, return_when=asyncio.FIRST_COMPLETED)
        if not opened.done():
            raise Cut
    finally:
        opened.cancel()
        left.cancel()


def gated(gate: asyncio.Event, then: Script) -> Script:
    """Wait for an event, then go on."""

    async def script(exchange: Exchange) -> None:
        await _gate(exchange, gate)
        await then(exchange)

    return script


def raw(data: bytes, then: str = "fin") -> Script:
    """Send bytes, then ``fin``, ``rst``, ``half`` (half-close) or ``hang`` until the client leaves."""

    async def script(exchange: Exchange) -> None:
        if data:
            await exchange.send(data)
        if then == "fin":
            exchange.fin()
        elif then == "rst":
            # A reset discards what is still in the socket's buffer: let the other side read it first.
            for _ in range(20):
                await asyncio.sleep(0)
            exchange.reset()
        elif then == "half":
            exchange.half_close()
            await exchange.client_gone()
        else:
            await exchange.client_gone()

    return script


def hang() -> Script:
    """Never answer."""
    return raw(b"", "hang")


def gzipped(body: bytes, *, damaged: bool = False) -> bytes:
    """An answer packed although nobody asked for it."""
    packed = gzip.compress(body)
    if damaged:
        packed = packed[:12] + b"\x00" * 8 + packed[20:]
    return http_answer(packed, headers={"Content-Encoding": "gzip"})


def refused_port() -> int:
    """A port nobody listens on."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class UnacceptingPort:
    """A port whose backlog is full: connecting neither succeeds nor fails (on Linux)."""

    def __enter__(self) -> int:
        self._listener = socket.socket()
        self._listener.bind(("127.0.0.1", 0))
        self._listener.listen(0)
        address = self._listener.getsockname()
        self._fillers = []
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(address)
            self._fillers.append(filler)
        time.sleep(0.01)
        port: int = address[1]
        return port

    def __exit__(self, *_: object) -> None:
        for filler in self._fillers:
            filler.close()
        self._listener.close()


def self_signed(directory: Path) -> ssl.SSLContext:
    """A server context with a certificate nobody trusts."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = directory / "upstream.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
