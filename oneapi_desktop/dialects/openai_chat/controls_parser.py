"""The parts of a Chat Completions request that steer the answer: tools, format, reasoning."""

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
    Tool,
    ToolChoice,
    ToolKind,
    invalid,
)
from oneapi_desktop.dialects.hosted_tools import CHAT_WEB_SEARCH
from oneapi_desktop.dialects.json_reading import (
    as_object,
    as_objects,
    as_text,
    objects_of,
    optional_bool,
    optional_int,
    optional_object,
    optional_text,
    required_text,
)

_FUNCTION_FIELDS = frozenset({"name", "description", "parameters", "strict"})


def parse_tools(body: JsonObject) -> tuple[Tool, ...]:
    """``tools``, the deprecated ``functions``, and ``web_search_options``."""
    tools: list[Tool] = []
    for index, raw in enumerate(objects_of(body, "tools")):
        tools.append(_parse_tool(raw, f"tools[{index}]"))
    for index, raw in enumerate(objects_of(body, "functions")):
        tools.append(_parse_function(raw, f"functions[{index}]"))
    search = optional_object(body, CHAT_WEB_SEARCH)
    if search is not None:
        tools.append(Tool(CHAT_WEB_SEARCH, kind=ToolKind.HOSTED, dialect=Dialect.OPENAI_CHAT, native=search))
    return tuple(tools)


def _parse_tool(raw: JsonObject, where: str) -> Tool:
    kind = optional_text(raw, "type", f"{where}.type") or "function"
    if kind == "function":
        function = optional_object(raw, "function", f"{where}.function")
        if function is None:
            raise invalid(f"{where}.function is required", f"{where}.function")
        return _parse_function(function, f"{where}.function")
    if kind == "custom":
        custom = optional_object(raw, "custom", f"{where}.custom") or {}
        return Tool(
            required_text(custom, "name", f"{where}.custom.name"),
            optional_text(custom, "description", f"{where}.custom.description"),
            kind=ToolKind.CUSTOM,
            native=optional_object(custom, "format", f"{where}.custom.format"),
        )
    return Tool(kind, kind=ToolKind.HOSTED, dialect=Dialect.OPENAI_CHAT, native=raw)


def _parse_function(raw: JsonObject, where: str) -> Tool:
    extras = {key: value for key, value in raw.items() if key not in _FUNCTION_FIELDS}
    return Tool(
        required_text(raw, "name", f"{where}.name"),
        optional_text(raw, "description", f"{where}.description"),
        optional_object(raw, "parameters", f"{where}.parameters"),
        optional_bool(raw, "strict", f"{where}.strict"),
        dialect=Dialect.OPENAI_CHAT if extras else None,
        extras=extras,
    )


_MODES = {
    "auto": ChoiceMode.AUTO,
    "none": ChoiceMode.NONE,
    "required": ChoiceMode.REQUIRED,
    "any": ChoiceMode.REQUIRED,
    "tool": ChoiceMode.REQUIRED,
}


def parse_tool_choice(body: JsonObject) -> ToolChoice | None:
    """``tool_choice`` or the deprecated ``function_call``, sloppy forms included."""
    choice = body.get("tool_choice", body.get("function_call"))
    if choice is None:
        return None
    if isinstance(choice, str):
        if choice not in _MODES:
            raise invalid("tool_choice must be auto, none, required or an object", "tool_choice")
        return ToolChoice(_MODES[choice])
    if not isinstance(choice, dict):
        raise invalid("tool_choice must be a string or an object", "tool_choice")
    kind = as_text(choice.get("type"))
    if kind == "allowed_tools":
        allowed = as_object(choice.get("allowed_tools")) or choice
        names = (_chosen_name(tool) for tool in as_objects(allowed.get("tools")))
        required = allowed.get("mode") == "required"
        return ToolChoice(ChoiceMode.ALLOWED, tuple(name for name in names if name), required)
    name = _chosen_name(choice)
    if name:
        tool_kind = ToolKind.CUSTOM if kind == "custom" else ToolKind.FUNCTION
        return ToolChoice(ChoiceMode.NAMED, (name,), kind=tool_kind)
    if kind in _MODES:
        return ToolChoice(_MODES[kind])
    raise invalid("tool_choice names no tool", "tool_choice")


def _chosen_name(choice: JsonObject) -> str:
    inner = as_object(choice.get("function")) or as_object(choice.get("custom"))
    return as_text(inner.get("name")) or as_text(choice.get("name"))


def parse_response_format(body: JsonObject) -> ResponseFormat:
    """``response_format``."""
    value = optional_object(body, "response_format")
    if value is None or value.get("type") == "text":
        return ResponseFormat()
    kind = value.get("type")
    if kind == "json_object":
        return ResponseFormat(FormatKind.JSON)
    if kind != "json_schema":
        raise invalid("response_format.type must be text, json_object or json_schema", "response_format")
    schema = optional_object(value, "json_schema", "response_format.json_schema") or {}
    where = "response_format.json_schema"
    return ResponseFormat(
        FormatKind.JSON_SCHEMA,
        optional_object(schema, "schema", f"{where}.schema"),
        optional_text(schema, "name", f"{where}.name"),
        optional_text(schema, "description", f"{where}.description"),
        optional_bool(schema, "strict", f"{where}.strict"),
    )


def parse_effort(word: str, param: str) -> Effort | None:
    """A level's name, None for "". Raises DialectError for an unknown one."""
    if not word or word in ("auto", "default"):
        return None
    if word == "ultra":
        return Effort.MAX
    try:
        return Effort(word)
    except ValueError:
        levels = ", ".join(effort.value for effort in Effort)
        raise invalid(f"{param} must be one of {levels}", param) from None


def parse_reasoning(body: JsonObject) -> ReasoningControl:
    """``reasoning_effort`` and the vendors' forms of it: ``reasoning{effort, max_tokens, exclude,
    enabled}``, ``thinking{type, budget_tokens}``, ``enable_thinking`` and ``thinking_budget``."""
    effort = parse_effort(optional_text(body, "reasoning_effort"), "reasoning_effort")
    reasoning = optional_object(body, "reasoning") or {}
    thinking = optional_object(body, "thinking") or {}
    effort = effort or parse_effort(optional_text(reasoning, "effort", "reasoning.effort"), "reasoning.effort")
    budget = (
        optional_int(body, "thinking_budget")
        or optional_int(reasoning, "max_tokens", "reasoning.max_tokens")
        or optional_int(thinking, "budget_tokens", "thinking.budget_tokens")
    )
    flag = optional_bool(body, "enable_thinking")
    if flag is None:
        flag = optional_bool(reasoning, "enabled", "reasoning.enabled")
    switch = as_text(thinking.get("type"))
    mode = ReasoningMode.UNSET
    if effort is Effort.NONE or switch == "disabled" or (flag is False and effort is None):
        return ReasoningControl(ReasoningMode.OFF)
    if budget is not None and budget > 0:
        mode = ReasoningMode.BUDGET
    elif flag or switch in ("enabled", "auto", "adaptive"):
        mode, budget = ReasoningMode.AUTO, None
    else:
        budget = None
    control = ReasoningControl(mode, effort, budget)
    if optional_bool(reasoning, "exclude", "reasoning.exclude"):
        show = ReasoningShow.NONE
    else:
        show = ReasoningShow.AUTO if control.wanted else ReasoningShow.UNSET
    return ReasoningControl(mode, effort, budget, show)
