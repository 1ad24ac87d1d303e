"""``vault.backend``: which place holds the keys of a data directory, and under which names.

Without it, a start on which the keyring happens to be unreachable would look like an installation
that has no keys. It holds names only, never a value. One JSON object: ``backend`` ("keyring" or
"file"), ``id`` (sets the keyring entries of several data directories apart; empty for "file"),
``refs`` (names of entries; always a superset of what is stored), ``left`` (the place that entries
were moved away from and that is still to be emptied, or null).
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets.file_lock import file_lock
from oneapi_desktop.secrets.private_file import write_private_file

BACKENDS = ("keyring", "file")


@dataclass(frozen=True, slots=True)
class Place:
    """Where entries lie: the backend, and the id of the data directory in a keyring."""

    backend: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """Content of the marker file."""

    place: Place
    refs: frozenset[str] = frozenset()
    left: Place | None = None


class VaultMarker:
    """The marker file of one data directory. Every method locks; safe between processes."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / "vault.backend"
        self._lock = data_dir / "vault.backend.lock"

    def read(self) -> Marking | None:
        """The content, None when there is no file. Raises VaultError when it is damaged."""
        with file_lock(self._lock):
            return self._read()

    def claim(self, place: Place) -> Marking:
        """Write ``place`` when nothing is marked yet; return what is marked then."""
        with file_lock(self._lock):
            found = self._read()
            if found is None:
                found = Marking(place)
                self._write(found)
            return found

    def write(self, marking: Marking) -> None:
        """Replace the content. Raises VaultError."""
        with file_lock(self._lock):
            self._write(marking)

    def note(self, place: Place, ref: str) -> None:
        """Remember a name before its value is stored at ``place``.

        Raises VaultError when another process has moved the entries elsewhere meanwhile.
        """
        with file_lock(self._lock):
            found = self._here(place)
            if ref not in found.refs:
                self._write(replace(found, refs=found.refs | {ref}))

    def forget(self, place: Place, ref: str) -> None:
        """Drop a name after its value was deleted at ``place``. Raises VaultError like ``note``."""
        with file_lock(self._lock):
            found = self._here(place)
            if ref in found.refs:
                self._write(replace(found, refs=found.refs - {ref}))

    def _here(self, place: Place) -> Marking:
        found = self._read()
        if found is None or found.place != place:
            raise VaultError(
                "another process has moved the upstream keys of this data directory to another vault; "
                "stop this program and start it again"
            )
        return found

    def _read(self) -> Marking | None:
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            raise self._damaged() from None
        try:
            found = json.loads(text)
            left = found["left"]
            return Marking(_place(found), frozenset(map(str, found["refs"])), None if left is None else _place(left))
        except (ValueError, KeyError, TypeError):
            raise self._damaged() from None

    def _write(self, marking: Marking) -> None:
        content = {
            **_shown(marking.place),
            "refs": sorted(marking.refs),
            "left": None if marking.left is None else _shown(marking.left),
        }
        try:
            write_private_file(self.path, json.dumps(content, indent=1).encode() + b"\n")
        except OSError as error:
            raise VaultError(
                f"{self.path} cannot be written ({error.strerror}); free some space or fix its permissions"
            ) from None

    def _damaged(self) -> VaultError:
        return VaultError(
            f"{self.path} cannot be read; restore it from a backup. If the keys lie in vault.json beside it "
            "(no keyring was in use), delete it"
        )


def _place(found: Any) -> Place:
    backend, place_id = found["backend"], found["id"]
    if backend not in BACKENDS or not isinstance(place_id, str):
        raise ValueError
    return Place(backend, place_id)


def _shown(place: Place) -> dict[str, str]:
    return {"backend": place.backend, "id": place.id}
