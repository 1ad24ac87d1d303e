"""Items of a conversation, as a client sends them back and as a model makes them.

All items of the assistant's side that follow one another (reasoning, messages, calls) are one turn;
so are the outputs of tools that follow one another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from oneapi_desktop.dialects.conversation import (
    Base64Source,
    Dialect,
    FilePart,
    ImagePart,
    JsonObject,
    NativePart,
    Part,
    ReasoningPart,
    ReasoningStyle,
    RedactedPart,
    RefusalPart,
    Role,
    SealFamily,
    SealKind,
    TextPart,
    ToolCall,
    ToolKind,
    ToolResult,
    Turn,
    invalid,
)
from oneapi_desktop.dialects.identifiers import call_id
from oneapi_desktop.dialects.json_reading import (
    arguments_text,
    as_objects,
    as_text,
    optional_text,
    required_text,
)
from oneapi_desktop.dialects.openai_responses.content_parser import parse_content, parse_output_text
from oneapi_desktop.dialects.seals import read

DIALECT = Dialect.OPENAI_RESPONSES

CALLS = {"function_call": ToolKind.FUNCTION, "custom_tool_call": ToolKind.CUSTOM}
_OUTPUTS = {"function_call_output": ToolKind.FUNCTION, "custom_tool_call_output": ToolKind.CUSTOM}
_ASSISTANT_SUFFIXES = ("_call", "program", "program_output", "mcp_list_tools", "mcp_approval_request")
_IMAGE = "image_generation_call"


def parse_input(value: object, where: str = "input") -> tuple[tuple[TextPart, ...], tuple[Turn, ...]]:
    """The leading instructions and the turns of ``input``. Raises DialectError naming the item."""
    if value is None:
        return (), ()
    if isinstance(value, str):
        return (), (Turn(Role.USER, (TextPart(value),)),) if value else ()
    if not isinstance(value, list):
        raise invalid(f"{where} must be a string or a list of items", where)
    system: list[TextPart] = []
    turns: list[Turn] = []
    previous = ""
    for number, item in enumerate(value):
        if not isinstance(item, dict):
            raise invalid(f"{where}[{number}] must be an object", f"{where}[{number}]")
        kind, role, parts = _parse_item(item, f"{where}[{number}]")
        joins = turns and turns[-1].role is role and (role is Role.ASSISTANT or previous == kind == "output")
        if role is Role.SYSTEM and not turns:
            system += [part for part in parts if isinstance(part, TextPart)]
        elif joins:
            turns[-1] = Turn(role, (*turns[-1].parts, *parts))
        else:
            turns.append(Turn(role, tuple(parts)))
        previous = kind
    return tuple(system), tuple(replace(turn, parts=with_seals_in_place(turn.parts)) for turn in turns)


def _parse_item(item: JsonObject, where: str) -> tuple[str, Role, list[Part]]:
    """A word for the kind of item, whose it is, and what it says."""
    kind = optional_text(item, "type", f"{where}.type") or ("message" if "role" in item else "item_reference")
    if kind == "message":
        return _parse_message(item, where)
    if kind in CALLS:
        return kind, Role.ASSISTANT, [_parse_call(item, where, CALLS[kind])]
    if kind in _OUTPUTS:
        return "output", Role.USER, [_parse_output(item, where, _OUTPUTS[kind])]
    if kind == "reasoning":
        part = parse_reasoning(item)
        return kind, Role.ASSISTANT, [] if part is None else [part]
    role = Role.ASSISTANT if kind.endswith(_ASSISTANT_SUFFIXES) else Role.USER
    return "output" if kind.endswith("_output") else kind, role, [hosted_part(item, kind)]


def _parse_message(item: JsonObject, where: str) -> tuple[str, Role, list[Part]]:
    role = optional_text(item, "role", f"{where}.role")
    phase = optional_text(item, "phase", f"{where}.phase")
    parts = list(parse_content(item.get("content"), f"{where}.content", phase))
    if role == "user":
        return "message", Role.USER, parts
    if role == "assistant":
        return "message", Role.ASSISTANT, parts
    if role not in ("system", "developer"):
        raise invalid(f"{where}.role must be user, assistant, system or developer", f"{where}.role")
    if not all(isinstance(part, TextPart) for part in parts):
        raise invalid(f"{where}.content may hold text only", f"{where}.content")
    return "message", Role.SYSTEM, parts


def _parse_call(item: JsonObject, where: str, kind: ToolKind) -> ToolCall:
    text = item.get("input" if kind is ToolKind.CUSTOM else "arguments")
    return ToolCall(
        required_text(item, "call_id", f"{where}.call_id"),
        required_text(item, "name", f"{where}.name"),
        as_text(text) if kind is ToolKind.CUSTOM else arguments_text(text),
        kind,
        optional_text(item, "namespace", f"{where}.namespace"),
    )


def _parse_output(item: JsonObject, where: str, kind: ToolKind) -> ToolResult:
    parts: list[TextPart | ImagePart | FilePart | NativePart] = []
    for part in parse_content(item.get("output"), f"{where}.output"):
        if not isinstance(part, TextPart | ImagePart | FilePart | NativePart):
            raise invalid(f"{where}.output may hold text, images and files only", f"{where}.output")
        parts.append(part)
    return ToolResult(
        required_text(item, "call_id", f"{where}.call_id"),
        tuple(parts),
        name=optional_text(item, "name", f"{where}.name"),
        kind=kind,
    )


def parse_reasoning(item: JsonObject, model: str = "", credential: str = "") -> ReasoningPart | RedactedPart | None:
    """A ``reasoning`` item; None for one with neither text nor proof. The model's own words count for
    more than a summary of them."""
    value = as_text(item.get("encrypted_content"))
    seal = read(value, SealFamily.OPENAI, SealKind.ENCRYPTED_CONTENT, model, credential)
    for field, style in (("content", ReasoningStyle.RAW), ("summary", ReasoningStyle.SUMMARY)):
        segments = tuple(as_text(part.get("text")) for part in as_objects(item.get(field)))
        if segments:
            return ReasoningPart(segments, style, seal)
    return None if seal is None else RedactedPart(seal)


def with_seals_in_place(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts with Google's proofs back on what they prove: they travel as reasoning items before
    a call or behind a text, because neither has a field for them here."""
    result: list[Part] = []
    waiting: RedactedPart | None = None
    for part in parts:
        if waiting is not None:
            if isinstance(part, ToolCall):
                part = replace(part, seal=waiting.seal)
            else:
                _put_back(waiting, result)
            waiting = None
        if isinstance(part, RedactedPart) and part.seal.family is SealFamily.GOOGLE:
            waiting = part
        else:
            result.append(part)
    if waiting is not None:
        _put_back(waiting, result)
    return tuple(result)


