"""``backup`` and ``restore``."""

import sys
from pathlib import Path
from typing import Any

import click

from oneapi_desktop.cli.invocation import Invocation, operation_command
from oneapi_desktop.cli.tables import Column, moment
from oneapi_desktop.domain.errors import Conflict
from oneapi_desktop.services.instance_lock import InstanceLock

LIST_COLUMNS = (
    Column("file", "file"),
    Column("made", lambda row: moment(row["created_at"])),
    Column("bytes", "bytes", right=True),
)


@click.command()
@operation_command("backup.create", "backup.list")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(dir_okay=False))
@click.option("--list", "listing", is_flag=True, help="List the backups in the data directory.")
def backup(invocation: Invocation, file: str | None, listing: bool) -> None:
    """Copy the database to FILE or into the data directory's backups, also while the gateway runs.

    Upstream keys are not in the database; take them along with 'export --with-secrets'.
    """
    if listing:
        invocation.show_table(invocation.call("backup.list"), LIST_COLUMNS, "No backups yet.")
        return
    target = str(Path(file).absolute()) if file else None
    found = invocation.call("backup.create", file=target)
    invocation.show(found, f"Wrote {found['bytes']} bytes to {found['file']}")


@click.command()
@operation_command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(invocation: Invocation, file: str, yes: bool) -> None:
    """Put a backup back. The present database is kept beside it; the gateway must not run."""
    from oneapi_desktop.services.backups import restore_backup

    directory = invocation.directory
    directory.create()
    with InstanceLock(directory.lock) as lock:
        if not lock.acquire(wait_seconds=1):
            holder = lock.holder()
            who = f"process {holder}" if holder else "another process"
            raise Conflict(f"the gateway ({who}) is running on {directory.root}; stop it, then restore")
        if not yes and sys.stdin.isatty():
            click.confirm(f"Replace {directory.database} by {file}?", abort=True, err=True)
        found: dict[str, Any] = restore_backup(directory.database, Path(file).absolute())
    kept = f"; the former one is {found['former']}" if found["former"] else ""
    invocation.show(found, f"Restored {found['database']}{kept}")
