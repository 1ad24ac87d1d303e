"""Google's parts, of requests (strict) and answers (lenient)."""

from collections.abc import Iterator

import orjson

from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    Dialect,
    FileIdSource,
    FilePart,
    ImagePart,
    JsonObject,
    NativePart,
    Part,
    ReasoningPart,
    RedactedPart,
    Seal,
    Source,
    TextPart,
    ToolCall,
    ToolResult,
    UrlSource,
    VideoPart,
    invalid,
)
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.gemini.signatures import read_signature
from oneapi_desktop.dialects.gemini.vocabulary import RESOLUTIONS
from oneapi_desktop.dialects.json_reading import (
    arguments_text,
    as_object,
    as_text,
    dump_text,
    objects_of,
    optional_bool,
    optional_object,
    optional_text,
    required_text,
)
from oneapi_desktop.dialects.media import audio_format, sniff

DIALECT = Dialect.GEMINI

_DATA_FIELDS = ("functionCall", "functionResponse", "inlineData", "fileData", "text")
_BESIDE_DATA = frozenset({"thought", "thoughtSignature", "videoMetadata", "mediaResolution", "partMetadata"})
_ANSWER_KEYS = ("output", "result")


def parse_parts(content: JsonObject, where: str) -> Iterator[Part]:
    """The parts of a request's content. A call without an id has "" for one; so has a result.
    Raises DialectError."""
    for index, raw in enumerate(objects_of(content, "parts", f"{where}.parts")):
        part = _parse_part(camel(raw), f"{where}.parts[{index}]")
        if part is not None:
            yield part


def _parse_part(raw: JsonObject, where: str) -> Part | None:
    seal = read_signature(optional_text(raw, "thoughtSignature", f"{where}.thoughtSignature"))
    kind = next((name for name in _DATA_FIELDS if raw.get(name) is not None), "")
    if kind == "text" or not kind:
        text = optional_text(raw, "text", f"{where}.text")
        if optional_bool(raw, "thought", f"{where}.thought"):
            return thought(text if "text" in raw else None, seal)
        if kind or seal is not None:
            return TextPart(text, seal=seal)
        return native_part(raw)
    if kind == "functionCall":
        call = camel(optional_object(raw, kind, f"{where}.functionCall") or {})
        name = required_text(call, "name", f"{where}.functionCall.name")
        arguments = optional_object(call, "args", f"{where}.functionCall.args")
        id = optional_text(call, "id", f"{where}.functionCall.id")
        return ToolCall(id, name, arguments_text(arguments), seal=seal)
    if kind == "functionResponse":
        return _parse_result(camel(optional_object(raw, kind, f"{where}.functionResponse") or {}), where)
    blob = camel(optional_object(raw, kind, f"{where}.{kind}") or {})
    if kind == "inlineData":
        required_text(blob, "data", f"{where}.inlineData.data")
        optional_text(blob, "mimeType", f"{where}.inlineData.mimeType")
        return media_part(inline_source(blob), raw, as_text(blob.get("displayName")), seal)
    required_text(blob, "fileUri", f"{where}.fileData.fileUri")
    return media_part(file_source(blob), raw, as_text(blob.get("displayName")), seal)


def thought(text: str | None, seal: Seal | None) -> Part | None:
    """A part marked as thought; without text it is only the proof of one."""
    if text is None:
        return RedactedPart(seal) if seal is not None else None
    if not text and seal is None:
        return None
    return ReasoningPart((text,) if text else (), seal=seal)


def native_part(raw: JsonObject) -> NativePart | None:
    """A part of a kind only Google knows; None for one that holds nothing."""
    kind = next((name for name, value in raw.items() if name not in _BESIDE_DATA and value is not None), "")
    return NativePart(DIALECT, kind, raw) if kind and kind not in _DATA_FIELDS else None


def inline_source(blob: JsonObject) -> Base64Source:
    """The bytes of an ``inlineData``."""
    data = as_text(blob.get("data"))
    return Base64Source(data, as_text(blob.get("mimeType")).lower() or sniff(data))


