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

FOUND_COLUMNS = (
    Column("provider", "provider"),
    Column("base url", "base_url"),
    Column("models", lambda row: row["models"] or ("asks for a key" if row["asks_key"] else "none"), flexible=True),
    Column("channel", "channel"),
)


@click.group()
def provider() -> None:
    """Kinds of upstream that a channel can be."""


@provider.command("list")
@operation_command("provider.list")
@click.option("--all", "everything", is_flag=True, help="Also sites that may no longer exist.")
def list_(invocation: Invocation, everything: bool) -> None:
    """List what 'channel add --type' takes; fields with * are required."""
    invocation.show_table(invocation.call("provider.list", legacy=everything), COLUMNS, "None.")


@provider.command("discover")
@operation_command("provider.discover")
def discover(invocation: Invocation) -> None:
    """Find model servers that run on this machine."""
    nothing = "No model server answers at its usual port. Start one, or add it with 'channel add --base-url'."
    found = invocation.call("provider.discover")
    invocation.show_table(found, FOUND_COLUMNS, nothing)
    for server in found:
        if not server["channel"]:
            invocation.remark(
                f"Add it: oneapi-desktop channel add --type {server['provider']} --name {server['provider']} "
                f"--base-url {server['base_url']} --models {','.join(server['models']) or 'NAME'}"
            )
