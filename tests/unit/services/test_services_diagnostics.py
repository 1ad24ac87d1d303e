"""The diagnostics bundle: what is in it, and that no secret is."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.domain.errors import Conflict, InvalidInput, StoreError
from oneapi_desktop.services.workspace import Workspace

KEY = 'plain-looking:secret"of-the-owner'
PROXY = "http://owner:hunter2secret@127.0.0.1:7890"


async def test_it_holds_what_helps_and_no_secret(workspace: Workspace, operate: Any, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.mkdir()
    (log / "oneapi.log").write_text(f"upstream refused {KEY} and sk-abcdefgh12345678 via {PROXY}\n")
    workspace.settings.values["log_dir"] = str(log)
    await operate("channel.add", type="openai", name="main", key=KEY, models=["gpt-4o"], proxy=PROXY)
    token = await operate("token.add", name="laptop", unlimited=True)
    await operate("setting.set", key="relay_proxy", value=PROXY)
    file = tmp_path / "bundle.zip"
    made = await operate("doctor.bundle", file=str(file))
    assert made["bytes"] == file.stat().st_size
    with zipfile.ZipFile(file) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    assert set(texts) == {
        "about.json", "settings.json", "checks.json", "channels.json", "faults.json", "log/oneapi.log",
    }  # fmt: skip
    everything = "\n".join(texts.values())
    for secret in (KEY, json.dumps(KEY)[1:-1], "hunter2secret", "sk-abcdefgh12345678", token["key"], str(Path.home())):
        assert secret not in everything
    assert json.loads(texts["channels.json"])[0]["type"] == "openai"
    assert json.loads(texts["about.json"])["libraries"]["aiohttp"]
    assert any(check["check"] == "vault" for check in json.loads(texts["checks.json"]))


async def test_faults(operate: Any, tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_text("x")
    with pytest.raises(Conflict, match="exists"):
        await operate("doctor.bundle", file=str(tmp_path / "there.zip"))
    with pytest.raises(StoreError, match="cannot be written"):
        await operate("doctor.bundle", file=str(tmp_path / "no" / "x.zip"))
    with pytest.raises(InvalidInput, match="absolute"):
        await operate("doctor.bundle", file="x.zip")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
