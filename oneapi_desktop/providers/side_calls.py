"""Small whole calls beside a request: model lists, access tokens, polling."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import orjson

from oneapi_desktop.providers.upstream import SIDE_CALL_LIMIT, USER_AGENT, Exchange, FaultKind, Timeouts, UpstreamFault

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import Body, UpstreamClient

MOST_PAGES = 50
"""Pages of a list that are read before it is taken for endless."""


async def side_call(
    client: "UpstreamClient",
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    proxy: str = "",
    timeout: float = 30.0,
) -> Exchange:
    """One whole call. ``timeout`` is seconds for all of it. Raises UpstreamFault when no answer came;
    an error status is an answer."""
    limits = Timeouts(client.timeouts.connect, timeout, timeout, timeout)
    own = {"User-Agent": USER_AGENT, "Accept": "application/json", **headers}
    answer = await client.send(method, url, own, body, proxy=proxy, timeouts=limits)
    try:
        content = await answer.read_whole(SIDE_CALL_LIMIT)
    finally:
        answer.close()
    return Exchange(answer.status, answer.headers, content)


async def get_object(
    client: "UpstreamClient",
    url: str,
    headers: Mapping[str, str],
    what: str,
    *,
    proxy: str = "",
    timeout: float = 30.0,
) -> dict[str, Any]:
    """The JSON object of a GET. ``what`` is its name in messages. Raises UpstreamFault, also for a status
    other than 200."""
    found = await side_call(client, "GET", url, headers, proxy=proxy, timeout=timeout)
    if found.status != 200:
        raise UpstreamFault(FaultKind.GARBAGE, f"the upstream answered its {what} with status {found.status}")
    document = found.json()
    if not isinstance(document, dict):
        raise UpstreamFault(FaultKind.GARBAGE, f"the upstream's {what} cannot be read")
    return document


def model_names(names: Iterable[str]) -> list[str]:
    """A model list: sorted, each once. Raises UpstreamFault when it is empty."""
    found = sorted({name for name in names if name})
    if not found:
        raise UpstreamFault(FaultKind.GARBAGE, "the upstream's model list cannot be read, or is empty")
    return found


async def whole_body(body: "bytes | Body") -> bytes:
    """All bytes of a request body."""
    return body if isinstance(body, bytes) else b"".join([chunk async for chunk in body.chunks()])


async def body_object(body: "bytes | Body") -> dict[str, Any]:
    """The JSON object of a request body that the gateway has already found to be one."""
    document = orjson.loads(await whole_body(body))
    return document if isinstance(document, dict) else {}
