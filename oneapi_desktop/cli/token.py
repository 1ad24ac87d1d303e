"""``token``: keys handed out to people and tools."""

import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from oneapi_desktop.cli.channel import read_secret
from oneapi_desktop.cli.invocation import Invocation, operation_command
from oneapi_desktop.cli.tables import STATUS_COLOURS, Column, facts, moment, money, plain
from oneapi_desktop.domain.errors import InvalidInput

F = TypeVar("F", bound=Callable[..., Any])

LIST_COLUMNS = (
    Column("id", "id", right=True),
    Column("name", "name", flexible=True),
    Column("key", lambda row: f"…{row['key_hint']}"),
    Column("status", "status", colours=STATUS_COLOURS),
    Column("spent", lambda row: money(row["used_usd"]), right=True),
    Column("budget", lambda row: "unlimited" if row["unlimited"] else money(row["budget_usd"]), right=True),
    Column("expires", lambda row: moment(row["expires_at"]), flexible=True),
    Column("models", lambda row: row["models"] or "all", flexible=True),
)

EMPTY = "No tokens yet. Add one: oneapi-desktop token add --name laptop --unlimited"


@click.group()
def token() -> None:
    """Keys you hand out: budgets, limits, expiry.

    A TOKEN is given by its id or its name.
    """


def _fields(function: F) -> F:
    """Options that ``add`` and ``edit`` share."""
    options = [
        click.option("--budget-usd", metavar="N", help="Dollars it may spend in total."),
        click.option("--unlimited", is_flag=True, default=None, help="No limit on the total."),
        click.option("--budget-day-usd", metavar="N", help="Dollars per calendar day."),
        click.option("--budget-week-usd", metavar="N", help="Dollars per week, from Monday."),
        click.option("--budget-month-usd", metavar="N", help="Dollars per calendar month."),
        click.option("--expires", "expires_at", metavar="WHEN",
                     help="2027-01-31, 2027-01-31T18:00, Unix seconds, 30d, 12h or never."),
        click.option("--models", metavar="A,B", help="Only these models; default: all."),
        click.option("--subnet", metavar="CIDR,…", help="Only from these addresses; default: any."),
        click.option("--rpm", metavar="N", help="Requests per minute; 0 is no limit."),
        click.option("--tpm", metavar="N", help="Tokens per minute; 0 is no limit."),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


@token.command("add")
@operation_command("token.add")
@click.option("--name", metavar="NAME", required=True, help="Who or what it is for.")
@click.option("--key", metavar="KEY", help="A key of your own instead of a new one.")
@click.option("--key-stdin", is_flag=True, help="Read a key of your own from standard input.")
@_fields
def add(invocation: Invocation, key_stdin: bool, **fields: Any) -> None:
    """Issue a token. Its key is shown once; 'token show --reveal' shows it again."""
    if key_stdin and fields["key"] is not None:
        raise InvalidInput("--key-stdin", "contradicts --key; give one of the two")
    if key_stdin:
        fields["key"] = read_secret("Key")
    added = invocation.call("token.add", **fields)
    invocation.show(added, f"Added token {added['id']}: {plain(added['name'])}\nKey: {added['key']}")


@token.command("list")
@operation_command("token.list")
@click.option("--all", "everything", is_flag=True, help="Also revoked ones.")
def list_(invocation: Invocation, everything: bool) -> None:
    """List the tokens."""
    rows = invocation.call("token.list", revoked=everything)
    invocation.show_table(rows, LIST_COLUMNS, EMPTY)


@token.command("show")
@operation_command("token.show")
@click.argument("token_", metavar="TOKEN")
@click.option("--reveal", is_flag=True, help="Show its key, too.")
def show(invocation: Invocation, token_: str, reveal: bool) -> None:
    """Show everything about a token."""
    invocation.show(invocation.call("token.show", token=token_, reveal=reveal), _facts)


def _facts(found: dict[str, Any]) -> str:
    shown = {name: value for name, value in found.items() if "nano" not in name}
    for name in shown:
        if name.endswith("_usd"):
            shown[name] = money(shown[name])
        elif name.endswith("_at"):
            shown[name] = moment(shown[name])
    return facts(list(shown.items()))


@token.command("edit")
@operation_command("token.edit")
@click.argument("token_", metavar="TOKEN")
@click.option("--name", metavar="NAME", help="Another name.")
@click.option("--status", type=click.Choice(["enabled", "disabled"]), help="Switch it on or off.")
@_fields
def edit(invocation: Invocation, token_: str, **fields: Any) -> None:
    """Change a token; what is not named stays. 'none' lifts a budget, an empty text a restriction."""
    if all(value is None for value in fields.values()):
        raise click.UsageError("name at least one option to change")
    edited = invocation.call("token.edit", token=token_, **fields)
    invocation.show(edited, f"Changed token {edited['id']}: {plain(edited['name'])}")


@token.command("revoke")
@operation_command("token.revoke")
@click.argument("tokens", metavar="TOKEN...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
def revoke(invocation: Invocation, tokens: tuple[str, ...], yes: bool) -> None:
    """Make tokens useless for ever. Their requests stay in the ledger."""
    if not yes and sys.stdin.isatty():
        click.confirm(f"Revoke {', '.join(tokens)} for ever?", abort=True, err=True)
    revoked = [invocation.call("token.revoke", token=name) for name in tokens]
    result = revoked[0] if len(revoked) == 1 else revoked
    invocation.show(result, "\n".join(f"Revoked token {t['id']}: {plain(t['name'])}" for t in revoked))
