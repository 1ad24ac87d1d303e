"""The conversation model into a Responses request body."""

from dataclasses import replace

from oneapi_desktop.dialects.conversation import (
    Capabilities,
    ChatRequest,
    Dialect,
    Effort,
    FormatKind,
    JsonObject,
    Notes,
    ReasoningShow,
    ResponseFormat,
    Role,
    SealFamily,
    TextPart,
    ThinkingStyle,
    Tool,
    ToolKind,
    unsupported,
)
from oneapi_desktop.dialects.conversion_rules import (
    allowed_sampling,
    note_extras,
    note_lost,
    output_limit,
    refuse_beyond_one_text,
)
from oneapi_desktop.dialects.hosted_tools import Concept, foreign_concept, web_search_of
from oneapi_desktop.dialects.json_reading import dump_text
from oneapi_desktop.dialects.json_schema import is_openai_strict, object_root
from oneapi_desktop.dialects.openai_responses.declarations import build_tool_choice, build_tools
from oneapi_desktop.dialects.openai_responses.envelope import build_text
from oneapi_desktop.dialects.openai_responses.items_builder import ItemBuilder
from oneapi_desktop.dialects.openai_responses.request_parser import INCLUDE_LOGPROBS, INCLUDE_PROOF
from oneapi_desktop.dialects.reasoning_scale import distance, nearest, wanted_effort
from oneapi_desktop.dialects.tool_bridge import (
    OPENAI_NAMES,
    STRUCTURED_OUTPUT_TOOL,
    ToolBridge,
    custom_as_function,
)

DIALECT = Dialect.OPENAI_RESPONSES
LONGEST_USER = 64
SMALLEST_OUTPUT = 16
"""What OpenAI accepts as ``max_output_tokens`` at least."""

