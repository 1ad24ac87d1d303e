"""Tools are pointed here and back: files are changed as shown, and given back to the byte."""

import json
import os
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest

from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound, OneApiError
from oneapi_desktop.services.tool_connections import same_place
from oneapi_desktop.services.tool_recipes import RECIPES, config_file, find_recipe
from oneapi_desktop.services.tool_recipes.change import editor_of, plan_edit
from oneapi_desktop.services.tool_recipes.config_file import Untouchable
from oneapi_desktop.services.tool_recipes.recipe import Machine, Place, Target

APPLICABLE = [recipe for recipe in RECIPES if recipe.applicable]
KEY = "plantedsecretkey0123456789"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory of this test's own."""
    found = tmp_path / "home"
    found.mkdir()
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(found))
    for name in ("XDG_CONFIG_HOME", "APPDATA", "CLAUDE_CONFIG_DIR", "CODEX_HOME", "GEMINI_CLI_HOME", "OPENCODE_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return found


@pytest.fixture
async def token(operate: Any) -> str:
    await operate("token.add", name="laptop", unlimited=True, key=f"sk-{KEY}")
    return "laptop"


@pytest.mark.parametrize("system", ["linux", "macos", "windows"])
@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.name)
def test_every_recipe_is_complete_on_every_system(recipe: Any, system: str, tmp_path: Path) -> None:
    machine = Machine(system, tmp_path)
    target = Target("http://127.0.0.1:3000", "sk-key", ("gpt-4o", "o3"))
    assert recipe.source.startswith("https://")
    assert recipe.label
    assert recipe.text.endswith(".")
    snippets = recipe.snippets(target, machine)
    assert snippets
    assert any("127.0.0.1:3000" in snippet.text for snippet in snippets)
    assert any("sk-key" in snippet.text for snippet in snippets)
    assert recipe.applicable or recipe.steps or recipe.name in ("curl", "langchain")
    if not recipe.applicable:
        return
    edits = recipe.edits(target, Place(machine, tmp_path / "project"))
    addresses = []
    for edit in edits:
        assert edit.path.is_relative_to(tmp_path)
        change = plan_edit(edit)
        data = editor_of(edit.format).load(change.data.decode())
        addresses += edit.addresses(data)
    assert addresses
    assert all(address.startswith("http://127.0.0.1:3000") for address in addresses)


def test_files_follow_the_variables_that_move_them(tmp_path: Path) -> None:
    moved = {"CLAUDE_CONFIG_DIR": "/a", "CODEX_HOME": "/b", "GEMINI_CLI_HOME": "/c", "OPENCODE_CONFIG": "/d/o.json",
             "XDG_CONFIG_HOME": "/e", "APPDATA": "/f", "CONTINUE_GLOBAL_DIR": "/g"}  # fmt: skip
    target = Target("http://127.0.0.1:3000", "sk-key")

    def first(name: str, system: str = "linux") -> str:
        machine = Machine(system, tmp_path, moved)
        return find_recipe(name).edits(target, Place(machine))[0].path.as_posix()

    assert first("claude-code") == "/a/settings.json"
    assert first("codex") == "/b/config.toml"
    assert first("gemini-cli") == "/c/.gemini/.env"
    assert first("opencode") == "/d/o.json"
    assert first("zed") == "/e/zed/settings.json"
    assert first("zed", "windows") == "/f/Zed/settings.json"
    assert first("zed", "macos") == f"{tmp_path.as_posix()}/.config/zed/settings.json"
    assert first("continue") == "/g/config.yaml"


SAMPLES = {
    "settings.json": b'\xef\xbb\xbf// mine\r\n{\r\n\t"theme": "dark",\r\n'
    b'\t"env": {"ANTHROPIC_API_KEY": "sk-ant-old-0123456789"}\r\n}\r\n',
    "config.toml": b'# mine\nmodel = "gpt-5"\nmodel_provider = "other"\n\n[model_providers.other]\nname = "Other"\n',
    ".env": b"# mine\nOPENAI_API_KEY='sk-old-0123456789'\n",
    "opencode.json": b'{\n  "model": "anthropic/claude", // why\n}\n',
    "config.yaml": b"name: Mine\nversion: 1.0.0\nschema: v1\nmodels:\n  - name: Old # kept\n    provider: ollama\n",
    ".aider.conf.yml": b"# mine\nmodel: sonnet\nauto-commits: false\n",
}


