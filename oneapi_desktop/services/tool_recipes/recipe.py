"""What a tool recipe is: where a tool's configuration lies, what to change in it, what to copy by hand."""

import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class Format(StrEnum):
    """How a configuration file is written."""

    JSONC = "jsonc"
    """JSON, with or without comments and trailing commas."""
    TOML = "toml"
    YAML = "yaml"
    DOTENV = "dotenv"


@dataclass(frozen=True, slots=True)
class Item:
    """A step of a key path into a list: the mapping in it whose ``key`` has this ``value``."""

    key: str
    value: str


KeyPath = tuple[str | Item, ...]
"""Where a value stands in a file: names of mappings, and ``Item`` for members of lists."""

ABSENT: Any = None
"""As a value to write: the key is taken out. (No tool here means anything by null.)"""


@dataclass(frozen=True, slots=True)
class Machine:
    """The computer a tool runs on, as far as its files' places depend on it."""

    system: str
    """``linux``, ``macos`` or ``windows``."""
    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def present(cls) -> "Machine":
        """This one."""
        system = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
        return cls(system, Path.home(), dict(os.environ))

    def directory(self, variable: str, default: Path) -> Path:
        """The directory an environment variable names, else the default."""
        named = self.environment.get(variable, "").strip()
        return Path(named).expanduser() if named else default

    @property
    def config(self) -> Path:
        """Where programs that follow XDG keep their configuration (``~/.config``), on every system."""
        return self.directory("XDG_CONFIG_HOME", self.home / ".config")

    @property
    def roaming(self) -> Path:
        """Windows' ``%APPDATA%``."""
        return self.directory("APPDATA", self.home / "AppData" / "Roaming")

    def finds(self, program: str) -> bool:
        """Whether a program of that name is on the search path."""
        return shutil.which(program, path=self.environment.get("PATH")) is not None


@dataclass(frozen=True, slots=True)
class Target:
    """What a tool is pointed at. ``root`` is the gateway's address without path; ``key`` an issued token;
    the first of ``models`` is the one to start with."""

    root: str
    key: str
    models: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"Target({self.root!r}, …, {self.models!r})"

    @property
    def openai(self) -> str:
        """The base URL of OpenAI-style clients."""
        return f"{self.root}/v1"

    @property
    def model(self) -> str:
        """The model to start with; ``echo`` answers without any provider."""
        return self.models[0] if self.models else "echo"


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes to one file. ``addresses`` finds in the file's data where the tool sends its requests: for
    most the value of one key, see ``address_at``."""

    path: Path
    format: Format
    values: tuple[tuple[KeyPath, Any], ...]
    addresses: Callable[[Any], list[Any]] = lambda _data: []


def address_at(*path: str) -> Callable[[Any], list[Any]]:
    """The value of one key, for ``Edit.addresses``."""

    def find(data: Any) -> list[Any]:
        for name in path:
            if not isinstance(data, dict) or name not in data:
                return []
            data = data[name]
        return [data]

    return find


@dataclass(frozen=True, slots=True)
class Snippet:
    """Text to copy. ``language`` is for colouring: sh, json, toml, yaml, python, ini, text."""

    title: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Place:
    """What a recipe's functions are told: the machine, and the directory the owner chose if it needs one."""

    machine: Machine
    directory: Path | None = None


def no_edits(_target: Target, _place: Place) -> list[Edit]:
    """For tools without a file that may be edited from outside."""
    return []


def no_marks(_machine: Machine) -> list[Path]:
    """For tools that leave no trace of themselves in a known place."""
    return []


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one tool is connected.

    ``programs`` are names of its executable and ``marks`` files or directories it leaves, by which an
    installation is recognised. ``edits`` are the changes *Apply* makes; ``steps`` what a person does
    (in place of them, or afterwards). ``source`` is where the format is documented.
    """

    name: str
    label: str
    text: str
    source: str
    snippets: Callable[[Target, Machine], Sequence[Snippet]]
    edits: Callable[[Target, Place], Sequence[Edit]] = no_edits
    programs: tuple[str, ...] = ()
    marks: Callable[[Machine], Sequence[Path]] = no_marks
    steps: tuple[str, ...] = ()
    chosen_directory: bool = False
    """Whether the file lies in a directory of the owner's choice (a project)."""

    @property
    def applicable(self) -> bool:
        """Whether it can be applied, or only followed by hand."""
        return self.edits is not no_edits
