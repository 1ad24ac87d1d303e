"""People."""

from typing import Any

from oneapi_desktop.domain.errors import NotFound
from oneapi_desktop.domain.user import Role, User, UserStatus
from oneapi_desktop.store.database import Database

_SELECT = "SELECT id, name, role, status, group_name FROM users"


class UserRepository:
    """Reads people. User 1, the owner, exists from the first migration on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> list[User]:
        """Everybody, in order of id."""
        rows = await self._database.read(lambda db: db.execute(f"{_SELECT} ORDER BY id").fetchall())
        return [_user(row) for row in rows]

    async def get(self, user_id: int) -> User:
        """One person. Raises NotFound."""
        row = await self._database.read(lambda db: db.execute(f"{_SELECT} WHERE id = ?", (user_id,)).fetchone())
        if row is None:
            raise NotFound(f"there is no user {user_id}")
        return _user(row)


def _user(row: tuple[Any, ...]) -> User:
    return User(row[0], row[1], Role(row[2]), UserStatus(row[3]), row[4])
