"""Commands and a running gateway: through its control endpoint, or not at all."""

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.cli import invocation
from oneapi_desktop.server.control import ControlServer
from oneapi_desktop.services.control_file import ControlAddress, write_control_file
from oneapi_desktop.services.instance_lock import InstanceLock
from oneapi_desktop.services.operations import standard_operations
from oneapi_desktop.services.workspace import open_workspace
from oneapi_desktop.settings import Settings


class Running:
    """A gateway's half that commands see: workspace, lock and control endpoint, on a thread of its own."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self._stop: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self.asked: list[str] = []
        self.fault: BaseException | None = None

    def __enter__(self) -> "Running":
        self._thread.start()
        assert self._ready.wait(30)
        if self.fault:
            raise self.fault
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._loop is not None
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)

    async def _run(self) -> None:
        try:
            await self._serve()
        except BaseException as error:
            self.fault = error
            self._ready.set()
            raise

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        workspace = await open_workspace(Settings({"KEYRING_BACKEND": "file"}, {"data_dir": str(self._data_dir)}))
        lock = InstanceLock(workspace.directory.lock)
        assert lock.acquire()
        operations = standard_operations()
        run = operations.run

        async def noted(where: Any, name: str, arguments: Any) -> Any:
            self.asked.append(name)
            return await run(where, name, arguments)

        operations.run = noted  # type: ignore[method-assign]
        server = ControlServer(workspace, operations)
        await server.start()
        self._ready.set()
        await self._stop.wait()
        await server.stop()
        await workspace.close()
        lock.release()


@pytest.fixture
def gateway(data_dir: Path) -> Iterator[Running]:
    """A running gateway on the data directory."""
    with Running(data_dir) as found:
        yield found


def test_commands_go_to_the_running_gateway(gateway: Running, run: Any) -> None:
    added = run("token", "add", "--name", "laptop", "--unlimited", "--json")
    assert added.code == 0, added
    assert [token["name"] for token in run("token", "list", "--json").json] == ["laptop"]
    assert gateway.asked == ["token.add", "token.list"]
    bad = run("token", "add", "--name", "x", "--unlimited", "--rpm", "many")
    assert (bad.code, bad.err) == (2, "oneapi-desktop: rpm: write a whole number from 0 to 1000000000\n")
    assert run("token", "show", "absent").code == 1
    found = run("doctor", "--json").json
    assert f"running (process {os.getpid()})" in [check["text"] for check in found if check["check"] == "gateway"]


def test_restore_refuses_while_a_gateway_runs(gateway: Running, run: Any, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "copy.db"))
    refused = run("restore", str(tmp_path / "copy.db"))
    assert refused.code == 1
    assert "stop it" in refused.err


def test_the_same_data_with_and_without_gateway(data_dir: Path, run: Any) -> None:
    with Running(data_dir):
        run("channel", "add", "--type", "openai", "--name", "live", "--key-stdin", stdin="sk-0123456789ab")
    run("channel", "add", "--type", "openai", "--name", "alone", "--key-stdin", stdin="sk-0123456789cd")
    assert [channel["key_hint"] for channel in run("channel", "list", "--json").json] == ["89ab", "89cd"]


@pytest.mark.parametrize(
    "address",
    [
        ControlAddress("http://127.0.0.1:9", "x", os.getpid()),
        ControlAddress("http://127.0.0.1:9", "x", 2**22 + 1),
        ControlAddress("nonsense", "x", os.getpid()),
        ControlAddress("http://127.0.0.1:99999", "x", os.getpid()),
    ],
)
def test_a_stale_file_is_passed_over(data_dir: Path, run: Any, address: ControlAddress) -> None:
    data_dir.mkdir()
    write_control_file(data_dir / "control.json", address)
    assert run("token", "list", "--json").json == []


def test_a_gateway_that_does_not_answer(data_dir: Path, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invocation, "LOCK_WAIT_SECONDS", 0.1)
    data_dir.mkdir()
    with InstanceLock(data_dir / "gateway.lock") as lock:
        assert lock.acquire()
        refused = run("token", "list")
    assert refused.code == 1
    assert f"process {os.getpid()}" in refused.err
    assert run("token", "list").code == 0


def test_the_directory_before_and_after_the_command(run: Any, tmp_path: Path) -> None:
    other = str(tmp_path / "other")
    run("token", "add", "--name", "there", "--unlimited", "--data-dir", other)
    assert run("token", "list", "--json").json == []
    assert len(run("--data-dir", other, "token", "list", "--json").json) == 1
    (tmp_path / "cwd" / ".env").write_text(f"DATA_DIR={tmp_path / 'third'}\n")
    assert run("token", "list").code == 0
    assert not (tmp_path / "third").exists(), "the real variable wins"
    file = tmp_path / "file"
    file.write_text("x")
    refused = run("token", "list", "--data-dir", str(file))
    assert refused.code == 2
    assert "data_dir" in refused.err
