"""OAuth 2 token endpoints: a form goes out, an access token comes back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from oneapi_desktop.dialects.json_reading import as_object, as_text
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.access_tokens import AccessToken
from oneapi_desktop.providers.side_calls import side_call
from oneapi_desktop.providers.upstream import FaultKind, UpstreamFault

if TYPE_CHECKING:
    from oneapi_desktop.providers.upstream import UpstreamClient

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DEFAULT_LIFETIME = 3600.0
LONGEST_REASON = 300


def require_private_address(url: str, field: str) -> str:
    """A token endpoint's address, which must keep credentials off the open wire. Raises InvalidInput."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return url
    raise InvalidInput(field, "the token endpoint must be an https address")


async def exchange_token(
    client: "UpstreamClient", url: str, form: Mapping[str, str], *, proxy: str, issuer: str
) -> AccessToken:
    """Ask a token endpoint. ``issuer`` is its name in messages. Raises UpstreamFault: the credentials are
    refused, or no answer came."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    found = await side_call(client, "POST", url, headers, urlencode(form).encode(), proxy=proxy)
    document = as_object(found.json())
    value = as_text(document.get("access_token"))
    if found.status != 200 or not value:
        told = as_text(document.get("error_description")) or as_text(document.get("error"))
        reason = f": {told[:LONGEST_REASON]}" if told else ""
        raise UpstreamFault(FaultKind.GARBAGE, f"{issuer} gave no access token (status {found.status}){reason}")
    lifetime = document.get("expires_in")
    try:
        seconds = float(lifetime) if isinstance(lifetime, int | float | str) else DEFAULT_LIFETIME
    except ValueError:
        seconds = DEFAULT_LIFETIME
    return AccessToken(value, seconds)
