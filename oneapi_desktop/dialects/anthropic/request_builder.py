"""The conversation model into an Anthropic Messages request body."""

from dataclasses import dataclass, replace

from oneapi_desktop.dialects.anthropic.blocks_builder import CacheMarker, MessageBuilder
from oneapi_desktop.dialects.anthropic.tools_builder import build_choice, build_tools
from oneapi_desktop.dialects.anthropic.vocabulary import DEFAULT_MAX_TOKENS, TIERS_BUILT
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
    ReasoningControl,
    ReasoningMode,
    ReasoningPart,
    ReasoningShow,
    RedactedPart,
    Role,
    SealFamily,
    ThinkingStyle,
    ToolCall,
    ToolChoice,
    unsupported,
)
from oneapi_desktop.dialects.conversion_rules import (
    allowed_sampling,
    impersonal,
    note_extras,
    note_lost,
    output_limit,
    refuse_unsupported_state,
    stop_sequences,
)
from oneapi_desktop.dialects.json_schema import for_anthropic_strict, object_root
from oneapi_desktop.dialects.reasoning_scale import (
    SCALE,
    distance,
    nearest,
    wanted_budget,
    wanted_effort,
)
from oneapi_desktop.dialects.tool_bridge import ANTHROPIC_NAMES, STRUCTURED_OUTPUT_TOOL, ToolBridge

DIALECT = Dialect.ANTHROPIC
MOST_STOPS = 8192
_LEVELS = (Effort.LOW, Effort.MEDIUM, Effort.HIGH, Effort.XHIGH, Effort.MAX)

_JSON_SENTENCE = "Answer with exactly one JSON object and nothing else: no code fence, no explanation."
_FORCE_SENTENCE = "You must answer by calling {what}; do not answer in words alone."


def _emulates_format(request: ChatRequest, target: Capabilities) -> bool:
    return request.response_format.kind is FormatKind.JSON_SCHEMA and not target.structured_output


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """The names of this request's tools at the target; also undoes them in the answer."""
    structured = _emulates_format(request, target)
    return ToolBridge(
        request,
        ANTHROPIC_NAMES,
        custom=False,
        structured=structured,
        unwrap_value=structured and object_root(request.response_format.schema)[1],
    )


