"""Recorded answers of providers, and a loopback upstream that gives them.

A directory of ``fixtures`` is called after a provider, or ``<provider>.<variant>``. ``call.json`` says how
the channel is set up and what must go out; ``answer``, ``stream``, ``tools``, ``error`` and ``models`` are
what comes back, ``expected.json`` what must be read from it. Shapes are those of the providers' documents.
"""

import binascii
import struct
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from fake_upstream import Exchange, FakeUpstream, SeenRequest, chunk, http_head

from oneapi_desktop.dialects.conversation import (
    ChatRequest,
    ChatResponse,
    Dialect,
    ReasoningPart,
    Role,
    Sampling,
    TextPart,
    Tool,
    ToolCall,
    Turn,
    fold,
)
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.registry import codec
from oneapi_desktop.dialects.sse import SseParser
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.providers.adapter import Adapter, Task, adapter_of
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.upstream import Timeouts, UpstreamClient
from oneapi_desktop.providers.wire_paths import client_path

FIXTURES = Path(__file__).parents[1] / "unit" / "providers" / "fixtures"
TIMEOUTS = Timeouts(connect=5.0, first_byte=10.0, idle=10.0)
WEATHER = Tool("get_weather", "Tells the weather", {"type": "object", "properties": {"city": {"type": "string"}}})


@dataclass(frozen=True)
class Recorded:
    """One directory of fixtures, answered for one provider."""

    provider: Provider
    directory: Path

    @property
    def name(self) -> str:
        return self.directory.name

    def load(self, name: str) -> Any:
        """A file's JSON; its text for other endings; None when it is not there."""
        path = self.directory / (name if "." in name else f"{name}.json")
        if not path.exists():
            return None
        return orjson.loads(path.read_bytes()) if path.suffix == ".json" else path.read_bytes()

    @property
    def call(self) -> dict[str, Any]:
        return self.load("call")

    @property
    def expected(self) -> dict[str, Any]:
        return self.load("expected")

    def has(self, item: str) -> bool:
        """Whether an item of the checklist is recorded, with what must be read from it."""
        if item == "usage":
            kinds = [kind for kind in ("answer", "stream") if self.has(kind)]
            return bool(kinds) and all(self.expected[kind].get("usage") for kind in kinds)
        return item in self.expected and (item != "stream" or self.stream() is not None)

    def stream(self) -> tuple[bytes, str] | None:
        """The bytes of the stream and their media type."""
        frames = self.load("stream.frames.json")
        if frames is not None:
            return b"".join(map(aws_frame, frames)), "application/vnd.amazon.eventstream"
        for ending, media_type in (("sse", "text/event-stream"), ("ndjson", "application/x-ndjson")):
            data = self.load(f"stream.{ending}")
            if data is not None:
                return data, media_type
        return None


def recorded_for(provider: Provider) -> Recorded:
    """The fixtures that stand for a provider."""
    return Recorded(provider, FIXTURES / (provider.fixtures_of or provider.name))


def all_recorded() -> Iterator[Recorded]:
    """Every directory of fixtures, for the provider it is called after."""
    for directory in sorted(FIXTURES.iterdir()):
        if (directory / "call.json").exists():
            yield Recorded(find_provider(directory.name.partition(".")[0]), directory)


def aws_frame(frame: Mapping[str, Any]) -> bytes:
    """A message in AWS's event stream encoding; ``chunk`` stands for one that wraps a vendor's event."""
    if "chunk" in frame:
        payload = {"bytes": b64encode(orjson.dumps(frame["chunk"])).decode(), "p": "abcdefgh"}
        frame = {"headers": {":event-type": "chunk", ":message-type": "event"}, "payload": payload}
    headers = b"".join(
        bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()
        for name, value in frame["headers"].items()
    )
    payload = orjson.dumps(frame["payload"])
    prelude = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    prelude += struct.pack(">I", binascii.crc32(prelude))
    message = prelude + headers + payload
    return message + struct.pack(">I", binascii.crc32(message))


