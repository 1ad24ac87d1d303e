"""What a builder must know beside the conversation itself, and what it reports back.

``Capabilities`` describes the model a request goes to, ``Reply`` how the caller wants its answer
written, ``Note`` what a conversion could not keep.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from oneapi_desktop.dialects.conversation.parts import Dialect, Seal, SealFamily
from oneapi_desktop.dialects.conversation.request import ChatRequest, Effort, ReasoningShow


class Action(StrEnum):
    """What became of a field."""

    DROPPED = "dropped"
    CHANGED = "changed"
    EMULATED = "emulated"


@dataclass(frozen=True, slots=True)
class Note:
    """One thing a conversion could not carry unchanged. ``semantic`` ones may change the answer's
    meaning: with strict conversion they refuse the request."""

    action: Action
    field: str
    detail: str = ""
    semantic: bool = False


MOST_NOTES = 100


class Notes(list[Note]):
    """The notes of one conversion; the same note is kept once, and at most ``MOST_NOTES``."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: set[Note] = set()

    def _add(self, action: Action, name: str, detail: str, semantic: bool) -> None:
        note = Note(action, name, detail, semantic)
        if note not in self._seen and len(self) < MOST_NOTES:
            self._seen.add(note)
            self.append(note)

    def dropped(self, name: str, detail: str = "", *, semantic: bool = False) -> None:
        """The field was left out."""
        self._add(Action.DROPPED, name, detail, semantic)

    def changed(self, name: str, detail: str = "", *, semantic: bool = False) -> None:
        """The field was sent with another value."""
        self._add(Action.CHANGED, name, detail, semantic)

    def emulated(self, name: str, detail: str = "", *, semantic: bool = False) -> None:
        """The field was replaced by other means."""
        self._add(Action.EMULATED, name, detail, semantic)


class ThinkingStyle(StrEnum):
    """How a model's thinking is controlled.

    NONE: it has none. EFFORT: a level (OpenAI, Gemini 3 and later). BUDGET: a number of tokens
    (Claude before 4.6, Gemini 2.5). ADAPTIVE: Claude's own judgement plus a level.
    """

    NONE = "none"
    EFFORT = "effort"
    BUDGET = "budget"
    ADAPTIVE = "adaptive"


class ChatThinking(StrEnum):
    """The request field by which a Chat Completions vendor is asked to think."""

    EFFORT = "reasoning_effort"
    OBJECT = "reasoning"
    """OpenRouter's ``reasoning{effort|max_tokens, enabled}``."""
    SWITCH = "thinking"
    """``thinking{type: enabled|disabled}`` (DeepSeek, Zhipu, Ark …)."""
    FLAG = "enable_thinking"
    """``enable_thinking`` and ``thinking_budget`` (DashScope, SiliconFlow)."""
    NONE = "none"


class ReasoningReplay(StrEnum):
    """The field in which a Chat Completions vendor wants earlier reasoning back."""

    NONE = "none"
    CONTENT = "reasoning_content"
    REASONING = "reasoning"
    DETAILS = "reasoning_details"


class CacheMarks(StrEnum):
    """Which explicit cache marks a target knows."""

    NONE = "none"
    BREAKPOINT = "prompt_cache_breakpoint"
    CONTROL = "cache_control"


@dataclass(frozen=True, slots=True)
class ChatVendor:
    """Deviations of one vendor's Chat Completions. The defaults are OpenAI itself; a third party's
    row sets what differs.

    ``string_content`` wants text-only messages as strings; ``short_call_ids`` nine alphanumerics
    (Mistral); ``seed_field`` and ``required_word`` are the names of ``seed`` and of a forced choice.
    ``openai_fields`` False keeps back what only OpenAI knows: store, metadata, safety_identifier,
    prompt_cache_key, verbosity, service_tier.
    """

    max_tokens_field: str = "max_completion_tokens"
    seed_field: str = "seed"
    required_word: str = "required"
    system_role: str = "system"
    thinking: ChatThinking = ChatThinking.EFFORT
    replay: ReasoningReplay = ReasoningReplay.NONE
    string_content: bool = False
    short_call_ids: bool = False
    stream_usage: bool = True
    custom_tools: bool = True
    allowed_tools: bool = True
    files: bool = True
    json_schema: bool = True
    strict: bool = True
    openai_fields: bool = True


