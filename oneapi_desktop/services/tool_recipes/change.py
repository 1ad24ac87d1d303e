"""From a recipe's edits to the exact new contents of files, checked before anything is written."""

import difflib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from oneapi_desktop.services.tool_recipes.config_file import ConfigFile, Untouchable, read_config
from oneapi_desktop.services.tool_recipes.recipe import Edit, Format
from oneapi_desktop.services.tool_recipes.text_format import TextFormat, Unreadable, changed

_REMARK = re.compile(r"(?:^|\s)(#[^\n]*)$", re.MULTILINE)
_SECRET_NAME = r"[\w.-]*(?:api[_-]?key|token|secret|password|passwd|authorization|credential)[\w.-]*"
_SECRET = re.compile(
    rf"""(?P<head>["']?{_SECRET_NAME}["']?\s*[:=]\s*)(?P<quote>["']?)(?P<value>[^"'\s,}}]{{4,}})""", re.IGNORECASE
)
_KEY = re.compile(r"\b(?:sk|pk|ghp|gsk|xai|AIza|hf|key)[-_][A-Za-z0-9_-]{8,}")


@cache
def editor_of(form: Format) -> TextFormat:
    """The editor of a format; its library is loaded when it is first needed."""
    if form is Format.JSONC:
        from oneapi_desktop.services.tool_recipes.jsonc_text import JsoncText

        return JsoncText()
    if form is Format.TOML:
        from oneapi_desktop.services.tool_recipes.toml_text import TomlText

        return TomlText()
    if form is Format.YAML:
        from oneapi_desktop.services.tool_recipes.yaml_text import YamlText

        return YamlText()
    from oneapi_desktop.services.tool_recipes.dotenv_text import DotenvText

    return DotenvText()


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file before and after."""

    edit: Edit
    file: ConfigFile
    data: bytes
    """The new contents."""

    @property
    def changes(self) -> bool:
        """Whether anything is different."""
        return self.data != self.file.data

    def diff(self) -> str:
        """A unified diff in which keys are masked, the tool's old ones too."""
        name = str(self.edit.path)
        lines = difflib.unified_diff(
            self.file.text.splitlines(),
            self.data.removeprefix(b"\xef\xbb\xbf").decode().replace("\r\n", "\n").splitlines(),
            name if self.file.data is not None else "(new file)",
            name,
            lineterm="",
        )
        return "\n".join(masked(line) for line in lines)


def plan_edit(edit: Edit) -> FileChange:
    """The file with an edit's values. Raises Untouchable when it cannot be changed without harm."""
    file = read_config(edit.path)
    text = edited(edit.path, edit.format, file.text, edit.values)
    return FileChange(edit, file, file.encoded(text))


def edited(path: Path, form: Format, text: str, values: Any) -> str:
    """A text with values set. The result is read again: it must say what it should, and all else what it
    said before. Raises Untouchable."""
    editor = editor_of(form)
    try:
        before = editor.load(text)
        wanted = changed(before, values)
        if before == wanted:
            return text
        result = editor.change(text, values)
        if editor.load(result) != wanted:
            raise Unreadable("its layout is one that cannot be edited safely")
        if form in (Format.TOML, Format.YAML) and Counter(_REMARK.findall(text)) - Counter(_REMARK.findall(result)):
            raise Unreadable("a remark in it would be lost")
    except Unreadable as error:
        raise Untouchable(f"{path}: {error}; repair it, or put the snippet there yourself") from None
    return result


def masked(text: str) -> str:
    """The text with everything that looks like a key cut to its last four characters."""

    def short(value: str) -> str:
        return f"…{value[-4:]}" if len(value) >= 12 else "…"

    text = _SECRET.sub(lambda m: m["head"] + m["quote"] + short(m["value"]), text)
    return _KEY.sub(lambda m: short(m[0]), text)
