"""The conversation model into a Chat Completions request body."""

from oneapi_desktop.dialects.conversation import (
    Capabilities,
    ChatRequest,
    ChatThinking,
    ChoiceMode,
    Dialect,
    Effort,
    FormatKind,
    JsonObject,
    Notes,
    ReasoningMode,
    TextPart,
    ThinkingStyle,
    Tool,
    ToolChoice,
    ToolKind,
    unsupported,
)
from oneapi_desktop.dialects.conversion_rules import (
    allowed_sampling,
    note_extras,
    output_limit,
    refuse_unsupported_state,
    stop_sequences,
)
from oneapi_desktop.dialects.hosted_tools import CHAT_WEB_SEARCH, Concept, foreign_concept, web_search_of
from oneapi_desktop.dialects.json_reading import dump_text
from oneapi_desktop.dialects.json_schema import is_openai_strict, object_root
from oneapi_desktop.dialects.openai_chat.message_builder import build_messages
from oneapi_desktop.dialects.reasoning_scale import distance, nearest, wanted_effort
from oneapi_desktop.dialects.tool_bridge import (
    OPENAI_NAMES,
    STRUCTURED_OUTPUT_TOOL,
    ToolBridge,
    custom_as_function,
)

DIALECT = Dialect.OPENAI_CHAT
MOST_STOPS = 4
LONGEST_USER = 64