ANY_EFFORT: tuple[Effort, ...] = (
    Effort.NONE,
    Effort.MINIMAL,
    Effort.LOW,
    Effort.MEDIUM,
    Effort.HIGH,
    Effort.XHIGH,
    Effort.MAX,
)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a target model on a target channel can do. The defaults are permissive: the profile of a
    family's newest generation, for models nobody described.

    ``model`` is the upstream's name ("" keeps the request's). ``seal_family`` and
    ``seal_credential`` say which seals may go back. ``sampling`` False means temperature, top_p,
    top_k and penalties are refused. ``thinking_optional`` False: it cannot be switched off.
    ``forced_tool`` and ``forced_tool_with_thinking`` say when a call may be demanded.
    ``mid_system`` allows instructions between turns, ``prefill`` a last turn of the assistant.
    ``image_urls`` and ``file_urls`` False means the caller must fetch before building.
    ``auto_cache`` lets the builder ask Claude for automatic caching when the request has no mark.
    ``minimum_budget`` and ``maximum_budget`` bound a thinking budget in tokens.
    """

    model: str = ""
    max_output_tokens: int | None = None
    default_output_tokens: int | None = None
    sampling: bool = True
    temperature_and_top_p: bool = True
    stop: bool = True
    penalties: bool = True
    logprobs: bool = True
    multiple: bool = True
    thinking: ThinkingStyle = ThinkingStyle.EFFORT
    thinking_optional: bool = True
    efforts: tuple[Effort, ...] = ANY_EFFORT
    minimum_budget: int = 1024
    maximum_budget: int | None = None
    between_tools: bool = False
    tools: bool = True
    forced_tool: bool = True
    forced_tool_with_thinking: bool = False
    parallel_control: bool = True
    structured_output: bool = True
    images: bool = True
    image_urls: bool = True
    files: bool = True
    file_urls: bool = True
    audio: bool = True
    prefill: bool = True
    prefill_as_instruction: bool = False
    mid_system: bool = True
    cache_marks: CacheMarks = CacheMarks.NONE
    auto_cache: bool = False
    call_ids: bool = True
    drop_hosted_tools: bool = False
    seal_family: SealFamily = SealFamily.OTHER
    seal_credential: str = ""
    chat: ChatVendor = field(default_factory=ChatVendor)

    def accepts(self, seal: Seal | None) -> bool:
        """True when this seal may go to this target. Google and OpenAI bind a seal to the project
        or organisation that made it, Anthropic does not."""
        if seal is None or seal.family is not self.seal_family:
            return False
        if seal.family is SealFamily.ANTHROPIC or not seal.credential or not self.seal_credential:
            return True
        return seal.credential == self.seal_credential


@dataclass(frozen=True, slots=True)
class Reply:
    """How a caller wants its answer.

    ``model`` replaces the upstream's name; ``id`` and ``created`` are chosen by the builder when
    empty. ``upstream`` is the dialect the answer came in: an id of the caller's own dialect is
    kept. ``estimated_prompt`` (tokens) serves dialects that tell the prompt's size first.
    ``request`` is echoed by Responses.
    """

    model: str = ""
    id: str = ""
    created: int = 0
    upstream: Dialect | None = None
    include_usage: bool = False
    legacy_functions: bool = False
    show_reasoning: bool = True
    estimated_prompt: int = 0
    request: ChatRequest | None = None

    @classmethod
    def to(cls, request: ChatRequest, upstream: Dialect | None = None, *, id: str = "") -> "Reply":
        """The reply this request asks for."""
        return cls(
            model=request.model,
            id=id,
            upstream=upstream,
            include_usage=request.include_usage,
            legacy_functions=request.legacy_functions,
            show_reasoning=request.reasoning.show is not ReasoningShow.NONE,
            request=request,
        )
