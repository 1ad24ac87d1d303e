"""An answer: its stream of events, and the whole that the events add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from oneapi_desktop.dialects.conversation.errors import DialectError
from oneapi_desktop.dialects.conversation.parts import (
    Citation,
    JsonObject,
    Part,
    ReasoningStyle,
    Seal,
    ToolKind,
)
from oneapi_desktop.dialects.conversation.usage import TokenUsage


class FinishReason(StrEnum):
    """Why a candidate ended."""

    END = "end"
    LENGTH = "length"
    CONTEXT_FULL = "context_full"
    STOP_SEQUENCE = "stop_sequence"
    TOOL_CALLS = "tool_calls"
    PAUSED = "paused"
    REFUSAL = "refusal"
    CONTENT_FILTER = "content_filter"
    RECITATION = "recitation"
    MALFORMED_CALL = "malformed_call"
    CANCELLED = "cancelled"
    OTHER = "other"


class OpenKind(StrEnum):
    """Kinds of part that arrive in pieces and are no tool call."""

    TEXT = "text"
    REASONING = "reasoning"
    REFUSAL = "refusal"
    AUDIO = "audio"


@dataclass(frozen=True, slots=True)
class Started:
    """The first event of every stream. ``created`` is Unix seconds, 0 when unknown; ``usage`` is
    what is known of the prompt already."""

    id: str = ""
    model: str = ""
    created: int = 0
    usage: TokenUsage | None = None
    service_tier: str = ""


@dataclass(frozen=True, slots=True)
class PartStarted:
    """A text, reasoning, refusal or audio part begins. Parts are numbered densely from 0 within
    their candidate, in the order in which they begin; several may be open at once."""

    part: int
    kind: OpenKind
    candidate: int = 0
    style: ReasoningStyle = ReasoningStyle.RAW
    phase: str = ""


@dataclass(frozen=True, slots=True)
class ToolCallStarted:
    """A tool call begins. Its name is complete."""

    part: int
    id: str
    name: str
    candidate: int = 0
    kind: ToolKind = ToolKind.FUNCTION
    namespace: str = ""


@dataclass(frozen=True, slots=True)
class TextDelta:
    """More text of a text part."""

    part: int
    text: str
    candidate: int = 0


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """More reasoning. ``segment`` rises by one where a new segment begins."""

    part: int
    text: str
    segment: int = 0
    candidate: int = 0


@dataclass(frozen=True, slots=True)
class RefusalDelta:
    """More of a refusal."""

    part: int
    text: str
    candidate: int = 0


@dataclass(frozen=True, slots=True)
class ToolCallDelta:
    """More of a tool call's arguments, byte for byte as the upstream cut them."""

    part: int
    arguments: str
    candidate: int = 0


@dataclass(frozen=True, slots=True)
class AudioDelta:
    """More sound (base64 of a whole number of bytes) or transcript."""

    part: int
    data: str = ""
    transcript: str = ""
    id: str = ""
    candidate: int = 0


@dataclass(frozen=True, slots=True)
class Sealed:
    """The seal of an open reasoning, text or tool call part; replaces an earlier one."""

    part: int
    seal: Seal
    candidate: int = 0


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation of an open text part."""

    part: int
    citation: Citation
    candidate: int = 0


@dataclass(frozen=True, slots=True)
class WholePart:
    """A part that arrives in one piece: image, redacted reasoning, native block. It begins and
    ends with this event and takes the next part number."""

    part: int
    value: Part
    candidate: int = 0


@dataclass(frozen=True, slots=True)
class LogProbs:
    """Log probabilities of the tokens just sent, as Chat Completions' ``content`` elements."""

    items: tuple[JsonObject, ...]
    candidate: int = 0


@dataclass(frozen=True, slots=True)
class PartFinished:
    """A part is complete. Every PartStarted and ToolCallStarted has one before Finished."""

    part: int
    candidate: int = 0


@dataclass(frozen=True, slots=True)
class UsageReport:
    """Everything used so far; the last one counts."""

    usage: TokenUsage


@dataclass(frozen=True, slots=True)
class Finished:
    """A candidate is complete. ``explanation`` and ``category`` belong to a refusal."""

    reason: FinishReason
    candidate: int = 0
    stop_sequence: str = ""
    explanation: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Ended:
    """The upstream ended its stream properly. The last event."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The stream broke. The last event: no Finished or Ended follows."""

    error: DialectError


ContentEvent = (
    TextDelta
    | PartStarted
    | ToolCallStarted
    | ReasoningDelta
    | RefusalDelta
    | ToolCallDelta
    | AudioDelta
    | Sealed
    | Cited
    | WholePart
    | LogProbs
    | PartFinished
    | Finished
)
"""Events that belong to a candidate."""

Event = Started | ContentEvent | UsageReport | Ended | Failed


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the answers to a request; there is one unless the caller asked for more."""

    parts: tuple[Part, ...] = ()
    finish: Finished = Finished(FinishReason.END)
    logprobs: tuple[JsonObject, ...] = ()

    @property
    def index(self) -> int:
        """Its number, from 0."""
        return self.finish.candidate


@dataclass(frozen=True, slots=True)
class ChatResponse:
    """A whole answer. ``usage`` is None when the upstream reported none. ``extras`` are top-level
    fields only the answer's own dialect knows."""

    id: str = ""
    model: str = ""
    created: int = 0
    candidates: tuple[Candidate, ...] = ()
    usage: TokenUsage | None = None
    service_tier: str = ""
    extras: Mapping[str, Any] = field(default_factory=dict)
