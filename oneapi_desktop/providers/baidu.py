"""Baidu ERNIE, version 1: an access token for a pair of keys, a name of its own for each model."""

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from oneapi_desktop.dialects import baidu_ernie
from oneapi_desktop.dialects.conversation import Capabilities, Dialect, ThinkingStyle
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.access_tokens import AccessToken, TokenCache
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.addressing import base_url
from oneapi_desktop.providers.hidden_errors import told_status
from oneapi_desktop.providers.oauth_exchange import exchange_token, require_private_address
from oneapi_desktop.providers.provider import Mode, Provider

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

WORKSHOP = "/rpc/2.0/ai_custom/v1/wenxinworkshop"
TOKEN_PATH = "/oauth/2.0/token"
TOKEN_REFUSED = 401
REMEDY = "use a channel of the type baidu-v2 with a key that begins with bce-v3/"

_NAMES = {
    "ERNIE-4.0": "completions_pro",
    "ERNIE-Bot-4": "completions_pro",
    "ERNIE-4.0-8K": "completions_pro",
    "ERNIE-Bot": "completions",
    "ERNIE-3.5-8K": "completions",
    "ERNIE-Bot-turbo": "eb-instant",
    "ERNIE-Lite-8K-0922": "eb-instant",
    "ERNIE-Speed": "ernie_speed",
    "ERNIE-Speed-8K": "ernie_speed",
    "ERNIE-Bot-8K": "ernie_bot_8k",
    "ERNIE-Lite-8K-0308": "ernie-lite-8k",
    "BLOOMZ-7B": "bloomz_7b1",
    "bge-large-zh": "bge_large_zh",
    "bge-large-en": "bge_large_en",
    "tao-8k": "tao_8k",
}
"""What models are called in addresses; others by their name in lower case."""


def address_name(model: str) -> str:
    """A model's name in its address."""
    return quote(_NAMES.get(model, model.lower()), safe="")


class BaiduAdapter(Adapter):
    """Exchanges the keys for a token, which goes into the address."""

    def __init__(self) -> None:
        self._tokens = TokenCache()

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        return (Dialect.BAIDU_ERNIE,) if mode in (Mode.CHAT, Mode.EMBEDDINGS) else ()

    def capabilities(self, provider: Provider, channel: Channel, dialect: Dialect, model: str) -> Capabilities:
        return Capabilities(
            model=model, images=False, files=False, audio=False, multiple=False, thinking=ThinkingStyle.NONE
        )

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        base = base_url(task.channel, task.provider)
        token = await self._token(client, base, task.secrets)
        kind = "embeddings" if task.mode is Mode.EMBEDDINGS else "chat"
        url = f"{base}{WORKSHOP}/{kind}/{address_name(task.model)}?{urlencode({'access_token': token})}"
        headers = {**task.headers, **task.secrets.headers, "Content-Type": task.content_type}
        answer: UpstreamAnswer = await client.send("POST", url, headers, task.body, proxy=task.secrets.proxy)
        answer = await told_status(answer, baidu_ernie.hidden_status)
        if answer.status == TOKEN_REFUSED:
            self._tokens.forget(_digest(base, task.secrets))
        return answer

    async def _token(self, client: "UpstreamClient", base: str, secrets: ChannelSecrets) -> str:
        """The access token. Raises InvalidInput for a key that is no pair, UpstreamFault when it is refused."""
        api_key, divider, secret_key = secrets.key.partition("|")
        if not divider or not api_key or not secret_key:
            raise InvalidInput("key", f"version 1 of Baidu wants APIKey|SecretKey; {REMEDY}")
        query = {"grant_type": "client_credentials", "client_id": api_key, "client_secret": secret_key}
        # Baidu reads them from the address only.
        url = f"{require_private_address(base, 'base_url')}{TOKEN_PATH}?{urlencode(query)}"

        async def exchange() -> AccessToken:
            return await exchange_token(client, url, {}, proxy=secrets.proxy, issuer="Baidu")

        return await self._tokens.get(_digest(base, secrets), exchange)


def _digest(base: str, secrets: ChannelSecrets) -> str:
    return hashlib.sha256(f"{base}|{secrets.key}".encode()).hexdigest()
