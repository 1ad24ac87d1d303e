"""Values that satisfy a JSON schema: the smallest ones, always the same.

Honoured: ``$ref`` inside the document, ``const``, ``enum``, ``type`` (also lists), ``anyOf``,
``oneOf``, ``allOf``, ``properties``/``required``, ``items``/``prefixItems``/``minItems``, the
bounds and ``multipleOf`` of numbers, the lengths, common ``format``s and simple ``pattern``s of
strings. Not honoured: ``not``, conditions, ``uniqueItems`` over generated values, dependent schemas.
A string is the name of the property it stands in.
"""

import math
import re
from typing import Any

from oneapi_desktop.providers.echo.answers import bad_field

MAX_DEPTH = 40
MAX_NODES = 5_000
MAX_TEXT = 2_000
MAX_PATTERN_CHOICES = 10
"""A pattern with more choices than this is not tried: matching could take exponential time."""
_SHALLOW = 3
_PLAIN_TYPES = frozenset({"null", "string", "number", "integer", "boolean"})

_FORMATS = {
    "date": "2024-01-01",
    "date-time": "2024-01-01T00:00:00Z",
    "time": "00:00:00Z",
    "duration": "PT1S",
    "email": "echo@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_PATTERN_TRIES = ("a", "A", "1", "abc", "ABC", "123", "a1", "A1", "abc-123", "2024-01-01", "00:00", "#000000", "1.0.0",
                  "echo@example.com", "https://example.com/", "+15555550100", "ABC-123", "AB", "US", "en-US", "0000",
                  "12345", "a_b", "/a", "@a", "@echo")  # fmt: skip


def satisfy(schema: Any, name: str = "text", field: str = "response_format") -> Any:
    """A value the schema accepts. ``field`` is the request's field that an EchoRefusal names."""
    return _Synthesis(schema, field).value(schema, name, 0)


class _Synthesis:
    def __init__(self, root: Any, field: str) -> None:
        self._root = root
        self._field = field
        self._nodes = 0

    def value(self, schema: Any, name: str, depth: int) -> Any:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise bad_field(self._field, "the schema nests without end or is too large for the echo")
        if schema is True or schema == {}:
            return name
        if not isinstance(schema, dict):
            raise bad_field(self._field, "a schema must be an object")
        reference = schema.get("$ref")
        if reference is not None:
            return self.value(self._resolve(reference), name, depth + 1)
        if "const" in schema:
            return schema["const"]
        options = schema.get("enum")
        if isinstance(options, list) and options:
            return options[0]
        if isinstance(schema.get("allOf"), list):
            return self.value(self._merged(schema), name, depth + 1)
        for choice in ("anyOf", "oneOf"):
            branches = schema.get(choice)
            if isinstance(branches, list) and branches:
                return self.value(self._branch(branches, schema, depth), name, depth + 1)
        return self._typed(schema, name, depth)

    def _typed(self, schema: dict[str, Any], name: str, depth: int) -> Any:
        match _type_of(schema, depth):
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, name, depth)
            case "integer":
                return self._number(schema, whole=True)
            case "number":
                return self._number(schema, whole=False)
            case "boolean":
                return True
            case "null":
                return None
            case "string":
                return self._string(schema, name)
            case unknown:
                raise bad_field(self._field, f"the schema has an unknown type {unknown!r}")

    def _number(self, schema: dict[str, Any], *, whole: bool) -> float | int:
        try:
            return _number(schema, whole=whole)
        except OverflowError:
            raise bad_field(self._field, "the schema bounds a number beyond what the echo can make") from None

    def _string(self, schema: dict[str, Any], name: str) -> str:
        if (_bound(schema, "minLength") or 0) > MAX_TEXT:
            raise bad_field(self._field, f"the schema asks for a text longer than {MAX_TEXT} characters")
        return _string(schema, name)

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        properties = schema.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        required = schema.get("required")
        names = [name for name in required if isinstance(name, str)] if isinstance(required, list) else []
        extra = schema.get("additionalProperties", True)
        rest = extra if isinstance(extra, dict) else True
        return {name: self.value(properties.get(name, rest), name, depth + 1) for name in names}

    def _array(self, schema: dict[str, Any], name: str, depth: int) -> list[Any]:
        first = schema.get("prefixItems")
        first = first if isinstance(first, list) else []
        least = schema.get("minItems")
        least = least if isinstance(least, int) else 0
        most = schema.get("maxItems")
        # One item shows what the items look like, except where nesting has to end.
        count = max(least, len(first), 0 if depth > _SHALLOW else 1)
        if isinstance(most, int):
            count = max(min(count, most), 0)
        if count > MAX_NODES:
            raise bad_field(self._field, "the schema asks for more items than the echo makes")
        items = schema.get("items", True)
        if items is False:
            count = min(count, len(first))
        return [self.value(first[i] if i < len(first) else items, name, depth + 1) for i in range(count)]

    def _branch(self, branches: list[Any], schema: dict[str, Any], depth: int) -> Any:
        self._nodes += len(branches)
        chosen = branches[0]
        if depth > _SHALLOW:
            chosen = next((branch for branch in branches if _ends_here(branch)), chosen)
        rest = {key: value for key, value in schema.items() if key not in {"anyOf", "oneOf"}}
        if isinstance(chosen, dict) and ("properties" in rest or "required" in rest):
            return {"allOf": [rest, chosen]}
        return chosen

    def _merged(self, schema: dict[str, Any]) -> dict[str, Any]:
        self._nodes += len(schema["allOf"])
        merged = {key: value for key, value in schema.items() if key != "allOf"}
        for part in schema["allOf"]:
            seen = 0
            while isinstance(part, dict) and "$ref" in part and seen < MAX_DEPTH:
                part, seen = self._resolve(part["$ref"]), seen + 1
            if not isinstance(part, dict):
                continue
            for key, value in part.items():
                known = merged.get(key)
                if isinstance(known, dict) and isinstance(value, dict):
                    merged[key] = {**known, **value}
                elif isinstance(known, list) and isinstance(value, list):
                    merged[key] = known + [item for item in value if item not in known]
                else:
                    merged[key] = value
        return merged

    def _resolve(self, reference: Any) -> Any:
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise bad_field(self._field, "a schema may only refer to parts of itself")
        found = self._root
        for step in reference[1:].split("/")[1:]:
            step = step.replace("~1", "/").replace("~0", "~")
            if isinstance(found, dict) and step in found:
                found = found[step]
            elif isinstance(found, list) and step.isdigit() and int(step) < len(found):
                found = found[int(step)]
            else:
                raise bad_field(self._field, f"the schema refers to {reference}, which it does not have")
        return found


