"""DashScope's embeddings, ``…/embeddings/text-embedding/text-embedding``."""

from oneapi_desktop.dialects.conversation import JsonObject, TokenUsage, bad_upstream, count, unsupported
from oneapi_desktop.dialects.dashscope.errors import failure_of
from oneapi_desktop.dialects.json_reading import as_int, as_list, as_object, as_objects, load_answer
from oneapi_desktop.dialects.unary import EmbeddingRequest, EmbeddingResponse

_QUERIES = frozenset({"RETRIEVAL_QUERY", "QUESTION_ANSWERING", "CODE_RETRIEVAL_QUERY", "FACT_VERIFICATION"})


def build_embedding_request(request: EmbeddingRequest) -> JsonObject:
    """The body. Raises DialectError for token ids."""
    if not all(isinstance(text, str) for text in request.inputs):
        raise unsupported("this model takes texts, not token ids", "input")
    parameters: JsonObject = {}
    if request.dimensions is not None:
        parameters["dimension"] = request.dimensions
    if request.task:
        parameters["text_type"] = "query" if request.task.upper() in _QUERIES else "document"
    return {"model": request.model, "input": {"texts": list(request.inputs)}, "parameters": parameters}


def parse_embedding_response(raw: bytes | JsonObject) -> EmbeddingResponse:
    """The vectors of an upstream's body, in the order of their inputs. Raises DialectError."""
    body = load_answer(raw)
    error = failure_of(body)
    if error is not None:
        raise error
    rows = as_objects(as_object(body.get("output")).get("embeddings"))
    ordered = sorted(enumerate(rows), key=lambda row: (as_int(row[1].get("text_index"), row[0]), row[0]))
    vectors = tuple(tuple(as_list(row.get("embedding"))) for _, row in ordered)
    numbers = all(isinstance(n, int | float) and not isinstance(n, bool) for vector in vectors for n in vector)
    if not vectors or not all(vectors) or not numbers:
        raise bad_upstream("the upstream's answer has no embeddings")
    total = count(as_object(body.get("usage")).get("total_tokens"))
    return EmbeddingResponse(vectors, usage=TokenUsage(input_plain=total) if total else None)
