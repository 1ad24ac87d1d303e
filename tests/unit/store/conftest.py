"""An open database in a temporary directory, and records to append."""

import itertools
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from ledger_clock import BASE_MS

from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.domain.usage import Usage, UsageSource
from oneapi_desktop.store.database import Database

MakeRecord = Callable[..., RequestRecord]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "oneapi.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    database = Database.open(path)
    yield database
    await database.close()


@pytest.fixture
def make_record() -> MakeRecord:
    numbers = itertools.count(1)

    def make(**values: Any) -> RequestRecord:
        number = next(numbers)
        defaults: dict[str, Any] = {
            "request_id": f"{number:032x}",
            "created_at": BASE_MS + number,
            "user_id": 1,
            "token_id": 1,
            "token_name": "laptop",
            "channel_id": 1,
            "channel_name": "upstream",
            "model": "gpt-4o",
            "upstream_model": "gpt-4o-2024",
            "dialect": "openai",
            "endpoint": "/v1/chat/completions",
            "stream": True,
            "status": 200,
            "attempts": 1,
            "usage": Usage(prompt_tokens=100, completion_tokens=20, cached_tokens=40, reasoning_tokens=5),
            "usage_source": UsageSource.MEASURED,
            "cost_nano": 1000,
            "price_source": "owner",
            "ttft_us": 300,
            "duration_us": 900,
            "overhead_us": 7,
            "client_address": "127.0.0.1",
        }
        return RequestRecord(**(defaults | values))

    return make
