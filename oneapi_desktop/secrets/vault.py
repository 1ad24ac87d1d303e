"""The vault for upstream keys: its interface, and the choice between keyring and sealed file."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal, Protocol

from oneapi_desktop.domain.errors import VaultError
from oneapi_desktop.secrets.keyring_vault import Keyring, KeyringUnusable, KeyringVault, new_place
from oneapi_desktop.secrets.sealed_file import SealedFileVault, remove_sealed_files
from oneapi_desktop.secrets.system_keyring import find_keyring
from oneapi_desktop.secrets.vault_marker import Marking, Place, VaultMarker

Backend = Literal["auto", "keyring", "file"]
FindKeyring = Callable[[], tuple[Keyring, str]]


class Vault(Protocol):
    """Secrets by name. Synchronous and thread-safe; a keyring may take long, so call it in a thread.

    ``name`` says what is in use, for people. ``warning`` is a sentence for them when something is
    less safe than it could be, else empty. Every method raises VaultError.
    """

    name: str
    warning: str

    def get(self, ref: str) -> str | None:
        """The value, None when there is no such entry."""
        ...

    def set(self, ref: str, value: str) -> None:
        """Store a value, replacing an earlier one whole."""
        ...

    def delete(self, ref: str) -> None:
        """Remove an entry; does nothing when there is none."""
        ...

    def seal(self, plain: bytes) -> bytes:
        """Bytes that may lie in the database: readable with this vault only."""
        ...

    def unseal(self, sealed: bytes) -> bytes:
        """What ``seal`` was given."""
        ...

    def master_key(self) -> str | None:
        """The key behind ``seal``, for ``migrate`` only; None when nothing was ever sealed."""
        ...

    def adopt_master_key(self, text: str) -> None:
        """Take over another vault's master key, for ``migrate`` only."""
        ...


def open_vault(data_dir: Path, backend: Backend, find: FindKeyring = find_keyring) -> Vault:
    """The vault of a data directory, which must exist.

    ``auto`` takes the keyring if it works, else the sealed file, and stays with that choice. Naming
    the other backend later moves all entries there. Raises VaultError when the keys lie in a keyring
    that cannot be reached, when ``keyring`` is asked for and does not work, or a file is damaged.
    May take ten seconds when a keyring does not answer: call it in a thread.
    """
    marker = VaultMarker(data_dir)
    marking = marker.read()
    if marking is None and (data_dir / "vault.json").exists():
        marking = _mark_found_file(data_dir, marker)
    if marking is None:
        return _first_choice(data_dir, backend, marker, find)
    vault = _open_marked(data_dir, marking, marker, find)
    if backend not in ("auto", marking.place.backend):
        vault, marking = _move(data_dir, vault, marking, backend, marker, find)
    if marking.left is not None:
        _empty_left_place(data_dir, marking, marking.left, marker, find)
    if isinstance(vault, SealedFileVault) and backend == "auto":
        _warn_fallback(vault, "")
    return vault


def migrate(source: Vault, target: Vault, refs: Iterable[str]) -> None:
    """Copy entries and the master key to another vault and read each back; ``source`` keeps them.

    Names without an entry are passed over. Raises VaultError.
    """
    for ref in refs:
        value = source.get(ref)
        if value is None:
            continue
        target.set(ref, value)
        if target.get(ref) != value:
            raise VaultError(f"{target.name} does not return the entry {ref!r} as it was stored; nothing was moved")
    master = source.master_key()
    if master is not None:
        target.adopt_master_key(master)
        if target.master_key() != master:
            raise VaultError(f"{target.name} does not return the master key as it was stored; nothing was moved")


def _mark_found_file(data_dir: Path, marker: VaultMarker) -> Marking:
    """Take up a sealed file whose marker was lost."""
    vault = SealedFileVault(data_dir)
    marker.claim(vault.place)
    for ref in vault.refs():
        marker.note(vault.place, ref)
    return Marking(vault.place, vault.refs())


