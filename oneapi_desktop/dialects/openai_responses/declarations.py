"""Tools and tool choice: read, and written with the names the reader of the result knows.

The same writing serves an upstream (its names) and the echo in an answer (the client's own).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from oneapi_desktop.dialects.conversation import (
    ChatRequest,
    ChoiceMode,
    Dialect,
    JsonObject,
    Tool,
    ToolChoice,
    ToolKind,
    invalid,
)
from oneapi_desktop.dialects.json_reading import (
    as_objects,
    as_text,
    objects_of,
    optional_bool,
    optional_object,
    optional_text,
    required_text,
)
from oneapi_desktop.dialects.json_schema import EMPTY_OBJECT

DIALECT = Dialect.OPENAI_RESPONSES

_FUNCTION_FIELDS = frozenset({"type", "name", "description", "parameters", "strict"})
_CUSTOM_FIELDS = frozenset({"type", "name", "description", "format"})
_NAMESPACE = "namespace.description"
"""The key in a tool's ``extras`` that holds the description of its namespace."""

_MODES = {"auto": ChoiceMode.AUTO, "none": ChoiceMode.NONE, "required": ChoiceMode.REQUIRED}

NameOf = Callable[[Tool], str]
"""The name under which a tool is declared."""


def parse_tools(body: JsonObject) -> tuple[Tool, ...]:
    """``tools``. A namespace becomes its tools. Raises DialectError naming the tool."""
    raws = objects_of(body, "tools")
    return tuple(tool for i, raw in enumerate(raws) for tool in _parse_tool(raw, f"tools[{i}]"))


def _parse_tool(raw: JsonObject, where: str) -> Iterator[Tool]:
    kind = required_text(raw, "type", f"{where}.type")
    if kind == "function":
        extras = {key: value for key, value in raw.items() if key not in _FUNCTION_FIELDS}
        yield Tool(
            required_text(raw, "name", f"{where}.name"),
            optional_text(raw, "description", f"{where}.description"),
            optional_object(raw, "parameters", f"{where}.parameters"),
            optional_bool(raw, "strict", f"{where}.strict"),
            dialect=DIALECT if extras else None,
            extras=extras,
        )
    elif kind == "custom":
        extras = {key: value for key, value in raw.items() if key not in _CUSTOM_FIELDS}
        yield Tool(
            required_text(raw, "name", f"{where}.name"),
            optional_text(raw, "description", f"{where}.description"),
            kind=ToolKind.CUSTOM,
            dialect=DIALECT if extras else None,
            native=optional_object(raw, "format", f"{where}.format"),
            extras=extras,
        )
    elif kind == "namespace":
        yield from _parse_namespace(raw, where)
    else:
        yield Tool(kind, kind=ToolKind.HOSTED, dialect=DIALECT, native=raw)


def _parse_namespace(raw: JsonObject, where: str) -> Iterator[Tool]:
    name = required_text(raw, "name", f"{where}.name")
    told = {_NAMESPACE: optional_text(raw, "description", f"{where}.description")}
    for index, inner in enumerate(objects_of(raw, "tools", f"{where}.tools")):
        place = f"{where}.tools[{index}]"
        if inner.get("type") not in ("function", "custom"):
            raise invalid(f"{place}.type must be function or custom", f"{place}.type")
        for tool in _parse_tool(inner, place):
            yield replace(tool, namespace=name, dialect=DIALECT, extras={**tool.extras, **told})


def build_tools(tools: Iterable[Tool], name_of: NameOf, *, namespaces: bool = True) -> list[JsonObject]:
    """Functions, free-text tools and OpenAI's own hosted tools as declarations; neighbours of one
    namespace share its object where the reader knows namespaces."""
    built: list[JsonObject] = []
    group: JsonObject | None = None
    for tool in tools:
        hosted = tool.kind is ToolKind.HOSTED
        declared = tool.native or {} if hosted else _build_tool(tool, name_of(tool))
        if not tool.namespace or not namespaces:
            group = None
            built.append(declared)
            continue
        if group is None or group["name"] != tool.namespace:
            told = tool.extras.get(_NAMESPACE, "")
            group = {"type": "namespace", "name": tool.namespace, "description": told, "tools": []}
            built.append(group)
        group["tools"].append(declared)
    return built


def _build_tool(tool: Tool, name: str) -> JsonObject:
    custom = tool.kind is ToolKind.CUSTOM
    built: JsonObject = {"type": "custom" if custom else "function", "name": name}
    if tool.description:
        built["description"] = tool.description
    if custom:
        if tool.native is not None:
            built["format"] = tool.native
    else:
        built["parameters"] = tool.schema or dict(EMPTY_OBJECT)
        if tool.strict is not None:
            built["strict"] = tool.strict
    if tool.dialect is DIALECT:
        built |= {key: value for key, value in tool.extras.items() if key != _NAMESPACE}
    return built


def parse_tool_choice(body: JsonObject) -> ToolChoice | None:
    """``tool_choice``. A choice of a hosted tool names no tool of the caller's."""
    choice = body.get("tool_choice")
    if choice is None:
        return None
    if isinstance(choice, str):
        if choice not in _MODES:
            raise invalid("tool_choice must be auto, none, required or an object", "tool_choice")
        return ToolChoice(_MODES[choice])
    if not isinstance(choice, dict):
        raise invalid("tool_choice must be a string or an object", "tool_choice")
    kind = optional_text(choice, "type", "tool_choice.type")
    if kind == "allowed_tools":
        tools = as_objects(choice.get("tools"))
        names = tuple(as_text(tool.get("name")) for tool in tools if tool.get("type") in ("function", "custom"))
        native = choice if len(names) < len(tools) else None
        required = choice.get("mode") == "required"
        return ToolChoice(
            ChoiceMode.ALLOWED,
            tuple(name for name in names if name),
            required,
            dialect=DIALECT if native else None,
            native=native,
        )
    if kind in ("function", "custom"):
        name = required_text(choice, "name", "tool_choice.name")
        tool_kind = ToolKind.CUSTOM if kind == "custom" else ToolKind.FUNCTION
        return ToolChoice(ChoiceMode.NAMED, (name,), kind=tool_kind)
    if kind in _MODES:
        return ToolChoice(_MODES[kind])
    if not kind:
        raise invalid("tool_choice.type is required", "tool_choice.type")
    return ToolChoice(ChoiceMode.NAMED, kind=ToolKind.HOSTED, dialect=DIALECT, native=choice)


def build_tool_choice(choice: ToolChoice, request: ChatRequest, name_of: NameOf) -> str | JsonObject:
    """``tool_choice`` for the tools of a request."""
    if choice.dialect is DIALECT and choice.native is not None:
        return choice.native
    chosen = [_chosen(name, choice, request, name_of) for name in choice.names]
    if choice.mode is ChoiceMode.NAMED and chosen:
        return chosen[0]
    if choice.mode is ChoiceMode.ALLOWED:
        mode = "required" if choice.required else "auto"
        return {"type": "allowed_tools", "mode": mode, "tools": chosen}
    if choice.mode in (ChoiceMode.NONE, ChoiceMode.REQUIRED):
        return choice.mode.value
    return "auto"


def _chosen(name: str, choice: ToolChoice, request: ChatRequest, name_of: NameOf) -> JsonObject:
    tool = next((t for t in request.tools if t.name == name and t.kind is not ToolKind.HOSTED), None)
    kind = choice.kind if tool is None else tool.kind
    told = name if tool is None else name_of(tool)
    return {"type": "custom" if kind is ToolKind.CUSTOM else "function", "name": told}
