"""Media types, data URLs and the first bytes of files."""

import base64
import binascii
import re

from oneapi_desktop.dialects.conversation import Base64Source, UrlSource, invalid

_DATA_URL = re.compile(r"data:([^;,]*)((?:;[^;,]*)*),", re.IGNORECASE)

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
)

_EXTENSIONS = {
    "pdf": "application/pdf",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "html": "text/html",
    "htm": "text/html",
    "json": "application/json",
    "xml": "text/xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_AUDIO_FORMATS = {
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/wave": "wav",
    "audio/mpeg": "mp3",
    "audio/mp3": "mp3",
    "audio/ogg": "ogg",
    "audio/flac": "flac",
    "audio/aac": "aac",
    "audio/pcm": "pcm16",
}


def sniff(data: str) -> str:
    """The media type the first bytes of base64 text tell, "" when they tell none."""
    head = data[:32]
    try:
        start = base64.b64decode(head[: len(head) // 4 * 4])
    except (binascii.Error, ValueError):
        return ""
    for signature, media_type in _SIGNATURES:
        if start.startswith(signature):
            return media_type
    if start[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(start[8:12], "")
    if start[4:8] == b"ftyp":
        return {b"avif": "image/avif", b"heic": "image/heic"}.get(start[8:12], "video/mp4")
    return ""


def media_type_of_name(filename: str) -> str:
    """The media type a file name's ending suggests, "" when none."""
    return _EXTENSIONS.get(filename.rpartition(".")[2].lower(), "") if "." in filename else ""


def source_of_url(url: str) -> Base64Source | UrlSource:
    """The source a URL means: the bytes of a data URL, else the address itself. Base64 text is kept
    as it is; a data URL that is not base64 is encoded."""
    match = _DATA_URL.match(url)
    if match is None:
        return UrlSource(url)
    payload = url[match.end() :]
    media_type = match.group(1).strip().lower()
    if "base64" not in match.group(2).lower():
        payload = base64.b64encode(payload.encode("utf-8", "replace")).decode()
    return Base64Source(payload, media_type or sniff(payload))


def decoded_text(source: Base64Source) -> str:
    """The text of a text file. Raises DialectError for bytes that are no base64."""
    try:
        data = base64.b64decode("".join(source.data.split()), validate=True)
    except (binascii.Error, ValueError):
        raise invalid("the base64 of a text file is damaged", "messages") from None
    return data.decode("utf-8", "replace")


def data_url(source: Base64Source, fallback: str = "application/octet-stream") -> str:
    """The data URL of bytes."""
    return f"data:{source.media_type or sniff(source.data) or fallback};base64,{source.data}"


def audio_format(media_type: str) -> str:
    """OpenAI's short name of an audio type, "" when it has none."""
    return _AUDIO_FORMATS.get(media_type.lower(), "")


def audio_media_type(short: str) -> str:
    """The media type of OpenAI's short name."""
    return {"mp3": "audio/mpeg", "pcm16": "audio/pcm"}.get(short, f"audio/{short}" if short else "")
