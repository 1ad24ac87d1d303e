"""Start at login: what is written for each system, and that the state is read back from there."""

import plistlib
import shlex
from pathlib import Path

import pytest

from oneapi_desktop.desktop.autostart import (
    NAME,
    RUN_KEY,
    Autostart,
    LaunchAgent,
    RunKey,
    XdgAutostart,
    autostart_of,
    start_command,
)
from oneapi_desktop.domain.errors import OneApiError

COMMAND = ["/opt/One API/oneapi 100%", "run", "--hidden"]


class MemoryRegistry:
    """Registry values in memory."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str], str | bytes] = {}

    def read(self, key: str, name: str) -> str | bytes | None:
        return self.values.get((key, name))

    def write(self, key: str, name: str, value: str) -> None:
        self.values[key, name] = value

    def delete(self, key: str, name: str) -> None:
        self.values.pop((key, name), None)


@pytest.mark.parametrize("kind", ["xdg", "agent", "run key"])
def test_each_can_be_switched_on_and_off_twice(tmp_path: Path, kind: str) -> None:
    made: dict[str, Autostart] = {
        "xdg": XdgAutostart(tmp_path), "agent": LaunchAgent(tmp_path), "run key": RunKey(MemoryRegistry())
    }  # fmt: skip
    autostart = made[kind]
    assert not autostart.enabled()
    for _ in range(2):
        autostart.enable(COMMAND)
        assert autostart.enabled()
    for _ in range(2):
        autostart.disable()
        assert not autostart.enabled()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_desktop_entry_runs_the_command(tmp_path: Path) -> None:
    autostart = XdgAutostart(tmp_path)
    autostart.enable(COMMAND)
    lines = dict(line.split("=", 1) for line in autostart.file.read_text().splitlines() if "=" in line)
    assert shlex.split(lines["Exec"].replace("%%", "%")) == COMMAND
    autostart.file.write_text(autostart.file.read_text() + "Hidden = true\n")
    assert not autostart.enabled()


def test_the_agent_runs_the_command(tmp_path: Path) -> None:
    autostart = LaunchAgent(tmp_path)
    autostart.enable(COMMAND)
    assert plistlib.loads(autostart.file.read_bytes())["ProgramArguments"] == COMMAND
    autostart.file.write_text("no property list")
    assert not autostart.enabled()


def test_the_run_key_quotes_and_obeys_the_task_manager() -> None:
    registry = MemoryRegistry()
    autostart = RunKey(registry)
    autostart.enable(COMMAND)
    assert registry.values[RUN_KEY, NAME] == '"/opt/One API/oneapi 100%" run --hidden'
    registry.values[RunKey.APPROVED, NAME] = b"\x03\x00\x00"
    assert not autostart.enabled()
    autostart.enable(COMMAND)
    assert autostart.enabled()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("a file")
    with pytest.raises(OneApiError, match="autostart"):
        XdgAutostart(tmp_path).enable(COMMAND)


def test_each_system_has_its_own(tmp_path: Path) -> None:
    assert isinstance(autostart_of("win32", tmp_path, {}), RunKey)
    assert isinstance(autostart_of("darwin", tmp_path, {}), LaunchAgent)
    found = autostart_of("linux", tmp_path, {"XDG_CONFIG_HOME": str(tmp_path / "c")})
    assert isinstance(found, XdgAutostart)
    assert found.file.parent == tmp_path / "c" / "autostart"


def test_the_command_starts_hidden_on_the_same_data() -> None:
    assert start_command("/data", {})[-4:] == ["run", "--hidden", "--data-dir", "/data"]
    assert start_command("", {"APPIMAGE": "/x.AppImage"}) == ["/x.AppImage", "run", "--hidden"]
