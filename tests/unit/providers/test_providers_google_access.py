"""Google credentials, exchanged at a token endpoint on loopback."""

from urllib.parse import parse_qs

import jwt
import orjson
import pytest
from cryptography.hazmat.primitives import serialization
from fake_upstream import FakeUpstream, answer
from recorded import google_credentials, private_key

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.google_access import JWT_BEARER, SCOPE, GoogleAccess, read_credentials
from oneapi_desktop.providers.upstream import UpstreamClient, UpstreamFault

TOKEN = {"access_token": "ya29.x", "expires_in": 3599}


async def test_a_service_account_signs_an_assertion_that_google_can_check(
    upstream: FakeUpstream, client: UpstreamClient
):
    upstream.script = answer(TOKEN)
    uri = f"{upstream.url}/token"
    access = GoogleAccess()
    assert await access.token(client, google_credentials("@service-account", uri)) == "ya29.x"
    form = parse_qs(upstream.requests[0].body.decode())
    assert form["grant_type"] == [JWT_BEARER]
    public = serialization.load_pem_private_key(private_key().encode(), None).public_key()
    claims = jwt.decode(form["assertion"][0], public, algorithms=["RS256"], audience=uri)
    assert claims["iss"] == "x@project-1.iam.gserviceaccount.com"
    assert claims["scope"] == SCOPE
    assert claims["exp"] - claims["iat"] == 3600
    assert jwt.get_unverified_header(form["assertion"][0])["kid"] == "k1"


async def test_a_users_refresh_token_is_exchanged(upstream: FakeUpstream, client: UpstreamClient):
    upstream.script = answer(TOKEN)
    credentials = google_credentials("@authorized-user", f"{upstream.url}/token")
    assert await GoogleAccess().token(client, credentials) == "ya29.x"
    form = parse_qs(upstream.requests[0].body.decode())
    assert form == {"grant_type": ["refresh_token"], "client_id": ["c"], "client_secret": ["s"], "refresh_token": ["r"]}


async def test_one_exchange_serves_many_requests(upstream: FakeUpstream, client: UpstreamClient):
    upstream.script = answer(TOKEN)
    access, credentials = GoogleAccess(), google_credentials("@authorized-user", f"{upstream.url}/token")
    for _ in range(3):
        await access.token(client, credentials)
    assert len(upstream.requests) == 1


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"error": "invalid_grant", "error_description": "Bad signature"}, ": Bad signature"),
        ({"error": "invalid_grant"}, ": invalid_grant"),
        (b"<html>", "(status 400)"),
        ({}, "(status 400)"),
    ],
)
async def test_refused_credentials_are_a_fault_that_says_why(
    upstream: FakeUpstream, client: UpstreamClient, body: object, says: str
):
    upstream.script = answer(body, 400)
    with pytest.raises(UpstreamFault, match="Google gave no access token") as caught:
        await GoogleAccess().token(client, google_credentials("@authorized-user", f"{upstream.url}/token"))
    assert caught.value.message.endswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("not json", "not JSON"),
        ("[]", "no JSON object"),
        ('{"type": "external_account"}', "neither service_account nor authorized_user"),
        ('{"type": "service_account", "client_email": "x"}', "private_key is missing"),
        ('{"type": "authorized_user", "client_id": "x", "client_secret": "y", "refresh_token": 5}', "refresh_token"),
    ],
)
def test_unusable_credentials_are_named(text: str, says: str):
    with pytest.raises(InvalidInput, match=says) as caught:
        read_credentials(text)
    assert caught.value.field == "config.vertex_ai_adc"


async def test_a_damaged_key_is_told_and_not_shown(client: UpstreamClient):
    account = {"type": "service_account", "client_email": "x", "private_key": "-----BEGIN SECRET"}
    with pytest.raises(InvalidInput, match="private_key is damaged") as caught:
        await GoogleAccess().token(client, orjson.dumps(account).decode())
    assert "SECRET" not in str(caught.value)


@pytest.mark.parametrize("uri", ["http://example.org/token", "ftp://example.org", "token"])
async def test_credentials_never_go_over_an_open_wire(client: UpstreamClient, uri: str):
    with pytest.raises(InvalidInput, match="https"):
        await GoogleAccess().token(client, google_credentials("@authorized-user", uri))
