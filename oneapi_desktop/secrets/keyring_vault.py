"""The vault in the operating system's keyring, through ``keyring``.

Each value is a head entry ``ref`` and, when it is long, pieces ``ref#a1``, ``ref#a2``, … (or ``#b…``).
A new value goes to the generation that is not in use: pieces first, then the head, then the old
pieces go. macOS replaces an entry by deleting and adding it, so while a head is replaced a copy of the
new one lies at ``ref#head``. A crash at any point leaves the old value or the new one.
"""

import contextlib
import hashlib
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets.bounded_call import call_bounded
from oneapi_desktop.secrets.chunks import MAX_PIECES, DamagedChunks, Head, cut, join, read_head
from oneapi_desktop.secrets.entry import check_ref, check_value
from oneapi_desktop.secrets.file_lock import file_lock
from oneapi_desktop.secrets.sealing import MASTER_REF, MasterSeal, new_key
from oneapi_desktop.secrets.vault_marker import Place, VaultMarker

T = TypeVar("T")

SERVICE = "oneapi-desktop"
PROBE_SECONDS = 5.0
OPERATION_SECONDS = 60.0
"""Long enough for a person to answer a keyring's prompt."""


class Keyring(Protocol):
    """What is needed of a keyring backend."""

    def get_password(self, service: str, username: str) -> str | None: ...

    def set_password(self, service: str, username: str, password: str) -> None: ...

    def delete_password(self, service: str, username: str) -> None: ...


class KeyringUnusable(Exception):
    """The keyring does not work here; the text says why, without secrets."""


