"""Anthropic's own API."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.addressing import base_url, dialect_headers, upstream_headers
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.side_calls import MOST_PAGES, get_object, model_names

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

BETA = "anthropic-beta"
OAUTH_PREFIX = "sk-ant-oat"
"""Keys that are access tokens of a subscription go as bearer."""


class AnthropicAdapter(Adapter):
    """Calls the Messages API with the betas of client and channel."""

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        secrets = _bearer_if_token(task.secrets)
        betas = _union(_own(secrets.headers, BETA), _own(task.headers, BETA))
        secrets = replace(secrets, headers=_without(secrets.headers, BETA))
        headers = _without(task.headers, BETA)
        if betas:
            headers[BETA] = betas
        return await super().send(client, replace(task, secrets=secrets, headers=headers))

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        provider = find_provider(channel.provider)
        base = base_url(channel, provider).removesuffix("/v1")
        headers = {**dialect_headers(Dialect.ANTHROPIC), **upstream_headers(provider, _bearer_if_token(secrets))}
        names: list[str] = []
        after = ""
        for _ in range(MOST_PAGES):
            query = {"limit": "1000", **({"after_id": after} if after else {})}
            url = f"{base}/v1/models?{urlencode(query)}"
            page = await get_object(client, url, headers, "model list", proxy=secrets.proxy, timeout=timeout)
            names += [as_text(entry.get("id")) for entry in as_objects(page.get("data"))]
            after = as_text(page.get("last_id"))
            if page.get("has_more") is not True or not after:
                break
        return model_names(names)


def _bearer_if_token(secrets: ChannelSecrets) -> ChannelSecrets:
    if not secrets.key.startswith(OAUTH_PREFIX):
        return secrets
    return replace(secrets, key="", headers={"Authorization": f"Bearer {secrets.key}", **secrets.headers})


def _own(headers: Mapping[str, str], name: str) -> str:
    """A header's value whatever the case of its name, "" when it is absent."""
    return next((value for key, value in headers.items() if key.lower() == name), "")


def _without(headers: Mapping[str, str], name: str) -> dict[str, str]:
    """The headers but for one."""
    return {key: value for key, value in headers.items() if key.lower() != name}


def _union(*lists: str) -> str:
    """Comma lists as one, each entry once."""
    entries = (entry.strip() for text in lists for entry in text.split(","))
    return ",".join(dict.fromkeys(entry for entry in entries if entry))
