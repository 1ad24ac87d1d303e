"""A real gateway in this process, with shortcuts for what the relay's tests do to it."""

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import orjson
from fake_upstream import PATIENCE, FakeUpstream
from multidict import CIMultiDictProxy

from oneapi_desktop.app import Gateway
from oneapi_desktop.domain.channel import ChannelStatus
from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.relay.directory import ChannelEntry, TokenEntry
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.database import Database
from oneapi_desktop.store.repositories.requests import RequestFilter, RequestRepository

KEY = "sk-relaytest0123456789"
UPSTREAM_KEY = "sk-upstreamsecretkey0123456789"
CHAT = "/v1/chat/completions"
INPUT_NANO, OUTPUT_NANO = 1_000_000, 2_000_000
"""Price of one token of gpt-4o in these tests: $0.001 and $0.002."""
USUAL_COST = 10 * INPUT_NANO + 5 * OUTPUT_NANO
"""What the fake upstream's usual answer costs: 10 prompt and 5 completion tokens."""


def ask(text: str = "hi", **fields: Any) -> dict[str, Any]:
    """A chat request."""
    return {"model": "gpt-4o", "messages": [{"role": "user", "content": text}]} | fields


@dataclass
class Reply:
    """A whole answer of the gateway. ``broken`` is set when the body did not end properly."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    broken: bool = False

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        """The error object, checked for OpenAI's shape."""
        error: dict[str, Any] = self.json["error"]
        assert {"message", "type", "param", "code"} <= set(error), error
        assert isinstance(error["message"], str)
        assert error["message"]
        return error

    @property
    def datas(self) -> list[bytes]:
        """The data of each event of a stream; every one must be complete."""
        assert self.body.endswith(b"\n\n"), self.body[-100:]
        found = []
        for block in self.body.split(b"\n\n")[:-1]:
            lines = [line for line in block.split(b"\n") if not line.startswith(b":")]
            found += [line.removeprefix(b"data:").strip() for line in lines if line.startswith(b"data:")]
        return found

    @property
    def chunks(self) -> list[dict[str, Any]]:
        """The JSON events of a stream that ends with ``[DONE]``."""
        datas = self.datas
        assert datas[-1] == b"[DONE]", datas[-1]
        assert datas.count(b"[DONE]") == 1
        return [orjson.loads(data) for data in datas[:-1]]

    @property
    def text(self) -> str:
        """The streamed text."""
        return "".join(
            choice["delta"].get("content") or "" for c in self.chunks if "error" not in c for choice in c["choices"]
        )