class KeyringVault:
    """Entries in a keyring. Thread-safe; several processes take turns.

    ``place.id`` sets this data directory's entries apart. ``marker`` is told the names of entries.
    Every call ends within ``limit`` seconds, with VaultError when the keyring does not answer.
    """

    def __init__(
        self,
        keyring: Keyring,
        data_dir: Path,
        place: Place,
        *,
        name: str = "system keyring",
        marker: VaultMarker | None = None,
        limit: float = OPERATION_SECONDS,
    ) -> None:
        self.name = name
        self.warning = ""
        self.place = place
        self.marker = marker
        self._keyring = keyring
        self._service = f"{SERVICE} {place.id}"
        self._lock_file = data_dir / "vault.lock"
        self._mutex = threading.Lock()
        self._limit = limit
        self._sealer = MasterSeal(self._obtain_master)

    def get(self, ref: str) -> str | None:
        """The value, None when there is no such entry. Raises VaultError."""
        check_ref(ref)
        return self._call(lambda: self._read(ref))

    def set(self, ref: str, value: str) -> None:
        """Store a value. Raises VaultError."""
        check_ref(ref)
        check_value(value)

        def store() -> None:
            if self.marker is not None:
                self.marker.note(self.place, ref)
            self._write(ref, value)

        self._call(store)

    def delete(self, ref: str) -> None:
        """Remove an entry with all its pieces; does nothing when there is none. Raises VaultError."""
        check_ref(ref)

        def remove() -> None:
            self._remove(ref)
            if self.marker is not None:
                self.marker.forget(self.place, ref)

        self._call(remove)

    def seal(self, plain: bytes) -> bytes:
        """Bytes that may lie in the database. Raises VaultError."""
        return self._sealer.seal(plain)

    def unseal(self, sealed: bytes) -> bytes:
        """What ``seal`` was given. Raises VaultError for anything else."""
        return self._sealer.unseal(sealed)

    def master_key(self) -> str | None:
        """The master key's text, for moving to another vault; None when nothing was ever sealed."""
        return self._obtain_master(False)

    def adopt_master_key(self, text: str) -> None:
        """Take over another vault's master key. Raises VaultError."""
        self._call(lambda: self._write(MASTER_REF, text))
        self._sealer = MasterSeal(self._obtain_master)

    def remove_master_key(self) -> None:
        """Delete the master key, after everything was moved elsewhere. Raises VaultError."""
        self._call(lambda: self._remove(MASTER_REF))

    def probe(self, seconds: float = PROBE_SECONDS) -> None:
        """Write, read and delete an entry. Raises KeyringUnusable, at the latest after ``seconds``."""
        ref, value = f".probe-{secrets.token_hex(4)}", secrets.token_hex(8)

        def round_trip() -> str | None:
            self._keyring.set_password(self._service, ref, value)
            found = self._keyring.get_password(self._service, ref)
            self._keyring.delete_password(self._service, ref)
            return found

        try:
            found = call_bounded(round_trip, seconds)
        except TimeoutError:
            raise KeyringUnusable(f"it does not answer within {seconds:g} s; it may be locked") from None
        except Exception as error:
            raise KeyringUnusable(f"it refuses ({type(error).__name__})") from None
        if found != value:
            raise KeyringUnusable("it does not keep what is stored")

    def __repr__(self) -> str:
        return f"KeyringVault({self.name!r})"

    def _call(self, function: Callable[[], T]) -> T:
        def locked() -> T:
            if not self._mutex.acquire(timeout=self._limit):
                raise TimeoutError
            try:
                with file_lock(self._lock_file):
                    return function()
            finally:
                self._mutex.release()

        try:
            return call_bounded(locked, self._limit)
        except VaultError:
            raise
        except TimeoutError:
            raise VaultError(f"{self.name} did not answer within {self._limit:g} s; unlock it and try again") from None
        except Exception as error:
            raise VaultError(f"{self.name} refused ({type(error).__name__}); unlock it and try again") from None

    def _obtain_master(self, create: bool) -> str | None:
        def obtain() -> str | None:
            text = self._read(MASTER_REF)
            if text is None and create:
                text = new_key()
                self._write(MASTER_REF, text)
            return text

        return self._call(obtain)

    def _read(self, ref: str) -> str | None:
        head = self._head(ref)
        if head is None:
            return None
        try:
            return join(head, lambda number: self._get(f"{ref}#{head.generation}{number}"))
        except DamagedChunks:
            raise self._damaged(ref) from None

    def _write(self, ref: str, value: str) -> None:
        old = self._get(ref) or self._get(f"{ref}#head")
        generation = "a"
        with contextlib.suppress(DamagedChunks):
            if old is not None and read_head(old).generation == "a":
                generation = "b"
        head, pieces = cut(value, generation)
        for number, piece in enumerate(pieces, 1):
            self._keyring.set_password(self._service, f"{ref}#{generation}{number}", piece)
        if old is not None:
            self._keyring.set_password(self._service, f"{ref}#head", head)
        self._keyring.set_password(self._service, ref, head)
        if old is not None:
            self._drop(f"{ref}#head")
        self._drop_pieces(ref, "b" if generation == "a" else "a", 0)
        self._drop_pieces(ref, generation, len(pieces))

    def _remove(self, ref: str) -> None:
        self._drop(f"{ref}#head")
        self._drop(ref)
        for generation in "ab":
            self._drop_pieces(ref, generation, 0)

    def _drop_pieces(self, ref: str, generation: str, keep: int) -> None:
        """Delete the pieces after number ``keep``, last first: an interrupted run leaves no gap."""
        last = keep
        while last < MAX_PIECES and self._get(f"{ref}#{generation}{last + 1}") is not None:
            last += 1
        for number in range(last, keep, -1):
            self._drop(f"{ref}#{generation}{number}")

    def _head(self, ref: str) -> Head | None:
        piece = self._get(ref) or self._get(f"{ref}#head")
        if piece is None:
            return None
        try:
            return read_head(piece)
        except DamagedChunks:
            raise self._damaged(ref) from None

    def _get(self, entry: str) -> str | None:
        return self._keyring.get_password(self._service, entry)

    def _drop(self, entry: str) -> None:
        if self._get(entry) is not None:
            self._keyring.delete_password(self._service, entry)

    def _damaged(self, ref: str) -> VaultError:
        return VaultError(f"the entry {ref!r} in {self.name} is damaged; enter the key again")


def new_place() -> Place:
    """A keyring place for a data directory that has none yet."""
    return Place("keyring", hashlib.sha256(secrets.token_bytes(32)).hexdigest()[:8])
