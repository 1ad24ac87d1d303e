"""One run of a command: which data directory, how to show results, and who carries out operations.

While a gateway runs in the data directory, operations go to it and take effect at once; else the
command opens the data itself, holding the directory's lock shared so that no gateway starts with a
picture of the data that is being changed.
"""

import asyncio
import contextlib
import functools
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import click

from oneapi_desktop.cli.control_client import GatewayGone, ask_gateway
from oneapi_desktop.cli.environment import settings_from
from oneapi_desktop.cli.tables import json_text, table
from oneapi_desktop.domain.errors import Conflict
from oneapi_desktop.services.control_file import read_control_file
from oneapi_desktop.services.data_directory import DataDirectory
from oneapi_desktop.services.instance_lock import InstanceLock
from oneapi_desktop.settings import Settings

F = TypeVar("F", bound=Callable[..., Any])

LOCK_WAIT_SECONDS = 10.0
"""How long a command waits for a gateway that is starting or stopping."""

LOCK_STEP_SECONDS = 0.2


class Invocation:
    """What every command gets as its first argument."""

    def __init__(self, data_dir: str | None, as_json: bool) -> None:
        self.as_json = as_json
        self._data_dir = data_dir
        self._settings: Settings | None = None

    @property
    def settings(self) -> Settings:
        """Settings of flags and environment; stored ones join when the data is opened."""
        if self._settings is None:
            self._settings = settings_from({"data_dir": self._data_dir})
        return self._settings

    @property
    def directory(self) -> DataDirectory:
        """The data directory in use."""
        return DataDirectory.of(self.settings)

    def call(self, operation: str, /, **arguments: Any) -> Any:
        """Carry out an operation, through the running gateway or here. Raises OneApiError."""
        given = {name: value for name, value in arguments.items() if value is not None}
        directory = self.directory
        deadline = time.monotonic() + LOCK_WAIT_SECONDS
        with InstanceLock(directory.lock) as lock:
            while True:
                address = read_control_file(directory.control)
                if address is not None:
                    with contextlib.suppress(GatewayGone):
                        return ask_gateway(address, operation, given)
                directory.create()
                if lock.acquire(shared=True, wait_seconds=LOCK_STEP_SECONDS):
                    return asyncio.run(_run_operation(self.settings, operation, given))
                if time.monotonic() >= deadline:
                    raise Conflict(self._busy(lock))

    def _busy(self, lock: InstanceLock) -> str:
        holder = lock.holder()
        who = f"process {holder}" if holder else "another process"
        return (
            f"a gateway ({who}) uses {self.directory.root} but does not answer; "
            "it may be starting or stopping: try again, or stop it"
        )

    def show(self, result: Any, text: str | Callable[[Any], str]) -> None:
        """Print a result: the JSON document with ``--json``, else the text made of it."""
        echo(json_text(result) if self.as_json else text if isinstance(text, str) else text(result))

    def show_table(self, rows: Sequence[Mapping[str, Any]], columns: Sequence[Any], empty: str) -> None:
        """Print a list; an empty one says what to do next."""
        self.show(rows, lambda found: table(columns, found) if found else empty)

    def remark(self, text: str) -> None:
        """A line for people, on stderr, so that pipes and scripts see results alone."""
        click.echo(text, err=True)


async def _run_operation(settings: Settings, operation: str, arguments: Mapping[str, Any]) -> Any:
    from oneapi_desktop.services.operations import standard_operations
    from oneapi_desktop.services.workspace import open_workspace

    workspace = await open_workspace(settings, lean=True)
    try:
        return await standard_operations().run(workspace, operation, arguments)
    finally:
        await workspace.close()


def echo(text: str) -> None:
    """Print to stdout; colours only on a terminal, and not when NO_COLOR is set."""
    click.echo(text, color=None if sys.stdout.isatty() and not os.environ.get("NO_COLOR") else False)


def operation_command(*operations: str) -> Callable[[F], F]:
    """Give a command function ``--data-dir``, ``--json`` and an Invocation as first argument.

    ``operations`` are the operations it carries out: the list that tests compare with the registry.
    """

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def run(as_json: bool, data_dir: str | None, **arguments: Any) -> Any:
            context = click.get_current_context()
            root_dir = context.find_root().params.get("data_dir")
            return function(Invocation(data_dir or root_dir, as_json), **arguments)

        run.operations = operations  # type: ignore[attr-defined]
        # click lists parameters in the reverse order of this attribute; a command's own come first.
        own = [*getattr(function, "__click_params__", [])]
        run.__click_params__ = []  # type: ignore[attr-defined]
        click.option("--data-dir", metavar="DIR", help="Use this data directory.")(run)
        click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(run)
        run.__click_params__ += own  # type: ignore[attr-defined]
        return run  # type: ignore[return-value]

    return decorate


def operations_of(command: click.Command) -> tuple[str, ...]:
    """The operations a command declared."""
    found: tuple[str, ...] = getattr(command.callback, "operations", ())
    return found