_JSON_WITHOUT_SCHEMA = "Answer with exactly one JSON object and nothing else."
_OPENAI_SOURCES = (Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES)


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """The names of this request's tools at the target; also undoes them in the answer."""
    return ToolBridge(request, OPENAI_NAMES, custom=target.chat.custom_tools)


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body for the target and what it could not carry. Raises DialectError(UNSUPPORTED, or
    INVALID_REQUEST for a history no provider accepts)."""
    notes = Notes()
    refuse_unsupported_state(request, DIALECT)
    bridge = tool_bridge(request, target)
    body: JsonObject = {"model": target.model or request.model}
    instructions = _build_format(request, target, body, notes)
    body["messages"] = build_messages(request, target, bridge, notes, instructions)
    if request.stream:
        body["stream"] = True
        options = dict(request.extras.get("stream_options") or {}) if request.source is DIALECT else {}
        if target.chat.stream_usage:
            options["include_usage"] = True
        if options:
            body["stream_options"] = options
    if request.n > 1:
        if not target.multiple:
            raise unsupported("n must be 1 for this model", "n")
        body["n"] = request.n
    _build_sampling(request, target, body, notes)
    _build_tools(request, target, bridge, body, notes)
    _build_reasoning(request, target, body, notes)
    _build_openai_fields(request, target, body, notes)
    if request.modalities and request.source in _OPENAI_SOURCES:
        body["modalities"] = list(request.modalities)
        if request.audio is not None:
            body["audio"] = request.audio
    if request.source is DIALECT:
        body |= {key: value for key, value in request.extras.items() if key != "stream_options"}
    note_extras(request, DIALECT, notes)
    return body, notes


def _build_sampling(request: ChatRequest, target: Capabilities, body: JsonObject, notes: Notes) -> None:
    sampling = allowed_sampling(request.sampling, target, notes)
    fields: JsonObject = {
        target.chat.max_tokens_field: output_limit(request, target, notes),
        "temperature": sampling.temperature,
        "top_p": sampling.top_p,
        "frequency_penalty": sampling.frequency_penalty,
        "presence_penalty": sampling.presence_penalty,
        target.chat.seed_field: sampling.seed,
        "stop": stop_sequences(sampling.stop, MOST_STOPS, notes) or None,
        "logit_bias": sampling.logit_bias,
        "logprobs": sampling.logprobs,
        "top_logprobs": sampling.top_logprobs,
    }
    if request.source is DIALECT or not target.chat.openai_fields:
        fields["top_k"] = sampling.top_k
    elif sampling.top_k is not None:
        notes.dropped("top_k", "Chat Completions has no such field")
    body |= {key: value for key, value in fields.items() if value is not None}


def _build_openai_fields(request: ChatRequest, target: Capabilities, body: JsonObject, notes: Notes) -> None:
    identity, cache, service = request.identity, request.cache, request.service
    if identity.user:
        body["user"] = identity.user[:LONGEST_USER]
    options = {key: value for key, value in (("mode", cache.mode), ("ttl", cache.ttl)) if value}
    fields: JsonObject = {
        "safety_identifier": identity.safety_id or None,
        "metadata": identity.metadata,
        "prompt_cache_key": cache.key[:LONGEST_USER] or None,
        "prompt_cache_options": options or None,
        "service_tier": service.tier or None,
        "store": service.store,
        "verbosity": request.verbosity or None,
    }
    for key, value in fields.items():
        if value is None:
            continue
        if target.chat.openai_fields or request.source is DIALECT:
            body[key] = value
        elif key not in ("prompt_cache_key", "prompt_cache_options", "store"):
            notes.dropped(key, "only OpenAI has it")


def _build_format(request: ChatRequest, target: Capabilities, body: JsonObject, notes: Notes) -> list[str]:
    """Write ``response_format``; the sentences that the instructions need beside it."""
    wanted = request.response_format
    if wanted.kind is FormatKind.TEXT:
        return []
    if wanted.kind is FormatKind.JSON_SCHEMA and target.chat.json_schema:
        schema: JsonObject = {"name": wanted.name or STRUCTURED_OUTPUT_TOOL}
        if wanted.description:
            schema["description"] = wanted.description
        if wanted.schema is not None:
            schema["schema"] = wanted.schema
        if wanted.strict is not None:
            strict = wanted.strict and (request.source in _OPENAI_SOURCES or is_openai_strict(wanted.schema or {}))
            if strict != wanted.strict:
                notes.changed("response_format.strict", "the schema does not obey OpenAI's strict rules")
            schema["strict"] = strict
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
        return []
    body["response_format"] = {"type": "json_object"}
    if wanted.kind is FormatKind.JSON_SCHEMA:
        notes.emulated("response_format", "the schema is told in words", semantic=True)
        told = dump_text(wanted.schema or {})
        return [f"{_JSON_WITHOUT_SCHEMA} It must conform to this JSON Schema: {told}"]
    return [] if request.source is DIALECT or _says_json(request) else [_JSON_WITHOUT_SCHEMA]


def _says_json(request: ChatRequest) -> bool:
    """True when the word OpenAI demands in JSON mode is in the conversation."""
    texts = [*request.system, *(part for turn in request.turns for part in turn.parts)]
    return any("json" in part.text.lower() for part in texts if isinstance(part, TextPart))


def _build_tools(
    request: ChatRequest, target: Capabilities, bridge: ToolBridge, body: JsonObject, notes: Notes
) -> None:
    if request.tools and not target.tools:
        raise unsupported("this model cannot call tools; remove tools from the request", "tools")
    tools: list[JsonObject] = []
    for tool in request.tools:
        if tool.kind is ToolKind.HOSTED:
            _build_hosted(tool, target, tools, body, notes)
        else:
            tools.append(_build_tool(request, tool, target, bridge, notes))
    if not tools:
        return
    body["tools"] = tools
    if request.tool_choice is not None:
        body["tool_choice"] = _build_choice(request.tool_choice, request, target, bridge, body, notes)
    if request.parallel_tools is not None:
        if target.parallel_control:
            body["parallel_tool_calls"] = request.parallel_tools
        else:
            notes.dropped("parallel_tool_calls", semantic=not request.parallel_tools)


def _build_tool(request: ChatRequest, tool: Tool, target: Capabilities, bridge: ToolBridge, notes: Notes) -> JsonObject:
    name = bridge.wire_name(tool.name, tool.namespace)
    if tool.kind is ToolKind.CUSTOM and bridge.custom:
        custom: JsonObject = {"name": name}
        if tool.description:
            custom["description"] = tool.description
        if tool.native is not None:
            custom["format"] = tool.native
        return {"type": "custom", "custom": custom}
    schema, description = tool.schema, tool.description
    if tool.kind is ToolKind.CUSTOM:
        schema, description = custom_as_function(tool, notes)
    function: JsonObject = {"name": name}
    if description:
        function["description"] = description
    if schema is not None:
        function["parameters"] = object_root(schema)[0]
    if tool.strict is not None and target.chat.strict:
        strict = tool.strict and (request.source in _OPENAI_SOURCES or is_openai_strict(schema or {}))
        if strict != tool.strict:
            notes.changed(f"tools.{tool.name}.strict", "the schema does not obey OpenAI's strict rules")
        function["strict"] = strict
    if tool.dialect is DIALECT:
        function |= tool.extras
    return {"type": "function", "function": function}


def _build_hosted(tool: Tool, target: Capabilities, tools: list[JsonObject], body: JsonObject, notes: Notes) -> None:
    if tool.dialect is DIALECT:
        if tool.name == CHAT_WEB_SEARCH:
            body[CHAT_WEB_SEARCH] = tool.native or {}
        else:
            tools.append(tool.native or {})
        return
    concept = foreign_concept(tool, DIALECT, target, notes)
    if concept is Concept.WEB_SEARCH:
        search = web_search_of(tool)
        options: JsonObject = {}
        if search.context_size:
            options["search_context_size"] = search.context_size
        if search.location is not None:
            options["user_location"] = {"type": "approximate", "approximate": search.location}
        if search.allowed_domains or search.blocked_domains or search.max_uses:
            notes.dropped(f"tools.{tool.name}", "limits of domains and uses", semantic=True)
        body[CHAT_WEB_SEARCH] = options
    elif concept is not None:
        if not target.drop_hosted_tools:
            raise unsupported(
                f"the hosted tool {tool.name!r} has no counterpart in Chat Completions; remove it",
                "tools",
                "unsupported_tool",
            )
        notes.dropped(f"tools.{tool.name}", semantic=True)


def _build_choice(
    choice: ToolChoice,
    request: ChatRequest,
    target: Capabilities,
    bridge: ToolBridge,
    body: JsonObject,
    notes: Notes,
) -> str | JsonObject:
    if choice.forces and not target.forced_tool:
        notes.changed("tool_choice", "the model cannot be forced to call a tool", semantic=True)
        return "auto"
    if choice.mode is ChoiceMode.REQUIRED:
        return target.chat.required_word
    if choice.mode is ChoiceMode.NONE:
        return "none"
    names = [bridge.wire_name(*_tool_name(request, name)) for name in choice.names]
    if choice.mode is ChoiceMode.NAMED and names and names[0]:
        if choice.kind is ToolKind.CUSTOM and bridge.custom:
            return {"type": "custom", "custom": {"name": names[0]}}
        return {"type": "function", "function": {"name": names[0]}}
    if choice.mode is ChoiceMode.ALLOWED:
        mode = "required" if choice.required else "auto"
        if target.chat.allowed_tools:
            tools = [{"type": "function", "function": {"name": name}} for name in names]
            return {"type": "allowed_tools", "allowed_tools": {"mode": mode, "tools": tools}}
        notes.emulated("tool_choice", "only the allowed tools are sent")
        body["tools"] = [t for t in body["tools"] if (t.get("function") or {}).get("name") in names]
        return target.chat.required_word if choice.required else "auto"
    return "auto"


def _tool_name(request: ChatRequest, name: str) -> tuple[str, str]:
    """A chosen tool's name and namespace."""
    namespace = next((t.namespace for t in request.tools if t.name == name), "")
    return name, namespace


