"""Bodies of requests and answers, kept for a while when the owner turns that on.

They lie outside the database, so that backups never hold them: one file per request in a directory per
day, packed and sealed by the vault, readable by their owner alone. Keys and long runs of binary data are
taken out before. Age, size of each and size of all are bounded by settings. Request headers are never kept.
"""

import asyncio
import ipaddress
import json
import logging
import re
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets.private_file import write_private_file
from oneapi_desktop.services.vault_on_demand import SecretStore
from oneapi_desktop.settings import Settings

log = logging.getLogger(__name__)

RAW_LIMIT = 4 * 1024 * 1024
"""Bytes of an answer that are held until it has ended."""

PENDING_LIMIT = 32 * 1024 * 1024
"""Bytes waiting to be written; what comes beyond is not kept, so that memory is bounded."""

_REQUEST_ID = re.compile(r"[0-9a-f]{32}")
_KEY = re.compile(r"\b(?:sk|pk|rk|ghp|gsk|xai|AIza|hf)[-_][A-Za-z0-9_-]{12,}")
_NAMED_SECRET = re.compile(
    r'("(?:[\w.-]*(?:api[_-]?key|access[_-]?token|auth[_-]?token|secret|password|authorization)[\w.-]*)"\s*:\s*")'
    r'((?:[^"\\]|\\.)+)"',
    re.IGNORECASE,
)
_BINARY = re.compile(r"[A-Za-z0-9+/]{1500,}={0,2}")


@dataclass(slots=True)
class Capture:
    """One request and its answer as they passed. ``*_bytes`` is how long a body was in all."""

    request_id: str
    created_at: int
    path: str
    request_type: str
    request_body: bytes
    request_bytes: int
    status: int
    response_type: str
    response_body: bytes
    response_bytes: int
    finished: bool
    """Whether the client got the answer's end."""

    @property
    def failed(self) -> bool:
        """Whether it is one of those kept by ``errors``."""
        return self.status >= 400 or not self.finished

    @property
    def size(self) -> int:
        """Bytes it holds in memory."""
        return len(self.request_body) + len(self.response_body)


