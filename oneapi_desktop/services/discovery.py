"""Finding the model servers that run on this machine, at their usual addresses.

Each server is known by an endpoint that others do not have, so that two that share a port are told
apart. Nothing but loopback is asked.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import adapter_of
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.side_calls import side_call
from oneapi_desktop.providers.upstream import UpstreamClient, UpstreamFault

TIMEOUT = 2.0
"""Seconds a server has for each answer; one that is not there refuses at once."""


@dataclass(frozen=True, slots=True)
class LocalProbe:
    """How a server is known: a GET of ``path`` answers with a JSON object that has one of ``keys``."""

    provider: str
    path: str
    keys: tuple[str, ...]
    base_url: str = ""

    @property
    def address(self) -> str:
        """Where it is asked, without trailing slash."""
        return (self.base_url or find_provider(self.provider).base_url).rstrip("/")


LOCAL_PROBES: tuple[LocalProbe, ...] = (
    LocalProbe("ollama", "/api/version", ("version",)),
    LocalProbe("lmstudio", "/api/v1/models", ("models", "data")),
    LocalProbe("lmstudio", "/api/v0/models", ("models", "data")),
    LocalProbe("llama-cpp", "/props", ("default_generation_settings", "total_slots")),
    LocalProbe("localai", "/system", ("backends",)),
    LocalProbe("vllm", "/version", ("version",)),
    LocalProbe("jan", "/v1/models", ("data",)),
)
"""In the order in which servers at one address are tried."""


@dataclass(frozen=True, slots=True)
class FoundServer:
    """One server. ``channel`` is the channel that uses it already, "" when there is none; with
    ``asks_key`` it is there, but tells its models only to who has its key."""

    provider: str
    base_url: str
    models: tuple[str, ...] = ()
    asks_key: bool = False
    channel: str = ""

    def json(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "provider": self.provider,
            "label": find_provider(self.provider).label,
            "base_url": self.base_url,
            "models": list(self.models),
            "asks_key": self.asks_key,
            "channel": self.channel or None,
        }


async def discover(
    client: UpstreamClient,
    channels: Iterable[Channel],
    *,
    served_at: str = "",
    probes: Sequence[LocalProbe] = LOCAL_PROBES,
) -> list[FoundServer]:
    """The servers that answer now, in the order of the probes. ``served_at`` is the gateway's own
    address, which is never taken for a server. Raises nothing for one that is not there."""
    known = list(channels)
    by_address: dict[str, list[LocalProbe]] = {}
    for probe in probes:
        if not served_at or not _same_place(probe.address, served_at):
            by_address.setdefault(probe.address, []).append(probe)
    async with asyncio.TaskGroup() as tasks:
        asked = [tasks.create_task(_at(client, group, known)) for group in by_address.values()]
    return [server for task in asked if (server := task.result()) is not None]


async def _at(client: UpstreamClient, probes: Sequence[LocalProbe], channels: Sequence[Channel]) -> FoundServer | None:
    """The server at one address."""
    for probe in probes:
        try:
            answer = await side_call(client, "GET", probe.address + probe.path, {}, timeout=TIMEOUT)
        except UpstreamFault:
            return None
        document = answer.json()
        if answer.status == 200 and isinstance(document, dict) and any(key in document for key in probe.keys):
            return await _described(client, probe, channels)
        if answer.status in (401, 403):
            return FoundServer(probe.provider, probe.address, asks_key=True, channel=_user_of(probe, channels))
    return None


async def _described(client: UpstreamClient, probe: LocalProbe, channels: Sequence[Channel]) -> FoundServer:
    provider = find_provider(probe.provider)
    channel = Channel(0, "", provider.name, base_url=probe.address)
    models: tuple[str, ...] = ()
    asks_key = False
    try:
        models = tuple(await adapter_of(provider).list_models(client, channel, ChannelSecrets(), timeout=TIMEOUT))
    except UpstreamFault as fault:
        # A server without any model has an empty list, which reads as a fault too.
        asks_key = "401" in fault.message or "403" in fault.message
    except InvalidInput:
        models = ()
    return FoundServer(provider.name, probe.address, models, asks_key, _user_of(probe, channels))


def _user_of(probe: LocalProbe, channels: Sequence[Channel]) -> str:
    """The name of the first channel that points at a server."""
    for channel in channels:
        try:
            address = channel.base_url or find_provider(channel.provider).base_url
        except InvalidInput:
            continue
        if address and _same_place(address, probe.address):
            return channel.name
    return ""


_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def _same_place(one: str, other: str) -> bool:
    """Whether two addresses reach the same listener, as far as their text tells."""
    first, second = urlsplit(one), urlsplit(other)
    hosts = {"loopback" if parts.hostname in _LOOPBACK else parts.hostname for parts in (first, second)}
    return len(hosts) == 1 and first.port == second.port and first.port is not None
