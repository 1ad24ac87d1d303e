"""A client's dialect as its endpoints use it: which function reads and writes which endpoint's bodies."""

from oneapi_desktop.dialects.conversation import ChatRequest, ChatResponse, Dialect, JsonObject, Reply
from oneapi_desktop.dialects.registry import StreamBuilder, codec

SSE_HEADERS = {"Content-Type": "text/event-stream; charset=utf-8"}
NDJSON_HEADERS = {"Content-Type": "application/x-ndjson"}
JSON_HEADERS = {"Content-Type": "application/json"}


def parse_client_request(dialect: Dialect, variant: str, body: JsonObject) -> ChatRequest:
    """A client's chat request. Raises DialectError."""
    module = codec(dialect)
    if variant == "generate":
        request: ChatRequest = module.parse_generate_request(body)  # type: ignore[attr-defined]
        return request
    return module.parse_request(body)


def stream_builder(dialect: Dialect, variant: str, reply: Reply, *, array: bool) -> StreamBuilder:
    """The writer of a client's stream. ``array`` is Gemini's stream without ``alt=sse``."""
    module = codec(dialect)
    if variant == "generate":
        builder: StreamBuilder = module.GenerateStreamBuilder(reply)  # type: ignore[attr-defined]
        return builder
    if dialect is Dialect.GEMINI:
        builder = module.StreamBuilder(reply, sse=not array)  # type: ignore[call-arg]
        return builder
    return module.StreamBuilder(reply)


def whole_answer(dialect: Dialect, variant: str, response: ChatResponse, reply: Reply) -> JsonObject:
    """A client's body of a whole answer. Raises DialectError."""
    module = codec(dialect)
    if variant == "generate":
        body: JsonObject = module.build_generate_response(response, reply)  # type: ignore[attr-defined]
        return body
    return module.build_response(response, reply)


def stream_headers(dialect: Dialect, *, array: bool) -> dict[str, str]:
    """Headers of a stream in this dialect."""
    if dialect is Dialect.OLLAMA:
        return NDJSON_HEADERS
    return JSON_HEADERS if array else SSE_HEADERS
