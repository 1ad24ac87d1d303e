"""``connect``: shown, applied, taken back from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of this test's own."""
    found = tmp_path / "home"
    found.mkdir()
    monkeypatch.setenv("HOME", str(found))
    monkeypatch.setenv("USERPROFILE", str(found))
    monkeypatch.setenv("CODEX_HOME", str(found / "moved"))
    monkeypatch.delenv("CLAUDE_CONFIG_DIR", raising=False)
    return found


def test_connecting_from_beginning_to_end(run: Any, home: Path) -> None:
    listed = run("connect", "list")
    assert (listed.code, listed.err) == (0, "")
    assert "claude-code" in listed.out
    shown = run("connect", "show", "claude-code")
    assert "ANTHROPIC_BASE_URL" in shown.out
    assert "http://127.0.0.1:3000" in shown.out
    dry = run("connect", "apply", "claude-code", "--dry-run")
    assert "+  " in dry.out
    assert "A token 'claude-code' without limits would be made for it." in dry.out
    assert not (home / ".claude").exists()
    applied = run("connect", "apply", "claude-code", "--yes")
    assert (applied.code, applied.err) == (0, "")
    assert "connect undo claude-code" in applied.out
    settings = json.loads((home / ".claude" / "settings.json").read_text())
    assert settings["env"]["ANTHROPIC_BASE_URL"] == "http://127.0.0.1:3000"
    assert settings["env"]["ANTHROPIC_AUTH_TOKEN"] not in applied.out + dry.out
    (state,) = [row for row in run("connect", "list", "--json").json if row["tool"] == "claude-code"]
    assert (state["points"], state["applied_token"]) == ("here", "claude-code")
    undone = run("connect", "undo", "claude-code")
    assert "removed, it did not exist before" in undone.out
    assert not (home / ".claude").exists()


def test_this_shells_variables_decide_where_files_lie(run: Any, home: Path) -> None:
    plan = run("connect", "apply", "codex", "--dry-run", "--json").json
    assert plan["files"][0]["path"] == str(home / "moved" / "config.toml")


def test_a_project_of_the_working_directory(run: Any, home: Path) -> None:
    Path("project").mkdir()
    applied = run("connect", "apply", "openai-sdk", "--directory", "project", "--yes", "--json")
    assert applied.json["files"][0]["path"] == str(Path("project/.env").absolute())
    assert "OPENAI_BASE_URL=http://127.0.0.1:3000/v1" in Path("project/.env").read_text()


def test_keys_are_shown_when_asked(run: Any, home: Path) -> None:
    key = run("token", "add", "--name", "t", "--unlimited", "--json").json["key"]
    assert key not in run("connect", "show", "curl", "--token", "t").out
    assert key in run("connect", "show", "curl", "--token", "t", "--reveal").out


@pytest.mark.parametrize(
    ("arguments", "code", "word"),
    [
        (["show", "vim"], 1, "no recipe"),
        (["apply", "cursor", "--yes"], 1, "connect show cursor"),
        (["apply", "openai-sdk", "--yes"], 2, "directory"),
        (["undo", "codex"], 1, "nothing was applied"),
        (["apply", "codex", "--token", "nobody"], 1, "nobody"),
    ],
)
def test_wrong_use(run: Any, home: Path, arguments: list[str], code: int, word: str) -> None:
    ended = run("connect", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert word in ended.err
    assert ended.err.count("\n") == 1
