"""JSON with comments and trailing commas, edited in place: all other characters stay as they are."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from oneapi_desktop.services.tool_recipes.recipe import ABSENT, Item, KeyPath
from oneapi_desktop.services.tool_recipes.text_format import Unreadable, spell

DEEPEST = 100
_SPACE = re.compile(r"[ \t\r\n\u2028\u2029\ufeff]+")
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"')
_SCALAR = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")
_INDENT = re.compile(r"[ \t]*")


@dataclass(slots=True)
class _Node:
    """A value in the text, [start, end). ``entries`` are members of an object or items of a list."""

    start: int
    end: int = 0
    kind: str = "scalar"
    value: Any = None
    entries: list["_Entry"] = field(default_factory=list)

    def plain(self) -> Any:
        if self.kind == "object":
            return {entry.key: entry.node.plain() for entry in self.entries}
        if self.kind == "list":
            return [entry.node.plain() for entry in self.entries]
        return self.value


@dataclass(slots=True)
class _Entry:
    """A member or item. ``start`` is where its key or value begins, ``comma`` where its comma stands."""

    start: int
    node: _Node
    key: str = ""
    comma: int | None = None


class JsoncText:
    """Implements ``TextFormat``."""

    def load(self, text: str) -> dict[str, Any]:
        """See ``TextFormat``."""
        root = _Reader(text).document()
        if root is None:
            return {}
        if root.kind != "object":
            raise Unreadable("it holds a single value or a list, not a group of settings")
        found: dict[str, Any] = root.plain()
        return found

    def change(self, text: str, values: Iterable[tuple[KeyPath, Any]]) -> str:
        """See ``TextFormat``."""
        for path, value in values:
            text = _take_out(text, path) if value is ABSENT else _put(text, path, value)
        return text


class _Reader:
    """Reads a text into nodes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def document(self) -> _Node | None:
        """The one value of the text; None when there is nothing but space and comments."""
        self.skip()
        if self.at == len(self.text):
            return None
        root = self.value(0)
        self.skip()
        if self.at != len(self.text):
            raise self.fault("the file goes on after its end")
        return root

    def fault(self, what: str) -> Unreadable:
        line = self.text.count("\n", 0, self.at) + 1
        return Unreadable(f"line {line}: {what}")

    def skip(self) -> None:
        while True:
            space = _SPACE.match(self.text, self.at)
            if space:
                self.at = space.end()
            if self.text.startswith("//", self.at):
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text.startswith("/*", self.at):
                end = self.text.find("*/", self.at + 2)
                if end < 0:
                    raise self.fault("a comment has no end")
                self.at = end + 2
            elif not space:
                return

    def value(self, depth: int) -> _Node:
        if depth > DEEPEST:
            raise self.fault("it is nested too deeply")
        node = _Node(self.at)
        first = self.text[self.at : self.at + 1]
        if first in ("{", "["):
            node.kind = "object" if first == "{" else "list"
            self.entries(node, "}" if first == "{" else "]", depth)
        elif first == '"':
            node.value = self.string()
        else:
            match = _SCALAR.match(self.text, self.at)
            if not match:
                raise self.fault("a value is missing or not written as JSON")
            node.value = json.loads(match[0])
            self.at = match.end()
        node.end = self.at
        return node

    def string(self) -> str:
        match = _STRING.match(self.text, self.at)
        if not match:
            raise self.fault("a text in quotes has no end or holds a character that must be escaped")
        self.at = match.end()
        found: str = json.loads(match[0])
        return found

    def entries(self, node: _Node, closing: str, depth: int) -> None:
        self.at += 1
        self.skip()
        while not self.text.startswith(closing, self.at):
            if node.entries and node.entries[-1].comma is None:
                raise self.fault("a comma is missing")
            start, key = self.at, ""
            if closing == "}":
                if not self.text.startswith('"', self.at):
                    raise self.fault("a name in quotes was expected")
                key = self.string()
                self.skip()
                if not self.text.startswith(":", self.at):
                    raise self.fault("a colon is missing after a name")
                self.at += 1
                self.skip()
            entry = _Entry(start, self.value(depth + 1), key)
            node.entries.append(entry)
            self.skip()
            if self.text.startswith(",", self.at):
                entry.comma = self.at
                self.at += 1
                self.skip()
        self.at += 1


