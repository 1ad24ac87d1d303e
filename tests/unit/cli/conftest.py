"""Runs commands in process against a data directory of their own."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.cli.main import run_command_line


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The JSON document it printed."""
        return json.loads(self.out)


Run = Callable[..., Outcome]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data directory commands use; the working directory is empty."""
    for name in ("DEBUG", "NO_COLOR", "LOG_DIR", "PORT", "ONEAPI_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KEYRING_BACKEND", "file")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "cwd").mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    return tmp_path / "data"


@pytest.fixture
def run(data_dir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """``run("token", "list", stdin="…")``."""

    def do(*arguments: str, stdin: str = "") -> Outcome:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = run_command_line(arguments)
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return do
