from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.domain.price import Price, PriceSource, Rates
from oneapi_desktop.services.price_json import RATE_NAMES, price_from_json, price_to_json

NANO = st.integers(0, 10**15)
FLAT = st.integers(0, 1_000_000_000_000)
RATES = st.builds(Rates, input=NANO, output=NANO, **{name: st.none() | NANO for name in RATE_NAMES[2:]})
TIERS = st.dictionaries(st.integers(0, 10**9), RATES, max_size=4).map(lambda tiers: tuple(sorted(tiers.items())))
PRICES = st.builds(
    Price,
    model=st.text(min_size=1).filter(lambda name: bool(name.strip())),
    source=st.sampled_from(PriceSource),
    rates=RATES,
    tiers=st.dictionaries(st.integers(0, 10**9), RATES, max_size=4).map(
        lambda tiers: tuple((above, tiers[above]) for above in sorted(tiers))
    ),
    per_request=FLAT,
    per_image=st.dictionaries(st.text(max_size=12), FLAT, max_size=4),
    per_audio_second=FLAT,
    per_million_characters=NANO,
    source_date=st.sampled_from(["", "2026-11-01"]),
)


@given(PRICES)
def test_a_price_survives_the_round_trip(price: Price) -> None:
    document = price_to_json(price)
    assert price_from_json(document) == price
    assert price_to_json(price_from_json(document)) == document


def test_amounts_are_dollars_as_text() -> None:
    price = Price("m", PriceSource.OWNER, Rates(37_500_000, 10_000_000_000, cached_input=0), per_image={"": 40_000_000})
    assert price_to_json(price) == {
        "model": "m", "source": "owner", "input": "0.0375", "output": "10", "cached_input": "0",
        "per_image": {"": "0.04"},
    }  # fmt: skip


def test_numbers_and_texts_are_read_alike() -> None:
    assert price_from_json({"input": 0.1, "output": " 2 "}, model="m").rates == Rates(100_000_000, 2_000_000_000)


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"input": "-1"}, "input"),
        ({"output": "free"}, "output"),
        ({"cached_input": True}, "cached_input"),
        ({"input": None}, "input"),
        ({"input": float("nan")}, "input"),
        ({"input": float("inf")}, "input"),
        ({"input": "1e99"}, "input"),
        ({"input": "1000001"}, "input"),
        ({"input": "0.0000000001"}, "input"),
        ({"per_image": {"1024x1024": "x"}}, "per_image.1024x1024"),
        ({"per_image": "0.04"}, "per_image"),
        ({"per_request": "1001"}, "per_request"),
        ({"tiers": {}}, "tiers"),
        ({"tiers": [{"above": -1}]}, "tiers[0].above"),
        ({"tiers": [{"above": 2}, {"above": 2}]}, "tiers[1].above"),
        ({"tiers": [{"above": 1, "input": "x"}]}, "tiers[0].input"),
        ({"tiers": [{"above": 1, "inputs": "1"}]}, "tiers[0].inputs"),
        ({"inputs": "1"}, "inputs"),
        ({"source": "gossip"}, "source"),
        ({"source_date": 5}, "source_date"),
        ({"model": ""}, "model"),
        ({"model": 5}, "model"),
    ],
)
def test_bad_values_name_their_field(document: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        price_from_json(document, model="m")
    assert caught.value.field == field
    assert str(caught.value).startswith(f"{field}: ")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.dictionaries(
        st.sampled_from(["input", "output", "tiers", "per_image", "per_request", "model", "source"]), JSON_VALUES
    )
)
def test_anything_else_is_a_clear_refusal(document: dict[str, Any]) -> None:
    with suppress(InvalidInput):
        price = price_from_json(document, model="m")
        assert price_from_json(price_to_json(price)) == price
