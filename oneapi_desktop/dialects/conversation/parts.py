"""What a message is made of: text, media, tool calls and results, reasoning, refusals.

All values are immutable. Texts are Python strings (code points); binary data stays base64 text
as it came, so that megabytes are not decoded and encoded again on the way through.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

JsonObject = dict[str, Any]
"""A parsed JSON object. Shared, never changed in place."""


class Dialect(StrEnum):
    """The wire formats that meet in the conversation model. The first five are also spoken to
    clients, the others to upstreams only."""

    OPENAI_CHAT = "openai-chat"
    OPENAI_RESPONSES = "openai-responses"
    ANTHROPIC = "anthropic"
    GEMINI = "gemini"
    OLLAMA = "ollama"

    COHERE = "cohere"
    BEDROCK_CONVERSE = "bedrock-converse"
    BEDROCK_LLAMA = "bedrock-llama"
    BAIDU_ERNIE = "baidu-ernie"
    DASHSCOPE = "dashscope"
    TENCENT_HUNYUAN = "tencent-hunyuan"
    ZHIPU = "zhipu"
    SPARK = "spark"
    COZE = "coze"
    CLOUDFLARE = "cloudflare"
    REPLICATE = "replicate"
    PALM = "palm"
    AIPROXY_LIBRARY = "aiproxy-library"
    DEEPL = "deepl"


class Role(StrEnum):
    """Who speaks in a turn. ``SYSTEM`` is an instruction in the middle of a conversation; the
    leading ones are in ``ChatRequest.system``. Tool results are parts of a user turn."""

    USER = "user"
    ASSISTANT = "assistant"
    SYSTEM = "system"


class SealFamily(StrEnum):
    """Who made a proof of reasoning, and the only one who can read it."""

    ANTHROPIC = "anthropic"
    OPENAI = "openai"
    GOOGLE = "google"
    OTHER = "other"


class SealKind(StrEnum):
    """Which field of its maker a seal lives in."""

    SIGNATURE = "signature"
    REDACTED = "redacted"
    ENCRYPTED_CONTENT = "encrypted_content"
    THOUGHT_SIGNATURE = "thought_signature"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Seal:
    """Opaque proof of reasoning. Goes back unchanged to the family that made it and nowhere else.

    ``model`` made it; ``credential`` is the first 12 hex digits of the SHA-256 of the upstream
    credential (or of project and location), "" when unknown.
    """

    family: SealFamily
    kind: SealKind
    value: str
    model: str = ""
    credential: str = ""


@dataclass(frozen=True, slots=True)
class CacheMark:
    """The prompt up to and including this part is worth caching. ``ttl`` is the vendor's word
    ("5m", "1h", "30m", "12h"), "" for its default."""

    ttl: str = ""


@dataclass(frozen=True, slots=True)
class Base64Source:
    """Bytes as base64 text. ``media_type`` is "" when nobody said it and no signature told it."""

    data: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class UrlSource:
    """An address the upstream (or the gateway, for dialects without URLs) fetches."""

    url: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class FileIdSource:
    """A file uploaded to one provider; meaningless to every other dialect."""

    id: str
    dialect: Dialect
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class TextSource:
    """A document given as plain text."""

    text: str
    media_type: str = "text/plain"


Source = Base64Source | UrlSource | FileIdSource | TextSource


class CitationKind(StrEnum):
    """What a citation points at."""

    URL = "url"
    FILE = "file"
    DOCUMENT = "document"
    SEARCH_RESULT = "search_result"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source of (a span of) a text part.

    ``start`` and ``end`` count code points inside the part's own text; None means the whole part.
    ``quote`` is the cited source's text. ``native`` is the block as ``dialect`` wrote it, for the
    way back to the same dialect.
    """

    kind: CitationKind
    url: str = ""
    title: str = ""
    quote: str = ""
    start: int | None = None
    end: int | None = None
    file_id: str = ""
    dialect: Dialect | None = None
    native: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class TextPart:
    """Plain text. ``phase`` is Responses' "commentary" or "final_answer", "" when unknown;
    ``seal`` is a thought signature that Google put on a text."""

    text: str
    citations: tuple[Citation, ...] = ()
    phase: str = ""
    seal: Seal | None = None
    cache: CacheMark | None = None


