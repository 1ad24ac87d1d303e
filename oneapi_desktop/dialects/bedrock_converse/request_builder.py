"""The conversation model into a Converse request body. The model's id is no part of it."""

from oneapi_desktop.dialects.bedrock_converse.content_builder import ContentBuilder, cache_point
from oneapi_desktop.dialects.conversation import (
    CacheMarks,
    Capabilities,
    ChatRequest,
    ChoiceMode,
    Dialect,
    Effort,
    FormatKind,
    JsonObject,
    Notes,
    ReasoningMode,
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
    stop_sequences,
)
from oneapi_desktop.dialects.hosted_tools import foreign_concept
from oneapi_desktop.dialects.json_reading import dump_text
from oneapi_desktop.dialects.json_schema import EMPTY_OBJECT, object_root
from oneapi_desktop.dialects.reasoning_scale import nearest, wanted_effort
from oneapi_desktop.dialects.tool_bridge import OPENAI_NAMES, STRUCTURED_OUTPUT_TOOL, ToolBridge, custom_as_function

DIALECT = Dialect.BEDROCK_CONVERSE
MOST_STOPS = 2500

_JSON_SENTENCE = "Answer with exactly one JSON object and nothing else: no code fence, no explanation."
_TIERS = {"auto": "default", "default": "default", "priority": "priority", "fast": "priority", "flex": "flex"}


