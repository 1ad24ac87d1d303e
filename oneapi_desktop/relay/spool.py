"""Multipart bodies on disk: read for a few fields, sent from disk as often as needed."""

import asyncio
import mmap
import tempfile
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from oneapi_desktop.dialects import multipart
from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.relay.inbound import SpooledBody

PIECE = 256 * 1024
IN_MEMORY = 1024 * 1024
"""Bytes up to which a temporary file stays in memory."""


def new_spool() -> IO[bytes]:
    """A temporary file that moves to disk when it grows."""
    return tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)


@dataclass(slots=True)
class Form:
    """The text fields of a spooled form, and where its ``model`` lies."""

    fields: dict[str, str] = field(default_factory=dict)
    model: multipart.Field | None = None
    file_bytes: int = 0


def _scan(body: bytes | mmap.mmap, boundary: bytes) -> Form:
    form = Form()
    for part in multipart.find_fields(body, boundary):
        if part.is_file:
            form.file_bytes += part.end - part.start
            continue
        form.fields[part.name] = multipart.text_of(body, part)
        if part.name == "model":
            form.model = part
    return form


def _read_form(spooled: SpooledBody) -> Form:
    boundary = multipart.boundary_of(spooled.content_type)
    file = spooled.file
    if spooled.size <= IN_MEMORY:
        file.seek(0)
        return _scan(file.read(), boundary)
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as body:
        return _scan(body, boundary)


async def read_form(spooled: SpooledBody) -> Form:
    """The form's text fields. Raises RequestError (400) for a malformed body."""
    try:
        return await asyncio.to_thread(_read_form, spooled)
    except multipart.MultipartError as error:
        raise RequestError(ErrorKind.INVALID_REQUEST, str(error), code="invalid_multipart") from None


@dataclass(frozen=True, slots=True)
class SpooledUpload:
    """A spooled body as an upload, with some of its bytes replaced: ``patch`` is (start, end, bytes)."""

    spooled: SpooledBody
    patch: tuple[int, int, bytes] | None = None

    @property
    def size(self) -> int:
        """Bytes that ``chunks`` yields in all."""
        if self.patch is None:
            return self.spooled.size
        start, end, new = self.patch
        return self.spooled.size - (end - start) + len(new)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body from its start; reads happen off the loop."""
        if self.patch is None:
            ranges: list[tuple[int, int] | bytes] = [(0, self.spooled.size)]
        else:
            start, end, new = self.patch
            ranges = [(0, start), new, (end, self.spooled.size)]
        for piece in ranges:
            if isinstance(piece, bytes):
                yield piece
                continue
            position, stop = piece
            while position < stop:
                data = await asyncio.to_thread(self._read, position, min(PIECE, stop - position))
                if not data:
                    return
                position += len(data)
                yield data

    def _read(self, position: int, count: int) -> bytes:
        self.spooled.file.seek(position)
        return self.spooled.file.read(count)


def upload(spooled: SpooledBody, form: Form, fields: Mapping[str, str]) -> SpooledUpload:
    """The upload with its ``model`` field replaced when ``fields`` names another."""
    new = fields.get("model")
    if new is None or form.model is None:
        return SpooledUpload(spooled)
    return SpooledUpload(spooled, (form.model.start, form.model.end, new.encode()))