def _first_choice(data_dir: Path, backend: Backend, marker: VaultMarker, find: FindKeyring) -> Vault:
    vault: StoredVault
    reason = ""
    try:
        if backend == "file":
            vault = SealedFileVault(data_dir, marker=marker)
        else:
            vault = _open_keyring(data_dir, new_place(), marker, find)
    except KeyringUnusable as unusable:
        if backend == "keyring":
            raise VaultError(
                f"the system keyring cannot be used: {unusable}. Unlock or install one, "
                "or start with KEYRING_BACKEND=file"
            ) from None
        reason = str(unusable)
        vault = SealedFileVault(data_dir, marker=marker)
    if marker.claim(vault.place).place != vault.place:
        return open_vault(data_dir, backend, find)
    if isinstance(vault, SealedFileVault) and backend == "auto":
        _warn_fallback(vault, reason)
    return vault


def _open_marked(data_dir: Path, marking: Marking, marker: VaultMarker, find: FindKeyring) -> "StoredVault":
    if marking.place.backend == "file":
        return SealedFileVault(data_dir, create=False, marker=marker)
    try:
        return _open_keyring(data_dir, marking.place, marker, find)
    except KeyringUnusable as unusable:
        raise VaultError(
            f"the upstream keys lie in the system keyring, which cannot be reached: {unusable}. "
            "Unlock it (log in to the desktop session) and start again; "
            f"to start without the keys, move {marker.path} away"
        ) from None


def _open_keyring(data_dir: Path, place: Place, marker: VaultMarker, find: FindKeyring) -> KeyringVault:
    keyring, name = find()
    vault = KeyringVault(keyring, data_dir, place, name=name, marker=marker)
    vault.probe()
    return vault


def _move(
    data_dir: Path,
    source: "StoredVault",
    marking: Marking,
    backend: Backend,
    marker: VaultMarker,
    find: FindKeyring,
) -> "tuple[StoredVault, Marking]":
    target: StoredVault
    left = marking.left
    if backend == "file":
        if left is not None and left.backend == "file":
            remove_sealed_files(data_dir)
        if (data_dir / "vault.json").exists():
            raise VaultError(
                f"{data_dir / 'vault.json'} exists though the upstream keys lie in the system keyring; "
                "move it and vault.key away, then start again"
            )
        target = SealedFileVault(data_dir)
    else:
        place = left if left is not None and left.backend == "keyring" else new_place()
        try:
            target = _open_keyring(data_dir, place, marker, find)
        except KeyringUnusable as unusable:
            raise VaultError(
                f"the upstream keys cannot be moved to the system keyring: {unusable}. Unlock it and start "
                "again, or start with KEYRING_BACKEND=file"
            ) from None
    target.marker = None
    marker.write(replace(marking, left=target.place))
    migrate(source, target, sorted(marking.refs))
    moved = Marking(target.place, marking.refs, left=source.place)
    marker.write(moved)
    target.marker = marker
    return target, moved


def _empty_left_place(data_dir: Path, marking: Marking, left: Place, marker: VaultMarker, find: FindKeyring) -> None:
    """Delete what a move left at the old place; a keyring that is away is tried again at the next start."""
    if left.backend == "file":
        emptied = remove_sealed_files(data_dir)
    else:
        try:
            old = _open_keyring(data_dir, left, marker, find)
            old.marker = None
            for ref in sorted(marking.refs):
                old.delete(ref)
            old.remove_master_key()
            emptied = True
        except (KeyringUnusable, VaultError):
            emptied = False
    current = marker.read()
    if emptied and current is not None:
        marker.write(replace(current, left=None))


def _warn_fallback(vault: SealedFileVault, reason: str) -> None:
    because = f" ({reason})" if reason else ""
    fallback = (
        f"No system keyring is in use{because}: upstream keys are sealed in {vault.file}, and the key to it "
        "lies beside it. Whoever can read the files of this user can read the upstream keys."
    )
    vault.warning = f"{fallback} {vault.warning}".strip()


StoredVault = KeyringVault | SealedFileVault
