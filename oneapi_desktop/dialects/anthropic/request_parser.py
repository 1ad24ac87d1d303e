"""An Anthropic Messages request body into the conversation model."""

from collections.abc import Iterator

import orjson

from oneapi_desktop.dialects.anthropic.blocks_parser import parse_blocks, parse_cache
from oneapi_desktop.dialects.anthropic.vocabulary import TIERS_PARSED
from oneapi_desktop.dialects.conversation import (
    ChatRequest,
    ChoiceMode,
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
    Role,
    Sampling,
    Service,
    TextPart,
    Tool,
    ToolChoice,
    ToolKind,
    Turn,
    invalid,
)
from oneapi_desktop.dialects.json_reading import (
    as_object,
    as_text,
    load_request,
    objects_of,
    optional_bool,
    optional_int,
    optional_number,
    optional_object,
    optional_text,
    required_text,
    texts_of,
)

DIALECT = Dialect.ANTHROPIC

KNOWN_FIELDS = frozenset(
    [
        "model",
        "max_tokens",
        "messages",
        "system",
        "tools",
        "tool_choice",
        "thinking",
        "output_config",
        "output_format",
        "stop_sequences",
        "stream",
        "metadata",
        "temperature",
        "top_p",
        "top_k",
        "service_tier",
        "cache_control",
    ]
)
"""Fields the model has a place for; all others go to ``extras``."""

_TOOL_FIELDS = frozenset({"type", "name", "description", "input_schema", "strict", "cache_control"})
LONGEST_CACHE_KEY = 64


def parse_request(raw: bytes | JsonObject) -> ChatRequest:
    """The request of a body. ``max_tokens`` may be missing, as it is when tokens are counted.
    Raises DialectError(INVALID_REQUEST) naming the field at fault."""
    body = load_request(raw)
    user = optional_text(optional_object(body, "metadata") or {}, "user_id", "metadata.user_id")
    auto = body.get("cache_control")
    choice = optional_object(body, "tool_choice") or {}
    no_parallel = optional_bool(choice, "disable_parallel_tool_use", "tool_choice.disable_parallel_tool_use")
    tier = optional_text(body, "service_tier")
    limit = optional_int(body, "max_tokens")
    if limit is not None and limit < 0:
        raise invalid("max_tokens must not be negative", "max_tokens")
    system = tuple(_parse_system(body))
    messages = objects_of(body, "messages")
    if not messages and not system:
        raise invalid("messages must be a list with at least one message", "messages")
    return ChatRequest(
        source=DIALECT,
        model=required_text(body, "model"),
        system=system,
        turns=tuple(_parse_turn(message, i) for i, message in enumerate(messages)),
        stream=bool(optional_bool(body, "stream")),
        tools=tuple(_parse_tool(raw, i) for i, raw in enumerate(objects_of(body, "tools"))),
        tool_choice=_parse_choice(choice),
        parallel_tools=None if no_parallel is None else not no_parallel,
        sampling=Sampling(
            max_output_tokens=limit,
            temperature=optional_number(body, "temperature"),
            top_p=optional_number(body, "top_p"),
            top_k=optional_int(body, "top_k"),
            stop=texts_of(body, "stop_sequences"),
        ),
        reasoning=_parse_reasoning(body),
        response_format=_parse_format(body),
        cache=PromptCache(auto=parse_cache({"cache_control": auto}), key=_session(user)),
        identity=Identity(user),
        service=Service(TIERS_PARSED.get(tier, tier)),
        extras=_extras(body),
    )


def _extras(body: JsonObject) -> JsonObject:
    extras = {key: value for key, value in body.items() if key not in KNOWN_FIELDS}
    config = as_object(body.get("output_config"))
    rest = {key: value for key, value in config.items() if key not in ("effort", "format")}
    return extras | ({"output_config": rest} if rest else {})


def _session(user: str) -> str:
    """Coding agents put a JSON object with a session id into ``user_id``; it groups requests."""
    if not user.startswith("{"):
        return ""
    try:
        value = orjson.loads(user)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return ""
    return as_text(as_object(value).get("session_id"))[:LONGEST_CACHE_KEY]