def _find(node: _Node, step: str | Item) -> _Entry | None:
    """The last such entry: of names given twice the last one counts."""
    for entry in reversed(node.entries):
        if isinstance(step, Item):
            if node.kind == "list" and entry.node.kind == "object" and entry.node.plain().get(step.key) == step.value:
                return entry
        elif node.kind == "object" and entry.key == step:
            return entry
    return None


def _put(text: str, path: KeyPath, value: Any) -> str:
    root = _Reader(text).document()
    if root is None:
        head = text if not text or text.endswith("\n") else text + "\n"
        return head + _written(_nested(path, value), "", "  ") + "\n"
    node = root
    for place, step in enumerate(path):
        wanted = "list" if isinstance(step, Item) else "object"
        if node.kind != wanted:
            what = "list" if wanted == "list" else "group of settings"
            raise Unreadable(f"{spell(path[:place])} is no {what}")
        entry = _find(node, step)
        if entry is None:
            rest = _nested(path[place + 1 :], value)
            if isinstance(step, Item) and isinstance(rest, dict):
                rest = {step.key: step.value} | rest
            return _insert(text, root, node, step, rest)
        node = entry.node
    lead = _indent_of_line(text, node.start)
    return text[: node.start] + _written(value, lead, _unit(text, root)) + text[node.end :]


def _nested(path: KeyPath, value: Any) -> Any:
    for step in reversed(path):
        if isinstance(step, Item):
            value = [{step.key: step.value} | value if isinstance(value, dict) else value]
        else:
            value = {step: value}
    return value


def _insert(text: str, root: _Node, node: _Node, step: str | Item, value: Any) -> str:
    """Put a new entry behind the last one, in the manner of the others."""
    unit = _unit(text, root)
    close = node.end - 1
    last = node.entries[-1] if node.entries else None
    base = _indent_of_line(text, node.start)
    inner = text[node.start + 1 : close]
    name = "" if isinstance(step, Item) else json.dumps(step, ensure_ascii=False) + ": "
    if last is not None and "\n" not in inner:
        written = name + json.dumps(value, ensure_ascii=False)
        if last.comma is not None:
            return text[: last.comma + 1] + " " + written + text[last.comma + 1 :]
        return text[: last.node.end] + ", " + written + text[last.node.end :]
    indent = base + unit
    if last is not None and _starts_line(text, last.start):
        indent = _indent_of_line(text, last.start)
    body_end = node.start + 1 + len(inner.rstrip())
    written = "\n" + indent + name + _written(value, indent, unit)
    if last is None:
        tail = text[body_end:] if "\n" in inner else "\n" + base + text[close:]
        return text[:body_end] + written + tail
    if last.comma is not None:
        return text[:body_end] + written + "," + text[body_end:]
    return text[: last.node.end] + "," + text[last.node.end : body_end] + written + text[body_end:]


def _take_out(text: str, path: KeyPath) -> str:
    node = _Reader(text).document()
    entry = None
    for place, step in enumerate(path):
        if node is None:
            return text
        entry = _find(node, step)
        if entry is None:
            return text
        if place < len(path) - 1:
            node = entry.node
    if node is None or entry is None:
        return text
    place = node.entries.index(entry)
    cuts = [(entry.start, entry.node.end)]
    if entry.comma is not None:
        cuts.append((entry.comma, entry.comma + 1))
    elif place and (comma := node.entries[place - 1].comma) is not None:
        cuts.insert(0, (comma, comma + 1))
    for start, end in reversed(cuts):
        text = text[:start] + text[end:]
    shift = 1 if entry.comma is None and place else 0
    # What is left of a line of its own goes as well.
    at = entry.start - shift
    line_start = text.rfind("\n", 0, at) + 1
    line_end = text.find("\n", at)
    if line_end >= 0 and line_start and not text[line_start:line_end].strip():
        return text[:line_start] + text[line_end + 1 :]
    return text


def _unit(text: str, root: _Node) -> str:
    """One step of indentation, as the file's first setting has it."""
    if root.entries and _starts_line(text, root.entries[0].start):
        found = _indent_of_line(text, root.entries[0].start)
        if found and len(found) <= 8:
            return found
    return "  "


def _indent_of_line(text: str, at: int) -> str:
    match = _INDENT.match(text, text.rfind("\n", 0, at) + 1)
    assert match is not None
    return match[0]


def _starts_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _written(value: Any, indent: str, unit: str) -> str:
    return json.dumps(value, ensure_ascii=False, indent=unit).replace("\n", "\n" + indent)
