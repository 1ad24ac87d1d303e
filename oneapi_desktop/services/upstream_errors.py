"""What an upstream's error answer says, in a form that may be stored and shown: no secret, one line."""

import json
import re

from oneapi_desktop.domain.channel import ChannelSecrets

MAX_TEXT = 500

KEY_LIKE = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|r8|hf)[-_][A-Za-z0-9_*\-]{8,}|\bAIza[A-Za-z0-9_\-]{20,}|(?<=[?&]key=)[^&\s\"']+"
)
"""Texts that look like keys, whoever they belong to: upstreams quote parts of the key they refuse."""

_MESSAGE_NAMES = ("message", "msg", "err", "error_msg", "detail")


def without_secrets(text: str, secrets: ChannelSecrets) -> str:
    """The text with the channel's own secrets, and anything that looks like a key, replaced."""
    hidden = [secrets.key, *secrets.key.split("|"), secrets.proxy, *secrets.headers.values(), *secrets.config.values()]
    for secret in sorted({value for value in hidden if len(value) >= 6}, key=len, reverse=True):
        text = text.replace(secret, "***")
    return KEY_LIKE.sub(lambda match: match[0][:3] + "***", text)


def error_text(status: int, body: bytes, secrets: ChannelSecrets) -> str:
    """``HTTP 401: Incorrect API key provided``, whatever the shape of the body."""
    text = without_secrets(_message(body), secrets)
    text = re.sub(r"[\x00-\x20\x7f-\x9f]+", " ", text).strip()[:MAX_TEXT]
    return f"HTTP {status}: {text}" if text else f"HTTP {status}"


def _message(body: bytes) -> str:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return re.sub(r"<[^>]*>", " ", body[:4000].decode("utf-8", "replace"))
    if isinstance(document, list) and document:
        document = document[0]
    if not isinstance(document, dict):
        return ""
    for source in (document.get("error"), document, document.get("header")):
        if isinstance(source, str):
            return source
        if isinstance(source, dict):
            for name in _MESSAGE_NAMES:
                if isinstance(source.get(name), str):
                    return str(source[name])
    return ""
