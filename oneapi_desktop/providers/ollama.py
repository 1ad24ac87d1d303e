"""Ollama: its own format and the compatible ones, on this machine or in its cloud."""

from typing import TYPE_CHECKING

from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.providers.adapter import Adapter
from oneapi_desktop.providers.addressing import base_url, upstream_headers
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.side_calls import get_object, model_names

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamClient


class OllamaAdapter(Adapter):
    """Calls an Ollama server."""

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        """The models that were pulled."""
        provider = find_provider(channel.provider)
        url, headers = f"{base_url(channel, provider)}/api/tags", upstream_headers(provider, secrets)
        page = await get_object(client, url, headers, "model list", proxy=secrets.proxy, timeout=timeout)
        return model_names(as_text(entry.get("name")) for entry in as_objects(page.get("models")))
