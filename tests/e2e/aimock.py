"""An upstream that this project did not write: npm's ``@copilotkit/aimock``, which imitates many vendors on
one port.

It is fetched by npm into a temporary directory at the start of the tests that use it; without npm, or
without a registry to fetch from, those tests are skipped and say so.
"""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

PACKAGE = "@copilotkit/aimock@1.43.0"
FETCHING = 120
"""Seconds npm may take."""

FIXTURES: list[dict[str, Any]] = [
    {"match": {"hasToolResult": True}, "response": {"content": "So it rains."}},
    {
        "match": {"userMessage": "What will it be like?"},
        "response": {
            "toolCalls": [
                {"name": "get_weather", "arguments": {"city": "Köln", "days": 3}},
                {"name": "get_time", "arguments": {}},
            ]
        },
    },
    {
        "match": {"userMessage": "Good morning"},
        "response": {
            "content": "Guten Morgen, wie geht es dir heute? 👋",
            "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
        },
    },
]
"""What it answers; the last user message decides, but for tool results."""


class Aimock:
    """The running mock; ``url`` is its origin."""

    def __init__(self, directory: Path) -> None:
        npm, node = shutil.which("npm"), shutil.which("node")
        if npm is None or node is None:
            pytest.skip("npm is not installed")
        command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(directory), PACKAGE]
        try:
            fetched = subprocess.run(command, capture_output=True, text=True, timeout=FETCHING, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip(f"npm could not fetch {PACKAGE} in {FETCHING} s")
        if fetched.returncode:
            pytest.skip(f"npm could not fetch {PACKAGE}: {fetched.stderr.strip().splitlines()[-1:]}")
        fixtures = directory / "fixtures.json"
        fixtures.write_text(json.dumps({"fixtures": FIXTURES}), encoding="utf-8")
        program = directory / "node_modules" / "@copilotkit" / "aimock" / "dist" / "cli.js"
        self._process = subprocess.Popen(
            [node, str(program), "--port", "0", "--fixtures", str(fixtures), "--strict", "--chunk-size", "5"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.url = self._announced()

    def _announced(self) -> str:
        assert self._process.stdout is not None
        said = []
        for line in self._process.stdout:
            said.append(line)
            if found := re.search(r"listening on (http://\S+)", line):
                return found[1]
        raise AssertionError(f"the mock did not start: {''.join(said)}")

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
