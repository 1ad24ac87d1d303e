"""Tools that run at the vendor, as far as one vendor's has a counterpart at another.

Only searching the web, fetching an address and running code are mapped; any other hosted tool of
a foreign dialect is refused, or dropped where the channel says so.
"""

from dataclasses import dataclass
from enum import StrEnum

from oneapi_desktop.dialects.conversation import (
    Capabilities,
    Dialect,
    JsonObject,
    Notes,
    Tool,
    ToolKind,
    unsupported,
)
from oneapi_desktop.dialects.json_reading import as_int, as_list, as_object, as_text


class Concept(StrEnum):
    """What a hosted tool does."""

    WEB_SEARCH = "web_search"
    WEB_FETCH = "web_fetch"
    RUN_CODE = "run_code"


CHAT_WEB_SEARCH = "web_search_options"
"""The name a Tool has that stands for Chat Completions' field of that name."""


@dataclass(frozen=True, slots=True)
class WebSearch:
    """The options of a search that more than one vendor knows. ``location`` is the inner object
    (city, region, country, timezone)."""

    allowed_domains: tuple[str, ...] = ()
    blocked_domains: tuple[str, ...] = ()
    max_uses: int | None = None
    location: JsonObject | None = None
    context_size: str = ""


def concept_of(tool: Tool) -> Concept | None:
    """What a hosted tool does, None when it has no counterpart elsewhere."""
    name = tool.name
    if name in (CHAT_WEB_SEARCH, "googleSearch", "googleSearchRetrieval") or name.startswith("web_search"):
        return Concept.WEB_SEARCH
    if name == "urlContext" or name.startswith("web_fetch"):
        return Concept.WEB_FETCH
    if name in ("code_interpreter", "codeExecution") or name.startswith("code_execution"):
        return Concept.RUN_CODE
    return None


def web_search_of(tool: Tool) -> WebSearch:
    """The options of a web search of any dialect."""
    raw = tool.native or {}
    location = as_object(raw.get("user_location"))
    location = as_object(location.get("approximate")) or {k: v for k, v in location.items() if k != "type"}
    filters = as_object(raw.get("filters"))
    return WebSearch(
        _texts(raw.get("allowed_domains") or filters.get("allowed_domains")),
        _texts(raw.get("blocked_domains") or filters.get("blocked_domains")),
        as_int(raw.get("max_uses")) or None,
        location or None,
        as_text(raw.get("search_context_size")),
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in as_list(value) if isinstance(item, str))


def foreign_concept(tool: Tool, own: Dialect, target: Capabilities, notes: Notes) -> Concept | None:
    """What a hosted tool of another dialect does, None when it was dropped. Raises
    DialectError(UNSUPPORTED) for one without a counterpart."""
    assert tool.kind is ToolKind.HOSTED
    concept = concept_of(tool)
    if concept is None:
        if not target.drop_hosted_tools:
            raise unsupported(
                f"the hosted tool {tool.name!r} exists only at its own vendor; remove it, or send the "
                f"request to a channel of that vendor",
                "tools",
                "unsupported_tool",
            )
        notes.dropped(f"tools.{tool.name}", f"no counterpart in {own.value}", semantic=True)
    return concept
