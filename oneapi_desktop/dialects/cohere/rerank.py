"""Cohere's reranking, ``POST /v2/rerank``."""

from collections.abc import Mapping

from oneapi_desktop.dialects.cohere.usage import parse_usage
from oneapi_desktop.dialects.conversation import JsonObject, bad_upstream, count
from oneapi_desktop.dialects.json_reading import as_int, as_object, as_objects, as_text, dump_text, load_answer
from oneapi_desktop.dialects.unary import RerankRequest, RerankResponse, RerankResult

TOKENS_OF_A_CHUNK = 512
"""What version 1 counted ``max_chunks_per_doc`` in."""


def build_rerank_request(request: RerankRequest) -> JsonObject:
    """The body. Documents that are objects are sent as their text, else as compact JSON."""
    body: JsonObject = {
        "model": request.model,
        "query": request.query,
        "documents": [_text(document) for document in request.documents],
    }
    if request.top_n is not None:
        body["top_n"] = request.top_n
    limit = request.extras.get("max_tokens_per_doc")
    if limit is None and request.max_chunks_per_doc is not None:
        limit = request.max_chunks_per_doc * TOKENS_OF_A_CHUNK
    if limit is not None:
        body["max_tokens_per_doc"] = limit
    return body


def _text(document: str | Mapping[str, object]) -> str:
    if isinstance(document, str):
        return document
    text = document.get("text")
    return text if isinstance(text, str) else dump_text(dict(document))


def parse_rerank_response(raw: bytes | JsonObject) -> RerankResponse:
    """The results of an upstream's body, best first. Raises DialectError."""
    body = load_answer(raw)
    if not isinstance(body.get("results"), list):
        raise bad_upstream(as_text(body.get("message")) or "the upstream's answer has no results")
    results = [_result(entry) for entry in as_objects(body["results"])]
    meta = as_object(body.get("meta"))
    searches = count(as_object(meta.get("billed_units")).get("search_units"))
    return RerankResponse(
        tuple(sorted(results, key=lambda result: -result.score)),
        as_text(body.get("id")),
        usage=parse_usage(meta),
        searches=searches or None,
    )


def _result(entry: JsonObject) -> RerankResult:
    score, document = entry.get("relevance_score"), entry.get("document")
    value = float(score) if isinstance(score, int | float) else 0.0
    return RerankResult(as_int(entry.get("index")), value, document if isinstance(document, str | dict) else None)
