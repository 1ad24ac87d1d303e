"""How a provider is called: the one seam between the relay and everything a vendor does differently.

The base class serves every provider whose row in the table says all there is to say: address, key
header, dialect. A provider that signs, exchanges tokens, polls or speaks WebSocket overrides
``send``; one whose wire format depends on the model or the mode overrides ``dialects``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from oneapi_desktop.dialects.conversation import Capabilities, Dialect
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.providers.addressing import base_url, dialect_headers, upstream_headers, upstream_url
from oneapi_desktop.providers.capabilities import capabilities_of, responses_only, thinks
from oneapi_desktop.providers.provider import Mode, Provider, UrlRule, read_dialects
from oneapi_desktop.providers.wire_paths import has_path

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import Body, UpstreamAnswer, UpstreamClient


@dataclass(frozen=True, slots=True)
class Task:
    """One call to make.

    ``path`` is the client-side path of the mode in the task's dialect, such as
    ``/v1/chat/completions``. ``body`` is written in ``dialect``. ``headers`` are those of the client
    that go on (Idempotency-Key, anthropic-beta …) and Accept; the adapter adds authentication.
    """

    channel: Channel
    secrets: ChannelSecrets
    provider: Provider
    mode: Mode
    dialect: Dialect
    path: str
    model: str
    stream: bool
    body: "bytes | Body"
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


class Adapter:
    """Calls one kind of provider. Stateless but for caches of access tokens; one per program."""

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        """The wire formats in which this model can be asked, the best first. A client whose own
        dialect is among them is passed through byte for byte."""
        return spoken_dialects(provider, channel, mode, model)

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        """What the model can do, for the builder of a translated request."""
        return capabilities_of(provider, dialect, model)

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        """Make the call; status and headers have arrived when this returns.

        Raises UpstreamFault (nothing usable came), InvalidInput (the provider cannot do this; the
        message is for the client).
        """
        if task.provider.url_rule is UrlRule.IN_PROCESS:
            assert isinstance(task.body, bytes)
            return await client.echo(task.path, task.body, task.content_type)
        url = upstream_url(task.channel, task.provider, task.mode, task.path, task.model, task.dialect)
        headers = {
            **dialect_headers(task.dialect),
            **upstream_headers(task.provider, task.secrets),
            **task.headers,
            "Content-Type": task.content_type,
        }
        return await client.send("POST", url, headers, task.body, proxy=task.secrets.proxy)

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        """Model names the upstream reports, sorted. Raises UpstreamFault."""
        return await client.list_models(channel, secrets, timeout=timeout)


def spoken_dialects(provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
    """What the provider's row says of a channel: all its dialects for chats, those that have the mode
    for anything else.

    A channel may name its own (config field ``dialects``). One with an address of its own at a provider
    that has one is a mirror, and mirrors are known to speak the provider's first dialect only. OpenAI's
    models that reason are best asked by Responses, which tells what they thought.
    """
    own = channel.config.get("dialects", "")
    if own:
        spoken = read_dialects(own)
    elif channel.base_url and provider.base_url and base_url(channel, provider) != provider.base_url.rstrip("/"):
        spoken = provider.dialects[:1]
    else:
        spoken = provider.dialects
    if mode is not Mode.CHAT:
        return tuple(dialect for dialect in spoken if has_path(dialect, mode))
    if Dialect.OPENAI_RESPONSES in spoken and len(spoken) > 1:
        if responses_only(model):
            return (Dialect.OPENAI_RESPONSES,)
        if provider.vendor.openai_fields and thinks(model):
            others = (dialect for dialect in spoken if dialect is not Dialect.OPENAI_RESPONSES)
            return (Dialect.OPENAI_RESPONSES, *others)
    return spoken


@cache
def adapter_at(place: str) -> Adapter:
    """The one adapter of a ``module:Class``, "" for the plain one; its module is imported now."""
    if not place:
        return Adapter()
    module, _, name = place.partition(":")
    made: Adapter = getattr(import_module(f"oneapi_desktop.providers.{module}"), name)()
    return made


def adapter_of(provider: Provider) -> Adapter:
    """What calls a provider; one per kind and program."""
    return adapter_at(provider.adapter)
