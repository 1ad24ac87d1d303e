"""``channel``: upstreams."""

import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

from oneapi_desktop.cli.invocation import Invocation, operation_command
from oneapi_desktop.cli.tables import STATUS_COLOURS, Column, facts, moment, money, plain
from oneapi_desktop.domain.errors import InvalidInput
from oneapi_desktop.services.channel_fields import split_pair

F = TypeVar("F", bound=Callable[..., Any])

CONFIG_OPTIONS = (
    "region", "ak", "sk", "session_token", "profile_prefix", "user_id", "gateway_id", "api_version", "library_id",
    "plugin", "vertex_ai_project_id", "vertex_ai_adc", "tenant_id", "client_id", "client_secret", "entra_token",
    "authority", "scope", "dialects", "public_key_id", "private_key",
)  # fmt: skip
"""Provider fields, each with an option of its own."""

SECRET_OPTIONS = ("key", "sk", "session_token", "vertex_ai_adc", "client_secret", "entra_token", "private_key")

KEY_ON_COMMAND_LINE = (
    "note: a key on the command line can be seen by other programs and stays in the shell's history; "
    "--key-stdin reads it from standard input"
)

LIST_COLUMNS = (
    Column("id", "id", right=True),
    Column("name", "name", flexible=True),
    Column("type", "type"),
    Column("status", "status", colours=STATUS_COLOURS),
    Column("prio", "priority", right=True),
    Column("weight", "weight", right=True),
    Column("groups", "groups", flexible=True),
    Column("models", lambda row: f"{len(row['models'])}: {plain(row['models'])}", flexible=True),
    Column("test", lambda row: _test_cell(row)),
    Column("spent", lambda row: money(row["used_usd"]), right=True),
)

TEST_COLUMNS = (
    Column("channel", "channel", flexible=True),
    Column("model", "model", flexible=True),
    Column("asked for", "mode"),
    Column("result", "result", colours=STATUS_COLOURS),
    Column("ms", "ms", right=True),
    Column("action", "action"),
    Column("answer or error", lambda row: row["error"] or row["answer"], flexible=True),
)

EMPTY = "No channels yet. Add one: oneapi-desktop channel add --type openai --key-stdin --models gpt-4o"


def _test_cell(row: Any) -> str:
    if row["tested_at"] is None:
        return "-"
    return "failed" if row["test_error"] else f"{row['test_ms']} ms"


@click.group()
def channel() -> None:
    """Upstreams: add, edit, test, switch on and off.

    A CHANNEL is given by its id or its name.
    """