@pytest.mark.parametrize("existing", [False, True], ids=["no file", "a file"])
@pytest.mark.parametrize("recipe", APPLICABLE, ids=lambda recipe: recipe.name)
async def test_apply_and_undo(
    recipe: Any, existing: bool, home: Path, tmp_path: Path, workspace: Any, operate: Any, token: str
) -> None:
    project = tmp_path / "project"
    project.mkdir()
    where = {"directory": str(project)} if recipe.chosen_directory else {}
    arguments = {"tool": recipe.name, "token": token, "models": ["gpt-4o", "o3"], **where}
    paths = [Path(file["path"]) for file in (await operate("connect.plan", **arguments))["files"]]
    before: dict[Path, bytes] = {}
    for path in paths:
        if existing:
            path.parent.mkdir(parents=True, exist_ok=True)
            before[path] = SAMPLES[path.name]
            path.write_bytes(before[path])
            path.chmod(0o640)
    plan = await operate("connect.plan", **arguments)
    assert KEY not in json.dumps(plan)
    assert "old-0123456789" not in json.dumps(plan)
    assert all(file["exists"] is existing for file in plan["files"])
    assert plan["changes"]
    applied = await operate("connect.apply", **arguments, plan=plan["plan"])
    assert KEY not in json.dumps(applied)
    assert any(KEY in path.read_text() for path in paths) or recipe.name == "zed"
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o640 if existing else 0o600}
    for path, data in before.items():
        assert b"# mine" not in data or b"# mine" in path.read_bytes()
    if not recipe.chosen_directory:
        (state,) = [tool for tool in await operate("connect.list") if tool["tool"] == recipe.name]
        assert (state["points"], state["installed"]) == ("here", True)
        assert state["applied_at"]
    again = await operate("connect.plan", **arguments)
    assert (again["changes"], [file["diff"] for file in again["files"]]) == (False, [""] * len(paths))
    undone = await operate("connect.undo", tool=recipe.name)
    assert {file["result"] for file in undone["files"]} == {"restored" if existing else "removed"}
    for path in paths:
        assert (path.read_bytes() if path.exists() else None) == before.get(path)
    if not existing:
        assert not any(home.iterdir())
    with pytest.raises(NotFound, match="nothing was applied"):
        await operate("connect.undo", tool=recipe.name)
    assert not any((workspace.directory.root / "connect").iterdir())


async def test_backups_are_private(home: Path, workspace: Any, operate: Any, token: str) -> None:
    (home / ".claude").mkdir()
    (home / ".claude" / "settings.json").write_text('{"env": {"ANTHROPIC_AUTH_TOKEN": "sk-their-own"}}')
    await operate("connect.apply", tool="claude-code", token=token)
    kept = workspace.directory.root / "connect"
    files = [path for path in kept.rglob("*") if path.is_file()]
    assert len(files) == 2
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
        assert {stat.S_IMODE(path.stat().st_mode) for path in (kept, kept / "claude-code")} == {0o700}
    assert KEY not in (kept / "claude-code" / "journal.json").read_text()


async def test_undo_after_others_changed_the_file(home: Path, operate: Any, token: str) -> None:
    path = home / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_text('{"env": {"ANTHROPIC_BASE_URL": "http://old", "A": "1"}, "x": 1}')
    await operate("connect.apply", tool="claude-code", token=token, models=["m"])
    document = json.loads(path.read_text())
    document["y"] = 2
    document["env"]["ANTHROPIC_MODEL"] = "the-users-own"
    path.write_text(json.dumps(document))
    undone = await operate("connect.undo", tool="claude-code")
    assert undone["files"] == [{"path": str(path), "result": "cleaned", "kept": ["env.ANTHROPIC_MODEL"]}]
    assert json.loads(path.read_text()) == {
        "env": {"ANTHROPIC_BASE_URL": "http://old", "A": "1", "ANTHROPIC_MODEL": "the-users-own"}, "x": 1, "y": 2
    }  # fmt: skip


async def test_groups_we_made_go_when_they_are_empty(home: Path, operate: Any, token: str) -> None:
    path = home / ".codex" / "config.toml"
    path.parent.mkdir()
    path.write_text('approval = "never"\n')
    await operate("connect.apply", tool="codex", token=token, models=["m"])
    path.write_text(path.read_text() + '\n[projects."/tmp"]\ntrust = true\n')
    await operate("connect.undo", tool="codex")
    assert tomllib.loads(path.read_text()) == {"approval": "never", "projects": {"/tmp": {"trust": True}}}


