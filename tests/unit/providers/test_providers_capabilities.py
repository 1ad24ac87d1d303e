"""What models can do, by their names as any host spells them."""

from typing import Any

import pytest

from oneapi_desktop.dialects.conversation import (
    CacheMarks,
    ChatRequest,
    Dialect,
    Effort,
    ReasoningControl,
    SealFamily,
    ThinkingStyle,
)
from oneapi_desktop.providers.capabilities import CLAUDE, GEMINI, OPENAI, capabilities_of, fitted, responses_only
from oneapi_desktop.providers.registry import all_providers, find_provider

ANTHROPIC, CHAT, GOOGLE = Dialect.ANTHROPIC, Dialect.OPENAI_CHAT, Dialect.GEMINI


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        ("claude-opus-5-5", {"thinking_optional": False, "forced_tool": False, "sampling": False, "mid_system": True}),
        ("claude-fable-5-1", {"thinking_optional": False, "forced_tool": False}),
        ("claude-fable-5", {"thinking_optional": False, "forced_tool": True}),
        ("claude-mythos-preview", {"mid_system": False, "thinking_optional": False}),
        ("claude-opus-5", {"thinking": ThinkingStyle.ADAPTIVE, "sampling": False, "prefill": False}),
        ("claude-haiku-5-5", {"thinking": ThinkingStyle.ADAPTIVE, "max_output_tokens": 128_000}),
        ("claude-opus-4-7", {"mid_system": False, "sampling": False}),
        ("claude-sonnet-4-6", {"sampling": True, "prefill": False, "temperature_and_top_p": False}),
        ("claude-opus-4-5-20251101", {"thinking": ThinkingStyle.BUDGET, "efforts": (Effort.LOW, Effort.MEDIUM,
                                                                                     Effort.HIGH)}),
        ("claude-sonnet-4-5", {"thinking": ThinkingStyle.BUDGET, "max_output_tokens": 64_000, "prefill": True}),
        ("claude-3-7-sonnet-latest", {"thinking": ThinkingStyle.BUDGET, "structured_output": False}),
        ("claude-3-5-haiku", {"thinking": ThinkingStyle.NONE, "max_output_tokens": 8192}),
        ("us.anthropic.claude-sonnet-4-5-20250929-v1:0", {"thinking": ThinkingStyle.BUDGET}),
        ("anthropic/claude-opus-5", {"thinking": ThinkingStyle.ADAPTIVE}),
    ],
)  # fmt: skip
def test_claude(model: str, fields: dict[str, Any]) -> None:
    found = capabilities_of(find_provider("openai-compatible"), ANTHROPIC, model)
    assert {name: getattr(found, name) for name in fields} == fields
    assert found.model == model
    assert found.cache_marks is CacheMarks.CONTROL
    assert found.seal_family is SealFamily.ANTHROPIC


def test_only_openais_own_responses_make_proofs() -> None:
    responses = Dialect.OPENAI_RESPONSES
    assert capabilities_of(find_provider("openai"), responses, "gpt-5.6").seal_family is SealFamily.OPENAI
    imitated = capabilities_of(find_provider("openai-compatible"), responses, "gpt-oss")
    assert imitated.seal_family is SealFamily.OTHER
    assert imitated.chat == find_provider("openai-compatible").vendor


def test_another_vendors_model_behind_anthropics_format() -> None:
    found = capabilities_of(find_provider("deepseek"), ANTHROPIC, "deepseek-v4-pro")
    assert found.sampling
    assert found.thinking is ThinkingStyle.BUDGET
    assert found.seal_family is SealFamily.OTHER


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        ("gpt-4o", {"thinking": ThinkingStyle.NONE, "sampling": True, "stop": True}),
        ("gpt-5-chat-latest", {"thinking": ThinkingStyle.NONE}),
        ("o3", {"sampling": False, "penalties": False, "stop": False, "efforts": (Effort.LOW, Effort.MEDIUM,
                                                                                 Effort.HIGH)}),
        ("gpt-5-mini", {"sampling": False}),
        ("gpt-5.1", {"sampling": True, "penalties": False}),
        ("gpt-6.1-sol", {"sampling": False}),
        ("openai/gpt-5-mini", {"sampling": False}),
        ("qwen3-max", {"sampling": True, "thinking": ThinkingStyle.EFFORT, "penalties": True}),
    ],
)  # fmt: skip
def test_openai(model: str, fields: dict[str, Any]) -> None:
    found = capabilities_of(find_provider("openai"), CHAT, model)
    assert {name: getattr(found, name) for name in fields} == fields


