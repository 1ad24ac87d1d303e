"""``price``: what models cost."""

from typing import Any

import click

from oneapi_desktop.cli.files import read_json_file
from oneapi_desktop.cli.invocation import Invocation, operation_command
from oneapi_desktop.cli.tables import STATUS_COLOURS, Column, money, plain

RATES = ("input", "output", "cached_input", "cache_write", "reasoning", "audio_input", "audio_output",
         "image_input", "image_output")  # fmt: skip

LIST_COLUMNS = (
    Column("model", "model", flexible=True),
    Column("source", "source", colours=STATUS_COLOURS),
    Column("as of", "source_date"),
    Column("input/M", lambda row: _rate(row, "input"), right=True),
    Column("cached/M", lambda row: _rate(row, "cached_input"), right=True),
    Column("output/M", lambda row: _rate(row, "output"), right=True),
    Column("other", lambda row: _other(row), flexible=True),
    Column("channels", "channels", flexible=True),
)

EMPTY = "No channel serves a model yet. Add one: oneapi-desktop channel add"


def _rate(row: Any, kind: str) -> str:
    return "-" if row["unpriced"] else money(row["rates_usd"].get(kind))


def _other(row: Any) -> str:
    """Prices that do not go by tokens."""
    flat = (
        ("per_request_usd", "a request"),
        ("per_audio_second_usd", "a second"),
        ("per_million_characters_usd", "per M characters"),
    )
    parts = [f"{money(row[name])} {unit}" for name, unit in flat if row[name]]
    images = [float(amount) for amount in row["per_image_usd"].values()]
    if images:
        parts.append(f"{money(min(images))} an image" + (" and more" if max(images) > min(images) else ""))
    return ", ".join(parts)


@click.group()
def price() -> None:
    """What models cost, and your own prices. Rates are dollars per million tokens."""


@price.command("list")
@operation_command("price.list")
@click.option("--model", metavar="TEXT", help="Only models whose name contains this.")
@click.option("--unpriced", is_flag=True, help="Only models nobody has a price for.")
def list_(invocation: Invocation, model: str | None, unpriced: bool) -> None:
    """List the models your channels serve and what they cost."""
    rows = invocation.call("price.list", model=model, unpriced=unpriced or None)
    narrowed = model is not None or unpriced
    invocation.show_table(rows, LIST_COLUMNS, "No model matches." if narrowed else EMPTY)


@price.command("set")
@operation_command("price.set")
@click.argument("model")
@click.option("--per-request", metavar="USD", help="Dollars for each request.")
@click.option("--per-image", metavar="USD", help="Dollars for each image.")
@click.option("--per-audio-second", metavar="USD", help="Dollars for each second of audio.")
@click.option("--per-million-characters", metavar="USD", help="Dollars per million characters spoken.")
def set_(invocation: Invocation, model: str, **values: Any) -> None:
    """Set your own price of a model; it wins over every other source."""
    if all(value is None for value in values.values()):
        raise click.UsageError("name at least one rate, such as --input 2.50 --output 10")
    found = invocation.call("price.set", model=model, **values)
    rates = [f"{money(rate)} per M {name.replace('_', ' ')}" for name, rate in found["rates_usd"].items() if rate]
    rates += [_other(found)] if _other(found) else []
    invocation.show(found, f"{plain(model)} now costs {', '.join(rates) or 'nothing'}")


for _name in reversed(RATES):
    set_ = click.option(f"--{_name.replace('_', '-')}", metavar="USD",
                        help=f"Dollars per million {_name.replace('_', ' ')} tokens.")(set_)  # fmt: skip


@price.command("remove")
@operation_command("price.remove")
@click.argument("model")
def remove(invocation: Invocation, model: str) -> None:
    """Take your own price of a model back."""
    found = invocation.call("price.remove", model=model)
    source = "has no price any more" if found["unpriced"] else f"is priced by {found['source']} again"
    invocation.show(found, f"{plain(model)} {source}")


@price.command("import")
@operation_command("price.import")
@click.argument("file", type=click.Path())
def import_(invocation: Invocation, file: str) -> None:
    """Take over one-api ratios from a JSON file (ModelRatio, CompletionRatio, GroupRatio)."""
    found = invocation.call("price.import", document=read_json_file(file))
    invocation.show(found, f"Took over {found['models']} model ratios and {found['groups']} group ratios")


@price.command("groups")
@operation_command("price.groups", "price.set_group")
@click.option("--set", "assignment", metavar="GROUP=RATIO", help="Set a group's ratio, for example vip=0.8.")
def groups(invocation: Invocation, assignment: str | None) -> None:
    """List group ratios, which multiply every price, or set one."""
    if assignment is not None:
        group, separator, ratio = assignment.partition("=")
        if not separator:
            raise click.UsageError("write --set GROUP=RATIO, for example --set vip=0.8")
        invocation.call("price.set_group", group=group, ratio=ratio)
    rows = invocation.call("price.groups")
    invocation.show_table(rows, (Column("group", "group"), Column("ratio", "ratio", right=True)), "None.")
