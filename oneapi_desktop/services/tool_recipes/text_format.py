"""What an editor of a text format offers, and values inside plain data by key path.

Editors change text as little as possible and are not trusted: ``change.py`` reads the result again
and compares it with what it should say.
"""

import copy
from collections.abc import Iterable
from typing import Any, Protocol

from oneapi_desktop.services.tool_recipes.recipe import ABSENT, Item, KeyPath


class Unreadable(Exception):
    """The text is not of its format, or the change cannot be made in it. The message says why, and
    contains nothing of the text."""


class TextFormat(Protocol):
    """An editor. Texts have ``\\n`` as line end and no byte order mark."""

    def load(self, text: str) -> dict[str, Any]:
        """The text as plain data. Raises Unreadable."""

    def change(self, text: str, values: Iterable[tuple[KeyPath, Any]]) -> str:
        """The text with each value set, or taken out where it is ABSENT. Mappings and lists on the way
        are made as needed; those left empty by taking out stay. Raises Unreadable."""


MISSING: Any = object()


def value_at(data: Any, path: KeyPath) -> Any:
    """The value at a path, MISSING if there is none."""
    for step in path:
        if isinstance(step, Item):
            place = index_of(data, step)
            if place is None:
                return MISSING
            data = data[place]
        elif isinstance(data, dict) and step in data:
            data = data[step]
        else:
            return MISSING
    return data


def index_of(data: Any, step: Item) -> int | None:
    """Where in a list the item stands."""
    if isinstance(data, list):
        for place, entry in enumerate(data):
            if isinstance(entry, dict) and entry.get(step.key) == step.value:
                return place
    return None


def changed(data: dict[str, Any], values: Iterable[tuple[KeyPath, Any]]) -> dict[str, Any]:
    """A copy of the data with the changes that ``TextFormat.change`` makes in text. Raises Unreadable."""
    result = copy.deepcopy(data)
    for path, value in values:
        if value is ABSENT:
            _take_out(result, path)
        else:
            _put(result, path, copy.deepcopy(value))
    return result


def _put(data: Any, path: KeyPath, value: Any) -> None:
    for place, step in enumerate(path):
        last = place == len(path) - 1
        following: Any = [] if not last and isinstance(path[place + 1], Item) else {}
        if isinstance(step, Item):
            if not isinstance(data, list):
                raise Unreadable(f"{spell(path[:place])} is no list")
            index = index_of(data, step)
            if index is None:
                data.append(value if last else {step.key: step.value})
                index = len(data) - 1
            elif last:
                data[index] = value
            data = data[index]
        else:
            if not isinstance(data, dict):
                raise Unreadable(f"{spell(path[:place])} is no group of settings")
            if last:
                data[step] = value
            else:
                data = data.setdefault(step, following)


def _take_out(data: Any, path: KeyPath) -> None:
    parent = value_at(data, path[:-1])
    step = path[-1]
    if isinstance(step, Item):
        index = index_of(parent, step)
        if index is not None:
            del parent[index]
    elif isinstance(parent, dict):
        parent.pop(step, None)


def spell(path: KeyPath) -> str:
    """A path for people: ``env.ANTHROPIC_BASE_URL``, ``models[name=One API Desktop]``."""
    text = ""
    for step in path:
        if isinstance(step, Item):
            text += f"[{step.key}={step.value}]"
        else:
            text += f".{step}" if text else step
    return text or "the file"
