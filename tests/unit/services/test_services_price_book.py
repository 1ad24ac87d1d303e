import importlib.util
import time
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

import oneapi_desktop
from oneapi_desktop.domain.price import Price, PriceSource, Rates
from oneapi_desktop.domain.usage import Usage
from oneapi_desktop.providers.echo import ECHO_MODELS
from oneapi_desktop.services import price_book
from oneapi_desktop.services.catalogue_prices import NEVER, Catalogue
from oneapi_desktop.services.one_api_ratios import prices_from_ratios
from oneapi_desktop.services.price_book import PriceBook
from oneapi_desktop.services.price_json import price_from_json

ROOT = Path(oneapi_desktop.__file__).parent.parent


@pytest.fixture(name="book")
def book_fixture() -> PriceBook:
    return PriceBook()


def dollars(price: Price) -> tuple[float, float]:
    return price.rates.input / 1e9, price.rates.output / 1e9


def test_sources_come_in_their_order(book: PriceBook) -> None:
    assert book.lookup("gpt-4o", "openai").source is PriceSource.GENAI_PRICES
    book.set_ratios(prices_from_ratios({"gpt-4o": 7}))
    assert dollars(book.lookup("gpt-4o", "openai")) == (14, 56)
    assert book.lookup("gpt-4o", "openai").source is PriceSource.ONE_API
    book.set_overrides([Price("gpt-4o", PriceSource.OWNER, Rates(1, 2))])
    assert book.lookup("gpt-4o", "openai").rates == Rates(1, 2)
    book.set_overrides([])
    book.set_ratios([])
    assert dollars(book.lookup("gpt-4o", "openai")) == (2.5, 10)
    assert book.lookup("dall-e-3", "openai").source is PriceSource.BUILT_IN
    old = book.lookup("ERNIE-4.0-8K", "baidu-v2")
    assert old.source is PriceSource.ONE_API
    assert old.source_date == "2025-02-21"


def test_an_unknown_model_is_unpriced_and_costs_nothing(book: PriceBook) -> None:
    price = book.lookup("no-such-model", "openai")
    assert price.unpriced
    assert price.model == "no-such-model"
    assert price.cost(Usage(prompt_tokens=1000, completion_tokens=1000)) == 0
    assert book.lookup("", "").unpriced
    assert book.lookup("x" * 100_000, "y" * 100_000).unpriced


@pytest.mark.parametrize(
    ("model", "provider", "expected"),
    [
        ("gpt-4o", "azure", (2.5, 10)),
        ("openai/gpt-4o", "openrouter", (2.5, 10)),
        ("openai/gpt-4o", "custom", (2.5, 10)),
        ("anthropic/claude-3-5-sonnet", "openai-compatible", (3, 15)),
        ("models/gemini-2.5-pro", "gemini-openai", (1.25, 10)),
        ("ft:gpt-4o-2024-08-06:org::id", "openai", (3.75, 15)),
        ("ft:gpt-4o:org", "openai", (2.5, 10)),
        ("claude-3-opus@20240229", "vertexai", (15, 75)),
        ("us.anthropic.claude-sonnet-4-20250514-v1:0", "aws", (3, 15)),
        ("claude-sonnet-4-5-20250929", "anthropic", (3, 15)),
        ("llama-3.3-70b-versatile", "groq", (0.59, 0.79)),
        ("grok-3", "xai", (3, 15)),
        ("text-embedding-3-small", "openai-compatible", (0.02, 0)),
        ("gpt-5.2-20251211", "openai", (1.75, 14)),
        ("GPT-4o", "openai", (2.5, 10)),
        ("gpt-4o", "a provider of tomorrow", (2.5, 10)),
    ],
)
def test_names_resolve_as_providers_write_them(
    book: PriceBook, model: str, provider: str, expected: tuple[float, float]
) -> None:
    price = book.lookup(model, provider)
    assert dollars(price) == expected
    assert price.source is PriceSource.GENAI_PRICES
    assert price.model == model
    assert price.source_date


