"""What the figures were taken on, and how much else the machine had to do meanwhile."""

import os
import platform
import time
from importlib import metadata
from pathlib import Path

from bench.load import generator_name
from bench.processes import LINUX

LIBRARIES = ("aiohttp", "uvloop", "orjson", "PySide6-Essentials", "sqlite-utils")
QUIET = 0.05
"""Share of the processor time that other programs may take before a run counts as disturbed."""


def _first_value(path: str, name: str) -> str:
    try:
        for line in Path(path).read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == name:
                return value.strip()
    except OSError:
        pass
    return ""


def describe() -> dict[str, object]:
    """Processor, memory, system, versions. No host name."""
    import sqlite3

    versions = {}
    for name in LIBRARIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    memory_kb = _first_value("/proc/meminfo", "MemTotal").partition(" ")[0]
    return {
        "processor": _first_value("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        "cores": os.cpu_count() or 0,
        "memory_gib": round(int(memory_kb) / 2**20, 1) if memory_kb.isdigit() else 0,
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "versions": versions,
        "generator": generator_name(),
    }


class Neighbours:
    """How much processor time other programs took between ``__init__`` and ``share`` (Linux)."""

    def __init__(self) -> None:
        self._busy = _busy_seconds()
        self._own = _own_seconds()
        self._begun = time.monotonic()

    def share(self) -> float | None:
        """Share of all cores' time, 0 to 1; to be asked when every child has ended. None where unknown."""
        if self._busy is None:
            return None
        busy = (_busy_seconds() or 0.0) - self._busy
        capacity = (time.monotonic() - self._begun) * (os.cpu_count() or 1)
        return max(0.0, (busy - (_own_seconds() - self._own)) / capacity) if capacity else None


def _busy_seconds() -> float | None:
    """Processor time of the whole machine that was not idle. Source: proc_stat(5)."""
    if not LINUX:
        return None
    fields = [int(value) for value in Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]]
    user, nice, system, _idle, _iowait, irq, softirq, steal = fields
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def _own_seconds() -> float:
    """Processor time of this process and of its ended children."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
