"""JSON Schema as each vendor's tools and structured output want it.

Schemas are never changed in place. Keywords a target cannot check are removed; their meaning is
appended to the description where a model can still read it, and noted. References can blow up
exponentially when they are written out, so the result's size is bounded.
"""

from collections.abc import Callable
from typing import Any

from oneapi_desktop.dialects.conversation import JsonObject, Notes, invalid
from oneapi_desktop.dialects.json_reading import dump_text

LARGEST_SCHEMA = 20_000
"""Nodes a schema may have once its references are written out."""
DEEPEST_SCHEMA = 60
RECURSION_LIMIT = 5
"""How often a definition may contain itself when it is written out."""

EMPTY_OBJECT: JsonObject = {"type": "object", "properties": {}}
WRAPPED_VALUE = "value"
"""The property under which a schema goes whose root is not an object."""

_UNIONS = ("anyOf", "oneOf", "allOf", "enum", "not")
_SUBSCHEMAS = ("items", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else")
_SUBSCHEMA_LISTS = ("anyOf", "oneOf", "allOf", "prefixItems")
_SUBSCHEMA_MAPS = ("properties", "patternProperties", "$defs", "definitions", "dependentSchemas")

_STRICT_REMOVED = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "propertyNames",
    "patternProperties",
    "contains",
    "minContains",
    "maxContains",
    "if",
    "then",
    "else",
    "not",
    "dependentRequired",
    "dependentSchemas",
    "dependencies",
    "prefixItems",
)
_STRICT_FORMATS = frozenset(
    {"date-time", "date", "time", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"}
)

_OPENAPI_KEPT = frozenset(
    {
        "type",
        "title",
        "description",
        "enum",
        "format",
        "nullable",
        "properties",
        "required",
        "items",
        "anyOf",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
        "propertyOrdering",
    }
)
_STRING_FORMATS = frozenset({"enum", "date-time"})
_NUMBER_FORMATS = frozenset({"int32", "int64", "float", "double"})
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")


def object_root(schema: JsonObject | None) -> tuple[JsonObject, bool]:
    """The schema with an object at its root, as every vendor's tools demand, and whether it had to
    be put under ``value``. A root without a type gets one."""
    if not schema:
        return dict(EMPTY_OBJECT), False
    kind = schema.get("type")
    if kind == "object" or (isinstance(kind, list) and "object" in kind and not _has_union(schema)):
        return schema if kind == "object" else {**schema, "type": "object"}, False
    if kind is None and not _has_union(schema) and "$ref" not in schema:
        return {"type": "object", "properties": {}, **schema}, False
    definitions: JsonObject = {k: schema[k] for k in ("$defs", "definitions") if k in schema}
    inner = {key: value for key, value in schema.items() if key not in definitions}
    wrapped: JsonObject = {"type": "object", "properties": {WRAPPED_VALUE: inner}, "required": [WRAPPED_VALUE]}
    return {**wrapped, **definitions}, True


def _has_union(schema: JsonObject) -> bool:
    return any(key in schema for key in _UNIONS)


def is_openai_strict(schema: Any, depth: int = 0) -> bool:
    """True when a schema obeys OpenAI's strict mode: every object closed, every property required."""
    if isinstance(schema, list):
        return all(is_openai_strict(item, depth + 1) for item in schema)
    if not isinstance(schema, dict):
        return True
    if depth > DEEPEST_SCHEMA:
        return False
    properties = schema.get("properties")
    if schema.get("type") == "object" or isinstance(properties, dict):
        names = set(properties) if isinstance(properties, dict) else set()
        required = schema.get("required")
        listed = {r for r in required if isinstance(r, str)} if isinstance(required, list) else set()
        if schema.get("additionalProperties") is not False or names != listed:
            return False
    return all(is_openai_strict(child, depth + 1) for child in _children(schema))


def _children(schema: JsonObject) -> list[Any]:
    children = [schema[key] for key in _SUBSCHEMAS if isinstance(schema.get(key), dict | list)]
    children += [schema[key] for key in _SUBSCHEMA_LISTS if isinstance(schema.get(key), list)]
    for key in _SUBSCHEMA_MAPS:
        if isinstance(schema.get(key), dict):
            children += schema[key].values()
    return children


class _Budget:
    """Bounds one conversion's output and depth."""

    def __init__(self) -> None:
        self.left = LARGEST_SCHEMA

    def spend(self, depth: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise invalid("a schema is too large once its references are written out; simplify it", "schema")
        if depth > DEEPEST_SCHEMA:
            raise invalid(f"a schema is nested more than {DEEPEST_SCHEMA} levels deep; simplify it", "schema")


def _mapped(schema: JsonObject, change: Callable[[Any], Any]) -> JsonObject:
    """A copy with every direct subschema changed."""
    result: JsonObject = {}
    for key, value in schema.items():
        if key in _SUBSCHEMA_MAPS and isinstance(value, dict):
            result[key] = {name: change(child) for name, child in value.items()}
        elif key in _SUBSCHEMA_LISTS and isinstance(value, list):
            result[key] = [change(child) for child in value]
        elif key in _SUBSCHEMAS and isinstance(value, dict | list):
            result[key] = [change(v) for v in value] if isinstance(value, list) else change(value)
        else:
            result[key] = value
    return result


def inlined(schema: JsonObject, notes: Notes, field: str = "schema") -> JsonObject:
    """The schema with local references written out and its definitions removed. A definition that
    contains itself is cut at depth 5. Raises DialectError for one that grows without bounds."""
    budget = _Budget()

    def resolve(reference: str) -> Any:
        node: Any = schema
        for step in reference[2:].split("/") if len(reference) > 2 else ():
            step = step.replace("~1", "/").replace("~0", "~")
            node = node.get(step) if isinstance(node, dict) else None
        return node

    def walk(node: Any, trail: tuple[str, ...], depth: int) -> Any:
        if not isinstance(node, dict):
            return node
        budget.spend(depth)
        reference = node.get("$ref")
        if isinstance(reference, str):
            rest = {k: v for k, v in node.items() if k not in ("$ref", "$defs", "definitions")}
            target = resolve(reference) if reference.startswith("#") else None
            if not isinstance(target, dict) or trail.count(reference) >= RECURSION_LIMIT:
                notes.changed(field, f"the reference {reference} was cut", semantic=True)
                return {"type": "object", **rest}
            return walk({**target, **rest}, (*trail, reference), depth + 1)
        plain = {key: value for key, value in node.items() if key not in ("$defs", "definitions")}
        return _mapped(plain, lambda child: walk(child, trail, depth + 1))

    result: JsonObject = walk(schema, (), 0)
    return result


def merged_all_of(schema: JsonObject) -> JsonObject:
    """The schema with its own ``allOf`` merged into it, where the branches are plain objects."""
    branches = schema.get("allOf")
    if not isinstance(branches, list) or not all(isinstance(b, dict) for b in branches):
        return schema
    result: JsonObject = {key: value for key, value in schema.items() if key != "allOf"}
    for branch in branches:
        for key, value in branch.items():
            if key == "properties" and isinstance(result.get(key), dict) and isinstance(value, dict):
                result[key] = {**result[key], **value}
            elif key == "required" and isinstance(result.get(key), list) and isinstance(value, list):
                result[key] = result[key] + [name for name in value if name not in result[key]]
            else:
                result.setdefault(key, value)
    return result


def for_anthropic_strict(schema: JsonObject, notes: Notes, field: str = "schema") -> JsonObject:
    """The subset that Anthropic's strict tools and structured output accept. Removed keywords are
    told in the description; every object is closed."""
    budget = _Budget()

    def walk(node: Any, depth: int) -> Any:
        if not isinstance(node, dict):
            return node
        budget.spend(depth)
        node = merged_all_of(node)
        removed = {key: node[key] for key in _STRICT_REMOVED if key in node}
        least = node.get("minItems")
        if least is not None and least not in (0, 1):
            removed["minItems"] = least
        if isinstance(node.get("format"), str) and node["format"] not in _STRICT_FORMATS:
            removed["format"] = node["format"]
        kept = {key: value for key, value in node.items() if key not in removed}
        if "oneOf" in kept and "anyOf" not in kept:
            kept["anyOf"] = kept.pop("oneOf")
        result = _mapped(kept, lambda child: walk(child, depth + 1))
        if removed:
            notes.changed(field, "keywords told in words: " + ", ".join(sorted(removed)), semantic=True)
            told = "; ".join(f"{key}: {dump_text(value)}" for key, value in removed.items())
            result["description"] = f"{result['description']} ({told})" if _said(result) else told
        if result.get("type") == "object" or isinstance(result.get("properties"), dict):
            result["additionalProperties"] = False
        return result

    result: JsonObject = walk(schema, 0)
    return result


def _said(schema: JsonObject) -> bool:
    return isinstance(schema.get("description"), str) and bool(schema["description"])


def for_gemini(schema: JsonObject, notes: Notes, field: str = "schema", *, ordering: bool = False) -> JsonObject:
    """The OpenAPI subset of Gemini's ``parameters`` and ``responseSchema`` (older models). With
    ``ordering`` the properties' order is told, as structured output wants it."""
    lost: set[str] = set()

    def walk(node: Any) -> Any:
        if not isinstance(node, dict):
            return node if isinstance(node, list) else {}
        node = _openapi_node(merged_all_of(node), lost)
        result = _mapped(node, walk)
        result.pop("additionalProperties", None)
        properties = result.get("properties")
        if isinstance(properties, dict):
            required = result.get("required")
            if isinstance(required, list):
                result["required"] = [n for n in required if isinstance(n, str) and n in properties]
            if ordering and properties:
                result["propertyOrdering"] = list(properties)
        if not result.get("required", True):
            del result["required"]
        if result.get("type") == "array" and not isinstance(result.get("items"), dict):
            result["items"] = {"type": "string"}
        return result

    result: JsonObject = walk(inlined(schema, notes, field))
    if lost:
        notes.dropped(field, "keywords Gemini does not know: " + ", ".join(sorted(lost)), semantic=True)
    return result


def _openapi_node(node: JsonObject, lost: set[str]) -> JsonObject:
    """One node with Gemini's spelling, before its children are converted."""
    result = dict(node)
    if "const" in result:
        result.setdefault("enum", [result.pop("const")])
        result.pop("const", None)
    if "oneOf" in result:
        result.setdefault("anyOf", result.pop("oneOf"))
        result.pop("oneOf", None)
    for old, new in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if old in result and not isinstance(result[old], bool):
            result.setdefault(new, result.pop(old))
    _openapi_null(result)
    kind = result.get("type")
    values = result.get("enum")
    if isinstance(values, list):
        if any(value is None for value in values):
            result["nullable"] = True
        texts = [v if isinstance(v, str) else dump_text(v) for v in values if v is not None]
        if any(not isinstance(v, str) for v in values if v is not None):
            lost.add("enum of other than strings")
        result["enum"], result["type"] = texts, "string"
    formats = _STRING_FORMATS if kind == "string" else _NUMBER_FORMATS
    if "format" in result and not (isinstance(result["format"], str) and result["format"] in formats):
        del result["format"]
        lost.add("format")
    silent = {"$schema", "$id", "$comment", "additionalProperties", "default", "examples", "example"}
    for key in [key for key in result if key not in _OPENAPI_KEPT]:
        if key not in silent:
            lost.add(key)
        del result[key]
    return result


def _openapi_null(node: JsonObject) -> None:
    kind = node.get("type")
    if isinstance(kind, list):
        kinds = [k for k in kind if k != "null"]
        if len(kinds) < len(kind):
            node["nullable"] = True
        del node["type"]
        if len(kinds) == 1:
            node["type"] = kinds[0]
        elif kinds:
            node["anyOf"] = [{"type": k} for k in kinds]
    branches = node.get("anyOf")
    if isinstance(branches, list):
        rest = [b for b in branches if not (isinstance(b, dict) and b.get("type") == "null")]
        if len(rest) < len(branches):
            node["nullable"] = True
            del node["anyOf"]
            if len(rest) == 1 and isinstance(rest[0], dict):
                for key, value in rest[0].items():
                    node.setdefault(key, value)
            elif rest:
                node["anyOf"] = rest


def from_gemini(schema: Any, depth: int = 0) -> Any:
    """Standard JSON Schema of Gemini's OpenAPI subset."""
    if not isinstance(schema, dict):
        return schema
    if depth > DEEPEST_SCHEMA:
        raise invalid(f"a schema is nested more than {DEEPEST_SCHEMA} levels deep; simplify it", "schema")
    result = _mapped(schema, lambda child: from_gemini(child, depth + 1))
    result.pop("propertyOrdering", None)
    if result.get("format") == "enum":
        del result["format"]
    kind = result.get("type")
    if isinstance(kind, str):
        kind = result["type"] = kind.lower()
    nullable = result.pop("nullable", False)
    if nullable is True and isinstance(kind, str):
        result["type"] = [kind, "null"]
    for key in _COUNTS:
        value = result.get(key)
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
            result[key] = int(value)
    return result
