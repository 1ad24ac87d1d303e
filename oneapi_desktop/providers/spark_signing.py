"""The signed address of iFlytek's WebSocket interfaces, by the documents on URL authentication of its open
platform: the server accepts it for five minutes around its date."""

import base64
import hmac
from email.utils import formatdate
from urllib.parse import urlencode, urlsplit

HEADERS = "host date request-line"


def signed_url(url: str, api_key: str, api_secret: str, timestamp: float) -> str:
    """The address with its authorization. ``timestamp`` is Unix seconds."""
    parts = urlsplit(url)
    date = formatdate(timestamp, usegmt=True)
    told = f"host: {parts.netloc}\ndate: {date}\nGET {parts.path} HTTP/1.1"
    signature = base64.b64encode(hmac.digest(api_secret.encode(), told.encode(), "sha256")).decode()
    fields = {"api_key": api_key, "algorithm": "hmac-sha256", "headers": HEADERS, "signature": signature}
    authorization = ", ".join(f'{name}="{value}"' for name, value in fields.items())
    query = {"authorization": base64.b64encode(authorization.encode()).decode(), "date": date, "host": parts.netloc}
    return f"{url}?{urlencode(query)}"
