"""AWS Bedrock's Converse, ``POST /model/{id}/converse`` and ``/converse-stream``: one format for
every vendor on Bedrock. Spoken to upstreams only; the shapes are those of the AWS service model.

A stream is read as server-sent events of which each holds ``{event type: payload}``; the adapter
unpacks AWS's binary framing into that.

Not carried, and noted on the request when it is a request that loses it:

To this dialect (requests)
    Several candidates (refused); ``top_k``, seed, penalties, logit bias, log probabilities; temperatures
    above 1; a choice of no tool (the tools are left out, or stay when the history used them); parallel
    calls' switch; a budget of thinking (a level is sent); metadata and user names; verbosity; the detail
    of images; reasoning without a proof that this vendor made; hosted tools; addresses (must be fetched
    first) and files of another provider (refused); cache marks where the model has none.

From this dialect (answers)
    Guardrail traces, metrics, fields asked for with ``additionalModelResponseFieldPaths``; what a
    citation of a document points at but for its title, words and address.
"""

from oneapi_desktop.dialects.bedrock_converse.errors import parse_error
from oneapi_desktop.dialects.bedrock_converse.request_builder import build_request, tool_bridge
from oneapi_desktop.dialects.bedrock_converse.response import parse_response
from oneapi_desktop.dialects.bedrock_converse.stream_parser import StreamParser

__all__ = ["StreamParser", "build_request", "parse_error", "parse_response", "tool_bridge"]
