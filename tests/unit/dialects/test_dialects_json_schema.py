"""JSON Schema for each vendor."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import hard_law, json_values

from oneapi_desktop.dialects.conversation import DialectError, Notes
from oneapi_desktop.dialects.json_schema import (
    for_anthropic_strict,
    for_gemini,
    from_gemini,
    inlined,
    is_openai_strict,
    object_root,
)


@pytest.mark.parametrize(
    ("schema", "wanted", "wrapped"),
    [
        (None, {"type": "object", "properties": {}}, False),
        ({}, {"type": "object", "properties": {}}, False),
        ({"type": "object"}, {"type": "object"}, False),
        ({"properties": {"a": {}}}, {"type": "object", "properties": {"a": {}}}, False),
        ({"type": ["object", "null"]}, {"type": "object"}, False),
        (
            {"anyOf": [{"type": "string"}], "$defs": {"x": {}}},
            {
                "type": "object",
                "properties": {"value": {"anyOf": [{"type": "string"}]}},
                "required": ["value"],
                "$defs": {"x": {}},
            },
            True,
        ),
        (
            {"type": "array", "items": {}},
            {"type": "object", "properties": {"value": {"type": "array", "items": {}}}, "required": ["value"]},
            True,
        ),
    ],
)
def test_the_root_becomes_an_object(schema, wanted, wrapped):
    assert object_root(schema) == (wanted, wrapped)


def test_strict_mode_wants_closed_objects_and_required_properties():
    closed = {
        "type": "object",
        "properties": {"a": {"type": "string"}},
        "required": ["a"],
        "additionalProperties": False,
    }
    assert is_openai_strict(closed)
    assert not is_openai_strict({**closed, "required": []})
    assert not is_openai_strict({**closed, "properties": {"a": {"type": "object"}}})
    assert not is_openai_strict({"type": "array", "items": {"properties": {}}})


def test_references_are_written_out_and_recursion_is_cut():
    notes = Notes()
    tree = {"$ref": "#/$defs/n", "$defs": {"n": {"type": "object", "properties": {"c": {"$ref": "#/$defs/n"}}}}}
    result = inlined(tree, notes)
    depth = 0
    while "properties" in result:
        result, depth = result["properties"]["c"], depth + 1
    assert depth == 5
    assert result == {"type": "object"}
    assert notes[0].semantic


def test_a_schema_that_explodes_is_refused():
    bomb = {"$defs": {f"d{i}": {"anyOf": [{"$ref": f"#/$defs/d{i + 1}"}] * 9} for i in range(12)}, "$ref": "#/$defs/d0"}
    with pytest.raises(DialectError, match="too large"):
        inlined(bomb, Notes())


def test_anthropic_gets_the_removed_keywords_in_words():
    notes = Notes()
    schema = {
        "type": "object",
        "properties": {
            "n": {"type": "integer", "minimum": 1, "description": "Number"},
            "l": {"type": "array", "items": {"type": "string"}, "minItems": 2},
            "u": {"oneOf": [{"type": "string", "format": "uri"}, {"type": "string", "format": "regex"}]},
        },
        "allOf": [{"required": ["n"]}],
    }
    assert for_anthropic_strict(schema, notes) == {
        "type": "object",
        "properties": {
            "n": {"type": "integer", "description": "Number (minimum: 1)"},
            "l": {"type": "array", "items": {"type": "string"}, "description": "minItems: 2"},
            "u": {"anyOf": [{"type": "string", "format": "uri"}, {"type": "string", "description": 'format: "regex"'}]},
        },
        "required": ["n"],
        "additionalProperties": False,
    }
    assert all(note.semantic for note in notes)


def test_gemini_gets_the_openapi_subset():
    schema = {
        "$schema": "x",
        "type": "object",
        "properties": {
            "a": {"type": ["string", "null"]},
            "b": {"const": 3},
            "c": {"anyOf": [{"type": "integer", "format": "int64"}, {"type": "null"}], "default": 1},
            "d": {"type": "array"},
            "e": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 2},
            "f": {"type": "string", "format": "uri"},
        },
        "required": ["a", "zz"],
        "additionalProperties": False,
    }
    notes = Notes()
    assert for_gemini(schema, notes, ordering=True) == {
        "type": "object",
        "properties": {
            "a": {"type": "string", "nullable": True},
            "b": {"type": "string", "enum": ["3"]},
            "c": {"type": "integer", "format": "int64", "nullable": True},
            "d": {"type": "array", "items": {"type": "string"}},
            "e": {"type": "number", "minimum": 0},
            "f": {"type": "string"},
        },
        "required": ["a"],
        "propertyOrdering": ["a", "b", "c", "d", "e", "f"],
    }
    assert "multipleOf" in notes[0].detail


def test_geminis_schema_becomes_a_standard_one():
    schema = {
        "type": "OBJECT",
        "properties": {"a": {"type": "STRING", "nullable": True, "format": "enum", "enum": ["x"], "maxLength": "5"}},
        "propertyOrdering": ["a"],
    }
    assert from_gemini(schema) == {
        "type": "object",
        "properties": {"a": {"type": ["string", "null"], "enum": ["x"], "maxLength": 5}},
    }


KEYWORDS = "type properties items anyOf oneOf allOf enum const format required $ref $defs not minItems nullable"
keywords = st.sampled_from([*KEYWORDS.split(), "additionalProperties", "description", "minLength"])
wild = st.recursive(
    json_values,
    lambda inner: st.dictionaries(keywords, inner | st.lists(inner, max_size=3), max_size=4),
    max_leaves=10,
)


@hard_law
@given(st.dictionaries(keywords, wild, max_size=5))
def test_no_schema_raises_or_is_changed_in_place(schema):
    before = copy.deepcopy(schema)
    for convert in (for_anthropic_strict, for_gemini, inlined):
        convert(schema, Notes())
    object_root(schema)
    is_openai_strict(schema)
    from_gemini(schema)
    assert schema == before
