"""``groundingMetadata`` and ``citationMetadata``: sources of spans of text, counted in UTF-8 bytes."""

from collections.abc import Iterator, Sequence

from oneapi_desktop.dialects.conversation import Citation, CitationKind, JsonObject
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.json_reading import as_int, as_list, as_object, as_objects, as_text

MOST_CITATIONS = 200
"""Citations of one text that are read or written."""


def parse_citations(candidate: JsonObject, text: str, *, before: int = 0, part: int | None = None) -> list[Citation]:
    """The citations of one text that a candidate's metadata tell. ``before`` is the number of bytes in
    front of the text that offsets count too; ``part`` is its place among the parts, where offsets count
    inside each part."""
    data = text.encode("utf-8", "surrogatepass")
    found: list[Citation] = []
    for span, source in _sources(candidate, part):
        start, end = _code_points(data, span, before)
        found.append(
            Citation(CitationKind.URL, as_text(source.get("uri")), as_text(source.get("title")), start=start, end=end)
        )
        if len(found) >= MOST_CITATIONS:
            break
    return found


def _sources(candidate: JsonObject, part: int | None) -> Iterator[tuple[JsonObject | None, JsonObject]]:
    """Spans (None for the whole text) and what they cite."""
    grounding = camel(as_object(candidate.get("groundingMetadata")))
    chunks = [_chunk_source(camel(chunk)) for chunk in as_objects(grounding.get("groundingChunks"))]
    supports = as_objects(grounding.get("groundingSupports"))
    if not supports:
        yield from ((None, source) for source in chunks if source)
    for support in map(camel, supports):
        segment = camel(as_object(support.get("segment")))
        if part is not None and as_int(segment.get("partIndex")) != part:
            continue
        for index in as_list(support.get("groundingChunkIndices")):
            place = as_int(index, -1)
            if 0 <= place < len(chunks) and chunks[place]:
                yield segment, chunks[place]
    if part in (None, 0):
        for citation in as_objects(camel(as_object(candidate.get("citationMetadata"))).get("citations")):
            citation = camel(citation)
            if as_text(citation.get("uri")):
                yield citation, citation


def _chunk_source(chunk: JsonObject) -> JsonObject:
    for kind in ("web", "retrievedContext", "maps"):
        source = as_object(chunk.get(kind))
        if as_text(source.get("uri")):
            return source
    return {}


def _code_points(data: bytes, span: JsonObject | None, before: int) -> tuple[int | None, int | None]:
    if span is None:
        return None, None
    start, end = as_int(span.get("startIndex")) - before, as_int(span.get("endIndex")) - before
    if not 0 <= start < end <= len(data):
        return None, None
    return _length(data[:start]), _length(data[:end])


def _length(data: bytes) -> int:
    return len(data.decode("utf-8", "replace"))


def searches(candidate: JsonObject) -> int:
    """How many searches of the web an answer says it made."""
    grounding = camel(as_object(candidate.get("groundingMetadata")))
    return len(as_list(grounding.get("webSearchQueries")))


def build_grounding(texts: Sequence[tuple[int, str, Sequence[Citation]]]) -> JsonObject | None:
    """``groundingMetadata`` of texts with their place among the parts; None without citations."""
    chunks: list[JsonObject] = []
    supports: list[JsonObject] = []
    places: dict[tuple[str, str], int] = {}
    for part, text, citations in texts:
        for citation in list(citations)[:MOST_CITATIONS]:
            if not citation.url:
                continue
            key = (citation.url, citation.title)
            if key not in places:
                places[key] = len(chunks)
                chunks.append({"web": {"uri": citation.url, "title": citation.title}})
            supports.append({"segment": _segment(part, text, citation), "groundingChunkIndices": [places[key]]})
    if not chunks:
        return None
    return {"groundingChunks": chunks, "groundingSupports": supports}


def _segment(part: int, text: str, citation: Citation) -> JsonObject:
    first = 0 if citation.start is None else citation.start
    last = len(text) if citation.end is None else citation.end
    cited = text[first:last]
    start = len(text[:first].encode("utf-8", "replace"))
    segment: JsonObject = {"startIndex": start, "endIndex": start + len(cited.encode("utf-8", "replace"))}
    if part:
        segment["partIndex"] = part
    return segment | {"text": cited}
