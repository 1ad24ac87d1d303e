"""One gateway per data directory."""

import os
import subprocess
import sys
import threading
from pathlib import Path

from oneapi_desktop.services.instance_lock import InstanceLock

HOLD = """
import sys
from pathlib import Path
from oneapi_desktop.services.instance_lock import InstanceLock
lock = InstanceLock(Path(sys.argv[1]))
assert lock.acquire(shared=sys.argv[2] == "shared")
print("held", flush=True)
sys.stdin.read()
"""


def holding(path: Path, kind: str) -> subprocess.Popen[str]:
    """Another process that holds the lock until it is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    """Kill it the hard way."""
    process.kill()
    process.communicate()


def test_exclusive_against_another_process(tmp_path: Path) -> None:
    path = tmp_path / "gateway.lock"
    other = holding(path, "exclusive")
    lock = InstanceLock(path)
    try:
        assert not lock.acquire()
        assert not lock.acquire(shared=True)
        assert lock.holder() == other.pid
    finally:
        end(other)
    assert lock.acquire(wait_seconds=5), "a killed process leaves no stale lock"
    assert lock.acquire(), "taking it twice is fine"
    assert lock.holder() == os.getpid()
    lock.release()
    lock.release()
    assert not lock.held
    assert lock.holder() is None


def test_shared_holders_do_not_hinder_each_other_but_a_gateway(tmp_path: Path) -> None:
    path = tmp_path / "gateway.lock"
    other = holding(path, "shared")
    try:
        with InstanceLock(path) as mine:
            assert mine.acquire(shared=True)
            assert mine.holder() is None
        assert not InstanceLock(path).acquire()
    finally:
        end(other)


def test_waiting_ends_when_the_lock_is_free(tmp_path: Path) -> None:
    path = tmp_path / "gateway.lock"
    first, second = InstanceLock(path), InstanceLock(path)
    assert first.acquire()
    waiter = threading.Thread(target=second.acquire, kwargs={"wait_seconds": 30})
    waiter.start()
    first.release()
    waiter.join(30)
    assert second.held
    second.release()


def test_unreadable_holder(tmp_path: Path) -> None:
    path = tmp_path / "gateway.lock"
    assert InstanceLock(path).holder() is None
    path.write_text("not a number")
    assert InstanceLock(path).holder() is None
