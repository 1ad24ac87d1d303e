"""Ollama, ``/api/chat`` and ``/api/generate``; streams are JSON objects, one per line.

Both endpoints are one dialect: a body with ``messages`` is a chat's, another a generate's, and the
answer is written in the same shape (``ChatRequest.single_prompt``). Upstreams are always asked by
``/api/chat``.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    Tool choice, but for leaving out the tools that may not be called; whether calls may be parallel;
    ``strict``; logit bias; levels of effort but low, medium and high; the place of a picture among the
    texts of a message, and its detail; pictures of tool results (sent in a user message); the error flag
    of a result (told in words); names of users; sealed reasoning; titles of documents (told in front of
    their text); cache marks, tiers, metadata and verbosity; free-text tools (a function with one
    string) and namespaces (joined to the name); hosted tools. Pictures by address must be fetched
    first; PDFs, audio, video and several candidates are refused.

From this dialect (requests)
    ``raw``, ``template``, ``keep_alive``, ``truncate`` and the options of the runner (``num_ctx``,
    ``mirostat`` …) mean nothing to other vendors. ``suffix`` and ``context`` are refused, because another
    model would answer another question.

From this dialect (answers)
    Durations, but for the way back to an Ollama client. Thinking is not counted apart.

To this dialect (answers)
    Candidates but the first; seals, so that another vendor's reasoning cannot be handed back; citations;
    why an answer ended, beyond stop and length; cached, reasoning and other kinds of tokens; sound.
    Pictures in a chat (the text says that there was one), and all but the first of a whole generate.
    A call whose arguments were cut short is left out. ``context`` is never told.
"""

from oneapi_desktop.dialects.ollama.embeddings import (
    build_embedding_request,
    build_embedding_response,
    parse_embedding_request,
    parse_embedding_response,
)
from oneapi_desktop.dialects.ollama.errors import build_error, error_status, parse_error
from oneapi_desktop.dialects.ollama.models import (
    answer_to_load,
    build_ps,
    build_show,
    build_tags,
    build_version,
    parse_show_request,
    parse_tags,
)
from oneapi_desktop.dialects.ollama.request_builder import build_request, tool_bridge
from oneapi_desktop.dialects.ollama.request_parser import parse_request
from oneapi_desktop.dialects.ollama.response import build_response, parse_response
from oneapi_desktop.dialects.ollama.stream_builder import StreamBuilder
from oneapi_desktop.dialects.ollama.stream_parser import StreamParser

__all__ = [
    "StreamBuilder",
    "StreamParser",
    "answer_to_load",
    "build_embedding_request",
    "build_embedding_response",
    "build_error",
    "build_ps",
    "build_request",
    "build_response",
    "build_show",
    "build_tags",
    "build_version",
    "error_status",
    "parse_embedding_request",
    "parse_embedding_response",
    "parse_error",
    "parse_request",
    "parse_response",
    "parse_show_request",
    "parse_tags",
    "tool_bridge",
]
