"""Reading JSON that strangers wrote: a client's fields strictly, an upstream's leniently.

The ``optional_*`` functions are for requests: a field of the wrong type is refused by name. The
``as_*`` functions are for answers: a field of the wrong type reads as absent.
"""

import math
from typing import Any

import orjson

from oneapi_desktop.dialects.conversation import DialectError, JsonObject, bad_upstream, invalid

DEEPEST = 200
"""Levels of nesting; the JSON writer gives up at 254."""


def load_request(raw: bytes | JsonObject) -> JsonObject:
    """The object of a client's body. Raises DialectError(INVALID_REQUEST)."""
    if isinstance(raw, dict):
        return raw
    try:
        return _load(raw)
    except ValueError as error:
        raise invalid(f"the body is not a JSON object: {error}") from None


def load_answer(raw: bytes | JsonObject) -> JsonObject:
    """The object of an upstream's body. Raises DialectError(BAD_UPSTREAM)."""
    if isinstance(raw, dict):
        return raw
    try:
        return _load(raw)
    except ValueError as error:
        raise bad_upstream(f"the upstream's answer is not a JSON object: {error}") from None


def _load(raw: bytes) -> JsonObject:
    value = orjson.loads(raw)
    if not isinstance(value, dict):
        raise ValueError(f"it is {'a list' if isinstance(value, list) else 'a single value'}")
    if raw.count(b"{") + raw.count(b"[") > DEEPEST:
        # Few bodies have this many brackets; writing is the fastest way to measure their depth.
        try:
            orjson.dumps(value)
        except TypeError:
            raise ValueError(f"it is nested more than {DEEPEST} levels deep") from None
    return value


def dump_text(value: Any) -> str:
    """Compact JSON text, keys in their order, nothing escaped that need not be."""
    try:
        return orjson.dumps(value).decode()
    except TypeError as error:
        raise invalid(f"a value cannot be written as JSON: {error}") from None


def dump_bytes(value: Any) -> bytes:
    """Compact JSON."""
    try:
        return orjson.dumps(value)
    except TypeError as error:
        raise invalid(f"a value cannot be written as JSON: {error}") from None


def arguments_object(text: str) -> tuple[JsonObject, bool]:
    """A tool call's arguments as an object, and whether the text was valid JSON.

    Nothing gives ``{}``; another JSON value ``{"value": …}``; broken text ``{"_raw": text}``, so that
    one broken old call never fails a whole conversation.
    """
    if not text.strip():
        return {}, True
    try:
        value = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return {"_raw": text}, False
    return (value, True) if isinstance(value, dict) else ({"value": value}, True)


def arguments_text(value: Any) -> str:
    """A tool call's arguments as text: a string as it is, an object as compact JSON."""
    if isinstance(value, str):
        return value
    return "" if value is None else dump_text(value)


def as_object(value: Any) -> JsonObject:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """The value when it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def as_objects(value: Any) -> list[JsonObject]:
    """The objects in a list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def as_text(value: Any) -> str:
    """The value when it is a string, else ""."""
    return value if isinstance(value, str) else ""


def as_int(value: Any, default: int = 0) -> int:
    """The value when it is a sane whole number, else the default."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    return int(value) if -(10**15) < value < 10**15 else default


def _wrong(name: str, expected: str) -> DialectError:
    return invalid(f"{name} must be {expected}", name)


def optional_text(body: JsonObject, name: str, param: str = "") -> str:
    """A string field, "" when absent or null."""
    value = body.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(param or name, "a string")
    return value


def required_text(body: JsonObject, name: str, param: str = "") -> str:
    """A string field that must not be empty."""
    value = optional_text(body, name, param)
    if not value:
        raise invalid(f"{param or name} is required", param or name)
    return value


def optional_bool(body: JsonObject, name: str, param: str = "") -> bool | None:
    """A boolean field, None when absent or null."""
    value = body.get(name)
    if value is None or isinstance(value, bool):
        return value
    raise _wrong(param or name, "true or false")


def optional_int(body: JsonObject, name: str, param: str = "") -> int | None:
    """A whole number, None when absent or null. ``5.0`` is accepted as 5."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong(param or name, "a whole number")
    if isinstance(value, float) and (not math.isfinite(value) or value != int(value)):
        raise _wrong(param or name, "a whole number")
    if not -(2**63) <= value < 2**63:
        raise _wrong(param or name, "a smaller number")
    return int(value)


def optional_number(body: JsonObject, name: str, param: str = "") -> float | None:
    """A number, None when absent or null. Whole numbers stay whole."""
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise _wrong(param or name, "a number")
    return value


def optional_object(body: JsonObject, name: str, param: str = "") -> JsonObject | None:
    """An object, None when absent or null."""
    value = body.get(name)
    if value is None or isinstance(value, dict):
        return value
    raise _wrong(param or name, "an object")


def objects_of(body: JsonObject, name: str, param: str = "") -> list[JsonObject]:
    """A list of objects, empty when absent or null."""
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _wrong(param or name, "a list of objects")
    return value


def texts_of(body: JsonObject, name: str, param: str = "") -> tuple[str, ...]:
    """A list of strings, or one string alone; empty when absent or null."""
    value = body.get(name)
    if value is None:
        return ()
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _wrong(param or name, "a string or a list of strings")
    return tuple(value)
