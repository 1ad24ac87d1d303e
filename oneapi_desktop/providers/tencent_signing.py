"""Tencent Cloud's signature version 3, TC3-HMAC-SHA256 (Tencent Cloud API documents, "Signature v3")."""

import hashlib
import hmac
import time
from collections.abc import Mapping

ALGORITHM = "TC3-HMAC-SHA256"


def tc3_authorization(
    secret_id: str, secret_key: str, service: str, headers: Mapping[str, str], body: bytes, timestamp: int
) -> str:
    """The Authorization header of a POST to ``/``. ``headers`` are those to sign, exactly as they are sent;
    ``timestamp`` is Unix seconds, the same as in X-TC-Timestamp."""
    signed = {name.lower(): value.strip().lower() for name, value in sorted(headers.items(), key=_by_name)}
    names = ";".join(signed)
    canonical_headers = "".join(f"{name}:{value}\n" for name, value in signed.items())
    canonical = f"POST\n/\n\n{canonical_headers}\n{names}\n{_digest(body)}"
    date = time.strftime("%Y-%m-%d", time.gmtime(timestamp))
    scope = f"{date}/{service}/tc3_request"
    to_sign = f"{ALGORITHM}\n{timestamp}\n{scope}\n{_digest(canonical.encode())}"
    key = f"TC3{secret_key}".encode()
    for step in (date, service, "tc3_request"):
        key = hmac.digest(key, step.encode(), "sha256")
    signature = hmac.new(key, to_sign.encode(), "sha256").hexdigest()
    return f"{ALGORITHM} Credential={secret_id}/{scope}, SignedHeaders={names}, Signature={signature}"


def _by_name(header: tuple[str, str]) -> str:
    return header[0].lower()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
