"""Reranking as Jina, Cohere v1 and most compatible servers write it, ``POST /v1/rerank``.

OpenAI has none; the servers that imitate it agreed on this shape.
"""

from collections.abc import Mapping
from typing import Any

from oneapi_desktop.dialects.conversation import JsonObject, TokenUsage, bad_upstream, count, invalid
from oneapi_desktop.dialects.json_reading import (
    as_int,
    as_object,
    as_objects,
    as_text,
    load_answer,
    load_request,
    optional_bool,
    optional_int,
    optional_text,
    required_text,
)
from oneapi_desktop.dialects.openai_chat.errors import hidden_error
from oneapi_desktop.dialects.unary import RerankRequest, RerankResponse, RerankResult

_KNOWN = frozenset({"model", "query", "documents", "top_n", "return_documents", "max_chunks_per_doc"})


def parse_rerank_request(raw: bytes | JsonObject) -> RerankRequest:
    """The request of a client's body. Raises DialectError(INVALID_REQUEST)."""
    body = load_request(raw)
    documents = body.get("documents")
    if not isinstance(documents, list) or not documents or not all(isinstance(d, str | dict) for d in documents):
        raise invalid("documents must be a list of texts or objects", "documents")
    return RerankRequest(
        model=optional_text(body, "model"),
        query=required_text(body, "query"),
        documents=tuple(documents),
        top_n=optional_int(body, "top_n"),
        return_documents=optional_bool(body, "return_documents") or False,
        max_chunks_per_doc=optional_int(body, "max_chunks_per_doc"),
        extras={key: value for key, value in body.items() if key not in _KNOWN},
    )


def build_rerank_request(request: RerankRequest) -> JsonObject:
    """The body for an upstream."""
    body: JsonObject = {
        "model": request.model,
        "query": request.query,
        "documents": list(request.documents),
        "return_documents": request.return_documents,
    }
    if request.top_n is not None:
        body["top_n"] = request.top_n
    if request.max_chunks_per_doc is not None:
        body["max_chunks_per_doc"] = request.max_chunks_per_doc
    return body


def parse_rerank_response(raw: bytes | JsonObject) -> RerankResponse:
    """The results of an upstream's body, best first. Raises DialectError."""
    body = load_answer(raw)
    error = hidden_error(body)
    if error is not None:
        raise error
    rows = body.get("results", body.get("data"))
    if not isinstance(rows, list):
        raise bad_upstream("the upstream's answer has no results")
    results = [_result(row) for row in as_objects(rows)]
    meta = as_object(body.get("meta"))
    billed = as_object(meta.get("billed_units"))
    usage = as_object(body.get("usage")) or as_object(meta.get("tokens"))
    prompt = count(usage.get("prompt_tokens", usage.get("total_tokens", usage.get("input_tokens"))))
    return RerankResponse(
        tuple(sorted(results, key=lambda result: -result.score)),
        as_text(body.get("id")),
        as_text(body.get("model")),
        TokenUsage(input_plain=prompt) if prompt else None,
        count(billed.get("search_units")) or None,
    )


def _result(row: JsonObject) -> RerankResult:
    score = row.get("relevance_score", row.get("score"))
    value = float(score) if isinstance(score, int | float) and not isinstance(score, bool) else 0.0
    document = row.get("document")
    return RerankResult(as_int(row.get("index")), value, document if isinstance(document, str | dict) else None)


def build_rerank_response(response: RerankResponse) -> JsonObject:
    """The body for a client, in Jina's shape with Cohere's ``meta``."""
    results = []
    for result in response.results:
        row: JsonObject = {"index": result.index, "relevance_score": result.score}
        if result.document is not None:
            row["document"] = _document(result.document)
        results.append(row)
    prompt = response.usage.prompt if response.usage is not None else 0
    body: JsonObject = {
        "object": "list",
        "model": response.model,
        "results": results,
        "usage": {"prompt_tokens": prompt, "total_tokens": prompt},
    }
    if response.id:
        body["id"] = response.id
    if response.searches is not None:
        body["meta"] = {"billed_units": {"search_units": response.searches}}
    return body


def _document(document: str | Mapping[str, Any]) -> JsonObject:
    return {"text": document} if isinstance(document, str) else dict(document)
