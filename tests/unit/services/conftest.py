"""A workspace over a temporary data directory with the sealed-file vault."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.domain.request_record import Outcome, RequestRecord
from oneapi_desktop.domain.usage import Usage, UsageSource
from oneapi_desktop.services.operations import Operations, standard_operations
from oneapi_desktop.services.workspace import Workspace, open_workspace
from oneapi_desktop.settings import Settings

Operate = Callable[..., Awaitable[Any]]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a fresh data directory."""
    return Settings({"KEYRING_BACKEND": "file"}, {"data_dir": str(tmp_path / "data")})


@pytest.fixture
async def workspace(settings: Settings) -> AsyncIterator[Workspace]:
    """An open workspace, closed in the end."""
    found = await open_workspace(settings, lean=True)
    yield found
    await found.close()


@pytest.fixture
def operations() -> Operations:
    """The standard registry."""
    return standard_operations()


@pytest.fixture
def operate(workspace: Workspace, operations: Operations) -> Operate:
    """Carry out an operation: ``await operate("channel.add", type="echo")``."""

    async def run(name: str, /, **arguments: Any) -> Any:
        return await operations.run(workspace, name, arguments)

    return run


@pytest.fixture
def record() -> Callable[..., RequestRecord]:
    """Makes ledger records; fields may be overridden."""

    def make(number: int, **fields: Any) -> RequestRecord:
        values: dict[str, Any] = {
            "request_id": f"req-{number:06d}",
            "created_at": 1_700_000_000_000 + number * 1000,
            "user_id": 1,
            "token_id": 1,
            "token_name": "laptop",
            "channel_id": 1,
            "channel_name": "main",
            "model": "gpt-4o",
            "upstream_model": "gpt-4o-2024-08-06",
            "dialect": "openai",
            "endpoint": "/v1/chat/completions",
            "status": 200,
            "outcome": Outcome.DONE,
            "attempts": 1,
            "usage": Usage(prompt_tokens=10, completion_tokens=5, cached_tokens=2),
            "usage_source": UsageSource.MEASURED,
            "cost_nano": 123_456_789,
            "ttft_us": 1234,
            "duration_us": 56_789,
            "overhead_us": 321,
        }
        return RequestRecord(**(values | fields))

    return make
