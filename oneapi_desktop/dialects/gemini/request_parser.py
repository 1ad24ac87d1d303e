"""A generateContent request body into the conversation model."""

from collections.abc import Iterator
from dataclasses import replace

from oneapi_desktop.dialects.conversation import (
    ChatRequest,
    Dialect,
    JsonObject,
    Part,
    PromptCache,
    Role,
    Service,
    TextPart,
    ToolCall,
    ToolResult,
    Turn,
    invalid,
)
from oneapi_desktop.dialects.gemini.controls_parser import parse_choice, parse_generation, parse_tools
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.gemini.parts_parser import parse_parts
from oneapi_desktop.dialects.gemini.vocabulary import TIERS_PARSED
from oneapi_desktop.dialects.json_reading import (
    load_request,
    objects_of,
    optional_bool,
    optional_object,
    optional_text,
)

DIALECT = Dialect.GEMINI

KNOWN_FIELDS = frozenset(
    [
        "model",
        "stream",
        "contents",
        "systemInstruction",
        "tools",
        "toolConfig",
        "safetySettings",
        "cachedContent",
        "generationConfig",
        "serviceTier",
        "store",
    ]
)
"""Fields the model has a place for; all others go to ``extras``."""

_ROLES = {"": Role.USER, "user": Role.USER, "function": Role.USER, "model": Role.ASSISTANT}


def bare_model(name: str) -> str:
    """A model's name without ``models/`` before it."""
    return name.removeprefix("models/")


def parse_request(raw: bytes | JsonObject, *, model: str = "", stream: bool | None = None) -> ChatRequest:
    """The request of a body. In this dialect the model and whether a stream is wanted stand in the
    path; a caller that has only the body finds them in the fields ``model`` and ``stream``.
    Raises DialectError(INVALID_REQUEST) naming the field at fault."""
    body = camel(load_request(raw))
    if stream is None:
        stream = bool(optional_bool(body, "stream"))
    config = parse_generation(body)
    tool_config = camel(optional_object(body, "toolConfig") or {})
    system = tuple(_parse_system(body))
    turns = tuple(_parse_turns(body))
    if not turns and not system:
        raise invalid("contents must be a list with at least one content", "contents")
    tier = optional_text(body, "serviceTier").lower()
    return ChatRequest(
        source=DIALECT,
        model=bare_model(model or optional_text(body, "model")),
        system=system,
        turns=turns,
        stream=stream,
        n=config.n,
        tools=parse_tools(body),
        tool_choice=parse_choice(tool_config),
        sampling=config.sampling,
        reasoning=config.reasoning,
        response_format=config.format,
        modalities=config.modalities,
        cache=PromptCache(handle=optional_text(body, "cachedContent")),
        service=Service(TIERS_PARSED.get(tier, ""), optional_bool(body, "store")),
        safety=tuple(map(camel, objects_of(body, "safetySettings"))),
        extras=_extras(body, config.rest, tool_config),
    )


def _extras(body: JsonObject, generation: JsonObject, tool_config: JsonObject) -> JsonObject:
    extras = {key: value for key, value in body.items() if key not in KNOWN_FIELDS}
    if generation:
        extras["generationConfig"] = generation
    rest = {key: value for key, value in tool_config.items() if key != "functionCallingConfig"}
    if rest:
        extras["toolConfig"] = rest
    return extras


def _parse_system(body: JsonObject) -> Iterator[TextPart]:
    value = body.get("systemInstruction")
    if value is None:
        return
    content = {"parts": [{"text": value}]} if isinstance(value, str) else optional_object(body, "systemInstruction")
    for part in parse_parts(camel(content or {}), "systemInstruction"):
        if not isinstance(part, TextPart):
            raise invalid("systemInstruction may hold text only", "systemInstruction")
        if part.text:
            yield part


def _contents(body: JsonObject) -> list[JsonObject]:
    """``contents``; one content alone, or one text alone, counts as a list of it."""
    value = body.get("contents")
    if isinstance(value, str):
        return [{"parts": [{"text": value}]}]
    return [value] if isinstance(value, dict) else objects_of(body, "contents")


def _parse_turns(body: JsonObject) -> Iterator[Turn]:
    open_calls: list[ToolCall] = []
    for number, content in enumerate(_contents(body)):
        where = f"contents[{number}]"
        role = _ROLES.get(optional_text(content, "role", f"{where}.role"))
        if role is None:
            raise invalid(f"{where}.role must be user or model", f"{where}.role")
        parts: list[Part] = []
        calls: list[ToolCall] = []
        for part in parse_parts(content, where):
            if isinstance(part, ToolCall):
                # The same history gives the same ids each time it is sent.
                part = replace(part, id=part.id or f"call_{number}_{len(calls)}")
                calls.append(part)
            elif isinstance(part, ToolResult):
                part = replace(part, call_id=_answered(part, open_calls) or f"call_{number}_unknown")
            parts.append(part)
        if role is Role.ASSISTANT and calls:
            open_calls = calls
        yield Turn(role, tuple(parts))


def _answered(result: ToolResult, open_calls: list[ToolCall]) -> str:
    """The id of the call that a result answers, which is then taken from the open ones: the one it
    names, else the first open one of its tool. "" when there is none."""
    for call in open_calls:
        if call.id == result.call_id or (not result.call_id and call.name == result.name):
            open_calls.remove(call)
            return call.id
    return result.call_id