@cache
def private_key() -> str:
    """A key that belongs to nobody."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def google_credentials(kind: str, token_uri: str) -> str:
    """Credentials of the two types, for the token endpoint of a test."""
    if kind == "@service-account":
        account = {"type": "service_account", "client_email": "x@project-1.iam.gserviceaccount.com"}
        account |= {"private_key": private_key(), "private_key_id": "k1", "project_id": "project-1"}
        return orjson.dumps({**account, "token_uri": token_uri}).decode()
    user = {"type": "authorized_user", "client_id": "c", "client_secret": "s", "refresh_token": "r"}
    return orjson.dumps({**user, "token_uri": token_uri}).decode()


class Scene:
    """A fake upstream that plays one provider, and a channel that points at it. Without ``client`` only a
    gateway can call it."""

    def __init__(self, recorded: Recorded, upstream: FakeUpstream, client: UpstreamClient | None = None) -> None:
        call = recorded.call
        self.recorded = recorded
        self.upstream = upstream
        self._client = client
        self.provider = recorded.provider
        self.adapter: Adapter = adapter_of(self.provider)
        self.dialect = Dialect(call["dialect"])
        self.model = call["model"]
        secrets = {
            name: google_credentials(value, f"{upstream.url}/token") if value.startswith("@") else value
            for name, value in call["secrets"].items()
        }
        self.secrets = ChannelSecrets(key=call["key"], config=secrets)
        self.channel = Channel(
            id=1,
            name="test",
            provider=self.provider.name,
            base_url=upstream.url + call["base"],
            models=(self.model,),
            config=call["config"],
        )

    @property
    def client(self) -> UpstreamClient:
        """The transport that calls it."""
        assert self._client is not None
        return self._client

    def play(self, item: str) -> None:
        """Answer what follows with an item; side calls go by the fixture's ``routes``."""
        routes = self.recorded.call.get("routes", {})

        async def script(exchange: Exchange) -> None:
            wanted = routes.get(f"{exchange.request.method} {exchange.request.path}", item)
            await self._give(exchange, item if wanted == "*" else wanted)

        self.upstream.script = script

    async def _give(self, exchange: Exchange, what: str) -> None:
        if "Sec-WebSocket-Key" in exchange.request.headers:
            await self._give_messages(exchange, what)
            return
        if what == "stream" and (created := self.recorded.call.get("created")):
            await exchange.answer(self._with_addresses(created), 201)
        elif what in ("stream", "stream.sse") and (stream := self.recorded.stream()) is not None:
            await self._stream(exchange, *stream)
        elif what == "error":
            error = self.recorded.load("error")
            await exchange.answer(error["body"], error["status"], error.get("headers"))
        else:
            await exchange.answer(self._with_addresses(self.recorded.load(what)))

    async def _give_messages(self, exchange: Exchange, what: str) -> None:
        """An item over a WebSocket; what the client sent first becomes the request's body."""
        await exchange.open_socket()
        exchange.request.body = await exchange.receive_message() or b""
        stream = self.recorded.stream()
        if what == "stream" and stream is not None:
            messages = [event.data or b"" for event in SseParser().feed(stream[0])]
        else:
            found = self.recorded.load(what)
            messages = [orjson.dumps(found["body"] if what == "error" else found)]
        for message in messages:
            await exchange.send_message(message)
        assert await exchange.receive_message() is None
        exchange.fin()

    @staticmethod
    async def _stream(exchange: Exchange, data: bytes, media_type: str) -> None:
        """The stream in pieces that end anywhere."""
        await exchange.send(http_head(200, {"Content-Type": media_type}, chunked=True))
        for start in range(0, len(data), 57):
            await exchange.send(chunk(data[start : start + 57]))
        await exchange.end_stream()

    def _with_addresses(self, body: Any) -> Any:
        """``@`` at the beginning of a text stands for this upstream's address."""
        text = orjson.dumps(body).replace(b'"@/', f'"{self.upstream.url}/'.encode())
        return orjson.loads(text)

    def request(self, *, stream: bool = False, tools: bool = False) -> ChatRequest:
        return ChatRequest(
            Dialect.OPENAI_CHAT,
            self.model,
            (Turn(Role.USER, (TextPart("Hello"),)),),
            (TextPart("Be brief."),),
            stream=stream,
            tools=(WEATHER,) if tools else (),
            sampling=Sampling(max_output_tokens=64),
        )

    def task(self, request: ChatRequest) -> Task:
        target = self.adapter.capabilities(self.provider, self.channel, self.dialect, self.model)
        body, _ = codec(self.dialect).build_request(request, target)
        return Task(
            channel=self.channel,
            secrets=self.secrets,
            provider=self.provider,
            mode=Mode.CHAT,
            dialect=self.dialect,
            path=client_path(self.dialect, Mode.CHAT, self.model, stream=request.stream),
            model=self.model,
            stream=request.stream,
            body=dump_bytes(body),
        )

    async def whole(self, item: str, *, tools: bool = False) -> ChatResponse:
        """Ask, and read a whole answer. Raises DialectError for an error's."""
        self.play(item)
        answer = await self.adapter.send(self.client, self.task(self.request(tools=tools)))
        body = await answer.read_whole(1 << 20)
        if answer.status >= 400:
            raise codec(self.dialect).parse_error(answer.status, body)
        return codec(self.dialect).parse_response(body)

    async def streamed(self) -> ChatResponse:
        """Ask for a stream, and add up what comes."""
        self.play("stream")
        answer = await self.adapter.send(self.client, self.task(self.request(stream=True)))
        assert answer.status == 200
        parser = codec(self.dialect).StreamParser()
        events = []
        while data := await answer.read():
            events += parser.feed(data)
        answer.close()
        return fold([*events, *parser.finish()])

    def seen(self, kind: str) -> Any:
        """The request a call sent, by what the fixture says of it."""
        target = self.recorded.call["sends"].get(kind, {}).get("target")
        found = [request for request in self.upstream.requests if _address(request) == target]
        assert found, f"nothing went to {target}; asked were {[r.path for r in self.upstream.requests]}"
        return found[-1]


