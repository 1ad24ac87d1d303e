"""Cohere: its own format, version 2. Only the model list differs from a plain provider."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from oneapi_desktop.dialects.conversation import Capabilities, Dialect, ThinkingStyle
from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.providers.adapter import Adapter
from oneapi_desktop.providers.addressing import base_url, upstream_headers
from oneapi_desktop.providers.capabilities import capabilities_of
from oneapi_desktop.providers.provider import Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.side_calls import MOST_PAGES, get_object, model_names

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamClient

_WITHOUT_THINKING = re.compile(r"command-(?:r|light|nightly|a-03-2025|a-vision|a-translate)|c4ai-")
"""Models that refuse the field ``thinking``."""


class CohereAdapter(Adapter):
    """Calls Cohere."""

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        found = capabilities_of(provider, dialect, model)
        if _WITHOUT_THINKING.match(model):
            found = replace(found, thinking=ThinkingStyle.NONE)
        return found

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        provider = find_provider(channel.provider)
        names: list[str] = []
        token = ""
        for _ in range(MOST_PAGES):
            query = {"page_size": "1000", **({"page_token": token} if token else {})}
            page = await get_object(
                client,
                f"{base_url(channel, provider)}/v1/models?{urlencode(query)}",
                upstream_headers(provider, secrets),
                "model list",
                proxy=secrets.proxy,
                timeout=timeout,
            )
            models = as_objects(page.get("models"))
            names += [as_text(entry.get("name")) for entry in models if not entry.get("is_deprecated")]
            token = as_text(page.get("next_page_token"))
            if not token:
                break
        return model_names(names)