def _build_reasoning(request: ChatRequest, target: Capabilities, body: JsonObject, notes: Notes) -> None:
    control, vendor = request.reasoning, target.chat.thinking
    if target.thinking is ThinkingStyle.NONE or vendor is ChatThinking.NONE:
        if control.wanted:
            notes.dropped("reasoning", "the model has no such control")
        return
    wanted = wanted_effort(control)
    off = control.mode is ReasoningMode.OFF or wanted is Effort.NONE
    if vendor is ChatThinking.SWITCH:
        if off or control.wanted:
            body["thinking"] = {"type": "disabled" if off else "enabled"}
        if wanted is None or off:
            return
    elif vendor is ChatThinking.FLAG:
        if off or control.wanted:
            body["enable_thinking"] = not off
        if control.mode is ReasoningMode.BUDGET and control.budget:
            body["thinking_budget"] = control.budget
        return
    effort = None if wanted is None else nearest(wanted, target.efforts)
    if wanted is not None and effort is None:
        notes.dropped("reasoning_effort", "the model knows no levels")
    if wanted is not None and effort is not None and effort is not wanted:
        notes.changed("reasoning_effort", f"{wanted} sent as {effort}", semantic=distance(wanted, effort) > 1)
    if vendor is not ChatThinking.OBJECT:
        if effort is not None:
            body["reasoning_effort"] = effort.value
        return
    if off:
        body["reasoning"] = {"enabled": False}
    elif control.mode is ReasoningMode.BUDGET and control.budget:
        body["reasoning"] = {"max_tokens": control.budget}
    elif effort is not None:
        body["reasoning"] = {"effort": "xhigh" if effort is Effort.MAX else effort.value}
    elif control.wanted:
        body["reasoning"] = {"enabled": True}
