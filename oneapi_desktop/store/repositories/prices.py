"""Prices the owner set, and ratios imported from one-api."""

import dataclasses
import json
import time
from collections.abc import Iterable
from typing import Any

import sqlite_utils

from oneapi_desktop.domain.price import Price, PriceSource, Rates
from oneapi_desktop.store.database import Database


class PriceRepository:
    """Stored prices; one per model and source. Prices that ship with the program are not here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def list(self) -> list[Price]:
        """All stored prices, in order of model and source."""
        rows = await self._database.read(
            lambda db: db.execute("SELECT model, source, price FROM prices ORDER BY 1, 2").fetchall()
        )
        return [_price(*row) for row in rows]

    async def set(self, price: Price) -> None:
        """Store a price in place of the model's former one of the same source."""
        await self._store([price])

    async def replace_source(self, source: PriceSource, prices: Iterable[Price]) -> None:
        """Store these in place of all prices of one source, whose ``source`` they must bear."""
        found = list(prices)
        if any(price.source is not source for price in found):
            raise ValueError(f"every price must have the source {source.value}")
        await self._store(found, clear=source)

    async def delete(self, model: str, source: PriceSource) -> bool:
        """Remove a price; False when there was none."""

        def write(db: sqlite_utils.Database) -> bool:
            sql = "DELETE FROM prices WHERE model = ? AND source = ?"
            removed = db.execute(sql, (model, source.value)).rowcount > 0
            if removed:
                self._database.note("prices", 0, "delete")
            return removed

        return await self._database.write(write)

    async def _store(self, prices: Iterable[Price], *, clear: PriceSource | None = None) -> None:
        now = time.time_ns() // 1_000_000
        rows = [(price.model, price.source.value, _text(price), now) for price in prices]

        def write(db: sqlite_utils.Database) -> None:
            if clear is not None:
                db.execute("DELETE FROM prices WHERE source = ?", (clear.value,))
            db.conn.executemany(
                "INSERT INTO prices (model, source, price, updated_at) VALUES (?, ?, ?, ?) ON CONFLICT "
                "DO UPDATE SET price = excluded.price, updated_at = excluded.updated_at",
                rows,
            )
            self._database.note("prices", 0, "update")

        await self._database.write(write)


def _text(price: Price) -> str:
    fields = dataclasses.asdict(price)
    del fields["model"], fields["source"]
    return json.dumps(fields)


def _price(model: str, source: str, text: str) -> Price:
    fields: dict[str, Any] = json.loads(text)
    fields["rates"] = Rates(**fields["rates"])
    fields["tiers"] = tuple((threshold, Rates(**rates)) for threshold, rates in fields["tiers"])
    return Price(model=model, source=PriceSource(source), **fields)
