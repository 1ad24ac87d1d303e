"""Devices that used the gateway: addresses other than this machine's, with the token they used."""

from dataclasses import dataclass

import sqlite_utils

from oneapi_desktop.store.database import Database


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """One token used from one address. Times are Unix milliseconds of requests' beginnings."""

    address: str
    token_id: int
    first_seen: int
    last_seen: int
    requests: int
    cost_nano: int


class DeviceRepository:
    """Reads what the ledger's trigger keeps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self, *, limit: int = 500) -> list[DeviceSeen]:
        """Devices, the last seen first."""
        rows = await self._database.read(
            lambda db: db.execute(
                "SELECT address, token_id, first_seen, last_seen, requests, cost_nano FROM devices "
                "ORDER BY last_seen DESC, address, token_id LIMIT ?",
                (limit,),
            ).fetchall()
        )
        return [DeviceSeen(*row) for row in rows]

    async def prune(self, before_ms: int) -> int:
        """Forget devices not seen since a moment; how many."""

        def write(db: sqlite_utils.Database) -> int:
            return db.execute("DELETE FROM devices WHERE last_seen < ?", (before_ms,)).rowcount

        return await self._database.write(write)
