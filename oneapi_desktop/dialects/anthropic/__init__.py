"""Anthropic Messages, ``POST /v1/messages``.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    Seed, penalties, logit bias, log probabilities; temperatures above 1; several candidates
    (refused); metadata but the user id (which is hashed when it looks like a person's address or
    number); verbosity; the detail of images; names of users; reasoning without a proof of
    Anthropic's; JSON mode without a schema (asked for in words); JSON Schema keywords that strict
    tools and structured output do not check (told in the description); a forced tool call while the
    model thinks (thinking is switched off, or the call asked for in words); cache marks above four;
    free-text tools (a function with one string) and their grammars (told in the description);
    namespaces of tools (joined to the name); OpenAI's and Gemini's own fields. Audio, video and files
    of another provider are refused; so are images of other types than JPEG, PNG, GIF and WebP.

From this dialect (answers)
    Events and deltas this module does not know; the container and other top-level fields, but for
    the way back to an Anthropic client.

To this dialect (answers)
    Candidates but the first; log probabilities; audio and images; citations of files by id; in a
    stream, the span of a citation (it covers its block); whose proof a foreign seal is cannot be
    seen by the client (an envelope). The malformed arguments of a call that was cut short become
    ``{"_raw": text}`` in a whole answer.
"""

from oneapi_desktop.dialects.anthropic.errors import build_error, error_status, parse_error
from oneapi_desktop.dialects.anthropic.request_builder import build_request, tool_bridge
from oneapi_desktop.dialects.anthropic.request_parser import parse_request
from oneapi_desktop.dialects.anthropic.response import build_response, parse_response
from oneapi_desktop.dialects.anthropic.stream_builder import StreamBuilder
from oneapi_desktop.dialects.anthropic.stream_parser import StreamParser

__all__ = [
    "StreamBuilder",
    "StreamParser",
    "build_error",
    "build_request",
    "build_response",
    "error_status",
    "parse_error",
    "parse_request",
    "parse_response",
    "tool_bridge",
]
