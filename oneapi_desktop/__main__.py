"""``python -m oneapi_desktop`` and the ``oneapi-desktop`` script."""

import sys


def main() -> int:
    """Run the command line; the exit code is returned. ``--version`` answers without loading anything."""
    arguments = sys.argv[1:]
    if arguments in (["--version"], ["-version"]):
        from oneapi_desktop import __version__

        sys.stdout.write(f"oneapi-desktop {__version__}\n")
        return 0
    try:
        from oneapi_desktop.cli.main import run_command_line

        return run_command_line(arguments)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
