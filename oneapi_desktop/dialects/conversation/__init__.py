"""The conversation model: what every wire format is read into and written from.

A request is a ``ChatRequest``; an answer is a stream of events (``Event``) or their sum, a
``ChatResponse``. N dialects need 2N codecs, and each has the same names:

=====================================================  =========================================
``parse_request(raw) -> ChatRequest``                  a client's body; DialectError(INVALID_REQUEST)
``build_request(request, target) -> (dict, notes)``    an upstream's body; DialectError(UNSUPPORTED)
``parse_response(raw, credential="") -> ChatResponse`` an upstream's body; DialectError(BAD_UPSTREAM …)
``build_response(response, reply) -> dict``            a client's body
``StreamParser(credential="")``                        ``feed(bytes) -> list[Event]``, ``finish()``
``StreamBuilder(reply)``                               ``feed(Event) -> bytes``, ``finish() -> bytes``
=====================================================  =========================================

``raw`` is bytes or the parsed object. ``target`` is a ``Capabilities``, ``reply`` a ``Reply``.

Between an upstream's parser and a client's builder stands the bridge of the dialect that built the
request, ``tool_bridge(request, target)``: its ``restored`` gives a tool its own name again, a
free-text tool its text, and emulated structured output its place in the text. A dialect also has
``parse_error(status, body)`` and ``build_error(error, request_id)``.

Order of events
    ``Started`` first. Per candidate, parts numbered densely from 0: ``PartStarted`` (text,
    reasoning, refusal, audio) or ``ToolCallStarted``, its deltas, ``Sealed``, ``Cited``, then
    ``PartFinished``; a part that comes in one piece is a ``WholePart``. Several parts may be open
    at once (parallel calls). Then ``Finished`` once per candidate. ``UsageReport`` may come
    anywhere and is cumulative. The last event is ``Ended`` or ``Failed``, exactly one.

Promises of every StreamParser
    It never raises: nonsense, a cut and an oversized event become one ``Failed``; ``finish()``
    gives the missing end. Every part it started it finishes before ``Finished``, except when it
    fails. The same bytes cut differently give the same events after joining neighbouring deltas
    (and the very same events where the dialect frames its events, as server-sent events do).

Promises of every StreamBuilder
    Each event is written at once; nothing waits for the end but what the dialect demands. It
    takes events of any legal order, and ``finish()`` writes the dialect's terminal event when the
    events stopped without ``Ended`` or ``Failed``.

Arguments of tool calls are text, exactly as the model wrote them. Counts of tokens are exclusive
(``TokenUsage``); the ledger's are inclusive (``to_ledger``, ``from_ledger``). ``None``, "" and empty
collections mean that a field was not given.
"""

from oneapi_desktop.dialects.conversation.answer import (
    AudioDelta,
    Candidate,
    ChatResponse,
    Cited,
    ContentEvent,
    Ended,
    Event,
    Failed,
    Finished,
    FinishReason,
    LogProbs,
    OpenKind,
    PartFinished,
    PartStarted,
    ReasoningDelta,
    RefusalDelta,
    Sealed,
    Started,
    TextDelta,
    ToolCallDelta,
    ToolCallStarted,
    UsageReport,
    WholePart,
)
from oneapi_desktop.dialects.conversation.errors import (
    DialectError,
    bad_upstream,
    disconnected,
    invalid,
    unsupported,
)
from oneapi_desktop.dialects.conversation.fold import (
    ResponseAssembler,
    fold,
    part_events,
    settled,
    settled_finish,
    unfold,
)
from oneapi_desktop.dialects.conversation.implicit_parts import (
    ImplicitParts,
)
from oneapi_desktop.dialects.conversation.parts import (
    AudioPart,
    Base64Source,
    CacheMark,
    Citation,
    CitationKind,
    Dialect,
    FileIdSource,
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
    Seal,
    SealFamily,
    SealKind,
    Source,
    TextPart,
    TextSource,
    ToolCall,
    ToolKind,
    ToolResult,
    UrlSource,
    VideoPart,
)
from oneapi_desktop.dialects.conversation.request import (
    ChatRequest,
    ChoiceMode,
    Effort,
    FormatKind,
    Identity,
    PromptCache,
    ReasoningControl,
    ReasoningMode,
    ReasoningShow,
    ResponseFormat,
    Sampling,
    Service,
    Tool,
    ToolChoice,
    Turn,
)
from oneapi_desktop.dialects.conversation.target import (
    ANY_EFFORT,
    Action,
    CacheMarks,
    Capabilities,
    ChatThinking,
    ChatVendor,
    Note,
    Notes,
    ReasoningReplay,
    Reply,
    ThinkingStyle,
)
from oneapi_desktop.dialects.conversation.usage import (
    LARGEST_COUNT,
    TokenUsage,
    count,
)

__all__ = [
    "ANY_EFFORT",
    "LARGEST_COUNT",
    "Action",
    "AudioDelta",
    "AudioPart",
    "Base64Source",
    "CacheMark",
    "CacheMarks",
    "Candidate",
    "Capabilities",
    "ChatRequest",
    "ChatResponse",
    "ChatThinking",
    "ChatVendor",
    "ChoiceMode",
    "Citation",
    "CitationKind",
    "Cited",
    "ContentEvent",
    "Dialect",
    "DialectError",
    "Effort",
    "Ended",
    "Event",
    "Failed",
    "FileIdSource",
    "FilePart",
    "FinishReason",
    "Finished",
    "FormatKind",
    "Identity",
    "ImagePart",
    "ImplicitParts",
    "JsonObject",
    "LogProbs",
    "NativePart",
    "Note",
    "Notes",
    "OpenKind",
    "Part",
    "PartFinished",
    "PartStarted",
    "PromptCache",
    "ReasoningControl",
    "ReasoningDelta",
    "ReasoningMode",
    "ReasoningPart",
    "ReasoningReplay",
    "ReasoningShow",
    "ReasoningStyle",
    "RedactedPart",
    "RefusalDelta",
    "RefusalPart",
    "Reply",
    "ResponseAssembler",
    "ResponseFormat",
    "Role",
    "Sampling",
    "Seal",
    "SealFamily",
    "SealKind",
    "Sealed",
    "Service",
    "Source",
    "Started",
    "TextDelta",
    "TextPart",
    "TextSource",
    "ThinkingStyle",
    "TokenUsage",
    "Tool",
    "ToolCall",
    "ToolCallDelta",
    "ToolCallStarted",
    "ToolChoice",
    "ToolKind",
    "ToolResult",
    "Turn",
    "UrlSource",
    "UsageReport",
    "VideoPart",
    "WholePart",
    "bad_upstream",
    "count",
    "disconnected",
    "fold",
    "invalid",
    "part_events",
    "settled",
    "settled_finish",
    "unfold",
    "unsupported",
]
