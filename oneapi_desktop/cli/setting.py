"""``setting``: every declared setting."""

from typing import Any

import click

from oneapi_desktop.cli.invocation import Invocation, operation_command
from oneapi_desktop.cli.tables import Column, facts

LIST_COLUMNS = (
    Column("setting", "key"),
    Column("value", "text", flexible=True),
    Column("unit", "unit"),
    Column("from", "origin"),
    Column("meaning", "help", flexible=True),
)


@click.group()
def setting() -> None:
    """Every setting: timeouts, retries, limits, retention.

    A flag wins over the environment, which wins over what 'setting set' stored.
    """


@setting.command("list")
@operation_command("setting.list")
@click.option("--group", metavar="GROUP", help="Only this group, such as routing.")
@click.option("--changed", is_flag=True, help="Only those that differ from their default.")
def list_(invocation: Invocation, group: str | None, changed: bool) -> None:
    """List the settings in force."""
    rows = invocation.call("setting.list", group=group, changed=changed or None)
    invocation.show_table(rows, LIST_COLUMNS, "Every setting has its default.")


@setting.command("get")
@operation_command("setting.get")
@click.argument("key")
def get(invocation: Invocation, key: str) -> None:
    """Show one setting."""
    invocation.show(invocation.call("setting.get", key=key), lambda found: facts(list(found.items())))


@setting.command("set")
@operation_command("setting.set", "setting.unset")
@click.argument("key")
@click.argument("value", required=False)
@click.option("--default", "reset", is_flag=True, help="Forget the stored value.")
def set_(invocation: Invocation, key: str, value: str | None, reset: bool) -> None:
    """Store a value; it is in force at once, unless the setting needs a restart."""
    if reset == (value is not None):
        raise click.UsageError("give a value, or --default")
    found = invocation.call("setting.unset" if reset else "setting.set", key=key, value=value)
    invocation.show(found, _changed)


def _changed(found: dict[str, Any]) -> str:
    text = f"{found['key']} = {found['text'] or '(empty)'} ({found['origin']})"
    if found["remark"]:
        text += f"\nnote: {found['remark']}"
    return text
