from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.money import NANO_PER_QUOTA_POINT, parse_ratio
from oneapi_desktop.domain.price import Price, PriceSource, Rates
from oneapi_desktop.domain.usage import Usage
from oneapi_desktop.services.one_api_ratios import (
    completion_by_rule,
    prices_from_ratios,
    ratio_view,
    table_price,
)
from oneapi_desktop.services.resource_files import resource_directory


def one(name: str, ratio: Any, completions: dict[str, Any] | None = None) -> Price:
    (price,) = prices_from_ratios({name: ratio}, completions)
    return price


def points(price: Price, usage: Usage, group: str = "1", **more: str) -> int:
    """Quota points of a cost: whole ones, rounded up, as one-api charges."""
    return -(-price.cost(usage, ratio_millionths=parse_ratio(group), **more) // NANO_PER_QUOTA_POINT)


@pytest.mark.parametrize(
    ("model", "prompt", "completion", "ratio", "completion_ratio", "group", "expected"),
    [
        ("gpt-4o-mini", 1000, 500, 0.075, 4, "1", 225),
        ("gpt-4o-mini", 3, 0, 0.075, 4, "1", 1),
        ("gpt-3.5-turbo", 10, 10, 0.25, 3, "1", 10),
        ("gpt-3.5-turbo-0613", 30, 60, 0.75, 4 / 3, "1", 83),
        ("claude-3-opus-20240229", 1234, 567, 7.5, 5, "1", 30518),
        ("claude-3-opus-20240229", 1234, 567, 7.5, 5, "0.8", 24414),
        ("deepseek-reasoner", 100, 200, 0.275, 2.19 / 0.55, "1", 247),
        ("glm-4-flash", 100, 100, 0, 1, "1", 0),
        ("ERNIE-4.0-8K", 1000, 1000, 8.52, 1, "1", 17040),
        ("unknown", 1000, 1000, 30, 1, "1", 60000),
        ("any", 0, 0, 5, 2, "1", 0),
    ],
)
def test_text_costs_what_one_api_charges(
    model: str, prompt: int, completion: int, ratio: float, completion_ratio: float, group: str, expected: int
) -> None:
    usage = Usage(prompt_tokens=prompt, completion_tokens=completion)
    assert points(one(model, ratio, {model: completion_ratio}), usage, group) == expected
    # The names' own completion ratios are the same, as a table or by rule.
    assert points(one(model, ratio), usage, group) == expected or model == "any"


def test_images_and_speech_cost_what_one_api_charges() -> None:
    dall_e_3 = one("dall-e-3", 20)
    assert points(dall_e_3, Usage(images=1), size="1024x1024", quality="standard") == 20_000
    assert points(dall_e_3, Usage(images=1), size="1024x1024", quality="hd") == 40_000
    assert points(dall_e_3, Usage(images=1), size="1792x1024", quality="hd") == 60_000
    assert points(one("dall-e-2", 10), Usage(images=3), size="512x512") == 33_750
    assert points(one("tts-1", 7.5), Usage(characters=100)) == 750
    # Whisper is charged by the second: 15 is 0.006 dollars a minute.
    assert one("whisper-1", 15).cost(Usage(audio_milliseconds=60_000)) == 6_000_000


def test_an_output_ratio_of_nothing_costs_nothing() -> None:
    # one-api would charge its minimum of one point.
    assert one("x", 1, {"x": 0}).cost(Usage(completion_tokens=10)) == 0


@pytest.mark.parametrize(
    ("model", "ratio"),
    [
        ("gpt-3.5-turbo", "3"), ("gpt-3.5-turbo-0125", "3"), ("gpt-3.5-turbo-1106", "2"), ("gpt-4o-2024-05-13", "3"),
        ("gpt-4o-mini", "4"), ("gpt-4-turbo-2024-04-09", "3"), ("gpt-4-1106-preview", "3"), ("gpt-4-0613", "2"),
        ("gpt-4.1", "2"), ("o1-mini", "4"), ("o3-mini", "1"), ("chatgpt-4o-latest", "3"), ("claude-3-opus", "5"),
        ("claude-sonnet-4", "3"), ("mistral-large", "3"), ("gemini-pro", "3"), ("deepseek-coder", "2"),
        ("command-r-plus", "5"), ("llama2-70b-4096", "1.25"), ("qwen-max", "1"),
    ],
)  # fmt: skip
def test_completion_ratios_by_name(model: str, ratio: str) -> None:
    assert completion_by_rule(model) == Decimal(ratio)


def test_completion_ratios_are_found_for_the_channel_type_first() -> None:
    assert one("m(33)", 1, {"m(33)": 7, "m": 2}).rates.output == 14_000_000_000
    assert one("m(33)", 1, {"m": 2}).rates.output == 4_000_000_000
    assert one("llama3-8b-8192(33)", "0.15").rates == Rates(300_000_000, 600_000_000)
    assert one("qwen-max-internet", 1, {"qwen-max": 3}).rates.output == 6_000_000_000


@pytest.mark.parametrize(
    "ratio", [-1, "-0.5", "cheap", None, True, [1], float("nan"), float("inf"), 10001, "", "1e400"]
)
@pytest.mark.parametrize("place", ["model", "completion"])
def test_a_bad_ratio_names_its_model(ratio: Any, place: str) -> None:
    models, completions = ({"bad": ratio}, {}) if place == "model" else ({"fine": 1}, {"bad": ratio})
    with pytest.raises(InvalidInput) as caught:
        prices_from_ratios(models, completions)
    assert caught.value.field == "bad"


def test_the_negative_row_of_one_apis_own_table_is_passed_over() -> None:
    assert prices_from_ratios({"openrouter/auto": -500000}) == []
    with pytest.raises(InvalidInput):
        prices_from_ratios({"openrouter/auto": -1})


@given(st.decimals(0, 1000, places=6), st.decimals(0, 2, places=6))
def test_the_view_gives_the_ratios_back(ratio: Decimal, completion: Decimal) -> None:
    price = one("some-model", ratio, {"some-model": completion})
    view = ratio_view(price)
    assert view.model_ratio == ratio
    if ratio >= Decimal("0.001"):
        assert abs(view.completion_ratio - completion) <= Decimal("0.000001")
    assert "E" not in str(view.model_ratio)


def test_the_view_knows_other_units() -> None:
    assert ratio_view(one("dall-e-3", 20)).model_ratio == 20
    assert ratio_view(one("tts-1", "7.5")).model_ratio == Decimal("7.5")
    assert ratio_view(one("whisper-1", 15)).model_ratio == 15
    assert ratio_view(Price("m", PriceSource.OWNER)).model_ratio == 0
    gpt_4o = ratio_view(Price("gpt-4o", PriceSource.OWNER, Rates(2_500_000_000, 10_000_000_000)))
    assert (gpt_4o.model_ratio, gpt_4o.completion_ratio) == (Decimal("1.25"), 4)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("gemma-7b-it", (70_000_000, 70_000_000)),  # Groq, a thousand times dearer than in one-api
        ("step-1-8k", (714_285_714, 714_285_714)),  # StepFun, the same, and CNY 5 per million at 7 to the dollar
        ("ibm-granite/granite-20b-code-instruct-8k", (100_000_000, 500_000_000)),  # Replicate, a thousandth
        ("ERNIE-4.0-8K", (17_142_857_143, 17_142_857_143)),  # exact exchange rate
        ("deepseek-reasoner", (550_000_000, 2_190_000_000)),
        ("gpt-3.5-turbo-0613", (1_500_000_000, 2_000_000_000)),
    ],
)
def test_the_table_is_corrected(model: str, expected: tuple[int, int]) -> None:
    price = table_price(model)
    assert price is not None
    assert (price.rates.input, price.rates.output) == expected
    assert price.source_date == "2025-02-21"


def test_the_table_has_no_suspect_rows() -> None:
    names = orjson.loads((resource_directory("prices") / "one_api_ratios.json").read_bytes())["models"]
    assert len(names) > 300
    assert not {"openrouter/auto", "01-ai/yi-large", "ada", "o3-mini"} & set(names)
    dall_e_2 = table_price("dall-e-2")
    assert dall_e_2 is not None
    assert dall_e_2.per_image == {"": 20_000_000, "256x256": 16_000_000, "512x512": 18_000_000, "1024x1024": 20_000_000}
    for name in names:
        assert table_price(name) is not None, name
    typed = table_price("llama3-8b-8192", 33)
    assert typed is not None
    assert typed.rates.input == 300_000_000
