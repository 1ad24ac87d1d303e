"""Identifiers of answers and tool calls, in each vendor's form."""

import re
import secrets
from hashlib import sha256

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PLAIN = re.compile(r"[A-Za-z0-9_-]+")


def base62(length: int) -> str:
    """Random letters and digits, drawn in one number: one system call, whatever the length."""
    number = secrets.randbits(6 * length)
    digits: list[str] = []
    for _ in range(length):
        number, digit = divmod(number, 62)
        digits.append(_BASE62[digit])
    return "".join(digits)


def completion_id() -> str:
    """A Chat Completions answer's id."""
    return "chatcmpl-" + base62(29)


def message_id() -> str:
    """An Anthropic message's id."""
    return "msg_" + base62(24)


def response_id() -> str:
    """An OpenAI response's id."""
    return "resp_" + secrets.token_hex(24)


def item_id(prefix: str) -> str:
    """The id of one item of an OpenAI response; ``prefix`` tells its type (``msg``, ``rs``, ``fc`` …)."""
    return f"{prefix}_{secrets.token_hex(24)}"


def call_id() -> str:
    """A tool call's id, for upstreams that give none."""
    return "call_" + base62(24)


def fitting_call_id(id: str, *, limit: int, prefix: str) -> str:
    """The id itself when it is plain and short enough, else a replacement that depends on nothing
    but the id, so that a call and its result agree without a table."""
    if len(id) <= limit and _PLAIN.fullmatch(id):
        return id
    return prefix + sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def nine_character_id(id: str) -> str:
    """The id itself when it is nine alphanumerics, else nine that depend on nothing but the id."""
    if len(id) == 9 and id.isascii() and id.isalnum():
        return id
    return sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:9]
