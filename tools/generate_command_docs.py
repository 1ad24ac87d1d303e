"""Write ``docs/commands.md`` from the declared commands. ``--check`` only says whether it is current."""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from oneapi_desktop.cli.invocation import operations_of  # noqa: E402
from oneapi_desktop.cli.main import ENTRIES, PROGRAM, root  # noqa: E402

DOCUMENT = ROOT / "docs" / "commands.md"

HEAD = f"""# Commands

Made by `tools/generate_command_docs.py` from the declared commands; do not edit.

`{PROGRAM}` alone starts the program, like `{PROGRAM} run`; one-api's `{PROGRAM} -port 3000 -log-dir logs`
works, too. `--data-dir DIR` chooses the data directory and may stand before or after any command.
`--json` prints one JSON document on standard output; remarks go to standard error.

While a gateway runs in the data directory, commands go to it and take effect at once; else they open the
data themselves. A channel, token or request is given by its id or its name.

Exit codes: 0 done, 1 failed (also: a test that did not pass), 2 wrong use, 130 interrupted.
A `.env` file in the working directory is read; real environment variables win.
"""


def commands(group: click.Group, words: tuple[str, ...], context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, with its words."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        path = (*words, name)
        if isinstance(command, click.Group):
            yield from commands(command, path, click.Context(command, info_name=name, parent=context))
        else:
            yield " ".join(path), command


def describe(name: str, command: click.Command, context: click.Context) -> str:
    """One command as Markdown."""
    own = click.Context(command, info_name=name, parent=context)
    lines = [f"### `{PROGRAM} {name}`", "", inspect.cleandoc(command.help or ""), ""]
    arguments = [p.make_metavar(own) for p in command.params if isinstance(p, click.Argument)]
    lines += ["```", " ".join([PROGRAM, name, *arguments, "[OPTIONS]"]), "```", ""]
    options = [p for p in command.params if isinstance(p, click.Option)]
    lines += ["| Option | Meaning |", "|---|---|"]
    for option in options:
        record = option.get_help_record(own)
        if record is not None:
            words, text = (part.replace("|", "\\|") for part in record)
            lines.append(f"| `{words}` | {text} |")
    operations = operations_of(command)
    if operations:
        lines += ["", f"Operations: {', '.join(f'`{operation}`' for operation in operations)}."]
    return "\n".join(lines) + "\n"


def generate() -> str:
    """The whole document."""
    context = click.Context(root, info_name=PROGRAM)
    found = list(commands(root, (), context))
    parts = [HEAD]
    for section in dict.fromkeys(entry.section for entry in ENTRIES):
        parts.append(f"## {section}\n")
        names = {entry.name for entry in ENTRIES if entry.section == section}
        parts += [describe(name, command, context) for name, command in found if name.split()[0] in names]
    return "\n".join(parts)


def main() -> int:
    """Write or check the document."""
    text = generate()
    if "--check" in sys.argv[1:]:
        current = DOCUMENT.is_file() and DOCUMENT.read_text(encoding="utf-8") == text
        if not current:
            sys.stderr.write("docs/commands.md is not current; run: python tools/generate_command_docs.py\n")
        return 0 if current else 1
    DOCUMENT.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
