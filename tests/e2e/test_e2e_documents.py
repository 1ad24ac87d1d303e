"""Documents name files and tests of this repository: every one of them exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "oneapi_desktop"

NAMED = ("README.md", "README.zh.md", "README.ja.md", "CONTRIBUTING.md", "packaging/README.md",
         "docs/architecture.md", "docs/performance.md", "docs/threat-model.md")  # fmt: skip
FLOORS = "|".join(path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__")


@pytest.mark.parametrize("document", NAMED)
def test_every_path_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    words = re.findall(r"`([^`\s]+)`", text)
    paths = [
        ROOT / word
        for word in words
        if re.match(r"(docs|tests|tools|bench|packaging|resources|oneapi_desktop|\.github)/", word)
    ]
    paths += [PACKAGE / word for word in words if re.match(rf"({FLOORS})/", word)]
    paths += [(ROOT / document).parent / link for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)]
    missing = [path for path in paths if "*" not in path.name and not Path(str(path).partition("::")[0]).exists()]
    assert missing == []


def test_every_test_the_threat_model_names_exists() -> None:
    text = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[^`:]+)::(\w+)`", text)
    assert len(named) > 20
    missing = [
        f"{file}::{name}"
        for file, name in named
        if not re.search(rf"def {name}\(", (ROOT / file).read_text(encoding="utf-8"))
    ]
    assert missing == []
