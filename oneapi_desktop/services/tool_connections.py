"""Pointing tools at this gateway: what is installed, what a recipe would change, applying, taking back."""

import asyncio
import hashlib
import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from oneapi_desktop.domain.channel import ChannelStatus
from oneapi_desktop.domain.errors import Conflict, InvalidInput, OneApiError
from oneapi_desktop.domain.token import Token, TokenStatus
from oneapi_desktop.services.channel_fields import read_names
from oneapi_desktop.services.json_shapes import iso_time
from oneapi_desktop.services.tool_recipes import RECIPES, find_recipe
from oneapi_desktop.services.tool_recipes.change import FileChange, editor_of, masked, plan_edit
from oneapi_desktop.services.tool_recipes.config_file import LARGEST
from oneapi_desktop.services.tool_recipes.journal import Journal
from oneapi_desktop.services.tool_recipes.recipe import Edit, Machine, Place, Recipe, Target
from oneapi_desktop.services.tool_recipes.text_format import Unreadable

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

PLACE_VARIABLES = (
    "PATH", "APPDATA", "XDG_CONFIG_HOME", "FLATPAK_XDG_CONFIG_HOME", "CLAUDE_CONFIG_DIR", "CODEX_HOME",
    "GEMINI_CLI_HOME", "CONTINUE_GLOBAL_DIR", "OPENCODE_CONFIG",
)  # fmt: skip
"""Variables that decide where tools keep their files. A command passes on its own, which may differ from
those the gateway was started with."""

NEW_KEY = "sk-made-when-applied-new"
MOST_MODELS = 12
"""How many models are offered to a tool that wants a list, when none are named."""


class ToolConnections:
    """Carries out recipes on this machine."""

    def __init__(self, workspace: "Workspace", environment: Mapping[str, str] | None = None) -> None:
        self._workspace = workspace
        self._journal = Journal(workspace.directory.root / "connect")
        machine = Machine.present()
        if environment is not None:
            machine = replace(machine, environment=_read_environment(environment))
        self._machine = machine

    async def list(self) -> list[dict[str, Any]]:
        """Every tool with what is known of it here: see ``_status``."""
        target = Target(self._root(), "", await self._models(None))
        return await asyncio.to_thread(lambda: [self._status(recipe, target) for recipe in RECIPES])

    async def show(
        self, tool: str, token: int | str | None = None, models: Any = None, *, reveal: bool = False
    ) -> dict[str, Any]:
        """One tool: its state, its steps and the texts to copy. The key stands in them only with ``reveal``,
        which needs an existing token. Raises NotFound, InvalidInput, VaultError."""
        recipe = find_recipe(tool)
        chosen = await self._token(recipe, token)
        if reveal and chosen is None:
            raise InvalidInput("token", "name a token whose key is to be shown; 'oneapi-desktop token add' makes one")
        target = await self._target(chosen, models, reveal=reveal)
        snippets = [asdict(snippet) for snippet in recipe.snippets(target, self._machine)]
        state = await asyncio.to_thread(self._status, recipe, target)
        return state | {
            "token": chosen.name if chosen else None,
            "models": [*target.models],
            "snippets": snippets,
            "steps": [*recipe.steps],
            "source": recipe.source,
        }

    async def plan(
        self, tool: str, token: int | str | None = None, models: Any = None, directory: str | None = None
    ) -> dict[str, Any]:
        """What applying would change, file by file, as diffs in which keys are masked.

        ``plan`` is to be passed to ``apply``, which then refuses if a file has changed since.
        Raises NotFound, InvalidInput, Untouchable.
        """
        recipe = self._applicable(tool)
        chosen = await self._token(recipe, token)
        target = await self._target(chosen, models, reveal=True)
        changes = await asyncio.to_thread(self._plan, recipe, target, directory)
        return {
            "tool": recipe.name,
            "label": recipe.label,
            "root": target.root,
            "token": chosen.name if chosen else None,
            "new_token": None if chosen else recipe.name,
            "models": [*target.models],
            "files": [_file_json(change) for change in changes],
            "changes": any(change.changes for change in changes),
            "steps": [*recipe.steps],
            "plan": _digest(changes),
        }

    async def apply(
        self,
        tool: str,
        token: int | str | None = None,
        models: Any = None,
        directory: str | None = None,
        plan: str | None = None,
    ) -> dict[str, Any]:
        """Write the tool's files, after copying them. Without ``token`` the one named like the tool is used,
        or made without limits. Raises NotFound, InvalidInput, Untouchable, Conflict, VaultError."""
        recipe = self._applicable(tool)
        chosen = await self._token(recipe, token)
        draft = await self._target(chosen, models, reveal=True)
        # A file that must not be touched is found before a token is made for it.
        planned = await asyncio.to_thread(self._plan, recipe, draft, directory)
        if plan is not None and plan != _digest(planned):
            raise Conflict(f"the files of {recipe.label} have changed since; look at the changes again")
        made = chosen is None
        if chosen is None:
            chosen, _key = await self._workspace.tokens.add({"name": recipe.name, "unlimited": True})
        target = await self._target(chosen, models, reveal=True)
        name = chosen.name
        changes = await asyncio.to_thread(self._write, recipe, target, directory, name)
        return {
            "tool": recipe.name,
            "label": recipe.label,
            "token": name,
            "token_made": made,
            "files": [_file_json(change) for change in changes],
            "steps": [*recipe.steps],
        }

    async def undo(self, tool: str) -> dict[str, Any]:
        """Take back what was applied. Raises NotFound, Untouchable."""
        recipe = find_recipe(tool)
        undone = await asyncio.to_thread(self._journal.undo, recipe.name)
        return {
            "tool": recipe.name,
            "label": recipe.label,
            "files": [{"path": one.path, "result": one.how, "kept": [*one.kept]} for one in undone],
        }

    def _applicable(self, tool: str) -> Recipe:
        recipe = find_recipe(tool)
        if not recipe.applicable:
            raise Conflict(
                f"{recipe.label} has no file that can be changed from outside; follow the steps of "
                f"'oneapi-desktop connect show {recipe.name}'"
            )
        return recipe

    def _plan(self, recipe: Recipe, target: Target, directory: str | None) -> Sequence[FileChange]:
        place = Place(self._machine, _read_directory(recipe, directory))
        return [plan_edit(edit) for edit in recipe.edits(target, place)]

    def _write(self, recipe: Recipe, target: Target, directory: str | None, token: str) -> Sequence[FileChange]:
        changes = self._plan(recipe, target, directory)
        self._journal.apply(recipe.name, [*changes], token)
        return changes

    def _root(self) -> str:
        return self._workspace.root_url

    async def _target(self, token: Token | None, models: Any, *, reveal: bool) -> Target:
        key = NEW_KEY if token is None else f"sk-…{token.key_hint}"
        if token is not None and reveal:
            key = await self._workspace.tokens.reveal(token.id)
        return Target(self._root(), key, await self._models(models))

    async def _token(self, recipe: Recipe, wanted: int | str | None) -> Token | None:
        if wanted is not None:
            token = await self._workspace.tokens.find(wanted)
            if token.status is not TokenStatus.ENABLED:
                raise InvalidInput("token", f"token {token.name!r} is {token.status.value}; choose another")
            return token
        for token in await self._workspace.tokens.list(revoked=False):
            if token.name == recipe.name and token.status is TokenStatus.ENABLED:
                return token
        return None

    async def _models(self, wanted: Any) -> tuple[str, ...]:
        if wanted is not None:
            return tuple(read_names(wanted, "models", longest=256))
        channels = await self._workspace.channels.list()
        offered = [m for c in channels if c.status is ChannelStatus.ENABLED and c.provider != "echo" for m in c.models]
        return tuple(dict.fromkeys(offered))[:MOST_MODELS]

    def _status(self, recipe: Recipe, target: Target) -> dict[str, Any]:
        """``points`` is here, elsewhere, nowhere or unknown (the file cannot be read)."""
        machine = self._machine
        installed = any(machine.finds(name) for name in recipe.programs) or any(
            mark.exists() for mark in recipe.marks(machine)
        )
        problem = None
        try:
            record = self._journal.find(recipe.name)
        except OneApiError as error:
            record, problem = None, str(error)
        edits: Sequence[Edit] = []
        if recipe.applicable and not recipe.chosen_directory:
            edits = recipe.edits(target, Place(machine))
        points, address = "nowhere", ""
        for edit in edits:
            found = _addresses(edit)
            if found is None:
                points = "unknown"
            elif found:
                here = next((one for one in found if same_place(one, target.root)), "")
                points, address = ("here", here) if here else ("elsewhere", found[0])
                break
        return {
            "tool": recipe.name,
            "label": recipe.label,
            "text": recipe.text,
            "installed": installed,
            "applicable": recipe.applicable,
            "chosen_directory": recipe.chosen_directory,
            "points": points,
            "address": address or None,
            "files": [str(edit.path) for edit in edits],
            "applied_at": iso_time(record.applied_at) if record else None,
            "applied_files": [entry.path for entry in record.files] if record else [],
            "applied_token": record.token or None if record else None,
            "problem": problem,
        }


