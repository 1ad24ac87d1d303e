"""Where the files that ship with the program lie: in the source tree, installed, or bundled."""

import sys
from pathlib import Path

import oneapi_desktop


def resource_directory(name: str) -> Path:
    """The directory ``resources/NAME``; it may not exist."""
    bundle = getattr(sys, "_MEIPASS", None)
    root = Path(bundle) if bundle else Path(oneapi_desktop.__file__).resolve().parent.parent
    return root / "resources" / name
