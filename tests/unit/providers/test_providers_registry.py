"""The registry: one-api's channel types by number and by name, rows that fit together."""

import pytest

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.providers.adapter import adapter_of
from oneapi_desktop.providers.provider import CHECKLIST, Mode, Provider, UrlRule
from oneapi_desktop.providers.registry import all_providers, find_provider

ONE_API = {
    1: "openai", 2: "api2d", 3: "azure", 4: "closeai", 5: "openaisb", 6: "openaimax", 7: "ohmygpt", 8: "custom",
    9: "ails", 10: "aiproxy", 11: "palm", 12: "api2gpt", 13: "aigc2d", 14: "anthropic", 15: "baidu", 16: "zhipu",
    17: "ali", 18: "xunfei", 19: "360", 20: "openrouter", 21: "aiproxylibrary", 22: "fastgpt", 23: "tencent",
    24: "gemini", 25: "moonshot", 26: "baichuan", 27: "minimax", 28: "mistralai", 29: "groq", 30: "ollama",
    31: "lingyiwanwu", 32: "stepfun", 33: "aws", 34: "coze", 35: "Cohere", 36: "deepseek", 37: "cloudflare",
    38: "deepl", 39: "together.ai", 40: "doubao", 41: "novita", 42: "vertexai", 43: "proxy", 44: "siliconflow",
    45: "xai", 46: "replicate", 47: "baiduv2", 48: "xunfeiv2", 49: "alibailian", 50: "openai-compatible",
    51: "geminiv2",
}  # fmt: skip
"""Channel types of one-api's last version, as its database and its code call them."""
PROVIDERS = pytest.mark.parametrize("provider", all_providers(), ids=lambda provider: provider.name)


@pytest.mark.parametrize(("number", "name"), ONE_API.items())
def test_every_channel_type_of_one_api_is_found_by_number_and_by_name(number: int, name: str):
    provider = find_provider(number)
    assert provider.number == number
    assert find_provider(str(number)) is provider
    if name != "360":
        assert find_provider(name) is provider


def test_a_number_alone_is_a_channel_type():
    # The provider called 360 is the one name that is a number; one-api has no such type.
    assert find_provider("360").number == 19


@pytest.mark.parametrize("unknown", ["", "0", "52", "zhippu", -1])
def test_an_unknown_type_is_refused_with_a_hint(unknown: str | int):
    with pytest.raises(InvalidInput) as caught:
        find_provider(unknown)
    assert caught.value.field == "type"
    if unknown == "zhippu":
        assert "zhipu" in str(caught.value)


def test_numbers_and_names_are_given_once():
    numbers = [provider.number for provider in all_providers() if provider.number]
    assert len(numbers) == len(set(numbers))
    names = [provider.name for provider in all_providers()]
    assert len(names) == len(set(names))


@PROVIDERS
def test_a_row_fits_together(provider: Provider):
    assert adapter_of(provider)
    assert set(provider.dialect_paths) <= set(provider.dialects)
    assert set(provider.exempt) <= set(CHECKLIST)
    assert provider.modes
    if provider.url_rule is UrlRule.OWN_PATHS and Mode.RAW_PROXY not in provider.modes:
        assert set(provider.paths) == set(provider.modes)
    if provider.base_url:
        assert provider.base_url.startswith(("https://", "http://localhost:", "http://127.0.0.1:"))
    assert provider.key_hint


@PROVIDERS
def test_a_key_that_cannot_be_meant_is_refused_by_name(provider: Provider):
    for key in ("two words", "line\nbreak"):
        if provider.name in ("proxy", "echo") and "\n" not in key:
            continue
        with pytest.raises(InvalidInput) as caught:
            provider.check_key(key)
        assert caught.value.field == "key"
        assert key not in str(caught.value)
