"""GitHub Models: OpenAI's chats under ``/inference``, a catalogue beside it."""

from typing import TYPE_CHECKING

from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.providers.adapter import Adapter
from oneapi_desktop.providers.addressing import base_url, upstream_headers
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.side_calls import model_names, side_call
from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamClient


class GithubModelsAdapter(Adapter):
    """Calls GitHub Models."""

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        provider = find_provider(channel.provider)
        root = base_url(channel, provider)
        # Inference may be attributed to an organisation; the catalogue is one for all.
        root = root[: root.rindex("/inference")] if "/inference" in root else root
        root = root.partition("/orgs/")[0]
        headers = upstream_headers(provider, secrets)
        url = f"{root}/catalog/models"
        found = await side_call(client, "GET", url, headers, proxy=secrets.proxy, timeout=timeout)
        if found.status != 200:
            raise UpstreamFault(FaultKind.GARBAGE, f"the upstream answered its model list with status {found.status}")
        return model_names(as_text(entry.get("id")) for entry in as_objects(found.json()))
