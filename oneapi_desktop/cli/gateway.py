"""``run`` and ``serve``: starting the program."""

import asyncio
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from oneapi_desktop.cli.environment import settings_from
from oneapi_desktop.settings import Settings

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


def has_display() -> bool:
    """Whether a window could be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@click.command()
@_start_options
def run(**flags: Any) -> int:
    """Start the program with its window, or headless without a display."""
    settings = _settings(flags)
    if not settings.headless:
        reason = "this version has no window yet" if has_display() else "there is no display"
        click.echo(f"{reason[0].upper()}{reason[1:]}; serving headless.", err=True)
    return _serve(settings)


@click.command()
@_start_options
def serve(**flags: Any) -> int:
    """Start the gateway without a window. Ctrl-C stops it after open requests have ended."""
    return _serve(_settings(flags | {"headless": True}))


def _serve(settings: Settings) -> int:
    from oneapi_desktop.app import serve as serve_gateway

    if sys.platform == "win32":
        return asyncio.run(serve_gateway(settings))
    import uvloop

    return uvloop.run(serve_gateway(settings))
