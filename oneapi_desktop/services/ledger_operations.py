"""Operations that read the ledger."""

import contextlib
from typing import TYPE_CHECKING, Any

from oneapi_desktop.services.operations import OperationTable
from oneapi_desktop.services.requests import RequestService
from oneapi_desktop.services.usage import UsageService

if TYPE_CHECKING:
    from oneapi_desktop.services.workspace import Workspace

operation = OperationTable()


@operation("request.list")
async def list_requests(workspace: "Workspace", limit: Any = 50, **filters: Any) -> list[dict[str, Any]]:
    """Requests, newest first; filters: since, until, token, model, channel, status, text."""
    return await RequestService(workspace.database, workspace.settings).list(limit=limit, **filters)


@operation("request.page", internal=True)
async def page(workspace: "Workspace", limit: Any = 200, **filters: Any) -> dict[str, Any]:
    """One page of the list: its rows, ``next`` for the following page, ``recorded`` for ``request.fresh``.

    Beside the filters: ``before`` (a row's id) goes on after a row, ``skip`` jumps to a place, ``recorded`` keeps
    the list as it was when that was told.
    """
    return await RequestService(workspace.database, workspace.settings).page(limit=limit, **filters)


@operation("request.fresh", internal=True)
async def fresh(workspace: "Workspace", after: Any, limit: Any = 200, **filters: Any) -> dict[str, Any]:
    """Rows recorded after the row ``after``, oldest first, for a live list."""
    return await RequestService(workspace.database, workspace.settings).fresh(after, limit=limit, **filters)


@operation("request.count", internal=True)
async def count(workspace: "Workspace", **filters: Any) -> dict[str, Any]:
    """How many requests match; ``precision`` is exact, estimate or at_least."""
    return await RequestService(workspace.database, workspace.settings).count(**filters)


@operation("request.show")
async def show(workspace: "Workspace", request: int | str) -> dict[str, Any]:
    """One request in full, by id or request id."""
    return await RequestService(workspace.database, workspace.settings).show(request)


@operation("request.explain", internal=True)
async def explain(workspace: "Workspace", request: int | str) -> dict[str, Any]:
    """One request in full, with its time and its cost written out.

    Beside the keys of ``request.show``: ``timeline`` (see ``services.request_timeline``), ``bill`` (see
    ``services.bill``).
    """
    from oneapi_desktop.domain.errors import NotFound
    from oneapi_desktop.services.bill import bill
    from oneapi_desktop.services.json_shapes import request_detail
    from oneapi_desktop.services.request_timeline import timeline

    record = await RequestService(workspace.database, workspace.settings).record(request)
    provider = ""
    with contextlib.suppress(NotFound):
        provider = (await workspace.channels.find(record.channel_id)).provider
    price = await workspace.prices.present(record.model, record.upstream_model or record.model, provider)
    return request_detail(record) | {"timeline": timeline(record), "bill": bill(record, price)}


@operation("request.export")
async def export(workspace: "Workspace", before: Any = None, limit: Any = 1000, **filters: Any) -> list[dict[str, Any]]:
    """One page of requests, newest first, of those after the row ``before``."""
    service = RequestService(workspace.database, workspace.settings)
    return await service.list(limit=limit, before=before, **filters)


@operation("usage.report")
async def usage(
    workspace: "Workspace", by: str = "model", since: Any = None, until: Any = None
) -> list[dict[str, Any]]:
    """Totals by model, token, channel, user, day, hour or total."""
    return await UsageService(workspace.database, workspace.settings).report(by, since, until)
