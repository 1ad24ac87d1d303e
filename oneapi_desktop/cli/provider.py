"""``provider``: kinds of upstream."""

import click

from oneapi_desktop.cli.invocation import Invocation, operation_command
from oneapi_desktop.cli.tables import Column

COLUMNS = (
    Column("name", "name"),
    Column("number", "number", right=True),
    Column("label", "label", flexible=True),
    Column("base url", "base_url", flexible=True),
    Column("key", "key_hint", flexible=True),
    Column("models", lambda row: len(row["models"]), right=True),
    Column("fields", lambda row: [f["name"] + ("*" if f["required"] else "") for f in row["config_fields"]],
           flexible=True),
)  # fmt: skip


@click.group()
def provider() -> None:
    """Kinds of upstream that a channel can be."""


@provider.command("list")
@operation_command("provider.list")
@click.option("--all", "everything", is_flag=True, help="Also sites that may no longer exist.")
def list_(invocation: Invocation, everything: bool) -> None:
    """List what 'channel add --type' takes; fields with * are required."""
    invocation.show_table(invocation.call("provider.list", legacy=everything), COLUMNS, "None.")
