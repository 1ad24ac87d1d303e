"""OpenAI's embeddings, ``POST /v1/embeddings``."""

import base64
import binascii
import struct
from collections.abc import Sequence

from oneapi_desktop.dialects.conversation import JsonObject, TokenUsage, bad_upstream, count, invalid
from oneapi_desktop.dialects.json_reading import (
    as_int,
    as_object,
    as_objects,
    as_text,
    load_answer,
    load_request,
    optional_int,
    optional_text,
)
from oneapi_desktop.dialects.openai_chat.errors import hidden_error
from oneapi_desktop.dialects.unary import EmbeddingRequest, EmbeddingResponse

_KNOWN = frozenset({"model", "input", "dimensions", "encoding_format", "user"})


def parse_embedding_request(raw: bytes | JsonObject) -> EmbeddingRequest:
    """The request of a client's body. Raises DialectError(INVALID_REQUEST)."""
    body = load_request(raw)
    encoding = optional_text(body, "encoding_format")
    if encoding not in ("", "float", "base64"):
        raise invalid("encoding_format must be float or base64", "encoding_format")
    return EmbeddingRequest(
        model=optional_text(body, "model"),
        inputs=_inputs(body.get("input")),
        dimensions=optional_int(body, "dimensions"),
        encoding=encoding,
        user=optional_text(body, "user"),
        extras={key: value for key, value in body.items() if key not in _KNOWN},
    )


def _inputs(value: object) -> tuple[str | tuple[int, ...], ...]:
    if isinstance(value, str) and value:
        return (value,)
    if isinstance(value, list) and value:
        if all(isinstance(item, str) for item in value):
            return tuple(value)
        if _is_tokens(value):
            return (tuple(value),)
        if all(isinstance(item, list) and _is_tokens(item) for item in value):
            return tuple(tuple(item) for item in value)
    raise invalid("input must be a text, a list of texts, or token ids", "input")


def _is_tokens(value: Sequence[object]) -> bool:
    return bool(value) and all(isinstance(item, int) and not isinstance(item, bool) for item in value)


def build_embedding_request(request: EmbeddingRequest) -> JsonObject:
    """The body. Vectors are always asked for as numbers."""
    inputs = [item if isinstance(item, str) else list(item) for item in request.inputs]
    body: JsonObject = {"model": request.model, "input": inputs[0] if len(inputs) == 1 else inputs}
    if request.dimensions is not None:
        body["dimensions"] = request.dimensions
    if request.user:
        body["user"] = request.user
    return body


def parse_embedding_response(raw: bytes | JsonObject) -> EmbeddingResponse:
    """The vectors of an upstream's body, in the order of their inputs. Raises DialectError."""
    body = load_answer(raw)
    error = hidden_error(body)
    if error is not None:
        raise error
    rows = as_objects(body.get("data"))
    if not rows:
        raise bad_upstream("the upstream's answer has no embeddings")
    ordered = sorted(enumerate(rows), key=lambda row: (as_int(row[1].get("index"), row[0]), row[0]))
    vectors = tuple(_vector(row.get("embedding")) for _, row in ordered)
    usage = as_object(body.get("usage"))
    prompt = count(usage.get("prompt_tokens", usage.get("total_tokens")))
    return EmbeddingResponse(vectors, as_text(body.get("model")), TokenUsage(input_plain=prompt) if prompt else None)


def _vector(value: object) -> tuple[float, ...]:
    if isinstance(value, str):
        try:
            data = base64.b64decode(value, validate=True)
            return struct.unpack(f"<{len(data) // 4}f", data)
        except (binascii.Error, ValueError, struct.error):
            raise bad_upstream("the upstream's answer holds an embedding that cannot be read") from None
    if isinstance(value, list) and all(isinstance(n, int | float) and not isinstance(n, bool) for n in value):
        return tuple(float(number) for number in value)
    raise bad_upstream("the upstream's answer holds an embedding that is no list of numbers")


def build_embedding_response(response: EmbeddingResponse) -> JsonObject:
    """The body for a client."""
    prompt = response.usage.prompt if response.usage is not None else 0
    return {
        "object": "list",
        "data": [
            {"object": "embedding", "index": index, "embedding": _written(vector, response.encoding)}
            for index, vector in enumerate(response.vectors)
        ],
        "model": response.model,
        "usage": {"prompt_tokens": prompt, "total_tokens": prompt},
    }


def _written(vector: Sequence[float], encoding: str) -> list[float] | str:
    if encoding == "base64":
        return base64.b64encode(struct.pack(f"<{len(vector)}f", *vector)).decode()
    return list(vector)
