"""Reading request bodies within the limit: JSON into memory, multipart onto disk."""

import asyncio

from aiohttp import web
from aiohttp.http_exceptions import ContentEncodingError, HttpProcessingError

from oneapi_desktop.domain.errors import ErrorKind, RequestError
from oneapi_desktop.relay.inbound import SpooledBody
from oneapi_desktop.relay.spool import new_spool

WRITE_OFF_LOOP = 512 * 1024
UNREADABLE = "invalid_body"
"""Code of the refusal after which the connection is of no more use."""


def _too_large(limit_mb: int) -> RequestError:
    return RequestError(
        ErrorKind.TOO_LARGE,
        f"the request body is larger than {limit_mb} MiB; send less, or raise the setting body_limit_mb",
    )


def _unreadable(request: web.Request, error: Exception) -> RequestError:
    # The server would read what is left of the body before the next request; nothing can be read from it.
    request.content.feed_eof()
    compressed = isinstance(error, ContentEncodingError) or "encoding" in str(error).lower()
    what = "its Content-Encoding does not fit its bytes" if compressed else "it broke off"
    return RequestError(ErrorKind.INVALID_REQUEST, f"the request body cannot be read: {what}", code=UNREADABLE)


async def read_body(request: web.Request, limit_mb: int) -> bytes:
    """The unpacked body. Raises RequestError (400, 413)."""
    limit = limit_mb << 20
    length = request.content_length
    if length is not None and length > limit:
        raise _too_large(limit_mb)
    content = request.content
    pieces: list[bytes] = []
    size = 0
    try:
        while chunk := await content.readany():
            size += len(chunk)
            if size > limit:
                raise _too_large(limit_mb)
            pieces.append(chunk)
            if content.at_eof():
                break
    except (HttpProcessingError, web.RequestPayloadError, ValueError) as error:
        raise _unreadable(request, error) from None
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


async def spool_body(request: web.Request, limit_mb: int) -> SpooledBody:
    """The body in a temporary file, which the caller closes. Raises RequestError (400, 413)."""
    limit = limit_mb << 20
    if request.content_length is not None and request.content_length > limit:
        raise _too_large(limit_mb)
    file = new_spool()
    size = 0
    waiting: list[bytes] = []
    waiting_size = 0
    try:
        while chunk := await request.content.readany():
            size += len(chunk)
            if size > limit:
                raise _too_large(limit_mb)
            waiting.append(chunk)
            waiting_size += len(chunk)
            if waiting_size >= WRITE_OFF_LOOP:
                await asyncio.to_thread(file.write, b"".join(waiting))
                waiting, waiting_size = [], 0
        await asyncio.to_thread(file.write, b"".join(waiting))
        await asyncio.to_thread(file.flush)
    except (HttpProcessingError, web.RequestPayloadError, ValueError) as error:
        file.close()
        raise _unreadable(request, error) from None
    except BaseException:
        file.close()
        raise
    return SpooledBody(file, size, request.headers.get("Content-Type", ""))
