"""The file by which commands find the running gateway."""

import stat
import sys
from pathlib import Path

import pytest

from oneapi_desktop.services.control_file import (
    ControlAddress,
    new_secret,
    read_control_file,
    remove_control_file,
    write_control_file,
)


def test_round_trip(tmp_path: Path) -> None:
    path = tmp_path / "control.json"
    address = ControlAddress("http://127.0.0.1:5", new_secret(), 7)
    write_control_file(path, address)
    assert read_control_file(path) == address
    assert address.secret not in repr(address)
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["control.json"]
    other = ControlAddress("http://127.0.0.1:6", new_secret(), 8)
    remove_control_file(path, other)
    assert path.exists(), "only its own file is removed"
    write_control_file(path, other)
    remove_control_file(path, other)
    assert read_control_file(path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"url": "x"}', '{"url": "x", "secret": "y", "pid": "z"}', "\u00e9"])
def test_unusable_files_are_no_address(tmp_path: Path, text: str) -> None:
    path = tmp_path / "control.json"
    path.write_text(text, encoding="utf-8")
    assert read_control_file(path) is None