@dataclass(slots=True)
class _Thinking:
    """What ``thinking`` and ``output_config.effort`` will say. ``on`` is what the model does."""

    field: JsonObject | None = None
    effort: Effort | None = None
    on: bool = False


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body for the target and what it could not carry. Raises DialectError(UNSUPPORTED, or
    INVALID_REQUEST for a history no provider accepts)."""
    notes = Notes()
    refuse_unsupported_state(request, DIALECT)
    if request.n > 1:
        raise unsupported("n must be 1 for this model", "n")
    bridge, marker = tool_bridge(request, target), CacheMarker(target)
    limit = output_limit(request, target, notes)
    if limit is None:
        limit = target.default_output_tokens or target.max_output_tokens or DEFAULT_MAX_TOKENS
    body: JsonObject = {"model": target.model or request.model, "max_tokens": limit}
    thinking = _thinking(request, target, limit, notes)
    instructions: list[str] = []
    choice = _settled_choice(request, target, thinking, instructions, notes)
    tools = build_tools(request, target, bridge, marker, notes)
    if choice is not None and choice.mode is ChoiceMode.ALLOWED:
        names = {bridge.wire_name(name) for name in choice.names}
        tools = [tool for tool in tools if tool.get("name") in names]
        notes.emulated("tool_choice", "only the allowed tools are sent", semantic=False)
    config = _build_format(request, target, tools, instructions, notes)
    if thinking.effort is not None:
        config["effort"] = thinking.effort.value
    system, messages = MessageBuilder(request, target, bridge, marker, notes).build(instructions)
    if system is not None:
        body["system"] = system
    body["messages"] = messages
    if tools:
        body["tools"] = tools
        built = build_choice(choice, request, target, bridge, notes)
        if built is not None:
            body["tool_choice"] = built
    if thinking.field is not None:
        body["thinking"] = thinking.field
    if request.source is DIALECT:
        config = {**(request.extras.get("output_config") or {}), **config}
    if config:
        body["output_config"] = config
    if request.stream:
        body["stream"] = True
    _build_sampling(request, target, thinking, body, notes)
    _build_rest(request, target, marker, body, notes)
    return body, notes


def _build_rest(
    request: ChatRequest, target: Capabilities, marker: CacheMarker, body: JsonObject, notes: Notes
) -> None:
    if request.identity.user:
        body["metadata"] = {"user_id": impersonal(request.identity.user)}
    tier = request.service.tier
    if tier:
        body["service_tier"] = TIERS_BUILT.get(tier, "auto")
        if tier not in ("auto", "default"):
            notes.changed("service_tier", f"{tier} sent as {body['service_tier']}")
    automatic = target.cache_marks is CacheMarks.CONTROL and (
        request.cache.auto is not None or (target.auto_cache and marker.count == 0)
    )
    marker.prune(notes, reserved=int(automatic))
    if automatic:
        control: JsonObject = {"type": "ephemeral"}
        if request.cache.auto is not None and request.cache.auto.ttl:
            control["ttl"] = request.cache.auto.ttl
        body["cache_control"] = control
    if request.source is DIALECT:
        body |= {key: value for key, value in request.extras.items() if key != "output_config"}
    if request.identity.metadata:
        notes.dropped("metadata", "Anthropic takes a user id only")
    if request.verbosity:
        notes.dropped("verbosity", "Anthropic has no such field")
    if "audio" in request.modalities:
        raise unsupported("this model cannot speak; ask for text only", "modalities")
    note_extras(request, DIALECT, notes)


def _build_sampling(
    request: ChatRequest, target: Capabilities, thinking: _Thinking, body: JsonObject, notes: Notes
) -> None:
    sampling = allowed_sampling(request.sampling, target, notes)
    temperature, top_p, top_k = sampling.temperature, sampling.top_p, sampling.top_k
    if temperature is not None and temperature > 1:
        notes.changed("temperature", f"{temperature} lowered to 1", semantic=True)
        temperature = 1
    if thinking.on:
        if temperature not in (None, 1):
            notes.dropped("temperature", "not accepted while thinking")
            temperature = None
        if top_k is not None:
            notes.dropped("top_k", "not accepted while thinking")
            top_k = None
        if top_p is not None and not 0.95 <= top_p <= 1:
            notes.dropped("top_p", "not accepted while thinking")
            top_p = None
    fields = {"temperature": temperature, "top_p": top_p, "top_k": top_k}
    body |= {key: value for key, value in fields.items() if value is not None}
    stop = stop_sequences(sampling.stop, MOST_STOPS, notes, blank=False)
    if stop:
        body["stop_sequences"] = stop
    lost = ("frequency_penalty", "presence_penalty", "seed", "logit_bias", "logprobs")
    note_lost(sampling, lost, "Anthropic has no such field", notes)


def _build_format(
    request: ChatRequest,
    target: Capabilities,
    tools: list[JsonObject],
    instructions: list[str],
    notes: Notes,
) -> JsonObject:
    """The ``output_config`` of the response format, or the tool and sentences that emulate it."""
    wanted = request.response_format
    if wanted.kind is FormatKind.TEXT:
        return {}
    if wanted.kind is FormatKind.JSON:
        notes.emulated("response_format", "one JSON object is asked for in words", semantic=True)
        instructions.append(_JSON_SENTENCE)
        return {}
    schema = wanted.schema or {"type": "object"}
    if not _emulates_format(request, target):
        if request.source is not DIALECT:
            schema = for_anthropic_strict(schema, notes, "response_format.schema")
        return {"format": {"type": "json_schema", "schema": schema}}
    notes.emulated("response_format", "a tool takes the answer", semantic=False)
    description = wanted.description or "Give your answer by calling this tool exactly once."
    tools.append(
        {
            "name": STRUCTURED_OUTPUT_TOOL,
            "description": description,
            "input_schema": object_root(schema)[0],
        }
    )
    return {}


def _settled_choice(
    request: ChatRequest,
    target: Capabilities,
    thinking: _Thinking,
    instructions: list[str],
    notes: Notes,
) -> ToolChoice | None:
    """The choice the model accepts. A forced one may switch thinking off, or be asked for in words."""
    choice = request.tool_choice
    if _emulates_format(request, target):
        mode = ChoiceMode.REQUIRED if request.tools else ChoiceMode.NAMED
        choice = ToolChoice(mode, () if request.tools else (STRUCTURED_OUTPUT_TOOL,))
    if choice is None or not choice.forces or not (request.tools or _emulates_format(request, target)):
        return choice
    if target.forced_tool and (not thinking.on or target.forced_tool_with_thinking):
        return choice
    if target.forced_tool and target.thinking_optional:
        notes.changed("thinking", "switched off: a forced tool call excludes it", semantic=True)
        adaptive = target.thinking is ThinkingStyle.ADAPTIVE
        thinking.field = {"type": "disabled"} if adaptive else None
        thinking.on = False
        return choice
    notes.emulated("tool_choice", "the call is asked for in words", semantic=True)
    what = f"the tool {choice.names[0]}" if choice.mode is ChoiceMode.NAMED else "one of the tools"
    instructions.append(_FORCE_SENTENCE.format(what=what))
    if choice.mode is ChoiceMode.ALLOWED:
        return replace(choice, required=False)
    return ToolChoice(ChoiceMode.AUTO)


def _thinking(request: ChatRequest, target: Capabilities, limit: int, notes: Notes) -> _Thinking:
    control = request.reasoning
    if target.thinking is ThinkingStyle.NONE:
        if control.wanted:
            notes.dropped("reasoning", "the model does not think")
        return _Thinking()
    if target.thinking is ThinkingStyle.BUDGET:
        return _budgeted(request, control, target, limit, notes)
    return _adaptive(request, control, target, notes)


def _adaptive(request: ChatRequest, control: ReasoningControl, target: Capabilities, notes: Notes) -> _Thinking:
    wanted = wanted_effort(control)
    if control.mode is ReasoningMode.OFF or wanted is Effort.NONE:
        if target.thinking_optional:
            return _Thinking({"type": "disabled"}, _level(control.effort, target, notes))
        notes.changed("reasoning", "this model always thinks: the lowest effort is asked for", semantic=True)
        return _Thinking(None, _level(Effort.LOW, target, notes), on=True)
    effort = _level(wanted, target, notes)
    if control.mode is ReasoningMode.BETWEEN_TOOLS:
        if target.between_tools:
            return _Thinking({"type": "between_tools"}, effort, on=True)
        notes.changed("thinking", "between_tools sent as adaptive")
    own_unset = request.source is DIALECT and control.mode is ReasoningMode.UNSET
    if not control.wanted or own_unset:
        return _Thinking(None, effort, on=not target.thinking_optional)
    display = "omitted" if control.show is ReasoningShow.NONE else "summarized"
    return _Thinking({"type": "adaptive", "display": display}, effort, on=True)


def _level(effort: Effort | None, target: Capabilities, notes: Notes) -> Effort | None:
    """The level this model knows; Claude has none below low."""
    if effort is None or effort is Effort.NONE:
        return None
    supported = [level for level in _LEVELS if level in target.efforts]
    level = nearest(effort, supported)
    if level is not None and level is not effort:
        above = SCALE.index(effort) > SCALE.index(level)
        notes.changed("reasoning_effort", f"{effort} sent as {level}", semantic=above and distance(effort, level) > 1)
    return level


def _budgeted(
    request: ChatRequest, control: ReasoningControl, target: Capabilities, limit: int, notes: Notes
) -> _Thinking:
    level = None
    if request.source is DIALECT and control.effort is not None and target.efforts:
        level = _level(control.effort, target, notes)
        if not control.wanted or control.mode is ReasoningMode.UNSET:
            return _Thinking(None, level)
    if control.mode is ReasoningMode.BETWEEN_TOOLS:
        notes.changed("thinking", "between_tools sent as enabled")
    budget = wanted_budget(control, target, limit)
    if budget is None:
        if control.wanted:
            notes.dropped("reasoning", "max_tokens leaves no room for thinking")
        return _Thinking(None, level)
    if _loop_without_proof(request, target):
        notes.dropped("reasoning", "the last answer called tools without a thinking block to continue from")
        return _Thinking(None, level)
    if control.budget is not None and control.budget != budget:
        notes.changed("thinking.budget_tokens", f"{control.budget} sent as {budget}")
    return _Thinking({"type": "enabled", "budget_tokens": budget}, level, on=True)


def _loop_without_proof(request: ChatRequest, target: Capabilities) -> bool:
    """True in the middle of a tool loop whose last answer does not begin with reasoning that this
    model can verify: such a history is refused while thinking is on."""
    last = next((t for t in reversed(request.turns) if t.role is Role.ASSISTANT), None)
    if last is None or not any(isinstance(part, ToolCall) for part in last.parts):
        return False
    first = last.parts[0]
    proven = isinstance(first, ReasoningPart | RedactedPart) and (
        first.seal is not None and first.seal.family is SealFamily.ANTHROPIC and target.accepts(first.seal)
    )
    return not proven
