"""The libraries that the program is shipped with, and their licences, as their own metadata has them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

DIRECT = (
    "aiohttp", "aiohttp-socks", "botocore", "click", "cryptography", "google-auth", "keyring", "orjson",
    "platformdirs", "PyJWT", "pyqtgraph", "PySide6-Essentials", "qasync", "QtAwesome", "ruamel.yaml", "segno",
    "sqlite-utils", "tiktoken", "tomlkit", "truststore", "tzdata", "uvloop", "zeroconf",
)  # fmt: skip
"""What ``pyproject.toml`` names; these bring the others."""

LICENCE_FILE = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE)[^/]*$", re.IGNORECASE)
_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True, slots=True)
class Library:
    """One library. ``licence`` is its SPDX expression, or whatever it calls its licence; empty if it says nothing."""

    name: str
    version: str
    licence: str


def shipped_libraries(find: Callable[[str], metadata.Distribution] = metadata.distribution) -> list[Library]:
    """The direct libraries and all they need, by name; those that are not installed here are left out. Reads files:
    run it in a thread."""
    found: dict[str, Library] = {}
    wanted = list(DIRECT)
    while wanted:
        name = wanted.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            library = find(name)
        except metadata.PackageNotFoundError:
            continue
        found[key] = Library(library.metadata["Name"], library.version, _licence(library))
        # What an extra would add is not shipped unless something else needs it.
        wanted += [
            match[0]
            for line in library.requires or []
            if "extra ==" not in line and (match := re.match(r"[A-Za-z0-9._-]+", line))
        ]
    return [found[key] for key in sorted(found)]


def licence_text(name: str, find: Callable[[str], metadata.Distribution] = metadata.distribution) -> str:
    """The licence files of a library, one after the other; empty when it came without. Reads files."""
    try:
        library = find(name)
    except metadata.PackageNotFoundError:
        return ""
    parts = []
    for file in library.files or []:
        if ".dist-info/" in str(file) and LICENCE_FILE.search(str(file)):
            parts.append(file.locate().read_text(encoding="utf-8", errors="replace"))  # type: ignore[attr-defined]
    return "\n\n".join(parts)


def _licence(library: metadata.Distribution) -> str:
    about = library.metadata
    if "License-Expression" in about:
        return about["License-Expression"]
    # Some put the whole text there; its first line is the name.
    named = about.get_all("License", [""])[0].strip().partition("\n")[0]
    if named and len(named) <= 60 and named != "UNKNOWN":
        return named
    kinds = [kind.removeprefix(_CLASSIFIER) for kind in about.get_all("Classifier", []) if kind.startswith(_CLASSIFIER)]
    return ", ".join(kinds)
