"""Anthropic's content blocks, of requests (strict) and answers (lenient), into parts."""

from collections.abc import Iterator

from oneapi_desktop.dialects.conversation import (
    Base64Source,
    CacheMark,
    Citation,
    CitationKind,
    Dialect,
    FileIdSource,
    FilePart,
    ImagePart,
    JsonObject,
    NativePart,
    Part,
    ReasoningPart,
    ReasoningStyle,
    RedactedPart,
    SealFamily,
    SealKind,
    Source,
    TextPart,
    TextSource,
    ToolCall,
    ToolResult,
    UrlSource,
    invalid,
)
from oneapi_desktop.dialects.identifiers import call_id
from oneapi_desktop.dialects.json_reading import (
    arguments_text,
    as_list,
    as_object,
    as_objects,
    as_text,
    optional_bool,
    optional_object,
    optional_text,
    required_text,
)
from oneapi_desktop.dialects.media import sniff
from oneapi_desktop.dialects.seals import read

DIALECT = Dialect.ANTHROPIC

_CITATION_KINDS = {
    "web_search_result_location": CitationKind.URL,
    "search_result_location": CitationKind.SEARCH_RESULT,
    "char_location": CitationKind.DOCUMENT,
    "page_location": CitationKind.DOCUMENT,
    "content_block_location": CitationKind.DOCUMENT,
}


def parse_cache(block: JsonObject) -> CacheMark | None:
    """A block's ``cache_control``."""
    mark = block.get("cache_control")
    return CacheMark(as_text(mark.get("ttl"))) if isinstance(mark, dict) else None


def parse_blocks(content: object, where: str) -> Iterator[Part]:
    """The parts of a request's content: a string or a list of blocks. Raises DialectError."""
    if isinstance(content, str):
        if content:
            yield TextPart(content)
        return
    if content is None or not isinstance(content, list):
        raise invalid(f"{where} must be a string or a list of blocks", where)
    for index, block in enumerate(content):
        if isinstance(block, str):
            yield TextPart(block)
        elif isinstance(block, dict):
            part = _parse_block(block, f"{where}[{index}]")
            if part is not None:
                yield part
        else:
            raise invalid(f"{where}[{index}] must be an object", f"{where}[{index}]")


def _parse_block(block: JsonObject, where: str) -> Part | None:
    kind = required_text(block, "type", f"{where}.type")
    cache = parse_cache(block)
    if kind == "text":
        text = optional_text(block, "text", f"{where}.text")
        return TextPart(text, parse_citations(block.get("citations")), cache=cache)
    if kind == "image":
        source = optional_object(block, "source", f"{where}.source") or {}
        return ImagePart(_parse_source(source, f"{where}.source"), cache=cache)
    if kind == "document":
        return _parse_document(block, where, cache)
    if kind == "tool_use":
        id = required_text(block, "id", f"{where}.id")
        name = required_text(block, "name", f"{where}.name")
        return ToolCall(id, name, arguments_text(block.get("input")), cache=cache)
    if kind == "tool_result":
        return _parse_result(block, where, cache)
    if kind in ("thinking", "redacted_thinking"):
        return parse_thinking(block)
    return NativePart(DIALECT, kind, block, _words_of(kind, block), cache)


def parse_thinking(block: JsonObject, model: str = "", credential: str = "") -> Part | None:
    """A ``thinking`` or ``redacted_thinking`` block; None for a redacted one without a proof. Seals
    of other families travel here in envelopes."""
    if block.get("type") == "redacted_thinking":
        data = as_text(block.get("data"))
        seal = read(data, SealFamily.ANTHROPIC, SealKind.REDACTED, model, credential)
        return RedactedPart(seal) if seal is not None else None
    text, signature = as_text(block.get("thinking")), as_text(block.get("signature"))
    seal = read(signature, SealFamily.ANTHROPIC, SealKind.SIGNATURE, model, credential)
    return ReasoningPart((text,) if text else (), ReasoningStyle.RAW, seal)


