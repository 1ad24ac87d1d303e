"""Files of ``NAME=value`` lines (.env), edited line by line; comments and quoting stay."""

import re
from collections.abc import Iterable
from typing import Any

from oneapi_desktop.services.tool_recipes.recipe import ABSENT, KeyPath
from oneapi_desktop.services.tool_recipes.text_format import Unreadable

_ASSIGNMENT = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_.-]*)[ \t]*=[ \t]*
    (?P<value>'[^']*'|"(?:[^"\\]|\\.)*"|[^\n]*)""",
    re.MULTILINE | re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"[ \t]+#[^\n]*$")
_PLAIN = re.compile(r"[A-Za-z0-9_./:@%+,=~\[\]-]*")


class DotenvText:
    """Implements ``TextFormat`` for paths of one name."""

    def load(self, text: str) -> dict[str, Any]:
        """See ``TextFormat``. Of a name given twice the last one counts."""
        if "\x00" in text:
            raise Unreadable("it is no text")
        return {name: value for name, value, _start, _end in _assignments(text)}

    def change(self, text: str, values: Iterable[tuple[KeyPath, Any]]) -> str:
        """See ``TextFormat``."""
        for path, value in values:
            (name,) = path
            assert isinstance(name, str)
            text = _without(text, name) if value is ABSENT else _with(text, name, str(value))
        return text


def _assignments(text: str) -> list[tuple[str, str, int, int]]:
    """(name, value, start and end of the value as written) in order."""
    found = []
    at = 0
    while match := _ASSIGNMENT.search(text, at):
        written, start = match["value"], match.start("value")
        if written[:1] in ("'", '"'):
            value = _unquoted(written)
        else:
            written = _COMMENT.sub("", written).rstrip(" \t") if not written.startswith("#") else ""
            value = written
        found.append((match["name"], value, start, start + len(written)))
        end = text.find("\n", start + len(written))
        at = len(text) if end < 0 else end + 1
    return found


def _unquoted(written: str) -> str:
    if written.startswith("'"):
        return written[1:-1] if len(written) > 1 and written.endswith("'") else written
    if len(written) < 2 or not written.endswith('"'):
        return written
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t", "r": "\r"}.get(m[1], m[1]), written[1:-1], flags=re.DOTALL)


def _with(text: str, name: str, value: str) -> str:
    written = value if _PLAIN.fullmatch(value) else '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    for found, _value, start, end in reversed(_assignments(text)):
        if found == name:
            return text[:start] + written + text[end:]
    head = text if not text or text.endswith("\n") else text + "\n"
    return f"{head}{name}={written}\n"


def _without(text: str, name: str) -> str:
    for found, _value, start, end in reversed(_assignments(text)):
        if found == name:
            line = text.rfind("\n", 0, start) + 1
            after = text.find("\n", end)
            text = text[:line] + ("" if after < 0 else text[after + 1 :])
    return text
