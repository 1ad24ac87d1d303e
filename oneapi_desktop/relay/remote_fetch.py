"""Fetching what a request points at, for upstreams that take bytes only.

The addresses come from strangers. Only http and https are followed; every host name is resolved here and
connected to by the address that was checked, so that a name cannot change between check and
connection; redirects are followed by hand and checked again. Size and time are bounded.
"""

import asyncio
import base64
import ipaddress
import logging
import socket
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from oneapi_desktop.dialects.conversation import Base64Source
from oneapi_desktop.dialects.media import sniff
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.settings import Settings

log = logging.getLogger(__name__)

MOST_REDIRECTS = 3
MOST_ADDRESSES = 100
"""Addresses one request may have fetched."""
CONCURRENCY = 4
PIECE = 64 * 1024

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_GENERIC = frozenset({"", "application/octet-stream", "binary/octet-stream"})


class PrivateAddress(OSError):
    """A host that lies in a private network."""


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet. An IPv4 address inside an IPv6 one (mapped,
    6to4, Teredo, NAT64) counts as itself."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if inner is None and found.teredo is not None:
            inner = found.teredo[1]
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            found = inner
    return found.is_global and not found.is_multicast


class GuardedResolver(AbstractResolver):
    """Resolves names to public addresses only, unless the owner allows private ones."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._inner = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The addresses of a host. Raises PrivateAddress when none of them is public."""
        found = await self._inner.resolve(host, port, family)
        if self._settings.fetch_private_addresses:
            return found
        public = [one for one in found if is_public(one["host"])]
        if not public:
            raise PrivateAddress(host)
        return public

    async def close(self) -> None:
        """Nothing is held."""


class RemoteFetcher:
    """Fetches images and files. One per gateway; ``close`` it at the end."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._session: aiohttp.ClientSession | None = None
        self._places = asyncio.Semaphore(CONCURRENCY)

    async def fetch(self, urls: Sequence[str]) -> dict[str, Base64Source]:
        """The bytes behind addresses. Raises RequestError (400) that names the one which failed."""
        if len(urls) > MOST_ADDRESSES:
            raise RequestError(
                ErrorKind.INVALID_REQUEST, f"a request may point at {MOST_ADDRESSES} images and files, not {len(urls)}"
            )
        found: dict[str, Base64Source] = {}

        async def one(url: str) -> None:
            async with self._places:
                found[url] = await self._fetched(url)

        try:
            async with asyncio.TaskGroup() as tasks:
                for url in urls:
                    tasks.create_task(one(url))
        except* RequestError as group:
            raise group.exceptions[0] from None
        return found

    async def close(self) -> None:
        """Close connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _fetched(self, url: str) -> Base64Source:
        try:
            async with asyncio.timeout(self._settings.fetch_timeout):
                return await self._followed(url)
        except TimeoutError:
            raise refusal(url, f"no answer within {self._settings.fetch_timeout:g} s") from None
        except PrivateAddress:
            raise private(url) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            if isinstance(error.__cause__, PrivateAddress) or isinstance(
                getattr(error, "os_error", None), PrivateAddress
            ):
                raise private(url) from None
            raise refusal(url, "the connection failed") from None

    async def _followed(self, url: str) -> Base64Source:
        target = url
        for _ in range(MOST_REDIRECTS + 1):
            self._check(url, target)
            session = self._opened()
            async with session.get(target, allow_redirects=False, headers={"Accept": "*/*"}) as response:
                if response.status in {301, 302, 303, 307, 308}:
                    target = urljoin(target, response.headers.get("Location", ""))
                    continue
                if response.status != 200:
                    raise refusal(url, f"its server answered with status {response.status}")
                return await self._read(url, response)
        raise refusal(url, f"it redirects more than {MOST_REDIRECTS} times")

    def _check(self, url: str, target: str) -> None:
        parts = urlsplit(target)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise refusal(url, "only http and https addresses are fetched")
        host = parts.hostname
        # A name is judged when it is resolved. The HTTP client resolves nothing that looks like an
        # address, and takes forms for one that are none (2130706433 is 127.0.0.1 to the system).
        bare = ":" in host or host.replace(".", "").isdigit()
        if bare and not self._settings.fetch_private_addresses and not is_public(host):
            raise private(url)

    async def _read(self, url: str, response: aiohttp.ClientResponse) -> Base64Source:
        limit = self._settings.fetch_limit_mb << 20
        too_large = refusal(url, f"it is larger than {self._settings.fetch_limit_mb} MiB")
        if response.content_length is not None and response.content_length > limit:
            raise too_large
        content = bytearray()
        async for piece in response.content.iter_chunked(PIECE):
            content += piece
            if len(content) > limit:
                raise too_large
        if not content:
            raise refusal(url, "it is empty")
        data = (await asyncio.to_thread(base64.b64encode, content)).decode()
        stated = response.content_type.lower() if "Content-Type" in response.headers else ""
        known = sniff(data)
        if stated.startswith("image/") and known and not known.startswith("image/"):
            raise refusal(url, "it says that it is an image and is none")
        return Base64Source(data, known or ("" if stated in _GENERIC else stated))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(
                resolver=GuardedResolver(self._settings), use_dns_cache=False, limit=CONCURRENCY * 4, force_close=True
            )
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None),
                headers={"User-Agent": "oneapi-desktop"},
                trust_env=False,
            )
        return self._session


def refusal(url: str, why: str) -> RequestError:
    """An address that cannot be used; its query may hold a secret and is not repeated."""
    shown = url.partition("?")[0][:200]
    return RequestError(
        ErrorKind.INVALID_REQUEST,
        f"the image or file at {shown} cannot be fetched for this model: {why}",
        code="invalid_image_url",
        param="messages",
    )


def private(url: str) -> RequestError:
    """An address inside the owner's own network."""
    return refusal(
        url, "it lies in a private network; send the bytes instead, or let the owner set fetch_private_addresses"
    )
