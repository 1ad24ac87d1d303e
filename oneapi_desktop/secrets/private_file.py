"""Files that only their owner can read, replaced whole or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def write_private_file(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data``: mode 0600 from the first moment, on disk when this returns.

    A crash leaves the old file or the new one. Raises OSError; the old file is then untouched.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}.tmp")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    """Make a rename durable. Windows cannot open directories and does not need it."""
    if os.name == "nt":
        return
    file = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
