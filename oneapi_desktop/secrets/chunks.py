"""Values cut into pieces that every keyring can hold.

Windows Credential Manager holds 2560 bytes of UTF-16 per entry (``CRED_MAX_CREDENTIAL_BLOB_SIZE``),
so a piece is at most 1000 characters, and always ASCII: Windows drops a leading byte order mark, and
other keyrings normalise text. The first piece carries a header,

    ``oad1:<generation>:<count of further pieces>:<form>:<digest>:`` + text

where ``generation`` is ``a`` or ``b`` (the names of further pieces contain it, so that a new value
never overwrites a piece of the old one), ``form`` is ``t`` (plain text) or ``b`` (base64 of UTF-8),
and ``digest`` the first 16 hex digits of the value's SHA-256.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

PIECE_CHARACTERS = 1000
MAX_PIECES = 1000
_HEADER = re.compile(r"oad1:([ab]):(\d{1,4}):([tb]):([0-9a-f]{16}):")


class DamagedChunks(Exception):
    """Pieces that do not form a value."""


@dataclass(frozen=True, slots=True, repr=False)
class Head:
    """What the first piece says."""

    generation: str
    count: int
    form: str
    digest: str
    text: str


def cut(value: str, generation: str) -> tuple[str, list[str]]:
    """The first piece, and the further ones in order. ``value`` must be valid Unicode."""
    plain = value.isascii() and value.isprintable()
    text = value if plain else base64.b64encode(value.encode()).decode()
    form = "t" if plain else "b"
    room = PIECE_CHARACTERS - len(f"oad1:a:9999:t:{'0' * 16}:")
    rest = text[room:]
    pieces = [rest[at : at + PIECE_CHARACTERS] for at in range(0, len(rest), PIECE_CHARACTERS)]
    return f"oad1:{generation}:{len(pieces)}:{form}:{_digest(value)}:{text[:room]}", pieces


def read_head(piece: str) -> Head:
    """The first piece taken apart. Raises DamagedChunks."""
    match = _HEADER.match(piece)
    if match is None or int(match[2]) > MAX_PIECES:
        raise DamagedChunks
    return Head(match[1], int(match[2]), match[3], match[4], piece[match.end() :])


def join(head: Head, further: Callable[[int], str | None]) -> str:
    """The value. ``further`` gives piece 1, 2, …; None when it is missing. Raises DamagedChunks."""
    texts = [head.text]
    for number in range(1, head.count + 1):
        piece = further(number)
        if piece is None:
            raise DamagedChunks
        texts.append(piece)
    text = "".join(texts)
    try:
        value = text if head.form == "t" else base64.b64decode(text, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise DamagedChunks from None
    if _digest(value) != head.digest:
        raise DamagedChunks
    return value


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()[:16]