@pytest.mark.parametrize(
    ("provider", "model"),
    [
        ("openai", "gpt-4o-mini"), ("azure", "gpt-4o-mini"), ("deepseek", "deepseek-chat"),
        ("mistral", "mistral-large-latest"), ("groq", "llama-3.1-8b-instant"), ("xai", "grok-3-mini"),
        ("moonshot", "kimi-k2-0711-preview"), ("together", "meta-llama/Llama-3.3-70B-Instruct-Turbo"),
        ("novita", "meta-llama/llama-3.1-8b-instruct"), ("openrouter", "meta-llama/llama-3.3-70b-instruct"),
        ("anthropic", "claude-3-5-haiku-20241022"), ("aws", "amazon.nova-lite-v1:0"), ("gemini", "gemini-2.0-flash"),
        ("vertexai", "claude-3-5-sonnet@20240620"), ("cohere", "command-r-plus-08-2024"),
        ("fireworks", "accounts/fireworks/models/llama-v3p1-8b-instruct"),
        ("cloudflare", "@cf/meta/llama-3.1-8b-instruct"),
    ],
)  # fmt: skip
def test_our_providers_have_list_prices(book: PriceBook, provider: str, model: str) -> None:
    price = book.lookup(model, provider)
    assert price.source is PriceSource.GENAI_PRICES
    assert price.rates.input > 0


def test_a_ratio_of_a_channel_type_holds_for_that_type_only(book: PriceBook) -> None:
    book.set_ratios(prices_from_ratios({"m(29)": 5, "m": 1}))
    assert dollars(book.lookup("m", "groq"))[0] == 10
    assert dollars(book.lookup("m", "openai"))[0] == 2
    assert dollars(book.lookup("qwen-x-internet", "openai")) == (0, 0)
    book.set_ratios(prices_from_ratios({"qwen-x": 2}))
    assert dollars(book.lookup("qwen-x-internet", "openai"))[0] == 4


def test_the_echo_costs_a_little_under_any_name(book: PriceBook) -> None:
    usage = Usage(prompt_tokens=5, completion_tokens=5, images=1, audio_milliseconds=1000, characters=10)
    for model in (*ECHO_MODELS, "gpt-4o"):
        price = book.lookup(model, "echo")
        assert price.source is PriceSource.BUILT_IN, model
        assert 0 < price.cost(usage) < 10_000_000
    assert dollars(book.lookup("gpt-4o", "echo")) == (1, 2)


def test_images_and_audio_have_prices_in_their_own_units(book: PriceBook) -> None:
    def cost(model: str, usage: Usage, **more: str) -> float:
        return book.lookup(model, "openai").cost(usage, **more) / 1e9

    assert cost("dall-e-2", Usage(images=3), size="512x512") == 0.054
    assert cost("dall-e-2", Usage(images=1)) == 0.02
    assert cost("dall-e-3", Usage(images=1), size="1024x1024", quality="standard") == 0.04
    assert cost("dall-e-3", Usage(images=1), size="1792x1024", quality="hd") == 0.12
    assert cost("whisper-1", Usage(audio_milliseconds=60_000)) == 0.006
    assert cost("tts-1", Usage(characters=1_000_000)) == 15
    assert cost("tts-1-hd-1106", Usage(characters=1000)) == 0.03
    assert cost("gpt-image-1", Usage(images=1), size="1024x1024", quality="low") == 0.01088
    # The tokens an upstream reports take the place of the flat price.
    assert cost("gpt-image-1", Usage(images=1, completion_tokens=272, image_completion_tokens=272)) == 0.01088
    assert cost("gpt-4o-transcribe", Usage(prompt_tokens=100, audio_prompt_tokens=100)) == 0.0006
    assert cost("omni-moderation-latest", Usage(prompt_tokens=100)) == 0
    assert not book.lookup("omni-moderation-latest", "openai").unpriced


def test_cached_tokens_and_tiers_are_priced(book: PriceBook) -> None:
    price = book.lookup("gemini-2.5-pro", "gemini")
    assert price.cost(Usage(prompt_tokens=200_000)) == 250_000_000
    assert price.cost(Usage(prompt_tokens=200_001)) == 500_002_500
    claude = book.lookup("claude-sonnet-4-5", "anthropic")
    assert claude.rates.cached_input == 300_000_000
    assert claude.rates.cache_write == 3_750_000_000


