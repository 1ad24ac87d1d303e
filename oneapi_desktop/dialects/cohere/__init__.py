"""Cohere's API, version 2: ``/v2/chat``, ``/v2/embed`` and ``/v2/rerank``. Spoken to upstreams only.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    Several candidates (refused); logit bias; numbers of log probabilities; penalties outside 0 to 1 and
    more than five stop sequences; a named tool choice (only that tool is sent, and demanded); parallel
    calls' switch; levels of effort (thinking is switched on, a budget is kept); reasoning's proofs;
    users, metadata, tiers, verbosity, cache marks; hosted tools. Audio, video, files but texts, and
    pictures in tool results are refused.

From this dialect (answers)
    A tool plan is read as reasoning. Citations keep their span and the title, words and address of
    their first source. Billed units but for the tokens, except rerank's searches.
"""

from oneapi_desktop.dialects.cohere.embeddings import build_embedding_request, parse_embedding_response
from oneapi_desktop.dialects.cohere.errors import parse_error
from oneapi_desktop.dialects.cohere.request_builder import build_request, tool_bridge
from oneapi_desktop.dialects.cohere.rerank import build_rerank_request, parse_rerank_response
from oneapi_desktop.dialects.cohere.response import parse_response
from oneapi_desktop.dialects.cohere.stream_parser import StreamParser

__all__ = [
    "StreamParser",
    "build_embedding_request",
    "build_request",
    "build_rerank_request",
    "parse_embedding_response",
    "parse_error",
    "parse_rerank_response",
    "parse_response",
    "tool_bridge",
]
