"""Backups to a chosen file, and putting one back."""

from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.domain.errors import Conflict, InvalidInput, StoreError
from oneapi_desktop.services.backups import restore_backup, restore_closed
from oneapi_desktop.services.instance_lock import InstanceLock
from oneapi_desktop.services.workspace import Workspace, open_workspace
from oneapi_desktop.settings import Settings


async def test_round_trip(workspace: Workspace, operate: Any, tmp_path: Path, settings: Settings) -> None:
    await operate("token.add", name="before", unlimited=True)
    target = tmp_path / "copy.db"
    made = await operate("backup.create", file=str(target))
    assert made["file"] == str(target)
    assert made["bytes"] == target.stat().st_size
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []
    await operate("token.add", name="after", unlimited=True)
    await workspace.close()
    found = restore_backup(workspace.directory.database, target)
    assert Path(found["former"]).exists()
    again = await open_workspace(settings, lean=True)
    try:
        assert [token.name for token in await again.tokens.list()] == ["before"]
    finally:
        await again.close()


async def test_faults(workspace: Workspace, operate: Any, tmp_path: Path) -> None:
    (tmp_path / "there.db").write_text("x")
    with pytest.raises(Conflict, match="exists"):
        await operate("backup.create", file=str(tmp_path / "there.db"))
    with pytest.raises(StoreError, match="no directory"):
        await operate("backup.create", file=str(tmp_path / "no" / "x.db"))
    with pytest.raises(InvalidInput, match="absolute"):
        await operate("backup.create", file="x.db")
    before = workspace.directory.database.read_bytes()
    with pytest.raises(StoreError):
        restore_backup(workspace.directory.database, tmp_path / "there.db")
    assert workspace.directory.database.read_bytes() == before


async def test_the_directorys_own(operate: Any) -> None:
    assert await operate("backup.list") == []
    made = await operate("backup.create")
    assert await operate("backup.list") == [made]


async def test_a_backup_can_be_cancelled_and_leaves_nothing(
    workspace: Workspace, operate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await operate("backup.progress") == {"done": 0, "total": 0}
    seen = []
    real = workspace.backups._on_step

    def step(left: int, total: int) -> None:
        seen.append(workspace.backups.progress)
        workspace.backups.cancel()
        real(left, total)

    monkeypatch.setattr(workspace.backups, "_on_step", step)
    with pytest.raises(Conflict, match="cancelled"):
        await operate("backup.create")
    assert seen
    assert [*workspace.directory.backups.iterdir()] == []
    monkeypatch.undo()
    assert (await operate("backup.create"))["bytes"] > 0


async def test_restoring_needs_the_directory_for_itself(workspace: Workspace, tmp_path: Path, operate: Any) -> None:
    made = Path((await operate("backup.create"))["file"])
    with InstanceLock(workspace.directory.lock) as lock:
        assert lock.acquire()
        with pytest.raises(Conflict, match="another process"):
            restore_closed(workspace.directory, made)
    await workspace.close()
    assert Path(restore_closed(workspace.directory, made)["former"]).exists()
