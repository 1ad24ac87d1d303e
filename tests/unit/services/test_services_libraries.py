"""The libraries that are shipped: all that pyproject names, and what they need."""

import re
import tomllib
from pathlib import Path

from oneapi_desktop.services.libraries import DIRECT, licence_text, shipped_libraries

ROOT = Path(__file__).resolve().parents[3]


def test_the_direct_ones_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {re.match(r"[A-Za-z0-9._-]+", line)[0] for line in project["dependencies"]}  # type: ignore[index]
    assert set(DIRECT) == named


def test_what_they_need_is_found_and_what_extras_add_is_not() -> None:
    found = {library.name.lower(): library for library in shipped_libraries()}
    assert found["aiohttp"].licence
    assert "multidict" in found
    assert "pytest" not in found
    assert [*found] == sorted(found, key=lambda name: re.sub(r"[-_.]+", "-", name))


def test_a_licence_can_be_read() -> None:
    assert "Apache License" in licence_text("aiohttp")
    assert licence_text("no-such-library") == ""
