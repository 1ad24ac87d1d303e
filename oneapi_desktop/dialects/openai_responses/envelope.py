"""The response object around an answer's items, with its echo of the request."""

import time

from oneapi_desktop.dialects.conversation import (
    ChatRequest,
    Dialect,
    FormatKind,
    JsonObject,
    Reply,
    ResponseFormat,
    Started,
    TokenUsage,
)
from oneapi_desktop.dialects.identifiers import response_id
from oneapi_desktop.dialects.openai_responses.declarations import build_tool_choice, build_tools
from oneapi_desktop.dialects.openai_responses.finish import COMPLETED
from oneapi_desktop.dialects.openai_responses.usage import build_tool_usage, build_usage
from oneapi_desktop.dialects.reasoning_scale import wanted_effort

DIALECT = Dialect.OPENAI_RESPONSES

_PASSED_ON = ("background", "conversation", "max_tool_calls", "prompt", "truncation")
"""Fields without a place in the model that are echoed as the caller sent them."""

ECHO_FIELDS = frozenset(
    [
        "background",
        "instructions",
        "max_output_tokens",
        "max_tool_calls",
        "metadata",
        "parallel_tool_calls",
        "previous_response_id",
        "prompt_cache_key",
        "reasoning",
        "safety_identifier",
        "store",
        "temperature",
        "text",
        "tool_choice",
        "tools",
        "top_logprobs",
        "top_p",
        "truncation",
        "user",
        "prompt",
    ]
)
"""What an answer repeats of its request."""


class Envelope:
    """Writes one answer's response objects; id, time and echo stay the same in all of them."""

    def __init__(self, reply: Reply, started: Started) -> None:
        own = reply.upstream in (None, DIALECT)
        self.id = reply.id or (started.id if own and started.id else response_id())
        self._created = reply.created or started.created or int(time.time())
        self._model = reply.model or started.model
        self._tier = started.service_tier
        self._echo = _echo(reply.request)

    def response(
        self,
        status: str,
        output: list[JsonObject],
        *,
        usage: TokenUsage | None = None,
        incomplete: str = "",
        error: JsonObject | None = None,
    ) -> JsonObject:
        """The response object in one state; ``incomplete`` is why it is."""
        response: JsonObject = {
            "id": self.id,
            "object": "response",
            "created_at": self._created,
            "completed_at": int(time.time()) if status == COMPLETED else None,
            "status": status,
            "error": error,
            "incomplete_details": {"reason": incomplete} if incomplete else None,
            "model": self._model,
            "output": output,
            "usage": None if usage is None else build_usage(usage),
            "service_tier": self._tier or "default",
            **self._echo,
        }
        tool_usage = None if usage is None else build_tool_usage(usage)
        if tool_usage is not None:
            response["tool_usage"] = tool_usage
        return response


def build_text(wanted: ResponseFormat, verbosity: str, *, name: str = "") -> JsonObject:
    """The ``text`` object; ``name`` serves a schema without one."""
    format: JsonObject = {"type": "text"}
    if wanted.kind is FormatKind.JSON:
        format = {"type": "json_object"}
    elif wanted.kind is FormatKind.JSON_SCHEMA:
        format = {"type": "json_schema", "name": wanted.name or name, "schema": wanted.schema or {}}
        if wanted.description:
            format["description"] = wanted.description
        if wanted.strict is not None:
            format["strict"] = wanted.strict
    return {"format": format, "verbosity": verbosity} if verbosity else {"format": format}


def _echo(request: ChatRequest | None) -> JsonObject:
    request = request or ChatRequest(DIALECT, "")
    own = request.source is DIALECT
    sampling, identity, service = request.sampling, request.identity, request.service
    effort, show = wanted_effort(request.reasoning), request.reasoning.show.value
    choice = request.tool_choice
    echo: JsonObject = {
        "background": False,
        "instructions": "\n\n".join(part.text for part in request.system) or None if own else None,
        "max_output_tokens": sampling.max_output_tokens,
        "max_tool_calls": None,
        "metadata": dict(identity.metadata or {}),
        "parallel_tool_calls": request.parallel_tools is not False,
        "previous_response_id": service.previous_response_id or None,
        "prompt_cache_key": request.cache.key or None,
        "reasoning": {
            "effort": None if effort is None else effort.value,
            "summary": show if show in ("auto", "concise", "detailed") else None,
        },
        "safety_identifier": identity.safety_id or None,
        "store": service.store is not False,
        "temperature": 1.0 if sampling.temperature is None else sampling.temperature,
        "text": build_text(request.response_format, request.verbosity),
        "tool_choice": "auto" if choice is None else build_tool_choice(choice, request, lambda tool: tool.name),
        "tools": build_tools(request.tools, lambda tool: tool.name),
        "top_logprobs": sampling.top_logprobs or 0,
        "top_p": 1.0 if sampling.top_p is None else sampling.top_p,
        "truncation": "disabled",
        "user": identity.user or None,
    }
    if own:
        echo |= {name: request.extras[name] for name in _PASSED_ON if request.extras.get(name) is not None}
    return echo
