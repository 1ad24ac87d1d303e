"""A real X screen with a window manager and a panel, and the desktop program on it, driven by mouse and keyboard."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("Xvfb", "openbox", "tint2", "xdotool", "xprop", "xwininfo", "dbus-run-session", "gnome-keyring-daemon")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
PATIENCE = 40

PANEL = """\
panel_items = S
panel_size = 100% 36
panel_position = bottom center horizontal
panel_background_id = 1
systray_icon_size = 24
rounded = 0
background_color = #20242c 100
"""


def until(condition: Callable[[], Any], what: str) -> Any:
    """Wait until something outside this process is so; what it was. There is no event to wait for there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"it did not come to this: {what}")


class Screen:
    """A display number, and what a person does in front of it."""

    def __init__(self, display: str, home: Path) -> None:
        self.home = home
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "DISPLAY": display,
            "LANG": "C.UTF-8",
            "XDG_CONFIG_HOME": str(home / "config"),
        }

    def output_of(self, *command: str) -> str:
        """What a tool writes; empty when it fails."""
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=PATIENCE, check=False
        ).stdout

    def do(self, *command: str) -> None:
        """Something that must work."""
        subprocess.run(command, env=self.environment, check=True, timeout=PATIENCE, stdout=subprocess.DEVNULL)

    def click(self, at: dict[str, Any], button: int = 1) -> None:
        """Move the pointer there and press."""
        self.do("xdotool", "mousemove", "--sync", str(at["x"]), str(at["y"]), "click", str(button))

    def press(self, *keys: str) -> None:
        """Keys such as ``ctrl+3``."""
        self.do("xdotool", "key", "--clearmodifiers", *keys)

    def write(self, text: str) -> None:
        """Type."""
        self.do("xdotool", "type", "--delay", "12", text)

    def windows_named(self, name: str) -> list[str]:
        """Ids of mapped windows of that title."""
        return self.output_of("xdotool", "search", "--onlyvisible", "--name", name).split()

    def tree_of(self, window: str) -> str:
        """A window and its children, as the X server tells it."""
        return self.output_of("xwininfo", "-tree", "-id", window)

    def viewable_child_of(self, window: str, title: str) -> bool:
        """Whether a window of that title stands inside another and is to be seen."""
        found = re.search(rf'(0x[0-9a-f]+) "{title}"', self.tree_of(window))
        return found is not None and "IsViewable" in self.output_of("xwininfo", "-stats", "-id", found[1])

    def picture(self, file: Path) -> None:
        """What is to be seen, where a tool for that is installed."""
        if shutil.which("import"):
            self.do("import", "-window", "root", str(file))


@contextlib.contextmanager
def real_screen(home: Path) -> Iterator[Screen]:
    """A screen with openbox and tint2; ended in the end. Skips where the tools are missing."""
    if MISSING and os.environ.get("CI") != "true":
        pytest.skip(f"not installed: {', '.join(MISSING)} ('python3 dev.py test' installs them as root on Debian)")
    assert not MISSING, f"not installed: {', '.join(MISSING)}"
    home.mkdir()
    read, write = os.pipe()
    started: list[subprocess.Popen[bytes]] = []
    try:
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-nolisten", "tcp", "-noreset"]
        started.append(subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL))
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        assert number, "Xvfb did not start"
        screen = Screen(f":{number}", home)
        (home / "tint2rc").write_text(PANEL)
        for command in (["openbox", "--sm-disable"], ["tint2", "-c", str(home / "tint2rc")]):
            started.append(
                subprocess.Popen(command, env=screen.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            )
        until(lambda: screen.windows_named("tint2"), "the panel is shown")
        yield screen
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(PATIENCE)


class WatchedDesktop:
    """The running program. ``look`` asks ``watched_desktop.py`` where something is."""

    def __init__(self, screen: Screen, data_dir: Path, *arguments: str, **settings: str) -> None:
        self.screen = screen
        self.person = data_dir.parent / "person"
        places = {name: self.person / name.lower() for name in ("XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME")}
        for place in places.values():
            place.mkdir(parents=True, mode=0o700)
        keyring = 'printf "a password" | gnome-keyring-daemon --daemonize --unlock --components=secrets >/dev/null'
        program = [sys.executable, "-P", str(Path(__file__).with_name("watched_desktop.py")), "run", *arguments]
        program += ["--data-dir", str(data_dir)]
        self._errors = data_dir.parent / "errors"
        with self._errors.open("w") as errors:
            self.process = subprocess.Popen(
                ["dbus-run-session", "--", "sh", "-c", f'{keyring}; exec "$0" "$@"', *program],
                env=screen.environment
                | {name: str(place) for name, place in places.items()}
                | {"HOME": str(self.person), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
                | settings,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def look(self, what: str, name: str = "") -> Any:
        """Ask one question."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"what": what, "name": name}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"the program has ended: {self.process.poll()}\n{self.log}"
        return json.loads(answer)

    def find(self, name: str, *, field: bool = False) -> dict[str, Any]:
        """Wait for a widget that can be clicked and stands still; with ``field`` for one that can be written into."""
        places: list[Any] = [None]

        def seen() -> Any:
            found = [one for one in self.look("widgets", name) if one["enabled"] and (one["field"] or not field)]
            places.append((found[-1]["x"], found[-1]["y"]) if found else None)
            return found[-1] if found and places[-1] == places[-2] else None

        found: dict[str, Any] = until(seen, f"{name} is to be seen")
        return found

    def left_running(self) -> dict[int, str]:
        """Processes that were started in this person's name: ids and command lines."""
        found = {}
        marker = f"HOME={self.person}".encode()
        for directory in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if marker in (directory / "environ").read_bytes().split(b"\0"):
                    found[int(directory.name)] = (directory / "cmdline").read_text().replace("\0", " ")
        return found

    @property
    def log(self) -> str:
        """What the program has written to standard error."""
        return self._errors.read_text(errors="replace")

    def end(self) -> None:
        """Kill what still runs."""
        for process in self.left_running():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                stream.close()
