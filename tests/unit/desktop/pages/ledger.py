"""A ledger for the tests of pages: a few requests, and a way to send real ones."""

import json
import time
from typing import Any

import aiohttp
from desktop_program import Program

from oneapi_desktop.domain.request_record import Outcome, RequestRecord
from oneapi_desktop.domain.usage import Usage, UsageSource
from oneapi_desktop.services.workspace import open_workspace
from oneapi_desktop.settings import Settings

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


def record(number: int, created_at: int, model: str, **fields: Any) -> RequestRecord:
    """A request of gpt-4o's price: 1000 tokens in, 100 out, half of the prompt from the cache."""
    usage = fields.pop("usage", Usage(prompt_tokens=1000, completion_tokens=100, cached_tokens=500))
    made = RequestRecord(
        request_id=f"{number:032x}",
        created_at=created_at,
        token_id=11,
        token_name="Claude Code",
        channel_id=11,
        channel_name="OpenAI",
        model=model,
        upstream_model=model,
        dialect="openai-chat",
        endpoint="chat",
        stream=True,
        status=200,
        attempts=1,
        usage=usage,
        usage_source=UsageSource.MEASURED,
        cost_nano=2_875_000,
        price_source="genai-prices",
        ttft_us=400_000,
        duration_us=1_900_000,
        overhead_us=700,
        client_address="127.0.0.1",
        route=json.dumps([{"channel": "OpenAI", "channel_id": 1, "result": "ok", "at_ms": 1.0, "ms": 390.0}]),
    )
    for name, value in fields.items():
        setattr(made, name, value)
    return made


async def write(settings: Settings, records: list[RequestRecord]) -> None:
    """Put records into the ledger of a gateway that does not run."""
    workspace = await open_workspace(settings)
    try:
        for one in records:
            await workspace.database.append(one)
    finally:
        await workspace.close()


def usual(now: int) -> list[RequestRecord]:
    """Three answered requests and one that failed in this hour, one three days ago."""
    refused = json.dumps(
        [
            {"channel": "Mistral", "channel_id": 3, "skipped": "resting for 8 s"},
            {"channel": "OpenAI", "channel_id": 1, "result": "429 rate_limit", "at_ms": 1.0, "ms": 120.0},
            {"channel": "Azure", "channel_id": 2, "result": "503 overloaded", "at_ms": 122.0, "ms": 80.0},
        ]
    )
    return [
        record(1, now - 3 * DAY_MS, "o3", cost_nano=40_000_000),
        record(2, now - 4000, "gpt-4o"),
        record(3, now - 3000, "gpt-4o-mini", token_id=12, token_name="Cursor", usage_source=UsageSource.ESTIMATED),
        record(
            4, now - 2000, "gpt-4o", channel_id=12, channel_name="Azure", status=503, outcome=Outcome.FAILED,
            attempts=2, usage=Usage(), usage_source=UsageSource.UNKNOWN, cost_nano=0, ttft_us=None, duration_us=205_000,
            error="<b>overloaded</b> & busy", error_code="overloaded", route=refused,
        ),
        record(5, now - 1000, "gpt-4o"),
    ]  # fmt: skip


def now_ms() -> int:
    """Unix milliseconds."""
    return time.time_ns() // 1_000_000


async def ask(program: Program, text: str = "hello") -> str:
    """Send a real request to the gateway's echo channel; its request id."""
    issued = await program.run("token.add", name=f"token {time.monotonic_ns()}", unlimited=True)
    headers = {"Authorization": f"Bearer {issued['key']}"}
    body = {"model": "echo", "messages": [{"role": "user", "content": text}]}
    url = f"{program.bridge.status.base_url}/chat/completions"
    async with aiohttp.ClientSession() as session, session.post(url, json=body, headers=headers) as answer:
        assert answer.status == 200, await answer.text()
        return str(answer.headers["x-oneapi-request-id"])
