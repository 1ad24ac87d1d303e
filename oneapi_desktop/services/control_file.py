"""How a command finds the running gateway: address and secret in a file only its owner can read."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ControlAddress:
    """Where the running gateway takes operations, and the secret that proves the same owner."""

    url: str
    secret: str
    pid: int

    def __repr__(self) -> str:
        return f"ControlAddress(url={self.url!r}, pid={self.pid})"


def new_secret() -> str:
    """A fresh secret of 256 random bits."""
    return secrets.token_urlsafe(32)


def write_control_file(path: Path, address: ControlAddress) -> None:
    """Put the file in place atomically with mode 0600. Raises OSError."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "w", encoding="ascii") as stream:
            json.dump(asdict(address), stream)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def read_control_file(path: Path) -> ControlAddress | None:
    """The address in the file; None when there is none or it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="ascii"))
        return ControlAddress(str(found["url"]), str(found["secret"]), int(found["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remove_control_file(path: Path, address: ControlAddress) -> None:
    """Remove the file if it is still this gateway's own."""
    if read_control_file(path) == address:
        path.unlink(missing_ok=True)