def test_levels_of_openai() -> None:
    provider = find_provider("openai")
    assert Effort.NONE not in capabilities_of(provider, CHAT, "gpt-6-astra").efforts
    assert Effort.NONE in capabilities_of(provider, CHAT, "gpt-6-luna").efforts
    assert capabilities_of(provider, CHAT, "gpt-5").efforts[0] is Effort.MINIMAL


@pytest.mark.parametrize(
    ("model", "only"),
    [
        ("o1-pro", True),
        ("o4-mini-deep-research", True),
        ("gpt-5-pro", True),
        ("gpt-5.4-pro", True),
        ("gpt-5.2-codex", True),
        ("gpt-5-codex", True),
        ("gpt-5", False),
        ("gpt-6-sol", False),
        ("gpt-4o", False),
        ("anything", False),
    ],
)
def test_models_that_only_responses_serves(model: str, only: bool) -> None:
    assert responses_only(model) is only


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        ("gemini-2.5-pro", {"thinking": ThinkingStyle.BUDGET, "minimum_budget": 128, "thinking_optional": False}),
        ("gemini-2.5-flash", {"minimum_budget": 0, "maximum_budget": 24_576, "call_ids": False}),
        ("gemini-2.5-flash-lite", {"minimum_budget": 512}),
        ("gemini-2.0-flash", {"thinking": ThinkingStyle.NONE}),
        ("gemini-3-pro", {"thinking": ThinkingStyle.EFFORT, "penalties": False, "call_ids": True}),
        ("gemini-3.8-flash", {"sampling": False}),
        ("gemini-4-argon", {"max_output_tokens": 1_048_576}),
    ],
)
def test_gemini(model: str, fields: dict[str, Any]) -> None:
    found = capabilities_of(find_provider("openai-compatible"), GOOGLE, model)
    assert {name: getattr(found, name) for name in fields} == fields
    assert not found.image_urls
    assert found.seal_family is SealFamily.GOOGLE


def test_a_vendors_deviations_come_with_its_row() -> None:
    found = capabilities_of(find_provider("mistral"), CHAT, "mistral-large")
    assert (found.chat.seed_field, found.chat.required_word, found.chat.short_call_ids) == ("random_seed", "any", True)
    assert capabilities_of(find_provider("openai"), CHAT, "gpt-4o").chat.openai_fields
    assert capabilities_of(find_provider("openrouter"), CHAT, "x").cache_marks is CacheMarks.CONTROL
    assert capabilities_of(find_provider("openai-compatible"), CHAT, "x").chat.max_tokens_field == "max_tokens"


def test_sampling_only_while_not_thinking() -> None:
    target = capabilities_of(find_provider("openai"), CHAT, "gpt-5.1")
    plain = ChatRequest(CHAT, "gpt-5.1")
    thinking = ChatRequest(CHAT, "gpt-5.1", reasoning=ReasoningControl(effort=Effort.HIGH))
    assert fitted(target, plain) is target
    assert not fitted(target, thinking).sampling
    claude = capabilities_of(find_provider("openai-compatible"), ANTHROPIC, "claude-sonnet-4-6")
    assert fitted(claude, thinking) is claude


def test_every_row_can_be_built_for_every_provider() -> None:
    for provider in all_providers():
        for dialect in provider.dialects:
            for row in (*CLAUDE, *OPENAI, *GEMINI):
                assert capabilities_of(provider, dialect, row.pattern).model == row.pattern
