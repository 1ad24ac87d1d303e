"""Other programs' configuration files: read with care, replaced whole or not at all."""

import os
import secrets
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from oneapi_desktop.domain.errors import Conflict, OneApiError

LARGEST = 2 * 1024 * 1024
BOM = b"\xef\xbb\xbf"
NEW_FILE_MODE = 0o600
"""A new file holds a token, so it is its owner's alone."""


class Untouchable(Conflict):
    """A file that is better left alone. The message says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A file as found. ``data`` is None when there is none. ``text`` has ``\\n`` as line end."""

    path: Path
    data: bytes | None
    text: str
    newline: str
    bom: bool
    mode: int

    def encoded(self, text: str) -> bytes:
        """Another text in this file's manner: its line ends, its byte order mark."""
        return (BOM if self.bom else b"") + text.replace("\n", self.newline).encode()


def read_config(path: Path) -> ConfigFile:
    """Read a file that is to be changed. Raises Untouchable for links, devices, huge and read-only files,
    for text that is not UTF-8, and for line ends of both kinds."""
    try:
        facts = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        _require_usable_parents(path)
        return ConfigFile(path, None, "", "\n", bom=False, mode=NEW_FILE_MODE)
    except OSError as error:
        raise Untouchable(f"{path} cannot be read: {error.strerror}") from None
    if stat.S_ISLNK(facts.st_mode):
        raise Untouchable(
            f"{path} is a link to {path.readlink()}, which may be shared or under version control; "
            "put the snippet there yourself"
        )
    if not stat.S_ISREG(facts.st_mode):
        raise Untouchable(f"{path} is not a file; move it away, or put the snippet where the tool reads it")
    if facts.st_nlink > 1:
        raise Untouchable(f"{path} has several names (hard links); put the snippet there yourself")
    if facts.st_size > LARGEST:
        raise Untouchable(f"{path} is larger than {LARGEST >> 20} MiB; put the snippet there yourself")
    if not facts.st_mode & stat.S_IWUSR or not os.access(path, os.W_OK):
        raise Untouchable(f"{path} is read-only; make it writable, or put the snippet there yourself")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Untouchable(f"{path} cannot be read: {error.strerror}") from None
    return _decoded(path, data, stat.S_IMODE(facts.st_mode))


def _decoded(path: Path, data: bytes, mode: int) -> ConfigFile:
    bom = data.startswith(BOM)
    try:
        text = data.removeprefix(BOM).decode()
    except UnicodeDecodeError:
        raise Untouchable(f"{path} is not UTF-8 text; put the snippet there yourself") from None
    pairs = text.count("\r\n")
    if (pairs and pairs != text.count("\n")) or text.count("\r") != pairs:
        raise Untouchable(f"{path} mixes line ends of Windows and Unix; save it with one kind first")
    return ConfigFile(path, data, text.replace("\r\n", "\n"), "\r\n" if pairs else "\n", bom, mode)


def _require_usable_parents(path: Path) -> None:
    """The nearest directory that exists must be one we may write to."""
    for parent in path.parents:
        if parent.is_symlink() and not parent.exists():
            raise Untouchable(f"{parent} is a link to nothing; repair it first")
        if parent.exists():
            if not parent.is_dir():
                raise Untouchable(f"{parent} is not a directory; move it away first")
            if not os.access(parent, os.W_OK | os.X_OK):
                raise Untouchable(f"{parent} is not writable; put the snippet there yourself")
            return


def make_parents(path: Path) -> list[Path]:
    """Make the directories a new file needs; those made, innermost last."""
    missing = []
    for parent in path.parents:
        if parent.exists():
            break
        missing.append(parent)
    made = []
    for directory in reversed(missing):
        try:
            directory.mkdir(mode=0o700)
        except OSError as error:
            raise OneApiError(f"{directory} could not be made: {error.strerror}") from None
        made.append(directory)
    return made


def write_config(file: ConfigFile, data: bytes) -> None:
    """Put new contents in the file's place, if it is still what was read. A crash leaves the old file or
    the new one. Raises Conflict when it changed meanwhile, OneApiError when it cannot be written."""
    path = file.path
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            draft.chmod(file.mode)
            if os.name == "posix" and file.data is not None:
                owner = path.stat()
                if (owner.st_uid, owner.st_gid) != (draft.stat().st_uid, draft.stat().st_gid):
                    os.chown(draft, owner.st_uid, owner.st_gid)
            if current(path) != file.data:
                raise Conflict(f"{path} was changed by another program just now; look at the changes again")
            draft.replace(path)
        except BaseException:
            with suppress(OSError):
                draft.unlink()
            raise
    except OSError as error:
        raise OneApiError(f"{path} could not be written: {error.strerror}; it is as it was") from None


def current(path: Path) -> bytes | None:
    """What the file holds now, None if there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
