"""The vault as services see it, opened when a secret is first needed.

Most commands touch no secret; opening a keyring may take seconds and ask the person to unlock it.
"""

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from oneapi_desktop.settings import Settings

if TYPE_CHECKING:
    from oneapi_desktop.secrets.vault import Backend, Vault


class SecretStore(Protocol):
    """What services need of a vault; see ``oneapi_desktop.secrets.vault.Vault``. Call it in threads."""

    @property
    def name(self) -> str:
        """What is in use, for people."""
        ...

    @property
    def warning(self) -> str:
        """A sentence when something is less safe than it could be, else empty."""
        ...

    def get(self, ref: str) -> str | None:
        """The value, None when there is no such entry."""
        ...

    def set(self, ref: str, value: str) -> None:
        """Store a value."""
        ...

    def delete(self, ref: str) -> None:
        """Remove an entry; does nothing when there is none."""
        ...

    def seal(self, plain: bytes) -> bytes:
        """Bytes that may lie in the database."""
        ...

    def unseal(self, sealed: bytes) -> bytes:
        """What ``seal`` was given."""
        ...


class VaultOnDemand:
    """A ``SecretStore`` that opens the data directory's vault at first use. Thread-safe.

    Every member raises VaultError when the vault cannot be opened; the next use tries again.
    """

    def __init__(self, directory: Path, settings: Settings) -> None:
        self._directory = directory
        self._settings = settings
        self._lock = threading.Lock()
        self._vault: Vault | None = None

    def opened(self) -> "Vault":
        """The vault itself; opens it if need be. May take ten seconds."""
        with self._lock:
            if self._vault is None:
                from oneapi_desktop.secrets.vault import open_vault

                self._vault = open_vault(self._directory, _backend(self._settings.keyring_backend))
            return self._vault

    @property
    def name(self) -> str:
        """What is in use, for people."""
        return self.opened().name

    @property
    def warning(self) -> str:
        """A sentence when something is less safe than it could be, else empty."""
        return self.opened().warning

    def get(self, ref: str) -> str | None:
        """The value, None when there is no such entry."""
        return self.opened().get(ref)

    def set(self, ref: str, value: str) -> None:
        """Store a value."""
        self.opened().set(ref, value)

    def delete(self, ref: str) -> None:
        """Remove an entry; does nothing when there is none."""
        self.opened().delete(ref)

    def seal(self, plain: bytes) -> bytes:
        """Bytes that may lie in the database."""
        return self.opened().seal(plain)

    def unseal(self, sealed: bytes) -> bytes:
        """What ``seal`` was given."""
        return self.opened().unseal(sealed)


def _backend(word: str) -> "Backend":
    return "keyring" if word == "keyring" else "file" if word == "file" else "auto"
