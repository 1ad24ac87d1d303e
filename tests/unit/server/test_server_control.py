"""The control endpoint: only the owner's commands get in, and what began is carried to its end."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from oneapi_desktop.cli.control_client import GatewayGone, ask_gateway
from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound, OneApiError, StoreError
from oneapi_desktop.server import control
from oneapi_desktop.server.control import ControlServer
from oneapi_desktop.services.control_file import ControlAddress, read_control_file
from oneapi_desktop.services.operations import Operation, Operations, standard_operations
from oneapi_desktop.services.workspace import Workspace, open_workspace
from oneapi_desktop.settings import Settings


class Gate:
    """An operation that waits to be let go."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.go = asyncio.Event()
        self.finished = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def wait(self, _workspace: Workspace) -> str:
        """Begin, wait, finish."""
        self.begun.set()
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        self.finished.set()
        return "done"


@pytest.fixture
def operations() -> Operations:
    """The registry of the server."""
    return standard_operations()


@pytest.fixture
async def server(tmp_path: Path, operations: Operations) -> AsyncIterator[ControlServer]:
    """A listening control server."""
    settings = Settings({"KEYRING_BACKEND": "file"}, {"data_dir": str(tmp_path)})
    workspace = await open_workspace(settings, lean=True)
    found = ControlServer(workspace, operations)
    await found.start()
    yield found
    await found.stop()
    await workspace.close()


async def ask(server: ControlServer, operation: str, /, **arguments: Any) -> Any:
    """What a command does."""
    assert server.address is not None
    return await asyncio.to_thread(ask_gateway, server.address, operation, arguments)


async def post(server: ControlServer, path: str = "/operations/token.list", **options: Any) -> tuple[int, Any]:
    """A bare request."""
    assert server.address is not None
    headers = {"Authorization": f"Bearer {server.address.secret}"} | options.pop("headers", {})
    method = options.pop("method", "POST")
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, server.address.url + path, headers=headers, **options) as answer,
    ):
        text = await answer.text()
        return answer.status, json.loads(text) if text.startswith("{") else text


async def test_operations_go_through(server: ControlServer) -> None:
    added = await ask(server, "token.add", name="laptop", unlimited=True)
    assert (added["id"], added["name"]) == (1, "laptop")
    assert [token["name"] for token in await ask(server, "token.list")] == ["laptop"]
    assert await post(server) == (200, {"result": await ask(server, "token.list")})


async def test_errors_come_back_as_they_are(server: ControlServer) -> None:
    with pytest.raises(InvalidInput) as bad:
        await ask(server, "token.add", name="laptop", unlimited=True, rpm="many")
    assert bad.value.field == "rpm"
    assert str(bad.value).count("rpm:") == 1
    with pytest.raises(NotFound, match="laptop"):
        await ask(server, "token.show", token="laptop")
    with pytest.raises(NotFound, match="no operation"):
        await ask(server, "token.explode")
    await ask(server, "token.add", name="laptop", unlimited=True)
    with pytest.raises(Conflict, match="laptop"):
        await ask(server, "token.add", name="laptop", unlimited=True)


@pytest.mark.allow_warnings("operation test.break failed")
async def test_faults_of_the_program_tell_nothing(server: ControlServer, operations: Operations) -> None:
    async def fail(_workspace: Workspace) -> None:
        raise RuntimeError("planted-secret")

    async def refuse(_workspace: Workspace) -> None:
        raise StoreError("the disk is full")

    operations.add(Operation("test.break", fail, "Breaks."))
    operations.add(Operation("test.refuse", refuse, "Refuses."))
    with pytest.raises(OneApiError) as caught:
        await ask(server, "test.break")
    assert "planted-secret" not in str(caught.value)
    with pytest.raises(StoreError, match="disk is full"):
        await ask(server, "test.refuse")


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ({"headers": {"Authorization": "Bearer wrong"}}, 401),
        ({"headers": {"Authorization": ""}}, 401),
        ({"headers": {"Authorization": "Bearer \u00e9"}}, 401),
        ({"headers": {"Host": "evil.example.com"}}, 403),
        ({"headers": {"Host": "localhost"}}, 403),
        ({"headers": {"Origin": "http://evil.example.com"}}, 403),
        ({"data": b"{broken"}, 400),
        ({"data": b"[]"}, 400),
        ({"data": b"\xff\xfe"}, 400),
        ({"data": b"[" * 100_000}, 400),
        ({"path": "/other"}, 404),
        ({"method": "GET"}, 405),
    ],
    ids=lambda value: str(value)[:40],
)
async def test_strangers_and_nonsense_are_refused(server: ControlServer, options: dict[str, Any], status: int) -> None:
    assert (await post(server, **options))[0] == status


async def test_bodies_are_limited(tmp_path: Path, operations: Operations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "BODY_LIMIT", 1000)
    settings = Settings({"KEYRING_BACKEND": "file"}, {"data_dir": str(tmp_path)})
    workspace = await open_workspace(settings, lean=True)
    server = ControlServer(workspace, operations)
    await server.start()
    try:
        assert (await post(server, data=b"x" * 2000))[0] == 413
    finally:
        await server.stop()
        await workspace.close()


async def test_a_change_that_began_is_finished_though_its_caller_left(
    server: ControlServer, operations: Operations
) -> None:
    gate = Gate()
    operations.add(Operation("test.wait", gate.wait, "Waits."))
    async with asyncio.TaskGroup() as tasks:
        caller = tasks.create_task(post(server, "/operations/test.wait"))
        await gate.begun.wait()
        caller.cancel()
    gate.go.set()
    async with asyncio.timeout(30):
        await gate.finished.wait()


async def test_a_long_test_ends_with_its_caller(server: ControlServer, operations: Operations) -> None:
    gate = Gate()
    operations.add(Operation("test.wait", gate.wait, "Waits.", cancellable=True))
    async with asyncio.TaskGroup() as tasks:
        caller = tasks.create_task(post(server, "/operations/test.wait"))
        await gate.begun.wait()
        caller.cancel()
    async with asyncio.timeout(30):
        await gate.cancelled.wait()


async def test_stopping_finishes_what_is_under_way_and_withdraws_the_address(
    server: ControlServer, operations: Operations, tmp_path: Path
) -> None:
    gate = Gate()
    operations.add(Operation("test.wait", gate.wait, "Waits."))
    address = server.address
    assert address is not None
    assert read_control_file(tmp_path / "control.json") == address
    assert address.secret not in repr(address)
    async with asyncio.TaskGroup() as tasks:
        caller = tasks.create_task(post(server, "/operations/test.wait"))
        await gate.begun.wait()
        stopping = tasks.create_task(server.stop())
        while (tmp_path / "control.json").exists():
            await asyncio.sleep(0)
        gate.go.set()
    assert stopping.done()
    assert caller.result() == (200, {"result": "done"})
    assert gate.finished.is_set()
    await server.stop()
    with pytest.raises(GatewayGone):
        await asyncio.to_thread(ask_gateway, address, "token.list", {})


async def test_a_stale_file_is_recognised(server: ControlServer) -> None:
    address = server.address
    assert address is not None
    for stale in (
        ControlAddress(address.url, "wrong", address.pid),
        ControlAddress("http://127.0.0.1:9", address.secret, address.pid),
        ControlAddress(address.url, address.secret, 2**22 + 1),
    ):
        with pytest.raises(GatewayGone):
            await asyncio.to_thread(ask_gateway, stale, "token.list", {})
