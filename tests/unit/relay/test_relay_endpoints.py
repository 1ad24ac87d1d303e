"""Which path is which endpoint, and in whose words a stranger is refused."""

import pytest

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.endpoints import ENDPOINTS, NOT_IMPLEMENTED, Streaming, dialect_of, find_endpoint


@pytest.mark.parametrize(
    ("path", "dialect", "mode", "model"),
    [
        ("/v1/chat/completions", Dialect.OPENAI_CHAT, Mode.CHAT, ""),
        ("/chat/completions/", Dialect.OPENAI_CHAT, Mode.CHAT, ""),
        ("/v1/engines/a/b/embeddings", Dialect.OPENAI_CHAT, Mode.EMBEDDINGS, "a/b"),
        ("/v1/responses", Dialect.OPENAI_RESPONSES, Mode.CHAT, ""),
        ("/v1/responses/input_tokens", Dialect.OPENAI_RESPONSES, Mode.COUNT_TOKENS, ""),
        ("/v1/messages", Dialect.ANTHROPIC, Mode.CHAT, ""),
        ("/messages", Dialect.ANTHROPIC, Mode.CHAT, ""),
        ("/v1/messages/count_tokens", Dialect.ANTHROPIC, Mode.COUNT_TOKENS, ""),
        ("/v1beta/models/gemini-3:generateContent", Dialect.GEMINI, Mode.CHAT, "gemini-3"),
        ("/v1/models/gemini-3:streamGenerateContent", Dialect.GEMINI, Mode.CHAT, "gemini-3"),
        ("/v1alpha/tunedModels/x:countTokens", Dialect.GEMINI, Mode.COUNT_TOKENS, "tunedModels/x"),
        ("/v1beta/models/meta/llama:free:generateContent", Dialect.GEMINI, Mode.CHAT, "meta/llama:free"),
        ("/v1beta/models/m:embedContent", Dialect.GEMINI, Mode.EMBEDDINGS, "m"),
        ("/api/chat", Dialect.OLLAMA, Mode.CHAT, ""),
        ("/api/generate", Dialect.OLLAMA, Mode.CHAT, ""),
        ("/v1/rerank", Dialect.OPENAI_CHAT, Mode.RERANK, ""),
    ],
)
def test_paths(path: str, dialect: Dialect, mode: Mode, model: str) -> None:
    found = find_endpoint(path)
    assert found is not None
    endpoint, named = found
    assert (endpoint.dialect, endpoint.mode, named) == (dialect, mode, model)


@pytest.mark.parametrize(
    "path",
    ["/", "/v1", "/v1/nothing", "/v1beta/models/m:unknownAction", "/v1beta/models/:generateContent", "/api", "/v3/x:y"],
)
def test_paths_that_are_none(path: str) -> None:
    assert find_endpoint(path) is None


def test_every_row_is_found_by_its_own_path() -> None:
    for endpoint in ENDPOINTS:
        found = find_endpoint(endpoint.path.replace("{model}", "m"))
        assert found is not None
        assert found[0] is endpoint
        assert not NOT_IMPLEMENTED.fullmatch(endpoint.path.removeprefix("/v1")) or "responses" in endpoint.path


def test_counting_is_routed_like_a_chat() -> None:
    assert {endpoint.routed_mode for endpoint in ENDPOINTS if endpoint.mode is Mode.COUNT_TOKENS} == {Mode.CHAT}


def test_paths_at_an_upstream_of_the_same_dialect() -> None:
    for endpoint in ENDPOINTS:
        path = endpoint.upstream_path("tunedModels/x y")
        if "{model}" not in endpoint.path:
            assert path == endpoint.path
            continue
        assert "/models/tunedModels/x%20y:" in path
        assert path.endswith("?alt=sse") == (endpoint.streaming is Streaming.ALWAYS)


@pytest.mark.parametrize(
    ("path", "headers", "dialect"),
    [
        ("/v1/x", {}, Dialect.OPENAI_CHAT),
        ("/v1/x", {"anthropic-version": "1"}, Dialect.ANTHROPIC),
        ("/v1/x", {"x-goog-api-key": "k"}, Dialect.GEMINI),
        ("/v1beta/x", {}, Dialect.GEMINI),
        ("/v1/messages/x", {}, Dialect.ANTHROPIC),
        ("/api/x", {}, Dialect.OLLAMA),
    ],
)
def test_whose_words(path: str, headers: dict[str, str], dialect: Dialect) -> None:
    assert dialect_of(path, headers) is dialect
