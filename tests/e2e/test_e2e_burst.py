"""A burst on a budget, against the real program: never overspent, and refused in the right shape."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from fake_upstream import FakeUpstream, as_asked
from program import PATIENCE, query, read, serving

BURST = 200
AFFORDED = 50
COST_NANO = 20_000_000
"""Ten prompt tokens at $0.001 and five completion tokens at $0.002."""


async def ask(session: aiohttp.ClientSession, url: str, key: str, body: dict[str, Any]) -> tuple[int, bytes, Any]:
    """Status, body and headers of one request."""
    async with session.post(
        f"{url}/chat/completions", json=body, headers={"Authorization": f"Bearer {key}"}
    ) as response:
        return response.status, await response.read(), response.headers


@pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("budget", ["--budget-usd", "--budget-day-usd"])
async def test_a_burst_of_200_on_a_budget_for_50(data_dir: Path, budget: str, streamed: bool) -> None:
    upstream = await FakeUpstream().start()
    upstream.script = as_asked()
    try:
        arguments = ["--type", "openai-compatible", "--base-url", f"{upstream.url}/v1", "--key", "sk-upstream12345"]
        read(data_dir, "channel", "add", "--name", "up", "--models", "m", *arguments)
        read(data_dir, "price", "set", "m", "--input", "1000", "--output", "2000")
        key = read(data_dir, "token", "add", "--name", "poor", budget, "1.00")["key"]
        body = {"model": "m", "messages": [{"role": "user", "content": "hi"}], "max_tokens": 5, "stream": streamed}
        with serving(data_dir, first=False) as gateway:
            async with aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=PATIENCE)
            ) as session:
                answers = await asyncio.gather(*(ask(session, gateway.url, key, body) for _ in range(BURST)))
            assert gateway.stop() == 0
    finally:
        await upstream.stop()
    served = [content for status, content, _ in answers if status == 200]
    assert len(served) == AFFORDED
    assert all(not streamed or content.endswith(b"data: [DONE]\n\n") for content in served)
    for status, content, headers in answers:
        if status == 200:
            continue
        error = orjson.loads(content)["error"]
        assert set(error) == {"message", "type", "param", "code"}
        shape = (status, error["type"], error["code"])
        if budget == "--budget-usd":
            assert shape in {
                (403, "insufficient_quota", "insufficient_quota"),
                (429, "rate_limit_error", "budget_reserved"),
            }
        else:
            assert shape in {
                (429, "rate_limit_error", "day_budget_exhausted"),
                (429, "rate_limit_error", "budget_reserved"),
            }
        assert (status == 429) == ("Retry-After" in headers)
        assert "poor" in error["message"]
    assert query(data_dir, "SELECT count(*), sum(cost_nano) FROM requests WHERE outcome = 'done'") == [
        (AFFORDED, AFFORDED * COST_NANO)
    ]
    assert query(data_dir, "SELECT sum(cost_nano) FROM requests") == [(AFFORDED * COST_NANO,)]
    assert query(data_dir, "SELECT max(used_nano) FROM balances WHERE kind = 1") == [(AFFORDED * COST_NANO,)]
    assert len(upstream.requests) == AFFORDED
