"""``connect``: pointing tools at this gateway."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from oneapi_desktop.cli.invocation import Invocation, operation_command
from oneapi_desktop.cli.tables import Column, moment, plain

LIST_COLUMNS = (
    Column("tool", "tool"),
    Column("name", "label", flexible=True),
    Column("installed", "installed"),
    Column("points", "points", colours={"here": "green", "unknown": "yellow"}),
    Column("applied", lambda row: moment(row["applied_at"]), flexible=True),
    Column("problem", "problem", flexible=True),
)

TOOL = click.argument("tool", metavar="TOOL")
TOKEN = click.option("--token", metavar="TOKEN", help="The token the tool is to use (id or name).")
MODELS = click.option("--models", metavar="A,B", help="Models to offer it, the one to start with first.")
DIRECTORY = click.option("--directory", metavar="DIR", type=click.Path(file_okay=False),
                         help="The project whose .env is meant (OpenAI SDK, Open WebUI).")  # fmt: skip


@click.group()
def connect() -> None:
    """Point tools at this gateway, and take that back.

    TOOL is a name of 'connect list'.
    """


def _environment() -> dict[str, str]:
    """This shell's variables that move tools' files: the gateway may have been started with others."""
    from oneapi_desktop.services.tool_connections import PLACE_VARIABLES

    return {name: os.environ[name] for name in PLACE_VARIABLES if name in os.environ}


@connect.command("list")
@operation_command("connect.list")
def list_(invocation: Invocation) -> None:
    """List the tools: which are installed, and which point here."""
    rows = invocation.call("connect.list", environment=_environment())
    invocation.show_table(rows, LIST_COLUMNS, "There are no recipes.")


@connect.command("show")
@operation_command("connect.show")
@TOOL
@TOKEN
@MODELS
@click.option("--reveal", is_flag=True, help="With the token's key in the texts.")
def show(invocation: Invocation, **arguments: Any) -> None:
    """Show what to do by hand, with texts to copy."""
    found = invocation.call("connect.show", environment=_environment(), **arguments)
    invocation.show(found, _instructions)


def _instructions(found: dict[str, Any]) -> str:
    lines = [f"{found['label']}: {found['text']}", ""]
    for snippet in found["snippets"]:
        lines += [f"{snippet['title']}:", *(f"    {plain(line)}" for line in snippet["text"].splitlines()), ""]
    lines += [f"- {step}" for step in found["steps"]]
    return "\n".join(lines).rstrip()


@connect.command("apply")
@operation_command("connect.plan", "connect.apply")
@TOOL
@TOKEN
@MODELS
@DIRECTORY
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def apply(invocation: Invocation, dry_run: bool, yes: bool, directory: str | None, **arguments: Any) -> None:
    """Change a tool's configuration; the files are copied first.

    Without --token the tool gets a token of its own, named like it.
    """
    if directory is not None:
        arguments["directory"] = str(Path(directory).absolute())
    arguments["environment"] = _environment()
    plan = invocation.call("connect.plan", **arguments)
    if dry_run:
        invocation.show(plan, _plan_text)
        return
    if not yes and sys.stdin.isatty():
        invocation.remark(_plan_text(plan))
        click.confirm("Write this?", abort=True, err=True)
    applied = invocation.call("connect.apply", plan=plan["plan"], **arguments)
    invocation.show(applied, _applied_text)


def _plan_text(plan: dict[str, Any]) -> str:
    lines = []
    for file in plan["files"]:
        if not file["changes"]:
            lines.append(f"{file['path']}: nothing to change")
            continue
        # A diff's lines begin with a sign; what files contain must not steer the terminal.
        lines += [plain(line) if line else "" for line in file["diff"].splitlines()]
        lines += [f"Note: {file['remark']}"] if file["remark"] else []
    if plan["new_token"]:
        lines.append(f"A token {plan['new_token']!r} without limits would be made for it.")
    return "\n".join(lines)


def _applied_text(applied: dict[str, Any]) -> str:
    lines = [f"{applied['label']} now uses this gateway with token {plain(applied['token'])}."]
    lines += [f"  {'changed' if file['changes'] else 'as it was'}: {file['path']}" for file in applied["files"]]
    lines += [f"  Note: {file['remark']}" for file in applied["files"] if file["remark"]]
    lines += [f"- {step}" for step in applied["steps"]]
    return "\n".join([*lines, f"Take it back with: oneapi-desktop connect undo {applied['tool']}"])


UNDONE = {
    "restored": "as it was before",
    "removed": "removed, it did not exist before",
    "cleaned": "changed by others since; only our settings were taken back",
    "gone": "does not exist any more",
}


@connect.command("undo")
@operation_command("connect.undo")
@TOOL
def undo(invocation: Invocation, tool: str) -> None:
    """Give a tool back the configuration it had."""
    invocation.show(invocation.call("connect.undo", tool=tool), _undone_text)


def _undone_text(undone: dict[str, Any]) -> str:
    lines = []
    for file in undone["files"]:
        lines.append(f"{file['path']}: {UNDONE[file['result']]}")
        lines += [f"  left alone, it has another value now: {plain(key)}" for key in file["kept"]]
    return "\n".join(lines)
