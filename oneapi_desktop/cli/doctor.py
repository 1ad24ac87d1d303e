"""``doctor``: checks everything and says what to do about it."""

from pathlib import Path

import click

from oneapi_desktop.cli.invocation import Invocation, operation_command
from oneapi_desktop.cli.tables import STATUS_COLOURS, Column, table

COLUMNS = (
    Column("check", "check"),
    Column("result", "result", colours=STATUS_COLOURS),
    Column("finding", "text"),
)


@click.command()
@operation_command("doctor.run", "doctor.bundle")
@click.option(
    "--bundle",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write checks, settings and the log's end to a new zip file, without keys, prompts or answers.",
)
def doctor(invocation: Invocation, bundle: str | None) -> int:
    """Check everything and say what to do about it. Exit code 1 when something is broken."""
    if bundle is not None:
        made = invocation.call("doctor.bundle", file=str(Path(bundle).absolute()))
        invocation.show(made, f"Wrote {made['bytes']} bytes to {made['file']}")
        return 0
    checks = invocation.call("doctor.run")
    invocation.show(checks, lambda rows: table(COLUMNS, [_with_remedy(row) for row in rows]))
    return 1 if any(check["result"] == "fail" for check in checks) else 0


def _with_remedy(row: dict[str, str]) -> dict[str, str]:
    return row | {"text": f"{row['text']}. {row['remedy']}" if row["remedy"] else row["text"]}
