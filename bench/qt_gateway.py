"""The gateway on Qt's event loop, without its window: ``python -m bench.qt_gateway --port N --data-dir DIR``.

``--loop qasync`` runs it on plain qasync instead, to see what ``desktop/eventloop.py`` is worth.
"""

import argparse
import asyncio
import sys

from oneapi_desktop.app import serve
from oneapi_desktop.cli.environment import settings_from
from oneapi_desktop.desktop.eventloop import open_application, run


def main() -> int:
    """Parse the command line and serve until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data-dir", required=True)
    parser.add_argument("--loop", choices=["qt", "qasync"], default="qt")
    options = parser.parse_args()
    settings = settings_from({"port": options.port, "data_dir": options.data_dir, "headless": True})
    if options.loop == "qt":
        return run(serve(settings), gui=True)
    import qasync

    application = open_application(gui=True)
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner:
        return runner.run(serve(settings))


if __name__ == "__main__":
    sys.exit(main())
