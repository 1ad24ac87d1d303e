"""Which addresses the gateway fetches for a stranger, and which it never does."""

import asyncio
import base64
import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import ResolveResult

from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.relay import remote_fetch
from oneapi_desktop.relay.remote_fetch import GuardedResolver, PrivateAddress, RemoteFetcher, is_public
from oneapi_desktop.settings import Settings

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:7f00:1::", False),
        ("2001:db8::1", False),
        ("no address", False),
        ("", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def settings(**flags: Any) -> Settings:
    return Settings({}, flags)


class Names:
    """A resolver that knows what a test tells it."""

    def __init__(self, addresses: dict[str, list[str]]) -> None:
        self._addresses = addresses

    async def resolve(self, host: str, port: int, family: int) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
            for address in self._addresses[host]
        ]


async def test_a_name_is_judged_by_what_it_resolves_to() -> None:
    resolver = GuardedResolver(settings())
    resolver._inner = Names({"evil.example": ["127.0.0.1"], "mixed.example": ["10.0.0.1", "8.8.8.8"]})  # type: ignore[assignment]
    with pytest.raises(PrivateAddress):
        await resolver.resolve("evil.example", 80)
    # Of a name that means both, only the public address may be connected to.
    assert [found["host"] for found in await resolver.resolve("mixed.example", 80)] == ["8.8.8.8"]
    allowed = GuardedResolver(settings(fetch_private_addresses=True))
    allowed._inner = resolver._inner
    assert (await allowed.resolve("evil.example", 80))[0]["host"] == "127.0.0.1"


@pytest.fixture
async def origin() -> AsyncIterator[str]:
    """A small web server."""

    async def picture(_: web.Request) -> web.Response:
        return web.Response(body=PNG, content_type="application/octet-stream")

    async def document(_: web.Request) -> web.Response:
        return web.Response(text="words", content_type="text/plain")

    async def liar(_: web.Request) -> web.Response:
        return web.Response(body=b"%PDF-1.4", content_type="image/png")

    async def large(_: web.Request) -> web.StreamResponse:
        return web.Response(body=bytes(2 << 20))

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        for _ in range(40):
            await response.write(bytes(64 * 1024))
        return response

    async def redirect(request: web.Request) -> web.Response:
        raise web.HTTPFound(request.query["to"])

    async def silent(_: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    async def missing(_: web.Request) -> web.Response:
        return web.Response(status=404)

    application = web.Application()
    for handler in (picture, document, liar, large, endless, redirect, silent, missing):
        application.router.add_get(f"/{handler.__name__}", handler)
    runner = web.AppRunner(application, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.fixture
async def fetcher() -> AsyncIterator[RemoteFetcher]:
    """One that may fetch from this machine."""
    made = RemoteFetcher(settings(fetch_private_addresses=True, fetch_limit_mb=1))
    yield made
    await made.close()


async def test_bytes_and_their_type(origin: str, fetcher: RemoteFetcher) -> None:
    urls = [f"{origin}/picture", f"{origin}/document", f"{origin}/redirect?to=/picture"]
    found = await fetcher.fetch(urls)
    assert list(found) != []
    assert base64.b64decode(found[urls[0]].data) == PNG
    assert [found[url].media_type for url in urls] == ["image/png", "text/plain", "image/png"]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/large", "larger than 1 MiB"),
        ("/endless", "larger than 1 MiB"),
        ("/missing", "status 404"),
        ("/liar", "says that it is an image"),
        ("/redirect?to=/redirect?to=/redirect?to=/redirect?to=/redirect?to=/x", "redirects more than 3 times"),
        ("/redirect?to=file:///etc/passwd", "only http and https"),
    ],
)
async def test_refusals_name_the_address_and_the_reason(
    origin: str, fetcher: RemoteFetcher, path: str, why: str
) -> None:
    with pytest.raises(RequestError, match=why) as caught:
        await fetcher.fetch([f"{origin}{path}"])
    assert caught.value.kind is ErrorKind.INVALID_REQUEST
    assert path.partition("?")[0] in caught.value.message
    assert "passwd" not in caught.value.message


async def test_a_silent_server(origin: str) -> None:
    fetcher = RemoteFetcher(settings(fetch_private_addresses=True, fetch_timeout=0.1))
    with pytest.raises(RequestError, match="no answer within"):
        await fetcher.fetch([f"{origin}/silent"])
    await fetcher.close()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/x",
        "http://localhost:1/x",
        "http://0.0.0.0/x",
        "http://[::1]/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://2130706433/x",
        "http://127.1/x",
    ],
)
async def test_private_addresses_are_never_asked(url: str) -> None:
    fetcher = RemoteFetcher(settings())
    with pytest.raises(RequestError) as caught:
        await fetcher.fetch([url])
    assert "private network" in caught.value.message
    await fetcher.close()


async def test_a_redirect_into_a_private_network(origin: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address is taken for public; where it leads is judged anew."""
    host = origin.partition("//")[2].partition(":")[0]
    asked: list[str] = []

    def judged(address: str) -> bool:
        asked.append(address)
        return address == host and len(asked) == 1

    monkeypatch.setattr(remote_fetch, "is_public", judged)
    fetcher = RemoteFetcher(settings())
    with pytest.raises(RequestError, match="private network"):
        await fetcher.fetch([f"{origin}/redirect?to={origin}/picture"])
    assert len(asked) == 2
    await fetcher.close()


async def test_how_many_addresses_one_request_may_hold(fetcher: RemoteFetcher) -> None:
    with pytest.raises(RequestError, match="may point at 100"):
        await fetcher.fetch([f"http://127.0.0.1:1/{number}" for number in range(101)])
