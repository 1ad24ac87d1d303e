"""Editors of configuration texts: what is asked for is set, all else stays as it is written."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from oneapi_desktop.services.tool_recipes.change import edited, editor_of, masked
from oneapi_desktop.services.tool_recipes.config_file import Untouchable
from oneapi_desktop.services.tool_recipes.dotenv_text import DotenvText
from oneapi_desktop.services.tool_recipes.jsonc_text import JsoncText
from oneapi_desktop.services.tool_recipes.recipe import ABSENT, Format, Item
from oneapi_desktop.services.tool_recipes.text_format import Unreadable, changed, value_at
from oneapi_desktop.services.tool_recipes.toml_text import TomlText
from oneapi_desktop.services.tool_recipes.yaml_text import YamlText

HERE = Path("settings")


def change(form: Format, text: str, *values: Any) -> str:
    return edited(HERE, form, text, values)


JSONC = """// my settings
{
    "theme": "dark", // of course
    /* a block */
    "env": {
        "OTHER": "1", // kept
    },
    "list": [1, 2,
        3]
}
"""


def test_jsonc_keeps_comments_commas_and_indentation() -> None:
    text = change(Format.JSONC, JSONC, (("env", "URL"), "http://x"), (("theme",), "light"), (("new", "deep"), True))
    assert (
        text
        == """// my settings
{
    "theme": "light", // of course
    /* a block */
    "env": {
        "OTHER": "1", // kept
        "URL": "http://x",
    },
    "list": [1, 2,
        3],
    "new": {
        "deep": true
    }
}
"""
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '{\n  "a": {\n    "b": 1\n  }\n}\n'),
        ("// only a remark", '// only a remark\n{\n  "a": {\n    "b": 1\n  }\n}\n'),
        ("{}", '{\n  "a": {\n    "b": 1\n  }\n}'),
        ("{ }\n", '{\n  "a": {\n    "b": 1\n  }\n}\n'),
        ('{"x": 1}', '{"x": 1, "a": {"b": 1}}'),
        ('{"x": 1,}', '{"x": 1, "a": {"b": 1}}'),
        ('{\n\t"x": 1 // last\n}\n', '{\n\t"x": 1, // last\n\t"a": {\n\t\t"b": 1\n\t}\n}\n'),
        ("{\n  // nothing yet\n}\n", '{\n  // nothing yet\n  "a": {\n    "b": 1\n  }\n}\n'),
        ('{"a": {"b": 2, "b": 3}}', '{"a": {"b": 2, "b": 1}}'),
        ('{"a": {}}', '{"a": {\n  "b": 1\n}}'),
    ],
)
def test_jsonc_shapes(before: str, after: str) -> None:
    assert change(Format.JSONC, before, (("a", "b"), 1)) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (JSONC, JSONC.replace('    "theme": "dark", // of course\n', "     // of course\n")),
        ('{\n  "theme": 1,\n  "b": 2\n}\n', '{\n  "b": 2\n}\n'),
        ('{\n  "b": 2,\n  "theme": 1\n}\n', '{\n  "b": 2\n}\n'),
        ('{"theme": 1}', "{}"),
        ('{"b": 2}', '{"b": 2}'),
    ],
)
def test_jsonc_takes_out(before: str, after: str) -> None:
    assert change(Format.JSONC, before, (("theme",), ABSENT)) == after


@pytest.mark.parametrize(
    "text",
    ["[1]", "3", "{", '{"a"}', '{"a": 1 "b": 2}', '{"a": tru}', '{"a": 1} x', "/* open", '{"a": "x\ny"}', "{'a': 1}",
     '{"env": 3}', "[" * 5000, '{"a":' * 5000],
)  # fmt: skip
def test_broken_json_is_left_alone(text: str) -> None:
    with pytest.raises(Untouchable, match="settings"):
        change(Format.JSONC, text, (("env", "URL"), "x"))


TOML = """# Codex
model = "gpt-5" # mine
[tools]
web = true

  [model_providers.other]   # another
  name = 'Other'
"""


def test_toml_keeps_comments_order_and_quotes() -> None:
    provider = ("model_providers", "ours")
    text = change(Format.TOML, TOML, (("model",), "o3"), (("model_provider",), "ours"), ((*provider, "name"), "Ours"))
    for line in (
        "# Codex",
        'model = "o3" # mine',
        "  [model_providers.other]   # another",
        "  name = 'Other'",
        "web = true",
    ):
        assert line in text.splitlines()
    assert text.index("model_provider =") < text.index("[tools]"), "keys of the root stand before tables"
    assert tomllib.loads(text)["model_providers"] == {"other": {"name": "Other"}, "ours": {"name": "Ours"}}
    removed = change(Format.TOML, text, (("model_providers", "ours"), ABSENT), (("model_provider",), ABSENT))
    assert tomllib.loads(removed) == tomllib.loads(TOML.replace("gpt-5", "o3"))


@pytest.mark.parametrize("text", ["a = ", "a = 1\na = 2", "model_providers = 3", "[[model_providers]]\nx = 1"])
def test_broken_toml_is_left_alone(text: str) -> None:
    with pytest.raises(Untouchable, match="settings"):
        change(Format.TOML, text, (("model_providers", "ours", "name"), "x"))


YAML = """# Continue
name: Local   # shown
version: '1.0.0'
models:
  - name: Old
    provider: "anthropic"   # mine

    roles: [chat]