def _put_back(redacted: RedactedPart, result: list[Part]) -> None:
    last = result[-1] if result else None
    if isinstance(last, TextPart) and last.seal is None:
        result[-1] = replace(last, seal=redacted.seal)
    else:
        result.append(redacted)


def parse_output_item(item: JsonObject, model: str = "", credential: str = "") -> Iterator[Part]:
    """The parts of an item that a model made, read leniently."""
    kind = as_text(item.get("type"))
    if kind == "message":
        phase = as_text(item.get("phase"))
        for content in as_objects(item.get("content")):
            if content.get("type") == "refusal":
                yield RefusalPart(as_text(content.get("refusal")))
            else:
                yield parse_output_text(content, phase)
    elif kind in CALLS:
        yield answered_call(item)
    elif kind == "reasoning":
        reasoning = parse_reasoning(item, model, credential)
        if reasoning is not None:
            yield reasoning
    elif kind:
        yield hosted_part(item, kind)


def answered_call(item: JsonObject) -> ToolCall:
    """A call that a model made; it gets an id when its server gave it none."""
    kind = CALLS[item["type"]]
    text = item.get("input" if kind is ToolKind.CUSTOM else "arguments")
    return ToolCall(
        as_text(item.get("call_id")) or as_text(item.get("id")) or call_id(),
        as_text(item.get("name")),
        as_text(text) if kind is ToolKind.CUSTOM else arguments_text(text),
        kind,
        as_text(item.get("namespace")),
    )


def hosted_part(item: JsonObject, kind: str) -> Part:
    """What a hosted tool did: a picture, or an item only OpenAI knows."""
    picture = as_text(item.get("result"))
    if kind == _IMAGE and picture:
        media_type = f"image/{as_text(item.get('output_format')) or 'png'}"
        return ImagePart(Base64Source(picture, media_type))
    return NativePart(DIALECT, kind, item)
