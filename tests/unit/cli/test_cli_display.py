"""A display is asked before Qt is: it ends the process when there is none."""

import ctypes
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from oneapi_desktop.cli.display import X_PORT, missing_display


@pytest.fixture(autouse=True)
def linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: None)


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "wayland-7"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()
        yield path


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_always_have_one(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr("sys.platform", platform)
    assert missing_display() == ""


def test_nothing_named() -> None:
    assert missing_display() == "there is no display"


def test_qt_was_told_to_draw_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen:size=800x600")
    assert missing_display() == ""


def test_wayland(monkeypatch: pytest.MonkeyPatch, listening: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(listening.parent))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert missing_display() == ""
    monkeypatch.setenv("WAYLAND_DISPLAY", str(listening))
    assert missing_display() == ""
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-8")
    assert missing_display() == "the display wayland-8 does not answer"
    monkeypatch.setenv("DISPLAY", str(listening))
    assert missing_display() == ""


def test_x11_by_socket(monkeypatch: pytest.MonkeyPatch, listening: Path) -> None:
    monkeypatch.setenv("DISPLAY", f"{listening}.0")
    assert missing_display() == ""
    for dead in (":65000", "unix:65000", "unix/x:65000.1", "nonsense", "/nowhere/X1"):
        monkeypatch.setenv("DISPLAY", dead)
        assert missing_display() == f"the display {dead} does not answer"


def test_x11_over_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - X_PORT
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{number}.0")
        assert missing_display() == ""
    assert missing_display() == f"the display 127.0.0.1:{number}.0 does not answer"


def test_a_library_that_qt_needs_is_named(monkeypatch: pytest.MonkeyPatch, listening: Path) -> None:
    def absent(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", absent)
    monkeypatch.setenv("DISPLAY", str(listening))
    assert "apt-get install libxcb-cursor0" in missing_display()
