"""The vault without a keyring: ``vault.json`` with sealed values, ``vault.key`` with the key.

Each value is sealed by itself with its name as associated data, so that entries cannot be swapped.
This protects a copied or synchronised ``vault.json``, not against someone who can read every file of
this user: the key lies beside it.
"""

import base64
import binascii
import hashlib
import json
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets.entry import check_ref, check_value
from oneapi_desktop.secrets.file_lock import file_lock
from oneapi_desktop.secrets.private_file import write_private_file
from oneapi_desktop.secrets.sealing import (
    MASTER_REF,
    MasterSeal,
    TamperedError,
    decrypt,
    encrypt,
    key_from_text,
    new_key,
)
from oneapi_desktop.secrets.vault_marker import Place, VaultMarker

FORMAT = "oneapi-desktop vault 1"


class SealedFileVault:
    """Entries in a sealed file. Thread-safe; several processes take turns.

    ``create`` False demands that both files exist. ``marker`` is told the names of entries.
    Opening raises VaultError; a damaged file is never overwritten.
    """

    def __init__(self, data_dir: Path, *, create: bool = True, marker: VaultMarker | None = None) -> None:
        self.file = data_dir / "vault.json"
        self.key_file = data_dir / "vault.key"
        self.name = f"sealed file {self.file}"
        self.warning = ""
        self.place = Place("file")
        self.marker = marker
        self._lock_file = data_dir / "vault.lock"
        self._mutex = threading.Lock()
        self._sealer = MasterSeal(self._obtain_master)
        with self._locked():
            self._key, self._mode_was_open = self._open_key(create)
            self._key_id = hashlib.sha256(b"oneapi-desktop key id" + self._key).hexdigest()[:16]
            if not self.file.exists():
                if not create:
                    raise VaultError(
                        f"{self.file} is missing; restore it from a backup, or delete {self.key_file.name} "
                        "and vault.backend beside it to start without keys"
                    )
                self._save({})
            self._load()
        if self._mode_was_open:
            self.warning = (
                f"{self.key_file} could be read by other users of this machine; its mode is now 0600. "
                "If someone may have copied it, replace your upstream keys."
            )

    def get(self, ref: str) -> str | None:
        """The value, None when there is no such entry. Raises VaultError."""
        check_ref(ref)
        with self._locked():
            return self._read(self._load(), ref)

    def set(self, ref: str, value: str) -> None:
        """Store a value; on disk when this returns. Raises VaultError."""
        check_ref(ref)
        check_value(value)
        with self._locked():
            if self.marker is not None:
                self.marker.note(self.place, ref)
            entries = self._load()
            self._put(entries, ref, value)

    def delete(self, ref: str) -> None:
        """Remove an entry; does nothing when there is none. Raises VaultError."""
        check_ref(ref)
        with self._locked():
            entries = self._load()
            if entries.pop(ref, None) is not None:
                self._save(entries)
            if self.marker is not None:
                self.marker.forget(self.place, ref)

    def seal(self, plain: bytes) -> bytes:
        """Bytes that may lie in the database. Raises VaultError."""
        return self._sealer.seal(plain)

    def unseal(self, sealed: bytes) -> bytes:
        """What ``seal`` was given. Raises VaultError for anything else."""
        return self._sealer.unseal(sealed)

    def refs(self) -> frozenset[str]:
        """Names of all entries. Raises VaultError."""
        with self._locked():
            return frozenset(ref for ref in self._load() if ref != MASTER_REF)

    def master_key(self) -> str | None:
        """The master key's text, for moving to another vault; None when nothing was ever sealed."""
        return self._obtain_master(False)

    def adopt_master_key(self, text: str) -> None:
        """Take over another vault's master key. Raises VaultError."""
        with self._locked():
            self._put(self._load(), MASTER_REF, text)
        self._sealer = MasterSeal(self._obtain_master)

    def __repr__(self) -> str:
        return f"SealedFileVault({str(self.file)!r})"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with self._mutex, file_lock(self._lock_file):
            yield

    def _obtain_master(self, create: bool) -> str | None:
        with self._locked():
            entries = self._load()
            text = self._read(entries, MASTER_REF)
            if text is None and create:
                text = new_key()
                self._put(entries, MASTER_REF, text)
            return text

    def _open_key(self, create: bool) -> tuple[bytes, bool]:
        """The key, and whether others could read its file."""
        if not self.key_file.exists():
            if self.file.exists() or not create:
                raise VaultError(
                    f"{self.key_file} is missing, so {self.file.name} cannot be opened; restore it from a "
                    f"backup, or move {self.file.name} and vault.backend away to start without keys"
                )
            self._write(self.key_file, new_key().encode() + b"\n")
        was_open = self._close_to_others()
        try:
            return key_from_text(self.key_file.read_text(encoding="ascii")), was_open
        except OSError as error:
            raise VaultError(f"{self.key_file} cannot be read ({error.strerror}); fix its permissions") from None
        except ValueError:
            raise VaultError(f"{self.key_file} is damaged; restore it from a backup") from None

    def _close_to_others(self) -> bool:
        if os.name != "posix":
            return False
        try:
            if not stat.S_IMODE(self.key_file.stat().st_mode) & 0o077:
                return False
            self.key_file.chmod(0o600)
        except OSError as error:
            raise VaultError(
                f"{self.key_file} can be read by other users and its mode cannot be changed "
                f"({error.strerror}); run chmod 600 on it"
            ) from None
        return True

    def _load(self) -> dict[str, str]:
        try:
            found = json.loads(self.file.read_bytes())
            entries, form, key_id = found["entries"], found["format"], found["key_id"]
        except OSError as error:
            raise VaultError(f"{self.file} cannot be read ({error.strerror}); fix its permissions") from None
        except (ValueError, KeyError, TypeError, RecursionError):
            raise self._damaged() from None
        if form != FORMAT:
            raise VaultError(f"{self.file} was written by another version of this program; use that version")
        if key_id != self._key_id:
            raise VaultError(
                f"{self.key_file.name} does not belong to {self.file}; restore the pair from the same backup"
            )
        if not isinstance(entries, dict) or not all(isinstance(value, str) for value in entries.values()):
            raise self._damaged()
        return entries

    def _read(self, entries: dict[str, str], ref: str) -> str | None:
        sealed = entries.get(ref)
        if sealed is None:
            return None
        try:
            return decrypt(self._key, base64.b64decode(sealed, validate=True), _purpose(ref)).decode()
        except (TamperedError, binascii.Error, ValueError):
            raise VaultError(
                f"the entry {ref!r} in {self.file} is damaged; restore the file from a backup, or enter the key again"
            ) from None

    def _put(self, entries: dict[str, str], ref: str, value: str) -> None:
        sealed = encrypt(self._key, value.encode(), _purpose(ref))
        self._save({**entries, ref: base64.b64encode(sealed).decode()})

    def _save(self, entries: dict[str, str]) -> None:
        content = {"format": FORMAT, "key_id": self._key_id, "entries": dict(sorted(entries.items()))}
        self._write(self.file, json.dumps(content, indent=1).encode() + b"\n")

    def _write(self, path: Path, data: bytes) -> None:
        try:
            write_private_file(path, data)
        except OSError as error:
            raise VaultError(
                f"{path} cannot be written ({error.strerror}); free some space or fix the permissions of its directory"
            ) from None

    def _damaged(self) -> VaultError:
        return VaultError(
            f"{self.file} is damaged and was left untouched; restore it from a backup, or move it, "
            f"{self.key_file.name} and vault.backend away to start without keys"
        )


def remove_sealed_files(data_dir: Path) -> bool:
    """Delete what a move to the keyring leaves behind; True when nothing is left."""
    files = [data_dir / "vault.json", data_dir / "vault.key"]
    for file in files:
        with suppress(OSError):
            file.unlink(missing_ok=True)
    return not any(file.exists() for file in files)


def _purpose(ref: str) -> bytes:
    return b"oneapi-desktop entry 1 " + ref.encode()
