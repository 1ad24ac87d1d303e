"""Baidu's ERNIE chat and embeddings, version 1 (``wenxinworkshop``). Spoken to upstreams only.

Baidu has shut this interface down on 2026-08-31; version 2 speaks OpenAI's format. Turns of user and
assistant must alternate, and tools are functions that are called one at a time and answered by name.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    What Chat Completions does not carry either; pictures, sound and files (refused); several candidates
    (refused); several calls of one turn (told one after the other) and their ids; a choice that demands
    any call; presence penalties, top_k, seeds, log probabilities, reasoning.

From this dialect (answers)
    A function call's thoughts are read as reasoning. Search results and flags of Baidu's own.
"""

from oneapi_desktop.dialects.baidu_ernie.embeddings import build_embedding_request, parse_embedding_response
from oneapi_desktop.dialects.baidu_ernie.errors import hidden_status, parse_error
from oneapi_desktop.dialects.baidu_ernie.request_builder import build_request, tool_bridge
from oneapi_desktop.dialects.baidu_ernie.response import StreamParser, parse_response

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
