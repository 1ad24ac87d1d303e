"""A keyring in memory, with the limits and faults of real ones."""

from collections.abc import Callable

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class PowerCut(Exception):
    """The process is gone at this moment."""


class FakeKeyring(KeyringBackend):
    """Entries in a dict; ``limit`` UTF-16 bytes each, like Windows Credential Manager.

    ``before_write`` is called before every change; what it raises is what the program sees.
    """

    priority = 1.0

    def __init__(self, limit: int = 2560) -> None:
        super().__init__()
        self.limit = limit
        self.entries: dict[tuple[str, str], str] = {}
        self.before_write: Callable[[], None] = lambda: None
        self.deletes_before_add = False

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > self.limit:
            raise ValueError("the stub received bad data")
        if self.deletes_before_add and (service, username) in self.entries:
            self.before_write()
            del self.entries[service, username]
        self.before_write()
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.before_write()
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")
