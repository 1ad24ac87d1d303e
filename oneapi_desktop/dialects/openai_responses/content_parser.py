"""What a message, or the output of a tool, is made of: a string or a list of content parts."""

from collections.abc import Iterator

from oneapi_desktop.dialects.conversation import (
    AudioPart,
    Base64Source,
    CacheMark,
    Dialect,
    FileIdSource,
    FilePart,
    ImagePart,
    JsonObject,
    NativePart,
    Part,
    RefusalPart,
    Source,
    TextPart,
    invalid,
)
from oneapi_desktop.dialects.json_reading import as_objects, as_text, optional_object, optional_text, required_text
from oneapi_desktop.dialects.media import audio_media_type, media_type_of_name, sniff, source_of_url
from oneapi_desktop.dialects.openai_responses.citations import parse_annotation

DIALECT = Dialect.OPENAI_RESPONSES

TEXTS = ("input_text", "output_text", "text", "summary_text", "reasoning_text")
"""Content that is plain text, whoever wrote it."""
CONTENT_PREFIXES = ("input_", "output_")
"""How the types of content begin; no item's type does."""


def parse_content(content: object, where: str, phase: str = "") -> Iterator[Part]:
    """The parts of a content, ``phase`` being its message's. Raises DialectError."""
    if isinstance(content, str):
        if content:
            yield TextPart(content, phase=phase)
        return
    if content is None:
        return
    if not isinstance(content, list):
        raise invalid(f"{where} must be a string or a list of parts", where)
    for index, part in enumerate(content):
        if not isinstance(part, dict):
            raise invalid(f"{where}[{index}] must be an object", f"{where}[{index}]")
        yield _parse_part(part, f"{where}[{index}]", phase)


def parse_cache(part: JsonObject) -> CacheMark | None:
    """The cache mark of a part; Anthropic's form is understood, too."""
    for name in ("prompt_cache_breakpoint", "cache_control"):
        mark = part.get(name)
        if isinstance(mark, dict):
            return CacheMark(as_text(mark.get("ttl")))
    return None


def parse_output_text(part: JsonObject, phase: str = "") -> TextPart:
    """An ``output_text`` with its citations."""
    annotations = map(parse_annotation, as_objects(part.get("annotations")))
    return TextPart(as_text(part.get("text")), tuple(c for c in annotations if c is not None), phase)


def _parse_part(part: JsonObject, where: str, phase: str) -> Part:
    kind = required_text(part, "type", f"{where}.type")
    cache = parse_cache(part)
    if kind in TEXTS:
        text = optional_text(part, "text", f"{where}.text")
        return TextPart(text, parse_output_text(part).citations, phase, cache=cache)
    if kind == "refusal":
        return RefusalPart(optional_text(part, "refusal", f"{where}.refusal"))
    if kind == "input_image":
        return _parse_image(part, where, cache)
    if kind == "input_file":
        return _parse_file(part, where, cache)
    if kind == "input_audio":
        audio = optional_object(part, "input_audio", f"{where}.input_audio") or {}
        data = required_text(audio, "data", f"{where}.input_audio.data")
        short = optional_text(audio, "format", f"{where}.input_audio.format")
        return AudioPart(Base64Source(data, audio_media_type(short)), short, cache=cache)
    if kind.startswith(CONTENT_PREFIXES):
        return NativePart(DIALECT, kind, part, cache=cache)
    raise invalid(f"{where}.type must be input_text, input_image, input_file or input_audio", f"{where}.type")


def _parse_image(part: JsonObject, where: str, cache: CacheMark | None) -> ImagePart:
    detail = optional_text(part, "detail", f"{where}.detail")
    detail = "" if detail == "auto" else detail
    file_id = optional_text(part, "file_id", f"{where}.file_id")
    if file_id:
        return ImagePart(FileIdSource(file_id, DIALECT), detail, cache=cache)
    url = required_text(part, "image_url", f"{where}.image_url")
    return ImagePart(source_of_url(url), detail, cache=cache)


def _parse_file(part: JsonObject, where: str, cache: CacheMark | None) -> FilePart:
    filename = optional_text(part, "filename", f"{where}.filename")
    file_id = optional_text(part, "file_id", f"{where}.file_id")
    url = optional_text(part, "file_url", f"{where}.file_url")
    source: Source
    if file_id:
        source = FileIdSource(file_id, DIALECT)
    elif url:
        source = source_of_url(url)
    else:
        data = required_text(part, "file_data", f"{where}.file_data")
        source = source_of_url(data)
        if not isinstance(source, Base64Source):
            source = Base64Source(data, media_type_of_name(filename) or sniff(data) or "application/pdf")
    return FilePart(source, filename, cache=cache)
