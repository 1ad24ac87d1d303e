"""Edits of a JSON object's own text that touch one top-level field and leave every other byte alone.

Re-serialising a body would change number formats, key order, duplicates and escapes that the
upstream may care about, and would drop what we do not know. The C scanner of the standard
library finds where each top-level value begins and ends; the text is then spliced.
"""

import json
import re
from collections.abc import Mapping
from json import JSONDecodeError, JSONDecoder
from typing import Any

import orjson

_WHITESPACE = re.compile(r"[ \t\n\r]*")
_DECODER = JSONDecoder(parse_float=str, parse_int=str, strict=True)


class NotAnObject(ValueError):
    """The bytes are no JSON object; the message says where reading stopped."""


def parse_object(raw: bytes) -> dict[str, Any]:
    """The object of a request body. Raises NotAnObject with a position a person can use."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise NotAnObject(f"the body is not valid JSON: {error}") from None
    if not isinstance(value, dict):
        raise NotAnObject("the body must be a JSON object")
    return value


def top_level_spans(text: str) -> dict[str, tuple[int, int]]:
    """Where each top-level value of an object's text begins and ends. The last of duplicates wins,
    as in every common parser. Raises NotAnObject."""
    spans: dict[str, tuple[int, int]] = {}

    def skip(index: int) -> int:
        match = _WHITESPACE.match(text, index)
        return match.end() if match else index

    position = skip(0)
    if text[position : position + 1] != "{":
        raise NotAnObject("the body must be a JSON object")
    position = skip(position + 1)
    try:
        while text[position : position + 1] != "}":
            key, position = json.decoder.scanstring(text, position + 1, True)  # type: ignore[attr-defined]
            position = skip(skip(position) + 1)
            _, end = _DECODER.raw_decode(text, position)
            spans[key] = (position, end)
            position = skip(end)
            if text[position : position + 1] == ",":
                position = skip(position + 1)
            elif text[position : position + 1] != "}":
                raise NotAnObject(f"the body is not valid JSON near character {position}")
    except (JSONDecodeError, IndexError, StopIteration, RecursionError) as error:
        raise NotAnObject(f"the body is not valid JSON: {error}") from None
    return spans


def value_span(text: str, index: int) -> tuple[int, int]:
    """Where the value that follows ``index`` (and perhaps white space) begins and ends in valid JSON."""
    match = _WHITESPACE.match(text, index)
    start = match.end() if match else index
    return start, _DECODER.raw_decode(text, start)[1]


def replace_fields(raw: bytes, fields: Mapping[str, Any]) -> bytes:
    """The same object with some top-level fields set: replaced in place where present, else put
    first. Every other byte stays as it was. Raises NotAnObject for bytes that are no object."""
    if not fields:
        return raw
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotAnObject(f"the body is not valid UTF-8: {error.reason} at byte {error.start}") from None
    spans = top_level_spans(text)
    replaced = sorted((spans[key], key) for key in fields if key in spans)
    pieces: list[str] = []
    position = 0
    for (start, end), key in replaced:
        pieces += (text[position:start], orjson.dumps(fields[key]).decode())
        position = end
    pieces.append(text[position:])
    result = "".join(pieces)
    added = {key: value for key, value in fields.items() if key not in spans}
    if added:
        result = _insert_first(result, added, empty=not spans)
    return result.encode()


def insert_field(raw: bytes, key: str, value: Any) -> bytes:
    """The same object with one field, known to be absent, put first. Cheaper than ``replace_fields``."""
    opening = raw.index(b"{") + 1
    empty = raw[opening:].lstrip()[:1] == b"}"
    member = orjson.dumps(key) + b":" + orjson.dumps(value) + (b"" if empty else b",")
    return raw[:opening] + member + raw[opening:]


def _insert_first(text: str, added: Mapping[str, Any], *, empty: bool) -> str:
    opening = text.index("{") + 1
    members = ",".join(f"{orjson.dumps(k).decode()}:{orjson.dumps(v).decode()}" for k, v in added.items())
    return text[:opening] + members + ("" if empty else ",") + text[opening:]
