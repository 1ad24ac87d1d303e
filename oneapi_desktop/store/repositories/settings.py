"""Stored settings: texts by key, as ``oneapi_desktop.settings`` reads them."""

import builtins
from collections.abc import Mapping

import sqlite_utils

from oneapi_desktop.store.database import Database


class SettingRepository:
    """Texts by key. What they mean, and which keys exist, is declared in ``Settings``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> dict[str, str]:
        """All stored settings."""
        rows = await self._database.read(lambda db: db.execute("SELECT key, value FROM settings").fetchall())
        return dict(rows)

    async def set(self, key: str, value: str) -> None:
        """Store one setting."""
        await self.set_many({key: value})

    async def set_many(self, values: Mapping[str, str]) -> None:
        """Store several settings, all or none."""
        pairs: builtins.list[tuple[str, str]] = [*values.items()]

        def write(db: sqlite_utils.Database) -> None:
            for key, value in pairs:
                db.execute(
                    "INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                    (key, value),
                )
            self._database.note("settings", 0, "update")

        await self._database.write(write)

    async def delete(self, key: str) -> bool:
        """Forget a stored setting, so that its default counts; False when there was none."""

        def write(db: sqlite_utils.Database) -> bool:
            removed = db.execute("DELETE FROM settings WHERE key = ?", (key,)).rowcount > 0
            if removed:
                self._database.note("settings", 0, "delete")
            return removed

        return await self._database.write(write)
