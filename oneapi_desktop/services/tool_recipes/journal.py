"""What was changed in tools' files, and how to take it back exactly.

One directory per recipe below the data directory holds the journal and the files as they were before.
All of it is readable by its owner alone: configurations hold keys.
"""

import hashlib
import json
import re
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from oneapi_desktop.domain.errors import NotFound, OneApiError
from oneapi_desktop.secrets.private_file import write_private_file
from oneapi_desktop.services.tool_recipes.change import FileChange, edited, editor_of
from oneapi_desktop.services.tool_recipes.config_file import (
    NEW_FILE_MODE,
    ConfigFile,
    Untouchable,
    current,
    make_parents,
    read_config,
    write_config,
)
from oneapi_desktop.services.tool_recipes.recipe import ABSENT, Format, Item, KeyPath
from oneapi_desktop.services.tool_recipes.text_format import MISSING, Unreadable, changed, spell, value_at

_RECIPE_NAME = re.compile(r"[a-z0-9-]{1,40}")


@dataclass(slots=True)
class FileRecord:
    """What was done to one file.

    ``before`` is the name of the copy of the file as it was, empty if there was none. ``after`` is the
    SHA-256 of what was written last. ``wrote`` has, for each key path (as JSON), the SHA-256 of the value
    written. ``exact`` is False once the file held changes of others between two of our own.
    """

    path: str
    format: str
    before: str
    mode: int
    after: str
    wrote: dict[str, str]
    made: list[str] = field(default_factory=list)
    exact: bool = True


