"""Taking back gives every key its former value, whatever was in the file and whatever others did to it since."""

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneapi_desktop.services.tool_recipes.change import editor_of, plan_edit
from oneapi_desktop.services.tool_recipes.config_file import Untouchable
from oneapi_desktop.services.tool_recipes.journal import Journal, path_of_text, path_text
from oneapi_desktop.services.tool_recipes.recipe import ABSENT, Edit, Format, Item
from oneapi_desktop.services.tool_recipes.text_format import MISSING, changed, value_at

OURS = (
    (("env", "URL"), "http://127.0.0.1:3000"),
    (("env", "KEY"), "sk-ours"),
    (("env", "OLD"), ABSENT),
    (("models", Item("name", "us")), {"name": "us", "n": 1}),
    (("top",), 5),
)
small = st.sampled_from(["a", "b", "", "http://127.0.0.1:3000"]) | st.integers(0, 9) | st.booleans()
environments = st.dictionaries(st.sampled_from(["URL", "KEY", "OLD", "OTHER"]), small, max_size=4)
members = st.fixed_dictionaries({"name": st.sampled_from(["us", "them"]), "n": small})
documents = st.fixed_dictionaries(
    {},
    optional={
        "env": environments,
        "models": st.lists(members, max_size=2, unique_by=lambda member: member["name"]),
        "top": small,
        "theirs": small,
    },
)


def edit(directory: str) -> Edit:
    return Edit(Path(directory, "settings.json"), Format.JSONC, OURS)


@settings(max_examples=20)
@given(documents)
def test_untouched_files_come_back_to_the_byte(before: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "settings.json")
        path.write_text(json.dumps(before, indent=3))
        data = path.read_bytes()
        journal = Journal(Path(directory, "journal"))
        journal.apply("tool", [plan_edit(edit(directory))])
        assert value_at(json.loads(path.read_text()), ("top",)) == 5
        journal.undo("tool")
        assert path.read_bytes() == data
        assert journal.find("tool") is None


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(documents | st.none(), documents, st.lists(st.sampled_from(range(len(OURS))), max_size=3))
def test_what_others_changed_since_stays(before: dict[str, Any] | None, theirs: dict[str, Any], touched: Any) -> None:
    """``theirs`` gives new values to the keys of ``OURS`` named by ``touched`` and to keys of their own."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "settings.json")
        if before is not None:
            path.write_text(json.dumps(before))
        journal = Journal(Path(directory, "journal"))
        journal.apply("tool", [plan_edit(edit(directory))])
        values: list[Any] = [(("theirs",), theirs.get("theirs", "new")), (("env", "OTHER"), "changed")]
        for index in touched:
            values.append((OURS[index][0], {"name": "us", "n": "theirs"} if index == 3 else "theirs"))
        now = changed(json.loads(path.read_text()), values)
        path.write_text(json.dumps(now, indent=1))
        journal.undo("tool")
        found = json.loads(path.read_text())
        old = before or {}
        for index, (place, written) in enumerate(OURS):
            former, present = value_at(old, place), value_at(found, place)
            if index in touched:
                assert present == value_at(now, place)
            elif former is MISSING or (written is ABSENT and former is ABSENT):
                assert present is MISSING
            else:
                assert present == former
        assert found["theirs"] == now["theirs"]
        assert found["env"]["OTHER"] == "changed"


def test_a_file_broken_since_is_left_alone(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    journal.apply("tool", [plan_edit(edit(str(tmp_path)))])
    path = tmp_path / "settings.json"
    path.write_text("{broken")
    with pytest.raises(Untouchable):
        journal.undo("tool")
    assert path.read_text() == "{broken"
    assert journal.find("tool") is not None, "it can be taken back once the file is repaired"


def test_the_journal_holds_no_values(tmp_path: Path) -> None:
    Journal(tmp_path / "journal").apply("tool", [plan_edit(edit(str(tmp_path)))])
    text = (tmp_path / "journal" / "tool" / "journal.json").read_text()
    assert "sk-ours" not in text


def test_paths_as_text() -> None:
    for place, _value in OURS:
        assert path_of_text(path_text(place)) == place
    document = copy.deepcopy({"a": 1})
    assert editor_of(Format.JSONC).load(json.dumps(document)) == document
