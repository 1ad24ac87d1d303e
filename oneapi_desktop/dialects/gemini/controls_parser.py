"""The parts of a Gemini request that steer the answer: tools, their choice, generationConfig."""

from dataclasses import dataclass, field
from typing import Any

from oneapi_desktop.dialects.conversation import (
    ChoiceMode,
    Dialect,
    Effort,
    FormatKind,
    JsonObject,
    ReasoningControl,
    ReasoningMode,
    ReasoningShow,
    ResponseFormat,
    Sampling,
    Tool,
    ToolChoice,
    ToolKind,
    invalid,
)
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.json_reading import (
    as_object,
    objects_of,
    optional_bool,
    optional_int,
    optional_number,
    optional_object,
    optional_text,
    required_text,
    texts_of,
)
from oneapi_desktop.dialects.json_schema import from_gemini

DIALECT = Dialect.GEMINI

MOST_CANDIDATES = 128

_DECLARATION_FIELDS = frozenset({"name", "description", "parameters", "parametersJsonSchema"})
_CONFIG_FIELDS = frozenset(
    [
        "temperature",
        "topP",
        "topK",
        "candidateCount",
        "maxOutputTokens",
        "stopSequences",
        "seed",
        "presencePenalty",
        "frequencyPenalty",
        "responseLogprobs",
        "logprobs",
        "responseMimeType",
        "responseSchema",
        "responseJsonSchema",
        "responseModalities",
        "thinkingConfig",
    ]
)


def parse_tools(body: JsonObject) -> tuple[Tool, ...]:
    """``tools``: one object may declare functions and switch on several hosted tools."""
    tools: list[Tool] = []
    for index, raw in enumerate(objects_of(body, "tools")):
        where = f"tools[{index}]"
        group = camel(raw)
        for number, declared in enumerate(objects_of(group, "functionDeclarations", f"{where}.functionDeclarations")):
            tools.append(_parse_function(camel(declared), f"{where}.functionDeclarations[{number}]"))
        for kind, value in group.items():
            if kind != "functionDeclarations" and value is not None:
                tools.append(Tool(kind, kind=ToolKind.HOSTED, dialect=DIALECT, native={kind: value}))
    return tuple(tools)


def _parse_function(raw: JsonObject, where: str) -> Tool:
    schema = optional_object(raw, "parametersJsonSchema", f"{where}.parametersJsonSchema")
    subset = optional_object(raw, "parameters", f"{where}.parameters")
    if schema is None and subset is not None:
        schema = standard_schema(subset)
    extras = {key: value for key, value in raw.items() if key not in _DECLARATION_FIELDS}
    return Tool(
        required_text(raw, "name", f"{where}.name"),
        optional_text(raw, "description", f"{where}.description"),
        schema,
        dialect=DIALECT if extras else None,
        extras=extras,
    )


def standard_schema(subset: JsonObject) -> JsonObject:
    """Standard JSON Schema of ``parameters`` or ``responseSchema``, in either spelling of its keywords."""
    return as_object(from_gemini(_spelled(subset)))


_KEYWORDS = {
    "any_of": "anyOf",
    "max_items": "maxItems",
    "min_items": "minItems",
    "max_length": "maxLength",
    "min_length": "minLength",
    "max_properties": "maxProperties",
    "min_properties": "minProperties",
    "property_ordering": "propertyOrdering",
}
_DEEPEST = 60


