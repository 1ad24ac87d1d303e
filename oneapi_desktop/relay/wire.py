"""A client's dialect as its endpoints use it: which function reads and writes which endpoint's bodies."""

from collections.abc import Callable
from functools import partial
from typing import Any

from oneapi_desktop.dialects.conversation import Dialect, JsonObject, Reply
from oneapi_desktop.dialects.json_reading import dump_bytes
from oneapi_desktop.dialects.registry import StreamBuilder, codec, unary_function
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.endpoints import Endpoint

SSE_HEADERS = {"Content-Type": "text/event-stream; charset=utf-8"}
NDJSON_HEADERS = {"Content-Type": "application/x-ndjson"}
JSON_HEADERS = {"Content-Type": "application/json"}


def stream_builder(dialect: Dialect, reply: Reply, *, array: bool) -> StreamBuilder:
    """The writer of a client's stream. ``array`` is Gemini's stream without ``alt=sse``."""
    if array:
        from oneapi_desktop.dialects import gemini

        return gemini.StreamBuilder(reply, gemini.Framing.ARRAY)
    return codec(dialect).StreamBuilder(reply)


def stream_headers(dialect: Dialect, *, array: bool) -> dict[str, str]:
    """Headers of a stream in this dialect."""
    if dialect is Dialect.OLLAMA:
        return NDJSON_HEADERS
    return JSON_HEADERS if array else SSE_HEADERS


def unary_writer(endpoint: Endpoint, shape: str) -> Callable[[Any], JsonObject] | None:
    """What writes a client's body of an answer in one of the simpler shapes, None when the dialect has
    none. Gemini and Ollama have one endpoint for a single text and one for several."""
    write: Callable[..., JsonObject] | None = unary_function(endpoint.dialect, f"build_{shape}_response")
    if write is None or not endpoint.single:
        return write
    return partial(write, batch=False) if endpoint.dialect is Dialect.GEMINI else partial(write, legacy=True)


def answer_without_upstream(endpoint: Endpoint, body: JsonObject) -> bytes | None:
    """The answer to a request that asks for none, such as Ollama's to load a model. Raises DialectError."""
    if endpoint.dialect is not Dialect.OLLAMA or endpoint.mode is not Mode.CHAT:
        return None
    from oneapi_desktop.dialects import ollama

    answer = ollama.answer_to_load(body)
    return None if answer is None else dump_bytes(answer) + b"\n"
