"""Google AI Studio: Gemini in its own format, by API key."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from oneapi_desktop.dialects.json_reading import as_list, as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.addressing import base_url, upstream_headers
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.side_calls import MOST_PAGES, get_object, model_names

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

DEFAULT_VERSION = "v1beta"
"""The version with every feature; the channel's ``api_version`` chooses another."""

_VERSION = re.compile(r"^/v1(?:beta|alpha)?/")
_USABLE = frozenset({"generateContent", "embedContent", "batchEmbedContents", "predict", "bidiGenerateContent"})


def _version(channel: Channel) -> str:
    return channel.config.get("api_version", "").strip("/ ") or DEFAULT_VERSION


class GeminiAdapter(Adapter):
    """Calls generateContent and its kin under the API version of the channel."""

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        return await super().send(client, replace(task, path=_VERSION.sub(f"/{_version(task.channel)}/", task.path)))

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        provider = find_provider(channel.provider)
        url = f"{base_url(channel, provider)}/{_version(channel)}/models"
        names: list[str] = []
        token = ""
        for _ in range(MOST_PAGES):
            query = {"pageSize": "1000", **({"pageToken": token} if token else {})}
            page = await get_object(
                client,
                f"{url}?{urlencode(query)}",
                upstream_headers(provider, secrets),
                "model list",
                proxy=secrets.proxy,
                timeout=timeout,
            )
            for entry in as_objects(page.get("models")):
                methods = as_list(entry.get("supportedGenerationMethods"))
                if not methods or not _USABLE.isdisjoint(method for method in methods if isinstance(method, str)):
                    names.append(as_text(entry.get("name")).removeprefix("models/"))
            token = as_text(page.get("nextPageToken"))
            if not token:
                break
        return model_names(names)
