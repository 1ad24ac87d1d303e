"""A gateway on a throw-away data directory with sample data, for the demo and the screenshots."""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tools"))

from sample_data import fill  # noqa: E402

from oneapi_desktop.services.workspace import open_workspace  # noqa: E402
from oneapi_desktop.settings import Settings  # noqa: E402


def demo_settings(directory: Path, port: int) -> Settings:
    """Settings for a throw-away directory: keys in a sealed file, never in the system's keyring."""
    return Settings(flags={"data_dir": str(directory), "port": port, "keyring_backend": "file"})


async def make_sample(directory: Path, *, requests: int) -> None:
    """Fill a directory with sample data up to now."""
    workspace = await open_workspace(demo_settings(directory, 0))
    try:
        await fill(workspace, time.time_ns() // 1_000_000, requests=requests)
    finally:
        await workspace.close()
