"""One window per data directory: a second start raises the first one's window and ends."""

import hashlib
import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

SHOW = b"show\n"
ANSWER_MS = 1000
"""How long a running instance gets to take the message."""

LOCK_MS = 100


class SingleInstance(QObject):
    """``claim`` decides who is first. The lock file is what counts; the socket only carries messages, and
    one that a crash left behind is replaced by the holder of the lock. ``shown``: another start asks for
    the window."""

    shown = Signal()

    def __init__(self, directory: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.address = socket_address(directory)
        self._lock = QLockFile(str(directory / "window.lock"))
        # Qt looks whether the process that holds the lock lives; age alone never makes it stale.
        self._lock.setStaleLockTime(0)
        self._callers: list[QLocalSocket] = []
        self._server = QLocalServer(self)
        self._server.newConnection.connect(self._on_connection)

    def claim(self) -> bool:
        """True when this is the first instance, which then listens; else the first one was asked to show
        its window."""
        if not self._lock.tryLock(LOCK_MS):
            self._call()
            return False
        QLocalServer.removeServer(self.address)
        if os.name == "nt":
            self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.listen(self.address)
        return True

    def release(self) -> None:
        """Let another instance start."""
        for socket in self._callers:
            socket.abort()
        self._callers.clear()
        self._server.close()
        self._lock.unlock()

    def _call(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self.address)
        if not socket.waitForConnected(ANSWER_MS):
            return False
        socket.write(SHOW)
        sent = socket.waitForBytesWritten(ANSWER_MS)
        socket.disconnectFromServer()
        return sent

    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._callers.append(socket)
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(self._read)
        self._read()

    def _read(self) -> None:
        for socket in list(self._callers):
            if socket.canReadLine() and socket.readLine(64).data() == SHOW:
                self.shown.emit()
            if socket.state() == QLocalSocket.LocalSocketState.UnconnectedState or socket.bytesAvailable() > 64:
                self._callers.remove(socket)
                socket.deleteLater()


def socket_address(directory: Path) -> str:
    """Where the instance of a data directory listens: a pipe name on Windows, else a short path that only
    this user can reach."""
    name = f"oneapi-desktop-{hashlib.sha256(str(directory).encode()).hexdigest()[:16]}"
    if os.name == "nt":
        return name
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if runtime and Path(runtime).is_dir():
        return str(Path(runtime) / name)
    private = Path(tempfile.gettempdir()) / f"oneapi-desktop-{os.getuid()}"
    private.mkdir(mode=0o700, exist_ok=True)
    return str(private / name)
