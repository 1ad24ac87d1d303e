"""The command line's root: groups of commands, loaded when they are used, and how errors end.

Exit codes: 0 done, 1 failed, 2 wrong use, 130 interrupted.
"""

import contextlib
import importlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import click

from oneapi_desktop import __version__
from oneapi_desktop.cli.environment import accept_single_dashes
from oneapi_desktop.domain.errors import InvalidInput, OneApiError
from oneapi_desktop.settings.readers import read_bool

PROGRAM = "oneapi-desktop"


@dataclass(frozen=True, slots=True)
class Entry:
    """One word after the program's name. ``place`` is ``module:attribute`` inside this package."""

    name: str
    place: str
    text: str
    section: str


ENTRIES = (
    Entry("run", "gateway:run", "Start the program with its window, or headless without a display.", "Gateway"),
    Entry("serve", "gateway:serve", "Start the gateway without a window.", "Gateway"),
    Entry("doctor", "doctor:doctor", "Check everything and say what to do about it.", "Gateway"),
    Entry("channel", "channel:channel", "Upstreams: add, edit, test, switch on and off.", "Configure"),
    Entry("token", "token:token", "Keys you hand out: budgets, limits, expiry.", "Configure"),
    Entry("connect", "connect:connect", "Point tools at this gateway, and take that back.", "Configure"),
    Entry("lan", "lan:lan", "Share the gateway with devices on the local network.", "Configure"),
    Entry("provider", "provider:provider", "Kinds of upstream that a channel can be.", "Configure"),
    Entry("price", "price:price", "What models cost, and your own prices.", "Configure"),
    Entry("setting", "setting:setting", "Every setting: timeouts, retries, limits, retention.", "Configure"),
    Entry("request", "request:request", "The ledger: every request and its cost.", "Look back"),
    Entry("usage", "usage:usage", "Totals by model, token, channel, day or hour.", "Look back"),
    Entry("import", "transfer:import_command", "Take over channels and tokens from a JSON file.", "Keep safe"),
    Entry("export", "transfer:export_command", "Write channels and tokens to a JSON file.", "Keep safe"),
    Entry("backup", "backup:backup", "Copy the database, also while the gateway runs.", "Keep safe"),
    Entry("restore", "backup:restore", "Put a backup back; the gateway must not run.", "Keep safe"),
)
"""Every command, in the order of the help page."""


class RootGroup(click.Group):
    """Knows every command by name and imports its module only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [entry.name for entry in ENTRIES]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for entry in ENTRIES:
            if entry.name == cmd_name:
                module, _, attribute = entry.place.partition(":")
                found = getattr(importlib.import_module(f"oneapi_desktop.cli.{module}"), attribute)
                assert isinstance(found, click.Command)
                return found
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in self.list_commands(ctx):
            near = suggestions(name, self.list_commands(ctx))
            ctx.fail(f"there is no command {name!r}{near}; see '{PROGRAM} --help'")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for section in dict.fromkeys(entry.section for entry in ENTRIES):
            with formatter.section(section):
                formatter.write_dl([(e.name, e.text) for e in ENTRIES if e.section == section])


def suggestions(name: str, known: Sequence[str]) -> str:
    """``; did you mean …?`` when something near is known."""
    import difflib

    near = difflib.get_close_matches(name, known, n=2)
    return f"; did you mean {' or '.join(near)}?" if near else ""


@click.group(
    cls=RootGroup,
    name=PROGRAM,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="Without a command the program starts, like 'run'.",
)
@click.option("--data-dir", metavar="DIR", help="Use this data directory (also after any command).")
@click.version_option(__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
def root(data_dir: str | None) -> None:
    """One local OpenAI-style endpoint for every model provider, with a ledger that can be proved."""


_START_FLAGS = ("--port", "--host", "--log-dir", "--headless")


def with_default_command(arguments: list[str]) -> list[str]:
    """No command, or one-api's bare ``--port 3000 --log-dir logs``: the program starts."""
    if not arguments:
        return ["run"]
    first = arguments[0].partition("=")[0]
    return ["run", *arguments] if first in _START_FLAGS else arguments


def run_command_line(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code. Never raises for what a person did wrong."""
    given = with_default_command(accept_single_dashes(list(arguments)))
    try:
        result = root.main(args=given, prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as end:
        return end.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except click.ClickException as error:
        error.show()
        return 2 if isinstance(error, click.UsageError) else 1
    except BrokenPipeError:
        # What is still buffered has no reader; leave nothing for the interpreter to complain about.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OneApiError as error:
        click.echo(f"{PROGRAM}: {one_line(str(error))}", err=True)
        return 2 if isinstance(error, InvalidInput) else 1
    except Exception as error:
        return _unexpected(error)


def one_line(text: str) -> str:
    """The text without control characters: parts of it may come from a file or an upstream."""
    from oneapi_desktop.cli.tables import plain

    return plain(text.replace("\n", " "))


def _unexpected(error: Exception) -> int:
    """One line for a fault of ours. Its text is not shown: it might hold a key."""
    if _debug():
        import traceback

        traceback.print_exception(error)
        return 1
    log_dir = os.environ.get("LOG_DIR", "")
    where = f"; the gateway's log is in {log_dir}" if log_dir else ""
    click.echo(
        f"{PROGRAM}: a fault in the program itself ({type(error).__name__}); "
        f"run it again with DEBUG=true to see where{where}",
        err=True,
    )
    return 1


def _debug() -> bool:
    try:
        return read_bool(os.environ.get("DEBUG", ""))
    except ValueError:
        return False
