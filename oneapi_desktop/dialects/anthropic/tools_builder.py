"""Tools and tool choice of an Anthropic request."""

from oneapi_desktop.dialects.anthropic.blocks_builder import CacheMarker
from oneapi_desktop.dialects.conversation import (
    Capabilities,
    ChatRequest,
    ChoiceMode,
    Dialect,
    JsonObject,
    Notes,
    Tool,
    ToolChoice,
    ToolKind,
    invalid,
    unsupported,
)
from oneapi_desktop.dialects.hosted_tools import Concept, foreign_concept, web_search_of
from oneapi_desktop.dialects.json_schema import EMPTY_OBJECT, for_anthropic_strict, object_root
from oneapi_desktop.dialects.tool_bridge import STRUCTURED_OUTPUT_TOOL, ToolBridge, custom_as_function

DIALECT = Dialect.ANTHROPIC

# The dated types sent for another vendor's hosted tools; newer models still accept older dates.
WEB_SEARCH_TYPE = "web_search_20260318"
WEB_FETCH_TYPE = "web_fetch_20250910"
CODE_EXECUTION_TYPE = "code_execution_20250825"


def build_tools(
    request: ChatRequest, target: Capabilities, bridge: ToolBridge, marker: CacheMarker, notes: Notes
) -> list[JsonObject]:
    """``tools``. A history with calls but no tools gets minimal declarations, because the vendor
    demands that what is used is declared. Raises DialectError for duplicate names."""
    if request.tools and not target.tools:
        raise unsupported("this model cannot call tools; remove tools from the request", "tools")
    tools = [
        built
        for tool in request.tools
        if (built := _build_tool(request, tool, target, bridge, marker, notes)) is not None
    ]
    names = dict.fromkeys(bridge.wire_name(call.name, call.namespace) for call in request.calls())
    if not request.tools and names:
        tools = [{"name": name, "input_schema": dict(EMPTY_OBJECT)} for name in names]
        notes.emulated("tools", "declared from the calls of the history")
    seen: set[str] = set()
    for built in tools:
        name = built.get("name")
        if isinstance(name, str) and name in seen:
            raise invalid(f"two tools are called {name!r}; give each its own name", "tools")
        seen.add(name if isinstance(name, str) else "")
    return tools


def _build_tool(
    request: ChatRequest,
    tool: Tool,
    target: Capabilities,
    bridge: ToolBridge,
    marker: CacheMarker,
    notes: Notes,
) -> JsonObject | None:
    if tool.kind is ToolKind.HOSTED:
        built = _build_hosted(tool, target, notes)
        return None if built is None else marker.mark("tools", built, tool.cache)
    schema, description = tool.schema, tool.description
    if tool.kind is ToolKind.CUSTOM:
        schema, description = custom_as_function(tool, notes)
    root = object_root(schema)[0]
    if tool.strict and request.source is not DIALECT:
        root = for_anthropic_strict(root, notes, f"tools.{tool.name}")
    built = {"name": bridge.wire_name(tool.name, tool.namespace)}
    if description:
        built["description"] = description
    built["input_schema"] = root
    if tool.strict is not None:
        built["strict"] = tool.strict
    if tool.dialect is DIALECT:
        built |= tool.extras
    return marker.mark("tools", built, tool.cache)


def _build_hosted(tool: Tool, target: Capabilities, notes: Notes) -> JsonObject | None:
    if tool.dialect is DIALECT:
        return {key: value for key, value in (tool.native or {}).items() if key != "cache_control"}
    concept = foreign_concept(tool, DIALECT, target, notes)
    if concept is Concept.WEB_SEARCH:
        search = web_search_of(tool)
        built: JsonObject = {"type": WEB_SEARCH_TYPE, "name": "web_search"}
        if search.max_uses:
            built["max_uses"] = search.max_uses
        if search.allowed_domains:
            built["allowed_domains"] = list(search.allowed_domains)
        elif search.blocked_domains:
            built["blocked_domains"] = list(search.blocked_domains)
        if search.location is not None:
            built["user_location"] = {"type": "approximate", **search.location}
        if search.context_size:
            notes.dropped("web_search.search_context_size", "Anthropic has no such field")
        return built
    if concept is Concept.WEB_FETCH:
        return {"type": WEB_FETCH_TYPE, "name": "web_fetch"}
    if concept is Concept.RUN_CODE:
        return {"type": CODE_EXECUTION_TYPE, "name": "code_execution"}
    return None


def build_choice(
    choice: ToolChoice | None,
    request: ChatRequest,
    target: Capabilities,
    bridge: ToolBridge,
    notes: Notes,
) -> JsonObject | None:
    """``tool_choice``, with ``disable_parallel_tool_use`` inside."""
    built: JsonObject | None = None
    if choice is not None:
        built = _choice_object(choice, request, bridge)
    if request.parallel_tools is not None and not target.parallel_control:
        if not request.parallel_tools:
            notes.dropped("parallel_tool_calls", "the model has no such control", semantic=True)
    elif request.parallel_tools is not None:
        built = built or {"type": "auto"}
        if built["type"] != "none":
            built["disable_parallel_tool_use"] = not request.parallel_tools
    return built


def _choice_object(choice: ToolChoice, request: ChatRequest, bridge: ToolBridge) -> JsonObject:
    if choice.mode is ChoiceMode.NONE:
        return {"type": "none"}
    if choice.mode is ChoiceMode.REQUIRED or (choice.forces and choice.mode is ChoiceMode.ALLOWED):
        return {"type": "any"}
    if choice.mode is ChoiceMode.NAMED and choice.names:
        name = choice.names[0]
        if name != STRUCTURED_OUTPUT_TOOL:
            namespace = next((t.namespace for t in request.tools if t.name == name), "")
            name = bridge.wire_name(name, namespace)
        return {"type": "tool", "name": name}
    return {"type": "auto"}
