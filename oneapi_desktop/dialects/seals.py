"""Envelopes that carry one family's proof of reasoning in another family's field.

A client hands back what it was given without looking. A seal of the client's own family is sent
bare; a foreign one is wrapped so that it is recognised when it returns: ``gw1.`` and the base64url
(no padding) of a JSON object. Nothing is signed: the upstream verifies its own seal.
"""

import base64
import binascii

import orjson

from oneapi_desktop.dialects.conversation import Seal, SealFamily, SealKind

PREFIX = "gw1."


def wrap(seal: Seal) -> str:
    """The envelope of a seal."""
    value = {
        "f": seal.family.value,
        "m": seal.model,
        "c": seal.credential,
        "k": seal.kind.value,
        "v": seal.value,
    }
    return PREFIX + base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


def unwrap(text: str) -> Seal | None:
    """The seal in an envelope; None when the text is none, or a damaged one."""
    if not text.startswith(PREFIX):
        return None
    body = text[len(PREFIX) :]
    try:
        value = orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (binascii.Error, ValueError):
        return None
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        return None
    try:
        family, kind = SealFamily(value.get("f", "")), SealKind(value.get("k", ""))
    except ValueError:
        return None
    return Seal(family, kind, value.get("v", ""), value.get("m", ""), value.get("c", ""))


def is_envelope(text: str) -> bool:
    """True for an envelope, damaged or not: such text must never go to a vendor."""
    return text.startswith(PREFIX)


def carry(seal: Seal, own: SealFamily) -> str:
    """What to write into a field of the family ``own``."""
    return seal.value if seal.family is own else wrap(seal)


def read(text: str, own: SealFamily, kind: SealKind, model: str = "", credential: str = "") -> Seal | None:
    """The seal in a field of the family ``own``; None for an empty field or a damaged envelope."""
    if not text:
        return None
    if is_envelope(text):
        return unwrap(text)
    return Seal(own, kind, text, model, credential)
