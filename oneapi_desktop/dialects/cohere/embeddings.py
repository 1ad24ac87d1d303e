"""Cohere's embeddings, ``POST /v2/embed``."""

from oneapi_desktop.dialects.cohere.usage import parse_usage
from oneapi_desktop.dialects.conversation import JsonObject, bad_upstream, unsupported
from oneapi_desktop.dialects.json_reading import as_list, as_object, as_text, load_answer
from oneapi_desktop.dialects.unary import EmbeddingRequest, EmbeddingResponse

MOST_TEXTS = 96
"""Texts one call may have."""

_TASKS = {
    "RETRIEVAL_QUERY": "search_query",
    "QUESTION_ANSWERING": "search_query",
    "FACT_VERIFICATION": "search_query",
    "CODE_RETRIEVAL_QUERY": "search_query",
    "RETRIEVAL_DOCUMENT": "search_document",
    "SEMANTIC_SIMILARITY": "clustering",
    "CLUSTERING": "clustering",
    "CLASSIFICATION": "classification",
}
DEFAULT_INPUT_TYPE = "search_document"


def build_embedding_request(request: EmbeddingRequest) -> JsonObject:
    """The body. Raises DialectError for token ids and for more texts than one call may have."""
    if not all(isinstance(text, str) for text in request.inputs):
        raise unsupported("this model takes texts, not token ids", "input")
    if len(request.inputs) > MOST_TEXTS:
        raise unsupported(f"this model takes at most {MOST_TEXTS} texts in one call; send fewer", "input")
    body: JsonObject = {
        "model": request.model,
        "texts": list(request.inputs),
        "input_type": request.extras.get("input_type") or _TASKS.get(request.task.upper(), DEFAULT_INPUT_TYPE),
        "embedding_types": ["float"],
    }
    if request.dimensions is not None:
        body["output_dimension"] = request.dimensions
    if request.truncate is not None:
        body["truncate"] = "END" if request.truncate else "NONE"
    return body


def parse_embedding_response(raw: bytes | JsonObject) -> EmbeddingResponse:
    """The vectors of an upstream's body, also of version 1. Raises DialectError."""
    body = load_answer(raw)
    embeddings = body.get("embeddings")
    rows = as_list(embeddings.get("float")) if isinstance(embeddings, dict) else as_list(embeddings)
    vectors = tuple(tuple(row) for row in rows if isinstance(row, list) and all(_is_number(value) for value in row))
    if not vectors or len(vectors) != len(rows):
        raise bad_upstream(as_text(body.get("message")) or "the upstream's answer has no embeddings")
    return EmbeddingResponse(vectors, usage=parse_usage(as_object(body.get("meta"))))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
