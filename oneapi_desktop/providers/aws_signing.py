"""Signature Version 4, made by botocore, and the credentials it needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from botocore.auth import SigV4Auth  # type: ignore[import-untyped]
from botocore.awsrequest import AWSRequest  # type: ignore[import-untyped]
from botocore.credentials import Credentials  # type: ignore[import-untyped]


@dataclass(frozen=True, slots=True)
class AwsKeys:
    """A key pair of an AWS account; ``session_token`` belongs to temporary ones."""

    access_key: str
    secret_key: str = field(repr=False)
    session_token: str = field(default="", repr=False)


def signed_headers(
    keys: AwsKeys, method: str, url: str, headers: Mapping[str, str], body: bytes, *, region: str, service: str
) -> dict[str, str]:
    """The headers to send: the given ones and the signature's. The URL must be sent exactly as it is
    given here, the body too; headers that are added later are not signed."""
    request = AWSRequest(method=method, url=url, data=body, headers=dict(headers))
    credentials = Credentials(keys.access_key, keys.secret_key, keys.session_token or None)
    SigV4Auth(credentials, service, region).add_auth(request)
    return dict(request.headers.items())
