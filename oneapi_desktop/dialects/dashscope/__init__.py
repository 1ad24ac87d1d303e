"""Alibaba's DashScope: text and multimodal generation, embeddings, reranking and pictures.

Spoken to upstreams only. A chat is that of Chat Completions under ``input.messages`` and ``parameters``;
its answers stand under ``output``. Messages with pictures or sound have lists of ``{text}``, ``{image}``
and ``{audio}``, and such models have an address of their own, as the adapter knows.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    What Chat Completions does not carry either; frequency penalties, logit bias, users and metadata.
    ``tool_choice`` that demands any call is sent as the choice ``auto``. A model whose name ends in
    ``-internet`` (one-api's word) is asked without the ending and with ``enable_search``. Files but
    texts are refused.

From this dialect (answers)
    Search results behind a text, and the details of multimodal counts.
"""

from oneapi_desktop.dialects.dashscope.embeddings import build_embedding_request, parse_embedding_response
from oneapi_desktop.dialects.dashscope.errors import parse_error
from oneapi_desktop.dialects.dashscope.images import build_image_request, parse_image_response
from oneapi_desktop.dialects.dashscope.request_builder import build_request, tool_bridge
from oneapi_desktop.dialects.dashscope.rerank import build_rerank_request, parse_rerank_response
from oneapi_desktop.dialects.dashscope.response import StreamParser, parse_response

__all__ = [
    "StreamParser",
    "build_embedding_request",
    "build_image_request",
    "build_request",
    "build_rerank_request",
    "parse_embedding_response",
    "parse_error",
    "parse_image_response",
    "parse_rerank_response",
    "parse_response",
    "tool_bridge",
]
