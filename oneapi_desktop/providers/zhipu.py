"""Zhipu GLM (bigmodel.cn) and Z.ai: OpenAI's format at version 4, a format of its own before it.

Keys are ``id.secret``. At bigmodel.cn they sign a short-lived token, as Zhipu's documents say; Z.ai and
the Anthropic address take the key itself.
"""

import hashlib
import re
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from oneapi_desktop.dialects.conversation import Capabilities, Dialect, ThinkingStyle
from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.providers.access_tokens import AccessToken, TokenCache
from oneapi_desktop.providers.adapter import Adapter, Task, spoken_dialects
from oneapi_desktop.providers.addressing import base_url, dialect_headers, upstream_headers
from oneapi_desktop.providers.capabilities import capabilities_of
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.side_calls import get_object, model_names

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

ANTHROPIC_PATH = "/api/anthropic"
API_PATH = "/api/paas/v4"
FORMER_PATH = "/api/paas/v3/model-api"
LIFETIME = 3600
"""Seconds a signed token is good for."""
KEY_HOLDERS = frozenset({"api.z.ai"})
"""Hosts that take the key itself."""

_FORMER = re.compile(r"chatglm")
"""Models of version 3."""
_VERSIONED = re.compile(r"(?P<root>.*?)/api(?:/[a-z]+)*/v4$")


def api_root(channel: Channel, provider: Provider) -> str:
    """Where version 4 begins: below an origin, or the channel's address itself when it ends in ``/v4``
    (such as that of the coding plan)."""
    base = base_url(channel, provider)
    return base if base.endswith("/v4") else base + API_PATH


def signed_token(key: str, now: float) -> str:
    """The token of a key ``id.secret``: times are milliseconds since the epoch."""
    import jwt
    from jwt.algorithms import HMACAlgorithm

    class ShortSecret(HMACAlgorithm):
        """HS256 with a secret of the length that Zhipu gives out."""

        def check_key_length(self, key: bytes) -> str | None:
            return None

    signer = jwt.PyJWS(algorithms=[])
    signer.register_algorithm("HS256", ShortSecret(HMACAlgorithm.SHA256))
    id, _, secret = key.partition(".")
    milliseconds = round(now * 1000)
    claims = {"api_key": id, "exp": milliseconds + LIFETIME * 1000, "timestamp": milliseconds}
    return signer.encode(_json(claims), secret, "HS256", headers={"sign_type": "SIGN"})


def _json(claims: dict[str, Any]) -> bytes:
    import orjson

    return orjson.dumps(claims)


class ZhipuAdapter(Adapter):
    """Signs tokens and knows the addresses of both versions."""

    def __init__(self) -> None:
        self._tokens = TokenCache()

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        if mode is Mode.CHAT and _FORMER.match(model):
            return (Dialect.ZHIPU,)
        spoken = spoken_dialects(provider, channel, mode, model)
        return tuple(dialect for dialect in spoken if dialect is not Dialect.ZHIPU)

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        if dialect is Dialect.ZHIPU:
            return Capabilities(model=model, tools=False, images=False, audio=False, thinking=ThinkingStyle.NONE)
        return capabilities_of(provider, dialect, model)

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        headers = {
            **dialect_headers(task.dialect),
            **await self._authorization(task.channel, task.provider, task.secrets, task.dialect),
            **task.headers,
            "Content-Type": task.content_type,
        }
        return await client.send("POST", _url(task), headers, task.body, proxy=task.secrets.proxy)

    async def _authorization(
        self, channel: Channel, provider: Provider, secrets: ChannelSecrets, dialect: Dialect = Dialect.OPENAI_CHAT
    ) -> dict[str, str]:
        """The channel's headers, with a token in place of the key where one is wanted."""
        headers = upstream_headers(provider, secrets)
        holds_key = urlsplit(base_url(channel, provider)).hostname in KEY_HOLDERS
        if holds_key or dialect is Dialect.ANTHROPIC or headers.get("Authorization") != f"Bearer {secrets.key}":
            return headers

        async def sign() -> AccessToken:
            return AccessToken(signed_token(secrets.key, time.time()), LIFETIME)

        token = await self._tokens.get(hashlib.sha256(secrets.key.encode()).hexdigest(), sign)
        return headers | {"Authorization": f"Bearer {token}"}

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        provider = find_provider(channel.provider)
        headers = await self._authorization(channel, provider, secrets)
        url = api_root(channel, provider) + "/models"
        page = await get_object(client, url, headers, "model list", proxy=secrets.proxy, timeout=timeout)
        return model_names(as_text(entry.get("id")) for entry in as_objects(page.get("data")))


def _url(task: Task) -> str:
    root = api_root(task.channel, task.provider)
    if task.dialect is Dialect.OPENAI_CHAT:
        return root + task.path.removeprefix("/v1")
    versioned = _VERSIONED.match(root)
    origin = versioned["root"] if versioned else root.removesuffix("/v4")
    if task.dialect is Dialect.ANTHROPIC:
        return origin + ANTHROPIC_PATH + task.path
    action = "sse-invoke" if task.stream else "invoke"
    return f"{origin}{FORMER_PATH}/{quote(task.model, safe='')}/{action}"
