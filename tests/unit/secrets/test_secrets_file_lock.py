import subprocess
import sys
import threading
from pathlib import Path

import pytest

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets.file_lock import file_lock

HOLDER = """
import sys
from pathlib import Path
from oneapi_desktop.secrets.file_lock import file_lock
with file_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_another_process_is_kept_out_until_the_holder_ends(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(VaultError, match="another process"), file_lock(path, wait_seconds=0.1):
            pass
        holder.kill()
        holder.wait()
        with file_lock(path):
            pass


def test_threads_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    inside: list[int] = []

    def work() -> None:
        for _ in range(5):
            with file_lock(path):
                inside.append(1)
                assert len(inside) == 1
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="cannot be opened"), file_lock(tmp_path / "none" / "lock"):
        pass
