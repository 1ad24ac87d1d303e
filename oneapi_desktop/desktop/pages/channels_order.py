"""The order in which channels are tried, and what moving one changes: whole numbers, as few as possible.

Channels of one priority share the traffic by weight. Moving one between two that share puts it among
them; between two of different priority it gets a place of its own.
"""

from collections.abc import Sequence

from oneapi_desktop.desktop.widgets.columns import Row

HIGHEST = 1_000_000

Changes = dict[int, int]
"""Channel id → new priority."""


def ordered(rows: Sequence[Row]) -> list[Row]:
    """Rows in the order in which they are tried; those that share a priority by id."""
    return sorted(rows, key=lambda row: (-row["priority"], row["id"]))


def dropped(rows: Sequence[Row], moved: int, place: int) -> Changes:
    """What putting a channel before the one at ``place`` of the ordered rows changes."""
    old = next(number for number, row in enumerate(rows) if row["id"] == moved)
    if place in (old, old + 1):
        return {}
    above = [row for row in rows[:place] if row["id"] != moved]
    below = [row for row in rows[place:] if row["id"] != moved]
    return _between(above, below, moved, rows[old]["priority"])


def stepped(rows: Sequence[Row], moved: int, *, up: bool) -> Changes:
    """What one step changes: out of a shared priority into a place of its own, or else to the next
    channel's priority."""
    (own,) = (row["priority"] for row in rows if row["id"] == moved)
    others = [row for row in rows if row["id"] != moved]
    if any(row["priority"] == own for row in others):
        limit = own if up else own - 1
        above = [row for row in others if row["priority"] > limit]
        below = [row for row in others if row["priority"] <= limit]
        return _between(above, below, moved, own)
    beyond = [row["priority"] for row in others if (row["priority"] > own) == up]
    if not beyond:
        return {}
    return {moved: min(beyond) if up else max(beyond)}


def _between(above: Sequence[Row], below: Sequence[Row], moved: int, own: int) -> Changes:
    if not above and not below:
        return {}
    if not above:
        wanted = below[0]["priority"] + 1
    elif not below:
        wanted = above[-1]["priority"] - 1
    elif above[-1]["priority"] == below[0]["priority"]:
        wanted = below[0]["priority"]
    else:
        wanted = below[0]["priority"] + 1
        if above[-1]["priority"] == wanted:
            # There is no whole number between the two: all above make room.
            changes = {row["id"]: row["priority"] + 1 for row in above}
            if max(changes.values()) <= HIGHEST:
                return {**changes, moved: wanted}
    return {} if wanted == own or abs(wanted) > HIGHEST else {moved: wanted}
