"""Tencent: TokenHub by OpenAI's format, and Hunyuan's former interface with signed calls."""

import time
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from oneapi_desktop.dialects import tencent_hunyuan
from oneapi_desktop.dialects.conversation import Capabilities, Dialect
from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Adapter, Task, spoken_dialects
from oneapi_desktop.providers.addressing import base_url, upstream_headers
from oneapi_desktop.providers.capabilities import capabilities_of
from oneapi_desktop.providers.hidden_errors import told_status
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.side_calls import get_object, model_names, whole_body
from oneapi_desktop.providers.tencent_signing import tc3_authorization

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

FORMER_BASE = "https://hunyuan.tencentcloudapi.com"
FORMER_HOSTS = ".tencentcloudapi.com"
SERVICE, VERSION = "hunyuan", "2023-09-01"
CONTENT_TYPE = "application/json"
_ACTIONS = {Mode.CHAT: "ChatCompletions", Mode.EMBEDDINGS: "GetEmbedding"}


def is_former(channel: Channel) -> bool:
    """Whether a channel means Hunyuan's former interface: its address says so, or its field ``dialects``."""
    host = urlsplit(channel.base_url).hostname or ""
    return host.endswith(FORMER_HOSTS) or channel.config.get("dialects", "").strip() == Dialect.TENCENT_HUNYUAN.value


class TencentAdapter(Adapter):
    """Sends a bearer key to TokenHub, and signs calls of the former interface."""

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        if is_former(channel):
            return (Dialect.TENCENT_HUNYUAN,) if mode in _ACTIONS else ()
        spoken = spoken_dialects(provider, channel, mode, model)
        return tuple(dialect for dialect in spoken if dialect is not Dialect.TENCENT_HUNYUAN)

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        found = capabilities_of(provider, dialect, model)
        if dialect is Dialect.TENCENT_HUNYUAN:
            return replace(found, files=False, file_urls=False, audio=False, multiple=False)
        return found

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        if task.dialect is not Dialect.TENCENT_HUNYUAN:
            _refuse_pair(task.secrets)
            return await super().send(client, task)
        action = _ACTIONS.get(task.mode)
        if action is None:
            raise InvalidInput("model", f"{task.provider.label} has no endpoint for {task.mode.value}")
        base = (task.channel.base_url or FORMER_BASE).rstrip("/")
        body = await whole_body(task.body)
        headers = {**task.headers, **_signed(task.secrets, urlsplit(base).netloc, action, body), **task.secrets.headers}
        answer = await client.send("POST", f"{base}/", headers, body, proxy=task.secrets.proxy)
        return await told_status(answer, tencent_hunyuan.hidden_status)

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        """The models of TokenHub that are online."""
        if is_former(channel):
            raise InvalidInput("models", "the former interface of Hunyuan has no list; name the models yourself")
        _refuse_pair(secrets)
        provider = find_provider(channel.provider)
        url = f"{base_url(channel, provider).removesuffix('/v1')}/v1/models"
        headers = upstream_headers(provider, secrets)
        page = await get_object(client, url, headers, "model list", proxy=secrets.proxy, timeout=timeout)
        listed = as_objects(page.get("data"))
        return model_names(as_text(one.get("id")) for one in listed if one.get("status", "online") == "online")


def _refuse_pair(secrets: ChannelSecrets) -> None:
    if secrets.key.count("|") == 2:
        raise InvalidInput(
            "key",
            "AppId|SecretId|SecretKey belongs to Hunyuan's former interface, which Tencent has shut down; give an API "
            f"key of TokenHub, or the address {FORMER_BASE} where it still answers you",
        )


def _signed(secrets: ChannelSecrets, host: str, action: str, body: bytes) -> dict[str, str]:
    """The headers of a signed call. Raises InvalidInput for a key that is not of three parts."""
    parts = secrets.key.split("|")
    if len(parts) != 3 or not all(parts):
        raise InvalidInput("key", "the former interface of Hunyuan wants AppId|SecretId|SecretKey")
    now = int(time.time())
    signed = {"Content-Type": CONTENT_TYPE, "Host": host, "X-TC-Action": action}
    authorization = tc3_authorization(parts[1], parts[2], SERVICE, signed, body, now)
    return signed | {"X-TC-Version": VERSION, "X-TC-Timestamp": str(now), "Authorization": authorization}
