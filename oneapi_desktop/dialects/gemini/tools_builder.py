"""Tools and tool choice of a Gemini request."""

from oneapi_desktop.dialects.conversation import (
    Capabilities,
    ChatRequest,
    ChoiceMode,
    Dialect,
    JsonObject,
    Notes,
    ThinkingStyle,
    Tool,
    ToolChoice,
    ToolKind,
    invalid,
    unsupported,
)
from oneapi_desktop.dialects.hosted_tools import Concept, foreign_concept, web_search_of
from oneapi_desktop.dialects.json_schema import for_gemini, object_root
from oneapi_desktop.dialects.tool_bridge import ToolBridge, custom_as_function

DIALECT = Dialect.GEMINI

_HOSTED = {
    Concept.WEB_SEARCH: "googleSearch",
    Concept.WEB_FETCH: "urlContext",
    Concept.RUN_CODE: "codeExecution",
}


def takes_json_schema(target: Capabilities) -> bool:
    """Models that can think (2.5 and later) take standard JSON Schema, older ones the OpenAPI subset."""
    return target.thinking is not ThinkingStyle.NONE


def build_tools(request: ChatRequest, target: Capabilities, bridge: ToolBridge, notes: Notes) -> list[JsonObject]:
    """``tools``: all functions in one object, each hosted tool in its own. Raises DialectError for
    duplicate names."""
    if request.tools and not target.tools:
        raise unsupported("this model cannot call tools; remove tools from the request", "tools")
    functions: list[JsonObject] = []
    hosted: list[JsonObject] = []
    seen: set[str] = set()
    for tool in request.tools:
        if tool.kind is ToolKind.HOSTED:
            built = _build_hosted(tool, target, notes)
            if built is not None and built not in hosted:
                hosted.append(built)
            continue
        built = _build_function(tool, target, bridge, notes)
        if built["name"] in seen:
            raise invalid(f"two tools are called {built['name']!r}; give each its own name", "tools")
        seen.add(built["name"])
        functions.append(built)
    return ([{"functionDeclarations": functions}] if functions else []) + hosted


def _build_function(tool: Tool, target: Capabilities, bridge: ToolBridge, notes: Notes) -> JsonObject:
    schema, description = tool.schema, tool.description
    if tool.kind is ToolKind.CUSTOM:
        schema, description = custom_as_function(tool, notes)
    built: JsonObject = {"name": bridge.wire_name(tool.name, tool.namespace)}
    if description:
        built["description"] = description
    if schema is not None:
        root = object_root(schema)[0]
        if takes_json_schema(target):
            built["parametersJsonSchema"] = root
        elif root.get("properties"):
            built["parameters"] = for_gemini(root, notes, f"tools.{tool.name}")
    if tool.strict:
        notes.dropped(f"tools.{tool.name}.strict", "Gemini has no such field")
    if tool.dialect is DIALECT:
        built |= tool.extras
    return built


def _build_hosted(tool: Tool, target: Capabilities, notes: Notes) -> JsonObject | None:
    if tool.dialect is DIALECT:
        return dict(tool.native or {})
    concept = foreign_concept(tool, DIALECT, target, notes)
    if concept is None:
        return None
    if concept is Concept.WEB_SEARCH:
        search = web_search_of(tool)
        if search.allowed_domains or search.blocked_domains or search.max_uses:
            notes.dropped(f"tools.{tool.name}", "limits of domains and uses", semantic=True)
        if search.location is not None or search.context_size:
            notes.dropped(f"tools.{tool.name}", "place and extent of the search")
    return {_HOSTED[concept]: {}}


def build_choice(
    choice: ToolChoice | None, request: ChatRequest, target: Capabilities, bridge: ToolBridge, notes: Notes
) -> JsonObject | None:
    """``functionCallingConfig``."""
    if request.parallel_tools is False:
        notes.dropped("parallel_tool_calls", "Gemini has no such control", semantic=True)
    if choice is None:
        return None
    if choice.forces and not target.forced_tool:
        notes.changed("tool_choice", "the model cannot be forced to call a tool", semantic=True)
        return {"mode": "AUTO"}
    spaces = {tool.name: tool.namespace for tool in request.tools}
    names = [bridge.wire_name(name, spaces.get(name, "")) for name in choice.names]
    if choice.mode is ChoiceMode.NONE:
        return {"mode": "NONE"}
    if choice.mode is ChoiceMode.REQUIRED:
        return {"mode": "ANY"}
    if choice.mode is ChoiceMode.NAMED or (choice.mode is ChoiceMode.ALLOWED and choice.required):
        return {"mode": "ANY", "allowedFunctionNames": names} if names else {"mode": "ANY"}
    if choice.mode is ChoiceMode.ALLOWED and names:
        return {"mode": "VALIDATED", "allowedFunctionNames": names}
    return {"mode": "VALIDATED" if choice.mode is ChoiceMode.VALIDATED else "AUTO"}
