"""``/api/embed`` (one text or several) and its forerunner ``/api/embeddings`` (one)."""

from oneapi_desktop.dialects.conversation import JsonObject, TokenUsage, bad_upstream, count, invalid, unsupported
from oneapi_desktop.dialects.json_reading import (
    as_text,
    load_answer,
    load_request,
    optional_bool,
    optional_int,
    optional_text,
    required_text,
    texts_of,
)
from oneapi_desktop.dialects.ollama.errors import error_of
from oneapi_desktop.dialects.unary import EmbeddingRequest, EmbeddingResponse

_KNOWN = frozenset({"model", "input", "prompt", "dimensions", "truncate"})


def parse_embedding_request(raw: bytes | JsonObject) -> EmbeddingRequest:
    """The request of either endpoint's body. Raises DialectError(INVALID_REQUEST)."""
    body = load_request(raw)
    name = "prompt" if "prompt" in body and "input" not in body else "input"
    inputs = (optional_text(body, name),) if name == "prompt" else texts_of(body, name)
    if not inputs:
        raise invalid(f"{name} is required", name)
    return EmbeddingRequest(
        model=required_text(body, "model"),
        inputs=inputs,
        dimensions=optional_int(body, "dimensions"),
        truncate=optional_bool(body, "truncate"),
        extras={key: value for key, value in body.items() if key not in _KNOWN},
    )


def build_embedding_request(request: EmbeddingRequest) -> JsonObject:
    """The body of ``/api/embed``. Raises DialectError(UNSUPPORTED) for token ids."""
    if not all(isinstance(text, str) for text in request.inputs):
        raise unsupported("input must be text for this model, not token ids", "input")
    body: JsonObject = {"model": request.model, "input": list(request.inputs)}
    if request.dimensions is not None:
        body["dimensions"] = request.dimensions
    if request.truncate is not None:
        body["truncate"] = request.truncate
    return body


def parse_embedding_response(raw: bytes | JsonObject) -> EmbeddingResponse:
    """The vectors of either endpoint's answer. Raises DialectError(BAD_UPSTREAM)."""
    body = load_answer(raw)
    if body.get("error"):
        raise error_of(body["error"])
    rows = body.get("embeddings")
    if not isinstance(rows, list) and isinstance(body.get("embedding"), list):
        rows = [body["embedding"]]
    if not isinstance(rows, list) or not rows:
        raise bad_upstream("the upstream's answer has no embeddings")
    prompt = count(body.get("prompt_eval_count"))
    usage = TokenUsage(input_plain=prompt) if prompt else None
    return EmbeddingResponse(tuple(map(_vector, rows)), as_text(body.get("model")), usage)


def _vector(row: object) -> tuple[float, ...]:
    if not isinstance(row, list) or not all(isinstance(v, int | float) and not isinstance(v, bool) for v in row):
        raise bad_upstream("the upstream's answer holds an embedding that is no list of numbers")
    return tuple(float(value) for value in row)


def build_embedding_response(response: EmbeddingResponse, *, legacy: bool = False) -> JsonObject:
    """The body for a client of ``/api/embed``, or of ``/api/embeddings`` (``legacy``)."""
    rows = [list(vector) for vector in response.vectors]
    if legacy:
        return {"embedding": rows[0] if rows else []}
    body: JsonObject = {"model": response.model, "embeddings": rows}
    return body | ({"prompt_eval_count": response.usage.prompt} if response.usage is not None else {})
