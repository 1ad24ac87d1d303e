"""Hunyuan's embeddings, the action ``GetEmbedding``."""

from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.conversation import JsonObject, unsupported
from oneapi_desktop.dialects.json_reading import as_object, as_objects, load_answer
from oneapi_desktop.dialects.tencent_hunyuan.errors import failure_of
from oneapi_desktop.dialects.tencent_hunyuan.response import as_usage
from oneapi_desktop.dialects.unary import EmbeddingRequest, EmbeddingResponse


def build_embedding_request(request: EmbeddingRequest) -> JsonObject:
    """The body, which names no model. Raises DialectError for token ids."""
    if not all(isinstance(text, str) for text in request.inputs):
        raise unsupported("this model takes texts, not token ids", "input")
    return {"InputList": list(request.inputs)}


def parse_embedding_response(raw: bytes | JsonObject) -> EmbeddingResponse:
    """The vectors of an upstream's body, in the order of their inputs. Raises DialectError."""
    body = load_answer(raw)
    error = failure_of(body)
    if error is not None:
        raise error
    answer = as_object(body.get("Response")) or body
    rows = [{"index": row.get("Index"), "embedding": row.get("Embedding")} for row in as_objects(answer.get("Data"))]
    usage = as_usage(as_object(answer.get("Usage")))
    return openai_chat.parse_embedding_response({"data": rows, "usage": usage})
