"""Write the documents that are made from declarations in the code, or check that they are current.

``python tools/generate_docs.py [--check]``. A generator is a function that returns a document's text;
``GENERATORS`` names the file it belongs to.
"""

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from oneapi_desktop.settings import IGNORED_VARIABLES, Setting, declared_settings  # noqa: E402
from tools.compatibility_docs import compatibility  # noqa: E402
from tools.endpoint_docs import endpoints  # noqa: E402
from tools.error_docs import errors  # noqa: E402
from tools.provider_docs import providers  # noqa: E402

NOTE = "<!-- Made by 'python3 dev.py docs'. Edit the declarations in the code, not this file. -->"


def configuration() -> str:
    """docs/configuration.md: every setting and every environment variable."""
    lines = [
        NOTE,
        "",
        "# Configuration",
        "",
        "A setting's value comes from, in this order: a command-line flag, its environment variable, the value stored",
        "with `oneapi-desktop setting set KEY VALUE`, its default. `oneapi-desktop setting list` shows every value and",
        "where it came from; an empty environment variable counts as not set.",
    ]
    groups: dict[str, list[Setting[object]]] = {}
    for setting in declared_settings():
        groups.setdefault(setting.group, []).append(setting)
    for group, settings in groups.items():
        lines += ["", f"## {group[0].upper()}{group[1:]}", ""]
        lines += table(("Setting", "Environment", "Default", "Meaning"), (setting_row(s) for s in settings))
    lines += [
        "",
        "¹ Flag or environment only; cannot be stored.  ",
        "² Takes effect at the next start.",
        "",
        "## Accepted without effect",
        "",
        "Variables of one-api that have no meaning here; `oneapi-desktop doctor` names those that are set.",
        "",
    ]
    lines += table(("Variable", "Why"), ((f"`{name}`", why) for name, why in IGNORED_VARIABLES.items()))
    return "\n".join(lines) + "\n"


def setting_row(setting: Setting[object]) -> tuple[str, str, str, str]:
    """The cells of one setting."""
    shown = setting.show(setting.default)
    default = f"`{shown}`{' ' + setting.unit if setting.unit else ''}" if shown else "empty"
    marks = ("" if setting.stored else "¹") + ("²" if setting.restart else "")
    environment = ", ".join(f"`{name}`" for name in setting.environment)
    return f"`{setting.key}`{marks}", environment, default, setting.text


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Lines of a Markdown table."""
    cells = [head, tuple("---" for _ in head), *rows]
    return [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in cells]


GENERATORS: dict[str, Callable[[], str]] = {
    "docs/compatibility.md": lambda: f"{NOTE}\n\n{compatibility()}",
    "docs/configuration.md": configuration,
    "docs/endpoints.md": lambda: f"{NOTE}\n\n{endpoints()}",
    "docs/errors.md": lambda: f"{NOTE}\n\n{errors()}",
    "docs/providers.md": lambda: f"{NOTE}\n\n{providers()}",
}


def main() -> int:
    """Write or check every document; exit status 1 when a check fails."""
    parser = argparse.ArgumentParser(description="Write the generated documents.")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a document is stale")
    check = parser.parse_args().check
    stale = []
    for name, generate in GENERATORS.items():
        path, text = ROOT / name, generate()
        current = path.read_text(encoding="utf-8") if path.exists() else None
        if current == text:
            continue
        if check:
            stale.append(name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"written: {name}")
    if stale:
        print(f"stale: {', '.join(stale)}; run 'python3 dev.py docs'", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
