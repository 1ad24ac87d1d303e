"""Tencent Hunyuan's ``ChatCompletions`` and ``GetEmbedding`` of 2023-09-01. Spoken to upstreams only.

Tencent has switched this platform off on 2026-09-30; TokenHub, its successor, speaks OpenAI's format. The
names of fields are those of Chat Completions in capitals, an answer stands under ``Response``, and turns
of user and assistant must alternate.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    What Chat Completions does not carry either; the limit of the output, penalties, top_k, several
    candidates (refused), log probabilities, users, response formats (told in words), levels of reasoning,
    a choice that demands any call. More than 40 messages are refused by Tencent itself.

From this dialect (answers)
    Notes of Tencent's own, search results, recommended questions.
"""

from oneapi_desktop.dialects.tencent_hunyuan.embeddings import build_embedding_request, parse_embedding_response
from oneapi_desktop.dialects.tencent_hunyuan.errors import hidden_status, parse_error
from oneapi_desktop.dialects.tencent_hunyuan.request_builder import build_request, tool_bridge
from oneapi_desktop.dialects.tencent_hunyuan.response import StreamParser, parse_response

__all__ = [
    "StreamParser",
    "build_embedding_request",
    "build_request",
    "hidden_status",
    "parse_embedding_response",
    "parse_error",
    "parse_response",
    "tool_bridge",
]
