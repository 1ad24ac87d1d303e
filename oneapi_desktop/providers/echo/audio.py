"""Speech and transcription of the echo, and the form they arrive in."""

import array
import math
import re
from typing import Any

import orjson

from oneapi_desktop.providers.echo.answers import JSON_TYPE, EchoAnswer, bad_field, whole
from oneapi_desktop.providers.echo.unary import directives_of

SAMPLE_RATE = 8000
BYTES_PER_SECOND = 16_000
"""How long an uploaded file is taken to be: its size at 16 kB per second, at least one second."""
MAX_SPOKEN_CHARACTERS = 4096
MAX_PARTS = 100


def speech(body: dict[str, Any]) -> EchoAnswer:
    """A tone whose length grows with the text: WAV whatever ``response_format`` asks for,
    except ``pcm``, which is the bare samples. Raises EchoRefusal."""
    text = body.get("input")
    if not isinstance(text, str) or not text:
        raise bad_field("input", "input must be a text that is not empty")
    if len(text) > MAX_SPOKEN_CHARACTERS:
        raise bad_field("input", f"input may have at most {MAX_SPOKEN_CHARACTERS} characters")
    directives = directives_of(text, "input")
    samples = tone(0.05 + 0.001 * len(directives.text))
    bare = body.get("response_format") == "pcm"
    content_type = "audio/pcm" if bare else "audio/wav"
    return whole(samples if bare else wav(samples), content_type, directives.delay, directives.cut)


def tone(seconds: float) -> bytes:
    """A 440 Hz tone: 16-bit little-endian mono samples at 8 kHz."""
    # One second holds whole waves, so that a period can be repeated.
    count = int(seconds * SAMPLE_RATE)
    wave = [int(8000 * math.sin(2 * math.pi * 440 * i / SAMPLE_RATE)) for i in range(200)]
    samples = array.array("h", (wave * (count // 200 + 1))[:count])
    if array.array("h", [1]).tobytes() != b"\x01\x00":
        samples.byteswap()
    return samples.tobytes()


def wav(samples: bytes) -> bytes:
    """A WAV file around samples as ``tone`` makes them."""
    rate = SAMPLE_RATE

    def number(value: int, size: int) -> bytes:
        return value.to_bytes(size, "little")

    form = number(1, 2) + number(1, 2) + number(rate, 4) + number(rate * 2, 4) + number(2, 2) + number(16, 2)
    content = b"WAVEfmt " + number(16, 4) + form + b"data" + number(len(samples), 4) + samples
    return b"RIFF" + number(len(content), 4) + content


def transcription(form: dict[str, "FormPart"], task: str) -> EchoAnswer:
    """A transcript that names the file and its size. Raises EchoRefusal."""
    file = form.get("file")
    if file is None or not file.filename:
        raise bad_field("file", "the form needs a file in the field 'file'")
    directives = directives_of(form_text(form, "prompt"), "prompt")
    seconds = max(1, -(-len(file.content) // BYTES_PER_SECOND))
    text = f"Echo of {file.filename}, {len(file.content)} bytes."
    form_of_answer = form_text(form, "response_format") or "json"
    usage = {"usage": {"type": "duration", "seconds": seconds}} if directives.usage else {}
    content_type = "text/plain; charset=utf-8"
    match form_of_answer:
        case "json":
            content_type = JSON_TYPE
            body = orjson.dumps({"text": text, **usage})
        case "verbose_json":
            content_type = JSON_TYPE
            segment = {
                "id": 0, "seek": 0, "start": 0.0, "end": float(seconds), "text": text, "tokens": [],
                "temperature": 0.0, "avg_logprob": 0.0, "compression_ratio": 1.0, "no_speech_prob": 0.0,
            }  # fmt: skip
            body = orjson.dumps({
                "task": task, "language": "english", "duration": float(seconds), "text": text,
                "segments": [segment], **usage,
            })  # fmt: skip
        case "text":
            body = text.encode() + b"\n"
        case "srt":
            body = f"1\n{_clock(0, ',')} --> {_clock(seconds, ',')}\n{text}\n\n".encode()
        case "vtt":
            body = f"WEBVTT\n\n{_clock(0, '.')} --> {_clock(seconds, '.')}\n{text}\n\n".encode()
        case _:
            raise bad_field("response_format", "response_format must be json, text, srt, verbose_json or vtt")
    return whole(body, content_type, directives.delay, directives.cut)


def _clock(seconds: int, separator: str) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{separator}000"


class FormPart:
    """One field of a multipart form; ``filename`` is empty for a plain value."""

    __slots__ = ("content", "filename")

    def __init__(self, content: bytes, filename: str = "") -> None:
        self.content = content
        self.filename = filename


def form_text(form: dict[str, FormPart], name: str) -> str:
    """The text of a field, empty when it is absent."""
    part = form.get(name)
    return part.content.decode("utf-8", "replace") if part is not None else ""


def read_form(body: bytes, content_type: str) -> dict[str, FormPart]:
    """The fields of a ``multipart/form-data`` body; the last of a name counts. Raises EchoRefusal."""
    boundary = re.search(r"""boundary=(?:"([^"]{1,200})"|([^\s;,"]{1,200}))""", content_type, re.IGNORECASE)
    if not content_type.lower().startswith("multipart/form-data") or boundary is None:
        raise bad_field("Content-Type", "this endpoint takes multipart/form-data with a boundary")
    mark = b"--" + (boundary[1] or boundary[2]).encode("latin-1", "replace")
    fields: dict[str, FormPart] = {}
    pieces = (b"\r\n" + body).split(b"\r\n" + mark, MAX_PARTS + 1)
    if len(pieces) > MAX_PARTS + 1:
        raise bad_field("Content-Type", f"the form has more than {MAX_PARTS} fields")
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return fields
        head, separator, content = piece.partition(b"\r\n\r\n")
        text = head.decode("utf-8", "replace")
        name = re.search(r'[;\s]name="?([^";\r\n]*)"?', text)
        if not separator or name is None:
            raise bad_field("Content-Type", "the form cannot be read: a part has no name or no end of its headers")
        filename = re.search(r'[;\s]filename="?([^";\r\n]*)"?', text)
        fields[name[1]] = FormPart(content, filename[1] if filename else "")
    raise bad_field("Content-Type", "the form breaks off before its closing boundary")