def _fields(function: F) -> F:
    """Options that ``add`` and ``edit`` share."""
    options = [
        click.option("--name", metavar="NAME", help="What to call it; default: the type's name."),
        click.option("--type", "type_", metavar="NAME|NUMBER", help="Kind of upstream; see 'provider list'."),
        click.option("--base-url", metavar="URL", help="Address; default: the type's own."),
        click.option("--key", metavar="KEY", help="Upstream key; other programs can see it, so prefer --key-stdin."),
        click.option("--key-stdin", is_flag=True, help="Read the key from standard input (asks on a terminal)."),
        click.option("--models", metavar="A,B", multiple=True, help="Models clients may ask for."),
        click.option("--model-map", metavar="FROM=TO", multiple=True, help="Ask the upstream for another name."),
        click.option("--group", metavar="GROUP", multiple=True, help="Groups that may use it; default: default."),
        click.option("--priority", type=int, metavar="N", help="Higher is tried first; default 0."),
        click.option("--weight", type=int, metavar="N", help="Share of traffic within a priority; default 1."),
        click.option("--proxy", metavar="URL", help="http, https or socks5 proxy of this channel."),
        click.option("--header", metavar="K=V", multiple=True, help="Further request header."),
        click.option("--param-override", metavar="JSON", help="Request fields to set on every call."),
        click.option("--system-prompt", metavar="TEXT", help="System prompt to force on every chat."),
        click.option("--test-model", metavar="MODEL", help="Model that tests ask for."),
        click.option("--auto-disable/--no-auto-disable", default=None,
                     help="May the gateway switch it off after a fault of its key? Default: yes."),
        click.option("--config", metavar="K=V", multiple=True, help="Any field of the type; see 'provider list'."),
        *(click.option(f"--{name.replace('_', '-')}", name, metavar="TEXT", help=f"Field {name} of some types.")
          for name in CONFIG_OPTIONS),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


def _read_fields(values: dict[str, Any]) -> dict[str, Any]:
    """Option values as the operation's arguments; an option not given is left out. An empty text
    empties a list or an object."""
    key, key_stdin = values.pop("key"), values.pop("key_stdin")
    if key is not None and key_stdin:
        raise InvalidInput("--key-stdin", "contradicts --key; give one of the two")
    config = dict(split_pair(entry, "--config") for entry in values.pop("config"))
    for name in CONFIG_OPTIONS:
        value = values.pop(name)
        if value is not None:
            config[name] = value
    fields: dict[str, Any] = {
        "type": values.pop("type_"),
        "key": read_secret("Key") if key_stdin else key,
        "config": config or None,
        "models": _list(values.pop("models")),
        "groups": _list(values.pop("group")),
        "model_mapping": _object(values.pop("model_map"), "--model-map"),
        "headers": _object(values.pop("header"), "--header"),
    }
    return {name: value for name, value in (fields | values).items() if value is not None}


def _warn_of_visible_secrets(invocation: Invocation, values: dict[str, Any]) -> None:
    if any(values[name] for name in SECRET_OPTIONS):
        invocation.remark(KEY_ON_COMMAND_LINE)


def _list(values: Sequence[str]) -> list[str] | None:
    return [name for value in values for name in value.split(",")] if values else None


def _object(values: Sequence[str], option: str) -> dict[str, str] | None:
    if not values:
        return None
    return dict(split_pair(value, option) for value in values if value)


def read_secret(label: str) -> str:
    """A secret from standard input: asked for unseen on a terminal, else everything up to its end."""
    if sys.stdin.isatty():
        return str(click.prompt(label, hide_input=True, err=True))
    secret = sys.stdin.read().strip()
    if not secret:
        raise InvalidInput(label.lower(), "standard input was empty")
    return secret


@channel.command("add")
@operation_command("channel.add")
@_fields
@click.option("--batch", is_flag=True, help="With --key-stdin: one channel for each line.")
@click.option("--disabled", is_flag=True, help="Add it switched off.")
def add(invocation: Invocation, batch: bool, disabled: bool, **values: Any) -> None:
    """Add a channel.

    Example: echo $KEY | oneapi-desktop channel add --type openai --key-stdin --models gpt-4o,gpt-4o-mini
    """
    _warn_of_visible_secrets(invocation, values)
    fields = _read_fields(values)
    if batch:
        fields["keys"] = str(fields.pop("key", "")).splitlines()
    if disabled:
        fields["enabled"] = False
    added = invocation.call("channel.add", **fields)
    if isinstance(added, list):
        invocation.show(added, f"Added {len(added)} channels: {', '.join(plain(c['name']) for c in added)}")
        return
    invocation.show(
        added,
        f"Added channel {added['id']}: {plain(added['name'])}, models {plain(added['models'])}\n"
        f"Try it: oneapi-desktop channel test {added['id']}",
    )


@channel.command("list")
@operation_command("channel.list")
@click.option("--status", metavar="STATUS", help="Only enabled, disabled or auto_disabled ones.")
@click.option("--model", metavar="MODEL", help="Only those that serve this model.")
@click.option("--group", metavar="GROUP", help="Only those of this group.")
def list_(invocation: Invocation, **filters: Any) -> None:
    """List the channels."""
    rows = invocation.call("channel.list", **filters)
    narrowed = any(value is not None for value in filters.values())
    invocation.show_table(rows, LIST_COLUMNS, "No channel matches." if narrowed else EMPTY)


@channel.command("show")
@operation_command("channel.show")
@click.argument("channel_", metavar="CHANNEL")
def show(invocation: Invocation, channel_: str) -> None:
    """Show everything about a channel but its secrets."""
    invocation.show(invocation.call("channel.show", channel=channel_), _facts)


def _facts(found: dict[str, Any]) -> str:
    times = {name: moment(found[name]) for name in ("created_at", "tested_at", "balance_at")}
    hidden = ("used_nano_usd", "used_usd", "balance_currency")
    shown: dict[str, Any] = {k: v for k, v in (found | times).items() if k not in hidden}
    shown["used"] = money(found["used_usd"])
    if found["balance"] is not None:
        shown["balance"] = f"{found['balance']} {found['balance_currency'] or ''}".strip()
    return facts(list(shown.items()))


@channel.command("edit")
@operation_command("channel.edit")
@click.argument("channel_", metavar="CHANNEL")
@_fields
@click.option("--add-models", metavar="A,B", multiple=True, help="Add to its models.")
@click.option("--remove-models", metavar="A,B", multiple=True, help="Take from its models.")
def edit(
    invocation: Invocation,
    channel_: str,
    add_models: tuple[str, ...],
    remove_models: tuple[str, ...],
    **values: Any,
) -> None:
    """Change a channel; what is not named stays.

    Lists and maps are replaced whole; an empty text empties them: --model-map "".
    """
    _warn_of_visible_secrets(invocation, values)
    fields = _read_fields(values)
    fields |= {"add_models": _list(add_models), "remove_models": _list(remove_models)}
    if all(value is None for value in fields.values()):
        raise click.UsageError("name at least one option to change")
    edited = invocation.call("channel.edit", channel=channel_, **fields)
    invocation.show(edited, f"Changed channel {edited['id']}: {plain(edited['name'])}")


@channel.command("remove")
@operation_command("channel.remove")
@click.argument("channels", metavar="CHANNEL...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(invocation: Invocation, channels: tuple[str, ...], yes: bool) -> None:
    """Remove channels with their keys. Their requests stay in the ledger."""
    if not yes and sys.stdin.isatty():
        click.confirm(f"Remove {', '.join(channels)} and the stored key?", abort=True, err=True)
    removed = [invocation.call("channel.remove", channel=name) for name in channels]
    result = removed[0] if len(removed) == 1 else removed
    invocation.show(result, "\n".join(f"Removed channel {c['id']}: {plain(c['name'])}" for c in removed))


@channel.command("enable")
@operation_command("channel.enable")
@click.argument("channel_", metavar="CHANNEL")
def enable(invocation: Invocation, channel_: str) -> None:
    """Switch a channel on."""
    found = invocation.call("channel.enable", channel=channel_)
    invocation.show(found, f"Channel {plain(found['name'])} is enabled")


@channel.command("disable")
@operation_command("channel.disable")
@click.argument("channel_", metavar="CHANNEL")
@click.option("--reason", metavar="TEXT", help="A note of why.")
def disable(invocation: Invocation, channel_: str, reason: str | None) -> None:
    """Switch a channel off until you switch it on again."""
    found = invocation.call("channel.disable", channel=channel_, reason=reason)
    invocation.show(found, f"Channel {plain(found['name'])} is disabled")


@channel.command("test")
@operation_command("channel.test", "channel.test_all")
@click.argument("channel_", metavar="[CHANNEL]", required=False)
@click.option("--model", metavar="MODEL", help="Model to ask for; default: its test model.")
@click.option("--all", "everything", is_flag=True, help="Test every channel.")
@click.option("--disabled-only", is_flag=True, help="With --all: only those that are switched off.")
def test(invocation: Invocation, channel_: str | None, model: str | None, everything: bool, disabled_only: bool) -> int:
    """Ask a channel for a small answer. Exit code 1 when a test fails."""
    if everything == (channel_ is not None):
        raise click.UsageError("name a channel, or give --all")
    if everything:
        results = invocation.call("channel.test_all", scope="disabled" if disabled_only else "all")
    else:
        results = [invocation.call("channel.test", channel=channel_, model=model)]
    if invocation.as_json:
        invocation.show(results if everything else results[0], "")
    else:
        invocation.show_table(results, TEST_COLUMNS, "There is no channel to test.")
    return 0 if all(result["result"] == "passed" for result in results) else 1


@channel.command("models")
@operation_command("channel.models")
@click.argument("channel_", metavar="CHANNEL")
@click.option("--add", "take", is_flag=True, help="Add all models found to the channel.")
def models(invocation: Invocation, channel_: str, take: bool) -> None:
    """Ask the upstream which models it offers."""
    rows = invocation.call("channel.models", channel=channel_, add=take)
    columns = (Column("model", "model"), Column("in channel", "configured"))
    invocation.show_table(rows, columns, "The upstream lists no models.")


@channel.command("balance")
@operation_command("channel.balance")
@click.argument("channel_", metavar="[CHANNEL]", required=False)
def balance(invocation: Invocation, channel_: str | None) -> int:
    """Ask upstreams what is left on their accounts; without CHANNEL all that can tell."""
    rows = invocation.call("channel.balance", channel=channel_)
    columns = (
        Column("channel", "channel", flexible=True),
        Column("balance", "balance", right=True),
        Column("currency", "currency"),
        Column("error", "error", flexible=True),
    )
    invocation.show_table(rows, columns, "No channel's upstream tells its balance.")
    return 1 if any(row["error"] for row in rows) else 0
