"""A request for an answer, independent of the wire format it came in. None or "" = not given."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from oneapi_desktop.dialects.conversation.parts import (
    CacheMark,
    Dialect,
    JsonObject,
    Part,
    Role,
    TextPart,
    ToolCall,
    ToolKind,
)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one side said. ``name`` tells users of one role apart (Chat Completions only)."""

    role: Role
    parts: tuple[Part, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool the model may call.

    FUNCTION: ``schema`` is its JSON Schema, None when it takes nothing. CUSTOM: ``native`` is
    OpenAI's ``format`` object. HOSTED: ``native`` is the whole declaration as ``dialect`` wrote
    it, and ``name`` its type. ``extras`` are further fields of a function's declaration that only
    ``dialect`` knows.
    """

    name: str
    description: str = ""
    schema: JsonObject | None = None
    strict: bool | None = None
    kind: ToolKind = ToolKind.FUNCTION
    namespace: str = ""
    dialect: Dialect | None = None
    native: JsonObject | None = None
    cache: CacheMark | None = None
    extras: Mapping[str, Any] = field(default_factory=dict)


class ChoiceMode(StrEnum):
    """Whether and which tools must be called. VALIDATED is Gemini's: auto with checked schemas."""

    AUTO = "auto"
    NONE = "none"
    REQUIRED = "required"
    NAMED = "named"
    ALLOWED = "allowed"
    VALIDATED = "validated"


@dataclass(frozen=True, slots=True)
class ToolChoice:
    """``names`` has one element for NAMED and any number for ALLOWED; ``required`` belongs to
    ALLOWED. ``kind`` and ``native`` serve a choice of a custom or hosted tool."""

    mode: ChoiceMode
    names: tuple[str, ...] = ()
    required: bool = False
    kind: ToolKind = ToolKind.FUNCTION
    dialect: Dialect | None = None
    native: JsonObject | None = None

    @property
    def forces(self) -> bool:
        """True when the model may not answer without a call."""
        return self.mode in (ChoiceMode.REQUIRED, ChoiceMode.NAMED) or (
            self.mode is ChoiceMode.ALLOWED and self.required
        )


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are drawn, and when to stop."""

    max_output_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    seed: int | None = None
    stop: tuple[str, ...] = ()
    logit_bias: Mapping[str, float] | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None


class Effort(StrEnum):
    """How hard to think, in rising order."""

    NONE = "none"
    MINIMAL = "minimal"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    XHIGH = "xhigh"
    MAX = "max"


class ReasoningMode(StrEnum):
    """UNSET leaves it to the model's default."""

    UNSET = "unset"
    OFF = "off"
    AUTO = "auto"
    BUDGET = "budget"
    BETWEEN_TOOLS = "between_tools"


class ReasoningShow(StrEnum):
    """How much of the reasoning the caller wants to see."""

    UNSET = "unset"
    NONE = "none"
    AUTO = "auto"
    CONCISE = "concise"
    DETAILED = "detailed"


@dataclass(frozen=True, slots=True)
class ReasoningControl:
    """``effort`` may be set beside any mode but OFF; ``budget`` (tokens) belongs to BUDGET.
    ``native`` holds Responses' ``context`` and ``mode``."""

    mode: ReasoningMode = ReasoningMode.UNSET
    effort: Effort | None = None
    budget: int | None = None
    show: ReasoningShow = ReasoningShow.UNSET
    native: JsonObject | None = None

    @property
    def wanted(self) -> bool:
        """True when the caller asked for thinking in any way."""
        if self.mode in (ReasoningMode.AUTO, ReasoningMode.BUDGET, ReasoningMode.BETWEEN_TOOLS):
            return True
        return self.mode is ReasoningMode.UNSET and self.effort not in (None, Effort.NONE)


class FormatKind(StrEnum):
    """What shape the answer's text must have."""

    TEXT = "text"
    JSON = "json"
    JSON_SCHEMA = "json_schema"


@dataclass(frozen=True, slots=True)
class ResponseFormat:
    """``schema`` and the rest belong to JSON_SCHEMA."""

    kind: FormatKind = FormatKind.TEXT
    schema: JsonObject | None = None
    name: str = ""
    description: str = ""
    strict: bool | None = None


@dataclass(frozen=True, slots=True)
class PromptCache:
    """Request-wide caching. ``auto`` asks the vendor to place a mark itself; ``key`` groups requests
    (OpenAI); ``handle`` names a prefix cached beforehand (Gemini)."""

    auto: CacheMark | None = None
    key: str = ""
    mode: str = ""
    ttl: str = ""
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a request is for, in the caller's own words."""

    user: str = ""
    safety_id: str = ""
    metadata: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """Treatment at the vendor. ``tier`` is OpenAI's word: auto, default, flex, priority, scale …"""

    tier: str = ""
    store: bool | None = None
    previous_response_id: str = ""


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One request.

    ``system`` are the leading instructions. ``include_usage`` and ``legacy_functions`` tell how a
    Chat Completions caller wants the answer written, ``single_prompt`` that an Ollama caller sent one
    prompt in place of messages and wants text back. ``extras`` holds every field the parser did
    not recognise; only a builder of the same dialect writes them again.
    """

    source: Dialect
    model: str
    turns: tuple[Turn, ...] = ()
    system: tuple[TextPart, ...] = ()
    stream: bool = False
    n: int = 1
    tools: tuple[Tool, ...] = ()
    tool_choice: ToolChoice | None = None
    parallel_tools: bool | None = None
    sampling: Sampling = field(default_factory=Sampling)
    reasoning: ReasoningControl = field(default_factory=ReasoningControl)
    response_format: ResponseFormat = field(default_factory=ResponseFormat)
    verbosity: str = ""
    modalities: tuple[str, ...] = ()
    audio: JsonObject | None = None
    image: JsonObject | None = None
    cache: PromptCache = field(default_factory=PromptCache)
    identity: Identity = field(default_factory=Identity)
    service: Service = field(default_factory=Service)
    safety: tuple[JsonObject, ...] = ()
    include_usage: bool = False
    legacy_functions: bool = False
    single_prompt: bool = False
    extras: Mapping[str, Any] = field(default_factory=dict)

    def calls(self) -> Iterator[ToolCall]:
        """Every tool call of the history, oldest first."""
        for turn in self.turns:
            for part in turn.parts:
                if isinstance(part, ToolCall):
                    yield part
