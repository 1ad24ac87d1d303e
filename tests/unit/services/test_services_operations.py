"""The registry: arguments are checked, every operation answers plain JSON, no secret comes out."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from oneapi_desktop.domain.errors import InvalidInput, NotFound
from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.services.operations import GROUPS, Operation, Operations
from oneapi_desktop.services.workspace import Workspace

PLANTED = "planted-secret-0123456789"


def test_every_operation_is_declared_where_it_is_looked_for(operations: Operations) -> None:
    names = [operation.name for operation in operations]
    assert len(names) == len(set(names))
    for operation in operations:
        assert operations.find(operation.name) is operation
        assert operation.text.endswith("."), f"{operation.name} needs a sentence"
    assert {name.partition(".")[0] for name in names} == set(GROUPS)


def test_unknown_operations(operations: Operations) -> None:
    for name in ("channel.explode", "nothing.at_all", "", "channel", "__class__.x"):
        with pytest.raises(NotFound):
            operations.find(name)


async def test_arguments_are_checked(operate: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        await operate("channel.show")
    assert caught.value.field == "channel"
    with pytest.raises(InvalidInput) as caught:
        await operate("channel.show", channel=1, colour="red")
    assert caught.value.field == "colour"


async def test_the_running_program_can_add_operations(workspace: Workspace, operations: Operations) -> None:
    async def health(_workspace: Workspace) -> dict[str, str]:
        return {"state": "fine"}

    operations.add(Operation("gateway.health", health, "Health.", internal=True))
    assert await operations.run(workspace, "gateway.health", {}) == {"state": "fine"}
    assert "gateway.health" in [operation.name for operation in operations]


async def test_results_are_json_without_secrets(
    workspace: Workspace, operate: Any, operations: Operations, record: Callable[..., RequestRecord]
) -> None:
    results: dict[str, Any] = {}

    async def keep(name: str, /, **arguments: Any) -> None:
        results[name] = await operate(name, **arguments)

    await keep("channel.add", type="openai", name="main", key=f"sk-{PLANTED}", models=["gpt-4o"],
               headers={"X-Key": f"h-{PLANTED}"}, proxy=f"http://u:{PLANTED}@127.0.0.1:9")  # fmt: skip
    await keep("channel.edit", channel="main", priority=2)
    await keep("token.add", name="laptop", unlimited=True, key=f"{PLANTED.replace('-', '_')}")
    key = results["token.add"].pop("key")
    assert key == f"sk-{PLANTED.replace('-', '_')}"
    await workspace.database.append(record(1))
    await operate("setting.set", key="relay_proxy", value=f"http://u:{PLANTED}@127.0.0.1:9")
    for name in ("channel.list", "token.list", "request.list", "request.export", "usage.report", "provider.list",
                 "price.list", "price.groups", "setting.list", "transfer.export", "backup.create", "backup.list",
                 "doctor.run", "channel.test_progress", "channel.test_cancel", "channel.test_all"):  # fmt: skip
        await keep(name)
    await keep("channel.show", channel=1)
    await keep("channel.test", channel="main")
    await keep("channel.disable", channel="main", reason="holiday")
    await keep("channel.enable", channel="main")
    await keep("token.show", token="laptop")
    await keep("token.edit", token="laptop", rpm=5)
    await keep("token.revoke", token="laptop")
    await keep("request.show", request=1)
    await keep("setting.get", key="relay_proxy")
    await keep("price.set", model="m", input=1)
    await keep("channel.remove", channel="main")
    text = json.dumps(results, allow_nan=False)
    for secret in (PLANTED, PLANTED.replace("-", "_")):
        assert secret not in text
    assert results["channel.show"]["headers"] == ["X-Key"]
    assert results["channel.show"]["proxy"] == "http://127.0.0.1:9"
    assert list(results["token.add"])[:2] == ["id", "name"]
    assert list(results["channel.add"])[:2] == ["id", "name"]


async def test_the_key_of_a_token_is_revealed_on_demand(operate: Any) -> None:
    added = await operate("token.add", name="laptop", unlimited=True)
    shown = await operate("token.show", token="laptop", reveal=True)
    assert shown["key"] == added["key"]


async def test_models_of_an_upstream(operate: Any) -> None:
    await operate("channel.add", type="echo", name="echo", models=["echo"])
    rows = await operate("channel.models", channel="echo")
    assert {row["model"]: row["configured"] for row in rows}["echo"] is True
    assert not all(row["configured"] for row in rows)
    rows = await operate("channel.models", channel="echo", add=True)
    assert all(row["configured"] for row in rows)
    assert len((await operate("channel.show", channel="echo"))["models"]) == len(rows)


async def test_lists_can_be_narrowed(operate: Any) -> None:
    await operate("channel.add", type="echo", name="a", models=["x"], groups=["vip"])
    await operate("channel.add", type="echo", name="b", models=["y"], enabled=False)
    assert [c["name"] for c in await operate("channel.list", status="disabled")] == ["b"]
    assert [c["name"] for c in await operate("channel.list", model="x")] == ["a"]
    assert [c["name"] for c in await operate("channel.list", group="default")] == ["b"]
    with pytest.raises(InvalidInput, match="status"):
        await operate("channel.list", status="asleep")


async def test_batch(operate: Any) -> None:
    added = await operate("channel.add", type="openai", keys=["sk-aaaaaaaaaaaa", "sk-bbbbbbbbbbbb"])
    assert [channel["name"] for channel in added] == ["openai", "openai-2"]
    with pytest.raises(InvalidInput, match="keys"):
        await operate("channel.add", type="openai", keys="sk-a")
