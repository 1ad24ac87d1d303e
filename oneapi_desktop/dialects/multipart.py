"""Finding small fields inside a multipart/form-data body without holding it in memory (RFC 7578).

The body is scanned where it lies (bytes or a memory-mapped file); file parts are skipped, never copied.
"""

import re
from dataclasses import dataclass
from mmap import mmap

FIELD_LIMIT = 64 * 1024
"""Bytes a text field may have to be read."""
HEADER_LIMIT = 16 * 1024

_BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,70})"|([^;\s"]{1,70}))', re.IGNORECASE)
_NAME = re.compile(rb'[;\s]name=(?:"((?:[^"\\\r\n]|\\.)*)"|([^;\s"]+))', re.IGNORECASE)
_FILENAME = re.compile(rb"[;\s]filename\*?=", re.IGNORECASE)


class MultipartError(ValueError):
    """The body is no well-formed multipart/form-data; the message says why."""


@dataclass(frozen=True, slots=True)
class Field:
    """A part: its name, and where its content lies in the body."""

    name: str
    start: int
    end: int
    is_file: bool


def boundary_of(content_type: str) -> bytes:
    """The boundary of a Content-Type. Raises MultipartError."""
    if not content_type.lower().startswith("multipart/form-data"):
        raise MultipartError("send this endpoint a multipart/form-data body")
    match = _BOUNDARY.search(content_type)
    if not match:
        raise MultipartError("the Content-Type names no multipart boundary")
    return (match[1] or match[2]).encode("latin-1", "replace")


def find_fields(body: bytes | mmap, boundary: bytes) -> list[Field]:
    """All parts in order. Raises MultipartError for a body that does not end properly."""
    delimiter = b"--" + boundary
    fields: list[Field] = []
    position = body.find(delimiter)
    if position != 0 and body[max(0, position - 2) : max(0, position)] != b"\r\n":
        raise MultipartError("the body does not begin with its multipart boundary")
    while True:
        position += len(delimiter)
        if body[position : position + 2] == b"--":
            return fields
        line_end = body.find(b"\r\n", position, position + 1024)
        headers_end = body.find(b"\r\n\r\n", position, position + HEADER_LIMIT)
        if line_end < 0 or headers_end < 0:
            raise MultipartError("a part of the multipart body has no end of its headers")
        headers = body[line_end:headers_end]
        start = headers_end + 4
        end = body.find(b"\r\n" + delimiter, start - 2)
        if end < 0:
            raise MultipartError("the multipart body ends inside a part")
        match = _NAME.search(headers)
        name = (match[1] or match[2] or b"").decode("utf-8", "replace") if match else ""
        fields.append(Field(name, start, max(start, end), bool(_FILENAME.search(headers))))
        if len(fields) > 1000:
            raise MultipartError("the multipart body has more than 1000 parts")
        position = end + 2


def text_of(body: bytes | mmap, field: Field) -> str:
    """The content of a text field, shortened to FIELD_LIMIT bytes."""
    return body[field.start : min(field.end, field.start + FIELD_LIMIT)].decode("utf-8", "replace")