async def test_applying_twice_goes_back_to_the_beginning(home: Path, operate: Any, token: str) -> None:
    path = home / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_text('{"a": 1}')
    await operate("connect.apply", tool="claude-code", token=token, models=["one"])
    await operate("connect.apply", tool="claude-code", token=token, models=["two"])
    assert json.loads(path.read_text())["env"]["ANTHROPIC_MODEL"] == "two"
    await operate("connect.undo", tool="claude-code")
    assert path.read_text() == '{"a": 1}'


async def test_a_file_changed_between_two_applications_keeps_that_change(home: Path, operate: Any, token: str) -> None:
    path = home / ".claude" / "settings.json"
    await operate("connect.apply", tool="claude-code", token=token, models=["one"])
    path.write_text(json.dumps(json.loads(path.read_text()) | {"mine": True}))
    await operate("connect.apply", tool="claude-code", token=token, models=["two"])
    undone = await operate("connect.undo", tool="claude-code")
    assert undone["files"][0]["result"] == "cleaned"
    assert json.loads(path.read_text()) == {"mine": True}


async def test_a_token_is_made_for_the_tool_when_none_is_named(home: Path, operate: Any) -> None:
    plan = await operate("connect.plan", tool="aider")
    assert (plan["token"], plan["new_token"]) == (None, "aider")
    assert await operate("token.list") == [], "looking makes nothing"
    applied = await operate("connect.apply", tool="aider")
    assert (applied["token"], applied["token_made"]) == ("aider", True)
    assert (await operate("connect.apply", tool="aider"))["token_made"] is False
    key = (await operate("token.show", token="aider", reveal=True))["key"]
    assert f"openai-api-key: {key}" in (home / ".aider.conf.yml").read_text()


async def test_texts_to_copy_hold_the_key_only_when_asked(home: Path, operate: Any, token: str) -> None:
    for recipe in RECIPES:
        shown = await operate("connect.show", tool=recipe.name, token=token)
        assert KEY not in json.dumps(shown)
        revealed = await operate("connect.show", tool=recipe.name, token=token, reveal=True)
        assert KEY in json.dumps(revealed["snippets"])
    with pytest.raises(InvalidInput, match="token"):
        await operate("connect.show", tool="curl", reveal=True)


