"""Operations of the overview: every figure it shows, computed from rollups."""

from typing import TYPE_CHECKING, Any

from oneapi_desktop.services.operations import OperationTable
from oneapi_desktop.services.overview import OverviewService

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()


def _service(workspace: "Workspace") -> OverviewService:
    return OverviewService(workspace.database, workspace.settings)


@operation("overview.tiles", internal=True)
async def tiles(workspace: "Workspace", range: Any = "today", since: Any = None, until: Any = None) -> dict[str, Any]:
    """Spend, requests, tokens, success and time to first token, against the range before.

    ``range``: today, yesterday, 24h, 7d, 30d, 90d, or custom with ``since`` and ``until``.
    See ``OverviewService.tiles`` for the answer.
    """
    return await _service(workspace).tiles(range, since, until)


@operation("overview.series", internal=True)
async def series(
    workspace: "Workspace",
    range: Any = "today",
    by: Any = "model",
    bucket: Any = None,
    measure: Any = "cost",
    top: Any = 6,
    since: Any = None,
    until: Any = None,
) -> dict[str, Any]:
    """Spend, requests and tokens over time by model, channel, token or in total.

    ``bucket``: hour, day, week, month; left out, what suits the range.
    """
    return await _service(workspace).series(range, by, bucket, measure, top, since, until)


@operation("overview.latency", internal=True)
async def latency(
    workspace: "Workspace",
    range: Any = "today",
    bucket: Any = None,
    channel: Any = None,
    model: Any = None,
    since: Any = None,
    until: Any = None,
) -> dict[str, Any]:
    """Requests, errors and latency percentiles over time, of all or of one channel or model."""
    channel_id = None if channel is None else (await workspace.channels.find(channel)).id
    return await _service(workspace).latency(range, bucket, channel_id, model, since, until)


@operation("overview.top", internal=True)
async def top(
    workspace: "Workspace", range: Any = "today", limit: Any = 5, since: Any = None, until: Any = None
) -> dict[str, Any]:
    """The dearest models, tokens and channels."""
    return await _service(workspace).top(range, limit, since, until)


@operation("overview.sparklines", internal=True)
async def sparklines(workspace: "Workspace", hours: Any = 24) -> dict[str, Any]:
    """Requests and errors of every channel in each of the last hours."""
    return await _service(workspace).sparklines(hours)
