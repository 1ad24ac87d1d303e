"""The registry of dialects: one row per wire format, its module imported when it is first spoken.

A row is all that the relay, the documents and the compatibility matrix know of a dialect.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from oneapi_desktop.dialects.conversation import (
    Capabilities,
    ChatRequest,
    ChatResponse,
    Dialect,
    DialectError,
    Event,
    JsonObject,
    Note,
    Reply,
)
from oneapi_desktop.dialects.error_shapes import error_status, openai_error
from oneapi_desktop.dialects.tool_bridge import ToolBridge
from oneapi_desktop.domain.errors import RequestError


class StreamParser(Protocol):
    """Bytes of an upstream to events; see the contract in ``dialects.conversation``."""

    def feed(self, data: bytes) -> list[Event]: ...

    def finish(self) -> list[Event]: ...


class StreamBuilder(Protocol):
    """Events to bytes for a client."""

    def feed(self, event: Event) -> bytes: ...

    def finish(self) -> bytes: ...


class Codec(Protocol):
    """The functions of a dialect's module. Outbound-only dialects lack those that serve a client:
    ``parse_request``, ``build_response``, ``build_error`` and ``StreamBuilder``."""

    def parse_request(self, raw: bytes | JsonObject) -> ChatRequest: ...

    def build_request(self, request: ChatRequest, target: Capabilities) -> tuple[JsonObject, list[Note]]: ...

    def parse_response(self, raw: bytes | JsonObject, credential: str = "") -> ChatResponse: ...

    def build_response(self, response: ChatResponse, reply: Reply) -> JsonObject: ...

    def parse_error(self, status: int, body: bytes) -> DialectError: ...

    def build_error(self, error: RequestError, request_id: str = "") -> bytes: ...

    def tool_bridge(self, request: ChatRequest, target: Capabilities) -> ToolBridge: ...

    def StreamParser(self, credential: str = "") -> StreamParser: ...

    def StreamBuilder(self, reply: Reply) -> StreamBuilder: ...


class Feature(StrEnum):
    """What must survive a crossing; the columns of ``docs/compatibility.md``."""

    TEXT = "text"
    STREAM = "stream"
    TOOLS = "tools"
    PARALLEL_TOOLS = "parallel tools"
    IMAGE = "image"
    REASONING = "reasoning"
    STRUCTURED_OUTPUT = "structured output"
    EARLY_ERROR = "error before the first byte"
    CUT = "cut mid-stream"


@dataclass(frozen=True, slots=True)
class Limit:
    """A feature that a dialect lacks as an upstream's. A ``refused`` request gets a 400 that says so;
    any other is served, with a note on its record where something of the request was left out
    (``noted``). ``reason`` is for people."""

    reason: str
    refused: bool = False
    noted: bool = True


@dataclass(frozen=True, slots=True)
class DialectRow:
    """One wire format. ``module`` lies in ``oneapi_desktop.dialects``; ``spoken`` tells that clients
    may use it; ``streams`` that its answers can come event by event; ``limits`` what an upstream of
    it cannot do."""

    dialect: Dialect
    label: str
    module: str
    spoken: bool = False
    streams: bool = True
    limits: Mapping[Feature, Limit] = field(default_factory=dict)


_NO_TOOLS = Limit("it cannot call tools", refused=True)
_NO_IMAGES = Limit("it cannot see images", refused=True)
_NO_REASONING = Limit("it does not show its reasoning")
_TEXT_ONLY = {
    Feature.TOOLS: _NO_TOOLS,
    Feature.PARALLEL_TOOLS: _NO_TOOLS,
    Feature.IMAGE: _NO_IMAGES,
    Feature.REASONING: _NO_REASONING,
}
_NO_STRUCTURE = {Feature.STRUCTURED_OUTPUT: Limit("its answer cannot be given a shape")}

_ROWS = (
    DialectRow(Dialect.OPENAI_CHAT, "OpenAI Chat Completions", "openai_chat", spoken=True),
    DialectRow(Dialect.OPENAI_RESPONSES, "OpenAI Responses", "openai_responses", spoken=True),
    DialectRow(Dialect.ANTHROPIC, "Anthropic Messages", "anthropic", spoken=True),
    DialectRow(Dialect.GEMINI, "Gemini generateContent", "gemini", spoken=True),
    DialectRow(Dialect.OLLAMA, "Ollama chat", "ollama", spoken=True),
    DialectRow(Dialect.COHERE, "Cohere v2 chat", "cohere"),
    DialectRow(Dialect.BEDROCK_CONVERSE, "Bedrock Converse", "bedrock_converse"),
    DialectRow(Dialect.BEDROCK_LLAMA, "Bedrock Llama", "bedrock_llama", limits=_TEXT_ONLY),
    DialectRow(
        Dialect.BAIDU_ERNIE,
        "Baidu ERNIE (v1)",
        "baidu_ernie",
        limits={
            Feature.PARALLEL_TOOLS: Limit("it calls one tool at a time", noted=False),
            Feature.IMAGE: _NO_IMAGES,
            Feature.REASONING: _NO_REASONING,
        },
    ),
    DialectRow(Dialect.DASHSCOPE, "DashScope generation", "dashscope"),
    DialectRow(Dialect.TENCENT_HUNYUAN, "Tencent Hunyuan", "tencent_hunyuan"),
    DialectRow(Dialect.ZHIPU, "Zhipu GLM (v3)", "zhipu", limits=_TEXT_ONLY),
    DialectRow(
        Dialect.SPARK,
        "iFlytek Spark",
        "spark",
        limits={
            Feature.PARALLEL_TOOLS: Limit("it calls one tool at a time", noted=False),
            Feature.IMAGE: _NO_IMAGES,
        },
    ),
    DialectRow(
        Dialect.COZE,
        "Coze chat",
        "coze",
        limits={
            Feature.TOOLS: Limit("a bot calls its own tools only", refused=True),
            Feature.PARALLEL_TOOLS: Limit("a bot calls its own tools only", refused=True),
            Feature.IMAGE: Limit("it takes pictures by their address only", refused=True),
        },
    ),
    DialectRow(Dialect.CLOUDFLARE, "Cloudflare Workers AI", "cloudflare", limits={Feature.REASONING: _NO_REASONING}),
    DialectRow(
        Dialect.REPLICATE,
        "Replicate predictions",
        "replicate",
        limits={
            Feature.TOOLS: _NO_TOOLS,
            Feature.PARALLEL_TOOLS: _NO_TOOLS,
            Feature.REASONING: _NO_REASONING,
        },
    ),
    DialectRow(Dialect.PALM, "PaLM generateMessage", "palm", streams=False, limits=_TEXT_ONLY),
    DialectRow(Dialect.AIPROXY_LIBRARY, "AIProxy library", "aiproxy_library", limits=_TEXT_ONLY | _NO_STRUCTURE),
    DialectRow(Dialect.DEEPL, "DeepL translation", "deepl", streams=False, limits=_TEXT_ONLY | _NO_STRUCTURE),
)
_BY_DIALECT = {row.dialect: row for row in _ROWS}


def all_dialects() -> Sequence[DialectRow]:
    """Every dialect, those spoken to clients first."""
    return _ROWS


def dialect_row(dialect: Dialect) -> DialectRow:
    """The row of a dialect."""
    return _BY_DIALECT[dialect]


def holds_chats(dialect: Dialect) -> bool:
    """Whether the dialect has conversations; some have one of the simpler shapes only."""
    return hasattr(codec(dialect), "build_request")


@cache
def codec(dialect: Dialect) -> Codec:
    """The dialect's functions."""
    return cast(Codec, import_module(f"oneapi_desktop.dialects.{_BY_DIALECT[dialect].module}"))


def unary_function(dialect: Dialect, name: str) -> Any:
    """A function of the simpler shapes, such as ``build_embedding_request``; None when the dialect has
    no such endpoint."""
    return getattr(codec(dialect), name, None)


def error_answer(dialect: Dialect, error: RequestError, request_id: str = "") -> tuple[int, bytes]:
    """Status and body of an error for a client of this dialect."""
    if dialect is Dialect.OPENAI_CHAT:
        return error_status(error), openai_error(error, request_id)
    module = codec(dialect)
    status = getattr(module, "error_status", error_status)
    return status(error), module.build_error(error, request_id)