def test_the_cache_is_bounded_and_spares_the_search(book: PriceBook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(price_book, "CACHE_SIZE", 10)
    searched: list[str] = []
    real = book._catalogue.find

    def find(model: str, family: str = "") -> object:
        searched.append(model)
        return real(model, family)

    monkeypatch.setattr(book._catalogue, "find", find)
    for _ in range(5):
        assert book.lookup("gpt-4o", "openai") is book.lookup("gpt-4o", "openai")
    assert searched == ["gpt-4o"]
    for number in range(50):
        book.lookup(f"m{number}", "openai")
    assert len(book._cache) <= 10


def test_a_price_of_the_hour_is_looked_up_again_when_it_changes(
    book: PriceBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_767_225_600.0  # 2026-01-01 00:00 UTC; deepseek-chat changes at 00:30 and 16:30
    monkeypatch.setattr(time, "time", lambda: now)
    night = book.lookup("deepseek-chat", "deepseek")
    now += 1799
    assert book.lookup("deepseek-chat", "deepseek") is night
    now += 1
    day = book.lookup("deepseek-chat", "deepseek")
    assert dollars(night) == (0.135, 0.55)
    assert dollars(day) == (0.27, 1.1)
    now += 16 * 3600
    assert book.lookup("deepseek-chat", "deepseek").rates == night.rates


def test_a_price_that_began_on_a_date_holds_from_then_on() -> None:
    catalogue = Catalogue()

    def o3(at: float) -> tuple[tuple[float, float], float]:
        found = catalogue.find("o3", "openai", now=at)
        assert found is not None
        return dollars(found.price), found.until

    change = 1_749_513_600.0  # 2025-06-10 00:00 UTC
    assert o3(change - 1) == ((10, 40), change)
    assert o3(change) == ((2, 8), NEVER)


def test_threads_share_a_book(book: PriceBook) -> None:
    names = [("gpt-4o", "openai"), ("claude-3-opus", "anthropic"), ("openai/gpt-4o", "openrouter")] * 20
    with ThreadPoolExecutor(8) as pool:
        prices = list(pool.map(lambda name: book.lookup(*name), names))
    assert not any(price.unpriced for price in prices)


@pytest.fixture(name="builder", scope="module")
def builder_fixture() -> ModuleType:
    specification = importlib.util.spec_from_file_location("build_prices", ROOT / "tools" / "build_prices.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_snapshot_equals_the_package(builder: ModuleType) -> None:
    catalogue = Catalogue()
    catalogue.find("x")
    if catalogue.version != version("genai-prices"):
        pytest.skip(f"the snapshot is of genai-prices {catalogue.version}")
    from datetime import UTC, datetime

    from genai_prices.data_snapshot import get_snapshot

    snapshot = get_snapshot()
    now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    compared = 0
    for provider in snapshot.providers:
        for model in provider.models[::7]:
            expected = provider.find_model(model.id, all_providers=snapshot.providers)
            if expected is None:
                continue  # an id that the package does not match with its own rules
            document = builder.catalogue_price(expected.get_prices(now))
            if document is None:
                continue
            found = catalogue.find(model.id, provider.id, now=now.timestamp())
            assert found is not None, (provider.id, model.id)
            wanted = price_from_json(document, model=model.id.lower(), source=PriceSource.GENAI_PRICES,
                                     source_date=catalogue.date)  # fmt: skip
            assert found.price == wanted, (provider.id, model.id)
            compared += 1
    assert compared > 300


def test_the_tables_stay_small() -> None:
    assert (ROOT / "resources/prices/one_api_ratios.json").stat().st_size < 150_000
    assert (ROOT / "resources/prices/genai_prices.jsonl").stat().st_size < 1_000_000


@pytest.mark.parametrize("provider", ["ollama", "lmstudio", "llama-cpp", "vllm", "localai", "jan"])
def test_ones_own_machine_charges_nothing_whatever_hosts_take_for_the_same_weights(
    book: PriceBook, provider: str
) -> None:
    price = book.lookup("openai/gpt-oss-20b", provider)
    assert (price.source, price.rates) == (PriceSource.BUILT_IN, Rates())
    assert not price.unpriced
    book.set_overrides([Price("openai/gpt-oss-20b", PriceSource.OWNER, Rates(1, 2))])
    assert book.lookup("openai/gpt-oss-20b", provider).rates == Rates(1, 2)
