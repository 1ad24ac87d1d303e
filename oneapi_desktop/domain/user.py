"""People. Until several people share a gateway, user 1 is the owner and holds every token."""

from dataclasses import dataclass
from enum import IntEnum

OWNER_ID = 1


class Role(IntEnum):
    """Rights, numbered as in one-api."""

    COMMON = 1
    ADMIN = 10
    ROOT = 100


class UserStatus(IntEnum):
    """Numbered as in one-api."""

    ENABLED = 1
    DISABLED = 2
    DELETED = 3


@dataclass(frozen=True, slots=True)
class User:
    """One person. ``group`` selects channels and the price ratio."""

    id: int
    name: str
    role: Role = Role.COMMON
    status: UserStatus = UserStatus.ENABLED
    group: str = "default"
