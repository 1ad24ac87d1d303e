"""The simpler shapes beside the conversation: embeddings, reranking, images, speech.

They are the meeting point of unary endpoints as ``ChatRequest`` is of conversations. A dialect that
has one exports ``parse_X_request(raw)``, ``build_X_request(request)``, ``parse_X_response(raw)`` and
``build_X_response(response)`` with X ``embedding``, ``rerank`` or ``image``: the two that an
inbound dialect needs (parse request, build response), the two that an upstream needs (build request,
parse response), or all four. Bodies are bytes or the parsed object coming in, a dict going out;
failures are ``DialectError``.
"""

from oneapi_desktop.dialects.unary.shapes import (
    EmbeddingRequest,
    EmbeddingResponse,
    ImageRequest,
    ImageResponse,
    MadeImage,
    RerankRequest,
    RerankResponse,
    RerankResult,
)

__all__ = [
    "EmbeddingRequest",
    "EmbeddingResponse",
    "ImageRequest",
    "ImageResponse",
    "MadeImage",
    "RerankRequest",
    "RerankResponse",
    "RerankResult",
]
