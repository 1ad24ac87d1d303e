"""``thoughtSignature``: bytes in base64, which a client decodes and encodes again in either alphabet.

Google's own are kept as the text that came. Another family's seal travels as the base64 of its
envelope.
"""

import base64
import binascii

from oneapi_desktop.dialects.conversation import Seal, SealFamily, SealKind
from oneapi_desktop.dialects.seals import PREFIX, unwrap, wrap

_ENVELOPE = base64.b64encode(PREFIX.encode() + b"\0").decode()[:5]
"""How the base64 of every envelope begins."""

SKIPPED = "skip_thought_signature_validator"
"""What Google accepts in place of a signature on a call that another model made (dialects document,
section 4.9)."""


def read_signature(value: str, model: str = "", credential: str = "") -> Seal | None:
    """The seal of a ``thoughtSignature``; None for an empty one, a damaged envelope, or the stand-in."""
    if not value or value == SKIPPED:
        return None
    if value.startswith(_ENVELOPE):
        plain = value.rstrip("=").replace("-", "+").replace("_", "/")
        try:
            return unwrap(base64.b64decode(plain + "=" * (-len(plain) % 4)).decode("ascii"))
        except (binascii.Error, ValueError):
            return None
    return Seal(SealFamily.GOOGLE, SealKind.THOUGHT_SIGNATURE, value, model, credential)


def write_signature(seal: Seal) -> str:
    """What a client of this dialect is given to hand back."""
    if seal.family is SealFamily.GOOGLE:
        return seal.value
    return base64.b64encode(wrap(seal).encode()).decode()
