"""What helps to find a fault, as one zip file: versions, settings, checks, channels, faults, the log's end.

No key, prompt, answer or address of an upstream is in it: what is stored as a secret is left out, and whatever
looks like a key or is one of a channel's secrets is masked in every text.
"""

import asyncio
import collections
import json
import os
import platform
import sys
import time
import zipfile
from collections.abc import Iterable
from dataclasses import astuple
from pathlib import Path
from typing import Any

from oneapi_desktop import __version__
from oneapi_desktop.domain.errors import Conflict, StoreError
from oneapi_desktop.services.doctor import Doctor
from oneapi_desktop.services.json_shapes import iso_time
from oneapi_desktop.services.libraries import shipped_libraries
from oneapi_desktop.services.requests import RequestService
from oneapi_desktop.services.upstream_errors import KEY_LIKE
from oneapi_desktop.services.workspace import Workspace
from oneapi_desktop.store.connections import SQLITE_VERSION

LOG_FILES = 3
LOG_BYTES = 512 * 1024
"""Of each log file only its end."""

FAULTS = 100
"""The newest failed requests, each by its kind only."""

_FAULT_FIELDS = ("created_at", "endpoint", "dialect", "model", "stream", "status", "outcome", "error_kind", "attempts")
_SHORTEST_SECRET = 6


async def write_bundle(workspace: Workspace, file: Path) -> dict[str, Any]:
    """Write the bundle to a file that does not exist yet, readable by its owner alone. Raises Conflict, StoreError."""
    if await asyncio.to_thread(file.exists):
        raise Conflict(f"{file} exists already; name a new file")
    channels = await workspace.channels.list()
    hidden: set[str] = set()
    for channel in channels:
        hidden |= set(_texts(astuple(await workspace.channels.secrets_of(channel))))
    faults = await RequestService(workspace.database, workspace.settings).list(limit=FAULTS, status="failed")
    parts: dict[str, Any] = {
        "about.json": await asyncio.to_thread(about),
        "settings.json": workspace.stored_settings.list(),
        "checks.json": [check.json() for check in await Doctor(workspace).examine()],
        "channels.json": [
            {
                "id": channel.id,
                "type": channel.provider,
                "status": channel.status.value,
                "models": len(channel.models),
                "priority": channel.priority,
                "weight": channel.weight,
            }
            for channel in channels
        ],
        "faults.json": [{name: row.get(name) for name in _FAULT_FIELDS} for row in faults],
    }
    texts = {name: json.dumps(part, indent=1, ensure_ascii=False) for name, part in parts.items()}
    if workspace.settings.log_dir:
        texts |= await asyncio.to_thread(_log_ends, Path(workspace.settings.log_dir))
    return await asyncio.to_thread(_write, file, {name: _masked(text, hidden) for name, text in texts.items()})


def versions() -> dict[str, str]:
    """Versions of the program and of what it runs on."""
    return {
        "program": __version__,
        "python": platform.python_version(),
        "sqlite": SQLITE_VERSION,
        "system": platform.platform(),
    }


def about() -> dict[str, Any]:
    """The versions, those of all libraries, and how the program was started. Reads files."""
    return versions() | {
        "packaged": bool(getattr(sys, "frozen", False)),
        "made": iso_time(time.time_ns() // 1_000_000),
        "libraries": {library.name: library.version for library in shipped_libraries()},
    }


def _texts(value: Any) -> Iterable[str]:
    """Every text inside, long enough to be a secret."""
    queue = collections.deque([value])
    while queue:
        found = queue.popleft()
        if isinstance(found, str):
            if len(found) >= _SHORTEST_SECRET:
                yield found
        elif isinstance(found, dict):
            queue.extend(found.values())
        elif isinstance(found, list | tuple):
            queue.extend(found)


def _masked(text: str, hidden: set[str]) -> str:
    for secret in sorted(hidden, key=len, reverse=True):
        text = text.replace(secret, "***").replace(json.dumps(secret)[1:-1], "***")
    text = text.replace(json.dumps(str(Path.home()))[1:-1], "~").replace(str(Path.home()), "~")
    return KEY_LIKE.sub(lambda match: match[0][:3] + "***", text)


def _log_ends(directory: Path) -> dict[str, str]:
    try:
        files = sorted(directory.glob("oneapi*.log*"), key=lambda path: path.stat().st_mtime, reverse=True)[:LOG_FILES]
        found = {}
        for path in files:
            with path.open("rb") as stream:
                stream.seek(max(0, path.stat().st_size - LOG_BYTES))
                found[f"log/{path.name}"] = stream.read(LOG_BYTES).decode("utf-8", "replace")
        return found
    except OSError as error:
        return {"log/unreadable.txt": f"{error.strerror}\n"}


def _write(file: Path, texts: dict[str, str]) -> dict[str, Any]:
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
            for name, text in texts.items():
                bundle.writestr(name, text)
        draft.replace(file)
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}; choose another place") from None
    finally:
        draft.unlink(missing_ok=True)
    return {"file": str(file), "bytes": file.stat().st_size, "parts": list(texts)}