@dataclass
class Harness:
    """One gateway and a client with connections of its own."""

    gateway: Gateway
    session: aiohttp.ClientSession
    data_dir: Path
    key: str = KEY
    stopped: bool = False
    upstreams: list[FakeUpstream] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.gateway.base_url.removesuffix("/v1")

    async def run(self, operation: str, **arguments: Any) -> Any:
        """An operation, as the command line would ask for it; in effect when it returns."""
        return await self.gateway.operations.run(self.gateway.workspace, operation, arguments)

    async def upstream(self, **options: Any) -> FakeUpstream:
        """A new upstream, stopped with the harness."""
        upstream = await FakeUpstream().start(**options)
        self.upstreams.append(upstream)
        return upstream

    async def channel(self, upstream: FakeUpstream | str, name: str = "up", **fields: Any) -> int:
        """A channel of an upstream; its id."""
        url = upstream if isinstance(upstream, str) else f"{upstream.url}/v1"
        defaults = {"type": "openai-compatible", "key": UPSTREAM_KEY, "models": ["gpt-4o"]}
        found = await self.run("channel.add", **(defaults | {"name": name, "base_url": url} | fields))
        return int(found["id"])

    async def token(self, name: str, **fields: Any) -> str:
        """A token; its key."""
        if not any(field.startswith("budget") for field in fields):
            fields = {"unlimited": True} | fields
        return str((await self.run("token.add", name=name, **fields))["key"])

    def entry(self, name: str = "up") -> ChannelEntry:
        """A channel as the relay sees it."""
        return next(e for e in self.gateway.directory.channels.values() if e.channel.name == name)

    def token_entry(self, name: str) -> TokenEntry:
        """A token as the relay sees it."""
        return next(e for e in self.gateway.directory.tokens.values() if e.token.name == name)

    async def status_of(self, name: str, wanted: ChannelStatus) -> None:
        """Wait until a channel has a status."""
        await self.until(lambda: self.entry(name).channel.status is wanted)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for something that has no event of its own."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await asyncio.sleep(0.005)

    @asynccontextmanager
    async def call(
        self,
        body: Any = None,
        path: str = CHAT,
        *,
        method: str = "POST",
        key: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """A request whose answer is read by the test itself."""
        data = body if isinstance(body, bytes | aiohttp.MultipartWriter | aiohttp.FormData) else None
        sent = {"Authorization": f"Bearer {self.key if key is None else key}"}
        if data is None and body is not None:
            data = orjson.dumps(body)
        if isinstance(data, bytes):
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        if isinstance(data, bytes) and len(data) > 1 << 20:
            # aiohttp's client warns of larger bytes.
            data = io.BytesIO(data)
        async with self.session.request(
            method, self.origin + path, data=data, headers=sent, allow_redirects=False
        ) as response:
            yield response

    async def ask(self, body: Any = None, path: str = CHAT, **options: Any) -> Reply:
        """A request and its whole answer. A body that breaks off is kept as far as it came."""
        async with asyncio.timeout(PATIENCE * 2):
            async with self.call(ask() if body is None else body, path, **options) as response:
                pieces: list[bytes] = []
                broken = False
                try:
                    while piece := await response.content.readany():
                        pieces.append(piece)
                except aiohttp.ClientPayloadError:
                    broken = True
                return Reply(response.status, response.headers, b"".join(pieces), broken)

    async def get(self, path: str, **options: Any) -> Reply:
        async with asyncio.timeout(PATIENCE), self.call(None, path, method="GET", **options) as response:
            return Reply(response.status, response.headers, await response.read())

    async def stream(self, body: dict[str, Any] | None = None, **options: Any) -> Reply:
        """A streamed chat and its whole answer."""
        return await self.ask((body or ask()) | {"stream": True}, **options)

    async def rows(self) -> list[RequestRecord]:
        """The ledger, oldest first, with everything settled so far."""
        await self.gateway.relay.close()
        await self.gateway.workspace.database.flush()
        found = await RequestRepository(self.gateway.workspace.database).list(RequestFilter(limit=100_000))
        return sorted(found, key=lambda row: row.id)

    async def last_row(self) -> RequestRecord:
        """The newest row."""
        return (await self.rows())[-1]

    async def idle(self) -> None:
        """Wait until no request is open and no upstream call is under way: nothing leaked."""
        async with asyncio.timeout(PATIENCE):
            await self.gateway.relay.in_flight.drained()
        for upstream in self.upstreams:
            await upstream.quiet()
        await self.gateway.relay.close()
        for entry in self.gateway.directory.tokens.values():
            assert entry.account.reserved == 0, entry.token.name
        for channel in self.gateway.directory.channels.values():
            assert not channel.health.probing, channel.channel.name

    async def stop(self) -> None:
        """Stop the gateway as a signal would, with requests open."""
        self.stopped = True
        await self.gateway.stop()

    async def rows_on_disk(self) -> list[RequestRecord]:
        """The ledger of a stopped gateway."""
        database = Database.open(self.data_dir / "oneapi.db")
        try:
            assert await database.verify_ledger() == []
            assert await database.check_integrity() == []
            found = await RequestRepository(database).list(RequestFilter(limit=100_000))
            return sorted(found, key=lambda row: row.id)
        finally:
            await database.close()

    async def close(self) -> None:
        """Stop the gateway and hold it to its promises."""
        if self.stopped:
            await self.session.close()
            for upstream in self.upstreams:
                await upstream.stop()
            return
        try:
            await self.session.close()
            await self.idle()
            problems = await self.gateway.workspace.database.verify_ledger()
            problems += await self.gateway.workspace.database.check_integrity()
        finally:
            await self.gateway.stop()
            for upstream in self.upstreams:
                await upstream.stop()
        assert problems == []


Start = Callable[..., Awaitable[Harness]]


async def start_harness(data_dir: Path, environment: Mapping[str, str] | None = None, **settings: Any) -> Harness:
    """A gateway on a free port. ``settings`` are typed values, fixed like flags."""
    variables = {"KEYRING_BACKEND": "file", "INITIAL_ROOT_TOKEN": KEY, **(environment or {})}
    flags = {"data_dir": str(data_dir), "port": 0, "backup_hours": 0} | settings
    gateway = await Gateway.start(Settings(variables, flags))
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0),
        auto_decompress=False,
        read_bufsize=2**16,
        timeout=aiohttp.ClientTimeout(total=None),
    )
    harness = Harness(gateway, session, data_dir)
    await harness.run("price.set", model="gpt-4o", input=1000, output=2000)
    return harness
