"""``request``: the ledger."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from oneapi_desktop.cli.files import private_file
from oneapi_desktop.cli.invocation import Invocation, operation_command
from oneapi_desktop.cli.tables import Column, facts, moment, money, plain
from oneapi_desktop.services.request_export import PAGE, csv_head, csv_lines

F = TypeVar("F", bound=Callable[..., Any])

LIST_COLUMNS = (
    Column("id", "id", right=True),
    Column("time", lambda row: moment(row["created_at"])),
    Column("token", "token", flexible=True),
    Column("channel", "channel", flexible=True),
    Column("model", "model", flexible=True),
    Column("status", "status", right=True),
    Column("in", "prompt_tokens", right=True),
    Column("out", "completion_tokens", right=True),
    Column("cost", lambda row: money(row["cost_usd"]), right=True),
    Column("usage", "usage_source"),
    Column("ms", lambda row: round(row["duration_ms"] or 0), right=True),
    Column("error", "error", flexible=True),
)

EMPTY = "No requests yet. 'oneapi-desktop serve' prints the address to send them to."


@click.group()
def request() -> None:
    """The ledger: every request and its cost."""


def _filters(function: F) -> F:
    options = [
        click.option("--since", metavar="WHEN", help="2026-11-01, 2026-11-01T18:00, Unix seconds, or 24h, 7d."),
        click.option("--until", metavar="WHEN", help="The same; the moment itself is left out."),
        click.option("--token", metavar="TOKEN", help="Only of this token (id or name)."),
        click.option("--model", metavar="MODEL", help="Only for this model."),
        click.option("--channel", metavar="CHANNEL", help="Only over this channel (id or name)."),
        click.option("--status", metavar="STATUS", help="An HTTP status, 4xx, 5xx, or done, failed, refused, "
                                                        "cancelled, interrupted."),
        click.option("--text", metavar="TEXT", help="Only where a name, an error or the request id has this."),
    ]  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function


@request.command("list")
@operation_command("request.list")
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="At most so many.")
@_filters
def list_(invocation: Invocation, **filters: Any) -> None:
    """List requests, newest first."""
    rows = invocation.call("request.list", **filters)
    narrowed = any(value is not None for name, value in filters.items() if name != "limit")
    invocation.show_table(rows, LIST_COLUMNS, "No request matches." if narrowed else EMPTY)


@request.command("show")
@operation_command("request.show")
@click.argument("request_", metavar="ID|REQUEST_ID")
def show(invocation: Invocation, request_: str) -> None:
    """Show one request: its cost, the route taken and why."""
    invocation.show(invocation.call("request.show", request=request_), _facts)


def _facts(found: dict[str, Any]) -> str:
    shown = {k: v for k, v in found.items() if k not in ("usage", "route", "notes", "cost_nano_usd")}
    shown["created_at"] = moment(shown["created_at"])
    shown["cost_usd"] = money(shown["cost_usd"])
    shown["usage"] = {name: count for name, count in found["usage"].items() if count}
    lines = [facts(list(shown.items()))]
    for title in ("route", "notes"):
        lines += [f"{title}:"] if found[title] else []
        lines += [f"  {plain(entry)}" for entry in found[title]]
    return "\n".join(lines)


@request.command("export")
@operation_command("request.export")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(dir_okay=False, allow_dash=True))
@click.option("--format", "form", type=click.Choice(["jsonl", "json", "csv"]), help="Default: by the file's name.")
@_filters
def export(invocation: Invocation, file: str | None, form: str | None, **filters: Any) -> None:
    """Write requests, newest first, to FILE or standard output ('-')."""
    to_stdout = file in (None, "-")
    if invocation.as_json and to_stdout:
        form = "json"
    form = form or {".csv": "csv", ".json": "json"}.get(Path(file or "").suffix.lower(), "jsonl")
    if to_stdout:
        _write(sys.stdout, form, _pages(invocation, filters))
        return
    assert file is not None
    with private_file(Path(file)) as stream:
        count = _write(stream, form, _pages(invocation, filters))
    invocation.show({"file": file, "format": form, "requests": count}, f"Wrote {count} requests to {file}")


def _pages(invocation: Invocation, filters: dict[str, Any]) -> Iterator[dict[str, Any]]:
    before: int | None = None
    while True:
        page = invocation.call("request.export", before=before, limit=PAGE, **filters)
        yield from page
        if len(page) < PAGE:
            return
        before = page[-1]["id"]


def _write(stream: Any, form: str, rows: Iterator[dict[str, Any]]) -> int:
    count = 0
    if form == "csv":
        stream.write(csv_head())
    for row in rows:
        if form == "csv":
            stream.write(csv_lines([row]))
        else:
            head = "" if form == "jsonl" else "[\n" if count == 0 else ",\n"
            stream.write(head + json.dumps(row) + ("\n" if form == "jsonl" else ""))
        count += 1
    if form == "json":
        stream.write("\n]\n" if count else "[]\n")
    return count
