"""Google Gemini, ``generateContent`` and ``streamGenerateContent``.

Model and streaming stand in the path: ``parse_request`` is told both (or finds them in fields of those
names), ``build_request`` writes neither. A stream is framed as server-sent events with ``?alt=sse``
and as one JSON array without (``Framing``); the parser knows them apart.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    Users and their names; metadata and verbosity; logit bias; temperatures above 2; stop sequences
    above five; whether calls may be parallel; ``strict`` of tools and formats; limits, place and extent
    of a web search; the names of files and the citations flag of documents (title and context of a text
    become text); cache marks, because caching is implicit; instructions in the middle (told by the
    user); reasoning without a proof of Google's; free-text tools (a function with one string) and
    namespaces (joined to the name); JSON Schema keywords, to models before 2.5; JSON beside tools, to
    models before 3 (asked for in words); switching off a model that always thinks (the lowest level).
    Pictures and files by address must be fetched first; files of another provider and asking for
    speech are refused.

From this dialect (requests)
    ``text/x.enum`` (the words of an enumeration without quotes), ``safetySettings``, labels, options of
    speech and pictures, ``responseFormat`` and retrieval settings: another vendor has no place for them.
    Thoughts are shown only to callers that say ``includeThoughts``.

From this dialect (answers)
    Safety ratings, ``avgLogprobs``, scores of grounding, and every metadata but sources of the text;
    sources of a text that is followed by something else in a stream; why an answer was cut beyond the
    groups of the model; top-level fields, but for the way back to a Gemini client.

To this dialect (answers)
    The stop sequence that matched; the kind of a citation but its address; whether a text was a refusal
    (its end says SAFETY); hosted activity of other vendors; arguments of a call that are not JSON (the
    call is left out: of one that was cut short the end says MAX_TOKENS, of another
    MALFORMED_FUNCTION_CALL); cache writes (they count as prompt). A foreign seal stands on the thought
    only, in an envelope.
"""

from oneapi_desktop.dialects.gemini.embeddings import (
    build_embedding_request,
    build_embedding_response,
    parse_embedding_request,
    parse_embedding_response,
)
from oneapi_desktop.dialects.gemini.errors import build_error, error_status, parse_error
from oneapi_desktop.dialects.gemini.models import build_model, build_model_list, parse_model_list
from oneapi_desktop.dialects.gemini.request_builder import build_request, tool_bridge
from oneapi_desktop.dialects.gemini.request_parser import parse_request
from oneapi_desktop.dialects.gemini.response import build_response, parse_response
from oneapi_desktop.dialects.gemini.stream_builder import Framing, StreamBuilder
from oneapi_desktop.dialects.gemini.stream_parser import StreamParser
from oneapi_desktop.dialects.gemini.token_counts import (
    build_count_request,
    build_count_response,
    parse_count_request,
    parse_count_response,
)

__all__ = [
    "Framing",
    "StreamBuilder",
    "StreamParser",
    "build_count_request",
    "build_count_response",
    "build_embedding_request",
    "build_embedding_response",
    "build_error",
    "build_model",
    "build_model_list",
    "build_request",
    "build_response",
    "error_status",
    "parse_count_request",
    "parse_count_response",
    "parse_embedding_request",
    "parse_embedding_response",
    "parse_error",
    "parse_model_list",
    "parse_request",
    "parse_response",
    "tool_bridge",
]