def _spelled(schema: Any, depth: int = 0) -> Any:
    """A schema with its keywords in camelCase; names of properties are the caller's and stay."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return schema
    fields: JsonObject = schema
    result: JsonObject = {_KEYWORDS.get(key, key): value for key, value in fields.items()}
    properties = result.get("properties")
    if isinstance(properties, dict):
        result["properties"] = {name: _spelled(child, depth + 1) for name, child in properties.items()}
    if "items" in result:
        result["items"] = _spelled(result["items"], depth + 1)
    if isinstance(result.get("anyOf"), list):
        result["anyOf"] = [_spelled(child, depth + 1) for child in result["anyOf"]]
    return result


def parse_choice(config: JsonObject) -> ToolChoice | None:
    """``toolConfig.functionCallingConfig``."""
    where = "toolConfig.functionCallingConfig"
    calling = camel(optional_object(config, "functionCallingConfig", where) or {})
    mode = optional_text(calling, "mode", f"{where}.mode").upper()
    names = texts_of(calling, "allowedFunctionNames", f"{where}.allowedFunctionNames")
    if mode in ("", "MODE_UNSPECIFIED"):
        return None
    if mode == "NONE":
        return ToolChoice(ChoiceMode.NONE)
    if mode == "AUTO":
        return ToolChoice(ChoiceMode.AUTO)
    if mode == "ANY":
        if len(names) == 1:
            return ToolChoice(ChoiceMode.NAMED, names)
        return ToolChoice(ChoiceMode.ALLOWED, names, required=True) if names else ToolChoice(ChoiceMode.REQUIRED)
    if mode == "VALIDATED":
        return ToolChoice(ChoiceMode.ALLOWED, names) if names else ToolChoice(ChoiceMode.VALIDATED)
    raise invalid(f"{where}.mode must be AUTO, ANY, NONE or VALIDATED", f"{where}.mode")


@dataclass(frozen=True, slots=True)
class GenerationConfig:
    """What ``generationConfig`` says; ``rest`` are the fields that only Google knows."""

    sampling: Sampling = field(default_factory=Sampling)
    n: int = 1
    reasoning: ReasoningControl = field(default_factory=ReasoningControl)
    format: ResponseFormat = field(default_factory=ResponseFormat)
    modalities: tuple[str, ...] = ()
    rest: JsonObject = field(default_factory=dict)


def parse_generation(body: JsonObject) -> GenerationConfig:
    """``generationConfig``. Raises DialectError naming the field at fault."""
    config = camel(optional_object(body, "generationConfig") or {})

    def named(name: str) -> str:
        return f"generationConfig.{name}"

    limit = optional_int(config, "maxOutputTokens", named("maxOutputTokens"))
    if limit is not None and limit < 0:
        raise invalid("generationConfig.maxOutputTokens must not be negative", named("maxOutputTokens"))
    n = optional_int(config, "candidateCount", named("candidateCount"))
    if n is not None and not 1 <= n <= MOST_CANDIDATES:
        raise invalid(
            f"generationConfig.candidateCount must be between 1 and {MOST_CANDIDATES}", named("candidateCount")
        )
    modalities = texts_of(config, "responseModalities", named("responseModalities"))
    response_format, unknown = _parse_format(config)
    rest = {key: value for key, value in config.items() if key not in _CONFIG_FIELDS}
    return GenerationConfig(
        sampling=Sampling(
            # Google reads 0 as not given.
            max_output_tokens=limit or None,
            temperature=optional_number(config, "temperature", named("temperature")),
            top_p=optional_number(config, "topP", named("topP")),
            top_k=optional_int(config, "topK", named("topK")),
            frequency_penalty=optional_number(config, "frequencyPenalty", named("frequencyPenalty")),
            presence_penalty=optional_number(config, "presencePenalty", named("presencePenalty")),
            seed=optional_int(config, "seed", named("seed")),
            stop=texts_of(config, "stopSequences", named("stopSequences")),
            logprobs=optional_bool(config, "responseLogprobs", named("responseLogprobs")),
            top_logprobs=optional_int(config, "logprobs", named("logprobs")),
        ),
        n=n or 1,
        reasoning=_parse_thinking(config),
        format=response_format,
        modalities=tuple(word.lower() for word in modalities if word != "MODALITY_UNSPECIFIED"),
        rest=rest | unknown,
    )


def _parse_format(config: JsonObject) -> tuple[ResponseFormat, JsonObject]:
    """The format, and the fields of one that nobody else has (bare words of an enumeration)."""
    mime_type = optional_text(config, "responseMimeType", "generationConfig.responseMimeType").lower()
    schema = optional_object(config, "responseJsonSchema", "generationConfig.responseJsonSchema")
    subset = optional_object(config, "responseSchema", "generationConfig.responseSchema")
    if schema is None and subset is not None:
        schema = standard_schema(subset)
    if mime_type == "application/json":
        if schema is None:
            return ResponseFormat(FormatKind.JSON), {}
        return ResponseFormat(FormatKind.JSON_SCHEMA, schema), {}
    if mime_type in ("", "text/plain"):
        return ResponseFormat(), {}
    names = ("responseMimeType", "responseSchema", "responseJsonSchema")
    return ResponseFormat(), {name: config[name] for name in names if name in config}


def _parse_thinking(config: JsonObject) -> ReasoningControl:
    """``thinkingConfig``. Without ``includeThoughts`` a caller of this dialect is shown none."""
    where = "generationConfig.thinkingConfig"
    thinking = camel(optional_object(config, "thinkingConfig", where) or {})
    shown = optional_bool(thinking, "includeThoughts", f"{where}.includeThoughts")
    show = ReasoningShow.AUTO if shown else ReasoningShow.NONE
    word = optional_text(thinking, "thinkingLevel", f"{where}.thinkingLevel").lower()
    budget = optional_int(thinking, "thinkingBudget", f"{where}.thinkingBudget")
    effort = None
    if word and word != "thinking_level_unspecified":
        try:
            effort = Effort(word)
        except ValueError:
            message = f"{where}.thinkingLevel must be MINIMAL, LOW, MEDIUM, HIGH or XHIGH"
            raise invalid(message, f"{where}.thinkingLevel") from None
    if budget == 0:
        return ReasoningControl(ReasoningMode.OFF, effort, None, show)
    if budget is None:
        return ReasoningControl(ReasoningMode.UNSET, effort, None, show)
    if budget < 0:
        return ReasoningControl(ReasoningMode.AUTO, effort, None, show)
    return ReasoningControl(ReasoningMode.BUDGET, effort, budget, show)
