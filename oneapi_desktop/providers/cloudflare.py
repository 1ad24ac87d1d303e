"""Cloudflare Workers AI: models of one account, directly or through an AI gateway."""

import base64
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import orjson

from oneapi_desktop.dialects.conversation import Capabilities, Dialect
from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Adapter, Task, spoken_dialects
from oneapi_desktop.providers.addressing import CLOUDFLARE_GATEWAY, base_url, dialect_headers, upstream_headers
from oneapi_desktop.providers.capabilities import capabilities_of
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.reshaped_answers import WholeAnswer
from oneapi_desktop.providers.side_calls import MOST_PAGES, get_object, model_names

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

PICTURE_LIMIT = 64 * 1024 * 1024
PAGE = 100


def workers_root(channel: Channel, provider: Provider) -> str:
    """The address below which an account's models are asked. Raises InvalidInput without an account."""
    base = base_url(channel, provider)
    if base.startswith(CLOUDFLARE_GATEWAY) and base.removesuffix("/v1").endswith("/workers-ai"):
        return base.removesuffix("/v1")
    return f"{base}/client/v4/accounts/{quote(_account(channel), safe='')}/ai"


def _account(channel: Channel) -> str:
    account = channel.config.get("user_id", "").strip()
    if not account:
        raise InvalidInput("config.user_id", "the channel names no account; give the account id from the dashboard")
    return account


class CloudflareAdapter(Adapter):
    """Calls the compatible endpoints, and ``run`` for pictures and native requests."""

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        if mode is Mode.IMAGES:
            return (Dialect.CLOUDFLARE,)
        spoken = spoken_dialects(provider, channel, mode, model)
        if mode is Mode.CHAT and model.startswith("anthropic/") and not channel.config.get("dialects"):
            # Third parties' models keep their own format beside the compatible one.
            return (Dialect.ANTHROPIC, *spoken)
        return spoken

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        found = capabilities_of(provider, dialect, model)
        return replace(found, image_urls=False, file_urls=False) if dialect is not Dialect.ANTHROPIC else found

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        root = workers_root(task.channel, task.provider)
        native = task.dialect is Dialect.CLOUDFLARE
        model = quote(task.model, safe="@/:.-_")
        if native:
            url = f"{root}/{model}" if root.endswith("/workers-ai") else f"{root}/run/{model}"
        else:
            url = root + task.path
        headers = {
            **dialect_headers(task.dialect),
            **upstream_headers(task.provider, task.secrets),
            **task.headers,
            "Content-Type": task.content_type,
        }
        gateway = task.channel.config.get("gateway_id", "")
        if gateway:
            headers["cf-aig-gateway-id"] = gateway
        answer = await client.send("POST", url, headers, task.body, proxy=task.secrets.proxy)
        if native and answer.headers.get("Content-Type", "").startswith("image/"):
            try:
                picture = await answer.read_whole(PICTURE_LIMIT)
            finally:
                answer.close()
            body = orjson.dumps({"result": {"image": base64.b64encode(picture).decode()}, "success": True})
            return WholeAnswer(answer.status, answer.headers, body)
        return answer

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        """The account's models. An AI gateway has no list, so the account's own address is asked."""
        provider = find_provider(channel.provider)
        base = base_url(channel, provider)
        base = provider.base_url if base.startswith(CLOUDFLARE_GATEWAY) else base
        root = f"{base}/client/v4/accounts/{quote(_account(channel), safe='')}/ai/models/search"
        headers = upstream_headers(provider, secrets)
        names: list[str] = []
        for number in range(1, MOST_PAGES + 1):
            url = f"{root}?{urlencode({'per_page': PAGE, 'page': number})}"
            page = await get_object(client, url, headers, "model list", proxy=secrets.proxy, timeout=timeout)
            entries = as_objects(page.get("result"))
            names += [as_text(entry.get("name")) for entry in entries]
            if len(entries) < PAGE:
                break
        return model_names(names)