def _address(request: SeenRequest) -> str:
    """A request's target; that of a WebSocket without the signature in its query."""
    return request.path.partition("?")[0] if "Sec-WebSocket-Key" in request.headers else request.path


def told(response: ChatResponse) -> dict[str, Any]:
    """What an answer says, in the words of ``expected.json``."""
    candidate = response.candidates[0]
    found: dict[str, Any] = {
        "text": "".join(p.text for p in candidate.parts if isinstance(p, TextPart)),
        "reasoning": "".join(p.text for p in candidate.parts if isinstance(p, ReasoningPart)),
        "finish": candidate.finish.reason.value,
        "calls": [
            {"name": p.name, "arguments": orjson.loads(p.arguments)} for p in candidate.parts if isinstance(p, ToolCall)
        ],
    }
    if response.usage is not None:
        usage = response.usage
        found["usage"] = {
            "prompt": usage.prompt,
            "completion": usage.completion,
            "cached": usage.cache_read,
            "reasoning": usage.output_reasoning,
        }
    return found


def compare(found: Mapping[str, Any], expected: Mapping[str, Any]) -> None:
    """Every expected thing was found; counts that are not named are zero, texts empty."""
    for name, value in expected.items():
        if name == "usage":
            wanted = {"prompt": 0, "completion": 0, "cached": 0, "reasoning": 0} | value
            assert found["usage"] == wanted
        else:
            assert found[name] == value
    if "reasoning" not in expected and "text" in expected:
        assert found["reasoning"] == ""
