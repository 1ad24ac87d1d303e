"""Azure OpenAI: deployments behind an ``api-version``, or the v1 surface; key or Entra ID."""

from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import quote

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.dialects.json_reading import as_objects, as_text
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.access_tokens import AccessToken, TokenCache
from oneapi_desktop.providers.adapter import Adapter, Task
from oneapi_desktop.providers.addressing import base_url, upstream_headers
from oneapi_desktop.providers.oauth_exchange import exchange_token, require_private_address
from oneapi_desktop.providers.provider import Mode, Provider
from oneapi_desktop.providers.registry import find_provider
from oneapi_desktop.providers.side_calls import get_object, model_names

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamAnswer, UpstreamClient

AUTHORITY = "https://login.microsoftonline.com"
SCOPE = "https://cognitiveservices.azure.com/.default"
V1 = "v1"


def is_v1(channel: Channel) -> bool:
    """Whether a channel uses the surface without versions."""
    return channel.config.get("api_version", "").strip() in ("", V1)


class AzureAdapter(Adapter):
    """Calls one Azure resource."""

    def __init__(self) -> None:
        self._tokens = TokenCache()

    def dialects(self, provider: Provider, channel: Channel, mode: Mode, model: str) -> tuple[Dialect, ...]:
        spoken = super().dialects(provider, channel, mode, model)
        if is_v1(channel):
            return spoken
        # Deployments are asked in Chat Completions only.
        return tuple(dialect for dialect in spoken if dialect is Dialect.OPENAI_CHAT)

    async def send(self, client: "UpstreamClient", task: Task) -> "UpstreamAnswer":
        secrets = await self._authorized(client, task.channel, task.secrets)
        return await super().send(client, replace(task, secrets=secrets))

    async def _authorized(self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets) -> ChannelSecrets:
        """The secrets with a bearer token in place of the key where the channel signs in with Entra ID."""
        bearer = secrets.config.get("entra_token", "").strip()
        if not bearer and secrets.config.get("client_secret"):
            bearer = await self._exchanged(client, channel, secrets)
        if not bearer:
            if not secrets.key:
                raise InvalidInput("key", "the channel has neither a key nor an Entra ID sign-in; give one of them")
            return secrets
        return replace(secrets, key="", headers={"Authorization": f"Bearer {bearer}", **secrets.headers})

    async def _exchanged(self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets) -> str:
        tenant, app = channel.config.get("tenant_id", "").strip(), channel.config.get("client_id", "").strip()
        if not tenant or not app:
            missing = "tenant_id" if not tenant else "client_id"
            raise InvalidInput(f"config.{missing}", "a sign-in with client_secret needs tenant_id and client_id")
        authority = require_private_address(
            channel.config.get("authority", "").strip() or AUTHORITY, "config.authority"
        )
        scope = channel.config.get("scope", "").strip() or SCOPE
        secret = secrets.config["client_secret"]
        url = f"{authority.rstrip('/')}/{quote(tenant, safe='')}/oauth2/v2.0/token"

        async def exchange() -> AccessToken:
            form = {"grant_type": "client_credentials", "client_id": app, "client_secret": secret, "scope": scope}
            return await exchange_token(client, url, form, proxy=secrets.proxy, issuer="Entra ID")

        return await self._tokens.get(sha256(f"{url}|{app}|{scope}|{secret}".encode()).hexdigest(), exchange)

    async def list_models(
        self, client: "UpstreamClient", channel: Channel, secrets: ChannelSecrets, *, timeout: float = 30.0
    ) -> list[str]:
        """Models of the resource's v1 surface; a dated version lists the resource's base models, which
        need a deployment of the same name."""
        provider = find_provider(channel.provider)
        headers = upstream_headers(provider, await self._authorized(client, channel, secrets))
        base = base_url(channel, provider).removesuffix("/openai/v1")
        version = channel.config.get("api_version", "")
        path = "/openai/v1/models" if is_v1(channel) else f"/openai/models?api-version={quote(version, safe='')}"
        page = await get_object(client, base + path, headers, "model list", proxy=secrets.proxy, timeout=timeout)
        return model_names(as_text(entry.get("id")) for entry in as_objects(page.get("data")))
