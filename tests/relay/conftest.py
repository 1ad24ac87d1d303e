"""Gateways and upstreams for the relay's tests."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from fake_upstream import FakeUpstream
from gateway_harness import Harness, Start, start_harness


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts gateways with settings of the test's choice."""
    harnesses: list[Harness] = []

    async def begin(environment: dict[str, str] | None = None, **settings: Any) -> Harness:
        harness = await start_harness(tmp_path / f"data{len(harnesses)}", environment, **settings)
        harnesses.append(harness)
        return harness

    yield begin
    failures = []
    for harness in harnesses:
        try:
            await harness.close()
        except (AssertionError, TimeoutError) as failure:
            failures.append(failure)
    # What was cancelled last ends with the loop's next turn.
    for _ in range(3):
        await asyncio.sleep(0)
    others = asyncio.all_tasks() - {asyncio.current_task()}
    if failures:
        raise failures[0]
    assert not others, others


@pytest.fixture
async def harness(start: Start) -> Harness:
    """A gateway with default settings."""
    return await start()


@pytest.fixture
async def upstream(harness: Harness) -> FakeUpstream:
    """The upstream of the default gateway's channel ``up``, which serves gpt-4o."""
    found = await harness.upstream()
    await harness.channel(found)
    return found
