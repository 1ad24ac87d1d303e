"""Google's field names: camelCase is written, snake_case is understood as well."""

import re
from functools import lru_cache

from oneapi_desktop.dialects.conversation import JsonObject

_WORD = re.compile(r"(?<=[a-z0-9])_([a-z0-9])")


@lru_cache(maxsize=2048)
def _camel(name: str) -> str:
    return _WORD.sub(lambda match: match.group(1).upper(), name.lstrip("_"))


def camel(value: JsonObject) -> JsonObject:
    """The object with its own field names in camelCase; where both spellings are given that one
    counts. What the fields hold is left alone, because it may be a schema, arguments or a map of the
    caller's."""
    if not any("_" in name for name in value):
        return value
    renamed = {_camel(name): field for name, field in value.items() if "_" in name}
    return renamed | {name: field for name, field in value.items() if "_" not in name}