def _type_of(schema: dict[str, Any], depth: int) -> Any:
    kind = schema.get("type")
    if isinstance(kind, list) and kind:
        return next((one for one in kind if one in _PLAIN_TYPES), kind[0]) if depth > _SHALLOW else kind[0]
    if kind:
        return kind
    if "properties" in schema or "required" in schema:
        return "object"
    if "items" in schema or "prefixItems" in schema:
        return "array"
    if "minimum" in schema or "maximum" in schema:
        return "number"
    return "string"


def _ends_here(schema: Any) -> bool:
    return isinstance(schema, dict) and (schema.get("type") in _PLAIN_TYPES or "enum" in schema or "const" in schema)


def _bound(schema: dict[str, Any], key: str) -> float | int | None:
    value = schema.get(key)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _number(schema: dict[str, Any], *, whole: bool) -> float | int:
    low, above = _bound(schema, "minimum"), _bound(schema, "exclusiveMinimum")
    high, below = _bound(schema, "maximum"), _bound(schema, "exclusiveMaximum")
    step = _bound(schema, "multipleOf")
    step = step if step and step > 0 else None
    if step is None:
        step = 1 if whole or not _narrow(low, above, high, below) else _gap(low, above, high, below) / 4
    elif whole and step != int(step):
        step = 1
    value: float | int = step if step == 1 else 0
    floor_ = max((bound for bound in (low, above) if bound is not None), default=None)
    if floor_ is not None and (value < floor_ or value == above):
        value = math.ceil(floor_ / step) * step
        if value == above:
            value += step
    ceiling = min((bound for bound in (high, below) if bound is not None), default=None)
    if ceiling is not None and (value > ceiling or value == below):
        value = math.floor(ceiling / step) * step
        if value == below:
            value -= step
    return int(value) if whole else value


def _gap(*bounds: float | int | None) -> float:
    known = [bound for bound in bounds if bound is not None]
    return float(max(known) - min(known)) or 1.0


def _narrow(low: float | None, above: float | None, high: float | None, below: float | None) -> bool:
    return (low is not None or above is not None) and (high is not None or below is not None) and _gap(
        low, above, high, below
    ) < 4  # fmt: skip


def _string(schema: dict[str, Any], name: str) -> str:
    known = _FORMATS.get(str(schema.get("format", "")))
    if known is not None:
        return known
    least = int(_bound(schema, "minLength") or 0)
    bound = _bound(schema, "maxLength")
    most = MAX_TEXT if bound is None else max(int(min(bound, MAX_TEXT)), 0)
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and _is_quick(pattern):
        for text in (name[:12], *_PATTERN_TRIES):
            if least <= len(text) <= most and _matches(pattern, text):
                return text
    text = name
    if len(text) < least:
        text = ((text or "x") * least)[:least]
    return text[:most]


def _is_quick(pattern: str) -> bool:
    repeated_group = re.search(r"\)[*+{]", pattern)
    choices = sum(pattern.count(sign) for sign in "*+?{|")
    return repeated_group is None and len(pattern) <= 200 and choices <= MAX_PATTERN_CHOICES


def _matches(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except (re.error, RecursionError, OverflowError):
        return False
