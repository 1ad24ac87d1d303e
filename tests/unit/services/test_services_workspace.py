"""Opening a data directory."""

import stat
import sys
from pathlib import Path

import pytest

from oneapi_desktop.domain.errors import InvalidInput, StoreError
from oneapi_desktop.services.data_directory import DataDirectory
from oneapi_desktop.services.workspace import open_workspace
from oneapi_desktop.settings import Settings
from oneapi_desktop.store.repositories.settings import SettingRepository


def settings_for(path: Path, **flags: str) -> Settings:
    """Settings with the sealed-file vault."""
    return Settings({"KEYRING_BACKEND": "file"}, {"data_dir": str(path)} | flags)


async def test_full_opening_loads_everything(tmp_path: Path) -> None:
    workspace = await open_workspace(settings_for(tmp_path / "deep" / "data"))
    try:
        assert workspace.directory.root.is_dir()
        if sys.platform != "win32":
            assert stat.S_IMODE(workspace.directory.root.stat().st_mode) == 0o700
        assert workspace.price_book.lookup("gpt-4o", "openai").source
        assert workspace.vault.name
    finally:
        await workspace.close()


async def test_a_lean_opening_touches_no_vault(tmp_path: Path) -> None:
    workspace = await open_workspace(settings_for(tmp_path), lean=True)
    try:
        assert await workspace.channels.list() == []
        assert {path.name.partition(".")[0] for path in tmp_path.iterdir()} == {"oneapi"}
    finally:
        await workspace.close()


async def test_a_file_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(InvalidInput, match="is a file"):
        await open_workspace(settings_for(tmp_path / "file"))
    with pytest.raises(InvalidInput, match="data_dir"):
        await open_workspace(settings_for(tmp_path / "file" / "below"))


async def test_a_database_elsewhere(tmp_path: Path) -> None:
    workspace = await open_workspace(settings_for(tmp_path / "d", sqlite_path=str(tmp_path / "other.db")), lean=True)
    await workspace.close()
    assert (tmp_path / "other.db").exists()
    with pytest.raises(InvalidInput, match="sqlite_path"):
        await open_workspace(settings_for(tmp_path / "d", sqlite_path=str(tmp_path / "no" / "other.db")))


async def test_a_damaged_database_is_left_alone(tmp_path: Path) -> None:
    content = b"this is no database" * 100
    (tmp_path / "oneapi.db").write_bytes(content)
    with pytest.raises(StoreError, match="damaged"):
        await open_workspace(settings_for(tmp_path))
    assert (tmp_path / "oneapi.db").read_bytes() == content


@pytest.mark.allow_warnings("stored setting")
async def test_a_stored_setting_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    workspace = await open_workspace(settings_for(tmp_path), lean=True)
    await SettingRepository(workspace.database).set("retry_times", "many")
    await workspace.close()
    again = await open_workspace(settings_for(tmp_path))
    try:
        assert len(again.setting_problems) == 1
        assert again.settings.retry_times == 2
    finally:
        await again.close()


def test_the_usual_place(monkeypatch: pytest.MonkeyPatch) -> None:
    found = DataDirectory.of(Settings())
    assert "oneapi-desktop" in str(found.root)
    assert found.database.parent == found.root
    assert DataDirectory.of(Settings({"DATA_DIR": "~/x"})).root == Path("~/x").expanduser()