_JSON_SENTENCE = "Answer with exactly one JSON object and nothing else."
_OPENAI_SOURCES = (Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES)


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """The names of this request's tools at the target; also undoes them in the answer. A vendor whose
    Chat Completions lacks free-text tools lacks them here, too."""
    return ToolBridge(request, OPENAI_NAMES, custom=target.chat.custom_tools)


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body for the target and what it could not carry. Raises DialectError(UNSUPPORTED, or
    INVALID_REQUEST for a history no provider accepts)."""
    notes = Notes()
    refuse_beyond_one_text(request, DIALECT)
    bridge = tool_bridge(request, target)
    body: JsonObject = {"model": target.model or request.model}
    sentences = _build_format(request, target, body, notes)
    instructions, body["input"] = ItemBuilder(request, target, bridge, notes).build(sentences)
    if instructions:
        body["instructions"] = instructions
    if request.stream:
        body["stream"] = True
    include = list(request.extras.get("include") or ()) if request.source is DIALECT else []
    _build_sampling(request, target, body, include, notes)
    _build_tools(request, target, bridge, body, notes)
    _build_reasoning(request, target, body, notes)
    _build_state(request, target, body, include)
    if request.source is DIALECT:
        body |= {key: value for key, value in request.extras.items() if key != "include"}
    if include:
        body["include"] = include
    note_extras(request, DIALECT, notes)
    return body, notes


def _build_sampling(
    request: ChatRequest, target: Capabilities, body: JsonObject, include: list[str], notes: Notes
) -> None:
    sampling = allowed_sampling(request.sampling, target, notes)
    limit = output_limit(request, target, notes)
    if limit is not None and limit < SMALLEST_OUTPUT and request.source is not DIALECT:
        notes.changed("max_output_tokens", f"{limit} raised to {SMALLEST_OUTPUT}, the least that is accepted")
        limit = SMALLEST_OUTPUT
    fields = {
        "max_output_tokens": limit,
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "top_logprobs": sampling.top_logprobs,
    }
    body |= {key: value for key, value in fields.items() if value is not None}
    if sampling.logprobs:
        include.append(INCLUDE_LOGPROBS)
    lost = ("top_k", "stop", "seed", "frequency_penalty", "presence_penalty", "logit_bias")
    note_lost(sampling, lost, "Responses has no such field", notes)


def _build_format(request: ChatRequest, target: Capabilities, body: JsonObject, notes: Notes) -> list[str]:
    """Write ``text``; the sentences that the input needs beside it."""
    wanted = request.response_format
    sentences: list[str] = []
    if wanted.kind is FormatKind.JSON_SCHEMA and not target.structured_output:
        notes.emulated("response_format", "the schema is told in words", semantic=True)
        told = dump_text(wanted.schema or {})
        sentences.append(f"{_JSON_SENTENCE} It must conform to this JSON Schema: {told}")
        wanted = ResponseFormat(FormatKind.JSON)
    elif wanted.kind is FormatKind.JSON and request.source is not DIALECT and not _says_json(request):
        # OpenAI looks for the word in the input, not in the instructions.
        sentences.append(_JSON_SENTENCE)
    if wanted.strict and request.source not in _OPENAI_SOURCES and not is_openai_strict(wanted.schema or {}):
        notes.changed("response_format.strict", "the schema does not obey OpenAI's strict rules")
        wanted = replace(wanted, strict=False)
    if wanted.kind is not FormatKind.TEXT or request.verbosity:
        body["text"] = build_text(wanted, request.verbosity, name=STRUCTURED_OUTPUT_TOOL)
    return sentences


def _says_json(request: ChatRequest) -> bool:
    """True when the word OpenAI demands in JSON mode is in the conversation."""
    parts = (part for turn in request.turns if turn.role is not Role.ASSISTANT for part in turn.parts)
    return any("json" in part.text.lower() for part in parts if isinstance(part, TextPart))


def _build_tools(
    request: ChatRequest, target: Capabilities, bridge: ToolBridge, body: JsonObject, notes: Notes
) -> None:
    if request.tools and not target.tools:
        raise unsupported("this model cannot call tools; remove tools from the request", "tools")
    adapted = (_adapted(tool, request, target, bridge, notes) for tool in request.tools)
    tools = [tool for tool in adapted if tool is not None]
    if not tools:
        return
    own_namespaces = bridge.custom

    def name_of(tool: Tool) -> str:
        return bridge.wire_name(tool.name, "" if own_namespaces else tool.namespace)

    body["tools"] = build_tools(tools, name_of, namespaces=own_namespaces)
    choice = request.tool_choice
    if choice is not None:
        if choice.forces and not target.forced_tool:
            notes.changed("tool_choice", "the model cannot be forced to call a tool", semantic=True)
            body["tool_choice"] = "auto"
        else:
            body["tool_choice"] = build_tool_choice(choice, replace(request, tools=tuple(tools)), name_of)
    if request.parallel_tools is not None:
        if target.parallel_control:
            body["parallel_tool_calls"] = request.parallel_tools
        else:
            notes.dropped("parallel_tool_calls", semantic=not request.parallel_tools)


def _adapted(tool: Tool, request: ChatRequest, target: Capabilities, bridge: ToolBridge, notes: Notes) -> Tool | None:
    """The tool as this target takes it, None for one that is left out."""
    if tool.kind is ToolKind.HOSTED:
        return tool if tool.dialect is DIALECT else _hosted(tool, target, notes)
    if tool.kind is ToolKind.CUSTOM:
        if bridge.custom:
            return tool
        schema, description = custom_as_function(tool, notes)
        return replace(tool, kind=ToolKind.FUNCTION, schema=schema, description=description, native=None, strict=False)
    schema = object_root(tool.schema)[0]
    strict = tool.strict
    if request.source is not DIALECT:
        # An absent "strict" means true here, which nobody else's caller asked for.
        strict = bool(strict) and (request.source in _OPENAI_SOURCES or is_openai_strict(schema))
        if strict is not bool(tool.strict):
            notes.changed(f"tools.{tool.name}.strict", "the schema does not obey OpenAI's strict rules")
    return replace(tool, schema=schema, strict=strict)


def _hosted(tool: Tool, target: Capabilities, notes: Notes) -> Tool | None:
    concept = foreign_concept(tool, DIALECT, target, notes)
    native: JsonObject
    if concept is Concept.WEB_SEARCH:
        search = web_search_of(tool)
        native = {"type": "web_search"}
        if search.allowed_domains:
            native["filters"] = {"allowed_domains": list(search.allowed_domains)}
        if search.location is not None:
            native["user_location"] = {"type": "approximate", **search.location}
        if search.context_size:
            native["search_context_size"] = search.context_size
        if search.blocked_domains or search.max_uses:
            notes.dropped(f"tools.{tool.name}", "blocked domains and limits of uses", semantic=True)
    elif concept is Concept.RUN_CODE:
        native = {"type": "code_interpreter", "container": {"type": "auto"}}
    elif concept is None:
        return None
    elif target.drop_hosted_tools:
        notes.dropped(f"tools.{tool.name}", semantic=True)
        return None
    else:
        raise unsupported(
            f"the hosted tool {tool.name!r} has no counterpart in Responses; remove it", "tools", "unsupported_tool"
        )
    return Tool(native["type"], kind=ToolKind.HOSTED, dialect=DIALECT, native=native)


def _build_reasoning(request: ChatRequest, target: Capabilities, body: JsonObject, notes: Notes) -> None:
    control = request.reasoning
    if target.thinking is ThinkingStyle.NONE:
        if control.wanted:
            notes.dropped("reasoning", "the model does not think")
        return
    reasoning: JsonObject = dict(control.native or {}) if request.source is DIALECT else {}
    wanted = wanted_effort(control)
    effort = None if wanted is None else nearest(wanted, target.efforts)
    if wanted is not None and effort is None:
        notes.dropped("reasoning_effort", "the model knows no levels")
    if wanted is not None and effort is not None:
        if effort is not wanted:
            notes.changed("reasoning_effort", f"{wanted} sent as {effort}", semantic=distance(wanted, effort) > 1)
        reasoning["effort"] = effort.value
    shown = control.show not in (ReasoningShow.UNSET, ReasoningShow.NONE)
    if shown and effort is not Effort.NONE:
        reasoning["summary"] = control.show.value
    if reasoning:
        body["reasoning"] = reasoning


def _build_state(request: ChatRequest, target: Capabilities, body: JsonObject, include: list[str]) -> None:
    identity, cache, service = request.identity, request.cache, request.service
    options = {key: value for key, value in (("mode", cache.mode), ("ttl", cache.ttl)) if value}
    store = service.store
    if request.source is not DIALECT and store is None:
        # Nobody else's caller expects the vendor to remember; without a memory, proofs must travel.
        store = False
    fields: JsonObject = {
        "previous_response_id": service.previous_response_id or None,
        "store": store,
        "metadata": identity.metadata,
        "user": identity.user[:LONGEST_USER] or None,
        "safety_identifier": identity.safety_id or None,
        "service_tier": service.tier or None,
        "prompt_cache_key": cache.key[:LONGEST_USER] or None,
        "prompt_cache_options": options or None,
    }
    body |= {key: value for key, value in fields.items() if value is not None}
    if target.seal_family is SealFamily.OPENAI and target.thinking is not ThinkingStyle.NONE:
        include.append(INCLUDE_PROOF)
