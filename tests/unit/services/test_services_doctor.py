"""The doctor sees what is wrong and says what to do."""

import json
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.domain.errors import StoreError
from oneapi_desktop.domain.request_record import RequestRecord
from oneapi_desktop.services import doctor as doctor_module
from oneapi_desktop.services.control_file import ControlAddress, write_control_file
from oneapi_desktop.services.doctor import Check, Doctor
from oneapi_desktop.services.workspace import Workspace
from oneapi_desktop.settings import declared_settings


async def examine(workspace: Workspace) -> dict[str, list[Check]]:
    """Findings by check."""
    found: dict[str, list[Check]] = {}
    for check in await Doctor(workspace).examine():
        found.setdefault(check.check, []).append(check)
    return found


@pytest.fixture(autouse=True)
def free_port(workspace: Workspace) -> None:
    """Not whatever port 3000 is used for on this machine."""
    workspace.settings.values["port"] = 0


async def test_a_healthy_installation(workspace: Workspace, operate: Any) -> None:
    await operate("channel.add", type="echo")
    await operate("token.add", name="laptop", unlimited=True)
    await operate("backup.create")
    found = await examine(workspace)
    assert {check.result for checks in found.values() for check in checks} == {"ok"}
    assert list(found) == [
        "data directory", "database", "ledger", "backups", "vault", "keys", "channels", "tokens", "prices",
        "gateway", "settings", "clock", "encodings",
    ]  # fmt: skip
    json.dumps(await operate("doctor.run"))


async def test_an_empty_installation_says_what_to_do(workspace: Workspace) -> None:
    found = await examine(workspace)
    for name in ("channels", "tokens", "backups"):
        assert found[name][0].result == "warn"
        assert "oneapi-desktop" in found[name][0].remedy


async def test_channels_and_keys(workspace: Workspace, operate: Any) -> None:
    for name in ("a", "b", "c"):
        await operate("channel.add", type="openai", name=name, key="sk-0123456789", models=["gpt-4o", "unheard-of"])
    lost = await workspace.channels.find("a")
    workspace.vault.delete(lost.secret_ref)
    workspace.channels._cache.clear()
    await workspace.channels.disable(2, "holiday")
    await workspace.channels.disable_automatically(3, "HTTP 401")
    found = await examine(workspace)
    assert [check.result for check in found["keys"]] == ["fail"]
    assert "'a'" in found["keys"][0].text
    texts = [(check.result, check.text) for check in found["channels"]]
    assert texts == [
        ("ok", "1 of 3 are enabled"),
        ("ok", "'b' is switched off by you: holiday"),
        ("warn", "'c' was switched off: HTTP 401"),
    ]
    assert "unheard-of" in found["prices"][0].text
    await workspace.channels.disable(1)
    assert (await examine(workspace))["channels"][-1].result == "fail"


async def test_tokens_without_budget(workspace: Workspace, operate: Any, record: Callable[..., RequestRecord]) -> None:
    await operate("token.add", name="laptop", budget_usd="0.1")
    await workspace.database.append(record(1))
    assert any("spent its budget" in check.text for check in (await examine(workspace))["tokens"])


async def test_surroundings(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIN_MODE", "debug")
    monkeypatch.setenv("SQL_DSN", "root:secretpassword@tcp(x)/y")
    workspace.setting_problems.append("retry_times: write a whole number")
    found = (await examine(workspace))["settings"]
    assert [check.result for check in found] == ["warn"] * 3
    assert "secretpassword" not in str(found)


def test_no_variable_is_called_unsupported_that_a_setting_declares() -> None:
    declared = {name for setting in declared_settings() for name in setting.environment}
    assert not declared & set(doctor_module.UNSUPPORTED_VARIABLES)


async def test_a_port_in_use(workspace: Workspace) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        workspace.settings.values["port"] = taken.getsockname()[1]
        found = (await examine(workspace))["gateway"][0]
    assert found.result == "warn"
    assert "cannot be taken" in found.text


async def test_the_running_gateway_itself(workspace: Workspace) -> None:
    write_control_file(workspace.directory.control, ControlAddress("http://127.0.0.1:1", "x", os.getpid()))
    assert "running" in (await examine(workspace))["gateway"][0].text


async def test_a_wrong_clock(
    workspace: Workspace, record: Callable[..., RequestRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    await workspace.database.append(record(1, created_at=4_000_000_000_000))
    assert (await examine(workspace))["clock"][0].result == "warn"
    monkeypatch.setattr(doctor_module.time, "time_ns", lambda: 1)
    assert (await examine(workspace))["clock"][0].result == "fail"


async def test_missing_encodings(workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor_module, "resource_directory", lambda name: tmp_path / name)
    assert "o200k_base" in (await examine(workspace))["encodings"][0].text


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such mode bits")
async def test_an_open_directory(workspace: Workspace) -> None:
    workspace.directory.root.chmod(0o755)
    assert "chmod 700" in (await examine(workspace))["data directory"][0].remedy


async def test_a_contradiction_in_the_ledger(workspace: Workspace, record: Callable[..., RequestRecord]) -> None:
    await workspace.database.append(record(1))
    wrong = "UPDATE balances SET used_nano = used_nano + 1 WHERE kind = 1"
    await workspace.database.write(lambda db: db.execute(wrong))
    found = (await examine(workspace))["ledger"]
    assert {check.result for check in found} == {"fail"}


async def test_a_check_that_breaks_is_a_finding(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken() -> list[str]:
        raise StoreError("the disk is gone")

    monkeypatch.setattr(workspace.database, "verify_ledger", broken)
    assert (await examine(workspace))["ledger"] == [Check("ledger", "fail", "the disk is gone")]
