"""From the process's surroundings to ``Settings``: real variables, a ``.env`` file, flags.

Real variables win over the file, flags win over both. The file is read from the working
directory, as one-api does.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from oneapi_desktop.settings import Settings

_LINE = re.compile(r"\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


def read_dot_env(text: str) -> dict[str, str]:
    """Variables of a ``.env`` text. Lines that assign nothing are passed over.

    Values may stand in single quotes (taken literally) or double quotes (``\\n``, ``\\t``, ``\\"``
    and ``\\\\`` are understood); an unquoted value ends at `` #``.
    """
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = _LINE.fullmatch(line)
        if match and not line.lstrip().startswith("#"):
            found[match[1]] = _unquote(match[2])
    return found


def _unquote(value: str) -> str:
    if value[:1] == "'" and (end := value.find("'", 1)) > 0:
        return value[1:end]
    double = re.match(r'"((?:[^"\\]|\\.)*)"', value)
    if double:
        return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[0]), double[1])
    return re.split(r"\s#|^#", value, maxsplit=1)[0].rstrip()


def surroundings(directory: Path | None = None) -> dict[str, str]:
    """All variables in force: the process's own and those of ``.env`` that it lacks."""
    file = (directory or Path.cwd()) / ".env"
    try:
        found = read_dot_env(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError):
        found = {}
    return found | dict(os.environ)


def settings_from(flags: Mapping[str, Any]) -> Settings:
    """The settings before the stored ones are known. Raises InvalidInput naming a bad variable."""
    return Settings(environment=surroundings(), flags={k: v for k, v in flags.items() if v is not None})


_SINGLE_DASH = re.compile(r"-(port|host|log-dir|data-dir|headless|version|help)(=.*)?")
_FLAG_VERBS = frozenset({"run", "serve"})


def accept_single_dashes(arguments: list[str]) -> list[str]:
    """one-api's own flag spelling (``-port 3000``) turned into ``--port 3000``.

    Only before a command and for ``run`` and ``serve``: elsewhere a single dash stays what it is.
    """
    verb = next((a for a in arguments if not a.startswith("-") and a in _FLAG_VERBS), None)
    first = arguments[:1]
    if verb is None and first and not first[0].startswith("-"):
        return arguments
    return [f"-{a}" if _SINGLE_DASH.fullmatch(a) else a for a in arguments]
