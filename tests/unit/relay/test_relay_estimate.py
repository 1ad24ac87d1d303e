"""What is held back before an answer is known: never too little for plain text, never a crash."""

from typing import Any

import orjson
import pytest

from oneapi_desktop.domain.money import MILLION
from oneapi_desktop.domain.price import Price, PriceSource, Rates
from oneapi_desktop.providers.provider import Mode
from oneapi_desktop.relay.budgets import TypicalSize
from oneapi_desktop.relay.estimate import PART_TOKENS, UNKNOWN_OUTPUT, Expectation, expect, prompt_tokens

PRICES = [
    Price(model="m", source=PriceSource.OWNER, rates=Rates(input=100 * MILLION, output=300 * MILLION)),
    Price(model="m", source=PriceSource.OWNER, rates=Rates(input=50 * MILLION, output=400 * MILLION)),
]


def chat(text: str, **more: Any) -> dict[str, Any]:
    """A chat request with one message."""
    return {"model": "m", "messages": [{"role": "user", "content": text}], **more}


def expectation(body: dict[str, Any], typical: TypicalSize | None = None) -> Expectation:
    """The expectation of a chat request at ratio 1 with 500 tokens to reserve at least."""
    return expect(Mode.CHAT, body, PRICES, MILLION, typical, 500)


@pytest.mark.parametrize("text", ["plain words " * 100, "四个字一组" * 100, "\ud800 broken"])
def test_text_counts_at_least_a_token_for_three_bytes(text: str) -> None:
    assert prompt_tokens(chat(text)) >= len(text.encode("utf-8", "surrogatepass")) // 3


def test_data_counts_flat_and_token_ids_count_singly() -> None:
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64," + "A" * 1_000_000}}
    assert prompt_tokens({"messages": [{"role": "user", "content": [image]}]}) < PART_TOKENS + 100
    assert prompt_tokens({"input": [1, 2, 3, 4]}) == 4


@pytest.mark.parametrize(
    "value",
    [{"type": ["image_url"]}, {"type": {"a": 1}}, [None, True, 1.5], {"type": None}, [[[[]]]]],
)
def test_values_of_any_kind_are_counted(value: Any) -> None:
    assert prompt_tokens({"messages": [value]}) >= 0


def test_nesting_deeper_than_calls_may_be_is_counted() -> None:
    depth = 1000
    body = orjson.loads(b'{"messages":' + b"[" * depth + b'"x"' + b"]" * depth + b"}")
    assert prompt_tokens(body) == 1


def test_the_dearest_price_and_the_named_maximum_decide() -> None:
    body = chat("x" * 300, max_tokens=1000)
    prompt = prompt_tokens(body)
    assert expectation(body).cost == max(prompt * 4 * 100 + 1000 * 300, prompt * 4 * 50 + 1000 * 400)
    assert expectation(chat("x" * 300, max_tokens=1000, n=3)).cost > 2 * expectation(body).cost


def test_without_a_maximum_past_requests_or_a_large_answer_are_assumed() -> None:
    body = chat("hello")
    assert expectation(body).cost >= UNKNOWN_OUTPUT * 400
    typical = TypicalSize(cost=123_456_789_000, completion_tokens=900)
    assert expectation(body, typical).cost == typical.cost
    assert expectation(body, typical).least == typical.cost
