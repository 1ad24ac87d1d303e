"""Open the application on a throw-away data directory filled with sample data.

``python tools/demo.py [--port N] [--requests N]``. The directory is removed in the end.
"""

import argparse
import asyncio
import sys
import tempfile
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from demo_gateway import demo_settings, make_sample

from oneapi_desktop.cli.gateway import has_display


def main() -> int:
    """The exit status of the application."""
    parser = argparse.ArgumentParser(prog="dev.py demo", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port to listen on; default a free one")
    parser.add_argument("--requests", type=int, default=20_000, help="requests in the ledger")
    options = parser.parse_args()
    if not has_display():
        print("There is no display to show the window on; 'dev.py screenshots' needs none.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="oneapi-demo-") as name:
        directory = Path(name)
        print("Making sample data …", flush=True)
        asyncio.run(make_sample(directory, requests=options.requests))
        from oneapi_desktop.app import Gateway
        from oneapi_desktop.desktop.application import run_desktop

        settings = demo_settings(directory, options.port)
        return run_desktop(settings, partial(Gateway.start, settings))


if __name__ == "__main__":
    sys.exit(main())