def _addresses(edit: Edit) -> list[str] | None:
    """Where a tool's file sends its requests now; None if it cannot be read."""
    try:
        if edit.path.stat().st_size > LARGEST:
            return None
        text = edit.path.read_text(encoding="utf-8-sig")
        found = edit.addresses(editor_of(edit.format).load(text))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except (OSError, UnicodeDecodeError, Unreadable):
        return None
    return [masked(one)[:200] for one in found if isinstance(one, str)]


def same_place(address: str, root: str) -> bool:
    """Whether an address is on this machine's loopback and leads to the gateway's port."""
    try:
        one, other = urlsplit(address), urlsplit(root)
        ports = (one.port, other.port)
    except ValueError:
        return False
    return ports[0] == ports[1] and (one.hostname == other.hostname or _loopback(one.hostname or ""))


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read_environment(values: Any) -> dict[str, str]:
    if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
        raise InvalidInput("environment", "write variables as an object of texts")
    return {name: value for name, value in values.items() if name in PLACE_VARIABLES}


def _read_directory(recipe: Recipe, directory: str | None) -> Path | None:
    if directory is None:
        return None
    if not recipe.chosen_directory:
        raise InvalidInput("directory", f"{recipe.label} keeps its file in a place of its own; leave it out")
    path = Path(directory).expanduser()
    if not path.is_absolute():
        raise InvalidInput("directory", "write an absolute path")
    if not path.is_dir():
        raise InvalidInput("directory", f"there is no directory {path}")
    return path


def _file_json(change: FileChange) -> dict[str, Any]:
    open_to_others = change.file.data is not None and change.file.mode & 0o077
    return {
        "path": str(change.edit.path),
        "exists": change.file.data is not None,
        "changes": change.changes,
        "diff": change.diff(),
        "remark": "other users of this machine can read this file, and the key in it" if open_to_others else None,
    }


def _digest(changes: Sequence[FileChange]) -> str:
    found = hashlib.sha256()
    for change in changes:
        found.update(f"{change.edit.path}\0{len(change.file.data or b'')}\0".encode())
        found.update(change.file.data or b"")
    return found.hexdigest()[:32]
