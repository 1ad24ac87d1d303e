"""One window per data directory, also after a crash."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from PySide6.QtNetwork import QLocalServer

from oneapi_desktop.desktop.single_instance import SingleInstance, socket_address

SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from oneapi_desktop.desktop.single_instance import SingleInstance
application = QCoreApplication([])
sys.exit(0 if SingleInstance(Path(sys.argv[1])).claim() else 7)
"""


def test_a_second_start_asks_the_first_for_its_window(tmp_path: Path, qtbot: Any) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    with qtbot.waitSignal(first.shown, timeout=20_000):
        second = subprocess.Popen([sys.executable, "-c", SECOND, str(tmp_path)])
    assert second.wait(30) == 7
    first.release()
    assert subprocess.run([sys.executable, "-c", SECOND, str(tmp_path)], check=False).returncode == 0


def test_another_data_directory_has_its_own(tmp_path: Path, qapp: object) -> None:
    first, second = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    for directory in ("a", "b"):
        (tmp_path / directory).mkdir()
    assert first.claim()
    assert second.claim()
    first.release()
    second.release()


def test_a_socket_left_by_a_crash_is_replaced(tmp_path: Path, qapp: object) -> None:
    address = socket_address(tmp_path)
    Path(address).write_text("left behind")
    first = SingleInstance(tmp_path)
    assert first.claim()
    assert isinstance(first._server, QLocalServer)
    assert first._server.isListening()
    first.release()
