"""The real program as a subprocess: a gateway that serves, and single commands beside it.

Everything here sees the program from outside only: its process, its output, its ports, its files.
"""

import contextlib
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = [sys.executable, "-P", "-m", "oneapi_desktop"]
PATIENCE = 60
"""Seconds after which a wait for the program is a failure."""

_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "COMSPEC", "LD_LIBRARY_PATH")


def surroundings(home: Path, **settings: str) -> dict[str, str]:
    """An environment with an empty home, no setting but the sealed-file vault, and ``settings``."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    names = ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
    return (
        kept
        | dict.fromkeys(names, str(home))
        | {"KEYRING_BACKEND": "file", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        | settings
    )


class Gateway:
    """A running ``serve``. ``url`` ends in ``/v1``; ``key`` is the first token, which only the
    ``first`` start announces."""

    def __init__(self, process: "subprocess.Popen[str]", data_dir: Path, first: bool) -> None:
        self.process = process
        self.data_dir = data_dir
        self.url = ""
        self.key = ""
        self.lines: list[str] = []
        self._first = first
        self._announced = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
            if found := re.search(r"serves (https?://\S+/v1)", line):
                self.url = found[1]
            if found := re.search(r"token, shown this once: (sk-\S+)", line):
                self.key = found[1]
            if self.url and (self.key or not self._first):
                self._announced.set()
        self._announced.set()

    @property
    def output(self) -> str:
        """Everything the program has printed; whole once it has ended."""
        if self.process.poll() is not None:
            self._reader.join(PATIENCE)
        return "".join(self.lines)

    def wait_until_serving(self) -> None:
        """Wait for the announcement."""
        assert self._announced.wait(PATIENCE), f"the program said nothing: {self.output}"
        assert self.url, self.output

    def kill(self) -> None:
        """``kill -9``, and wait until it is gone."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it with a signal; the exit code."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def chat(self, key: str = "", model: str = "echo", **fields: Any) -> tuple[int, Any]:
        """One request; status and JSON."""
        body = json.dumps({"model": model, "messages": [{"role": "user", "content": "hello"}]} | fields).encode()
        request = urllib.request.Request(
            f"{self.url}/chat/completions",
            body,
            {"Authorization": f"Bearer {key or self.key}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)


@contextlib.contextmanager
def serving(data_dir: Path, *arguments: str, first: bool = True, **environment: str) -> Iterator[Gateway]:
    """A gateway on a free port, killed in the end if it still runs. At its ``first`` start it tells a key."""
    process = subprocess.Popen(
        [*PROGRAM, *(arguments or ("serve",)), "--port", "0", "--data-dir", str(data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=surroundings(data_dir.parent, **environment),
        cwd=data_dir.parent,
    )
    gateway = Gateway(process, data_dir, first)
    try:
        gateway.wait_until_serving()
        yield gateway
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)
        _ = gateway.output
        assert process.stdout is not None
        process.stdout.close()


def run(
    data_dir: Path | None, *arguments: str, stdin: str = "", cwd: Path | None = None, **environment: str
) -> "subprocess.CompletedProcess[str]":
    """One command; without a data directory none is named."""
    where = cwd or (data_dir.parent if data_dir else None)
    assert where is not None
    return subprocess.run(
        [*PROGRAM, *arguments, *(["--data-dir", str(data_dir)] if data_dir else [])],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=surroundings(where, **environment),
        cwd=where,
        timeout=PATIENCE,
        check=False,
    )


def read(data_dir: Path, *arguments: str, stdin: str = "", **environment: str) -> Any:
    """The JSON of a command that must succeed."""
    ended = run(data_dir, *arguments, "--json", stdin=stdin, **environment)
    assert ended.returncode == 0, ended
    return json.loads(ended.stdout)


def query(data_dir: Path, sql: str, *parameters: Any) -> list[Any]:
    """Rows of the database file, read by plain sqlite3 as a stranger would, also while it is in use."""
    with contextlib.closing(sqlite3.connect(f"file:{data_dir / 'oneapi.db'}?mode=ro", uri=True, timeout=30)) as db:
        return db.execute(sql, parameters).fetchall()