def _parse_system(body: JsonObject) -> Iterator[TextPart]:
    value = body.get("system")
    if value is None:
        return
    for part in parse_blocks(value, "system"):
        if not isinstance(part, TextPart):
            raise invalid("system may hold text only", "system")
        if part.text:
            yield part


def _parse_turn(message: JsonObject, number: int) -> Turn:
    where = f"messages[{number}]"
    try:
        role = Role(optional_text(message, "role", f"{where}.role"))
    except ValueError:
        raise invalid(f"{where}.role must be user, assistant or system", f"{where}.role") from None
    parts = tuple(parse_blocks(message.get("content"), f"{where}.content"))
    if role is Role.SYSTEM and not all(isinstance(part, TextPart) for part in parts):
        raise invalid(f"{where}.content may hold text only", f"{where}.content")
    return Turn(role, parts)


def _parse_tool(raw: JsonObject, index: int) -> Tool:
    where = f"tools[{index}]"
    kind = optional_text(raw, "type", f"{where}.type")
    cache = parse_cache(raw)
    if kind not in ("", "custom"):
        return Tool(kind, kind=ToolKind.HOSTED, dialect=DIALECT, native=raw, cache=cache)
    extras = {key: value for key, value in raw.items() if key not in _TOOL_FIELDS}
    return Tool(
        required_text(raw, "name", f"{where}.name"),
        optional_text(raw, "description", f"{where}.description"),
        optional_object(raw, "input_schema", f"{where}.input_schema"),
        optional_bool(raw, "strict", f"{where}.strict"),
        dialect=DIALECT if extras else None,
        cache=cache,
        extras=extras,
    )


def _parse_choice(choice: JsonObject) -> ToolChoice | None:
    kind = choice.get("type")
    if not choice:
        return None
    if kind == "tool":
        name = required_text(choice, "name", "tool_choice.name")
        return ToolChoice(ChoiceMode.NAMED, (name,))
    modes = {"auto": ChoiceMode.AUTO, "any": ChoiceMode.REQUIRED, "none": ChoiceMode.NONE}
    if not isinstance(kind, str) or kind not in modes:
        raise invalid("tool_choice.type must be auto, any, tool or none", "tool_choice.type")
    return ToolChoice(modes[kind])


def _parse_reasoning(body: JsonObject) -> ReasoningControl:
    thinking = optional_object(body, "thinking") or {}
    config = optional_object(body, "output_config") or {}
    word = optional_text(config, "effort", "output_config.effort")
    try:
        effort = Effort(word) if word else None
    except ValueError:
        raise invalid("output_config.effort must be low, medium, high, xhigh or max", "output_config.effort") from None
    kind = optional_text(thinking, "type", "thinking.type")
    if not kind:
        return ReasoningControl(effort=effort)
    if kind == "disabled":
        return ReasoningControl(ReasoningMode.OFF, effort)
    omitted = thinking.get("display") == "omitted"
    show = ReasoningShow.NONE if omitted else ReasoningShow.AUTO
    if kind == "enabled":
        budget = optional_int(thinking, "budget_tokens", "thinking.budget_tokens")
        mode = ReasoningMode.AUTO if budget is None else ReasoningMode.BUDGET
        return ReasoningControl(mode, effort, budget, show)
    if kind == "adaptive":
        return ReasoningControl(ReasoningMode.AUTO, effort, None, show)
    if kind == "between_tools":
        return ReasoningControl(ReasoningMode.BETWEEN_TOOLS, effort, None, show)
    raise invalid("thinking.type must be enabled, adaptive, disabled or between_tools", "thinking.type")


def _parse_format(body: JsonObject) -> ResponseFormat:
    config = optional_object(body, "output_config") or {}
    wanted = optional_object(config, "format", "output_config.format") or optional_object(body, "output_format")
    if wanted is None or wanted.get("type") == "text":
        return ResponseFormat()
    if wanted.get("type") != "json_schema":
        raise invalid("output_config.format.type must be json_schema", "output_config.format")
    schema = optional_object(wanted, "schema", "output_config.format.schema")
    return ResponseFormat(FormatKind.JSON_SCHEMA, schema, strict=True)
