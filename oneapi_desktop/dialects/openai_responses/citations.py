"""Annotations of an output text. Their indexes count code points of the text they stand on."""

from oneapi_desktop.dialects.conversation import Citation, CitationKind, Dialect, JsonObject
from oneapi_desktop.dialects.json_reading import as_int, as_text

DIALECT = Dialect.OPENAI_RESPONSES
_FILES = ("file_citation", "container_file_citation", "file_path")


def parse_annotation(annotation: JsonObject) -> Citation | None:
    """The citation of an annotation, None for a type nobody knows. Files are kept as they came, too,
    because only OpenAI knows them."""
    kind = annotation.get("type")
    if kind == "url_citation":
        start, end = as_int(annotation.get("start_index"), -1), as_int(annotation.get("end_index"), -1)
        known = 0 <= start <= end
        return Citation(
            CitationKind.URL,
            as_text(annotation.get("url")),
            as_text(annotation.get("title")),
            start=start if known else None,
            end=end if known else None,
        )
    if kind in _FILES:
        file_id, title = as_text(annotation.get("file_id")), as_text(annotation.get("filename"))
        return Citation(CitationKind.FILE, title=title, file_id=file_id, dialect=DIALECT, native=annotation)
    return None


def build_annotation(citation: Citation, length: int) -> JsonObject | None:
    """The annotation of a text of ``length`` so far; None for a citation that has no form here."""
    if citation.dialect is DIALECT and citation.native is not None:
        return citation.native
    end = length if citation.end is None else citation.end
    if citation.url:
        start = 0 if citation.start is None else citation.start
        found = {"title": citation.title, "url": citation.url}
        return {"type": "url_citation", "start_index": start, "end_index": end, **found}
    if citation.file_id:
        return {"type": "file_citation", "file_id": citation.file_id, "filename": citation.title, "index": end}
    return None
