"""Access tokens: exchanged once, renewed early."""

import asyncio

import pytest

from oneapi_desktop.providers.access_tokens import EARLY, MOST_KEPT, AccessToken, TokenCache


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Exchange:
    """Counts what it gives out."""

    def __init__(self, lifetime: float = 3600.0) -> None:
        self.lifetime = lifetime
        self.count = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self) -> AccessToken:
        await self.gate.wait()
        self.count += 1
        return AccessToken(f"token-{self.count}", self.lifetime)


async def test_a_token_is_kept_until_shortly_before_its_end():
    clock, exchange = Clock(), Exchange()
    cache = TokenCache(clock)
    assert await cache.get("a", exchange) == "token-1"
    clock.now += 3600 - EARLY - 1
    assert await cache.get("a", exchange) == "token-1"
    clock.now += 2
    assert await cache.get("a", exchange) == "token-2"


async def test_a_short_token_is_used_for_half_its_life():
    clock, exchange = Clock(), Exchange(60)
    cache = TokenCache(clock)
    await cache.get("a", exchange)
    clock.now += 29
    assert await cache.get("a", exchange) == "token-1"
    clock.now += 2
    assert await cache.get("a", exchange) == "token-2"


async def test_many_callers_make_one_exchange():
    exchange, cache = Exchange(), TokenCache()
    exchange.gate.clear()
    async with asyncio.TaskGroup() as tasks:
        calls = [tasks.create_task(cache.get("a", exchange)) for _ in range(20)]
        await asyncio.sleep(0)
        exchange.gate.set()
    assert {call.result() for call in calls} == {"token-1"}


async def test_other_credentials_have_tokens_of_their_own():
    exchange, cache = Exchange(), TokenCache()
    assert await cache.get("a", exchange) != await cache.get("b", exchange)


async def test_a_failed_exchange_is_tried_again():
    exchange, cache = Exchange(), TokenCache()

    async def refused() -> AccessToken:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await cache.get("a", refused)
    assert await cache.get("a", exchange) == "token-1"


async def test_the_cache_does_not_grow_without_bounds():
    exchange, cache = Exchange(), TokenCache()
    for number in range(MOST_KEPT + 1):
        await cache.get(str(number), exchange)
    assert await cache.get("0", exchange) == f"token-{MOST_KEPT + 2}"


def test_a_token_does_not_show_itself():
    assert "secret" not in repr(AccessToken("secret", 1))