class CaptureService:
    """Keeps captures. ``keep`` never waits and never fails: a capture is a comfort."""

    def __init__(self, directory: Path, vault: SecretStore, settings: Settings) -> None:
        self._directory = directory
        self._vault = vault
        self._settings = settings
        self._worker: ThreadPoolExecutor | None = None
        self._pending = 0
        self._lock = threading.Lock()
        self._kept: int | None = None
        self.left_out = 0
        """Captures that were not kept because the disk was too slow, since the start."""

    def wanted(self, address: str) -> bool:
        """Whether bodies of requests from an address may be kept."""
        if self._settings.capture == "off":
            return False
        return self._settings.capture_devices or _is_this_machine(address)

    def keep(self, capture: Capture) -> None:
        """Write a capture in the background, if the setting asks for it."""
        if self._settings.capture == "off" or (self._settings.capture == "errors" and not capture.failed):
            return
        if not _REQUEST_ID.fullmatch(capture.request_id):
            return
        with self._lock:
            if self._pending + capture.size > PENDING_LIMIT:
                self.left_out += 1
                return
            self._pending += capture.size
        if self._worker is None:
            self._worker = ThreadPoolExecutor(1, thread_name_prefix="captures")
        self._worker.submit(self._write, capture)

    async def read(self, request_id: str, created_at: int) -> dict[str, Any] | None:
        """What was kept of a request, None if nothing was. Raises VaultError when it cannot be unsealed."""
        return await asyncio.to_thread(self._read, request_id, created_at)

    async def has(self, request_id: str, created_at: int) -> bool:
        """Whether something was kept of a request."""
        path = self._path(request_id, created_at)
        return path is not None and await asyncio.to_thread(path.is_file)

    async def clear(self) -> int:
        """Delete every capture; how many there were."""
        return await asyncio.to_thread(self._remove, self._files())

    async def prune(self) -> int:
        """Delete captures that are too old or too many by the settings; how many."""
        return await asyncio.to_thread(self._prune)

    async def flush(self) -> None:
        """Returns when everything given to ``keep`` before is on disk."""
        if self._worker is not None:
            await asyncio.get_running_loop().run_in_executor(self._worker, lambda: None)

    async def close(self) -> None:
        """Write what is waiting and end."""
        worker, self._worker = self._worker, None
        if worker is not None:
            await asyncio.to_thread(worker.shutdown)

    def _write(self, capture: Capture) -> None:
        try:
            document = self._document(capture)
            sealed = self._vault.seal(zlib.compress(json.dumps(document).encode(), 6))
            path = self._path(capture.request_id, capture.created_at)
            assert path is not None
            for directory in (self._directory, path.parent):
                directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private_file(path, sealed)
            if self._kept is None:
                self._kept = sum(size for _path, size in _sized(self._files()))
            self._kept += len(sealed)
            if self._kept > self._settings.capture_mb << 20:
                self._prune()
        except (OSError, VaultError) as error:
            log.info("a capture could not be kept: %s", error)
        finally:
            with self._lock:
                self._pending -= capture.size

    def _document(self, capture: Capture) -> dict[str, Any]:
        limit = self._settings.capture_kb * 1024
        return {
            "path": capture.path,
            "request": _body(capture.request_type, capture.request_body, capture.request_bytes, limit),
            "response": _body(capture.response_type, capture.response_body, capture.response_bytes, limit)
            | {"status": capture.status, "finished": capture.finished},
        }

    def _read(self, request_id: str, created_at: int) -> dict[str, Any] | None:
        path = self._path(request_id, created_at)
        try:
            sealed = path.read_bytes() if path is not None else None
        except OSError:
            return None
        if sealed is None:
            return None
        try:
            found: dict[str, Any] = json.loads(zlib.decompress(self._vault.unseal(sealed)))
        except (ValueError, zlib.error):
            raise VaultError("what was kept of this request is damaged") from None
        return found

    def _path(self, request_id: str, created_at: int) -> Path | None:
        if not _REQUEST_ID.fullmatch(request_id):
            return None
        day = datetime.fromtimestamp(created_at / 1000, UTC).date().isoformat()
        return self._directory / day / request_id

    def _files(self) -> list[Path]:
        """Every capture, oldest first: days sort by name, ids by time."""
        return sorted(self._directory.glob("*-*-*/*"))

    def _prune(self) -> int:
        oldest = (datetime.now(UTC) - timedelta(days=self._settings.capture_days)).date().isoformat()
        files = _sized(self._files())
        total = sum(size for _path, size in files)
        # A tenth of room, so that a full store is not pruned at every write.
        limit = (self._settings.capture_mb << 20) * 9 // 10
        doomed = []
        for path, size in files:
            if path.parent.name < oldest or total > limit:
                doomed.append(path)
                total -= size
        removed = self._remove(doomed)
        self._kept = total
        return removed

    def _remove(self, files: list[Path]) -> int:
        removed = 0
        for path in files:
            with suppress(OSError):
                path.unlink()
                removed += 1
        for directory in {path.parent for path in files}:
            with suppress(OSError):
                directory.rmdir()
        self._kept = None
        return removed


def _sized(files: list[Path]) -> list[tuple[Path, int]]:
    found = []
    for path in files:
        with suppress(OSError):
            found.append((path, path.stat().st_size))
    return found


def _is_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _body(content_type: str, body: bytes, length: int, limit: int) -> dict[str, Any]:
    """A body as it is kept: ``text`` without secrets, None if it is no text; ``cut`` if there was more."""
    kind = content_type.partition(";")[0].strip().lower()
    document: dict[str, Any] = {"content_type": kind, "bytes": length, "text": None, "cut": False}
    if kind.startswith(("image/", "audio/", "video/", "multipart/", "application/octet-stream")):
        return document
    text = redacted(body.decode("utf-8", "replace"))
    document["text"] = text[:limit]
    document["cut"] = len(text) > limit or length > len(body)
    return document


def redacted(text: str) -> str:
    """The text without keys, named secrets and long runs of Base64."""
    text = _BINARY.sub(lambda m: f"({len(m[0])} characters of binary data left out)", text)
    text = _NAMED_SECRET.sub(r'\1(left out)"', text)
    return _KEY.sub("(key left out)", text)
