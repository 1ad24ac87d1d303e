"""``usage``: totals out of the ledger's rollups."""

from typing import Any

import click

from oneapi_desktop.cli.invocation import Invocation, operation_command
from oneapi_desktop.cli.tables import Column, money

EMPTY = "Nothing was used in this time."


@click.command()
@operation_command("usage.report")
@click.option("--by", type=click.Choice(["model", "token", "channel", "day", "hour"]), default="model",
              show_default=True, help="What to add up.")  # fmt: skip
@click.option("--since", metavar="WHEN", help="2026-11-01, Unix seconds, or 24h, 30d; default: everything.")
@click.option("--until", metavar="WHEN", help="The same; the moment itself is left out.")
def usage(invocation: Invocation, by: str, **filters: Any) -> None:
    """Totals by model, token, channel, day or hour."""
    rows = invocation.call("usage.report", by=by, **filters)
    columns = (
        Column(by, by, flexible=True),
        Column("requests", "requests", right=True),
        Column("failed", "errors", right=True),
        Column("in", "prompt_tokens", right=True),
        Column("cached", "cached_tokens", right=True),
        Column("out", "completion_tokens", right=True),
        Column("cost", lambda row: money(row["cost_usd"]), right=True),
        Column("ttft ms", lambda row: row["ttft_ms"] and round(row["ttft_ms"]), right=True),
        Column("ms", lambda row: row["duration_ms"] and round(row["duration_ms"]), right=True),
    )
    invocation.show_table(rows, columns, EMPTY)
