"""Child processes of the benchmark: started in a session of their own, watched, and always ended."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSED_ON = ("PATH", "HOME", "USER", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "APPDATA", "LOCALAPPDATA", "TEMP")
LINUX = sys.platform == "linux"


class BenchError(Exception):
    """The benchmark cannot go on; the message says what to do."""


def environment(**extra: str) -> dict[str, str]:
    """A small environment, so that proxies and settings of this shell have no part in the figures."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), **extra}


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _die_with_parent() -> None:
    """In the child: be killed when the benchmark is, even by SIGKILL (Linux)."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


@dataclass
class Child:
    """A running child process and its open log."""

    process: subprocess.Popen[str]
    log: Path

    @property
    def pid(self) -> int:
        """Its process id."""
        return self.process.pid

    def first_line(self, seconds: float = 20.0) -> str:
        """The first line it printed. Raises BenchError when it ended or stayed silent."""

        def line() -> str:
            text = self.log.read_text(encoding="utf-8", errors="replace")
            return text.partition("\n")[0] if "\n" in text else ""

        return wait_for(line, seconds, f"{self.process.args!r} printed nothing", self)

    def tail(self) -> str:
        """The end of what it printed, for a message."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-2000:].strip()

    def rss_mb(self) -> float:
        """Resident memory in MiB (Linux; 0 elsewhere)."""
        if not LINUX:
            return 0.0
        for line in Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        return 0.0

    def cpu_seconds(self) -> float:
        """Processor time of all its threads so far (Linux; 0 elsewhere)."""
        if not LINUX:
            return 0.0
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self, seconds: float = 15.0) -> int:
        """Ask it to end, then make it; its exit code."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


@contextlib.contextmanager
def child(command: Sequence[str], env: Mapping[str, str] | None = None) -> Iterator[Child]:
    """A child for the length of the block. ``command`` follows the interpreter: ``("-m", "bench.upstream")``.

    It works in a directory of its own, where no ``.env`` lies.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        log = Path(directory, "log")
        with log.open("w", encoding="utf-8") as out:
            process = subprocess.Popen(
                [sys.executable, *command],
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.STDOUT,
                text=True,
                cwd=directory,
                env=dict(env if env is not None else environment()),
                start_new_session=True,
                preexec_fn=_die_with_parent if LINUX else None,
            )
        running = Child(process, log)
        try:
            yield running
        finally:
            running.end()


def wait_for(probe: Callable[[], str], seconds: float, what: str, of: Child) -> str:
    """Ask the probe every few milliseconds until it answers something. Raises BenchError."""
    until = time.monotonic() + seconds
    while True:
        found = probe()
        if found:
            return found
        if of.process.poll() is not None:
            raise BenchError(f"{what}: it ended with code {of.process.returncode}\n{of.tail()}")
        if time.monotonic() > until:
            raise BenchError(f"{what} within {seconds:g} s\n{of.tail()}")
        time.sleep(0.005)


def run_once(command: Sequence[str], env: Mapping[str, str], seconds: float = 60.0) -> str:
    """Output of a command that follows the interpreter. Raises BenchError when it fails."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=tempfile.gettempdir(),
        env=dict(env),
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    if done.returncode:
        raise BenchError(f"{' '.join(command)} failed with code {done.returncode}:\n{done.stderr.strip()[-2000:]}")
    return done.stdout
