"""DashScope's reranking, ``…/rerank/text-rerank/text-rerank``."""

from oneapi_desktop.dialects.conversation import JsonObject, TokenUsage, bad_upstream, count
from oneapi_desktop.dialects.dashscope.errors import failure_of
from oneapi_desktop.dialects.json_reading import as_int, as_object, as_objects, as_text, dump_text, load_answer
from oneapi_desktop.dialects.unary import RerankRequest, RerankResponse, RerankResult


def build_rerank_request(request: RerankRequest) -> JsonObject:
    """The body. Documents that are objects are sent as their text, else as compact JSON."""
    documents = [
        document if isinstance(document, str) else as_text(document.get("text")) or dump_text(dict(document))
        for document in request.documents
    ]
    parameters: JsonObject = {"return_documents": request.return_documents}
    if request.top_n is not None:
        parameters["top_n"] = request.top_n
    inputs = {"query": request.query, "documents": documents}
    return {"model": request.model, "input": inputs, "parameters": parameters}


def parse_rerank_response(raw: bytes | JsonObject) -> RerankResponse:
    """The results of an upstream's body, best first. Raises DialectError."""
    body = load_answer(raw)
    error = failure_of(body)
    if error is not None:
        raise error
    output = as_object(body.get("output"))
    if not isinstance(output.get("results"), list):
        raise bad_upstream("the upstream's answer has no results")
    results = [_result(entry) for entry in as_objects(output["results"])]
    total = count(as_object(body.get("usage")).get("total_tokens"))
    return RerankResponse(
        tuple(sorted(results, key=lambda result: -result.score)),
        as_text(body.get("request_id")),
        usage=TokenUsage(input_plain=total) if total else None,
    )


def _result(entry: JsonObject) -> RerankResult:
    score, document = entry.get("relevance_score"), entry.get("document")
    value = float(score) if isinstance(score, int | float) else 0.0
    return RerankResult(as_int(entry.get("index")), value, document if isinstance(document, str | dict) else None)
