"""What the real ``serve`` loads: everything it needs for a request, and nothing that waits for another use."""

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KEY = "sk-teststart0123456789abcdef0123456789abcdef"

UNUSED = frozenset(
    {
        "PySide6",
        "botocore",
        "genai_prices",
        "google",
        "jwt",
        "numpy",
        "pandas",
        "pyqtgraph",
        "qasync",
        "qtawesome",
        "ruamel",
        "segno",
        "setuptools",
        "tiktoken",
        "tomlkit",
        "zeroconf",
    }
)
"""Libraries for the window, single providers, connecting tools and counting: each is loaded by its first use."""


def imported(trace: str) -> set[str]:
    """Top-level names of the modules in the output of ``-X importtime``."""
    return {name.partition(".")[0] for name in re.findall(r"^import time: +\d+ \| +\d+ \| +(\S+)$", trace, re.M)}


def test_serve_loads_no_library_that_a_plain_request_does_not_need(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "KEYRING_BACKEND": "file",
        "INITIAL_ROOT_TOKEN": KEY,
    }
    command = ["-X", "importtime", "-m", "oneapi_desktop", "serve", "--port", "0", "--data-dir", str(tmp_path / "data")]
    with trace.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, "-u", *command],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment,
            cwd=tmp_path,
        )
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+/v1", process.stdout.readline())
            assert found, trace.read_text()[-2000:]
            body = json.dumps({"model": "echo", "messages": [{"role": "user", "content": "hello"}]}).encode()
            request = urllib.request.Request(
                f"{found[0]}/chat/completions",
                body,
                {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"},
            )
            with urllib.request.urlopen(request, timeout=60) as answer:
                assert answer.status == 200
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()
    modules = imported(trace.read_text())
    assert "aiohttp" in modules
    assert modules & UNUSED == set()
