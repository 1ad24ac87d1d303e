"""Variables, the .env file, one-api's flags."""

import os
from pathlib import Path

import pytest

from oneapi_desktop.cli.environment import accept_single_dashes, read_dot_env, settings_from, surroundings
from oneapi_desktop.cli.main import with_default_command
from oneapi_desktop.domain.errors import InvalidInput


def test_dot_env() -> None:
    text = """
# a comment
PORT=3001
export DATA_DIR = /srv/data   # where
QUOTED="a \\"b\\" # not a comment\\n"
SINGLE='$raw \\n'
EMPTY=
not an assignment
1BAD=x
HASH=a#b
OPEN="never closed
"""
    assert read_dot_env(text) == {
        "PORT": "3001",
        "DATA_DIR": "/srv/data",
        "QUOTED": 'a "b" # not a comment\n',
        "SINGLE": "$raw \\n",
        "EMPTY": "",
        "HASH": "a#b",
        "OPEN": '"never closed',
    }


def test_real_variables_win(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("\ufeffPORT=3001\nRETRY_TIMES=4\n", encoding="utf-8")
    monkeypatch.setenv("PORT", "3002")
    monkeypatch.delenv("RETRY_TIMES", raising=False)
    found = surroundings(tmp_path)
    assert (found["PORT"], found["RETRY_TIMES"]) == ("3002", "4")
    assert "RETRY_TIMES" not in os.environ
    monkeypatch.chdir(tmp_path)
    settings = settings_from({"port": None, "data_dir": "/x"})
    assert (settings.port, settings.retry_times, settings.data_dir) == (3002, 4, "/x")
    assert settings_from({"port": 5}).port == 5
    (tmp_path / ".env").write_text("RETRY_TIMES=many\n")
    with pytest.raises(InvalidInput) as caught:
        settings_from({})
    assert caught.value.field == "RETRY_TIMES"


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_an_unusable_file_is_passed_over(tmp_path: Path, content: bytes | None) -> None:
    if content is None:
        (tmp_path / ".env").mkdir()
    else:
        (tmp_path / ".env").write_bytes(content)
    assert surroundings(tmp_path) == dict(os.environ)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["-port", "3000", "-log-dir", "logs"], ["run", "--port", "3000", "--log-dir", "logs"]),
        (["serve", "-port=3000", "-headless"], ["serve", "--port=3000", "--headless"]),
        (["--port", "3000"], ["run", "--port", "3000"]),
        (["-version"], ["--version"]),
        (["-help"], ["--help"]),
        ([], ["run"]),
        (["token", "add", "--name", "-port"], ["token", "add", "--name", "-port"]),
        (["channel", "list", "-h"], ["channel", "list", "-h"]),
        (["--data-dir", "x", "serve"], ["--data-dir", "x", "serve"]),
    ],
)
def test_flags_of_one_api(given: list[str], expected: list[str]) -> None:
    assert with_default_command(accept_single_dashes(given)) == expected