@dataclass(slots=True)
class Record:
    """What was done for one recipe, until it is taken back."""

    applied_at: int
    files: list[FileRecord] = field(default_factory=list)
    token: str = ""


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking back did to one file: ``restored``, ``removed``, ``cleaned`` (only our keys taken out,
    because others changed the file since) or ``gone`` (no file any more). ``kept`` names keys left alone
    because their values are not ours any more."""

    path: str
    how: str
    kept: tuple[str, ...] = ()


class Journal:
    """Applies changes and takes them back. Blocks: call it in a thread."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def find(self, recipe: str) -> Record | None:
        """What is applied for a recipe now. Raises OneApiError when its journal is damaged."""
        path = self._directory(recipe) / "journal.json"
        try:
            document = json.loads(path.read_bytes())
            files = [FileRecord(**entry) for entry in document["files"]]
            return Record(int(document["applied_at"]), files, str(document.get("token", "")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError):
            raise OneApiError(
                f"the journal {path} cannot be read, so nothing can be taken back by it; "
                "the files as they were lie beside it"
            ) from None

    def apply(self, recipe: str, changes: list[FileChange], token: str = "") -> Record:
        """Write the changed files, all or none; each is copied first. Raises Conflict when one changed
        meanwhile, OneApiError when one cannot be written."""
        old = self.find(recipe)
        record = Record(time.time_ns() // 1_000_000, list(old.files) if old else [], token)
        directory = self._directory(recipe)
        try:
            for parent in (self._root, directory):
                parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise OneApiError(f"{directory} could not be made: {error.strerror}") from None
        done: list[FileChange] = []
        try:
            for change in changes:
                if change.changes or not self._known(record, change):
                    self._note(record, directory, change)
            # The journal comes first: whatever moment we are killed at, it can take back what was written.
            self._write(directory, record)
            for change in changes:
                if change.changes:
                    known = self._known(record, change)
                    assert known is not None
                    known.made += [str(made) for made in make_parents(change.edit.path)]
                    write_config(change.file, change.data)
                    done.append(change)
            self._write(directory, record)
        except BaseException:
            for change in reversed(done):
                _put_back(change)
            _remove_directories(record.files)
            self._roll_back(directory, old)
            raise
        return record

    def undo(self, recipe: str) -> list[Undone]:
        """Take everything back. A file nobody touched since gets its former contents to the byte; of a
        changed one only our keys are taken back. Raises NotFound, Untouchable (nothing is changed then)."""
        record = self.find(recipe)
        if record is None:
            raise NotFound(f"nothing was applied for {recipe}, so there is nothing to take back")
        directory = self._directory(recipe)
        planned = [self._plan_undo(directory, entry) for entry in record.files]
        results = [_carry_out(entry, plan) for entry, plan in zip(record.files, planned, strict=True)]
        _remove_directories(record.files)
        _clear(directory)
        return results

    def _directory(self, recipe: str) -> Path:
        assert _RECIPE_NAME.fullmatch(recipe)
        return self._root / recipe

    def _known(self, record: Record, change: FileChange) -> FileRecord | None:
        return next((entry for entry in record.files if entry.path == str(change.edit.path)), None)

    def _note(self, record: Record, directory: Path, change: FileChange) -> None:
        file, edit = change.file, change.edit
        wrote = {path_text(path): digest_of_value(value) for path, value in edit.values}
        known = self._known(record, change)
        if known is not None:
            # Applied before: what it was before the first time is what to go back to.
            known.exact = known.exact and file.data is not None and _digest(file.data) == known.after
            known.after = _digest(change.data)
            known.wrote |= wrote
            return
        before = ""
        if file.data is not None:
            before = f"{len(record.files)}.before"
            write_private_file(directory / before, file.data)
        record.files.append(
            FileRecord(str(edit.path), edit.format.value, before, file.mode, _digest(change.data), wrote)
        )

    def _write(self, directory: Path, record: Record) -> None:
        text = json.dumps(asdict(record), indent=1)
        try:
            write_private_file(directory / "journal.json", text.encode())
        except OSError as error:
            raise OneApiError(f"the journal in {directory} could not be written: {error.strerror}") from None

    def _roll_back(self, directory: Path, old: Record | None) -> None:
        if old is not None:
            self._write(directory, old)
            return
        _clear(directory)

    def _plan_undo(self, directory: Path, entry: FileRecord) -> "_UndoPlan":
        path = Path(entry.path)
        if current_or_none(path) is None:
            return _UndoPlan(None, None, "gone")
        file = read_config(path)
        assert file.data is not None
        before: bytes | None = None
        if entry.before:
            try:
                before = (directory / entry.before).read_bytes()
            except OSError:
                raise Untouchable(f"the copy of {path} in {directory} cannot be read; nothing was changed") from None
        if entry.exact and _digest(file.data) == entry.after:
            return _UndoPlan(file, before, "restored" if before is not None else "removed")
        if before is not None and file.data == before:
            return _UndoPlan(file, before, "restored")
        return _merged(entry, file, before)


@dataclass(frozen=True, slots=True)
class _UndoPlan:
    file: ConfigFile | None
    data: bytes | None
    how: str
    kept: tuple[str, ...] = ()


def _merged(entry: FileRecord, file: ConfigFile, before: bytes | None) -> _UndoPlan:
    """Others changed the file since: give back the former values of those keys that are still ours."""
    form = Format(entry.format)
    editor = editor_of(form)
    old_text = "" if before is None else before.decode().removeprefix("\ufeff").replace("\r\n", "\n")
    now, old = _load(editor, file.path, file.text), editor.load(old_text)
    values: list[tuple[KeyPath, Any]] = []
    kept = []
    for written, digest in entry.wrote.items():
        path = path_of_text(written)
        present = value_at(now, path)
        if digest_of_value(ABSENT if present is MISSING else present) != digest:
            kept.append(spell(path))
            continue
        former = value_at(old, path)
        values.append((path, ABSENT if former is MISSING else former))
    left = changed(now, values)
    for parent in _parents(values):
        if value_at(old, parent) is MISSING and value_at(left, parent) in ({}, []):
            values.append((parent, ABSENT))
            left = changed(left, ((parent, ABSENT),))
    text = edited(file.path, form, file.text, values)
    return _UndoPlan(file, file.encoded(text), "cleaned", tuple(kept))


def _parents(values: list[tuple[KeyPath, Any]]) -> list[KeyPath]:
    """All groups above the paths, innermost first."""
    found = {path[:length] for path, _value in values for length in range(1, len(path))}
    return sorted(found, key=len, reverse=True)


def _load(editor: Any, path: Path, text: str) -> Any:
    try:
        return editor.load(text)
    except Unreadable as error:
        raise Untouchable(f"{path}: {error}; repair it first") from None


def _carry_out(entry: FileRecord, plan: _UndoPlan) -> Undone:
    path = Path(entry.path)
    if plan.file is not None:
        if plan.data is None:
            try:
                path.unlink()
            except OSError as error:
                raise OneApiError(f"{path} could not be removed: {error.strerror}") from None
        elif plan.data != plan.file.data:
            write_config(plan.file, plan.data)
    return Undone(entry.path, plan.how, plan.kept)


def _remove_directories(files: list[FileRecord]) -> None:
    """Remove the directories that were made for files, if they are empty."""
    for made in reversed([made for entry in files for made in entry.made]):
        with suppress(OSError):
            Path(made).rmdir()


def _clear(directory: Path) -> None:
    for left in directory.iterdir():
        with suppress(OSError):
            left.unlink()
    with suppress(OSError):
        directory.rmdir()


def _put_back(change: FileChange) -> None:
    path = change.edit.path
    with suppress(OSError, OneApiError):
        if change.file.data is None:
            path.unlink()
        else:
            written = ConfigFile(path, change.data, "", "\n", bom=False, mode=change.file.mode or NEW_FILE_MODE)
            write_config(written, change.file.data)


def current_or_none(path: Path) -> bytes | None:
    """The file's bytes; None also where something else stands in its way."""
    try:
        return current(path)
    except OSError:
        return b""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest_of_value(value: Any) -> str:
    """SHA-256 of a value as JSON, with which it is recognised later without being kept."""
    return _digest(json.dumps(value, sort_keys=True, default=str).encode())


def path_text(path: KeyPath) -> str:
    """A key path as JSON text."""
    return json.dumps([[step.key, step.value] if isinstance(step, Item) else step for step in path])


def path_of_text(text: str) -> KeyPath:
    """The key path of such a text."""
    return tuple(Item(*step) if isinstance(step, list) else str(step) for step in json.loads(text))