def file_source(blob: JsonObject) -> UrlSource | FileIdSource:
    """The address of a ``fileData``: a public one, or one that means something to Google only (an
    uploaded file, a bucket, a video site Google reads itself)."""
    uri, media_type = as_text(blob.get("fileUri")), as_text(blob.get("mimeType")).lower()
    host = uri.partition("://")[2].partition("/")[0].lower()
    own = host.endswith((".googleapis.com", "youtube.com", "youtu.be"))
    if uri.startswith(("http://", "https://")) and not own:
        return UrlSource(uri, media_type)
    return FileIdSource(uri, DIALECT, media_type)


def media_part(source: Source, raw: JsonObject, filename: str, seal: Seal | None) -> Part:
    """The part that a media type makes of bytes or an address; ``raw`` tells what stands beside."""
    media_type = source.media_type
    family = media_type.partition("/")[0]
    if family == "image":
        level = as_text(camel(as_object(raw.get("mediaResolution"))).get("level"))
        return ImagePart(source, RESOLUTIONS.get(level, ""), seal)
    if family == "audio":
        return AudioPart(source, audio_format(media_type.partition(";")[0]))
    if family == "video" or (not media_type and isinstance(source, FileIdSource) and "youtu" in source.id):
        return VideoPart(source, as_object(raw.get("videoMetadata")) or None)
    return FilePart(source, filename)


def _parse_result(raw: JsonObject, where: str) -> ToolResult:
    where = f"{where}.functionResponse"
    name = required_text(raw, "name", f"{where}.name")
    response = optional_object(raw, "response", f"{where}.response")
    text, is_error = _told(response) if response is not None else ("", False)
    parts: list[TextPart | ImagePart | FilePart | NativePart] = [TextPart(text)] if text else []
    for index, inner in enumerate(objects_of(raw, "parts", f"{where}.parts")):
        part = _parse_part(camel(inner), f"{where}.parts[{index}]")
        if isinstance(part, TextPart | ImagePart | FilePart | NativePart):
            parts.append(part)
        elif isinstance(part, AudioPart | VideoPart):
            parts.append(FilePart(part.source))
        elif part is not None:
            raise invalid(f"{where}.parts[{index}] may hold media only", f"{where}.parts[{index}]")
    return ToolResult(optional_text(raw, "id", f"{where}.id"), tuple(parts), is_error, name)


def _told(response: JsonObject) -> tuple[str, bool]:
    """What a ``response`` says as text, and whether it is a failure."""
    if len(response) == 1:
        key, value = next(iter(response.items()))
        if key in _ANSWER_KEYS and isinstance(value, str):
            return value, False
        if key == "error":
            return (value if isinstance(value, str) else dump_text(value)), True
    return dump_text(response) if response else "", False


def told_response(text: str, *, is_error: bool) -> JsonObject:
    """The ``response`` that says a text; an object's text becomes the object, unless it would be read
    as something else."""
    if is_error:
        return {"error": text}
    if text[:1] == "{":
        try:
            value = orjson.loads(text)
        except (orjson.JSONDecodeError, UnicodeEncodeError):
            value = None
        if isinstance(value, dict) and not (len(value) == 1 and {*value} & {*_ANSWER_KEYS, "error"}):
            return value
    return {"output": text}


def parse_answer_part(raw: JsonObject, model: str, credential: str) -> Part | None:
    """A part of an answer. Never raises; None for one that holds nothing. A call without an id has ""
    for one."""
    raw = camel(raw)
    seal = read_signature(as_text(raw.get("thoughtSignature")), model, credential)
    call = raw.get("functionCall")
    if isinstance(call, dict):
        arguments = call.get("args")
        text = arguments_text(arguments) if isinstance(arguments, dict) else "{}"
        return ToolCall(as_text(call.get("id")), as_text(call.get("name")), text, seal=seal)
    inline, file = camel(as_object(raw.get("inlineData"))), camel(as_object(raw.get("fileData")))
    if as_text(inline.get("data")):
        return media_part(inline_source(inline), raw, as_text(inline.get("displayName")), seal)
    if as_text(file.get("fileUri")):
        return media_part(file_source(file), raw, as_text(file.get("displayName")), seal)
    text = as_text(raw.get("text"))
    if raw.get("thought") is True:
        return thought(text if "text" in raw else None, seal)
    if text or seal is not None:
        return TextPart(text, seal=seal)
    return native_part(raw)
