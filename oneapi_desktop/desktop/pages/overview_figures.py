"""What the overview shows, fetched at once."""

import asyncio
from dataclasses import dataclass
from typing import Any

from oneapi_desktop.desktop.bridge import Bridge
from oneapi_desktop.desktop.charts import load_drawing

Json = dict[str, Any]

TOP = 6
"""Series of the bars; all others are summed up."""

RANKED = 5
HOURS = 24
"""Of the channels' sparklines."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Answers of the overview's operations. ``empty`` tells that no request was ever recorded."""

    tiles: Json
    series: Json
    latency: Json
    top: Json
    sparklines: Json
    health: Json
    empty: bool


async def fetch(bridge: Bridge, chosen: Json, by: str, measure: str) -> Figures:
    """All figures of a range, and what draws them; ``chosen`` are the arguments that name it."""
    tiles, series, latency, top, sparklines, health, newest = await asyncio.gather(
        bridge.run("overview.tiles", **chosen),
        bridge.run("overview.series", by=by, measure=measure, top=TOP, **chosen),
        bridge.run("overview.latency", **chosen),
        bridge.run("overview.top", limit=RANKED, **chosen),
        bridge.run("overview.sparklines", hours=HOURS),
        bridge.run("gateway.health"),
        bridge.run("request.page", limit=1),
    )
    await load_drawing()
    return Figures(tiles, series, latency, top, sparklines, health, not newest["rows"])
