"""DeepL: translation, asked as a chat."""

from typing import TYPE_CHECKING

from oneapi_desktop.dialects.conversation import Capabilities, Dialect, ThinkingStyle
from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.capabilities import capabilities_of
from oneapi_desktop.providers.provider import Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.side_calls import model_names, side_call
from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

FREE_SUFFIX = ":fx"
"""How the keys of free accounts end; they belong to a host of their own."""
PAID_HOST = "https://api.deepl.com"


def deepl_base(channel: Channel, provider: Provider, secrets: ChannelSecrets) -> str:
    """The channel's own address, else the host its key belongs to."""
    default = provider.base_url if secrets.key.endswith(FREE_SUFFIX) else PAID_HOST
    # one-api stores its default on the channel, whatever the key.
    own = "" if channel.base_url.rstrip("/") in (provider.base_url, PAID_HOST) else channel.base_url
    return (own or default).rstrip("/")


def deepl_headers(secrets: ChannelSecrets) -> dict[str, str]:
    """Authentication; the channel's own headers win."""
    return {"Authorization": f"DeepL-Auth-Key {secrets.key}", "Content-Type": "application/json", **secrets.headers}


class DeeplAdapter(Adapter):
    """Calls the translation endpoint."""

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        found = capabilities_of(provider, dialect, model)
        return Capabilities(model=found.model, tools=False, images=False, audio=False, thinking=ThinkingStyle.NONE)

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        url = deepl_base(task.channel, task.provider, task.secrets) + "/v2/translate"
        return await client.send("POST", url, deepl_headers(task.secrets), task.body, proxy=task.secrets.proxy)

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        """One name per language DeepL translates into."""
        url = deepl_base(channel, find_provider(channel.provider), secrets) + "/v2/languages?type=target"
        headers = deepl_headers(secrets)
        found = await side_call(client, "GET", url, headers, proxy=secrets.proxy, timeout=timeout)
        if found.status != 200:
            raise UpstreamFault(FaultKind.GARBAGE, f"the upstream answered its languages with status {found.status}")
        languages = as_objects(found.json())
        return model_names(
            f"deepl-{as_text(entry.get('language')).lower()}" for entry in languages if as_text(entry.get("language"))
        )
