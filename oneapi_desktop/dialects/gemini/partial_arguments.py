"""Arguments that Vertex AI streams piece by piece, each with the JSON path of the value it adds to."""

import re
from itertools import pairwise
from typing import Any

from oneapi_desktop.dialects.conversation import JsonObject
from oneapi_desktop.dialects.gemini.field_names import camel
from oneapi_desktop.dialects.json_reading import as_objects, as_text

_STEP = re.compile(r"""\.([^.\[\]]+)|\[(\d{1,4})\]|\['([^']*)'\]|\["([^"]*)"\]""")
DEEPEST = 60
LONGEST_LIST = 4096


class PartialArguments:
    """Puts the pieces of one call's arguments together."""

    def __init__(self) -> None:
        self.value: JsonObject = {}

    def add(self, pieces: object) -> None:
        """Take ``partialArgs``. A piece whose path makes no sense is left out."""
        for piece in map(camel, as_objects(pieces)):
            steps = _steps(as_text(piece.get("jsonPath")))
            if steps:
                self._put(steps, piece)

    def _put(self, steps: list[str | int], piece: JsonObject) -> None:
        node: Any = self.value
        for step, following in pairwise(steps):
            child = _at(node, step)
            if not isinstance(child, list if isinstance(following, int) else dict):
                child = [] if isinstance(following, int) else {}
                if not _set(node, step, child):
                    return
            node = child
        last = steps[-1]
        if isinstance(piece.get("stringValue"), str):
            known = _at(node, last)
            _set(node, last, (known if isinstance(known, str) else "") + piece["stringValue"])
        elif "numberValue" in piece:
            number = piece["numberValue"]
            _set(node, last, int(number) if isinstance(number, float) and number.is_integer() else number)
        elif "boolValue" in piece:
            _set(node, last, piece["boolValue"])
        elif "nullValue" in piece:
            _set(node, last, None)


def _steps(path: str) -> list[str | int]:
    if not path.startswith("$"):
        return []
    steps: list[str | int] = []
    position = 1
    while position < len(path):
        match = _STEP.match(path, position)
        if match is None or len(steps) >= DEEPEST:
            return []
        plain, index, single, double = match.groups()
        steps.append(int(index) if index is not None else plain or single or double or "")
        position = match.end()
    return steps if steps and isinstance(steps[0], str) else []


def _at(node: Any, step: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(step, int) and step < len(node):
        return node[step]
    return None


def _set(node: Any, step: str | int, value: Any) -> bool:
    """Put the value there; False where it has no place."""
    if isinstance(node, dict):
        if not isinstance(step, str):
            return False
        node[step] = value
        return True
    if not isinstance(step, int) or step >= LONGEST_LIST:
        return False
    node.extend([None] * (step + 1 - len(node)))
    node[step] = value
    return True