async def unchanged(path: Path, operate: Any, tool: str = "claude-code") -> str:
    """Applying is refused, and the file is as it was; why."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(Untouchable) as caught:
        await operate("connect.plan", tool=tool)
    with pytest.raises(Untouchable):
        await operate("connect.apply", tool=tool)
    assert (path.read_bytes() if path.is_file() else None) == before
    assert await operate("token.list") == [], "no token is made for nothing"
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{broken", "line 1"),
        (b"[1]", "not a group"),
        (b'{"env": 3}', "no group"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{\r\n"a": 1,\n"b": 2\r\n}', "line ends"),
        (b'{"a": "' + b"x" * config_file.LARGEST + b'"}', "larger"),
    ],
)
async def test_foreign_files_are_left_alone(home: Path, operate: Any, data: bytes, why: str) -> None:
    path = home / ".claude" / "settings.json"
    path.parent.mkdir()
    path.write_bytes(data)
    message = await unchanged(path, operate)
    assert why in message
    assert str(path) in message
    (state,) = [tool for tool in await operate("connect.list") if tool["tool"] == "claude-code"]
    assert state["points"] in ("unknown", "nowhere")


@pytest.mark.skipif(os.name != "posix", reason="links and modes of POSIX")
async def test_links_devices_and_read_only_files_are_left_alone(home: Path, operate: Any) -> None:
    path = home / ".claude" / "settings.json"
    path.parent.mkdir()
    real = home / "dotfiles.json"
    real.write_text("{}")
    path.symlink_to(real)
    assert "link" in await unchanged(path, operate)
    assert path.is_symlink()
    path.unlink()
    os.link(real, path)
    assert "hard links" in await unchanged(path, operate)
    path.unlink()
    path.write_text("{}")
    path.chmod(0o400)
    assert "read-only" in await unchanged(path, operate)
    path.unlink()
    os.mkfifo(path)
    assert "not a file" in await unchanged(path, operate)
    path.unlink()
    path.parent.rmdir()
    path.parent.write_text("in the way")
    assert "not a directory" in await unchanged(path, operate)


async def test_what_changed_since_the_plan_is_looked_at_again(home: Path, operate: Any, token: str) -> None:
    plan = await operate("connect.plan", tool="codex", token=token)
    (home / ".codex").mkdir()
    (home / ".codex" / "config.toml").write_text("a = 1\n")
    with pytest.raises(Conflict, match="changed since"):
        await operate("connect.apply", tool="codex", token=token, plan=plan["plan"])


async def test_a_write_that_fails_halfway_leaves_everything_as_it_was(
    home: Path, workspace: Any, operate: Any, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from oneapi_desktop.services.tool_recipes import journal

    real = journal.write_config
    (home / ".gemini").mkdir()
    (home / ".gemini" / ".env").write_text("A=1\n")

    def fails(file: Any, data: bytes) -> None:
        if file.path.name == "settings.json":
            raise OneApiError("disk full")
        real(file, data)

    monkeypatch.setattr(journal, "write_config", fails)
    with pytest.raises(OneApiError, match="disk full"):
        await operate("connect.apply", tool="gemini-cli", token=token)
    assert (home / ".gemini" / ".env").read_text() == "A=1\n"
    assert [path.name for path in (home / ".gemini").iterdir()] == [".env"]
    with pytest.raises(NotFound):
        await operate("connect.undo", tool="gemini-cli")


async def test_a_damaged_journal_is_said_and_touches_nothing(
    home: Path, workspace: Any, operate: Any, token: str
) -> None:
    await operate("connect.apply", tool="codex", token=token)
    (workspace.directory.root / "connect" / "codex" / "journal.json").write_text("{")
    with pytest.raises(OneApiError, match="journal"):
        await operate("connect.undo", tool="codex")
    (state,) = [tool for tool in await operate("connect.list") if tool["tool"] == "codex"]
    assert "journal" in state["problem"]


async def test_undo_of_a_removed_file(home: Path, operate: Any, token: str) -> None:
    await operate("connect.apply", tool="codex", token=token)
    (home / ".codex" / "config.toml").unlink()
    assert (await operate("connect.undo", tool="codex"))["files"][0]["result"] == "gone"


async def test_the_callers_environment_decides(home: Path, tmp_path: Path, operate: Any) -> None:
    elsewhere = tmp_path / "codex"
    plan = await operate("connect.plan", tool="codex", environment={"CODEX_HOME": str(elsewhere), "LD_PRELOAD": "x"})
    assert plan["files"][0]["path"] == str(elsewhere / "config.toml")


@pytest.mark.parametrize(
    ("operation", "arguments", "error", "word"),
    [
        ("connect.plan", {"tool": "cursor"}, Conflict, "steps"),
        ("connect.plan", {"tool": "vim"}, NotFound, "no recipe"),
        ("connect.plan", {"tool": "openai-sdk"}, InvalidInput, "directory"),
        ("connect.plan", {"tool": "openai-sdk", "directory": "relative"}, InvalidInput, "absolute"),
        ("connect.plan", {"tool": "openai-sdk", "directory": "/no/such/place"}, InvalidInput, "no directory"),
        ("connect.plan", {"tool": "codex", "directory": "/"}, InvalidInput, "directory"),
        ("connect.plan", {"tool": "codex", "environment": 3}, InvalidInput, "environment"),
        ("connect.plan", {"tool": "codex", "token": "nobody"}, NotFound, "nobody"),
        ("connect.undo", {"tool": "codex"}, NotFound, "nothing was applied"),
    ],
)
async def test_bad_arguments(
    home: Path, operate: Any, operation: str, arguments: dict[str, Any], error: type[Exception], word: str
) -> None:
    with pytest.raises(error, match=word):
        await operate(operation, **arguments)


def test_places() -> None:
    here = "http://127.0.0.1:3000"
    assert same_place("http://localhost:3000/v1", here)
    assert same_place("http://[::1]:3000", here)
    assert not same_place("http://127.0.0.1:3001", here)
    assert not same_place("https://api.openai.com/v1", here)
    assert not same_place("http://127.0.0.1:99999", here)
