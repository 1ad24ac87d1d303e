"""YAML, edited by ruamel.yaml, which keeps comments, order and quotes.

It writes the whole text anew; of several layouts the one that leaves the untouched file as it was
is taken.
"""

import difflib
import io
import re
from collections.abc import Iterable
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from oneapi_desktop.services.tool_recipes.recipe import ABSENT, Item, KeyPath
from oneapi_desktop.services.tool_recipes.text_format import Unreadable, index_of, spell

LAYOUTS = ((2, 2, 0), (2, 4, 2), (4, 4, 2), (4, 4, 0), (4, 6, 4), (4, 2, 0))
"""(indentation of mappings, of lists, of the dash)."""

MOST_ALIASES = 50
"""Aliases can make a small text stand for a huge one; configurations need few."""

_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*[A-Za-z0-9_]")


class YamlText:
    """Implements ``TextFormat``."""

    def load(self, text: str) -> dict[str, Any]:
        """See ``TextFormat``."""
        if len(_ALIAS.findall(text)) > MOST_ALIASES:
            raise Unreadable("it has too many aliases")
        data = _parse(YAML(typ="safe", pure=True), text)
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise Unreadable("it holds a single value or a list, not a group of settings")
        return data

    def change(self, text: str, values: Iterable[tuple[KeyPath, Any]]) -> str:
        """See ``TextFormat``."""
        editor = _editor_for(text)
        document = _parse(editor, text)
        if document is None:
            document = {}
        for path, value in values:
            _put(document, path, value)
        written = _dump(editor, document) if document else ""
        # What has comments only, ruamel forgets.
        return text + written if text and _parse(editor, text) is None else written


def _parse(editor: YAML, text: str) -> Any:
    try:
        return editor.load(text)
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}: " if mark is not None else ""
        raise Unreadable(f"{where}it is no valid YAML") from None
    except (RecursionError, ValueError, OverflowError):
        raise Unreadable("it is no YAML that can be edited safely") from None


def _editor_for(text: str) -> YAML:
    best: tuple[int, YAML] | None = None
    for layout in LAYOUTS:
        editor = _editor(layout)
        document = _parse(editor, text)
        if document is None:
            return editor
        try:
            again = _dump(editor, document)
        except (YAMLError, RecursionError):
            continue
        distance = _changed_lines(text, again)
        if best is None or distance < best[0]:
            best = (distance, editor)
        if distance == 0:
            break
    if best is None:
        raise Unreadable("its layout is one that cannot be edited safely")
    return best[1]


def _editor(layout: tuple[int, int, int]) -> YAML:
    editor = YAML()
    editor.preserve_quotes = True
    editor.width = 1_000_000
    editor.indent(mapping=layout[0], sequence=layout[1], offset=layout[2])
    return editor


def _dump(editor: YAML, document: Any) -> str:
    stream = io.StringIO()
    editor.dump(document, stream)
    return stream.getvalue()


def _changed_lines(before: str, after: str) -> int:
    if before == after:
        return 0
    lines = difflib.ndiff(before.splitlines(), after.splitlines()) if len(before) < 50_000 else ["- "]
    return 1 + sum(1 for line in lines if line[:1] in "+-")


def _put(document: Any, path: KeyPath, value: Any) -> None:
    data = document
    for place, step in enumerate(path):
        last = place == len(path) - 1
        if isinstance(step, Item):
            if not isinstance(data, list):
                raise Unreadable(f"{spell(path[:place])} is no list")
            index = index_of(data, step)
            if value is ABSENT and (index is None or last):
                if index is not None:
                    del data[index]
                return
            if index is None:
                data.append(value if last else {step.key: step.value})
                index = len(data) - 1
            elif last and isinstance(value, dict):
                # In place, because remarks behind the item belong to its last key.
                for gone in [key for key in data[index] if key not in value]:
                    del data[index][gone]
                data[index].update(value)
            elif last:
                data[index] = value
            data = data[index]
            continue
        if not isinstance(data, dict):
            raise Unreadable(f"{spell(path[:place])} is no group of settings")
        if value is ABSENT and (last or step not in data):
            data.pop(step, None)
            return
        if last:
            data[step] = value
        elif data.get(step) is None:
            data[step] = [] if isinstance(path[place + 1], Item) else {}
        data = data[step]
