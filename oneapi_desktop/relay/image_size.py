"""Width and height of a picture from the first bytes of its file: PNG, JPEG, GIF, WebP.

Pure reading of headers: nothing is decoded, nothing is fetched, any bytes are safe.
"""

import base64
import binascii
import re
import struct

HEADER_CHARACTERS = 400_000
"""Base64 characters looked at: a JPEG may carry several 64 KB segments before its size."""

_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_DATA_URL = re.compile(r"data:[^,;]{0,100}(?:;[^,;]{0,100}){0,4},", re.IGNORECASE)


def data_url_size(url: str) -> tuple[int, int] | None:
    """(width, height) of a picture in a base64 data URL; None when it is no such URL or unreadable."""
    head = _DATA_URL.match(url)
    if head is None or not head[0].lower().endswith(";base64,"):
        return None
    text = re.sub(r"\s+", "", url[head.end() : head.end() + HEADER_CHARACTERS])
    try:
        return image_size(base64.b64decode(text[: len(text) // 4 * 4]))
    except (binascii.Error, ValueError):
        return None


def image_size(content: bytes) -> tuple[int, int] | None:
    """(width, height) of the picture that begins with these bytes; None when they do not tell."""
    try:
        size = _read(content)
    except (struct.error, IndexError):
        return None
    return size if size and size[0] > 0 and size[1] > 0 else None


def _read(content: bytes) -> tuple[int, int] | None:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        width, height = struct.unpack_from(">II", content, 16)
        return width, height
    if content.startswith((b"GIF87a", b"GIF89a")):
        width, height = struct.unpack_from("<HH", content, 6)
        return width, height
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _webp(content)
    if content.startswith(b"\xff\xd8"):
        return _jpeg(content)
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    kind = content[12:16]
    if kind == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and content[20] == 0x2F:
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8X" and len(content) >= 30:
        return int.from_bytes(content[24:27], "little") + 1, int.from_bytes(content[27:30], "little") + 1
    return None


def _jpeg(content: bytes) -> tuple[int, int] | None:
    position = 2
    while True:
        if content[position] != 0xFF:
            return None
        marker = content[position + 1]
        if marker == 0xFF:
            # Markers may be preceded by any number of fill bytes.
            position += 1
        elif marker in _JPEG_BARE:
            position += 2
        elif marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, position + 5)
            return width, height
        else:
            (length,) = struct.unpack_from(">H", content, position + 2)
            if length < 2 or marker == 0xDA:
                return None
            position += 2 + length
