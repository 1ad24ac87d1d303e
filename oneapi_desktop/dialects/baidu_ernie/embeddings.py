"""Baidu's embeddings, version 1: OpenAI's shape, with the model in the address and errors of Baidu's own."""

from oneapi_desktop.dialects import openai_chat
from oneapi_desktop.dialects.baidu_ernie.errors import failure_of
from oneapi_desktop.dialects.conversation import JsonObject, unsupported
from oneapi_desktop.dialects.json_reading import load_answer
from oneapi_desktop.dialects.unary import EmbeddingRequest, EmbeddingResponse


def build_embedding_request(request: EmbeddingRequest) -> JsonObject:
    """The body. Raises DialectError for token ids."""
    if not all(isinstance(text, str) for text in request.inputs):
        raise unsupported("this model takes texts, not token ids", "input")
    body: JsonObject = {"input": list(request.inputs)}
    if request.user:
        body["user_id"] = request.user
    return body


def parse_embedding_response(raw: bytes | JsonObject) -> EmbeddingResponse:
    """The vectors of an upstream's body, in the order of their inputs. Raises DialectError."""
    body = load_answer(raw)
    error = failure_of(body)
    if error is not None:
        raise error
    return openai_chat.parse_embedding_response(body)
