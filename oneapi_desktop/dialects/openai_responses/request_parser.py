"""A Responses request body into the conversation model."""

from oneapi_desktop.dialects.conversation import (
    ChatRequest,
    Dialect,
    Effort,
    FormatKind,
    Identity,
    JsonObject,
    PromptCache,
    ReasoningControl,
    ReasoningMode,
    ReasoningShow,
    ResponseFormat,
    Sampling,
    Service,
    TextPart,
    invalid,
)
from oneapi_desktop.dialects.json_reading import (
    load_request,
    optional_bool,
    optional_int,
    optional_number,
    optional_object,
    optional_text,
    required_text,
    texts_of,
)
from oneapi_desktop.dialects.openai_chat.controls_parser import parse_effort
from oneapi_desktop.dialects.openai_responses.declarations import parse_tool_choice, parse_tools
from oneapi_desktop.dialects.openai_responses.items_parser import parse_input

DIALECT = Dialect.OPENAI_RESPONSES

INCLUDE_LOGPROBS = "message.output_text.logprobs"
INCLUDE_PROOF = "reasoning.encrypted_content"

KNOWN_FIELDS = frozenset(
    [
        "model",
        "input",
        "instructions",
        "max_output_tokens",
        "temperature",
        "top_p",
        "top_logprobs",
        "tools",
        "tool_choice",
        "parallel_tool_calls",
        "reasoning",
        "text",
        "include",
        "previous_response_id",
        "store",
        "metadata",
        "user",
        "safety_identifier",
        "service_tier",
        "prompt_cache_key",
        "prompt_cache_options",
        "stream",
    ]
)
"""Fields the model has a place for; all others go to ``extras``."""

_DEFAULTS = {"background": False, "truncation": "disabled"}
"""What these fields mean when they are absent."""

_ALTERNATIVES = ("previous_response_id", "prompt", "conversation")
"""What a request may have instead of ``input``."""


def parse_request(raw: bytes | JsonObject) -> ChatRequest:
    """The request of a body. Raises DialectError(INVALID_REQUEST) naming the field at fault."""
    body = load_request(raw)
    model = required_text(body, "model")
    system, turns = parse_input(body.get("input"))
    instructions = optional_text(body, "instructions")
    if instructions:
        system = (TextPart(instructions), *system)
    if not system and not turns and not any(body.get(name) for name in _ALTERNATIVES):
        raise invalid("input is required", "input")
    include = texts_of(body, "include")
    text = optional_object(body, "text") or {}
    cache = optional_object(body, "prompt_cache_options") or {}
    return ChatRequest(
        source=DIALECT,
        model=model,
        system=system,
        turns=turns,
        stream=bool(optional_bool(body, "stream")),
        tools=parse_tools(body),
        tool_choice=parse_tool_choice(body),
        parallel_tools=optional_bool(body, "parallel_tool_calls"),
        sampling=_parse_sampling(body, include),
        reasoning=_parse_reasoning(body),
        response_format=_parse_format(text),
        verbosity=optional_text(text, "verbosity", "text.verbosity"),
        cache=PromptCache(
            key=optional_text(body, "prompt_cache_key"),
            mode=optional_text(cache, "mode", "prompt_cache_options.mode"),
            ttl=optional_text(cache, "ttl", "prompt_cache_options.ttl"),
        ),
        identity=Identity(
            optional_text(body, "user"),
            optional_text(body, "safety_identifier"),
            _parse_metadata(body),
        ),
        service=Service(
            optional_text(body, "service_tier"),
            optional_bool(body, "store"),
            optional_text(body, "previous_response_id"),
        ),
        extras=_extras(body, include),
    )


def _extras(body: JsonObject, include: tuple[str, ...]) -> JsonObject:
    extras = {
        key: value
        for key, value in body.items()
        if key not in KNOWN_FIELDS and value is not None and _DEFAULTS.get(key) != value
    }
    rest = [name for name in include if name not in (INCLUDE_LOGPROBS, INCLUDE_PROOF)]
    return extras | ({"include": rest} if rest else {})


def _parse_metadata(body: JsonObject) -> dict[str, str] | None:
    metadata = optional_object(body, "metadata")
    if metadata is not None and not all(isinstance(v, str) for v in metadata.values()):
        raise invalid("metadata must map names to strings", "metadata")
    return metadata


def _parse_sampling(body: JsonObject, include: tuple[str, ...]) -> Sampling:
    limit = optional_int(body, "max_output_tokens")
    if limit is not None and limit < 1:
        raise invalid("max_output_tokens must be at least 1", "max_output_tokens")
    top = optional_int(body, "top_logprobs")
    return Sampling(
        max_output_tokens=limit,
        temperature=optional_number(body, "temperature"),
        top_p=optional_number(body, "top_p"),
        logprobs=True if INCLUDE_LOGPROBS in include or top else None,
        top_logprobs=top,
    )


def _parse_reasoning(body: JsonObject) -> ReasoningControl:
    reasoning = optional_object(body, "reasoning") or {}
    effort = parse_effort(optional_text(reasoning, "effort", "reasoning.effort"), "reasoning.effort")
    native = {name: reasoning[name] for name in ("context", "mode") if reasoning.get(name) is not None}
    if effort is Effort.NONE:
        return ReasoningControl(ReasoningMode.OFF, native=native or None)
    name = "summary" if reasoning.get("summary") is not None else "generate_summary"
    word = optional_text(reasoning, name, f"reasoning.{name}")
    try:
        show = ReasoningShow(word or "unset")
    except ValueError:
        raise invalid(f"reasoning.{name} must be auto, concise or detailed", f"reasoning.{name}") from None
    return ReasoningControl(effort=effort, show=show, native=native or None)


def _parse_format(text: JsonObject) -> ResponseFormat:
    wanted = optional_object(text, "format", "text.format") or {}
    kind = optional_text(wanted, "type", "text.format.type") or "text"
    if kind == "text":
        return ResponseFormat()
    if kind == "json_object":
        return ResponseFormat(FormatKind.JSON)
    if kind != "json_schema":
        raise invalid("text.format.type must be text, json_object or json_schema", "text.format.type")
    return ResponseFormat(
        FormatKind.JSON_SCHEMA,
        optional_object(wanted, "schema", "text.format.schema"),
        optional_text(wanted, "name", "text.format.name"),
        optional_text(wanted, "description", "text.format.description"),
        optional_bool(wanted, "strict", "text.format.strict"),
    )