rules: []
"""


def test_yaml_changes_only_the_lines_it_must() -> None:
    entry = {"name": "New", "provider": "openai", "roles": ["chat", "edit"]}
    text = change(Format.YAML, YAML, (("models", Item("name", "New")), entry))
    kept = [line for line in text.splitlines() if line in YAML.splitlines()]
    assert kept == YAML.splitlines()
    again = change(Format.YAML, text, (("models", Item("name", "New")), entry | {"provider": "x"}))
    assert [m["name"] for m in YamlText().load(again)["models"]] == ["Old", "New"]
    removed = change(Format.YAML, again, (("models", Item("name", "New")), ABSENT))
    assert [line for line in removed.splitlines() if line] == [line for line in YAML.splitlines() if line]


def test_yaml_loses_no_remark() -> None:
    text = "models:\n- name: New\n  provider: a\n# about the rules\nrules: []\n"
    again = change(Format.YAML, text, (("models", Item("name", "New")), {"name": "New", "provider": "b"}))
    assert again == text.replace("provider: a", "provider: b")
    with pytest.raises(Untouchable, match="remark"):
        change(Format.YAML, text, (("models", Item("name", "New")), ABSENT))


@pytest.mark.parametrize(
    "layout", ["a:\n- b: 1\n- b: 2\n", "a:\n    - b: 1\n    - b: 2\nc:\n    d: 1\n", "a: {b: 1}\n"]
)
def test_yaml_finds_the_layout_of_a_file(layout: str) -> None:
    assert change(Format.YAML, layout, (("z",), 1)) == layout + "z: 1\n"


def test_yaml_of_remarks_only() -> None:
    assert change(Format.YAML, "# nothing yet\n", (("a",), "b")) == "# nothing yet\na: b\n"
    assert change(Format.YAML, "", (("a",), "b")) == "a: b\n"


BOMB = "a: &a [x, x]\n" + "".join(
    f"{c}: &{c} [*{p}, *{p}, *{p}]\n" for p, c in zip("abcdefghijklmnopqrstu", "bcdefghijklmnopqrstuv", strict=True)
)


@pytest.mark.parametrize("text", ["a: [", "- 1", "just text", "a: 1\n  b: 2", "a: !!python/object:os.system x", BOMB,
                                  "models: 3", "a: 1\n---\nb: 2\n"])  # fmt: skip
def test_broken_yaml_is_left_alone(text: str) -> None:
    with pytest.raises(Untouchable, match="settings"):
        change(Format.YAML, text, (("models", Item("name", "x")), {"name": "x"}))


DOTENV = """# mine
export OPENAI_API_KEY="old" # note
EMPTY=
MULTI="one
OPENAI_BASE_URL=not this
two"
OTHER='x#y'"""


def test_dotenv_keeps_everything_else() -> None:
    text = change(Format.DOTENV, DOTENV, (("OPENAI_API_KEY",), "new"), (("OPENAI_BASE_URL",), "http://x/v1"))
    assert text == DOTENV.replace('"old"', "new") + "\nOPENAI_BASE_URL=http://x/v1\n"
    assert change(Format.DOTENV, text, (("OPENAI_BASE_URL",), ABSENT)) == DOTENV.replace('"old"', "new") + "\n"
    assert change(Format.DOTENV, "A=1\nA=2\n", (("A",), ABSENT)) == ""
    assert change(Format.DOTENV, "A=1\n", (("A",), 'b "c" \\d')) == 'A="b \\"c\\" \\\\d"\n'


names = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=8)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=12)
scalars = st.booleans() | st.integers(-(10**9), 10**9) | texts
trees = st.dictionaries(
    names, st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3)),
    max_size=5,
)  # fmt: skip
OURS = (("env", "URL"), "http://127.0.0.1:3000"), (("list", Item("name", "us")), {"name": "us", "n": 1}), (("top",), 5)


def fits(data: dict[str, Any]) -> bool:
    return isinstance(data.get("env", {}), dict) and isinstance(data.get("list", []), list)


@st.composite
def jsonc(draw: st.DrawFn) -> str:
    """JSON with comments and trailing commas thrown in wherever they are allowed."""
    text = json.dumps(draw(trees), ensure_ascii=draw(st.booleans()), indent=draw(st.sampled_from([None, 2, 4, "\t"])))
    remark = draw(st.sampled_from(["", ' /* a, { } " */ ', ' // remark, " {\n']))
    pieces: list[str] = []
    last = 0
    inside = False
    for place, character in enumerate(text):
        if inside:
            inside = character != '"' or (place > 0 and text[place - 1] == "\\" and not _even(text, place))
        elif character == '"':
            inside = True
        elif character in ",}]" and draw(st.integers(0, 3)) == 0:
            pieces.append(text[last:place])
            opening = text[last:place].rstrip()[-1:] if text[last:place].strip() else ""
            trailing = "," if character in "}]" and opening not in ("", "{", "[", ",") and draw(st.booleans()) else ""
            pieces.append(trailing + remark)
            last = place
    return "".join(pieces) + text[last:]


def _even(text: str, place: int) -> bool:
    """Whether the backslashes before a quote are even in number, so that it ends the text."""
    count = 0
    while place - count - 1 >= 0 and text[place - count - 1] == "\\":
        count += 1
    return count % 2 == 0


@given(jsonc())
def test_any_jsonc_survives(text: str) -> None:
    editor = JsoncText()
    data = editor.load(text)
    assume(fits(data))
    result = editor.change(text, OURS)
    assert editor.load(result) == changed(data, OURS)
    for remark in ('/* a, { } " */', '// remark, " {'):
        assert result.count(remark) == text.count(remark)
    back = editor.change(result, [(path, ABSENT) for path, _value in OURS])
    assert editor.load(back) == changed(changed(data, OURS), [(path, ABSENT) for path, _value in OURS])
    for remark in ('/* a, { } " */', '// remark, " {'):
        assert back.count(remark) == text.count(remark)


@given(st.text(alphabet='{}[],:"\\/*ab1 \n\t', max_size=40))
@example('{"a":1,/**/}')
def test_no_text_breaks_the_json_reader(text: str) -> None:
    try:
        data = JsoncText().load(text)
    except Unreadable:
        return
    assume(fits(data))
    assert JsoncText().load(JsoncText().change(text, OURS)) == changed(data, OURS)


@given(trees, st.sampled_from([(2, 2, 0), (2, 4, 2), (4, 6, 4)]))
def test_any_yaml_survives_or_is_refused(data: dict[str, Any], layout: tuple[int, int, int]) -> None:
    import io

    from ruamel.yaml import YAML as Ruamel

    assume(fits(data))
    writer = Ruamel()
    writer.indent(mapping=layout[0], sequence=layout[1], offset=layout[2])
    stream = io.StringIO()
    writer.dump(data, stream)
    try:
        result = change(Format.YAML, stream.getvalue(), *OURS)
    except Untouchable:
        return
    assert editor_of(Format.YAML).load(result) == changed(YamlText().load(stream.getvalue()), OURS)


@given(trees)
def test_any_toml_survives_or_is_refused(data: dict[str, Any]) -> None:
    import tomlkit

    try:
        text = tomlkit.dumps(data)
        tomllib.loads(text)
    except (ValueError, TypeError, tomllib.TOMLDecodeError):
        return
    ours = ((("a b", "c.d", "x"), "y"), (("model",), "m"))
    try:
        result = change(Format.TOML, text, *ours)
    except Untouchable:
        return
    assert TomlText().load(result) == changed(TomlText().load(text), ours)


@given(st.lists(st.sampled_from(["A=1", "export B = 'x y'", "# note", "", 'C="a\\"b"', "D=a # b", "bad line", "A=2",
                                 "OURS=old", 'OURS="old" # q', "E='open"]), max_size=8), st.booleans())  # fmt: skip
def test_any_dotenv_survives(lines: list[str], ends: bool) -> None:
    text = "\n".join(lines) + ("\n" if ends and lines else "")
    editor = DotenvText()
    values = ((("OURS",), "http://127.0.0.1:3000/v1"), (("NEW",), "sk-x"))
    try:
        result = edited(HERE, Format.DOTENV, text, values)
    except Untouchable:
        return
    assert editor.load(result) == changed(editor.load(text), values)
    for line in lines:
        if not line.startswith("OURS"):
            assert line in result


def test_paths() -> None:
    data = {"a": [{"name": "x", "v": 1}]}
    assert value_at(data, ("a", Item("name", "x"), "v")) == 1
    assert changed(data, [(("a", Item("name", "y"), "v"), 2)])["a"][1] == {"name": "y", "v": 2}
    assert data == {"a": [{"name": "x", "v": 1}]}
    with pytest.raises(Unreadable, match=r"a\[name=x\]\.v is no group"):
        changed(data, [(("a", Item("name", "x"), "v", "w"), 2)])


def test_masks() -> None:
    assert masked('"ANTHROPIC_AUTH_TOKEN": "sk-abcdefghijklmnop",') == '"ANTHROPIC_AUTH_TOKEN": "…mnop",'
    assert masked("api_key = 'short'") == "api_key = '…'"
    assert masked("Bearer sk-abcdefghijklmnop") == "Bearer …mnop"
    assert masked("model = gpt-4o") == "model = gpt-4o"
