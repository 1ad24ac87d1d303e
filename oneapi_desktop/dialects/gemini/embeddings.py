"""``embedContent`` (one text) and ``batchEmbedContents`` (several)."""

from oneapi_desktop.dialects.conversation import (
    JsonObject,
    TextPart,
    TokenUsage,
    bad_upstream,
    count,
    invalid,
    unsupported,
)
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.gemini.parts_parser import parse_parts
from oneapi_desktop.dialects.gemini.request_parser import bare_model
from oneapi_desktop.dialects.json_reading import (
    as_list,
    as_object,
    as_objects,
    load_answer,
    load_request,
    objects_of,
    optional_bool,
    optional_int,
    optional_object,
    optional_text,
)
from oneapi_desktop.dialects.unary import EmbeddingRequest, EmbeddingResponse

MOST_INPUTS = 100
"""Texts one batch may hold."""


def parse_embedding_request(raw: bytes | JsonObject, *, model: str = "") -> EmbeddingRequest:
    """The request of either action's body; the model stands in the path, or in the field ``model``.
    Raises DialectError(INVALID_REQUEST, or UNSUPPORTED for what is no text)."""
    body = camel(load_request(raw))
    batch = "requests" in body
    rows = [camel(row) for row in objects_of(body, "requests")] if batch else [body]
    if not rows:
        raise invalid("requests must be a list with at least one request", "requests")
    first = rows[0]
    config = camel(optional_object(first, "embedContentConfig") or {})
    settings = {**config, **first}
    wanted = model or optional_text(body, "model") or optional_text(first, "model")
    return EmbeddingRequest(
        model=bare_model(wanted),
        inputs=tuple(_text(row, f"requests[{i}].content" if batch else "content") for i, row in enumerate(rows)),
        dimensions=optional_int(settings, "outputDimensionality"),
        task=optional_text(settings, "taskType"),
        title=optional_text(settings, "title"),
        truncate=optional_bool(settings, "autoTruncate"),
    )


def _text(row: JsonObject, where: str) -> str:
    value = row.get("content")
    if isinstance(value, str):
        return value
    content = optional_object(row, "content", where)
    if content is None:
        raise invalid(f"{where} is required", where)
    texts: list[str] = []
    for part in parse_parts(camel(content), where):
        if not isinstance(part, TextPart):
            raise unsupported("only texts can be embedded here", where)
        texts.append(part.text)
    return "\n".join(texts)


def build_embedding_request(request: EmbeddingRequest) -> JsonObject:
    """The body of ``batchEmbedContents``. Raises DialectError(UNSUPPORTED) for token ids and for more
    texts than one batch holds."""
    if len(request.inputs) > MOST_INPUTS:
        raise unsupported(f"input may hold at most {MOST_INPUTS} texts for this model", "input")
    rows: list[JsonObject] = []
    for text in request.inputs:
        if not isinstance(text, str):
            raise unsupported("input must be text for this model, not token ids", "input")
        row: JsonObject = {"model": f"models/{bare_model(request.model)}", "content": {"parts": [{"text": text}]}}
        if request.task:
            row["taskType"] = request.task
        if request.title:
            row["title"] = request.title
        if request.dimensions is not None:
            row["outputDimensionality"] = request.dimensions
        rows.append(row)
    return {"requests": rows}


def parse_embedding_response(raw: bytes | JsonObject) -> EmbeddingResponse:
    """The vectors of either action's answer. Raises DialectError(BAD_UPSTREAM)."""
    body = camel(load_answer(raw))
    rows = as_objects(body.get("embeddings"))
    if not rows and isinstance(body.get("embedding"), dict):
        rows = [body["embedding"]]
    if not rows:
        raise bad_upstream("the upstream's answer has no embeddings")
    vectors = tuple(_vector(row) for row in rows)
    usage = camel(as_object(body.get("usageMetadata")))
    prompt = count(usage.get("promptTokenCount"))
    if not prompt:
        prompt = sum(count(camel(as_object(row.get("statistics"))).get("tokenCount")) for row in rows)
    return EmbeddingResponse(vectors, usage=TokenUsage(input_plain=prompt) if prompt else None)


def _vector(row: JsonObject) -> tuple[float, ...]:
    values = as_list(row.get("values"))
    if not values or not all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        raise bad_upstream("the upstream's answer holds an embedding that is no list of numbers")
    return tuple(float(value) for value in values)


def build_embedding_response(response: EmbeddingResponse, *, batch: bool = True) -> JsonObject:
    """The body for a client of ``batchEmbedContents``, or of ``embedContent``."""
    rows = [{"values": list(vector)} for vector in response.vectors]
    body: JsonObject = {"embeddings": rows} if batch else {"embedding": rows[0] if rows else {"values": []}}
    if response.usage is not None:
        body["usageMetadata"] = {"promptTokenCount": response.usage.prompt}
    return body
