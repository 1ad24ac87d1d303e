"""Which wire formats a channel speaks, and where its requests go."""

from typing import Any

import pytest

from oneapi_desktop.dialects.conversation import Dialect
from oneapi_desktop.domain.channel import Channel, ChannelSecrets
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import Adapter, adapter_of, spoken_dialects
from oneapi_desktop.providers.addressing import dialect_headers, upstream_headers, upstream_url
from oneapi_desktop.providers.provider import Mode, read_dialects
from oneapi_desktop.providers.registry import all_providers, find_provider
from oneapi_desktop.providers.wire_paths import client_path, has_path

CHAT, RESPONSES, ANTHROPIC = Dialect.OPENAI_CHAT, Dialect.OPENAI_RESPONSES, Dialect.ANTHROPIC


def spoken(provider: str, mode: Mode = Mode.CHAT, model: str = "m", **fields: Any) -> tuple[Dialect, ...]:
    return spoken_dialects(find_provider(provider), Channel(1, "c", provider, **fields), mode, model)


def test_a_rows_dialects() -> None:
    assert spoken("openai") == (CHAT, RESPONSES)
    assert spoken("deepseek") == (CHAT, ANTHROPIC)
    assert spoken("openai-compatible") == (CHAT,)


def test_a_model_that_only_responses_serves() -> None:
    assert spoken("openai", model="gpt-5.2-pro") == (RESPONSES,)
    assert spoken("openai-compatible", model="gpt-5.2-pro") == (CHAT,)


def test_a_model_that_reasons_is_best_asked_by_responses() -> None:
    assert spoken("openai", model="gpt-6-sol") == (RESPONSES, CHAT)
    assert spoken("openai", model="gpt-4o") == (CHAT, RESPONSES)
    assert spoken("openai", model="gpt-6-sol", base_url="https://mirror.example") == (CHAT,)


def test_a_mirror_speaks_the_first_only() -> None:
    assert spoken("openai", base_url="https://mirror.example") == (CHAT,)
    assert spoken("openai", base_url="https://api.openai.com/") == (CHAT, RESPONSES)
    assert spoken("openai", base_url="https://mirror.example", config={"dialects": "openai-responses"}) == (RESPONSES,)


def test_a_channel_names_its_own() -> None:
    config = {"dialects": " anthropic , openai-chat,anthropic "}
    assert spoken("openai-compatible", config=config) == (ANTHROPIC, CHAT)
    with pytest.raises(InvalidInput, match="'claude' is none of"):
        read_dialects("claude")


def test_other_modes_are_written_in_what_knows_them() -> None:
    assert spoken("openai", Mode.EMBEDDINGS) == (CHAT,)
    assert spoken("openai", Mode.COUNT_TOKENS) == (RESPONSES,)
    assert spoken("deepseek", Mode.COUNT_TOKENS) == (ANTHROPIC,)
    assert spoken("openai", Mode.RERANK) == (CHAT,)


@pytest.mark.parametrize(
    ("provider", "base", "dialect", "mode", "path", "url"),
    [
        ("openai", "", CHAT, Mode.CHAT, "/v1/chat/completions", "https://api.openai.com/v1/chat/completions"),
        ("openai", "", RESPONSES, Mode.CHAT, "/v1/responses", "https://api.openai.com/v1/responses"),
        ("deepseek", "", ANTHROPIC, Mode.CHAT, "/v1/messages", "https://api.deepseek.com/anthropic/v1/messages"),
        (
            "deepseek",
            "",
            ANTHROPIC,
            Mode.COUNT_TOKENS,
            "/v1/messages/count_tokens",
            "https://api.deepseek.com/anthropic/v1/messages/count_tokens",
        ),
        (
            "bailian",
            "https://dashscope-intl.aliyuncs.com",
            ANTHROPIC,
            Mode.CHAT,
            "/v1/messages",
            "https://dashscope-intl.aliyuncs.com/apps/anthropic/v1/messages",
        ),
        ("openrouter", "", ANTHROPIC, Mode.CHAT, "/v1/messages", "https://openrouter.ai/api/v1/messages"),
        ("openai-compatible", "http://h/v1", ANTHROPIC, Mode.CHAT, "/v1/messages", "http://h/v1/messages"),
        ("openai-compatible", "http://h/v1", Dialect.OLLAMA, Mode.CHAT, "/api/chat", "http://h/api/chat"),
        (
            "openai-compatible",
            "http://h/v1",
            Dialect.GEMINI,
            Mode.CHAT,
            "/v1beta/models/a/b:generateContent",
            "http://h/v1beta/models/a/b:generateContent",
        ),
    ],
)
def test_addresses(provider: str, base: str, dialect: Dialect, mode: Mode, path: str, url: str) -> None:
    channel = Channel(1, "c", provider, base_url=base)
    assert upstream_url(channel, find_provider(provider), mode, path, "m", dialect) == url


def test_paths_of_clients() -> None:
    assert client_path(ANTHROPIC, Mode.CHAT, "m") == "/v1/messages"
    assert client_path(Dialect.GEMINI, Mode.CHAT, "tunedModels/x y") == (
        "/v1beta/models/tunedModels/x%20y:generateContent"
    )
    assert client_path(Dialect.GEMINI, Mode.CHAT, "m", stream=True).endswith(":streamGenerateContent?alt=sse")
    assert client_path(Dialect.DEEPL, Mode.CHAT, "m") == ""
    assert has_path(Dialect.GEMINI, Mode.CHAT)
    assert not has_path(ANTHROPIC, Mode.EMBEDDINGS)


def test_headers() -> None:
    assert dialect_headers(ANTHROPIC) == {"anthropic-version": "2023-06-01"}
    assert dialect_headers(CHAT) == {}
    secrets = ChannelSecrets(key="Token abc")
    assert upstream_headers(find_provider("proxy"), secrets) == {"Authorization": "Token abc"}
    assert upstream_headers(find_provider("openai"), secrets)["Authorization"] == "Bearer Token abc"


def test_every_adapter_can_be_loaded_once() -> None:
    for provider in all_providers():
        found = adapter_of(provider)
        assert isinstance(found, Adapter), provider.name
        assert adapter_of(provider) is found
        if not provider.adapter:
            assert type(found) is Adapter
