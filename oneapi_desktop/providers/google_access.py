"""Access to Google Cloud with a service account's key or a user's application default credentials.

The assertion is signed by google-auth; the exchange goes through the gateway's own transport, so that a
channel's proxy and the time limits apply.
"""

import asyncio
import time
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import orjson
from google.auth import crypt, jwt

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.access_tokens import AccessToken, TokenCache
from oneapi_desktop.providers.oauth_exchange import exchange_token, require_private_address

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamClient

SCOPE = "https://www.googleapis.com/auth/cloud-platform"
TOKEN_URI = "https://oauth2.googleapis.com/token"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ASSERTION_LIFETIME = 3600
"""Seconds an assertion is good for; Google accepts no more."""
FIELD = "config.vertex_ai_adc"


def read_credentials(text: str) -> dict[str, Any]:
    """The credentials in a JSON text. Raises InvalidInput naming what is missing; never shows the text."""
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise InvalidInput(FIELD, "is not JSON; paste the whole key file of the service account") from None
    if not isinstance(found, dict):
        raise InvalidInput(FIELD, "is no JSON object; paste the whole key file of the service account")
    needed = {
        "service_account": ("client_email", "private_key"),
        "authorized_user": ("client_id", "client_secret", "refresh_token"),
    }
    kind = found.get("type")
    if kind not in needed:
        raise InvalidInput(FIELD, "its type is neither service_account nor authorized_user; use one of these")
    for name in needed[str(kind)]:
        if not isinstance(found.get(name), str) or not found[name]:
            raise InvalidInput(FIELD, f"{name} is missing; paste the whole file")
    return found


class GoogleAccess:
    """Access tokens of Google credentials, cached by what is in them."""

    def __init__(self) -> None:
        self._tokens = TokenCache()

    async def token(self, client: "UpstreamClient", credentials: str, *, proxy: str = "") -> str:
        """A bearer token. Raises InvalidInput for unusable credentials, UpstreamFault when Google
        refuses them or does not answer."""

        async def exchange() -> AccessToken:
            info = read_credentials(credentials)
            uri = require_private_address(str(info.get("token_uri") or TOKEN_URI), FIELD)
            form = await asyncio.to_thread(_grant, info, uri)
            return await exchange_token(client, uri, form, proxy=proxy, issuer="Google")

        return await self._tokens.get(sha256(credentials.encode()).hexdigest(), exchange)


def _grant(info: dict[str, Any], uri: str) -> dict[str, str]:
    """The form that asks for a token; signing takes a moment."""
    if info["type"] == "authorized_user":
        return {
            "grant_type": "refresh_token",
            "client_id": info["client_id"],
            "client_secret": info["client_secret"],
            "refresh_token": info["refresh_token"],
        }
    try:
        signer = crypt.RSASigner.from_service_account_info(info)  # type: ignore[no-untyped-call]
    except (ValueError, TypeError):
        raise InvalidInput(FIELD, "its private_key is damaged; paste the whole key file again") from None
    now = int(time.time())
    claims = {"iss": info["client_email"], "scope": SCOPE, "aud": uri, "iat": now, "exp": now + ASSERTION_LIFETIME}
    assertion = jwt.encode(signer, claims)  # type: ignore[no-untyped-call]
    return {"grant_type": JWT_BEARER, "assertion": assertion.decode()}
