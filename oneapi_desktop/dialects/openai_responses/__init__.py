"""OpenAI Responses, ``POST /v1/responses``.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    Stop sequences, seed, penalties, logit bias, ``top_k``; several candidates and spoken answers
    (refused); the boundaries between instructions (they are joined by a blank line) and whether one
    was called system or developer; reasoning without a proof of OpenAI's, or with nothing behind it;
    the error flag of a tool result (told in words); pictures of earlier answers (sent in a user
    message); the citations flag, title and context of documents (title becomes the file name, context
    a text); cache marks where the model has none, and the mark of a tool (moved to the
    instructions); hosted tools but web search and running code; names of users; Anthropic's and
    Gemini's own fields. Video and files of another provider are refused. At least 16 tokens of output
    are asked for.

From this dialect (requests)
    Ids and status of items; the detail of files; who called a tool from a program; a reasoning item's
    summary when it has the model's own words. ``item_reference``, ``compaction``, ``conversation``,
    ``prompt`` and ``background`` mean something at their own provider only: elsewhere they are refused.

From this dialect (answers)
    Obfuscation; partial images and how an image was made; progress of hosted tools (their finished
    items are kept); spoken answers; a reasoning item that holds nothing.

To this dialect (answers)
    Candidates but the first; the stop sequence that matched; why a refusal was made, but for its words;
    sound (its transcript is the text); images given by an address (a link in Markdown); results of
    other vendors' hosted tools (a web search becomes its item); the lifetime of cache writes; reasoning
    text is told as a summary. A proof of another family travels in an envelope, one of a call or a text
    as a reasoning item before or behind it. The echo of ``instructions`` holds leading system and
    developer messages, too.
"""

from oneapi_desktop.dialects.openai_responses.errors import build_error, parse_error
from oneapi_desktop.dialects.openai_responses.request_builder import build_request, tool_bridge
from oneapi_desktop.dialects.openai_responses.request_parser import parse_request
from oneapi_desktop.dialects.openai_responses.response import build_response, parse_response
from oneapi_desktop.dialects.openai_responses.stream_builder import StreamBuilder
from oneapi_desktop.dialects.openai_responses.stream_parser import StreamParser

__all__ = [
    "StreamBuilder",
    "StreamParser",
    "build_error",
    "build_request",
    "build_response",
    "parse_error",
    "parse_request",
    "parse_response",
    "tool_bridge",
]
