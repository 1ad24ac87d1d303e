"""Groups and their price ratios."""

import sqlite3

import sqlite_utils

from oneapi_desktop.domain.errors import Conflict, InvalidInput, NotFound
from oneapi_desktop.store.database import Database


class GroupRepository:
    """Ratios in millionths by group name. ``default`` always exists."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> dict[str, int]:
        """Every group's ratio, in order of name."""
        rows = await self._database.read(
            lambda db: db.execute("SELECT name, ratio_millionths FROM groups ORDER BY name").fetchall()
        )
        return dict(rows)

    async def set(self, name: str, ratio_millionths: int) -> None:
        """Make a group or change its ratio. Raises InvalidInput for an empty name or negative ratio."""
        if not name.strip():
            raise InvalidInput("group", "give the group a name")
        if ratio_millionths < 0:
            raise InvalidInput("ratio", "a ratio cannot be negative")

        def write(db: sqlite_utils.Database) -> None:
            db.execute(
                "INSERT INTO groups (name, ratio_millionths) VALUES (?, ?) "
                "ON CONFLICT DO UPDATE SET ratio_millionths = excluded.ratio_millionths",
                (name.strip(), ratio_millionths),
            )
            self._database.note("groups", 0, "update")

        await self._database.write(write)

    async def delete(self, name: str) -> None:
        """Remove a group. Raises NotFound, or Conflict while people belong to it."""
        if name == "default":
            raise Conflict("the group 'default' cannot be removed")

        def write(db: sqlite_utils.Database) -> None:
            try:
                removed = db.execute("DELETE FROM groups WHERE name = ?", (name,)).rowcount
            except sqlite3.IntegrityError:
                raise Conflict(f"people still belong to the group {name!r}; move them first") from None
            if not removed:
                raise NotFound(f"there is no group {name!r}")
            self._database.note("groups", 0, "delete")

        await self._database.write(write)