def _emulates_format(request: ChatRequest, target: Capabilities) -> bool:
    return request.response_format.kind is FormatKind.JSON_SCHEMA and not target.structured_output


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """The names of this request's tools at the target; also undoes them in the answer."""
    structured = _emulates_format(request, target)
    return ToolBridge(
        request,
        OPENAI_NAMES,
        custom=False,
        structured=structured,
        unwrap_value=structured and object_root(request.response_format.schema)[1],
    )


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body for the target and what it could not carry. Raises DialectError(UNSUPPORTED, or
    INVALID_REQUEST for a history no provider accepts)."""
    notes = Notes()
    refuse_beyond_one_text(request, DIALECT)
    bridge = tool_bridge(request, target)
    instructions: list[str] = []
    output = _build_format(request, target, instructions, notes)
    system, messages = ContentBuilder(request, target, bridge, notes).build(instructions)
    body: JsonObject = {"messages": messages}
    if system:
        body["system"] = system
    inference = _build_inference(request, target, notes)
    if inference:
        body["inferenceConfig"] = inference
    tools = _build_tools(request, target, bridge, notes)
    if tools:
        body["toolConfig"] = tools
    effort = _effort(request, target, notes)
    if effort is not None:
        output["effort"] = effort.value
    if output:
        body["outputConfig"] = output
    tier = request.service.tier
    if tier:
        body["serviceTier"] = {"type": _TIERS.get(tier, "default")}
        if tier not in _TIERS:
            notes.changed("service_tier", f"{tier} sent as default")
    if request.identity.user or request.identity.metadata:
        notes.dropped("metadata", "Bedrock keeps request metadata for logs of the account only")
    if request.verbosity:
        notes.dropped("verbosity", "Bedrock has no such field")
    note_extras(request, DIALECT, notes)
    return body, notes


def _build_inference(request: ChatRequest, target: Capabilities, notes: Notes) -> JsonObject:
    sampling = allowed_sampling(request.sampling, target, notes)
    temperature = sampling.temperature
    if temperature is not None and temperature > 1:
        notes.changed("temperature", f"{temperature} lowered to 1", semantic=True)
        temperature = 1
    lost = ("top_k", "frequency_penalty", "presence_penalty", "seed", "logit_bias", "logprobs")
    note_lost(sampling, lost, "Converse has no such field", notes)
    limit = output_limit(request, target, notes)
    fields: JsonObject = {
        "maxTokens": target.default_output_tokens if limit is None else limit,
        "temperature": temperature,
        "topP": sampling.top_p,
        "stopSequences": stop_sequences(sampling.stop, MOST_STOPS, notes, blank=False) or None,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _build_format(request: ChatRequest, target: Capabilities, instructions: list[str], notes: Notes) -> JsonObject:
    """The ``outputConfig`` of the response format, or the sentence that emulates it."""
    wanted = request.response_format
    if wanted.kind is FormatKind.JSON:
        notes.emulated("response_format", "one JSON object is asked for in words", semantic=True)
        instructions.append(_JSON_SENTENCE)
    if wanted.kind is not FormatKind.JSON_SCHEMA:
        return {}
    if _emulates_format(request, target):
        notes.emulated("response_format", "a tool takes the answer", semantic=False)
        return {}
    schema: JsonObject = {"schema": dump_text(wanted.schema or {"type": "object"})}
    if wanted.name:
        schema["name"] = wanted.name
    if wanted.description:
        schema["description"] = wanted.description
    return {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": schema}}}


def _build_tools(request: ChatRequest, target: Capabilities, bridge: ToolBridge, notes: Notes) -> JsonObject:
    if request.tools and not target.tools:
        raise unsupported("this model cannot call tools; remove tools from the request", "tools")
    emulated = _emulates_format(request, target)
    if emulated and not target.tools:
        raise unsupported("this model has no structured output; leave out the schema", "response_format")
    called = dict.fromkeys(bridge.wire_name(call.name, call.namespace) for call in request.calls())
    choice = request.tool_choice
    declared = request.tools
    if choice is not None and choice.mode is ChoiceMode.NONE and not called:
        declared = ()
    tools: list[JsonObject] = []
    for tool in declared:
        tools += _build_tool(tool, target, bridge, notes)
    if emulated:
        tools.append(_structured_tool(request))
    if not tools:
        if not called:
            return {}
        tools = [{"toolSpec": {"name": name, "inputSchema": {"json": dict(EMPTY_OBJECT)}}} for name in called]
        notes.emulated("tools", "declared from the calls of the history")
    if choice is not None and choice.mode is ChoiceMode.ALLOWED:
        names = {bridge.wire_name(name) for name in choice.names}
        tools = [tool for tool in tools if tool.get("toolSpec", {}).get("name") in names] or tools
        notes.emulated("tool_choice", "only the allowed tools are sent")
    config: JsonObject = {"tools": tools}
    built = _build_choice(request, target, bridge, notes, emulated=emulated)
    if built is not None:
        config["toolChoice"] = built
    if request.parallel_tools is False:
        notes.dropped("parallel_tool_calls", "Converse has no such control", semantic=True)
    return config


def _build_tool(tool: Tool, target: Capabilities, bridge: ToolBridge, notes: Notes) -> list[JsonObject]:
    if tool.kind is ToolKind.HOSTED:
        concept = foreign_concept(tool, DIALECT, target, notes)
        if concept is not None and not target.drop_hosted_tools:
            raise unsupported(
                f"the hosted tool {tool.name!r} has no counterpart on Bedrock; remove it", "tools", "unsupported_tool"
            )
        if concept is not None:
            notes.dropped(f"tools.{tool.name}", semantic=True)
        return []
    schema, description = tool.schema, tool.description
    if tool.kind is ToolKind.CUSTOM:
        schema, description = custom_as_function(tool, notes)
    spec: JsonObject = {"name": bridge.wire_name(tool.name, tool.namespace)}
    if description:
        spec["description"] = description
    spec["inputSchema"] = {"json": object_root(schema)[0]}
    if tool.strict:
        spec["strict"] = True
    built: list[JsonObject] = [{"toolSpec": spec}]
    if tool.cache is not None and target.cache_marks is not CacheMarks.NONE:
        built.append(cache_point(tool.cache))
    return built


def _structured_tool(request: ChatRequest) -> JsonObject:
    wanted = request.response_format
    description = wanted.description or "Give your answer by calling this tool exactly once."
    schema = {"json": object_root(wanted.schema or {"type": "object"})[0]}
    return {"toolSpec": {"name": STRUCTURED_OUTPUT_TOOL, "description": description, "inputSchema": schema}}


def _build_choice(
    request: ChatRequest, target: Capabilities, bridge: ToolBridge, notes: Notes, *, emulated: bool
) -> JsonObject | None:
    choice = request.tool_choice
    if emulated:
        if not target.forced_tool:
            return None
        return {"any": {}} if request.tools else {"tool": {"name": STRUCTURED_OUTPUT_TOOL}}
    if choice is None:
        return None
    if choice.mode is ChoiceMode.NONE:
        notes.changed("tool_choice", "Converse cannot forbid calls: the model may decide", semantic=True)
        return None
    if not choice.forces:
        return {"auto": {}}
    if not target.forced_tool:
        notes.changed("tool_choice", "the model cannot be forced to call a tool", semantic=True)
        return {"auto": {}}
    if choice.mode is ChoiceMode.NAMED and choice.names:
        namespace = next((t.namespace for t in request.tools if t.name == choice.names[0]), "")
        return {"tool": {"name": bridge.wire_name(choice.names[0], namespace)}}
    return {"any": {}}


def _effort(request: ChatRequest, target: Capabilities, notes: Notes) -> Effort | None:
    """The level of thinking to ask for; None leaves it to the model."""
    control = request.reasoning
    if target.thinking is ThinkingStyle.NONE:
        if control.wanted:
            notes.dropped("reasoning", "the model has no such control")
        return None
    wanted = wanted_effort(control)
    if wanted is None:
        return None
    if control.mode is ReasoningMode.BUDGET:
        notes.changed("reasoning", "a budget is sent as a level")
    level = nearest(wanted, target.efforts)
    if level is not wanted:
        notes.changed("reasoning_effort", f"{wanted} sent as {level}" if level else "left to the model")
    return level
