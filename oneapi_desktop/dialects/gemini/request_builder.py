"""The conversation model into a generateContent request body."""

from dataclasses import replace

from oneapi_desktop.dialects.conversation import (
    Capabilities,
    ChatRequest,
    Dialect,
    Effort,
    FormatKind,
    JsonObject,
    Notes,
    ReasoningMode,
    ReasoningShow,
    ThinkingStyle,
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
from oneapi_desktop.dialects.gemini.contents_builder import ContentBuilder, is_newest
from oneapi_desktop.dialects.gemini.tools_builder import build_choice, build_tools, takes_json_schema
from oneapi_desktop.dialects.gemini.vocabulary import LEVELS, TIERS_BUILT
from oneapi_desktop.dialects.json_reading import as_object, dump_text
from oneapi_desktop.dialects.json_schema import for_gemini
from oneapi_desktop.dialects.reasoning_scale import distance, nearest, wanted_budget, wanted_effort
from oneapi_desktop.dialects.tool_bridge import GEMINI_NAMES, ToolBridge

DIALECT = Dialect.GEMINI
MOST_STOPS = 5
HOTTEST = 2
LEAST_BUDGET = 512
"""Tokens that minimal effort may think; other vendors' least is twice as much."""

_JSON_SENTENCE = "Answer with exactly one JSON object and nothing else: no code fence, no explanation."
_SCHEMA_SENTENCE = "Answer with JSON and nothing else. It must conform to this JSON Schema: {schema}"
_SHOWN = (ReasoningShow.AUTO, ReasoningShow.CONCISE, ReasoningShow.DETAILED)


def tool_bridge(request: ChatRequest, target: Capabilities) -> ToolBridge:
    """The names of this request's tools at the target; also undoes them in the answer."""
    return ToolBridge(request, GEMINI_NAMES, custom=False)


def build_request(request: ChatRequest, target: Capabilities) -> tuple[JsonObject, Notes]:
    """The body for the target and what it could not carry. Model and streaming stand in the path, not
    here. Raises DialectError(UNSUPPORTED, or INVALID_REQUEST for a history no provider accepts)."""
    notes = Notes()
    refuse_unsupported_state(request, DIALECT)
    bridge = tool_bridge(request, target)
    instructions: list[str] = []
    generation = _build_sampling(request, target, notes)
    generation |= _build_format(request, target, instructions, notes)
    thinking = _build_thinking(request, target, notes)
    if thinking:
        generation["thinkingConfig"] = thinking
    if request.modalities:
        _build_modalities(request, generation, notes)
    system, contents = ContentBuilder(request, target, bridge, notes).build(instructions)
    body: JsonObject = {"contents": contents}
    if system is not None:
        body["systemInstruction"] = system
    tools = build_tools(request, target, bridge, notes)
    tool_config: JsonObject = {}
    if tools:
        body["tools"] = tools
        choice = build_choice(request.tool_choice, request, target, bridge, notes)
        if choice is not None:
            tool_config["functionCallingConfig"] = choice
    if request.source is DIALECT:
        extras = request.extras
        generation = {**as_object(extras.get("generationConfig")), **generation}
        tool_config = {**as_object(extras.get("toolConfig")), **tool_config}
        body |= {key: value for key, value in extras.items() if key not in ("generationConfig", "toolConfig")}
    if tool_config:
        body["toolConfig"] = tool_config
    if generation:
        body["generationConfig"] = generation
    _build_rest(request, body, notes)
    return body, notes


def _build_rest(request: ChatRequest, body: JsonObject, notes: Notes) -> None:
    if request.safety:
        body["safetySettings"] = list(request.safety)
    if request.cache.handle:
        body["cachedContent"] = request.cache.handle
    tier = request.service.tier
    if tier in TIERS_BUILT:
        body["serviceTier"] = TIERS_BUILT[tier]
    elif tier not in ("", "auto"):
        notes.dropped("service_tier", f"Gemini has no tier {tier}")
    if request.source is DIALECT and request.service.store is not None:
        body["store"] = request.service.store
    if request.identity.metadata:
        notes.dropped("metadata", "Gemini has no such field")
    if request.verbosity:
        notes.dropped("verbosity", "Gemini has no such field")
    note_extras(request, DIALECT, notes)


def _build_sampling(request: ChatRequest, target: Capabilities, notes: Notes) -> JsonObject:
    if request.n > 1 and not target.multiple:
        raise unsupported("n must be 1 for this model", "n")
    sampling = allowed_sampling(request.sampling, target, notes)
    temperature = sampling.temperature
    if temperature is not None and temperature > HOTTEST:
        notes.changed("temperature", f"{temperature} lowered to {HOTTEST}", semantic=True)
        temperature = HOTTEST
    if sampling.logit_bias:
        notes.dropped("logit_bias", "Gemini has no such field", semantic=True)
    fields: JsonObject = {
        "maxOutputTokens": output_limit(request, target, notes),
        "temperature": temperature,
        "topP": sampling.top_p,
        "topK": sampling.top_k,
        "candidateCount": request.n if request.n > 1 else None,
        "stopSequences": stop_sequences(sampling.stop, MOST_STOPS, notes) or None,
        "seed": sampling.seed,
        "frequencyPenalty": sampling.frequency_penalty,
        "presencePenalty": sampling.presence_penalty,
        "responseLogprobs": sampling.logprobs,
        "logprobs": sampling.top_logprobs,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _build_modalities(request: ChatRequest, generation: JsonObject, notes: Notes) -> None:
    if request.source is DIALECT:
        generation["responseModalities"] = [word.upper() for word in request.modalities]
        return
    if "audio" in request.modalities:
        raise unsupported("this model's voices have other names; ask for text only, or in its own API", "modalities")
    if "image" in request.modalities:
        generation["responseModalities"] = ["TEXT", "IMAGE"]
    if request.image:
        notes.dropped("image", "options of made pictures")


def _build_format(request: ChatRequest, target: Capabilities, instructions: list[str], notes: Notes) -> JsonObject:
    """The fields of the response format, or the sentence that emulates it."""
    wanted = request.response_format
    if wanted.kind is FormatKind.TEXT:
        return {}
    schema = wanted.schema if wanted.kind is FormatKind.JSON_SCHEMA else None
    functions = any(tool.kind is not ToolKind.HOSTED for tool in request.tools)
    if not target.structured_output or (functions and not is_newest(target) and request.source is not DIALECT):
        notes.emulated("response_format", "JSON is asked for in words", semantic=True)
        instructions.append(_SCHEMA_SENTENCE.format(schema=dump_text(schema)) if schema else _JSON_SENTENCE)
        return {}
    fields: JsonObject = {"responseMimeType": "application/json"}
    if schema is None:
        return fields
    if takes_json_schema(target):
        return fields | {"responseJsonSchema": schema}
    return fields | {"responseSchema": for_gemini(schema, notes, "response_format.schema", ordering=True)}


def _build_thinking(request: ChatRequest, target: Capabilities, notes: Notes) -> JsonObject:
    control = request.reasoning
    if target.thinking is ThinkingStyle.NONE:
        if control.wanted:
            notes.dropped("reasoning", "the model does not think")
        return {}
    built: JsonObject = {}
    off = control.mode is ReasoningMode.OFF or wanted_effort(control) is Effort.NONE
    if control.show in _SHOWN and not off:
        built["includeThoughts"] = True
    if control.mode is ReasoningMode.BETWEEN_TOOLS:
        notes.changed("thinking", "between_tools sent as the model's own judgement")
    if target.thinking is ThinkingStyle.BUDGET:
        return built | _budget(request, target, notes, off=off)
    return built | _level(request, target, notes, off=off)


def _level(request: ChatRequest, target: Capabilities, notes: Notes, *, off: bool) -> JsonObject:
    """``thinkingLevel``; thinking by levels cannot be switched off."""
    levels = [level for level in LEVELS if level in target.efforts]
    if off:
        lowest = nearest(Effort.MINIMAL, levels)
        notes.changed("reasoning", "this model always thinks: the lowest level is asked for", semantic=True)
        return {} if lowest is None else {"thinkingLevel": lowest.value.upper()}
    wanted = wanted_effort(request.reasoning)
    if wanted is None:
        return {}
    level = nearest(wanted, levels)
    if level is None:
        notes.dropped("reasoning_effort", "the model knows no levels")
        return {}
    if level is not wanted:
        notes.changed("reasoning_effort", f"{wanted} sent as {level}", semantic=distance(wanted, level) > 1)
    elif request.reasoning.budget is not None:
        notes.changed("reasoning.budget", f"{request.reasoning.budget} sent as {level}")
    return {"thinkingLevel": level.value.upper()}


def _budget(request: ChatRequest, target: Capabilities, notes: Notes, *, off: bool) -> JsonObject:
    """``thinkingBudget`` in tokens: 0 is off, -1 the model's own judgement."""
    control = request.reasoning
    if off:
        if target.thinking_optional:
            return {"thinkingBudget": 0}
        notes.changed("reasoning", "this model always thinks: the smallest budget is asked for", semantic=True)
        return {"thinkingBudget": target.minimum_budget}
    if not control.wanted:
        return {}
    if control.budget is None and control.effort is None:
        return {"thinkingBudget": -1}
    if control.budget is None and control.effort is Effort.MINIMAL:
        control = replace(control, mode=ReasoningMode.BUDGET, budget=max(LEAST_BUDGET, target.minimum_budget))
    budget = wanted_budget(control, target, request.sampling.max_output_tokens)
    if budget is None:
        notes.dropped("reasoning", "the limit of output leaves no room for thinking")
        return {"thinkingBudget": 0 if target.thinking_optional else target.minimum_budget}
    if control.budget is not None and budget != control.budget:
        notes.changed("thinkingBudget", f"{control.budget} sent as {budget}")
    return {"thinkingBudget": budget}
