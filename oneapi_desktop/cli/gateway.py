"""``run`` and ``serve``: starting the program."""

import asyncio
import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from oneapi_desktop.cli.display import missing_display
from oneapi_desktop.cli.environment import settings_from
from oneapi_desktop.settings import Settings

if TYPE_CHECKING:
    from oneapi_desktop.app import Gateway

F = TypeVar("F", bound=Callable[..., Any])


def _start_options(function: F) -> F:
    options = [
        click.option("--host", metavar="ADDRESS", help="Address to listen on; default 127.0.0.1."),
        click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="Port; 0 takes a free one."),
        click.option("--data-dir", metavar="DIR", help="Use this data directory."),
        click.option("--log-dir", metavar="DIR", help="Write log files there, too."),
        click.option("--headless", is_flag=True, default=None, help="Never open a window."),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def _settings(flags: dict[str, Any]) -> Settings:
    root_dir = click.get_current_context().find_root().params.get("data_dir")
    return settings_from(flags | {"data_dir": flags["data_dir"] or root_dir})


@click.command()
@_start_options
@click.option("--hidden", is_flag=True, help="Start in the tray, without opening the window.")
def run(hidden: bool, **flags: Any) -> int:
    """Start the program with its window, or headless without a display."""
    settings = _settings(flags)
    if settings.headless:
        return _serve(settings)
    missing = missing_display()
    if missing:
        click.echo(f"{missing[0].upper()}{missing[1:]}; serving headless.", err=True)
        return _serve(settings)
    try:
        from oneapi_desktop.desktop.application import run_desktop
    except ImportError as error:
        # Qt's libraries come from the system: a missing one must not keep the gateway from serving.
        click.echo(f"The window cannot be shown ({error}); serving headless.", err=True)
        return _serve(settings)
    from oneapi_desktop.services.program_log import program_log

    with program_log(settings):
        return run_desktop(settings, partial(_start_gateway, settings), hidden=hidden)


async def _start_gateway(settings: Settings) -> "Gateway":
    from oneapi_desktop.app import Gateway

    return await Gateway.start(settings)


@click.command()
@_start_options
def serve(**flags: Any) -> int:
    """Start the gateway without a window. Ctrl-C stops it after open requests have ended."""
    return _serve(_settings(flags | {"headless": True}))


def _serve(settings: Settings) -> int:
    from oneapi_desktop.app import serve as serve_gateway
    from oneapi_desktop.services.program_log import program_log

    with program_log(settings):
        if sys.platform == "win32":
            return asyncio.run(serve_gateway(settings))
        import uvloop

        return uvloop.run(serve_gateway(settings))
