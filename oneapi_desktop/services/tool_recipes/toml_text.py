"""TOML, edited by tomlkit, which keeps comments, order and layout."""

import tomllib
from collections.abc import Iterable, MutableMapping
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from oneapi_desktop.services.tool_recipes.recipe import ABSENT, Item, KeyPath
from oneapi_desktop.services.tool_recipes.text_format import Unreadable, spell


class TomlText:
    """Implements ``TextFormat`` for paths without lists."""

    def load(self, text: str) -> dict[str, Any]:
        """See ``TextFormat``."""
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            place = str(error).rpartition("(")[2].rstrip(")")
            raise Unreadable(f"it is no valid TOML ({place})") from None
        except RecursionError:
            raise Unreadable("it is nested too deeply") from None

    def change(self, text: str, values: Iterable[tuple[KeyPath, Any]]) -> str:
        """See ``TextFormat``."""
        try:
            document = tomlkit.parse(text)
            for path, value in values:
                _put(document, path, value)
            return tomlkit.dumps(document)
        except (TOMLKitError, RecursionError, ValueError, TypeError):
            raise Unreadable("its layout is one that cannot be edited safely") from None


def _put(document: MutableMapping[str, Any], path: KeyPath, value: Any) -> None:
    *parents, name = path
    assert isinstance(name, str)
    table = document
    for place, step in enumerate(parents):
        assert not isinstance(step, Item)
        if step not in table:
            if value is ABSENT:
                return
            # Tables that hold only tables need no heading of their own.
            table[step] = tomlkit.table(is_super_table=place < len(parents) - 1)
        found = table[step]
        if not isinstance(found, MutableMapping):
            raise Unreadable(f"{spell(path[: place + 1])} is no group of settings")
        table = found
    if value is ABSENT:
        table.pop(name, None)
    else:
        table[name] = value