def _parse_result(block: JsonObject, where: str, cache: CacheMark | None) -> ToolResult:
    parts: list[TextPart | ImagePart | FilePart | NativePart] = []
    content = block.get("content")
    for part in parse_blocks(content, f"{where}.content") if content is not None else ():
        if not isinstance(part, TextPart | ImagePart | FilePart | NativePart):
            raise invalid(f"{where}.content may hold text, images and documents only", f"{where}.content")
        parts.append(part)
    return ToolResult(
        required_text(block, "tool_use_id", f"{where}.tool_use_id"),
        tuple(parts),
        bool(optional_bool(block, "is_error", f"{where}.is_error")),
        cache=cache,
    )


def _parse_document(block: JsonObject, where: str, cache: CacheMark | None) -> FilePart | NativePart:
    source = optional_object(block, "source", f"{where}.source") or {}
    citations = optional_object(block, "citations", f"{where}.citations")
    if source.get("type") == "content":
        return NativePart(DIALECT, "document", block, _texts_of(source.get("content")), cache)
    return FilePart(
        _parse_source(source, f"{where}.source"),
        title=optional_text(block, "title", f"{where}.title"),
        context=optional_text(block, "context", f"{where}.context"),
        citations=None if citations is None else bool(citations.get("enabled")),
        cache=cache,
    )


def _parse_source(source: JsonObject, where: str) -> Source:
    kind = source.get("type")
    media_type = optional_text(source, "media_type", f"{where}.media_type")
    if kind == "base64":
        data = required_text(source, "data", f"{where}.data")
        return Base64Source(data, media_type or sniff(data))
    if kind == "url":
        return UrlSource(required_text(source, "url", f"{where}.url"), media_type)
    if kind == "file":
        return FileIdSource(required_text(source, "file_id", f"{where}.file_id"), DIALECT, media_type)
    if kind == "text":
        return TextSource(optional_text(source, "data", f"{where}.data"), media_type or "text/plain")
    raise invalid(f"{where}.type must be base64, url, file or text", f"{where}.type")


def _texts_of(content: object) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(text for block in as_objects(content) if (text := as_text(block.get("text"))))


def _words_of(kind: str, block: JsonObject) -> str:
    """What a model of another vendor is shown of a block it has no place for."""
    if kind != "search_result":
        return ""
    heading = " — ".join(t for t in (as_text(block.get("title")), as_text(block.get("source"))) if t)
    return "\n".join(text for text in (heading, _texts_of(block.get("content"))) if text)


def parse_citations(value: object) -> tuple[Citation, ...]:
    """The citations of a text block. Those that the gateway itself had to write without an
    encrypted index are left out: the vendor would refuse them."""
    return tuple(
        parse_citation(raw) for raw in as_list(value) if isinstance(raw, dict) and raw.get("encrypted_index") != ""
    )


def parse_citation(raw: JsonObject) -> Citation:
    """One citation; it covers the whole block."""
    kind = _CITATION_KINDS.get(as_text(raw.get("type")), CitationKind.DOCUMENT)
    source = as_text(raw.get("source"))
    url = as_text(raw.get("url")) or (source if source.startswith(("http://", "https://")) else "")
    return Citation(
        kind,
        url,
        as_text(raw.get("title")) or as_text(raw.get("document_title")),
        as_text(raw.get("cited_text")),
        file_id=as_text(raw.get("file_id")),
        dialect=DIALECT,
        native=raw,
    )


def parse_answer_block(block: JsonObject, model: str, credential: str) -> Part | None:
    """A block of an answer. Never raises; None for one that holds nothing."""
    kind = as_text(block.get("type"))
    if kind == "text":
        return TextPart(as_text(block.get("text")), parse_citations(block.get("citations")))
    if kind in ("thinking", "redacted_thinking"):
        return parse_thinking(block, model, credential)
    if kind == "tool_use":
        input = block.get("input")
        arguments = arguments_text(input) if input is not None else "{}"
        return ToolCall(as_text(block.get("id")) or call_id(), as_text(block.get("name")), arguments)
    return NativePart(DIALECT, kind, as_object(block), _words_of(kind, block)) if kind else None
