"""Where a request goes: the URL and headers of one call to a channel's upstream."""

import re
from urllib.parse import quote

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.provider import Mode, Provider, UrlRule
from oneapi_desktop.providers.wire_paths import client_path

_VERSION = re.compile(r"/v\d+(?:alpha|beta)?$")
CLOUDFLARE_GATEWAY = "https://gateway.ai.cloudflare.com"


def base_url(channel: Channel, provider: Provider) -> str:
    """The channel's own base URL, else the provider's, without trailing slash."""
    return (channel.base_url or provider.base_url).rstrip("/")


def upstream_url(
    channel: Channel,
    provider: Provider,
    mode: Mode,
    path: str,
    model: str,
    dialect: Dialect = Dialect.OPENAI_CHAT,
) -> str:
    """The address for a client path such as ``/v1/chat/completions`` of a dialect.

    Raises InvalidInput when the provider has no address for the mode.
    """
    base = base_url(channel, provider)
    if provider.url_rule is UrlRule.IN_PROCESS:
        return path
    own_path = provider.dialect_paths.get(dialect)
    if own_path is not None:
        return _dialect_url(base, own_path, dialect, mode, path)
    if provider.url_rule is UrlRule.AZURE:
        return _azure_url(channel, base, mode, path, model)
    if provider.url_rule is UrlRule.OWN_PATHS:
        own = provider.paths.get(mode)
        if own is None:
            raise InvalidInput("model", f"{provider.label} has no endpoint for {mode.value}")
        return base + own
    if not path.startswith("/v1/"):
        # Other dialects have versions of their own, or none; an SDK's base of this server may end in /v1.
        return _VERSION.sub("", base) + path
    without_version = path.removeprefix("/v1")
    if provider.url_rule is UrlRule.SDK_BASE or base.startswith(CLOUDFLARE_GATEWAY):
        return base + without_version
    # People paste what their SDK uses; an origin that already ends in /v1 must not get a second one.
    return base + without_version if base.endswith("/v1") else base + path


def _dialect_url(base: str, own_path: str, dialect: Dialect, mode: Mode, path: str) -> str:
    """The address of a dialect that lives beside the provider's main one. ``own_path`` is that of its
    chats; its other endpoints lie below the same root."""
    root = own_path if "://" in own_path else base + own_path
    if mode is not Mode.CHAT:
        usual = client_path(dialect, Mode.CHAT, "")
        root = root.removesuffix(usual) + path if root.endswith(usual) else root + "/" + path.rpartition("/")[2]
    return root


def _azure_url(channel: Channel, base: str, mode: Mode, path: str, model: str) -> str:
    task = path.removeprefix("/v1/")
    version = channel.config.get("api_version", "")
    if not version or version == "v1":
        root = base if re.search(r"/openai/v1$", base) else f"{base}/openai/v1"
        return f"{root}/{task}"
    deployment = model if mode is Mode.IMAGES else model.replace(".", "")
    prefix = "" if base.startswith(CLOUDFLARE_GATEWAY) else "/openai/deployments"
    return f"{base}{prefix}/{quote(deployment, safe='')}/{task}?api-version={quote(version, safe='')}"


def dialect_headers(dialect: Dialect) -> dict[str, str]:
    """Headers that every speaker of a dialect sends; a provider's, a channel's and a client's own win."""
    return {"anthropic-version": "2023-06-01"} if dialect is Dialect.ANTHROPIC else {}


def upstream_headers(provider: Provider, secrets: ChannelSecrets) -> dict[str, str]:
    """Authentication and fixed headers; the channel's own headers win."""
    headers = dict(provider.extra_headers)
    if secrets.key:
        bearer = provider.bearer and provider.key_header == "Authorization"
        headers[provider.key_header] = f"Bearer {secrets.key}" if bearer else secrets.key
    own = {name.lower() for name in secrets.headers}
    headers = {name: value for name, value in headers.items() if name.lower() not in own}
    headers.update(secrets.headers)
    return headers
