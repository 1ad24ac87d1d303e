"""OpenAI Chat Completions, ``POST /v1/chat/completions``: the wire format most upstreams speak.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    The boundaries between instructions (they are joined by a blank line) and whether one was
    called system or developer; reasoning of earlier turns unless the vendor takes it back; seals
    but Google's on tool calls; the error flag of a tool result (told in words); media in tool
    results and pictures of earlier answers (sent in a user message); ``top_k`` to OpenAI; the
    citations flag, title and context of documents (title becomes the file name, context a text);
    cache marks where the vendor has none, and the mark of a tool (moved to the instructions);
    hosted tools but web search; Anthropic's and Gemini's own fields. A file's address must be
    fetched first; video and files of another provider are refused.

From this dialect (answers)
    Obfuscation, log probabilities of refusals, token counts of predictions. In a stream, the place
    of a seal that stands on a text (it becomes redacted reasoning behind it).

To this dialect (answers)
    Which of several texts a piece belongs to (they are one string); the stop sequence that matched;
    why a refusal was made, but for its words; hosted tools' activity; the lifetime of cache writes.
"""

from oneapi_desktop.dialects.openai_chat.embeddings import (
    build_embedding_request,
    build_embedding_response,
    parse_embedding_request,
    parse_embedding_response,
)
from oneapi_desktop.dialects.openai_chat.errors import build_error, parse_error
from oneapi_desktop.dialects.openai_chat.images import (
    build_image_request,
    build_image_response,
    parse_image_request,
    parse_image_response,
)
from oneapi_desktop.dialects.openai_chat.request_builder import build_request, tool_bridge
from oneapi_desktop.dialects.openai_chat.request_parser import parse_request
from oneapi_desktop.dialects.openai_chat.rerank import (
    build_rerank_request,
    build_rerank_response,
    parse_rerank_request,
    parse_rerank_response,
)
from oneapi_desktop.dialects.openai_chat.response import build_response, parse_response
from oneapi_desktop.dialects.openai_chat.stream_builder import StreamBuilder
from oneapi_desktop.dialects.openai_chat.stream_parser import StreamParser

__all__ = [
    "StreamBuilder",
    "StreamParser",
    "build_embedding_request",
    "build_embedding_response",
    "build_error",
    "build_image_request",
    "build_image_response",
    "build_request",
    "build_rerank_request",
    "build_rerank_response",
    "build_response",
    "parse_embedding_request",
    "parse_embedding_response",
    "parse_error",
    "parse_image_request",
    "parse_image_response",
    "parse_request",
    "parse_rerank_request",
    "parse_rerank_response",
    "parse_response",
    "tool_bridge",
]
