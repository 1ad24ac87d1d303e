"""Start at login: XDG autostart, Windows' Run key, a macOS LaunchAgent, behind one interface.

The state is read from where the system keeps it: people remove entries behind our back.
"""

import os
import plistlib
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from oneapi_desktop.domain.errors import OneApiError

NAME = "oneapi-desktop"
TITLE = "One API Desktop"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
AGENT = "io.github.oneapi-desktop"


class Autostart(Protocol):
    """Whether and how the program starts with the session."""

    def enabled(self) -> bool:
        """What the system will do at the next login."""

    def enable(self, command: Sequence[str]) -> None:
        """Start that command at login. Raises OneApiError when the system refuses."""

    def disable(self) -> None:
        """Do not start at login. Raises OneApiError when the system refuses."""


class XdgAutostart:
    """A desktop entry in the autostart directory (freedesktop.org Desktop Application Autostart)."""

    def __init__(self, config_home: Path) -> None:
        self.file = config_home / "autostart" / f"{NAME}.desktop"

    def enabled(self) -> bool:
        """Whether there is an entry that is not switched off."""
        try:
            lines = self.file.read_text(encoding="utf-8").splitlines()
        except OSError:
            return False
        off = {"Hidden=true", "X-GNOME-Autostart-enabled=false"}
        return not off & {line.replace(" ", "") for line in lines}

    def enable(self, command: Sequence[str]) -> None:
        """Write the entry."""
        _write(self.file, desktop_entry(command).encode())

    def disable(self) -> None:
        """Remove the entry."""
        _remove(self.file)


class LaunchAgent:
    """A property list in ``~/Library/LaunchAgents`` (launchd.plist(5))."""

    def __init__(self, home: Path) -> None:
        self.file = home / "Library" / "LaunchAgents" / f"{AGENT}.plist"

    def enabled(self) -> bool:
        """Whether there is a list that is not switched off."""
        try:
            found = plistlib.loads(self.file.read_bytes())
        except (OSError, plistlib.InvalidFileException, ValueError):
            return False
        return bool(found.get("RunAtLoad")) and not found.get("Disabled", False)

    def enable(self, command: Sequence[str]) -> None:
        """Write the list; it counts from the next login."""
        agent = {"Label": AGENT, "ProgramArguments": list(command), "RunAtLoad": True, "ProcessType": "Interactive"}
        _write(self.file, plistlib.dumps(agent))

    def disable(self) -> None:
        """Remove the list."""
        _remove(self.file)


class Registry(Protocol):
    """The few registry calls that are needed, of the current user's keys."""

    def read(self, key: str, name: str) -> str | bytes | None:
        """A value; None when there is none."""

    def write(self, key: str, name: str, value: str) -> None:
        """Set a text value."""

    def delete(self, key: str, name: str) -> None:
        """Remove a value if there is one."""


class RunKey:
    """A value under the Run key; Task Manager's own switch lies under StartupApproved."""

    APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def enabled(self) -> bool:
        """Whether there is a value that Task Manager has not switched off (an odd first byte says so)."""
        approved = self._registry.read(self.APPROVED, NAME)
        off = isinstance(approved, bytes) and bool(approved) and approved[0] % 2 == 1
        return self._registry.read(RUN_KEY, NAME) is not None and not off

    def enable(self, command: Sequence[str]) -> None:
        """Set the value, and forget a switch set to off."""
        self._registry.write(RUN_KEY, NAME, subprocess.list2cmdline(command))
        self._registry.delete(self.APPROVED, NAME)

    def disable(self) -> None:
        """Remove the value."""
        self._registry.delete(RUN_KEY, NAME)


class WindowsRegistry:
    """The current user's hive through ``winreg``."""

    def read(self, key: str, name: str) -> str | bytes | None:
        """A value; None when there is none."""
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:  # type: ignore[attr-defined]
                value: str | bytes = winreg.QueryValueEx(opened, name)[0]  # type: ignore[attr-defined]
                return value
        except OSError:
            return None

    def write(self, key: str, name: str, value: str) -> None:
        """Set a text value. Raises OneApiError."""
        import winreg

        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:  # type: ignore[attr-defined]
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)  # type: ignore[attr-defined]
        except OSError as error:
            raise OneApiError(f"Windows refused to change {key} ({error.strerror})") from None

    def delete(self, key: str, name: str) -> None:
        """Remove a value if there is one."""
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:  # type: ignore[attr-defined]
                winreg.DeleteValue(opened, name)  # type: ignore[attr-defined]
        except OSError:
            return


def autostart_of(platform: str, home: Path, environment: Mapping[str, str]) -> Autostart:
    """What this system uses; ``platform`` is ``sys.platform``."""
    if platform == "win32":
        return RunKey(WindowsRegistry())
    if platform == "darwin":
        return LaunchAgent(home)
    return XdgAutostart(Path(environment.get("XDG_CONFIG_HOME") or home / ".config"))


def system_autostart() -> Autostart:
    """What this machine uses."""
    return autostart_of(sys.platform, Path.home(), os.environ)


def start_command(data_dir: str, environment: Mapping[str, str]) -> list[str]:
    """The command that starts this program hidden, however it was installed."""
    if image := environment.get("APPIMAGE"):
        program = [image]
    elif getattr(sys, "frozen", False):
        program = [sys.executable]
    else:
        program = [sys.executable, "-P", "-m", "oneapi_desktop"]
    return [*program, "run", "--hidden", *(["--data-dir", data_dir] if data_dir else [])]


def desktop_entry(command: Sequence[str]) -> str:
    """The text of an autostart entry."""
    # The format doubles percent signs; quoting follows the shell's rules for what occurs in paths.
    line = shlex.join(command).replace("%", "%%")
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        f"Name={TITLE}\n"
        f"Exec={line}\n"
        "Terminal=false\n"
        "X-GNOME-Autostart-enabled=true\n"
        "X-GNOME-Autostart-Delay=5\n"
    )


def _write(file: Path, content: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{file.name}.new")
        fresh.write_bytes(content)
        fresh.replace(file)
    except OSError as error:
        raise OneApiError(f"{file} cannot be written ({error.strerror})") from None


def _remove(file: Path) -> None:
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise OneApiError(f"{file} cannot be removed ({error.strerror})") from None