@dataclass(frozen=True, slots=True)
class ImagePart:
    """A picture. ``detail`` is OpenAI's low, high, original or auto, "" when not given."""

    source: Source
    detail: str = ""
    seal: Seal | None = None
    cache: CacheMark | None = None


@dataclass(frozen=True, slots=True)
class FilePart:
    """A document: PDF, text or other. ``citations`` asks the model to cite from it."""

    source: Source
    filename: str = ""
    title: str = ""
    context: str = ""
    citations: bool | None = None
    cache: CacheMark | None = None


@dataclass(frozen=True, slots=True)
class AudioPart:
    """Sound. ``format`` is the short name ("wav", "mp3"); ``transcript`` and ``id`` are told by
    answers that speak."""

    source: Source
    format: str = ""
    transcript: str = ""
    id: str = ""
    cache: CacheMark | None = None


@dataclass(frozen=True, slots=True)
class VideoPart:
    """Moving pictures; ``metadata`` is Gemini's ``videoMetadata``."""

    source: Source
    metadata: JsonObject | None = None


class ReasoningStyle(StrEnum):
    """Whether reasoning text is the model's own or a summary of it."""

    RAW = "raw"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class ReasoningPart:
    """Reasoning text in one or more segments (Responses' summary parts), with its proof."""

    segments: tuple[str, ...] = ()
    style: ReasoningStyle = ReasoningStyle.RAW
    seal: Seal | None = None

    @property
    def text(self) -> str:
        """The segments, separated by a blank line."""
        return "\n\n".join(self.segments)


@dataclass(frozen=True, slots=True)
class RedactedPart:
    """Reasoning of which only the proof is shown."""

    seal: Seal


class ToolKind(StrEnum):
    """FUNCTION takes JSON arguments, CUSTOM free text, HOSTED runs at the vendor."""

    FUNCTION = "function"
    CUSTOM = "custom"
    HOSTED = "hosted"


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model asks for a tool. ``arguments`` is the text exactly as the model wrote it: JSON for
    a function (not checked; "" means no arguments), free text for a custom tool."""

    id: str
    name: str
    arguments: str = ""
    kind: ToolKind = ToolKind.FUNCTION
    namespace: str = ""
    seal: Seal | None = None
    cache: CacheMark | None = None


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool gave back. ``name`` may be "" where the dialect does not repeat it."""

    call_id: str
    parts: tuple["TextPart | ImagePart | FilePart | NativePart", ...] = ()
    is_error: bool = False
    name: str = ""
    kind: ToolKind = ToolKind.FUNCTION
    cache: CacheMark | None = None

    @property
    def text(self) -> str:
        """The text parts joined by line ends."""
        return "\n".join(part.text for part in self.parts if isinstance(part, TextPart))


@dataclass(frozen=True, slots=True)
class RefusalPart:
    """The model's own words for declining."""

    text: str


@dataclass(frozen=True, slots=True)
class NativePart:
    """A block that only ``dialect`` knows: hosted calls and their results, search results …

    ``raw`` is the block as it came; ``kind`` its type; ``text`` what other dialects show instead,
    "" when they leave it out.
    """

    dialect: Dialect
    kind: str
    raw: JsonObject = field(default_factory=dict)
    text: str = ""
    cache: CacheMark | None = None


Part = (
    TextPart
    | ImagePart
    | FilePart
    | AudioPart
    | VideoPart
    | ReasoningPart
    | RedactedPart
    | ToolCall
    | ToolResult
    | RefusalPart
    | NativePart
)
